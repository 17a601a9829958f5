import { beforeEach, describe, expect, it } from 'vitest';
import { ClassicMember } from '../../../src/group/classic-member.ts';
import { decodeAssignment, encodeAssignment, encodeSubscription } from '../../../src/group/consumer-protocol.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { createJoinGroupResponse, type JoinGroupRequest } from '../../../src/protocol/generated/join-group.ts';
import type { LeaveGroupRequest } from '../../../src/protocol/generated/leave-group.ts';
import { createSyncGroupResponse, type SyncGroupRequest } from '../../../src/protocol/generated/sync-group.ts';
import { turn } from '../../support/virtual-clock.ts';
import { beat, MemberBench, SETTINGS, topicsOf } from './member-bench.ts';
import { type Asked, type ScriptedCoordinator, silence, unreachable } from './scripted-coordinator.ts';

let bench: MemberBench;
let coordinator: ScriptedCoordinator;
let events: string[];

beforeEach(() => {
  bench = new MemberBench();
  ({ coordinator, events } = bench);
});

const joinError = (errorCode: number) => () => createJoinGroupResponse({ errorCode });

describe('GroupMember', () => {
  it('joins, shares out as leader, and leaves on close (trap 76)', async () => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    expect(events).toEqual(['assigned orders0,orders1']);
    expect(member.generation).toEqual({ memberId: 'given', generationId: 1 });
    await member.close();
    expect(events).toEqual(['assigned orders0,orders1', 'revoked orders0,orders1']);
    expect(coordinator.requests('LeaveGroup')).toHaveLength(1);
    expect(member.phase).toBe('closed');
    expect(coordinator.clock.timers).toBe(0);
  });

  it('notices that the event loop was blocked for longer than the session lasts, and says so (trap 110)', async () => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    const { clock, warnings } = coordinator;
    await clock.advance(60_000);
    expect([member.longestLoopBlockMs, member.loopBlock, warnings]).toEqual([0, undefined, []]);
    const before = clock.now();
    clock.block(25_000);
    await clock.advance(0);
    expect(member.longestLoopBlockMs).toBeGreaterThan(23_000);
    expect(member.loopBlock).toMatchObject({ endedAt: before + 25_000, isFatal: true });
    expect(warnings.join('\n')).toContain('the event loop was blocked, and no heartbeat was sent, for longer');
    // It is told for a while, and the member goes on.
    await bench.until(() => member.phase === 'stable');
    await clock.advance(60_000);
    expect(member.loopBlock).toBeDefined();
    await clock.advance(300_000);
    expect([member.loopBlock, member.longestLoopBlockMs > 0, member.phase]).toEqual([undefined, true, 'stable']);
    await member.close();
  });

  it('logs a block that the session outlives, and does not call it the cause of anything (trap 110)', async () => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    const { clock, warnings } = coordinator;
    clock.block(5_000);
    await clock.advance(2_000);
    expect(warnings).toEqual(['the event loop was blocked, and no heartbeat was sent']);
    expect([member.loopBlock, member.phase, member.rebalances]).toEqual([undefined, 'stable', 1]);
    await member.close();
  });

  it('joins a second time with the member id that it is given (trap 71)', async () => {
    coordinator.next('JoinGroup', () =>
      createJoinGroupResponse({ errorCode: ErrorCode.MEMBER_ID_REQUIRED, memberId: 'mine' }),
    );
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    const ids = coordinator.requests('JoinGroup').map(({ request }) => (request as JoinGroupRequest).memberId);
    expect(ids).toEqual(['', 'mine']);
    await member.close();
  });

  it('gives JoinGroup the rebalance timeout and a margin, and a lane apart from heartbeats', async () => {
    const member = bench.open({ rebalanceTimeoutMs: 60_000 });
    await bench.until(() => coordinator.requests('Heartbeat').length > 0);
    const [join] = coordinator.requests('JoinGroup');
    expect(join?.timeoutMs).toBe(65_000);
    expect(join?.lane).not.toBe(coordinator.requests('Heartbeat')[0]?.lane);
    await member.close();
  });

  it('rejoins after a rebalance, with its id, having revoked first', async () => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    coordinator.next('Heartbeat', beat(ErrorCode.REBALANCE_IN_PROGRESS));
    await bench.until(() => member.rebalances === 2 && member.phase === 'stable');
    expect(events).toEqual(['assigned orders0,orders1', 'revoked orders0,orders1', 'assigned orders0,orders1']);
    expect(bench.joinRequest(1).memberId).toBe('given');
    await member.close();
  });

  it.each([
    ['UNKNOWN_MEMBER_ID', ''],
    ['ILLEGAL_GENERATION', 'given'],
  ] as const)('loses its partitions and joins again after %s (trap 64)', async (name, memberId) => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    coordinator.next('Heartbeat', beat(ErrorCode[name]));
    await bench.until(() => member.rebalances === 2 && member.phase === 'stable');
    expect(events).toEqual(['assigned orders0,orders1', 'lost orders0,orders1', 'assigned orders0,orders1']);
    expect(bench.joinRequest(1).memberId).toBe(memberId);
    await member.close();
  });

  it('beats on while onRevoked takes its time (trap 69)', async () => {
    let finish = (): void => {};
    const member = bench.open({}, { onRevoked: () => new Promise((resolve) => (finish = resolve)) });
    await bench.until(() => member.phase === 'stable');
    coordinator.next('Heartbeat', beat(ErrorCode.REBALANCE_IN_PROGRESS));
    await bench.until(() => member.phase === 'revoking');
    const before = coordinator.requests('Heartbeat').length;
    coordinator.usually('Heartbeat', beat(ErrorCode.REBALANCE_IN_PROGRESS));
    await coordinator.clock.advance(8_000);
    expect(coordinator.requests('Heartbeat').length - before).toBeGreaterThanOrEqual(7);
    expect(member.phase).toBe('revoking');
    coordinator.usually('Heartbeat', beat(0));
    finish();
    await bench.until(() => member.rebalances === 2);
    const closing = member.close();
    await turn();
    finish();
    await closing;
  });

  it('beats on while JoinGroup is held (trap 69)', async () => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    coordinator.next('JoinGroup', silence);
    coordinator.next('Heartbeat', beat(ErrorCode.REBALANCE_IN_PROGRESS));
    await bench.until(() => coordinator.requests('JoinGroup').length === 2);
    const before = coordinator.requests('Heartbeat').length;
    await coordinator.clock.advance(5_000);
    expect(coordinator.requests('Heartbeat').length).toBeGreaterThan(before + 3);
    await member.close();
  });

  it('waits for onRevoked no longer than the rebalance may take', async () => {
    const member = bench.open({}, { onRevoked: () => new Promise(() => {}) });
    await bench.until(() => member.phase === 'stable');
    coordinator.next('Heartbeat', beat(ErrorCode.REBALANCE_IN_PROGRESS));
    await bench.until(() => member.phase === 'revoking');
    await coordinator.clock.advance(19_000);
    expect(member.phase).toBe('revoking');
    await bench.until(() => member.rebalances === 2, 5_000);
    expect(events).toContain('lost orders0,orders1');
    const closing = member.close({ timeoutMs: 100 });
    await coordinator.clock.advance(200);
    await closing;
  });

  it('gives its partitions up when no heartbeat gets through for a session timeout, and comes back (trap 70)', async () => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    coordinator.usually('Heartbeat', silence);
    coordinator.usually('JoinGroup', unreachable);
    await coordinator.clock.advance(9_000);
    expect(events).toEqual(['assigned orders0,orders1']);
    await coordinator.clock.advance(3_000);
    expect(events).toEqual(['assigned orders0,orders1', 'lost orders0,orders1']);
    expect(member.outage?.reason).toContain('closed the connection');
    await coordinator.clock.advance(300_000);
    expect(bench.fatal).toBeUndefined();
    coordinator.usually('JoinGroup', (request: JoinGroupRequest) =>
      createJoinGroupResponse({
        generationId: 9,
        protocolName: 'range',
        leader: request.memberId,
        memberId: request.memberId,
        members: [
          { memberId: request.memberId, groupInstanceId: null, metadata: request.protocols[0]?.metadata as Buffer },
        ],
      }),
    );
    coordinator.usually('Heartbeat', beat(0));
    await bench.until(() => member.phase === 'stable', 5_000);
    // The old id: after an outage of the whole cluster the coordinator still knows it.
    expect(member.generation).toEqual({ memberId: 'given', generationId: 9 });
    expect(member.outage).toBeUndefined();
    await member.close();
  });

  it('keeps beating after any error (trap 69)', async () => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    coordinator.next('Heartbeat', unreachable, beat(ErrorCode.UNKNOWN_SERVER_ERROR), beat(ErrorCode.NOT_COORDINATOR));
    const before = coordinator.requests('Heartbeat').length;
    await coordinator.clock.advance(5_000);
    expect(coordinator.requests('Heartbeat').length).toBeGreaterThan(before + 5);
    expect(coordinator.forgotten).toBe(1);
    expect(member.phase).toBe('stable');
    await member.close();
  });

  it.each([
    'GROUP_AUTHORIZATION_FAILED',
    'INVALID_GROUP_ID',
    'INCONSISTENT_GROUP_PROTOCOL',
    'INVALID_SESSION_TIMEOUT',
    'FENCED_INSTANCE_ID',
  ] as const)('ends with %s and says what to do', async (name) => {
    coordinator.next('JoinGroup', joinError(ErrorCode[name]));
    const member = bench.open();
    await bench.until(() => bench.fatal !== undefined);
    expect(bench.fatal?.code).toBe(name);
    expect(bench.fatal?.message).toMatch(/^group g: .+; .+/);
    expect(member.phase).toBe('failed');
    await member.run();
    expect(coordinator.clock.timers).toBe(0);
    await expect(member.commit([{ topic: 'orders', partition: 0, offset: 1 }])).rejects.toThrow(name);
  });

  it.each(['COORDINATOR_LOAD_IN_PROGRESS', 'NOT_COORDINATOR', 'UNKNOWN_SERVER_ERROR'] as const)(
    'tries again to join after %s (trap 71)',
    async (name) => {
      coordinator.next('JoinGroup', joinError(ErrorCode[name]), joinError(ErrorCode[name]));
      const member = bench.open();
      await bench.until(() => member.phase === 'stable');
      expect(coordinator.requests('JoinGroup')).toHaveLength(3);
      await member.close();
    },
  );

  it('joins again when a rebalance comes before its Sync (trap 71)', async () => {
    coordinator.next('SyncGroup', () => createSyncGroupResponse({ errorCode: ErrorCode.REBALANCE_IN_PROGRESS }));
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    expect(coordinator.requests('JoinGroup')).toHaveLength(2);
    expect(events).toEqual(['assigned orders0,orders1']);
    await member.close();
  });

  it('as leader, notices new partitions and topics that appear (trap 57, 74)', async () => {
    const member = bench.open({ subscription: topicsOf('orders', 'later') });
    await bench.until(() => member.phase === 'stable');
    expect(member.missingTopics).toEqual(['later']);
    coordinator.setTopic('later', 1);
    await bench.until(() => member.rebalances === 2);
    expect(events.at(-1)).toBe('assigned later0,orders0,orders1');
    coordinator.setTopic('orders', 3);
    await bench.until(() => member.rebalances === 3);
    expect(events.at(-1)).toBe('assigned later0,orders0,orders1,orders2');
    await member.close();
  });

  it('stays in the group without any partition (trap 71)', async () => {
    const member = bench.open({ subscription: topicsOf('nowhere') });
    await bench.until(() => member.phase === 'stable');
    await coordinator.clock.advance(30_000);
    expect(member.rebalances).toBe(1);
    expect(events).toEqual(['assigned ']);
    await member.close();
  });

  it('does not leave when it is static, unless it is told to (trap 76)', async () => {
    const member = bench.open({ groupInstanceId: 'one' });
    await bench.until(() => member.phase === 'stable');
    expect(bench.joinRequest(0).groupInstanceId).toBe('one');
    await member.close();
    expect(coordinator.requests('LeaveGroup')).toEqual([]);
    const last = bench.open({ groupInstanceId: 'one' });
    await bench.until(() => last.phase === 'stable');
    await last.close({ leaveGroup: true });
    expect(coordinator.requests('LeaveGroup')[0]?.request).toMatchObject({
      members: [{ memberId: 'given', groupInstanceId: 'one', reason: 'the consumer is being closed' }],
    });
  });

  it('leaves nothing to the group where it is told not to, though it is not static', async () => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    await member.close({ leaveGroup: false });
    expect([member.phase, coordinator.requests('LeaveGroup')]).toEqual(['closed', []]);
  });

  it('says why it joins and why it leaves (KIP-800), in as many letters as brokers take', async () => {
    const member = bench.open({}, { onAssigned: () => Promise.reject(new Error('x'.repeat(300))) });
    await bench.until(() => bench.fatal !== undefined);
    await member.run();
    expect(bench.joinRequest(0).reason).toBe('starting');
    const leave = coordinator.requests('LeaveGroup')[0]?.request as LeaveGroupRequest;
    expect(leave.members[0]?.reason).toMatch(/^group g: x{246}$/);
  });

  it('that led before its restart sends no assignment, and watches the partitions (KIP-814)', async () => {
    coordinator.next('JoinGroup', ({ protocols }: JoinGroupRequest) => {
      const metadata = protocols[0]?.metadata as Buffer;
      const members = [{ memberId: 'new', groupInstanceId: 'one', metadata }];
      const joined = { generationId: 4, protocolName: 'range', leader: 'new', memberId: 'new', members };
      return createJoinGroupResponse({ ...joined, skipAssignment: true });
    });
    coordinator.next('SyncGroup', () =>
      createSyncGroupResponse({ assignment: encodeAssignment([{ topic: 'orders', partition: 1 }]) }),
    );
    const member = bench.open({ groupInstanceId: 'one' });
    await bench.until(() => member.phase === 'stable');
    expect(coordinator.requests('SyncGroup')[0]?.request).toMatchObject({ generationId: 4, assignments: [] });
    expect(events).toEqual(['assigned orders1']);
    coordinator.setTopic('orders', 3);
    await bench.until(() => member.rebalances === 2 && member.phase === 'stable');
    expect(events.at(-1)).toBe('assigned orders0,orders1,orders2');
    await member.close();
  });

  it('as leader, watches also the topics that only others read (trap 74)', async () => {
    coordinator.topics.set('theirs', 1);
    coordinator.usually('JoinGroup', ({ protocols }: JoinGroupRequest) => {
      const metadata = protocols[0]?.metadata as Buffer;
      const members = [
        { memberId: 'given', groupInstanceId: null, metadata },
        { memberId: 'other', groupInstanceId: null, metadata: encodeSubscription({ topics: ['theirs'] }) },
      ];
      const generationId = ++coordinator.generation;
      return createJoinGroupResponse({
        generationId,
        protocolName: 'range',
        leader: 'given',
        memberId: 'given',
        members,
      });
    });
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    coordinator.setTopic('theirs', 2);
    await bench.until(() => member.rebalances === 2 && member.phase === 'stable');
    expect(bench.joinRequest(1).reason).toBe('theirs has 2 partitions, before 1');
    const sync = coordinator.requests('SyncGroup')[1] as Asked;
    const { assignments } = sync.request as SyncGroupRequest;
    const theirs = assignments.find(({ memberId }) => memberId === 'other')?.assignment as Buffer;
    expect(decodeAssignment(theirs)).toEqual([0, 1].map((partition) => ({ topic: 'theirs', partition })));
    await member.close();
  });

  it.each(['JoinGroup', 'SyncGroup', 'LeaveGroup'] as const)(
    'closes while %s is never answered (trap 79)',
    async (api) => {
      coordinator.usually(api, silence);
      const member = bench.open();
      await coordinator.clock.advance(2_000);
      const closing = member.close();
      await coordinator.clock.advance(6_000);
      await closing;
      expect(member.phase).toBe('closed');
      expect(coordinator.clock.timers).toBe(0);
      // The connection on which the broker holds what was given up is not left to the idle sweep.
      const held = coordinator.requests(api).map(({ lane }) => lane);
      expect(coordinator.drained).toEqual(api === 'LeaveGroup' ? [] : held);
    },
  );

  it('closes without a coordinator, and when it was never started (trap 79)', async () => {
    for (const api of ['JoinGroup', 'Heartbeat', 'LeaveGroup']) coordinator.usually(api, unreachable);
    const member = bench.open();
    await coordinator.clock.advance(2_000);
    const closing = member.close();
    await coordinator.clock.advance(1_000);
    await closing;
    const idle = new ClassicMember(coordinator.cluster, SETTINGS, {
      onAssigned: async () => {},
      onRevoked: async () => {},
      onLost: () => {},
      onError: () => {},
    });
    await idle.close();
    expect(coordinator.clock.timers).toBe(0);
  });

  it('takes an assignment it cannot read for a failed attempt, not for the end (trap 72)', async () => {
    coordinator.next('SyncGroup', () => createSyncGroupResponse({ assignment: Buffer.from('00007fffffff', 'hex') }));
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    expect(bench.fatal).toBeUndefined();
    await member.close();
  });

  it('ends when a handler throws', async () => {
    const member = bench.open({}, { onAssigned: () => Promise.reject(new Error('mine')) });
    await bench.until(() => bench.fatal !== undefined);
    expect(bench.fatal?.message).toContain('mine');
    await member.run();
    expect(coordinator.requests('LeaveGroup')).toHaveLength(1);
  });
});
