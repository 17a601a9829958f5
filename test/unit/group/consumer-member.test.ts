import { beforeEach, describe, expect, it } from 'vitest';
import { deferred } from '../../../src/base/deferred.ts';
import type { MemberPhase } from '../../../src/group/group-member.ts';
import { createConsumerGroupHeartbeatResponse } from '../../../src/protocol/generated/consumer-group-heartbeat.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { turn } from '../../support/virtual-clock.ts';
import { ConsumerBench, idOf, refusal } from './consumer-bench.ts';
import { type ScriptedCoordinator, silence, unreachable } from './scripted-coordinator.ts';

let bench: ConsumerBench;
let coordinator: ScriptedCoordinator;
let events: string[];

beforeEach(() => {
  bench = new ConsumerBench();
  ({ coordinator, events } = bench);
});

const HEARTBEAT = 'ConsumerGroupHeartbeat';

describe('ConsumerMember', () => {
  it('joins with epoch 0 and an id of its own, tells what it owns, and leaves with epoch -1 (trap 76, 77)', async () => {
    const member = bench.open({ rack: 'rack-1', remoteAssignor: 'range' });
    await bench.until(() => member.phase === 'stable' && bench.beats.length === 4);
    expect(events).toEqual(['assigned orders0,orders1']);
    const [join, acknowledgement, third, fourth] = bench.beats;
    expect(join?.memberId).toMatch(/^[0-9a-f-]{36}$/);
    expect(join).toMatchObject({
      memberEpoch: 0,
      rebalanceTimeoutMs: 20_000,
      subscribedTopicNames: ['orders'],
      serverAssignor: 'range',
      rackId: 'rack-1',
      instanceId: null,
      topicPartitions: [],
    });
    const nothing = { rebalanceTimeoutMs: -1, subscribedTopicNames: null, serverAssignor: null, rackId: null };
    expect(acknowledgement).toMatchObject({ ...nothing, memberEpoch: 1, memberId: join?.memberId });
    expect(bench.owned).toEqual(['0: ', '1: orders01']);
    expect([third, fourth]).toMatchObject([nothing, { ...nothing, topicPartitions: null }]);
    expect(member.generation).toEqual({ memberId: join?.memberId, generationId: 1 });
    await member.close();
    expect(events).toEqual(['assigned orders0,orders1', 'revoked orders0,orders1']);
    expect(bench.beats.at(-1)).toMatchObject({ memberEpoch: -1, memberId: join?.memberId });
    expect([member.phase, coordinator.clock.timers]).toEqual(['closed', 0]);
  });

  it('beats as often as the coordinator says, by a lane of its own', async () => {
    bench.intervalMs = 7_000;
    const member = bench.open();
    await bench.until(() => bench.beats.length === 2);
    await coordinator.clock.advance(6_500);
    expect(bench.beats).toHaveLength(2);
    await coordinator.clock.advance(1_000);
    expect(bench.beats).toHaveLength(3);
    await member.commit([{ topic: 'orders', partition: 0, offset: 1 }]);
    const lanes = [HEARTBEAT, 'OffsetCommit'].map((api) => coordinator.requests(api)[0]?.lane);
    expect(lanes[0]).not.toBe(lanes[1]);
    await member.close();
  });

  it('gives up what goes before the coordinator hears of it, and never touches what stays', async () => {
    const revoked = deferred<void>();
    const phases: MemberPhase[] = [];
    const member = bench.open(
      {},
      {
        async onRevoked(partitions) {
          events.push(`revoking ${partitions.map(({ partition }) => partition)}`);
          if (partitions.length === 1) await revoked.promise;
          phases.push(member.phase);
        },
      },
    );
    await bench.until(() => member.phase === 'stable');
    bench.rebalance({ orders: [0] });
    await bench.until(() => member.phase === 'revoking');
    await coordinator.clock.advance(5_000);
    // The new epoch came with the news; it is still this member's partition.
    expect(bench.owned).toEqual(['0: ', '1: orders01']);
    const [result] = await member.commit([{ topic: 'orders', partition: 1, offset: 7 }]);
    expect(result?.error).toBeUndefined();
    revoked.resolve();
    await bench.until(() => bench.owned.length === 3);
    expect(bench.owned.at(-1)).toBe('2: orders0');
    expect(events).toEqual(['assigned orders0,orders1', 'revoking 1', 'assigned ']);
    expect(member.assigned).toEqual([{ topic: 'orders', partition: 0 }]);
    const [late] = await member.commit([{ topic: 'orders', partition: 1, offset: 8 }]);
    expect(late?.error?.code).toBe('REBALANCE');
    await member.close();
    expect(phases).toEqual(['revoking', 'revoking']);
  });

  it('takes what comes and says so, without giving anything up', async () => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    bench.rebalance({ orders: [0, 1, 2] });
    await bench.until(() => bench.owned.length === 3);
    expect(events).toEqual(['assigned orders0,orders1', 'assigned orders2']);
    expect([bench.owned.at(-1), member.rebalances]).toEqual(['2: orders012', 2]);
    expect(member.assigned).toHaveLength(3);
    await member.close();
  });

  it('stays in the group with no partition at all', async () => {
    bench.target = {};
    const member = bench.open();
    await bench.until(() => bench.beats.length > 5);
    expect([events, member.phase, bench.owned]).toEqual([['assigned '], 'stable', ['0: ', '1: ']]);
    await member.close();
    expect(events).toEqual(['assigned ']);
  });

  it('goes for the newest target when another comes while partitions are being given up', async () => {
    const revoked = deferred<void>();
    const member = bench.open(
      {},
      {
        async onRevoked(partitions) {
          events.push(`revoking ${partitions.map(({ partition }) => partition)}`);
          await revoked.promise;
        },
      },
    );
    await bench.until(() => member.phase === 'stable');
    bench.rebalance({ orders: [0] });
    await bench.until(() => member.phase === 'revoking');
    bench.rebalance({ orders: [1, 3] });
    await coordinator.clock.advance(3_000);
    revoked.resolve();
    await bench.until(() => member.phase === 'stable' && bench.owned.length === 3);
    // What was on its way out is out, and comes back as what it is by now: newly assigned.
    expect(events).toEqual(['assigned orders0,orders1', 'revoking 1', 'revoking 0', 'assigned orders1,orders3']);
    expect(bench.owned.at(-1)).toBe('3: orders13');
    await member.close();
  });

  it('interrupts onAssigned when something is to be given up, and tells it again of what stays', async () => {
    const member = bench.open(
      {},
      {
        async onAssigned(partitions, signal) {
          events.push(`assigning ${partitions.map(({ partition }) => partition)}`);
          if (partitions.length < 2) return;
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
          throw new Error('interrupted');
        },
      },
    );
    await bench.until(() => bench.owned.length === 2);
    await coordinator.clock.advance(5_000);
    bench.rebalance({ orders: [0] });
    await bench.until(() => bench.owned.length === 3);
    expect(events).toEqual(['assigning 0,1', 'revoked orders1', 'assigning 0']);
    expect([bench.fatal, member.phase]).toEqual([undefined, 'stable']);
    await member.close();
  });

  it('waits for names of topics that are assigned before metadata shows them, and reads the others (trap 77)', async () => {
    bench.target = { orders: [0], clicks: [0, 1] };
    bench.unknown.add('clicks');
    const member = bench.open({ subscription: { kind: 'server-pattern', pattern: '.*' } });
    await bench.until(() => bench.owned.length === 2);
    expect(bench.beats[0]).toMatchObject({ subscribedTopicRegex: '.*', subscribedTopicNames: [] });
    expect([events, bench.owned.at(-1)]).toEqual([['assigned orders0'], '1: orders0']);
    await coordinator.clock.advance(20_000);
    expect(member.phase).toBe('syncing');
    expect(bench.owned).toHaveLength(2);
    expect(coordinator.requests('Metadata').length).toBeLessThan(30);
    bench.unknown.clear();
    await bench.until(() => member.phase === 'stable');
    expect(events).toEqual(['assigned orders0', 'assigned clicks0,clicks1']);
    await bench.until(() => bench.owned.length === 3);
    expect(bench.owned.at(-1)).toBe('1: orders0 clicks01');
    await member.close();
  });

  it('gives up a partition of a topic that was made anew, and takes the new one', async () => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    bench.rebalance({ 'orders~': [0] });
    await bench.until(() => bench.owned.length === 3);
    expect(events).toEqual(['assigned orders0,orders1', 'revoked orders0,orders1', 'assigned orders0']);
    expect(bench.beats.at(-1)?.topicPartitions?.[0]?.topicId).toBe(idOf('orders~'));
    await member.close();
  });

  it.each(['FENCED_MEMBER_EPOCH', 'UNKNOWN_MEMBER_ID'] as const)(
    'loses everything and joins again with its id after %s (trap 64)',
    async (name) => {
      const member = bench.open();
      await bench.until(() => member.phase === 'stable' && bench.beats.length === 3);
      coordinator.next(HEARTBEAT, refusal(ErrorCode[name]));
      bench.epoch = 9;
      const before = coordinator.clock.monotonic();
      await bench.until(() => member.rebalances === 2 && member.phase === 'stable');
      expect(coordinator.clock.monotonic() - before).toBeLessThan(1_500);
      expect(events).toEqual(['assigned orders0,orders1', 'lost orders0,orders1', 'assigned orders0,orders1']);
      expect(bench.beats[4]).toMatchObject({ memberEpoch: 0, topicPartitions: [], subscribedTopicNames: ['orders'] });
      expect(new Set(bench.beats.map(({ memberId }) => memberId)).size).toBe(1);
      await member.close();
    },
  );

  it('interrupts onRevoked when what it gives up is lost', async () => {
    let wasTold = false;
    const member = bench.open(
      {},
      {
        onRevoked: (_, signal) =>
          new Promise((resolve) =>
            signal.addEventListener('abort', () => {
              wasTold = true;
              resolve();
            }),
          ),
      },
    );
    await bench.until(() => member.phase === 'stable');
    bench.rebalance({ orders: [0] });
    await bench.until(() => member.phase === 'revoking');
    coordinator.next(HEARTBEAT, refusal(ErrorCode.FENCED_MEMBER_EPOCH));
    await bench.until(() => member.rebalances === 2);
    expect(wasTold).toBe(true);
    expect(events).toEqual(['assigned orders0,orders1', 'lost orders0,orders1', 'assigned orders0']);
    const closing = member.close({ timeoutMs: 10 });
    await coordinator.clock.advance(20);
    await closing;
  });

  it('tells everything again after a heartbeat that failed', async () => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable' && bench.beats.length === 3);
    coordinator.next(HEARTBEAT, unreachable);
    await bench.until(() => bench.beats.length === 5);
    expect(bench.beats[4]).toMatchObject({
      memberEpoch: 1,
      subscribedTopicNames: ['orders'],
      rebalanceTimeoutMs: 20_000,
    });
    expect(bench.owned.at(-1)).toBe('1: orders01');
    await coordinator.clock.advance(3_000);
    expect(bench.beats.at(-1)).toMatchObject({ subscribedTopicNames: null, topicPartitions: null });
    expect(events).toEqual(['assigned orders0,orders1']);
    await member.close();
  });

  it.each(['NOT_COORDINATOR', 'COORDINATOR_NOT_AVAILABLE', 'COORDINATOR_LOAD_IN_PROGRESS'] as const)(
    'keeps its partitions over %s (trap 65)',
    async (name) => {
      const member = bench.open();
      await bench.until(() => member.phase === 'stable');
      const refuse = refusal(ErrorCode[name]);
      coordinator.next(HEARTBEAT, refuse, refuse, refuse);
      await bench.until(() => bench.beats.length > 6);
      expect([events, member.phase, member.outage]).toEqual([['assigned orders0,orders1'], 'stable', undefined]);
      expect(coordinator.forgotten).toBe(name === 'COORDINATOR_LOAD_IN_PROGRESS' ? 0 : 3);
      await member.close();
    },
  );

  it('gives its partitions up when no heartbeat gets through for a session timeout, and comes back (trap 70)', async () => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    coordinator.usually(HEARTBEAT, silence);
    await coordinator.clock.advance(8_500);
    expect(events).toEqual(['assigned orders0,orders1']);
    await coordinator.clock.advance(4_000);
    expect(events).toEqual(['assigned orders0,orders1', 'lost orders0,orders1']);
    await coordinator.clock.advance(300_000);
    expect([bench.fatal, member.phase]).toEqual([undefined, 'joining']);
    expect(member.outage?.reason).toContain('no answer');
    coordinator.usually(HEARTBEAT, (request: never) => bench.answer(request));
    await bench.until(() => member.phase === 'stable', 5_000);
    expect(member.outage).toBeUndefined();
    await member.close();
  });

  it('says that the event loop was blocked for longer than the session lasts (trap 110)', async () => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    coordinator.clock.block(25_000);
    await coordinator.clock.advance(0);
    expect(member.loopBlock).toMatchObject({ isFatal: true });
    expect(coordinator.warnings.join()).toContain('the event loop was blocked');
    await bench.until(() => member.phase === 'stable');
    await member.close();
  });

  it.each([
    ['UNSUPPORTED_ASSIGNOR', 'option remoteAssignor'],
    ['INVALID_REGULAR_EXPRESSION', 'option serverPattern'],
    ['GROUP_ID_NOT_FOUND', "protocol 'classic'"],
    ['GROUP_MAX_SIZE_REACHED', 'group.max.size'],
    ['GROUP_AUTHORIZATION_FAILED', 'grant this user Read on the group'],
    ['FENCED_INSTANCE_ID', 'groupInstanceId'],
    ['UNSUPPORTED_VERSION', 'too old'],
    ['INVALID_REQUEST', 'options'],
  ] as const)('ends with %s and says what helps (trap 77)', async (name, words) => {
    coordinator.next(HEARTBEAT, () =>
      createConsumerGroupHeartbeatResponse({ errorCode: ErrorCode[name], errorMessage: 'in its own words' }),
    );
    const member = bench.open();
    await bench.until(() => bench.fatal !== undefined);
    expect(bench.fatal).toMatchObject({ code: name });
    expect(bench.fatal?.message).toContain(words);
    expect(bench.fatal?.message).toContain('in its own words');
    await bench.until(() => coordinator.clock.timers === 0);
    expect([member.phase, bench.beats.length]).toEqual(['failed', 1]);
    await member.close();
  });

  it('loses what it had with an error that does not heal, and says goodbye', async () => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    coordinator.next(HEARTBEAT, refusal(ErrorCode.GROUP_AUTHORIZATION_FAILED));
    await bench.until(() => bench.fatal !== undefined);
    await member.run();
    expect(events).toEqual(['assigned orders0,orders1', 'lost orders0,orders1']);
    expect(bench.beats.at(-1)?.memberEpoch).toBe(-1);
    await expect(member.commit([{ topic: 'orders', partition: 0, offset: 1 }])).rejects.toThrow('grant this user');
  });

  it('ends with what onAssigned throws', async () => {
    const member = bench.open({}, { onAssigned: () => Promise.reject(new Error('no database')) });
    await bench.until(() => bench.fatal !== undefined);
    await member.run();
    expect(bench.fatal?.message).toContain('no database');
    expect(bench.beats.at(-1)?.memberEpoch).toBe(-1);
  });

  it('as a static member leaves its place free for itself: epoch -2 (trap 76)', async () => {
    const member = bench.open({ groupInstanceId: 'one' });
    await bench.until(() => member.phase === 'stable' && bench.beats.length > 2);
    expect(bench.beats.every(({ instanceId }) => instanceId === 'one')).toBe(true);
    await member.close();
    expect(events).toEqual(['assigned orders0,orders1', 'revoked orders0,orders1']);
    expect(bench.beats.at(-1)).toMatchObject({ memberEpoch: -2, instanceId: 'one' });
  });

  it('waits for the place of a static member that was killed, for no longer than its session', async () => {
    coordinator.usually(HEARTBEAT, refusal(ErrorCode.UNRELEASED_INSTANCE_ID));
    const patient = bench.open({ groupInstanceId: 'one' });
    await coordinator.clock.advance(9_000);
    expect([bench.fatal, patient.phase]).toEqual([undefined, 'joining']);
    expect(coordinator.warnings.join()).toContain('waiting until the session');
    await bench.until(() => bench.fatal !== undefined, 10_000);
    expect(bench.fatal?.message).toContain('groupInstanceId');
  });

  it.each([
    ['one', true, -1],
    ['one', false, -2],
    [null, false, undefined],
    [null, true, -1],
  ] as const)(
    'with groupInstanceId %s and leaveGroup %s leaves with epoch %s (trap 76)',
    async (groupInstanceId, leaveGroup, epoch) => {
      const member = bench.open({ groupInstanceId });
      await bench.until(() => member.phase === 'stable' && bench.beats.length === 2);
      await member.close({ leaveGroup });
      expect(bench.beats.slice(2).map(({ memberEpoch }) => memberEpoch)).toEqual(epoch === undefined ? [] : [epoch]);
      expect(events).toEqual(['assigned orders0,orders1', 'revoked orders0,orders1']);
    },
  );

  it('subscribes to what a pattern matches here, and says so when that changes', async () => {
    coordinator.setTopic('clicks', 1);
    const member = bench.open({ subscription: { kind: 'pattern', pattern: /^(orders|clicks|later)$/ } });
    await bench.until(() => member.phase === 'stable' && bench.beats.length === 2);
    expect(bench.beats[0]).toMatchObject({ subscribedTopicNames: ['clicks', 'orders'], subscribedTopicRegex: null });
    coordinator.setTopic('later', 1);
    await bench.until(
      () => bench.beats.some(({ subscribedTopicNames }) => subscribedTopicNames?.includes('later')),
      700_000,
    );
    expect(bench.beats.at(-1)).toMatchObject({ memberEpoch: 1, subscribedTopicNames: ['clicks', 'later', 'orders'] });
    await member.close();
    expect(coordinator.clock.timers).toBe(0);
  });

  it('leaves only when onRevoked has ended, and beats until then (trap 77)', async () => {
    const revoked = deferred<void>();
    const member = bench.open({}, { onRevoked: () => revoked.promise });
    await bench.until(() => member.phase === 'stable');
    const closing = member.close();
    await turn();
    const before = bench.beats.length;
    await coordinator.clock.advance(5_000);
    expect(bench.beats.length - before).toBeGreaterThanOrEqual(4);
    expect([member.phase, bench.beats.every(({ memberEpoch }) => memberEpoch >= 0)]).toEqual(['revoking', true]);
    const [result] = await member.commit([{ topic: 'orders', partition: 1, offset: 3 }]);
    expect(result?.error).toBeUndefined();
    revoked.resolve();
    await closing;
    expect(bench.beats.at(-1)?.memberEpoch).toBe(-1);
  });

  it('closes in its time, whatever onRevoked does', async () => {
    const member = bench.open({}, { onRevoked: () => new Promise(() => {}) });
    await bench.until(() => member.phase === 'stable');
    const closing = member.close({ timeoutMs: 500 });
    await coordinator.clock.advance(600);
    await closing;
    expect(events).toEqual(['assigned orders0,orders1', 'lost orders0,orders1']);
    expect(bench.beats.at(-1)?.memberEpoch).toBe(-1);
  });

  it('gives up waiting for onRevoked when the rebalance may take no longer', async () => {
    const member = bench.open({}, { onRevoked: () => new Promise(() => {}) });
    await bench.until(() => member.phase === 'stable');
    bench.rebalance({ orders: [0] });
    await bench.until(() => member.phase === 'revoking');
    await coordinator.clock.advance(19_000);
    expect(bench.owned).toHaveLength(2);
    await bench.until(() => bench.owned.length === 3, 3_000);
    expect(events).toEqual(['assigned orders0,orders1', 'lost orders1', 'assigned ']);
    const closing = member.close({ timeoutMs: 1 });
    await coordinator.clock.advance(10);
    await closing;
  });

  it('closes while it joins, and while nobody answers (trap 79)', async () => {
    coordinator.usually(HEARTBEAT, silence);
    const member = bench.open();
    await coordinator.clock.advance(1_000);
    expect(member.phase).toBe('joining');
    const closing = member.close();
    await coordinator.clock.advance(5_100);
    await closing;
    // The join may have been served: it is taken back.
    expect(bench.beats.at(-1)?.memberEpoch).toBe(-1);
    expect([member.phase, coordinator.clock.timers]).toEqual(['closed', 0]);
    const idle = new ConsumerBench();
    const never = idle.open();
    await never.close();
    expect(never.phase).toBe('closed');
  });

  it('takes no notice of an answer to a heartbeat of an earlier life', async () => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable' && bench.beats.length === 3);
    const held = deferred<unknown>();
    coordinator.next(HEARTBEAT, () => held.promise);
    await bench.until(() => bench.beats.length === 4);
    coordinator.next('OffsetCommit', (request: never) => commitCode(request, ErrorCode.UNKNOWN_MEMBER_ID));
    const [result] = await member.commit([{ topic: 'orders', partition: 0, offset: 1 }]);
    expect(result?.error?.code).toBe('REBALANCE');
    expect(member.phase).toBe('joining');
    held.resolve(createConsumerGroupHeartbeatResponse({ memberEpoch: 1, heartbeatIntervalMs: 1_000 }));
    await bench.until(() => member.rebalances === 2 && member.phase === 'stable');
    expect(bench.beats.slice(4, 6).map(({ memberEpoch }) => memberEpoch)).toEqual([0, 1]);
    expect(events).toEqual(['assigned orders0,orders1', 'lost orders0,orders1', 'assigned orders0,orders1']);
    await member.close();
  });

  it('names topics that do not exist, until they do', async () => {
    const member = bench.open({ subscription: { kind: 'topics', topics: ['orders', 'later'] } });
    await bench.until(() => member.missingTopics.length > 0);
    expect(member.missingTopics).toEqual(['later']);
    coordinator.setTopic('later', 1);
    await bench.until(() => member.missingTopics.length === 0, 6_000);
    await member.close();
  });
});

function commitCode(
  request: { topics: readonly { name: string; partitions: readonly { partitionIndex: number }[] }[] },
  errorCode: number,
) {
  const topics = request.topics.map(({ name, partitions }) => {
    return { name, topicId: '', partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })) };
  });
  return { throttleTimeMs: 0, topics };
}
