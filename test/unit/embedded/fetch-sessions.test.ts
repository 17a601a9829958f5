import { beforeEach, describe, expect, it } from 'vitest';
import type { ReadPartition } from '../../../src/embedded/fetch-session.ts';
import { type FetchScope, FetchSessions } from '../../../src/embedded/fetch-sessions.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import {
  createFetchPartition,
  createFetchRequest,
  createForgottenTopic,
  createPartitionData,
} from '../../../src/protocol/generated/fetch.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const { FETCH_SESSION_ID_NOT_FOUND, INVALID_FETCH_SESSION_EPOCH, NONE } = ErrorCode;
const EVICTION_MS = 120_000;

describe('FetchSessions', () => {
  let clock: VirtualClock;
  let sessions: FetchSessions;
  beforeEach(() => {
    clock = new VirtualClock();
    sessions = new FetchSessions(clock, 2);
  });

  const open = (
    sessionId: number,
    sessionEpoch: number,
    partitions: readonly number[],
    forget: readonly number[] = [],
  ) => {
    const topics = [
      { topic: 't', topicId: '', partitions: partitions.map((partition) => createFetchPartition({ partition })) },
    ];
    const forgottenTopicsData = [createForgottenTopic({ topic: 't', partitions: forget })];
    return sessions.open(createFetchRequest({ sessionId, sessionEpoch, topics, forgottenTopicsData }), 12);
  };
  const scopeOf = (scope: FetchScope | number): FetchScope => {
    if (typeof scope === 'number') throw new Error(`refused with ${scope}`);
    return scope;
  };
  const indexes = ({ partitions }: FetchScope): number[] => partitions.map(({ wanted }) => wanted.partition);
  /** What was read of each partition of a request; all have the same high watermark, and records where it says so. */
  const read = (scope: FetchScope, highWatermark = 0, withRecords: readonly number[] = []): ReadPartition[] =>
    scope.partitions.map((place) => {
      const { partition: partitionIndex } = place.wanted;
      const records = Buffer.alloc(withRecords.includes(partitionIndex) ? 5 : 0);
      return { place, data: createPartitionData({ partitionIndex, highWatermark, logStartOffset: 0, records }) };
    });
  /** Begins a session with these partitions; its id, 0 where there was no room. */
  const begin = (...partitions: number[]): number => {
    const scope = scopeOf(open(0, 0, partitions));
    return scope.answer(read(scope)).sessionId;
  };
  const news = (scope: FetchScope, ...args: [number, (readonly number[])?]): number[] =>
    scope.answer(read(scope, ...args)).read.map(({ data }) => data.partitionIndex);

  it('remember partitions, and tell what is new of them', () => {
    const id = begin(0, 1, 2);
    expect(id).toBeGreaterThan(0);
    const second = scopeOf(open(id, 1, []));
    expect(indexes(second)).toEqual([0, 1, 2]);
    expect(news(second, 0)).toEqual([]);
    expect(news(scopeOf(open(id, 2, [])), 0, [1])).toEqual([1]);
    // Whose records were told comes last now.
    const fourth = scopeOf(open(id, 3, []));
    expect(indexes(fourth)).toEqual([0, 2, 1]);
    expect(news(fourth, 7)).toEqual([0, 2, 1]);
  });

  it('add first and forget then, and end with the last partition', () => {
    const id = begin(0, 1);
    expect(indexes(scopeOf(open(id, 1, [2, 1], [1, 0])))).toEqual([2]);
    const last = scopeOf(open(id, 2, [3], [2, 3]));
    expect(indexes(last)).toEqual([3]);
    expect(last.answer(read(last)).sessionId).toBe(0);
    expect(sessions.size).toBe(0);
  });

  it('refuse requests of another epoch, also of one that came while this one waited', () => {
    const id = begin(0);
    expect(open(id, 2, [])).toBe(INVALID_FETCH_SESSION_EPOCH);
    expect(open(id + 1, 1, [])).toBe(FETCH_SESSION_ID_NOT_FOUND);
    const waiting = scopeOf(open(id, 1, []));
    const later = scopeOf(open(id, 2, []));
    expect(waiting.answer(read(waiting))).toEqual({ errorCode: INVALID_FETCH_SESSION_EPOCH, sessionId: id, read: [] });
    expect(later.answer(read(later)).errorCode).toBe(NONE);
  });

  it('give none where there is no room', () => {
    expect([begin(0), begin(0), begin(0, 1, 2)].map((id) => id > 0)).toEqual([true, true, false]);
    expect(sessions.size).toBe(2);
  });

  it('make room for another one instead of the longest unused', async () => {
    const [first, second] = [begin(0), begin(0)];
    await clock.advance(EVICTION_MS);
    scopeOf(open(first, 1, []));
    await clock.advance(1);
    expect(begin(0)).toBeGreaterThan(0);
    expect(open(second, 1, [])).toBe(FETCH_SESSION_ID_NOT_FOUND);
    expect(typeof open(first, 2, [])).toBe('object');
  });

  it('make room for a larger one instead of a smaller, old one', async () => {
    const [small, large] = [begin(0), begin(0, 1, 2)];
    await clock.advance(EVICTION_MS + 1);
    for (const id of [small, large]) scopeOf(open(id, 1, []));
    expect(begin(0)).toBe(0);
    expect(begin(0, 1)).toBeGreaterThan(0);
    expect(open(small, 2, [])).toBe(FETCH_SESSION_ID_NOT_FOUND);
    expect(typeof open(large, 2, [])).toBe('object');
  });
});
