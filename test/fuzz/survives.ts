// Reads bytes that may be anything, and checks what must hold whatever they are.
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { KafkaError } from '../../src/base/errors.ts';
import { Decoder } from '../../src/wire/decoder.ts';

/** No input of the fuzzers is larger than some kilobytes: whatever takes this long is on its way to a hang. */
const LONG_MS = 1_000;

type Outcome = { readonly value: unknown } | { readonly message: string; readonly position: number | undefined };

function read(d: Decoder, decode: (d: Decoder) => unknown): Outcome {
  const before = performance.now();
  try {
    return { value: decode(d) };
  } catch (error) {
    if (!KafkaError.is(error) || error.code !== 'PROTOCOL') throw error;
    return { message: error.message, position: error.position };
  } finally {
    // Plain comparisons: an `expect` takes longer than what it would look at here.
    const ms = performance.now() - before;
    if (ms > LONG_MS) expect.unreachable(`took ${ms} ms`);
    if (d.pos > d.end) expect.unreachable('read beyond the end');
  }
}

/** Every element of an array takes a byte on the wire at least, so a message of few bytes cannot become many objects. */
function elements(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + 1 + elements(item), 0);
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return 0;
  return Object.values(value).reduce((sum: number, item) => sum + elements(item), 0);
}

/**
 * Reads the bytes: a value in proportion to them, which is returned, or a PROTOCOL error that says where. Then reads them
 * again in the middle of a larger buffer, with other bytes around them each time: nothing may depend on those.
 */
export function survives(bytes: Buffer, decode: (d: Decoder) => unknown): { readonly value: unknown } | undefined {
  const outcome = read(new Decoder(bytes), decode);
  for (const around of [0x01, 0xff]) {
    const guarded = Buffer.concat([Buffer.alloc(5, around), bytes, Buffer.alloc(300, around)]);
    const again = read(new Decoder(guarded, 5, 5 + bytes.length), decode);
    if (!isDeepStrictEqual(again, outcome)) expect(again, `among bytes ${around}`).toStrictEqual(outcome);
  }
  if ('value' in outcome) {
    if (elements(outcome.value) > bytes.length) expect.unreachable(`${elements(outcome.value)} elements`);
    return outcome;
  }
  const { message, position = -1 } = outcome;
  if (!message.startsWith('malformed message: ')) expect(message).toBe('malformed message: ...');
  if (!(position >= 0 && position <= bytes.length)) expect.unreachable(`${message}: at ${position} of ${bytes.length}`);
  return undefined;
}
