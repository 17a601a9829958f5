// Between those who read and those who fetch: nobody waits while there is something for him, whatever the order of events.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { turn } from '../../support/virtual-clock.ts';
import { engine } from './engine.ts';
import { corrupted, storedBatch, storedBatches } from './record-batches.ts';
import { fetched } from './scripted-cluster.ts';

const PARTITIONS = 3;
const partition = fc.integer({ min: 0, max: PARTITIONS - 1 });
const event = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('answer' as const), partition }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('nothing' as const), partition }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('wait' as const), partition }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('take' as const), partition }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('pause' as const), partition }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('resume' as const), partition }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('seek' as const), partition }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('give up' as const), partition }) },
);
const events = fc.array(event, { minLength: 1, maxLength: 40 });

describe('a hand-off', () => {
  it('wakes whoever waits while there is something to take, in any order of events (trap 103)', async () => {
    await fc.assert(
      fc.asyncProperty(events, fc.boolean(), async (list, isTight) => {
        const { cluster, fetcher } = engine(isTight ? { maxBytes: 400, maxPartitionBytes: 100 } : {}, PARTITIONS);
        for (let index = 0; index < PARTITIONS; index++) fetcher.assign('orders', index, 0);
        const waiting = new Set<AbortController>();
        const paused = new Set<number>();
        /** Of every partition the offset that was asked for last: what is before it has come. */
        const wanted = new Array<number>(PARTITIONS).fill(0);
        const note = () => {
          for (const { request } of cluster.fetches) {
            for (const one of request.topics[0]?.partitions ?? []) wanted[one.partition] = one.fetchOffset;
          }
        };
        await turn();
        for (const { kind, partition } of list) {
          const fetch = cluster.fetches[0];
          if (kind === 'answer' && fetch !== undefined) {
            const from = wanted[partition] as number;
            const records = storedBatches({ baseOffset: from, isGzip: from % 3 === 0 }, { baseOffset: from + 1 });
            await fetch.respond(fetched([{ partitionIndex: partition, records }]));
          } else if (kind === 'nothing' && fetch !== undefined) await fetch.respond(fetched([]));
          else if (kind === 'wait') {
            const aborter = new AbortController();
            waiting.add(aborter);
            const done = () => void waiting.delete(aborter);
            fetcher.wait({ signal: aborter.signal }).then(done, done);
          } else if (kind === 'take') fetcher.take();
          else if (kind === 'pause') {
            paused.add(partition);
            fetcher.pause('orders', partition);
          } else if (kind === 'resume') {
            paused.delete(partition);
            fetcher.resume('orders', partition);
          } else if (kind === 'seek') fetcher.seek('orders', partition, fetcher.position('orders', partition) ?? 0);
          else if (kind === 'give up') [...waiting][0]?.abort();
          await turn();
          note();
          if (waiting.size === 0) continue;
          // Somebody waits: then there is nothing, and what there may be is being asked for.
          expect(fetcher.take()).toBeUndefined();
          await turn();
          if (paused.size < PARTITIONS) expect(cluster.fetches).toHaveLength(1);
        }
        // Nothing that has come stays behind.
        for (const index of paused) fetcher.resume('orders', index);
        for (let round = 0; round < 2; round++) {
          do await turn();
          while (fetcher.take() !== undefined);
          note();
          // What is on the wire may ask for what is not wanted any more: the next one tells what is.
          await cluster.fetch().respond(fetched([]));
        }
        note();
        expect(wanted.map((_, index) => fetcher.position('orders', index))).toEqual(wanted);
        await fetcher.close();
        await turn();
        expect(waiting.size).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  it('tells those who wait of a partition that comes to where it stands still without a record (trap 103)', async () => {
    // Little room: a compressed batch is opened only when there is nothing else to hand out.
    const { cluster, fetcher, problems } = engine({ maxBytes: 100 }, 2);
    fetcher.assign('orders', 0, 0);
    fetcher.assign('orders', 1, 0);
    await turn();
    const noise = Array.from({ length: 40_000 }, (_, i) => ((i * 2_654_435_761) % 0x7fff_ffff).toString(36)).join('');
    const aborted = storedBatch({ baseOffset: 0, producerId: 1, isTransactional: true, isGzip: true });
    await cluster.fetch().respond(
      fetched([
        // Decompressed off the event loop, and of no interest when it is done: the partition is paused.
        { partitionIndex: 1, records: storedBatch({ baseOffset: 0, values: [noise], isGzip: true }) },
        {
          records: Buffer.concat([aborted, corrupted(storedBatch({ baseOffset: 1 }))]),
          abortedTransactions: [{ producerId: 1, firstOffset: 0 }],
          lastStableOffset: 2,
        },
      ]),
    );
    fetcher.pause('orders', 1);
    await fetcher.wait();
    expect(fetcher.take()).toBeUndefined();
    expect(fetcher.position('orders', 0)).toBe(1);
    expect(problems).toMatchObject([{ partition: 0, error: { code: 'CORRUPT_BATCH', offset: 1 } }]);
  });

  it('is not lost on one who waits because another gives up in the same turn (trap 103)', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 0);
    await turn();
    const aborter = new AbortController();
    const gone = fetcher.wait({ signal: aborter.signal });
    const stays = fetcher.wait();
    const answered = cluster.fetch().respond(fetched([{ records: storedBatch({ baseOffset: 0 }) }]));
    aborter.abort();
    await expect(gone).rejects.toMatchObject({ code: 'ABORTED' });
    await stays;
    await answered;
    expect(String([...fetcher.take()!][0]?.value)).toBe('v0');
  });
});
