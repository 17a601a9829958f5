import { beforeEach, describe, expect, it } from 'vitest';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { createOffsetFetchResponse } from '../../../src/protocol/generated/offset-fetch.ts';
import { MemberBench } from './member-bench.ts';
import type { ScriptedCoordinator } from './scripted-coordinator.ts';

let bench: MemberBench;
let coordinator: ScriptedCoordinator;

beforeEach(() => {
  bench = new MemberBench();
  ({ coordinator } = bench);
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

  it('are asked for as stable ones, and waited for until they are (trap 67)', async () => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    coordinator.next('OffsetFetch', answer(0, ErrorCode.UNSTABLE_OFFSET_COMMIT), answer(0));
    const found = await member.committed([place]);
    expect(found.get('orders:0')).toEqual({ ...place, offset: 7, leaderEpoch: 2, metadata: 'note' });
    expect(coordinator.requests('OffsetFetch')).toHaveLength(2);
    expect(coordinator.requests('OffsetFetch')[0]?.request).toMatchObject({ requireStable: true });
    await member.close();
  });

  it('are asked for again after an error of the group, or where the answer leaves a partition out (trap 67)', async () => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    const empty = () => createOffsetFetchResponse({ groups: [{ groupId: 'g', errorCode: 0, topics: [] }] });
    coordinator.next('OffsetFetch', answer(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS), empty, answer(0, 0, -1));
    expect((await member.committed([place])).get('orders:0')).toBeUndefined();
    expect(coordinator.requests('OffsetFetch')).toHaveLength(3);
    await member.close();
  });

  it('that are refused are an error, never a start offset (trap 67)', async () => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
    coordinator.next('OffsetFetch', answer(0, ErrorCode.TOPIC_AUTHORIZATION_FAILED));
    await expect(member.committed([place])).rejects.toThrow('TOPIC_AUTHORIZATION_FAILED');
    await member.close();
  });

  it('are a floor for later commits (trap 61)', async () => {
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
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
    const member = bench.open();
    await bench.until(() => member.phase === 'stable');
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
