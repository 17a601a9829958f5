import { beforeEach, describe, expect, it } from 'vitest';
import { deferred } from '../../../src/base/deferred.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import type { OffsetCommitRequest } from '../../../src/protocol/generated/offset-commit.ts';
import { createOffsetFetchResponse, type OffsetFetchRequest } from '../../../src/protocol/generated/offset-fetch.ts';
import { ConsumerBench } from './consumer-bench.ts';
import { commitAnswer, type ScriptedCoordinator } from './scripted-coordinator.ts';

let bench: ConsumerBench;
let coordinator: ScriptedCoordinator;

beforeEach(() => {
  bench = new ConsumerBench();
  ({ coordinator } = bench);
});

const place = { topic: 'orders', partition: 1 };

/** A coordinator whose group is one epoch further than the member knows. */
function strict(request: OffsetCommitRequest): unknown {
  const isCurrent = request.generationIdOrMemberEpoch === bench.epoch;
  return commitAnswer(request, isCurrent ? 0 : ErrorCode.STALE_MEMBER_EPOCH);
}

const epochs = (): number[] =>
  coordinator.requests('OffsetCommit').map(({ request }) => (request as OffsetCommitRequest).generationIdOrMemberEpoch);

describe('commits of a KIP-848 member', () => {
  it('go with member id and epoch, and again with the next epoch after STALE_MEMBER_EPOCH (trap 67)', async () => {
    bench.intervalMs = 60_000;
    coordinator.usually('OffsetCommit', strict);
    const member = bench.open({ sessionTimeoutMs: 300_000 });
    await bench.until(() => member.phase === 'stable' && bench.beats.length === 2);
    await member.commit([{ ...place, offset: 1 }]);
    bench.epoch = 2;
    const committing = member.commit([{ ...place, offset: 2 }]);
    // The heartbeat that tells the epoch is not waited for: it is sent.
    await bench.until(() => epochs().length === 3, 2_000);
    expect((await committing)[0]?.error).toBeUndefined();
    expect([epochs(), bench.beats.length]).toEqual([[1, 1, 2], 3]);
    const ids = coordinator.requests('OffsetCommit').map(({ request }) => (request as OffsetCommitRequest).memberId);
    expect(new Set(ids)).toEqual(new Set([member.generation?.memberId]));
    await member.close();
  });

  it('are lost when the newer epoch takes the partition away', async () => {
    coordinator.usually('OffsetCommit', strict);
    const revoked = deferred<void>();
    const member = bench.open({}, { onRevoked: () => revoked.promise });
    await bench.until(() => member.phase === 'stable' && bench.beats.length === 2);
    coordinator.usually('OffsetCommit', (request: OffsetCommitRequest) =>
      commitAnswer(request, ErrorCode.STALE_MEMBER_EPOCH),
    );
    const committing = member.commit([{ ...place, offset: 2 }]);
    bench.rebalance({ orders: [0] });
    await bench.until(() => member.phase === 'revoking');
    revoked.resolve();
    await bench.until(() => member.phase === 'stable');
    coordinator.usually('OffsetCommit', strict);
    await coordinator.clock.advance(2_000);
    expect((await committing)[0]?.error?.code).toBe('REBALANCE');
    await member.close();
  });

  it('never go backwards over a rebalance that keeps the partition (trap 61)', async () => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    await member.commit([{ ...place, offset: 9 }]);
    bench.rebalance({ orders: [0, 1, 2] });
    await bench.until(() => member.rebalances === 2);
    expect((await member.commit([{ ...place, offset: 4 }]))[0]?.error).toBeUndefined();
    expect(coordinator.requests('OffsetCommit')).toHaveLength(1);
    await member.close();
  });

  it('of a life that is over are lost', async () => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    coordinator.next('OffsetCommit', (request: OffsetCommitRequest) =>
      commitAnswer(request, ErrorCode.UNKNOWN_MEMBER_ID),
    );
    const [result] = await member.commit([{ ...place, offset: 9 }]);
    expect(result?.error).toMatchObject({ code: 'REBALANCE' });
    await bench.until(() => member.rebalances === 2);
    // Others may have read from further back: what was committed before is no floor any more.
    await member.commit([{ ...place, offset: 4 }]);
    expect(epochs()).toHaveLength(2);
    await member.close();
  });
});

describe('committed offsets of a KIP-848 member', () => {
  const answer = (request: OffsetFetchRequest, errorCode = 0): unknown =>
    createOffsetFetchResponse({
      groups: request.groups.map(({ groupId, topics }) => ({
        groupId,
        errorCode,
        topics: (errorCode === 0 ? (topics ?? []) : []).map(({ name, partitionIndexes }) => ({
          name,
          topicId: '',
          partitions: partitionIndexes.map((partitionIndex) => ({
            partitionIndex,
            committedOffset: 5,
            committedLeaderEpoch: -1,
            metadata: '',
            errorCode: 0,
          })),
        })),
      })),
    });

  it('are asked for with member id and epoch, and again after STALE_MEMBER_EPOCH (trap 67)', async () => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    coordinator.next(
      'OffsetFetch',
      (request: never) => answer(request, ErrorCode.STALE_MEMBER_EPOCH),
      (request: never) => answer(request),
    );
    const committed = await member.committed([place]);
    expect([...committed.values()]).toEqual([{ ...place, offset: 5 }]);
    const asked = coordinator.requests('OffsetFetch').map(({ request }) => request as OffsetFetchRequest);
    const identity = { memberId: member.generation?.memberId, memberEpoch: 1 };
    expect(asked).toMatchObject(new Array(2).fill({ requireStable: true, groups: [identity] }));
    await member.close();
  });

  it('show that the member is none any more: it joins anew', async () => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    coordinator.next('OffsetFetch', (request: never) => answer(request, ErrorCode.UNKNOWN_MEMBER_ID));
    await expect(member.committed([place])).rejects.toThrow('UNKNOWN_MEMBER_ID');
    await bench.until(() => member.rebalances === 2);
    expect(bench.events).toContain('lost orders0,orders1');
    await member.close();
  });
});
