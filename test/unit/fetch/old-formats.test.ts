// Logs whose records are from before Kafka 0.11: message sets of magic 0 and 1.
import { describe, expect, it } from 'vitest';
import { buildMessageSet, type MessageSetOptions } from '../../../src/record/message-set.ts';
import { turn } from '../../support/virtual-clock.ts';
import { drain, type Engine, engine } from './engine.ts';
import { storedBatch } from './record-batches.ts';
import { asked, fetched } from './scripted-cluster.ts';

/** `count` messages from `baseOffset` on, whose values tell their offsets. */
function set(baseOffset: number, count: number, options: Partial<MessageSetOptions> = {}): Promise<Buffer> {
  const messages = Array.from({ length: count }, (_, index) => ({ value: `v${baseOffset + index}` }));
  return buildMessageSet(messages, { magic: 1, baseOffset, ...options });
}

/** An engine that reads `orders` 0 from `offset` and was answered with these bytes. */
async function read(bytes: Buffer, offset = 0, settings: Parameters<typeof engine>[0] = {}): Promise<Engine> {
  const made = engine(settings);
  made.fetcher.assign('orders', 0, offset);
  await turn();
  await made.cluster.fetch().respond(fetched([{ records: bytes, abortedTransactions: [] }]));
  await turn();
  return made;
}

describe('a partition whose log is of several formats', () => {
  it('is read through them in order, and goes on behind the last one (trap 1, 4)', async () => {
    const log = Buffer.concat([
      await set(0, 2, { magic: 0 }),
      await set(2, 3, { magic: 0, compression: 'gzip' }),
      await set(5, 2),
      await set(7, 3, { compression: 'snappy' }),
      storedBatch({ baseOffset: 10, values: ['v10', 'v11'] }),
    ]);
    const { cluster, fetcher, problems } = await read(log);
    expect(drain(fetcher)).toEqual(['0: v0 v1', '0: v2 v3 v4', '0: v5 v6', '0: v7 v8 v9', '0: v10 v11']);
    expect(problems).toEqual([]);
    expect(asked(cluster.fetch())).toContain('0@12');
  });

  it('is read from the middle of a plain run and of a compressed set on (trap 8)', async () => {
    for (const compression of ['none', 'gzip'] as const) {
      const { fetcher } = await read(await set(10, 5, { compression }), 13);
      expect(drain(fetcher)).toEqual(['0: v13 v14']);
    }
  });

  it('is never stuck before a set that ends below the offset wanted', async () => {
    const log = Buffer.concat([await set(0, 3, { compression: 'gzip' }), await set(3, 2)]);
    const { fetcher } = await read(log, 4);
    expect(drain(fetcher)).toEqual(['0: v4']);
  });

  it('is asked for again where its last set was cut short (trap 2)', async () => {
    const first = await set(0, 2);
    const second = await set(2, 3, { compression: 'gzip' });
    const { cluster, fetcher, problems } = await read(Buffer.concat([first, second.subarray(0, -1)]));
    expect(drain(fetcher)).toEqual(['0: v0 v1']);
    expect(problems).toEqual([]);
    expect(asked(cluster.fetch())).toContain('0@2');
  });

  it('is asked for with more bytes where not one set came whole, as brokers before KIP-74 send them (trap 3)', async () => {
    const whole = await set(0, 300, { compression: 'gzip' });
    const { cluster } = await read(whole.subarray(0, 100), 0, { maxPartitionBytes: 100 });
    expect(cluster.fetch().request.topics[0]?.partitions[0]?.partitionMaxBytes).toBe(whole.length);
  });
});

describe('a damaged message', () => {
  it('costs those around it nothing: reading stands at it, and goes on behind it (trap 20)', async () => {
    const log = await set(0, 5);
    log[2 * (log.length / 5) + 20]! ^= 1;
    const { cluster, fetcher, problems } = await read(log);
    expect(drain(fetcher)).toEqual(['0: v0 v1']);
    expect(problems).toMatchObject([{ error: { code: 'CORRUPT_BATCH', offset: 2, lastOffset: 2, position: 12 } }]);
    expect(fetcher.position('orders', 0)).toBe(2);
    // What was asked for behind it before it was opened.
    await cluster.fetch().respond(fetched([]));
    fetcher.seek('orders', 0, 3);
    await turn();
    await cluster.fetch().respond(fetched([{ records: log.subarray(3 * (log.length / 5)) }]));
    expect(drain(fetcher)).toEqual(['0: v3 v4']);
  });

  it('is told where a compressed set begins and ends, although it says only its end (trap 20)', async () => {
    const bad = await set(3, 4, { compression: 'gzip' });
    bad[bad.length - 1]! ^= 1;
    const { fetcher, problems } = await read(Buffer.concat([await set(0, 3), bad, await set(7, 1)]));
    expect(drain(fetcher)).toEqual(['0: v0 v1 v2']);
    expect(problems).toMatchObject([{ error: { code: 'CORRUPT_BATCH', offset: 3, lastOffset: 6 } }]);
    expect(fetcher.position('orders', 0)).toBe(3);
  });

  it('is read as it stands where checksums are not checked, in every format (trap 20)', async () => {
    const old = await set(0, 1);
    old[12]! ^= 1;
    const batch = storedBatch({ baseOffset: 1 });
    batch[17]! ^= 1;
    const { fetcher, problems } = await read(Buffer.concat([old, batch]), 0, { checkCrcs: false });
    expect(drain(fetcher)).toEqual(['0: v0', '0: v1']);
    expect(problems).toEqual([]);
  });

  it('never lets offsets go back', async () => {
    const log = Buffer.concat([await set(5, 2), await set(3, 1)]);
    const { fetcher, problems } = await read(log, 5);
    expect(drain(fetcher)).toEqual(['0: v5 v6']);
    expect(problems).toMatchObject([{ error: { code: 'CORRUPT_BATCH', offset: 7 } }]);
  });
});

it('transactions end nothing in a set of before there were any, whatever its bits (trap 10)', async () => {
  const made = engine();
  made.fetcher.assign('orders', 0, 0);
  await turn();
  const records = await set(0, 2, { compression: 'gzip' });
  const abortedTransactions = [{ producerId: -1, firstOffset: 0 }];
  await made.cluster.fetch().respond(fetched([{ records, abortedTransactions }]));
  expect(drain(made.fetcher)).toEqual(['0: v0 v1']);
});
