import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../../src/base/errors.ts';
import {
  heartbeatIdentity,
  lostBetween,
  type MemberEvent,
  type MemberState,
  ownedIn,
  transition,
} from '../../../src/group/member-state.ts';

const idle: MemberState = { kind: 'idle' };
const identity = { memberId: 'm', generationId: 3 };
const next = { memberId: 'm', generationId: 4 };
const orders = (...partitions: number[]) => partitions.map((partition) => ({ topic: 'orders', partition }));
const owned = orders(0, 1);
const error = new KafkaError('INTERNAL', 'x');
const joined: MemberEvent = { kind: 'joined', identity, hasLapsed: false };
const eager: MemberEvent = { kind: 'rebalance', removed: owned };
const cooperative: MemberEvent = { kind: 'rebalance', removed: [] };

function after(...events: MemberEvent[]): MemberState {
  return events.reduce(transition, idle);
}

const toStable: MemberEvent[] = [{ kind: 'start' }, joined, { kind: 'synced', assigned: owned }];
const toNext: MemberEvent[] = [...toStable, cooperative, { kind: 'joined', identity: next, hasLapsed: false }];
const live: Record<string, MemberEvent[]> = {
  joining: toStable.slice(0, 1),
  syncing: toStable.slice(0, 2),
  stable: toStable,
  revoking: [...toStable, eager],
  'joining with what it owns': toNext.slice(0, 4),
  'syncing with what it owns': toNext,
  'revoking a part': [...toNext, { kind: 'synced', assigned: orders(1) }],
};

describe('member state', () => {
  it('goes the usual way round, having given up everything, with an eager assignor', () => {
    expect(after(...toStable)).toEqual({ kind: 'stable', identity, owned, rejoins: false });
    const revoking = after(...toStable, eager);
    expect(revoking).toEqual({ kind: 'revoking', identity, owned, removed: owned, kept: [], next: 'joining' });
    expect(transition(revoking, { kind: 'revoked' })).toEqual({ kind: 'joining', identity, owned: [] });
  });

  it('keeps what it owns through a rebalance with a cooperative assignor', () => {
    expect(after(...toStable, cooperative)).toEqual({ kind: 'joining', identity, owned });
    expect(after(...toNext)).toEqual({ kind: 'syncing', identity: next, owned });
    const grown = after(...toNext, { kind: 'synced', assigned: orders(0, 1, 2) });
    expect(grown).toEqual({ kind: 'stable', identity: next, owned: orders(0, 1, 2), rejoins: false });
  });

  it('gives up what is not in its share any more, has the rest at once, and then joins again', () => {
    const revoking = after(...toNext, { kind: 'synced', assigned: orders(1, 2) });
    expect(revoking).toEqual({
      kind: 'revoking',
      identity: next,
      owned,
      removed: orders(0),
      kept: orders(1, 2),
      next: 'stable',
    });
    const stable = transition(revoking, { kind: 'revoked' });
    expect(stable).toEqual({ kind: 'stable', identity: next, owned: orders(1, 2), rejoins: true });
    // A rebalance that is announced meanwhile is joined by that.
    expect(transition(revoking, cooperative)).toBe(revoking);
  });

  it('gives up topics that are not wanted any more before it joins', () => {
    const revoking = after(...toStable, { kind: 'rebalance', removed: orders(1) });
    expect(transition(revoking, { kind: 'revoked' })).toEqual({ kind: 'joining', identity, owned: orders(0) });
  });

  it('loses everything when generations went by without it', () => {
    const late: MemberEvent = { kind: 'joined', identity: { memberId: 'm', generationId: 6 }, hasLapsed: true };
    const before = after(...toStable, cooperative);
    const lapsed = transition(before, late);
    expect(lapsed).toEqual({ kind: 'syncing', identity: late.identity, owned: [] });
    expect(lostBetween(before, late, lapsed)).toEqual(owned);
  });

  it('joins a second time under the name it was given, in no generation', () => {
    const named = after({ kind: 'start' }, { kind: 'named', memberId: 'given' });
    expect(named).toEqual({ kind: 'joining', identity: { memberId: 'given', generationId: -1 }, owned: [] });
  });

  it.each(Object.entries(live))('leaves the generation and loses what it owns when expelled while %s', (_, events) => {
    const before = after(...events);
    const event: MemberEvent = { kind: 'expelled', forget: false };
    const kept = transition(before, event);
    expect(kept).toEqual({ kind: 'joining', identity: { memberId: expect.anything(), generationId: -1 }, owned: [] });
    expect(lostBetween(before, event, kept)).toEqual(ownedIn(before));
    const forgotten = after(...events, { kind: 'expelled', forget: true });
    expect(forgotten).toEqual({ kind: 'joining', identity: { memberId: '', generationId: -1 }, owned: [] });
  });

  it.each(Object.entries(live))('can leave, after giving up what it owns, and can fail while %s', (_, events) => {
    const before = after(...events);
    const leaving = transition(before, { kind: 'leave' });
    const released = leaving.kind === 'revoking' ? transition(leaving, { kind: 'revoked' }) : leaving;
    if (leaving.kind === 'revoking') expect([leaving.removed, leaving.next]).toEqual([ownedIn(before), 'leaving']);
    else expect(ownedIn(before)).toEqual([]);
    expect(released.kind).toBe('leaving');
    expect(transition(released, { kind: 'left' })).toEqual({ kind: 'closed' });
    const failed = after(...events, { kind: 'failed', error });
    expect(failed).toEqual({ kind: 'failed', error });
    expect(lostBetween(before, { kind: 'failed', error }, failed)).toEqual(ownedIn(before));
  });

  it('loses nothing by what it was told to give up', () => {
    for (const events of [
      [...toStable, eager],
      [...toNext, { kind: 'synced', assigned: [] } as MemberEvent],
    ]) {
      const before = after(...events);
      const event: MemberEvent = { kind: 'revoked' };
      expect(lostBetween(before, event, transition(before, event))).toEqual([]);
    }
  });

  it('closes without a word when it was never started', () => {
    expect(after({ kind: 'leave' })).toEqual({ kind: 'closed' });
  });

  it('lets events that come too late change nothing', () => {
    const closed: MemberState = { kind: 'closed' };
    const late: MemberEvent[] = [
      eager,
      { kind: 'expelled', forget: true },
      { kind: 'leave' },
      { kind: 'failed', error },
    ];
    for (const event of late) expect(transition(closed, event)).toBe(closed);
  });

  it('goes back to joining when a rebalance comes between Join and Sync, with what it owns', () => {
    expect(after(...toStable.slice(0, 2), eager)).toEqual({ kind: 'joining', identity, owned: [] });
    expect(after(...toNext, cooperative)).toEqual({ kind: 'joining', identity: next, owned });
  });

  it('refuses what is impossible', () => {
    expect(() => after({ kind: 'synced', assigned: owned })).toThrow('synced in state idle');
    expect(() => after(...toStable, joined)).toThrow('joined in state stable');
  });

  it('heartbeats in every state of a generation and in no other', () => {
    expect(heartbeatIdentity(after({ kind: 'start' }))).toBeUndefined();
    for (const kind of ['syncing', 'stable', 'revoking']) {
      expect(heartbeatIdentity(after(...(live[kind] as MemberEvent[])))).toEqual(identity);
    }
    // A held JoinGroup of the next generation does not silence the old one.
    expect(heartbeatIdentity(after(...toStable, eager, { kind: 'revoked' }))).toEqual(identity);
    const left = after(...toStable, { kind: 'leave' }, { kind: 'revoked' });
    expect(heartbeatIdentity(left)).toBeUndefined();
  });

  it('answers for what is owned until it is revoked', () => {
    expect(ownedIn(after(...toStable))).toBe(owned);
    expect(ownedIn(after(...toStable, eager))).toBe(owned);
    expect(ownedIn(after(...toStable, eager, { kind: 'revoked' }))).toEqual([]);
    expect(ownedIn(after(...toStable, cooperative))).toBe(owned);
  });
});
