import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../src/base/errors.ts';
import { ControlType } from '../../src/record/control-record.ts';
import { walkBatches } from '../../src/record/read-batches.ts';
import { judgeMadeBatches } from '../conformance/judge-batches.ts';
import { invertBit } from '../conformance/tally.ts';
import { comparable, type JavaBatch, parseBatches, readAll, writeAgain } from './java-batches.ts';
import { readVectors } from './vectors.ts';

const vectors = readVectors('record-batches.txt').vectors.map(({ version, variant, hex, json }) => ({
  name: `${variant} of magic ${version}`,
  bytes: Buffer.from(hex, 'hex'),
  json,
  batches: parseBatches(json),
}));
const all = vectors.flatMap(({ batches }) => batches);

function vectorOf(name: string): (typeof vectors)[number] {
  return vectors.find((vector) => vector.name === name)!;
}

describe('the vectors', () => {
  it('have every format with every codec and every kind of time', () => {
    const found = new Set(all.map((batch) => `${batch.magic} ${batch.compression} ${batch.logAppendTime}`));
    const codecs = ['none', 'gzip', 'snappy', 'lz4'];
    expect([...found].sort()).toEqual(
      [
        ...codecs.flatMap((codec) => [`0 ${codec} false`, `1 ${codec} false`, `1 ${codec} true`]),
        ...[...codecs, 'zstd'].flatMap((codec) => [`2 ${codec} false`, `2 ${codec} true`]),
      ].sort(),
    );
  });

  it('have every kind of control record', () => {
    const records = all.filter(({ control }) => control).flatMap((batch) => batch.records);
    const found = records.map(({ control }) => String(control?.['type']).replaceAll('-', '').toLowerCase());
    expect([...new Set(found)].sort()).toEqual(
      Object.keys(ControlType)
        .map((name) => name.toLowerCase())
        .sort(),
    );
  });

  it('have batches of idempotent and of transactional producers', () => {
    expect(all.some(({ producerId, transactional }) => producerId >= 0 && !transactional)).toBe(true);
    expect(all.some(({ control, transactional }) => transactional && !control)).toBe(true);
  });
});

describe.each(vectors)('Java’s $name', ({ bytes, batches }) => {
  it('is read as Java reads it', async () => {
    expect(comparable(await readAll(bytes))).toStrictEqual(comparable(batches));
  });

  it('ends the walk, without an error, wherever a broker cuts it short (KIP-74)', async () => {
    const last = bytes.length - batches.at(-1)!.sizeInBytes;
    const step = Math.ceil((bytes.length - last) / 200);
    const before = [...walkBatches(bytes.subarray(0, last))].length;
    for (let length = last; length < bytes.length; length += step) {
      expect([...walkBatches(bytes.subarray(0, length))], `${length} bytes`).toHaveLength(before);
    }
    expect(comparable(await readAll(bytes.subarray(0, -1)))).toStrictEqual(comparable(batches.slice(0, -1)));
  });
});

describe('our writers', () => {
  const written = vectors.filter(({ batches }) => batches.every(isWritten));

  it('are compared with Java in every format', () => {
    expect(written.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'none-null-and-empty of magic 0',
        'none-holes of magic 0',
        'none-many of magic 1',
        'none-log-append-time of magic 1',
        'none-headers of magic 2',
        'timestamps of magic 2',
        'transactional of magic 2',
        'control-commit of magic 2',
        'control-voters of magic 2',
      ]),
    );
  });

  it.each(written)('make $name as Java does, byte for byte', async ({ bytes, batches }) => {
    const pieces = await Promise.all(batches.map((batch) => writeAgain(batch)));
    expect(Buffer.concat(pieces as Buffer[]).toString('hex')).toBe(bytes.toString('hex'));
  });

  /** In magic 2 the producer's times of a stamped batch do not show, so they cannot be written again. */
  function isWritten(batch: JavaBatch): boolean {
    const hidden = batch.magic === 2 && batch.logAppendTime;
    return batch.compression === 'none' && !hidden && writeAgain(batch) !== undefined;
  }
});

describe('a damaged batch', () => {
  it.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'])(
    'of magic 2, %s, is refused whichever byte under the checksum is wrong',
    async (codec) => {
      const { bytes } = vectorOf(`${codec}-headers of magic 2`);
      for (let at = 17; at < bytes.length; at++) {
        const damaged = Buffer.from(bytes);
        damaged[at]! ^= 0x11;
        const thrown = await readAll(damaged).catch((error: unknown) => error);
        expect(KafkaError.is(thrown) && thrown.code, `byte ${at}`).toBe('CORRUPT_BATCH');
      }
    },
  );

  it.each([
    ...['none', 'gzip', 'snappy', 'lz4'].flatMap((codec) => [`${codec}-one of magic 0`, `${codec}-one of magic 1`]),
    ...['none', 'zstd'].map((codec) => `${codec}-headers of magic 2`),
    'two-batches of magic 2',
    'control-leader-change of magic 2',
  ])('is noticed by the comparison with Java, whichever bit of %s is inverted', async (name) => {
    const { bytes, json } = vectorOf(name);
    expect(await judgeMadeBatches(bytes, json)).toBeUndefined();
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const damaged = Buffer.from(invertBit(bytes.toString('hex'), bit), 'hex');
      expect(await judgeMadeBatches(damaged, json), `bit ${bit}`).toBeDefined();
    }
  });
});
