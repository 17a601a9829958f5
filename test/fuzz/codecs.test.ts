import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decoder } from '../../src/wire/decoder.ts';
import { Encoder } from '../../src/wire/encoder.ts';
import { type Codec, codecs, versionsOf } from '../golden/codecs.ts';
import { readable } from '../golden/java-json.ts';
import { readVectors } from '../golden/vectors.ts';
import { arbitraryDamage } from './damage.ts';
import { FUZZ_TIMEOUT_MS, runs } from './runs.ts';
import { survives } from './survives.ts';
import { arbitraryValue } from './values.ts';

const cases = codecs.map((codec) => ({ name: codec.message.name, codec }));

/** Writes a value and reads it again: it must be the same. */
function expectIdentity({ encode, decode, message }: Codec, version: number, value: unknown): void {
  const e = new Encoder(16);
  encode(e, value, version);
  const announced = e.length;
  const bytes = e.toBuffer();
  if (bytes.length !== announced) expect(bytes).toHaveLength(announced);
  const d = new Decoder(bytes);
  const read = decode(d, version);
  d.expectEnd(message.name);
  if (!isDeepStrictEqual(read, value)) expect(readable(read)).toStrictEqual(readable(value));
}

/** What can be read of bytes can be written, and is the same when it is read again. */
function survivesAndRepeats(codec: Codec, version: number, bytes: Buffer): void {
  const outcome = survives(bytes, (d) => codec.decode(d, version));
  if (outcome !== undefined) expectIdentity(codec, version, outcome.value);
}

describe.each(cases)('$name', { timeout: FUZZ_TIMEOUT_MS }, ({ codec }) => {
  const versions = versionsOf(codec.message);

  it('is read from random bytes as something or as a PROTOCOL error', () => {
    const version = fc.constantFrom(...versions);
    // Small bytes, or every length and count would be more than there is.
    const byte = fc.oneof(fc.constantFrom(0, 0, 1, 2, 3), fc.nat(255));
    fc.assert(
      fc.property(version, fc.array(byte, { maxLength: 300 }), (v, bytes) =>
        survivesAndRepeats(codec, v, Buffer.from(bytes)),
      ),
      runs(60),
    );
  });

  it('is read from damaged bytes of Java as something or as a PROTOCOL error', () => {
    const { vectors: all } = readVectors(`${codec.file}.txt`);
    const vectors = all.filter(({ message, hex }) => message === codec.message.name && hex !== 'unsupported');
    fc.assert(
      fc.property(fc.constantFrom(...vectors), arbitraryDamage, (vector, hurt) =>
        survivesAndRepeats(codec, vector.version, hurt(Buffer.from(vector.hex, 'hex'))),
      ),
      runs(150),
    );
  });

  it('is the same after it was written and read, in every version', () => {
    for (const version of versions) {
      fc.assert(
        fc.property(arbitraryValue(codec.message, version), (value) => expectIdentity(codec, version, value)),
        runs(12),
      );
    }
  });
});
