// Judges one message against what Java's class made of it. Pure. Owns: what "the same" means for messages.
import { KafkaError } from '../../src/base/errors.ts';
import { Decoder } from '../../src/wire/decoder.ts';
import { Encoder } from '../../src/wire/encoder.ts';
import type { Codec } from '../golden/codecs.ts';
import { expectedValue, readable } from '../golden/java-json.ts';
import { differentBytes, differentValue } from './compare.ts';

/** An instance that Java made; bytes as hex. */
export interface MadeMessage {
  readonly whole: string;
  /** The same without tags that this version does not know: we pass over those, so we cannot write them again. */
  readonly known: string;
  readonly json: string;
}

/** Our decoder must give Java's values, our encoder Java's bytes. The fault in words, or undefined. */
export function judgeMade(codec: Codec, version: number, made: MadeMessage): string | undefined {
  return orThrown(() => {
    const d = new Decoder(Buffer.from(made.whole, 'hex'));
    const value = codec.decode(d, version);
    d.expectEnd(codec.message.name);
    const expected = expectedValue(codec.message, JSON.parse(made.json));
    const values = differentValue(readable(value), expected);
    if (values !== undefined) return `decoded: ${values}`;
    const bytes = differentBytes(encoded(codec, version, value), made.known);
    return bytes === undefined ? undefined : `encoded: ${bytes}`;
  });
}

/**
 * A message of the newest version, written in another one: the same bytes as Java, or refused like there. The fault in
 * words, or undefined.
 */
export function judgeOlder(codec: Codec, version: number, newest: string, java: string): string | undefined {
  return orThrown(() => {
    const value = codec.decode(new Decoder(Buffer.from(newest, 'hex')), codec.message.versions.last);
    const ours = encodedOrRefused(codec, version, value);
    if (ours === java) return undefined;
    if (ours === REFUSED || java === REFUSED) return `written by ${ours === REFUSED ? 'Java' : 'us'} alone`;
    return `written: ${differentBytes(ours, java)}`;
  });
}

const REFUSED = 'refused';

function encodedOrRefused(codec: Codec, version: number, value: unknown): string {
  try {
    return encoded(codec, version, value);
  } catch (error) {
    if (KafkaError.is(error) && error.code === 'UNSUPPORTED') return REFUSED;
    throw error;
  }
}

/** What Java's class read from our bytes, `{json}`, and wrote again, `{hex}`, must be our value and our bytes. */
export function judgeOurs(
  codec: Codec,
  value: unknown,
  ours: string,
  java: { readonly hex: string; readonly json: string },
): string | undefined {
  return orThrown(() => {
    const bytes = differentBytes(ours, java.hex);
    if (bytes !== undefined) return `written again by Java: ${bytes}`;
    const values = differentValue(readable(value), expectedValue(codec.message, JSON.parse(java.json)));
    return values === undefined ? undefined : `read by Java: ${values}`;
  });
}

/** A value as the bytes of our encoder, in hex. */
export function encoded(codec: Codec, version: number, value: unknown): string {
  const e = new Encoder(16);
  codec.encode(e, value, version);
  return e.toBuffer().toString('hex');
}

/** An exception is a fault like any other. */
export function orThrown(judge: () => string | undefined): string | undefined {
  try {
    return judge();
  } catch (error) {
    return `thrown: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
  }
}
