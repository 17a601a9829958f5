import { beforeEach, describe, expect, it } from 'vitest';
import type { KafkaError } from '../../../src/base/errors.ts';
import type { ClassicMember } from '../../../src/group/classic-member.ts';
import { encodeAssignment } from '../../../src/group/consumer-protocol.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import type { OffsetCommitRequest } from '../../../src/protocol/generated/offset-commit.ts';
import { createSyncGroupResponse } from '../../../src/protocol/generated/sync-group.ts';
import { turn } from '../../support/virtual-clock.ts';
import { beat, MemberBench } from './member-bench.ts';
import { type Asked, commitAnswer, type ScriptedCoordinator, silence } from './scripted-coordinator.ts';

let bench: MemberBench;
let coordinator: ScriptedCoordinator;
let events: string[];

beforeEach(() => {
  bench = new MemberBench();
  ({ coordinator, events } = bench);
});

describe('commits of a member', () => {
  const place = { topic: 'orders', partition: 0 };
  const committed = (): unknown[] =>
    coordinator.requests('OffsetCommit').map(({ request }) => {
      const { generationIdOrMemberEpoch, topics } = request as OffsetCommitRequest;
      return [generationIdOrMemberEpoch, topics[0]?.partitions[0]?.committedOffset];
    });

  it('carry leader epoch and metadata (trap 60)', async () => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    await member.commit([{ ...place, offset: 5, leaderEpoch: 3, metadata: 'note' }]);
    const { topics } = (coordinator.requests('OffsetCommit')[0] as Asked).request as OffsetCommitRequest;
    expect(topics[0]?.partitions[0]).toMatchObject({
      committedOffset: 5,
      committedLeaderEpoch: 3,
      committedMetadata: 'note',
    });
    await member.close();
  });

  it('that are refused for now are sent again, be they as many as they like (trap 101)', async () => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    const held: (() => void)[] = [];
    const refuse = (request: OffsetCommitRequest) =>
      new Promise((resolve) => held.push(() => resolve(commitAnswer(request, ErrorCode.COORDINATOR_LOAD_IN_PROGRESS))));
    coordinator.next('OffsetCommit', refuse);
    coordinator.next('OffsetCommit', refuse);
    const commits = [member.commit([{ ...place, offset: 1 }])];
    await turn();
    for (let offset = 2; offset < 200_000; offset++) commits.push(member.commit([{ ...place, offset }]));
    held[0]?.();
    await bench.until(() => held.length === 2);
    // All of them wait for this answer, and one more comes meanwhile.
    commits.push(member.commit([{ ...place, offset: 200_000 }]));
    held[1]?.();
    await bench.until(() => committed().length >= 3);
    const results = (await Promise.all(commits)).flat();
    expect(results).toHaveLength(200_000);
    expect(results.filter(({ error }) => error !== undefined)).toEqual([]);
    expect(committed().at(-1)).toEqual([1, 200_000]);
    await member.close();
  }, 20_000);

  it('never go backwards, and go one after the other, merged (trap 61)', async () => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
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

  it('go backwards after goBack, also where a higher one is in flight or waits (trap 61)', async () => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    let answer = (): void => {};
    coordinator.next('OffsetCommit', (request: OffsetCommitRequest) => {
      return new Promise((resolve) => (answer = () => resolve(commitAnswer(request, 0))));
    });
    const commits = [5, 9].map((offset) => member.commit([{ ...place, offset }]));
    await turn();
    member.goBack({ ...place, offset: 2 });
    commits.push(member.commit([{ ...place, offset: 3 }]));
    answer();
    await Promise.all(commits);
    await member.commit([{ ...place, offset: 4 }]);
    await member.commit([{ ...place, offset: 3 }]);
    expect(committed()).toEqual([
      [1, 5],
      [1, 3],
      [1, 4],
    ]);
    await member.close();
  });

  it('are held between Join and Sync (trap 62)', async () => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    let sync = (): void => {};
    coordinator.next('SyncGroup', (request: { assignments: readonly { assignment: Buffer }[] }) => {
      const assignment = request.assignments[0]?.assignment as Buffer;
      return new Promise((resolve) => (sync = () => resolve(createSyncGroupResponse({ assignment }))));
    });
    coordinator.next('Heartbeat', beat(ErrorCode.REBALANCE_IN_PROGRESS));
    await bench.until(() => member.phase === 'syncing');
    const commit = member.commit([{ ...place, offset: 5 }]);
    await coordinator.clock.advance(1_000);
    expect(committed()).toEqual([]);
    sync();
    expect(await commit).toEqual([{ ...place, error: undefined }]);
    expect(committed()).toEqual([[2, 5]]);
    await member.close();
  });

  it('in flight hold the next JoinGroup back, though not without end (trap 62)', async () => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    let answer = (): void => {};
    coordinator.next(
      'OffsetCommit',
      (request: OffsetCommitRequest) => new Promise((resolve) => (answer = () => resolve(commitAnswer(request, 0)))),
      silence,
    );
    void member.commit([{ ...place, offset: 5 }]);
    await turn();
    coordinator.next('Heartbeat', beat(ErrorCode.REBALANCE_IN_PROGRESS));
    await bench.until(() => member.phase === 'joining');
    await coordinator.clock.advance(3_000);
    expect(coordinator.requests('JoinGroup')).toHaveLength(1);
    answer();
    await bench.until(() => member.rebalances === 2 && member.phase === 'stable');
    member.commit([{ ...place, offset: 6 }]).catch(() => {});
    await turn();
    coordinator.next('Heartbeat', beat(ErrorCode.REBALANCE_IN_PROGRESS));
    await bench.until(() => coordinator.requests('JoinGroup').length === 3, 10_000);
    await member.close();
  });

  it('that meet FENCED_INSTANCE_ID end the member: its successor commits now (trap 64)', async () => {
    const member = bench.open({ groupInstanceId: 'one' });
    await bench.until(() => member.phase === 'stable');
    coordinator.next('OffsetCommit', (request: OffsetCommitRequest) =>
      commitAnswer(request, ErrorCode.FENCED_INSTANCE_ID),
    );
    const [result] = await member.commit([{ ...place, offset: 5 }]);
    expect(result?.error?.code).toBe('FENCED_INSTANCE_ID');
    expect(bench.fatal?.message).toContain('every instance needs its own');
    expect([member.phase, events.at(-1)]).toEqual(['failed', 'lost orders0,orders1']);
  });

  it('know nothing of what was committed here before the partition was another’s (trap 61)', async () => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    await member.commit([{ ...place, offset: 9 }]);
    coordinator.next('SyncGroup', () => createSyncGroupResponse({ assignment: encodeAssignment([]) }));
    for (const rebalances of [2, 3]) {
      coordinator.next('Heartbeat', beat(ErrorCode.REBALANCE_IN_PROGRESS));
      await bench.until(() => member.rebalances === rebalances && member.phase === 'stable');
    }
    // Somebody has set the group back meanwhile.
    await member.commit([{ ...place, offset: 4 }]);
    expect(committed()).toEqual([
      [1, 9],
      [3, 4],
    ]);
    await member.close();
  });

  it('are sent while onRevoked runs', async () => {
    const member: ClassicMember = bench.open(
      {},
      { onRevoked: async () => void events.push(JSON.stringify(await member.commit([{ ...place, offset: 5 }]))) },
    );
    await bench.until(() => member.phase === 'stable');
    coordinator.next('Heartbeat', beat(ErrorCode.REBALANCE_IN_PROGRESS));
    await bench.until(() => member.rebalances === 2);
    expect(committed()).toEqual([[1, 5]]);
    await member.close();
  });

  it.each([
    'COORDINATOR_LOAD_IN_PROGRESS',
    'NOT_COORDINATOR',
    'COORDINATOR_NOT_AVAILABLE',
    'REQUEST_TIMED_OUT',
    'REBALANCE_IN_PROGRESS',
  ] as const)('are sent again after %s (trap 63)', async (name) => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    coordinator.next('OffsetCommit', (request: OffsetCommitRequest) => commitAnswer(request, ErrorCode[name]));
    const commit = member.commit([{ ...place, offset: 5 }]);
    await coordinator.clock.advance(3_000);
    expect(await commit).toEqual([{ ...place, error: undefined }]);
    expect(committed().length).toBe(2);
    await member.close();
  });

  it('fail for a partition alone where its error stays (trap 63)', async () => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
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
    'that meet %s are lost, and the member rejoins (trap 64)',
    async (name) => {
      const member = bench.open();
      await bench.until(() => member.phase === 'stable');
      coordinator.next('OffsetCommit', (request: OffsetCommitRequest) => commitAnswer(request, ErrorCode[name]));
      const [result] = await member.commit([{ ...place, offset: 5 }]);
      expect(result?.error?.code).toBe('REBALANCE');
      await bench.until(() => member.rebalances === 2);
      expect(events).toContain('lost orders0,orders1');
      expect(committed()).toHaveLength(1);
      await member.close();
    },
  );

  it('of partitions that the member does not own are refused (trap 68)', async () => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    const [result] = await member.commit([{ topic: 'others', partition: 0, offset: 5 }]);
    expect(result?.error?.code).toBe('REBALANCE');
    expect(committed()).toEqual([]);
    await member.close();
  });

  it('waiting when the member closes are told so (trap 79)', async () => {
    coordinator.usually('JoinGroup', silence);
    const member = bench.open();
    await turn();
    const commit = member.commit([{ ...place, offset: 5 }]).catch((error: KafkaError) => error.code);
    const results = Promise.resolve(commit);
    await member.close();
    expect(JSON.stringify(await results)).toContain('CLOSED');
  });
});
