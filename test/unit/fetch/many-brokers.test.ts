// What many partitions and several brokers cost, and what they cost each other.
import { describe, expect, it } from 'vitest';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { turn } from '../../support/virtual-clock.ts';
import { drain, type Engine, engine } from './engine.ts';
import { storedBatch, storedBatches } from './record-batches.ts';
import { asked, fetched } from './scripted-cluster.ts';

/** An engine that reads `count` partitions of `orders`, led by `brokers` brokers in turn. */
async function reading(count: number, brokers: number, settings: Parameters<typeof engine>[0] = {}): Promise<Engine> {
  const one = engine(settings, count);
  const leaders = Array.from({ length: count }, (_, partition) => ({ id: (partition % brokers) + 1, epoch: 1 }));
  one.cluster.metadata.set('orders', leaders);
  for (let partition = 0; partition < count; partition++) one.fetcher.assign('orders', partition, 0);
  await turn();
  return one;
}

describe('waiting for records', () => {
  it('takes one request per broker and wait, however many partitions there are (trap 58)', async () => {
    const { cluster } = await reading(60, 3, { minBytes: 1_000, maxWaitMs: 500 });
    let requests = 0;
    for (let ms = 0; ms < 10_000; ms += 500) {
      expect(cluster.fetches.map(({ nodeId }) => nodeId).toSorted()).toEqual([1, 2, 3]);
      // A broker answers a fetch that finds less than minBytes when the wait is over, not before.
      await cluster.clock.advance(500);
      for (const fetch of [...cluster.fetches]) {
        expect(fetch.request).toMatchObject({ minBytes: 1_000, maxWaitMs: 500 });
        requests++;
        await fetch.respond(fetched([]));
      }
    }
    expect(requests).toBe(60);
  });

  it('names no partition again that the brokers know (trap 55, 58)', async () => {
    const { cluster } = await reading(60, 3);
    expect(asked(cluster.fetch(1))).toHaveLength(20);
    await cluster.fetch(1).respond(fetched([]));
    expect(cluster.fetch(1).request).toMatchObject({ topics: [], forgottenTopicsData: [] });
  });
});

describe('a broker that does not answer', () => {
  it('holds up no other, as long as it likes (trap 59)', async () => {
    const { cluster, fetcher } = await reading(2, 2);
    for (let offset = 0; offset < 100; offset++) {
      const records = storedBatch({ baseOffset: offset, values: ['x'.repeat(10_000)] });
      await cluster.fetch(1).respond(fetched([{ records }]));
      expect(drain(fetcher)).toHaveLength(1);
    }
    expect(asked(cluster.fetch(2))).toEqual(['1@0']);
  });

  it('holds up no other while the budget is tight (trap 59)', async () => {
    const { cluster, fetcher } = await reading(3, 3, { maxBytes: 60_000, maxPartitionBytes: 1_000_000 });
    let offset = 0;
    for (let round = 0; round < 100; round++) {
      const { maxBytes } = cluster.fetch(1).request;
      expect(maxBytes).toBeGreaterThan(1_000);
      await cluster.fetch(1).respond(fetched([{ records: storedBatch({ baseOffset: offset++ }) }]));
      expect(drain(fetcher)).toHaveLength(1);
      await turn();
    }
    expect(cluster.fetches).toHaveLength(3);
  });
});

describe('partitions of one broker', () => {
  it('take turns: what was served stands behind the others in the next full request (trap 59)', async () => {
    const { cluster } = await reading(4, 1);
    expect(asked(cluster.fetch())).toEqual(['0@0', '1@0', '2@0', '3@0']);
    const some = [0, 1].map((partitionIndex) => ({ partitionIndex, records: storedBatch({ baseOffset: 0 }) }));
    // No session: every request is a full one, and the broker fills its answer from the front.
    await cluster.fetch().respond(fetched(some, { sessionId: 0 }));
    expect(asked(cluster.fetch())).toEqual(['2@0', '3@0', '0@1', '1@1']);
    await cluster
      .fetch()
      .respond(fetched([{ partitionIndex: 2, records: storedBatch({ baseOffset: 0 }) }], { sessionId: 0 }));
    expect(asked(cluster.fetch())).toEqual(['3@0', '0@1', '1@1', '2@1']);
  });

  it('are handed out in turn, also where one has much more (trap 59)', async () => {
    const { cluster, fetcher } = await reading(2, 1);
    const many = storedBatches(...Array.from({ length: 50 }, (_, baseOffset) => ({ baseOffset })));
    await cluster
      .fetch()
      .respond(fetched([{ records: many }, { partitionIndex: 1, records: storedBatch({ baseOffset: 0 }) }]));
    expect(drain(fetcher).slice(0, 2)).toEqual(['0: v0', '1: v0']);
  });
});

describe('a session', () => {
  it('that brings partitions that nobody asked for changes nothing (trap 55)', async () => {
    const { cluster, fetcher, problems, moves } = await reading(1, 1);
    const records = storedBatch({ baseOffset: 0 });
    await cluster
      .fetch()
      .respond(
        fetched([
          { partitionIndex: 7, records },
          { partitionIndex: 8, errorCode: ErrorCode.OFFSET_OUT_OF_RANGE },
          { partitionIndex: 9, divergingEpoch: { epoch: 1, endOffset: 0 } },
          { topic: 'strange', records },
          { records },
        ]),
      );
    expect(drain(fetcher)).toEqual(['0: v0']);
    expect([problems, moves, cluster.lookups]).toEqual([[], [], []]);
  });

  it('that is not given (id 0) is not asked for in a loop, and every request is a full one (trap 55)', async () => {
    const { cluster } = await reading(2, 1);
    for (let round = 0; round < 5; round++) {
      expect(cluster.fetch().request).toMatchObject({ sessionId: 0, sessionEpoch: 0, forgottenTopicsData: [] });
      expect(asked(cluster.fetch())).toEqual(['0@0', '1@0']);
      await cluster.fetch().respond(fetched([], { sessionId: 0 }));
    }
    expect(cluster.connections).toHaveLength(1);
  });

  it.each([
    ['of one partition', 'INCONSISTENT_TOPIC_ID', 'partition'],
    ['of one partition', 'UNKNOWN_TOPIC_ID', 'partition'],
    ['of the whole answer', 'INCONSISTENT_TOPIC_ID', 'answer'],
    ['of the whole answer', 'FETCH_SESSION_TOPIC_ID_ERROR', 'answer'],
    ['of the whole answer', 'INVALID_FETCH_SESSION_EPOCH', 'answer'],
    ['of the whole answer', 'FETCH_SESSION_ID_NOT_FOUND', 'answer'],
  ] as const)('asks no faster and faster under errors %s: %s (trap 55)', async (_, name, place) => {
    const { cluster, fetcher, problems } = await reading(1, 1);
    const errorCode = ErrorCode[name];
    const refusal =
      place === 'partition' ? fetched([{ errorCode }]) : fetched([], { errorCode, sessionId: 0, responses: [] });
    let requests = 0;
    for (let ms = 0; ms < 60_000; ms += 50) {
      for (const fetch of [...cluster.fetches]) {
        requests++;
        await fetch.respond(refusal);
      }
      await cluster.clock.advance(50);
    }
    expect(requests).toBeGreaterThan(10);
    expect(requests).toBeLessThan(200);
    expect(problems).toEqual([]);
    // When it is over, it reads.
    await cluster.clock.advance(5_000);
    await cluster.fetch().respond(fetched([{ records: storedBatch({ baseOffset: 0 }) }]));
    expect(drain(fetcher)).toEqual(['0: v0']);
  });

  it('goes on with the new topic after INCONSISTENT_TOPIC_ID, once the metadata knows it (trap 55, 56)', async () => {
    const { cluster, fetcher, moves } = await reading(1, 1);
    await cluster.fetch().respond(fetched([{ errorCode: ErrorCode.INCONSISTENT_TOPIC_ID }]));
    expect(cluster.metadata.refreshes).toBe(1);
    cluster.metadata.set('orders', [{ id: 1, epoch: 1 }], 'another-id------------');
    await turn();
    expect(moves).toEqual([{ topic: 'orders', partition: 0, offset: 0 }]);
    expect(cluster.fetch().request.topics[0]?.topicId).toBe('another-id------------');
    const records = storedBatch({ baseOffset: 0 });
    await cluster.fetch().respond(fetched([{ topicId: 'another-id------------', records }]));
    expect(drain(fetcher)).toEqual(['0: v0']);
  });
});
