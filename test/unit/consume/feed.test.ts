// A Feed on a cluster without sockets: what the user is handed when the log changes under a batch.
import { afterEach, describe, expect, it } from 'vitest';
import { KafkaError } from '../../../src/base/errors.ts';
import type { Cluster } from '../../../src/cluster/cluster.ts';
import type { TopicPartitionOffset } from '../../../src/cluster/topic-partition.ts';
import { Feed } from '../../../src/consume/feed.ts';
import { type FetchSettings, resolveFetchSettings } from '../../../src/fetch/fetch-settings.ts';
import { turn } from '../../support/virtual-clock.ts';
import { storedBatch } from '../fetch/record-batches.ts';
import { asked, fetched, ScriptedCluster } from '../fetch/scripted-cluster.ts';

const place = { topic: 'orders', partition: 0 };
let feed: Feed;
afterEach(() => feed.close(new KafkaError('CLOSED', 'the test is over')));

/** A feed that has handed out `count` records of a batch of ten, epoch 5, and the fetch behind it. */
async function begun(count: number, settings: Partial<FetchSettings> = {}) {
  const cluster = new ScriptedCluster();
  cluster.metadata.set('orders', [{ id: 1, epoch: 5 }]);
  const moves: TopicPartitionOffset[] = [];
  feed = new Feed(cluster as unknown as Cluster, resolveFetchSettings(settings), { onMoved: (to) => moves.push(to) });
  feed.add([place]);
  feed.begin(place, 0);
  await turn();
  const values = Array.from({ length: 10 }, (_, i) => `old ${i}`);
  await cluster.fetch().respond(fetched([{ records: storedBatch({ baseOffset: 0, values, leaderEpoch: 5 }) }]));
  for (let i = 0; i < count; i++) expect(String(feed.nextNow()?.value)).toBe(`old ${i}`);
  return { cluster, moves };
}

function rest(): string[] {
  const values: string[] = [];
  for (let next = feed.nextNow(); next !== undefined; next = feed.nextNow()) values.push(String(next.value));
  return values;
}

describe('Feed and a user who stops reading', () => {
  it('stops fetching by that, and begins again with the next record (trap 104)', async () => {
    const { cluster } = await begun(1, { maxBytes: 1_000, maxPartitionBytes: 1_000 });
    let from = 10;
    let fetches = 0;
    for (; cluster.fetches.length > 0; fetches++) {
      const records = storedBatch({ baseOffset: from++, values: ['x'.repeat(100)], leaderEpoch: 5 });
      await cluster.fetch().respond(fetched([{ records }]));
    }
    expect(fetches).toBeLessThan(20);
    await cluster.clock.advance(600_000);
    expect(cluster.fetches).toEqual([]);
    expect(cluster.clock.timers).toBe(0);
    while (cluster.fetches.length === 0 && feed.nextNow() !== undefined) await turn();
    expect(asked(cluster.fetch())).toEqual([`0@${from}`]);
  });

  it('loses nothing to a wait that begins when the last record is out (trap 103)', async () => {
    const { cluster } = await begun(10);
    for (let offset = 10; offset < 60; offset++) {
      const waiting = feed.wait();
      await cluster.fetch().respond(fetched([{ records: storedBatch({ baseOffset: offset }) }]));
      await waiting;
      expect(rest()).toEqual([`v${offset}`]);
    }
  });
});

describe('Feed and a log that was cut under the batch that is handed out', () => {
  it('hands out nothing of it that is gone, and goes on where the log differs (trap 52)', async () => {
    const { cluster, moves } = await begun(5);
    await cluster.fetch().respond(fetched([{ divergingEpoch: { epoch: 4, endOffset: 3 } }]));
    expect(feed.position(place)).toBe(3);
    expect(rest()).toEqual([]);
    expect(moves).toEqual([{ ...place, offset: 3 }]);
    const records = storedBatch({ baseOffset: 3, values: ['new 3', 'new 4'], leaderEpoch: 6 });
    await cluster.fetch().respond(fetched([{ records }]));
    expect(rest()).toEqual(['new 3', 'new 4']);
  });

  it('hands out what is still there of it first (trap 52)', async () => {
    const { cluster } = await begun(5);
    await cluster.fetch().respond(fetched([{ divergingEpoch: { epoch: 4, endOffset: 7 } }]));
    expect(feed.position(place)).toBe(5);
    expect(asked(cluster.fetch())).toEqual(['0@7']);
    expect(rest()).toEqual(['old 5', 'old 6']);
    const records = storedBatch({ baseOffset: 7, values: ['new 7'], leaderEpoch: 6 });
    await cluster.fetch().respond(fetched([{ records }]));
    expect(rest()).toEqual(['new 7']);
  });

  it('hands out nothing that is gone of a paused partition either (trap 52)', async () => {
    const { cluster } = await begun(5);
    feed.pause(place);
    await cluster.fetch().respond(fetched([{ divergingEpoch: { epoch: 4, endOffset: 3 } }]));
    feed.resume(place);
    expect(rest()).toEqual([]);
    expect(feed.position(place)).toBe(3);
  });

  it('knows which offsets stand for other records by now (trap 52)', async () => {
    const { cluster } = await begun(10);
    expect(feed.isGone({ ...place, offset: 10 })).toBe(false);
    await cluster.fetch().respond(fetched([{ divergingEpoch: { epoch: 4, endOffset: 3 } }]));
    expect([3, 4, 10, 11].map((offset) => feed.isGone({ ...place, offset }))).toEqual([false, true, true, false]);
    const records = storedBatch({ baseOffset: 3, values: ['new 3', 'new 4'], leaderEpoch: 6 });
    await cluster.fetch().respond(fetched([{ records }]));
    rest();
    expect([4, 5, 6].map((offset) => feed.isGone({ ...place, offset }))).toEqual([false, false, true]);
    // Where the user says to go on, everything may be committed.
    feed.seek(place, 0);
    expect(feed.isGone({ ...place, offset: 9 })).toBe(false);
  });

  it("tells it where the policy is 'error', after what is still there (trap 52)", async () => {
    const { cluster } = await begun(5, { outOfRange: 'error' });
    await cluster.fetch().respond(fetched([{ divergingEpoch: { epoch: 4, endOffset: 7 } }]));
    expect(String(feed.nextNow()?.value)).toBe('old 5');
    expect(String(feed.nextNow()?.value)).toBe('old 6');
    expect(() => feed.nextNow()).toThrow(/the log was cut: from 7 on/);
    expect(feed.nextNow()).toBeUndefined();
    feed.seek(place, 7);
    await turn();
    expect(asked(cluster.fetch())).toEqual(['0@7']);
  });
});
