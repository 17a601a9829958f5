import { describe, expect, it } from 'vitest';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { readVectors } from '../../golden/vectors.ts';
import { turn } from '../../support/virtual-clock.ts';
import { drain, engine } from './engine.ts';
import { notGzip, storedBatch, storedBatches } from './record-batches.ts';
import { asked, fetched, idOf } from './scripted-cluster.ts';

describe('Fetcher', () => {
  it('asks for all partitions assigned in one turn with one request', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 10);
    fetcher.assign('orders', 1, 20);
    await turn();
    const fetch = cluster.fetch();
    expect(asked(fetch)).toEqual(['0@10', '1@20']);
    expect(fetch.version).toBe(18);
    expect(fetch.request.topics.map(({ topicId }) => topicId)).toEqual([idOf('orders')]);
    expect(fetch.request.topics[0]?.partitions[0]?.currentLeaderEpoch).toBe(5);
    expect(fetch.request.isolationLevel).toBe(1);
    expect(cluster.connections[0]?.lane).toMatch(/^fetch-\d+$/);
  });

  it('has the next fetch on the wire before anything was handed out', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 10);
    await turn();
    await cluster.fetch().respond(fetched([{ records: storedBatch({ baseOffset: 10, values: ['a', 'b'] }) }]));
    expect(asked(cluster.fetch())).toEqual(['0@12']);
    expect(drain(fetcher)).toEqual(['0: a b']);
    expect(fetcher.position('orders', 0)).toBe(12);
    expect(fetcher.highWatermark('orders', 0)).toBe(1_000);
  });

  it('goes on after the last offset of a batch whose last records were compacted away (trap 4)', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 10);
    await turn();
    const records = storedBatch({ baseOffset: 10, values: ['a'], lastOffset: 19 });
    await cluster.fetch().respond(fetched([{ records }]));
    expect(asked(cluster.fetch())).toEqual(['0@20']);
    expect(drain(fetcher)).toEqual(['0: a']);
    expect(fetcher.position('orders', 0)).toBe(20);
  });

  it('passes over a batch without records and never jumps to the high watermark (trap 5, 6)', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 10);
    await turn();
    await cluster.fetch().respond(fetched([]));
    expect(asked(cluster.fetch())).toEqual([]);
    expect(fetcher.position('orders', 0)).toBe(10);
    await cluster.fetch().respond(fetched([{ records: storedBatch({ baseOffset: 10, values: [], lastOffset: 14 }) }]));
    expect(asked(cluster.fetch())).toEqual(['0@15']);
    expect(fetcher.take()).toBeUndefined();
    expect(fetcher.position('orders', 0)).toBe(15);
  });

  it('takes a cut last batch for what it is, and a batch that begins earlier from the offset wanted on (trap 2, 8)', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 11);
    await turn();
    const whole = storedBatch({ baseOffset: 10, values: ['a', 'b', 'c'] });
    const cut = storedBatch({ baseOffset: 13 }).subarray(0, 40);
    await cluster.fetch().respond(fetched([{ records: Buffer.concat([whole, cut]) }]));
    expect(asked(cluster.fetch())).toEqual(['0@13']);
    expect(drain(fetcher)).toEqual(['0: b c']);
  });

  it('asks for more where a broker does not send the first batch whole (trap 3)', async () => {
    const { cluster, fetcher } = engine({ maxPartitionBytes: 50 });
    fetcher.assign('orders', 0, 10);
    await turn();
    const batch = storedBatch({
      baseOffset: 10,
      values: ['a long value, longer than fifty bytes, to be sure of that'],
    });
    await cluster.fetch().respond(fetched([{ records: batch.subarray(0, 50) }]));
    expect(cluster.fetch().request.topics[0]?.partitions[0]?.partitionMaxBytes).toBe(batch.length);
    await cluster.fetch().respond(fetched([{ records: batch }]));
    expect(cluster.fetch().request.topics[0]?.partitions[0]?.partitionMaxBytes).toBe(50);
    expect(drain(fetcher)).toHaveLength(1);
  });

  it('reads over holes within batches and between them (trap 7)', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 100);
    await turn();
    // Java's own: offsets 103, 104, 170 and 5000 in one batch.
    const { hex } = readVectors('record-batches.txt').vectors.find(({ variant }) => variant === 'holes')!;
    const records = Buffer.concat([Buffer.from(hex, 'hex'), storedBatch({ baseOffset: 7_000, lastOffset: 7_009 })]);
    await cluster.fetch().respond(fetched([{ records }]));
    expect(asked(cluster.fetch())).toEqual(['0@7010']);
    expect([...fetcher.take()!].map(({ offset }) => offset)).toEqual([103, 104, 170, 5_000]);
    expect(fetcher.position('orders', 0)).toBe(5_001);
    expect([...fetcher.take()!].map(({ offset }) => offset)).toEqual([7_000]);
    expect(fetcher.position('orders', 0)).toBe(7_010);
  });

  it('hands out partitions in turn (trap 59)', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 0);
    fetcher.assign('orders', 1, 0);
    await turn();
    await cluster
      .fetch()
      .respond(
        fetched([
          { records: storedBatches({ baseOffset: 0 }, { baseOffset: 1 }, { baseOffset: 2 }) },
          { partitionIndex: 1, records: storedBatches({ baseOffset: 0 }, { baseOffset: 1 }) },
        ]),
      );
    expect(drain(fetcher)).toEqual(['0: v0', '1: v0', '0: v1', '1: v1', '0: v2']);
  });

  it('keeps the order of a partition while its batches are decompressed (trap 1)', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 0);
    await turn();
    // Incompressible enough to be decompressed off the event loop, followed by batches that are opened at once.
    const noise = Array.from({ length: 40_000 }, (_, i) => ((i * 2_654_435_761) % 0x7fff_ffff).toString(36)).join('');
    const large = storedBatch({ baseOffset: 0, values: [noise], isGzip: true });
    expect(large.length).toBeGreaterThan(16 * 1024);
    const records = Buffer.concat([large, storedBatches({ baseOffset: 1, isGzip: true }, { baseOffset: 2 })]);
    await cluster.fetch().respond(fetched([{ records }]));
    await fetcher.wait();
    const lines: string[] = [];
    while (lines.length < 3) {
      await fetcher.wait();
      lines.push(...drain(fetcher));
    }
    expect(lines).toEqual([`0: ${noise}`, '0: v1', '0: v2']);
    expect(fetcher.position('orders', 0)).toBe(3);
  });

  it('wakes everyone who waits, and nobody before there is something (trap 103)', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 0);
    let woken = 0;
    const waits = [fetcher.wait(), fetcher.wait()].map((wait) => wait.then(() => woken++));
    await turn();
    expect(woken).toBe(0);
    await cluster.fetch().respond(fetched([{ records: storedBatch({ baseOffset: 0 }) }]));
    await Promise.all(waits);
    expect(woken).toBe(2);
    await fetcher.wait();
  });

  it('gives a wait up at its limit, at the signal, and at close', async () => {
    const { cluster, fetcher } = engine();
    const late = fetcher.wait({ timeoutMs: 100 });
    const controller = new AbortController();
    const aborted = fetcher.wait({ signal: controller.signal });
    const closed = fetcher.wait();
    const results = Promise.allSettled([late, aborted, closed]);
    await cluster.clock.advance(100);
    controller.abort();
    await fetcher.close();
    const codes = (await results).map((result) => (result.status === 'rejected' ? result.reason.code : 'resolved'));
    expect(codes).toEqual(['TIMEOUT', 'ABORTED', 'CLOSED']);
    await expect(fetcher.wait()).rejects.toMatchObject({ code: 'CLOSED' });
  });

  it('leaves no timer, listener or connection behind (trap 105)', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 0);
    fetcher.assign('unknown', 0, 0);
    await turn();
    await cluster.fetch().respond(fetched([{ errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER }]));
    await fetcher.close();
    await fetcher.close();
    await turn();
    expect(cluster.clock.timers).toBe(0);
    expect(cluster.metadata.listeners).toBe(0);
    expect(cluster.connections.map(({ state }) => state)).toEqual(['closed']);
    expect(fetcher.take()).toBeUndefined();
  });
});

describe('Fetcher under transactions', () => {
  const log = storedBatches(
    { baseOffset: 0, values: ['good'], producerId: 1, isTransactional: true },
    { baseOffset: 1, values: ['bad'], producerId: 2, isTransactional: true },
    { baseOffset: 2, values: ['plain'] },
    { baseOffset: 3, marker: 'abort', producerId: 2 },
    { baseOffset: 4, marker: 'commit', producerId: 1 },
    { baseOffset: 5, values: ['good again'], producerId: 2, isTransactional: true },
    { baseOffset: 6, marker: 'commit', producerId: 2 },
  );
  const abortedTransactions = [{ producerId: 2, firstOffset: 1 }];

  it('drops aborted records and control batches, and moves past them (trap 9, 10)', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 0);
    await turn();
    await cluster.fetch().respond(fetched([{ records: log, abortedTransactions, lastStableOffset: 7 }]));
    expect(drain(fetcher)).toEqual(['0: good', '0: plain', '0: good again']);
    expect(fetcher.position('orders', 0)).toBe(7);
    expect(fetcher.endOffset('orders', 0)).toBe(7);
    expect(asked(cluster.fetch())).toEqual(['0@7']);
  });

  it('shows aborted records under read_uncommitted, whatever the broker lists (trap 13)', async () => {
    const { cluster, fetcher } = engine({ isolation: 'read_uncommitted' });
    fetcher.assign('orders', 0, 0);
    await turn();
    expect(cluster.fetch().request.isolationLevel).toBe(0);
    await cluster.fetch().respond(fetched([{ records: log, abortedTransactions }]));
    expect(drain(fetcher)).toEqual(['0: good', '0: bad', '0: plain', '0: good again']);
    expect(fetcher.endOffset('orders', 0)).toBe(1_000);
  });

  it('drops aborted records of compressed batches, and opens none of them (trap 12)', async () => {
    const { cluster, fetcher, problems } = engine();
    fetcher.assign('orders', 0, 0);
    await turn();
    // Compressed rubbish under a valid checksum: opening the aborted batch would be an error.
    const aborted = notGzip(storedBatch({ baseOffset: 1, producerId: 2, isTransactional: true, isGzip: true }));
    const records = Buffer.concat([
      storedBatch({ baseOffset: 0, values: ['good'], producerId: 1, isTransactional: true, isGzip: true }),
      aborted,
      storedBatch({ baseOffset: 2, marker: 'abort', producerId: 2 }),
      storedBatch({ baseOffset: 3, values: ['later'], producerId: 2, isTransactional: true, isGzip: true }),
    ]);
    await cluster.fetch().respond(fetched([{ records, abortedTransactions, lastStableOffset: 4 }]));
    expect(drain(fetcher)).toEqual(['0: good', '0: later']);
    expect(problems).toEqual([]);
    expect(fetcher.position('orders', 0)).toBe(4);
  });

  it('takes the list of one partition for that one alone (trap 10)', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 0);
    fetcher.assign('orders', 1, 0);
    await turn();
    await cluster.fetch().respond(
      fetched([
        { records: log, abortedTransactions, lastStableOffset: 7 },
        { partitionIndex: 1, records: log, abortedTransactions: [], lastStableOffset: 7 },
      ]),
    );
    expect(drain(fetcher).toSorted()).toEqual([
      ...['0: good', '0: good again', '0: plain'],
      ...['1: bad', '1: good', '1: good again', '1: plain'],
    ]);
  });

  it('stands where an open transaction holds the end back, whatever the high watermark (trap 6)', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 3);
    await turn();
    for (const records of [null, Buffer.alloc(0)]) {
      await cluster.fetch().respond(fetched([{ records, highWatermark: 900, lastStableOffset: 3 }]));
      expect(fetcher.position('orders', 0)).toBe(3);
      expect(fetcher.endOffset('orders', 0)).toBe(3);
    }
    await cluster.fetch().respond(fetched([{ records: storedBatch({ baseOffset: 3 }), lastStableOffset: 4 }]));
    expect(drain(fetcher)).toEqual(['0: v3']);
  });

  it('moves on where there is nothing but control batches (trap 9)', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 8);
    await turn();
    await cluster
      .fetch()
      .respond(fetched([{ records: storedBatch({ baseOffset: 8, marker: 'commit', producerId: 1 }) }]));
    expect(fetcher.take()).toBeUndefined();
    expect(fetcher.position('orders', 0)).toBe(9);
  });
});

describe('Fetcher and what is no longer wanted', () => {
  it('drops the answer for a partition that was sought meanwhile', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 0);
    await turn();
    fetcher.seek('orders', 0, 100);
    await cluster.fetch().respond(fetched([{ records: storedBatch({ baseOffset: 0 }) }]));
    expect(fetcher.take()).toBeUndefined();
    expect(asked(cluster.fetch())).toEqual(['0@100']);
  });

  it('drops the answer for the same offset when the partition was given back and taken up again', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 0);
    await turn();
    fetcher.unassign('orders', 0);
    fetcher.assign('orders', 0, 0);
    await cluster.fetch().respond(fetched([{ records: storedBatch({ baseOffset: 0 }) }]));
    expect(fetcher.take()).toBeUndefined();
    // The broker adds first and forgets then: the partition must not stand in both lists.
    expect(cluster.fetch().request.forgottenTopicsData).toEqual([]);
    await cluster.fetch().respond(fetched([{ records: storedBatch({ baseOffset: 0 }) }]));
    expect(drain(fetcher)).toEqual(['0: v0']);
  });

  it('drops what was queued of a partition that is given back, and forgets it at the broker (trap 55)', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 0);
    fetcher.assign('orders', 1, 0);
    await turn();
    await cluster.fetch().respond(fetched([{ records: storedBatch({ baseOffset: 0 }) }]));
    fetcher.unassign('orders', 0);
    expect(fetcher.take()).toBeUndefined();
    expect(fetcher.position('orders', 0)).toBeUndefined();
    await cluster.fetch().respond(fetched([]));
    const { forgottenTopicsData } = cluster.fetch().request;
    expect(forgottenTopicsData).toMatchObject([{ topicId: idOf('orders'), partitions: [0] }]);
  });

  it('holds what is queued of a paused partition, and hands it out on resume', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 0);
    fetcher.assign('orders', 1, 0);
    await turn();
    await cluster
      .fetch()
      .respond(
        fetched([
          { records: storedBatch({ baseOffset: 0 }) },
          { partitionIndex: 1, records: storedBatch({ baseOffset: 0 }) },
        ]),
      );
    fetcher.pause('orders', 0);
    expect(drain(fetcher)).toEqual(['1: v0']);
    await cluster.fetch().respond(fetched([]));
    expect(cluster.fetch().request.forgottenTopicsData).toMatchObject([{ partitions: [0] }]);
    const woken = fetcher.wait();
    fetcher.resume('orders', 0);
    await woken;
    expect(drain(fetcher)).toEqual(['0: v0']);
  });

  it('sends nothing while everything is paused, and has nothing left to run (trap 58)', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 0);
    fetcher.assign('orders', 1, 0);
    await turn();
    fetcher.pause('orders', 0);
    fetcher.pause('orders', 1);
    const waiting = fetcher.wait();
    await cluster.fetch().respond(fetched([{ records: storedBatch({ baseOffset: 0 }) }]));
    await cluster.clock.advance(10_000);
    expect(cluster.fetches).toEqual([]);
    // No timer and no immediate: whoever waits costs nothing.
    expect(cluster.clock.timers).toBe(0);
    expect(process.getActiveResourcesInfo()).not.toContain('Immediate');
    expect(fetcher.take()).toBeUndefined();
    fetcher.resume('orders', 0);
    await waiting;
    expect(cluster.fetch().request.sessionId).toBe(7);
  });
});
