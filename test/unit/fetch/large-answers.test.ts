// Answers with very many batches: what is done for each of them uses no stack of those before.
import { describe, expect, it } from 'vitest';
import { placeBatch } from '../../../src/record/batch-header.ts';
import { turn } from '../../support/virtual-clock.ts';
import { engine } from './engine.ts';
import { storedBatch } from './record-batches.ts';
import { fetched } from './scripted-cluster.ts';

const MANY = 20_000;

/** Copies of one batch of one record, at offsets 0, 1, 2 ... */
function copies(batch: Buffer): Buffer {
  const all = Buffer.alloc(batch.length * MANY, batch);
  // The checksum does not cover the offset.
  for (let i = 0; i < MANY; i++) placeBatch(all.subarray(i * batch.length), i, 0);
  return all;
}

describe('Fetcher and an answer of many batches', () => {
  it.each([
    ['plain', storedBatch({ baseOffset: 0 }), MANY],
    ['compressed', storedBatch({ baseOffset: 0, isGzip: true }), MANY],
    ['empty', storedBatch({ baseOffset: 0, values: [], lastOffset: 0 }), 0],
    ['control', storedBatch({ baseOffset: 0, marker: 'commit', producerId: 1 }), 0],
  ])('takes any number of %s ones (trap 101)', async (_, batch, count) => {
    const { cluster, fetcher, problems } = engine();
    fetcher.assign('orders', 0, 0);
    await turn();
    await cluster.fetch().respond(fetched([{ records: copies(batch) }]));
    let handedOut = 0;
    while (fetcher.take() !== undefined) handedOut++;
    expect(problems).toEqual([]);
    expect(fetcher.position('orders', 0)).toBe(MANY);
    expect(handedOut).toBeGreaterThanOrEqual(count);
  });

  it('can drop them all at once (trap 101)', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 0);
    await turn();
    await cluster.fetch().respond(fetched([{ records: copies(storedBatch({ baseOffset: 0 })) }]));
    fetcher.seek('orders', 0, 7);
    expect(fetcher.take()).toBeUndefined();
    expect(fetcher.position('orders', 0)).toBe(7);
  });
});
