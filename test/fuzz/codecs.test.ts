import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../src/base/errors.ts';
import { Decoder } from '../../src/wire/decoder.ts';
import { Encoder } from '../../src/wire/encoder.ts';
import { type Codec, codecs, versionsOf } from '../golden/codecs.ts';
import { readable } from '../golden/java-json.ts';
import { readVectors } from '../golden/vectors.ts';
import { arbitraryDamage } from './damage.ts';
import { arbitraryValue } from './values.ts';

const cases = codecs.map((codec) => ({ name: codec.message.name, codec }));

/** Every element of an array takes a byte on the wire at least, so a message of few bytes cannot become many objects. */
function elements(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + 1 + elements(item), 0);
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return 0;
  return Object.values(value).reduce((sum: number, item) => sum + elements(item), 0);
}

/** Reads bytes that may be anything: a value in proportion to them, or a PROTOCOL error. */
function survives({ decode, message }: Codec, version: number, bytes: Buffer): void {
  const d = new Decoder(bytes);
  try {
    expect(elements(decode(d, version))).toBeLessThanOrEqual(bytes.length);
  } catch (error) {
    if (!KafkaError.is(error) || error.code !== 'PROTOCOL') throw error;
    expect(error.message).toMatch(/^malformed message: /);
  }
  if (d.pos > d.end) throw new Error(`${message.name} was read beyond its end`);
}

describe.each(cases)('$name', ({ codec }) => {
  const version = fc.constantFrom(...versionsOf(codec.message));

  it('is read from random bytes as something or as a PROTOCOL error', () => {
    fc.assert(
      fc.property(version, fc.uint8Array({ maxLength: 300 }), (v, bytes) => survives(codec, v, Buffer.from(bytes))),
      { numRuns: 200 },
    );
  });

  it('is read from damaged bytes of Java as something or as a PROTOCOL error', () => {
    const { vectors: all } = readVectors(`${codec.file}.txt`);
    const vectors = all.filter(({ message, hex }) => message === codec.message.name && hex !== 'unsupported');
    fc.assert(
      fc.property(fc.constantFrom(...vectors), arbitraryDamage, (vector, hurt) =>
        survives(codec, vector.version, hurt(Buffer.from(vector.hex, 'hex'))),
      ),
      { numRuns: 300 },
    );
  });

  it('is the same after it was written and read', () => {
    const pairs = version.chain((v) => arbitraryValue(codec.message, v).map((value) => ({ v, value })));
    fc.assert(
      fc.property(pairs, ({ v, value }) => {
        const e = new Encoder(16);
        codec.encode(e, value, v);
        const announced = e.length;
        const bytes = e.toBuffer();
        expect(bytes).toHaveLength(announced);
        const d = new Decoder(bytes);
        expect(readable(codec.decode(d, v))).toStrictEqual(readable(value));
        expect(d.remaining).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});
