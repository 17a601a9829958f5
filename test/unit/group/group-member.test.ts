import { beforeEach, describe, expect, it } from 'vitest';
import type { KafkaError } from '../../../src/base/errors.ts';
import type { TopicPartition } from '../../../src/cluster/topic-partition.ts';
import { type GroupHandlers, GroupMember } from '../../../src/group/group-member.ts';
import type { GroupSettings } from '../../../src/group/group-settings.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { createHeartbeatResponse } from '../../../src/protocol/generated/heartbeat.ts';
import { createJoinGroupResponse, type JoinGroupRequest } from '../../../src/protocol/generated/join-group.ts';
import type { OffsetCommitRequest } from '../../../src/protocol/generated/offset-commit.ts';
import { createOffsetFetchResponse } from '../../../src/protocol/generated/offset-fetch.ts';
import { createSyncGroupResponse } from '../../../src/protocol/generated/sync-group.ts';
import { turn } from '../../support/virtual-clock.ts';
import { type Asked, commitAnswer, ScriptedCoordinator, silence, unreachable } from './scripted-coordinator.ts';

const SETTINGS: GroupSettings = {
  groupId: 'g',
  topics: ['orders'],
  sessionTimeoutMs: 10_000,
  heartbeatIntervalMs: 1_000,
  rebalanceTimeoutMs: 20_000,
  groupInstanceId: null,
  assignors: ['range', 'roundrobin'],
};

let coordinator: ScriptedCoordinator;
let events: string[];
let fatal: KafkaError | undefined;

beforeEach(() => {
  coordinator = new ScriptedCoordinator();
  coordinator.topics.set('orders', 2);
  events = [];
  fatal = undefined;
});

function names(partitions: readonly TopicPartition[]): string {
  return partitions.map(({ topic, partition }) => `${topic}${partition}`).join();
}

function open(settings: Partial<GroupSettings> = {}, handlers: Partial<GroupHandlers> = {}): GroupMember {
  const member = new GroupMember(
    coordinator.cluster,
    { ...SETTINGS, ...settings },
    {
      async onAssigned(partitions) {
        events.push(`assigned ${names(partitions)}`);
      },
      async onRevoked(partitions) {
        events.push(`revoked ${names(partitions)}`);
      },
      onLost: (partitions) => void events.push(`lost ${names(partitions)}`),
      onError: (error) => {
        fatal = error;
      },
      ...handlers,
    },
  );
  void member.run();
  return member;
}

/** Moves on in small steps of time until the condition holds. */
async function until(condition: () => boolean, limitMs = 120_000): Promise<void> {
  const end = coordinator.clock.monotonic() + limitMs;
  while (!condition()) {
    if (coordinator.clock.monotonic() > end) throw new Error(`not within ${limitMs} ms; ${events.join('; ')}`);
    await coordinator.clock.advance(50);
  }
}

function joinRequest(index: number): JoinGroupRequest {
  return (coordinator.requests('JoinGroup')[index] as Asked).request as JoinGroupRequest;
}

const beat = (errorCode: number) => () => createHeartbeatResponse({ errorCode });
const joinError = (errorCode: number) => () => createJoinGroupResponse({ errorCode });

describe('GroupMember', () => {
  it('joins, shares out as leader, and leaves on close', async () => {
    const member = open();
    await until(() => member.state === 'stable');
    expect(events).toEqual(['assigned orders0,orders1']);
    expect(member.generation).toEqual({ memberId: 'given', generationId: 1 });
    await member.close();
    expect(events).toEqual(['assigned orders0,orders1', 'revoked orders0,orders1']);
    expect(coordinator.requests('LeaveGroup')).toHaveLength(1);
    expect(member.state).toBe('closed');
    expect(coordinator.clock.timers).toBe(0);
  });

  it('joins a second time with the member id that it is given', async () => {
    coordinator.next('JoinGroup', () =>
      createJoinGroupResponse({ errorCode: ErrorCode.MEMBER_ID_REQUIRED, memberId: 'mine' }),
    );
    const member = open();
    await until(() => member.state === 'stable');
    const ids = coordinator.requests('JoinGroup').map(({ request }) => (request as JoinGroupRequest).memberId);
    expect(ids).toEqual(['', 'mine']);
    await member.close();
  });

  it('gives JoinGroup the rebalance timeout and a margin, and a lane apart from heartbeats', async () => {
    const member = open({ rebalanceTimeoutMs: 60_000 });
    await until(() => coordinator.requests('Heartbeat').length > 0);
    const [join] = coordinator.requests('JoinGroup');
    expect(join?.timeoutMs).toBe(65_000);
    expect(join?.lane).not.toBe(coordinator.requests('Heartbeat')[0]?.lane);
    await member.close();
  });

  it('rejoins after a rebalance, with its id, having revoked first', async () => {
    const member = open();
    await until(() => member.state === 'stable');
    coordinator.next('Heartbeat', beat(ErrorCode.REBALANCE_IN_PROGRESS));
    await until(() => member.rebalances === 2 && member.state === 'stable');
    expect(events).toEqual(['assigned orders0,orders1', 'revoked orders0,orders1', 'assigned orders0,orders1']);
    expect(joinRequest(1).memberId).toBe('given');
    await member.close();
  });

  it.each([
    ['UNKNOWN_MEMBER_ID', ''],
    ['ILLEGAL_GENERATION', 'given'],
  ] as const)('loses its partitions and joins again after %s', async (name, memberId) => {
    const member = open();
    await until(() => member.state === 'stable');
    coordinator.next('Heartbeat', beat(ErrorCode[name]));
    await until(() => member.rebalances === 2 && member.state === 'stable');
    expect(events).toEqual(['assigned orders0,orders1', 'lost orders0,orders1', 'assigned orders0,orders1']);
    expect(joinRequest(1).memberId).toBe(memberId);
    await member.close();
  });

  it('beats on while onRevoked takes its time', async () => {
    let finish = (): void => {};
    const member = open({}, { onRevoked: () => new Promise((resolve) => (finish = resolve)) });
    await until(() => member.state === 'stable');
    coordinator.next('Heartbeat', beat(ErrorCode.REBALANCE_IN_PROGRESS));
    await until(() => member.state === 'revoking');
    const before = coordinator.requests('Heartbeat').length;
    coordinator.usually('Heartbeat', beat(ErrorCode.REBALANCE_IN_PROGRESS));
    await coordinator.clock.advance(8_000);
    expect(coordinator.requests('Heartbeat').length - before).toBeGreaterThanOrEqual(7);
    expect(member.state).toBe('revoking');
    coordinator.usually('Heartbeat', beat(0));
    finish();
    await until(() => member.rebalances === 2);
    const closing = member.close();
    await turn();
    finish();
    await closing;
  });

  it('beats on while JoinGroup is held', async () => {
    const member = open();
    await until(() => member.state === 'stable');
    coordinator.next('JoinGroup', silence);
    coordinator.next('Heartbeat', beat(ErrorCode.REBALANCE_IN_PROGRESS));
    await until(() => coordinator.requests('JoinGroup').length === 2);
    const before = coordinator.requests('Heartbeat').length;
    await coordinator.clock.advance(5_000);
    expect(coordinator.requests('Heartbeat').length).toBeGreaterThan(before + 3);
    await member.close();
  });

  it('waits for onRevoked no longer than the rebalance may take', async () => {
    const member = open({}, { onRevoked: () => new Promise(() => {}) });
    await until(() => member.state === 'stable');
    coordinator.next('Heartbeat', beat(ErrorCode.REBALANCE_IN_PROGRESS));
    await until(() => member.state === 'revoking');
    await coordinator.clock.advance(19_000);
    expect(member.state).toBe('revoking');
    await until(() => member.rebalances === 2, 5_000);
    expect(events).toContain('lost orders0,orders1');
    const closing = member.close({ timeoutMs: 100 });
    await coordinator.clock.advance(200);
    await closing;
  });

  it('gives its partitions up when no heartbeat gets through for a session timeout, and comes back', async () => {
    const member = open();
    await until(() => member.state === 'stable');
    coordinator.usually('Heartbeat', silence);
    coordinator.usually('JoinGroup', unreachable);
    await coordinator.clock.advance(9_000);
    expect(events).toEqual(['assigned orders0,orders1']);
    await coordinator.clock.advance(3_000);
    expect(events).toEqual(['assigned orders0,orders1', 'lost orders0,orders1']);
    expect(member.outage?.reason).toContain('closed the connection');
    await coordinator.clock.advance(300_000);
    expect(fatal).toBeUndefined();
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
    await until(() => member.state === 'stable', 5_000);
    // The old id: after an outage of the whole cluster the coordinator still knows it.
    expect(member.generation).toEqual({ memberId: 'given', generationId: 9 });
    expect(member.outage).toBeUndefined();
    await member.close();
  });

  it('keeps beating after any error', async () => {
    const member = open();
    await until(() => member.state === 'stable');
    coordinator.next('Heartbeat', unreachable, beat(ErrorCode.UNKNOWN_SERVER_ERROR), beat(ErrorCode.NOT_COORDINATOR));
    const before = coordinator.requests('Heartbeat').length;
    await coordinator.clock.advance(5_000);
    expect(coordinator.requests('Heartbeat').length).toBeGreaterThan(before + 5);
    expect(coordinator.forgotten).toBe(1);
    expect(member.state).toBe('stable');
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
    const member = open();
    await until(() => fatal !== undefined);
    expect(fatal?.code).toBe(name);
    expect(fatal?.message).toMatch(/^group g: .+; .+/);
    expect(member.state).toBe('failed');
    await member.run();
    expect(coordinator.clock.timers).toBe(0);
    await expect(member.commit([{ topic: 'orders', partition: 0, offset: 1 }])).rejects.toThrow(name);
  });

  it.each(['COORDINATOR_LOAD_IN_PROGRESS', 'NOT_COORDINATOR', 'UNKNOWN_SERVER_ERROR'] as const)(
    'tries again to join after %s',
    async (name) => {
      coordinator.next('JoinGroup', joinError(ErrorCode[name]), joinError(ErrorCode[name]));
      const member = open();
      await until(() => member.state === 'stable');
      expect(coordinator.requests('JoinGroup')).toHaveLength(3);
      await member.close();
    },
  );

  it('joins again when a rebalance comes before its Sync', async () => {
    coordinator.next('SyncGroup', () => createSyncGroupResponse({ errorCode: ErrorCode.REBALANCE_IN_PROGRESS }));
    const member = open();
    await until(() => member.state === 'stable');
    expect(coordinator.requests('JoinGroup')).toHaveLength(2);
    expect(events).toEqual(['assigned orders0,orders1']);
    await member.close();
  });

  it('as leader, notices new partitions and topics that appear', async () => {
    const member = open({ topics: ['orders', 'later'] });
    await until(() => member.state === 'stable');
    expect(member.missingTopics).toEqual(['later']);
    coordinator.setTopic('later', 1);
    await until(() => member.rebalances === 2);
    expect(events.at(-1)).toBe('assigned later0,orders0,orders1');
    coordinator.setTopic('orders', 3);
    await until(() => member.rebalances === 3);
    expect(events.at(-1)).toBe('assigned later0,orders0,orders1,orders2');
    await member.close();
  });

  it('stays in the group without any partition', async () => {
    const member = open({ topics: ['nowhere'] });
    await until(() => member.state === 'stable');
    await coordinator.clock.advance(30_000);
    expect(member.rebalances).toBe(1);
    expect(events).toEqual(['assigned ']);
    await member.close();
  });

  it('does not leave when it is static', async () => {
    const member = open({ groupInstanceId: 'one' });
    await until(() => member.state === 'stable');
    expect(joinRequest(0).groupInstanceId).toBe('one');
    await member.close();
    expect(coordinator.requests('LeaveGroup')).toEqual([]);
  });

  it.each(['JoinGroup', 'SyncGroup', 'LeaveGroup'] as const)('closes while %s is never answered', async (api) => {
    coordinator.usually(api, silence);
    const member = open();
    await coordinator.clock.advance(2_000);
    const closing = member.close();
    await coordinator.clock.advance(6_000);
    await closing;
    expect(member.state).toBe('closed');
    expect(coordinator.clock.timers).toBe(0);
  });

  it('closes without a coordinator, and when it was never started', async () => {
    for (const api of ['JoinGroup', 'Heartbeat', 'LeaveGroup']) coordinator.usually(api, unreachable);
    const member = open();
    await coordinator.clock.advance(2_000);
    const closing = member.close();
    await coordinator.clock.advance(1_000);
    await closing;
    const idle = new GroupMember(coordinator.cluster, SETTINGS, {
      onAssigned: async () => {},
      onRevoked: async () => {},
      onLost: () => {},
      onError: () => {},
    });
    await idle.close();
    expect(coordinator.clock.timers).toBe(0);
  });

  it('takes an assignment it cannot read for a failed attempt, not for the end', async () => {
    coordinator.next('SyncGroup', () => createSyncGroupResponse({ assignment: Buffer.from('00007fffffff', 'hex') }));
    const member = open();
    await until(() => member.state === 'stable');
    expect(fatal).toBeUndefined();
    await member.close();
  });

  it('ends when a handler throws', async () => {
    const member = open({}, { onAssigned: () => Promise.reject(new Error('mine')) });
    await until(() => fatal !== undefined);
    expect(fatal?.message).toContain('mine');
    await member.run();
    expect(coordinator.requests('LeaveGroup')).toHaveLength(1);
  });
});

describe('commits of a member', () => {
  const place = { topic: 'orders', partition: 0 };
  const committed = (): unknown[] =>
    coordinator.requests('OffsetCommit').map(({ request }) => {
      const { generationIdOrMemberEpoch, topics } = request as OffsetCommitRequest;
      return [generationIdOrMemberEpoch, topics[0]?.partitions[0]?.committedOffset];
    });

  it('carry leader epoch and metadata', async () => {
    const member = open();
    await until(() => member.state === 'stable');
    await member.commit([{ ...place, offset: 5, leaderEpoch: 3, metadata: 'note' }]);
    const { topics } = (coordinator.requests('OffsetCommit')[0] as Asked).request as OffsetCommitRequest;
    expect(topics[0]?.partitions[0]).toMatchObject({
      committedOffset: 5,
      committedLeaderEpoch: 3,
      committedMetadata: 'note',
    });
    await member.close();
  });

  it('never go backwards, and go one after the other, merged', async () => {
    const member = open();
    await until(() => member.state === 'stable');
    let answer = (): void => {};
    coordinator.next('OffsetCommit', (request: OffsetCommitRequest) => {
      return new Promise((resolve) => (answer = () => resolve(commitAnswer(request, 0))));
    });
    const commits = [5, 9, 7, 8].map((offset) => member.commit([{ ...place, offset }]));
    await turn();
    expect(committed()).toEqual([[1, 5]]);
    answer();
    await Promise.all(commits);
    expect(committed()).toEqual([
      [1, 5],
      [1, 9],
    ]);
    expect(await member.commit([{ ...place, offset: 6 }])).toEqual([{ ...place, error: undefined }]);
    expect(committed()).toHaveLength(2);
    await member.close();
  });

  it('are held between Join and Sync', async () => {
    const member = open();
    await until(() => member.state === 'stable');
    let sync = (): void => {};
    coordinator.next('SyncGroup', (request: { assignments: readonly { assignment: Buffer }[] }) => {
      const assignment = request.assignments[0]?.assignment as Buffer;
      return new Promise((resolve) => (sync = () => resolve(createSyncGroupResponse({ assignment }))));
    });
    coordinator.next('Heartbeat', beat(ErrorCode.REBALANCE_IN_PROGRESS));
    await until(() => member.state === 'syncing');
    const commit = member.commit([{ ...place, offset: 5 }]);
    await coordinator.clock.advance(1_000);
    expect(committed()).toEqual([]);
    sync();
    expect(await commit).toEqual([{ ...place, error: undefined }]);
    expect(committed()).toEqual([[2, 5]]);
    await member.close();
  });

  it('are sent while onRevoked runs', async () => {
    const member: GroupMember = open(
      {},
      { onRevoked: async () => void events.push(JSON.stringify(await member.commit([{ ...place, offset: 5 }]))) },
    );
    await until(() => member.state === 'stable');
    coordinator.next('Heartbeat', beat(ErrorCode.REBALANCE_IN_PROGRESS));
    await until(() => member.rebalances === 2);
    expect(committed()).toEqual([[1, 5]]);
    await member.close();
  });

  it.each([
    'COORDINATOR_LOAD_IN_PROGRESS',
    'NOT_COORDINATOR',
    'COORDINATOR_NOT_AVAILABLE',
    'REQUEST_TIMED_OUT',
    'REBALANCE_IN_PROGRESS',
  ] as const)('are sent again after %s', async (name) => {
    const member = open();
    await until(() => member.state === 'stable');
    coordinator.next('OffsetCommit', (request: OffsetCommitRequest) => commitAnswer(request, ErrorCode[name]));
    const commit = member.commit([{ ...place, offset: 5 }]);
    await coordinator.clock.advance(3_000);
    expect(await commit).toEqual([{ ...place, error: undefined }]);
    expect(committed().length).toBe(2);
    await member.close();
  });

  it('fail for a partition alone where its error stays', async () => {
    const member = open();
    await until(() => member.state === 'stable');
    coordinator.next('OffsetCommit', (request: OffsetCommitRequest) => {
      const answer = commitAnswer(request, 0) as { topics: { partitions: { errorCode: number }[] }[] };
      const [first] = answer.topics[0]?.partitions ?? [];
      if (first !== undefined) first.errorCode = ErrorCode.OFFSET_METADATA_TOO_LARGE;
      return answer;
    });
    const results = await member.commit([
      { ...place, offset: 5 },
      { topic: 'orders', partition: 1, offset: 5 },
    ]);
    expect(results.map(({ error }) => error?.code)).toEqual(['OFFSET_METADATA_TOO_LARGE', undefined]);
    await member.close();
  });

  it.each(['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION'] as const)(
    'that meet %s are lost, and the member rejoins',
    async (name) => {
      const member = open();
      await until(() => member.state === 'stable');
      coordinator.next('OffsetCommit', (request: OffsetCommitRequest) => commitAnswer(request, ErrorCode[name]));
      const [result] = await member.commit([{ ...place, offset: 5 }]);
      expect(result?.error?.code).toBe('REBALANCE');
      await until(() => member.rebalances === 2);
      expect(events).toContain('lost orders0,orders1');
      expect(committed()).toHaveLength(1);
      await member.close();
    },
  );

  it('of partitions that the member does not own are refused', async () => {
    const member = open();
    await until(() => member.state === 'stable');
    const [result] = await member.commit([{ topic: 'others', partition: 0, offset: 5 }]);
    expect(result?.error?.code).toBe('REBALANCE');
    expect(committed()).toEqual([]);
    await member.close();
  });

  it('waiting when the member closes are told so', async () => {
    coordinator.usually('JoinGroup', silence);
    const member = open();
    await turn();
    const commit = member.commit([{ ...place, offset: 5 }]).catch((error: KafkaError) => error.code);
    const results = Promise.resolve(commit);
    await member.close();
    expect(JSON.stringify(await results)).toContain('CLOSED');
  });
});

describe('committed offsets', () => {
  const answer =
    (errorCode: number, partitionError = 0, offset = 7) =>
    () =>
      createOffsetFetchResponse({
        groups: [
          {
            groupId: 'g',
            errorCode,
            topics: [
              {
                name: 'orders',
                topicId: '',
                partitions: [
                  {
                    partitionIndex: 0,
                    committedOffset: offset,
                    committedLeaderEpoch: 2,
                    metadata: 'note',
                    errorCode: partitionError,
                  },
                ],
              },
            ],
          },
        ],
      });
  const place = { topic: 'orders', partition: 0 };

  it('are asked for as stable ones, and waited for until they are', async () => {
    const member = open();
    await until(() => member.state === 'stable');
    coordinator.next('OffsetFetch', answer(0, ErrorCode.UNSTABLE_OFFSET_COMMIT), answer(0));
    const found = await member.committed([place]);
    expect(found.get('orders:0')).toEqual({ ...place, offset: 7, leaderEpoch: 2, metadata: 'note' });
    expect(coordinator.requests('OffsetFetch')).toHaveLength(2);
    expect(coordinator.requests('OffsetFetch')[0]?.request).toMatchObject({ requireStable: true });
    await member.close();
  });

  it('are asked for again after an error of the group, or where the answer leaves a partition out', async () => {
    const member = open();
    await until(() => member.state === 'stable');
    const empty = () => createOffsetFetchResponse({ groups: [{ groupId: 'g', errorCode: 0, topics: [] }] });
    coordinator.next('OffsetFetch', answer(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS), empty, answer(0, 0, -1));
    expect((await member.committed([place])).get('orders:0')).toBeUndefined();
    expect(coordinator.requests('OffsetFetch')).toHaveLength(3);
    await member.close();
  });

  it('that are refused are an error, never a start offset', async () => {
    const member = open();
    await until(() => member.state === 'stable');
    coordinator.next('OffsetFetch', answer(0, ErrorCode.TOPIC_AUTHORIZATION_FAILED));
    await expect(member.committed([place])).rejects.toThrow('TOPIC_AUTHORIZATION_FAILED');
    await member.close();
  });

  it('are a floor for later commits', async () => {
    const member = open();
    await until(() => member.state === 'stable');
    coordinator.next('OffsetFetch', answer(0));
    await member.committed([place]);
    await member.commit([{ ...place, offset: 6 }]);
    expect(coordinator.requests('OffsetCommit')).toEqual([]);
    await member.close();
  });

  it.each([
    [7, true],
    [6, false],
    [2, false],
  ])('are read from brokers that speak version %i', async (maxVersion, requireStable) => {
    coordinator.maxVersion = maxVersion;
    const member = open();
    await until(() => member.state === 'stable');
    const old = (errorCode: number, partitionError: number) => () =>
      createOffsetFetchResponse({
        errorCode,
        topics: [
          {
            name: 'orders',
            partitions: [
              {
                partitionIndex: 0,
                committedOffset: 7,
                committedLeaderEpoch: -1,
                metadata: '',
                errorCode: partitionError,
              },
            ],
          },
        ],
      });
    coordinator.next(
      'OffsetFetch',
      old(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS, 0),
      old(0, ErrorCode.UNSTABLE_OFFSET_COMMIT),
      old(0, 0),
    );
    expect((await member.committed([place])).get('orders:0')).toEqual({ ...place, offset: 7 });
    expect(coordinator.requests('OffsetFetch')).toHaveLength(3);
    expect(coordinator.requests('OffsetFetch')[0]?.request).toMatchObject({
      groupId: 'g',
      topics: [{ name: 'orders', partitionIndexes: [0] }],
      requireStable,
    });
    await member.commit([{ ...place, offset: 8, leaderEpoch: 1 }]);
    await member.close();
    const leave = coordinator.requests('LeaveGroup')[0]?.request;
    expect(leave).toMatchObject(maxVersion < 3 ? { memberId: 'given' } : { members: [{ memberId: 'given' }] });
  });
});
