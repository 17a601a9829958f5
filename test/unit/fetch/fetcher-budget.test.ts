import { describe, expect, it } from 'vitest';
import { turn } from '../../support/virtual-clock.ts';
import { drain, engine } from './engine.ts';
import { storedBatch, storedBatches } from './record-batches.ts';
import { asked, fetched } from './scripted-cluster.ts';

describe("Fetcher's budget", () => {
  const value = 'x'.repeat(1_000);
  /** Ten batches of a little over 1 000 bytes, from an offset on. */
  const ten = (from: number) =>
    storedBatches(...Array.from({ length: 10 }, (_, i) => ({ baseOffset: from + i, values: [value] })));

  it('asks for at most half of what is free', async () => {
    const { cluster, fetcher } = engine({ maxBytes: 40_000, maxPartitionBytes: 100_000 });
    fetcher.assign('orders', 0, 0);
    await turn();
    expect(cluster.fetch().request.maxBytes).toBe(20_000);
    const records = ten(0);
    await cluster.fetch().respond(fetched([{ records }]));
    expect(cluster.fetch().request.maxBytes).toBe(Math.floor((40_000 - records.length) / 2));
  });

  it('stops fetching when it is used up, and goes on when batches are handed out (trap 104)', async () => {
    const { cluster, fetcher } = engine({ maxBytes: 12_000, maxPartitionBytes: 100_000 });
    fetcher.assign('orders', 0, 0);
    await turn();
    await cluster.fetch().respond(fetched([{ records: ten(0) }]));
    expect(cluster.fetches).toEqual([]);
    expect(drain(fetcher)).toHaveLength(10);
    await turn();
    expect(asked(cluster.fetch())).toEqual(['0@10']);
    expect(cluster.fetch().request.maxBytes).toBe(6_000);
  });

  it('reads a batch larger than the whole budget', async () => {
    const { cluster, fetcher } = engine({ maxBytes: 500, maxPartitionBytes: 500 });
    fetcher.assign('orders', 0, 0);
    await turn();
    await cluster.fetch().respond(fetched([{ records: ten(0) }]));
    expect(drain(fetcher)).toHaveLength(10);
    await turn();
    expect(asked(cluster.fetch())).toEqual(['0@10']);
  });

  it('copies out what one partition still has of a frame, and lets the frame go', async () => {
    const { cluster, fetcher } = engine({ maxBytes: 30_000, maxPartitionBytes: 100_000 });
    fetcher.assign('orders', 0, 0);
    fetcher.assign('orders', 1, 0);
    await turn();
    fetcher.pause('orders', 1);
    await cluster
      .fetch()
      .respond(
        fetched([
          { records: Buffer.concat([ten(0), ten(10)]) },
          { partitionIndex: 1, records: storedBatch({ baseOffset: 0, values: ['kept'] }) },
        ]),
      );
    expect(cluster.fetches).toEqual([]);
    drain(fetcher);
    await turn();
    // Without the copy, 20 KB of frame would be left for one small batch.
    expect(cluster.fetch().request.maxBytes).toBeGreaterThan(14_000);
    fetcher.resume('orders', 1);
    expect(drain(fetcher)).toEqual(['1: kept']);
  });

  it('gives up what paused partitions hold when nothing else could move, and fetches it again on resume', async () => {
    const { cluster, fetcher } = engine({ maxBytes: 12_000, maxPartitionBytes: 100_000 });
    fetcher.assign('orders', 0, 0);
    fetcher.assign('orders', 1, 0);
    await turn();
    await cluster.fetch().respond(fetched([{ records: ten(0) }]));
    expect(cluster.fetches).toEqual([]);
    expect(fetcher.take()?.baseOffset).toBe(0);
    fetcher.pause('orders', 0);
    await turn();
    expect(cluster.fetch().request.forgottenTopicsData).toMatchObject([{ partitions: [0] }]);
    fetcher.resume('orders', 0);
    await cluster.fetch().respond(fetched([]));
    expect(asked(cluster.fetch())).toEqual(['0@1']);
    await cluster.fetch().respond(fetched([{ records: storedBatch({ baseOffset: 1 }) }]));
    expect(drain(fetcher)).toEqual(['0: v1']);
  });

  it('goes on with others when an answer that was under way fills it for a paused partition (trap 103)', async () => {
    const { cluster, fetcher } = engine({ maxBytes: 12_000, maxPartitionBytes: 100_000 });
    fetcher.assign('orders', 0, 0);
    fetcher.assign('orders', 1, 0);
    await turn();
    fetcher.pause('orders', 0);
    const waiting = fetcher.wait();
    await cluster.fetch().respond(fetched([{ records: ten(0) }]));
    // Nobody takes anything, for there is nothing: the fetch for the other partition leaves all the same.
    await cluster.fetch().respond(fetched([{ partitionIndex: 1, records: storedBatch({ baseOffset: 0 }) }]));
    await waiting;
    expect(drain(fetcher)).toEqual(['1: v0']);
  });

  it('opens compressed batches only while there is room, and all of them in the end', async () => {
    const { cluster, fetcher } = engine({ maxBytes: 20_000, maxPartitionBytes: 100_000 });
    fetcher.assign('orders', 0, 0);
    await turn();
    const packed = Array.from({ length: 20 }, (_, i) => ({ baseOffset: i, values: ['y'.repeat(5_000)], isGzip: true }));
    await cluster.fetch().respond(fetched([{ records: storedBatches(...packed) }]));
    // Small as it came, it was asked for more; opened, it fills the budget.
    await cluster.fetch().respond(fetched([]));
    expect(cluster.fetches).toEqual([]);
    expect(drain(fetcher)).toHaveLength(20);
    expect(fetcher.position('orders', 0)).toBe(20);
    await turn();
    expect(cluster.fetch().request.maxBytes).toBe(10_000);
  });

  it('does not let a fetch that waits at one broker starve another (trap 59)', async () => {
    const { cluster, fetcher } = engine({ maxBytes: 100_000, maxPartitionBytes: 1_000_000 });
    cluster.metadata.set('orders', [
      { id: 1, epoch: 1 },
      { id: 2, epoch: 1 },
    ]);
    fetcher.assign('orders', 0, 0);
    fetcher.assign('orders', 1, 0);
    await turn();
    expect(cluster.fetch(1).request.maxBytes).toBe(50_000);
    expect(cluster.fetch(2).request.maxBytes).toBe(25_000);
  });
});
