import { describe, expect, it } from 'vitest';
import { codecById } from '../../../src/record/compression/codecs.ts';
import type { CompressionCodec } from '../../../src/record/compression/compression-codec.ts';
import { harness, settle, warmHarness } from './harness.ts';

const BATCH_OVERHEAD = 61;

/** A codec whose results come when the test says so: one byte for each batch. */
class HeldCodec implements CompressionCodec {
  readonly id = 5;
  readonly name = 'held';
  readonly held: ((bytes: Buffer) => void)[] = [];

  compress(): Promise<Buffer> {
    return new Promise((resolve) => this.held.push(resolve));
  }

  decompress(bytes: Buffer): Buffer {
    return bytes;
  }
}

describe('compression', () => {
  it.each(['gzip', 'snappy', 'lz4', 'zstd'] as const)('by %s says so in the attributes', async (compression) => {
    const { cluster, write } = await warmHarness({ compression });
    const value = 'again and again '.repeat(20_000);
    write(value);
    while (cluster.waiting.length === 0) await settle();
    const { header, bytes } = cluster.waiting[0]!.batches[0]!;
    const id = header.attributes & 7;
    expect(header.attributes).toBe({ gzip: 1, snappy: 2, lz4: 3, zstd: 4 }[compression]);
    const records = await codecById(id).decompress(bytes.subarray(BATCH_OVERHEAD), 1 << 20);
    expect(records.includes(value)).toBe(true);
  });

  it('keeps the order of a partition, whichever batch is done first', async () => {
    const compression = new HeldCodec();
    const { cluster, write } = await harness({ compression, lingerMs: 0 });
    cluster.respond = (request) => request.answer();
    const written = ['first', 'second', 'third'].map((name) => write(name.repeat(100)));
    while (compression.held.length === 0) await settle();
    // All three went into one batch: two more are sealed behind it.
    written.push(write('fourth'.repeat(100)));
    await settle();
    written.push(write('fifth'.repeat(100)));
    while (compression.held.length < 3) await settle();
    compression.held[2]!(Buffer.from([3]));
    compression.held[1]!(Buffer.from([2]));
    await settle();
    expect(cluster.seen).toHaveLength(0);
    compression.held[0]!(Buffer.from([1]));
    await Promise.all(written);
    const sent = cluster.seen.flatMap(({ batches }) => batches);
    expect(sent.map(({ bytes }) => bytes.at(-1))).toEqual([1, 2, 3]);
    expect(sent.map(({ header }) => header.baseSequence)).toEqual([0, 3, 4]);
  });

  it('that fails lets the batch go as it is', async () => {
    const broken: CompressionCodec = {
      id: 5,
      name: 'broken',
      compress: () => {
        throw new Error('out of memory');
      },
      decompress: (bytes) => bytes,
    };
    for (const compression of [broken, { ...broken, compress: () => Promise.reject(new Error('out of memory')) }]) {
      const { cluster, write, values } = await harness({ compression });
      write('a'.repeat(100));
      while (cluster.waiting.length === 0) await settle();
      expect(values(0)).toEqual([['a'.repeat(100)]]);
    }
  });
});

describe('zstd for a broker before Produce 7 (KIP-110)', () => {
  const failure = (written: Promise<unknown>): Promise<unknown> =>
    written.then(
      () => 'it was written',
      (error: unknown) => error,
    );

  it('is UNSUPPORTED, naming codec, version and broker, and nothing is sent (trap 21)', async () => {
    const { cluster, write } = await harness({ compression: 'zstd' });
    cluster.produceVersion = 6;
    expect(await failure(write('same'.repeat(1_000)))).toMatchObject({
      code: 'WRITE',
      errors: [
        {
          code: 'UNSUPPORTED',
          retriable: false,
          message: 'zstd needs Produce version 7; broker-1:9092 and this client share 6 at most',
        },
      ],
    });
    expect(cluster.seen).toHaveLength(0);
  });

  it('goes to a broker with it, and so does what zstd makes no smaller to any', async () => {
    const { cluster, write } = await harness({ compression: 'zstd' });
    cluster.respond = (request) => request.answer();
    cluster.produceVersion = 7;
    await write('same'.repeat(1_000));
    cluster.produceVersion = 6;
    await write('x');
    expect(cluster.seen.map(({ version, batches }) => [version, batches[0]?.header.attributes])).toEqual([
      [7, 4],
      [6, 0],
    ]);
  });

  it('leaves the writer working for the next broker', async () => {
    const { cluster, write } = await harness({ compression: 'zstd' });
    cluster.produceVersion = 6;
    await failure(write('same'.repeat(1_000)));
    cluster.produceVersion = 9;
    cluster.respond = (request) => request.answer();
    await write('same'.repeat(1_000));
    expect(cluster.seen).toHaveLength(1);
  });
});
