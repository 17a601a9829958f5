import { describe, expect, it } from 'vitest';
import { ClassicGroup } from '../../../../src/embedded/group/classic-group.ts';
import type {
  CommitRequest,
  JoinRequest,
  JoinResult,
  SyncRequest,
} from '../../../../src/embedded/group/group-exchange.ts';
import { ErrorCode } from '../../../../src/protocol/generated/error-codes.ts';
import { ManualClock } from '../../base/manual-clock.ts';

const protocol = (name: string, metadata = name) => ({ name, metadata: Buffer.from(metadata) });

function joining(init: Partial<JoinRequest> = {}): JoinRequest {
  return {
    memberId: '',
    instanceId: null,
    clientId: 'c',
    clientHost: '/127.0.0.1',
    sessionTimeoutMs: 10_000,
    rebalanceTimeoutMs: 60_000,
    protocolType: 'consumer',
    protocols: [protocol('range')],
    requiresKnownId: false,
    canSkipAssignment: true,
    ...init,
  };
}

function syncing({ memberId, generationId, members }: JoinResult, init: Partial<SyncRequest> = {}): SyncRequest {
  return {
    memberId,
    instanceId: null,
    generationId,
    protocolType: null,
    protocolName: null,
    assignments: new Map(members.map((member) => [member.memberId, Buffer.from(`for ${member.memberId}`)])),
    ...init,
  };
}

function commit(memberId: string, generationId: number): CommitRequest {
  return { memberId, instanceId: null, generationId, how: 'plain', knowsEpochs: true, partitions: [] };
}

/** A group with that many members in a stable generation. */
async function stable(count: number, init: Partial<JoinRequest> = {}) {
  const clock = new ManualClock();
  const group = new ClassicGroup('g', clock);
  let members: JoinResult[] = [];
  for (let i = 0; i < count; i++) {
    // The new one comes first: alone, those that are there would be complete.
    const added = group.join(joining(init));
    const joins = members.map(({ memberId }) => group.join(joining({ ...init, memberId })));
    members = await Promise.all([...joins, added]);
  }
  const syncs = members.map((member) => group.sync(syncing(member)));
  const assignments = (await Promise.all(syncs)).map(({ assignment }) => assignment.toString());
  return { clock, group, members, assignments };
}

const id = (result: JoinResult | undefined): string => result?.memberId ?? '';

describe('ClassicGroup', () => {
  it('makes one generation of all who join, led by the first, with what the leader assigns', async () => {
    const { group, members, assignments } = await stable(3);
    expect(group.state).toBe('Stable');
    expect(new Set(members.map(({ generationId }) => generationId))).toEqual(new Set([3]));
    expect(members.map(({ leader }) => leader)).toEqual(new Array(3).fill(id(members[0])));
    expect(members.map((member) => member.members.length)).toEqual([3, 0, 0]);
    expect(assignments).toEqual(members.map(({ memberId }) => `for ${memberId}`));
  });

  it('gives a new member its id first, and forgets it when it does not come back', async () => {
    const clock = new ManualClock();
    const group = new ClassicGroup('g', clock);
    const given = await group.join(joining({ requiresKnownId: true }));
    expect(given).toMatchObject({ errorCode: ErrorCode.MEMBER_ID_REQUIRED, generationId: -1 });
    const other = await group.join(joining({ requiresKnownId: true }));
    clock.advance(9_999);
    expect(group.state).toBe('Empty');
    // It is awaited: the other's join completes when the one that never comes is given up.
    const joined = group.join(joining({ requiresKnownId: true, memberId: other.memberId }));
    expect(group.state).toBe('PreparingRebalance');
    clock.advance(1);
    expect(await joined).toMatchObject({ errorCode: ErrorCode.NONE, generationId: 1 });
    const late = await group.join(joining({ requiresKnownId: true, memberId: given.memberId }));
    expect(late.errorCode).toBe(ErrorCode.UNKNOWN_MEMBER_ID);
  });

  it('picks the protocol that most members prefer among those that all know', async () => {
    const group = new ClassicGroup('g', new ManualClock());
    const first = await group.join(joining({ protocols: [protocol('a'), protocol('b'), protocol('x')] }));
    const second = group.join(joining({ protocols: [protocol('b'), protocol('a')] }));
    const again = group.join(
      joining({ memberId: first.memberId, protocols: [protocol('b'), protocol('a'), protocol('x')] }),
    );
    expect((await again).protocolName).toBe('b');
    expect((await again).members.map(({ metadata }) => metadata.toString())).toEqual(['b', 'b']);
    expect((await second).protocolName).toBe('b');
    const stranger = await group.join(joining({ protocols: [protocol('x')] }));
    expect(stranger.errorCode).toBe(ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
  });

  it('tells the others to rebalance when a session expires, and goes on without that member', async () => {
    const { clock, group, members } = await stable(2);
    const [a, b] = members;
    clock.advance(9_000);
    expect(group.heartbeat(id(a), null, 2)).toBe(ErrorCode.NONE);
    clock.advance(1_000);
    expect(group.state).toBe('PreparingRebalance');
    expect(group.heartbeat(id(a), null, 2)).toBe(ErrorCode.REBALANCE_IN_PROGRESS);
    expect(group.heartbeat(id(b), null, 2)).toBe(ErrorCode.UNKNOWN_MEMBER_ID);
    const joined = await group.join(joining({ memberId: id(a) }));
    expect([joined.generationId, joined.members.length]).toEqual([3, 1]);
  });

  it('drops a member that does not join again within the rebalance timeout, heartbeats or not', async () => {
    const { clock, group, members } = await stable(2);
    const [a, b] = members;
    const joined = group.join(joining({ memberId: id(a) }));
    for (let i = 0; i < 6; i++) {
      expect(group.heartbeat(id(b), null, 2)).toBe(ErrorCode.REBALANCE_IN_PROGRESS);
      clock.advance(9_999);
    }
    expect(group.state).toBe('PreparingRebalance');
    clock.advance(6);
    expect(await joined).toMatchObject({ generationId: 3, leader: id(a) });
    expect(group.heartbeat(id(b), null, 3)).toBe(ErrorCode.UNKNOWN_MEMBER_ID);
  });

  it('drops a member that does not sync in time, and starts again', async () => {
    const clock = new ManualClock();
    const group = new ClassicGroup('g', clock);
    const long = { sessionTimeoutMs: 100_000 };
    const first = await group.join(joining(long));
    const second = group.join(joining(long));
    const again = await group.join(joining({ ...long, memberId: first.memberId }));
    const follower = group.sync(syncing(await second));
    clock.advance(59_999);
    expect(group.state).toBe('CompletingRebalance');
    clock.advance(1);
    expect(await follower).toMatchObject({ errorCode: ErrorCode.REBALANCE_IN_PROGRESS });
    expect(group.heartbeat(again.memberId, null, 2)).toBe(ErrorCode.UNKNOWN_MEMBER_ID);
    expect(group.members.map((member) => member.id)).toEqual([(await second).memberId]);
  });

  it('refuses commits between joining and syncing, from other generations, and from outside', async () => {
    const { group, members } = await stable(1);
    const member = id(members[0]);
    expect(group.commitFault(commit(member, 1))).toBe(ErrorCode.NONE);
    expect(group.commitFault(commit(member, 0))).toBe(ErrorCode.ILLEGAL_GENERATION);
    expect(group.commitFault(commit('', -1))).toBe(ErrorCode.UNKNOWN_MEMBER_ID);
    await group.join(joining({ memberId: member }));
    expect(group.commitFault(commit(member, 2))).toBe(ErrorCode.REBALANCE_IN_PROGRESS);
  });

  it('is empty after the last one left, and lets commits in from outside', async () => {
    const { group, members, clock } = await stable(1);
    expect(group.leave(id(members[0]), null)).toBe(ErrorCode.NONE);
    expect([group.state, group.generationId, clock.pending]).toEqual(['Empty', 2, 0]);
    expect(group.commitFault(commit('', -1))).toBe(ErrorCode.NONE);
    expect(group.leave(id(members[0]), null)).toBe(ErrorCode.UNKNOWN_MEMBER_ID);
  });

  it('lets a static member come back under a new id without a rebalance, and fences the old one', async () => {
    const { group, members } = await stable(1, { instanceId: 'i' });
    const back = await group.join(joining({ instanceId: 'i' }));
    expect(back).toMatchObject({ generationId: 1, skipAssignment: true });
    expect(back.memberId).not.toBe(id(members[0]));
    expect(group.heartbeat(id(members[0]), 'i', 1)).toBe(ErrorCode.FENCED_INSTANCE_ID);
    const { assignment } = await group.sync(syncing(back, { instanceId: 'i', assignments: new Map() }));
    expect(assignment.toString()).toBe(`for ${id(members[0])}`);
  });

  it('goes on from the last stored generation when another broker coordinates it', async () => {
    const { group, members, assignments, clock } = await stable(2);
    const waiting = group.join(joining());
    group.moveToOtherCoordinator();
    expect((await waiting).errorCode).toBe(ErrorCode.NOT_COORDINATOR);
    expect([group.state, group.generationId]).toEqual(['Stable', 2]);
    expect(members.map(({ memberId }) => group.heartbeat(memberId, null, 2))).toEqual([0, 0]);
    const synced = await group.sync(syncing(members[1] as JoinResult));
    expect(synced.assignment.toString()).toBe(assignments[1]);
    clock.advance(10_000);
    expect(group.state).toBe('Empty');
  });

  it('leaves no timer when it is closed', async () => {
    const { group, clock } = await stable(2);
    void group.join(joining({ requiresKnownId: true }));
    void group.join(joining());
    expect(clock.pending).toBeGreaterThan(0);
    group.close();
    expect(clock.pending).toBe(0);
  });
});
