import { describe, expect, it } from 'vitest';
import type { SendRequest } from '../../../src/client/conn-request.ts';
import { encodeMessages, produceBatch } from '../../../src/client/conn-write.ts';
import { codecOf } from '../../../src/record/compression/codecs.ts';

const target = { topic: 'orders', partition: 0 };
const messages = [{ value: 'same'.repeat(1_000) }];

/** A broker with one version of Produce, which answers nothing. */
const withVersion =
  (version: number): SendRequest =>
  async (_, build) => {
    build(version);
    throw new Error('sent');
  };

describe('a batch of a Conn', () => {
  it('with zstd is UNSUPPORTED for a broker before Produce 7 (KIP-110)', async () => {
    const batch = await encodeMessages(messages, codecOf('zstd'), 0);
    expect(batch.codecId).toBe(4);
    await expect(produceBatch(withVersion(6), target, batch, 'all', 1_000)).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: 'zstd needs Produce version 7; the broker and this client share 6 at most',
    });
    await expect(produceBatch(withVersion(7), target, batch, 'all', 1_000)).rejects.toThrow('sent');
  });

  it('with another codec goes to any', async () => {
    for (const compression of ['none', 'gzip', 'snappy', 'lz4'] as const) {
      const batch = await encodeMessages(messages, codecOf(compression), 0);
      await expect(produceBatch(withVersion(3), target, batch, 'all', 1_000)).rejects.toThrow('sent');
    }
  });
});
