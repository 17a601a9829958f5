import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../../src/base/errors.ts';
import {
  assignedIn,
  heartbeatIdentity,
  type MemberEvent,
  type MemberState,
  transition,
} from '../../../src/group/member-state.ts';

const idle: MemberState = { kind: 'idle' };
const identity = { memberId: 'm', generationId: 3 };
const assigned = [{ topic: 'orders', partition: 0 }];
const error = new KafkaError('INTERNAL', 'x');

function after(...events: MemberEvent[]): MemberState {
  return events.reduce(transition, idle);
}

const toStable: MemberEvent[] = [{ kind: 'start' }, { kind: 'joined', identity }, { kind: 'synced', assigned }];
const live: Record<string, MemberEvent[]> = {
  joining: toStable.slice(0, 1),
  syncing: toStable.slice(0, 2),
  stable: toStable,
  revoking: [...toStable, { kind: 'rebalance' }],
};

describe('member state', () => {
  it('goes the usual way round', () => {
    expect(after(...toStable)).toEqual({ kind: 'stable', identity, assigned });
    const revoking = after(...toStable, { kind: 'rebalance' });
    expect(revoking).toEqual({ kind: 'revoking', identity, assigned });
    expect(transition(revoking, { kind: 'revoked' })).toEqual({ kind: 'joining', identity });
  });

  it('joins a second time under the name it was given, in no generation', () => {
    const named = after({ kind: 'start' }, { kind: 'named', memberId: 'given' });
    expect(named).toEqual({ kind: 'joining', identity: { memberId: 'given', generationId: -1 } });
  });

  it.each(Object.entries(live))('leaves the generation when expelled while %s', (_, events) => {
    const kept = after(...events, { kind: 'expelled', forget: false });
    expect(kept.kind === 'joining' && kept.identity.generationId).toBe(-1);
    const forgotten = after(...events, { kind: 'expelled', forget: true });
    expect(forgotten).toEqual({ kind: 'joining', identity: { memberId: '', generationId: -1 } });
  });

  it.each(Object.entries(live))('can leave and can fail while %s', (_, events) => {
    expect(after(...events, { kind: 'leave' }, { kind: 'left' })).toEqual({ kind: 'closed' });
    expect(after(...events, { kind: 'failed', error })).toEqual({ kind: 'failed', error });
  });

  it('closes without a word when it was never started', () => {
    expect(after({ kind: 'leave' })).toEqual({ kind: 'closed' });
  });

  it('lets events that come too late change nothing', () => {
    const closed: MemberState = { kind: 'closed' };
    const late: MemberEvent[] = [
      { kind: 'rebalance' },
      { kind: 'expelled', forget: true },
      { kind: 'leave' },
      { kind: 'failed', error },
    ];
    for (const event of late) expect(transition(closed, event)).toBe(closed);
  });

  it('goes back to joining when a rebalance comes between Join and Sync', () => {
    expect(after(...toStable.slice(0, 2), { kind: 'rebalance' })).toEqual({ kind: 'joining', identity });
  });

  it('refuses what is impossible', () => {
    expect(() => after({ kind: 'synced', assigned })).toThrow('synced in state idle');
    expect(() => after(...toStable, { kind: 'joined', identity })).toThrow('joined in state stable');
  });

  it('heartbeats in every state of a generation and in no other', () => {
    expect(heartbeatIdentity(after({ kind: 'start' }))).toBeUndefined();
    for (const kind of ['syncing', 'stable', 'revoking']) {
      expect(heartbeatIdentity(after(...(live[kind] as MemberEvent[])))).toEqual(identity);
    }
    // A held JoinGroup of the next generation does not silence the old one.
    expect(heartbeatIdentity(after(...toStable, { kind: 'rebalance' }, { kind: 'revoked' }))).toEqual(identity);
    expect(heartbeatIdentity(after(...toStable, { kind: 'leave' }))).toBeUndefined();
  });

  it('answers for what is assigned until it is revoked', () => {
    expect(assignedIn(after(...toStable))).toBe(assigned);
    expect(assignedIn(after(...toStable, { kind: 'rebalance' }))).toBe(assigned);
    expect(assignedIn(after(...toStable, { kind: 'rebalance' }, { kind: 'revoked' }))).toEqual([]);
  });
});
