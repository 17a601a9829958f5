import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../src/base/errors.ts';
import { decodeRequestFrameHeader, decodeResponseFrame } from '../../src/protocol/frame.ts';
import type { Decoder } from '../../src/wire/decoder.ts';
import { FrameSplitter } from '../../src/wire/frame-splitter.ts';
import { apis } from '../support/all-apis.ts';
import { FUZZ_TIMEOUT_MS, runs } from './runs.ts';
import { survives } from './survives.ts';

/** A stream of frames with these contents. */
function streamOf(contents: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    contents.flatMap((bytes) => {
      const size = Buffer.alloc(4);
      size.writeInt32BE(bytes.length);
      return [size, bytes];
    }),
  );
}

/** The frames of a stream that arrives in the pieces between `cuts`; each piece is overwritten once it was taken. */
function split(stream: Buffer, cuts: readonly number[], maxBytes: number): Buffer[] {
  const got: Buffer[] = [];
  const splitter = new FrameSplitter(maxBytes, (frame) => void got.push(frame));
  [0, ...cuts].forEach((from, index) => {
    const chunk = Buffer.from(stream.subarray(from, cuts[index] ?? stream.length));
    splitter.push(chunk);
    chunk.fill(0xee);
  });
  return got;
}

/** Compares natively: `toEqual` takes a second for a megabyte. */
function expectFrames(got: readonly Buffer[], contents: readonly Uint8Array[]): void {
  expect(got.map(({ length }) => length)).toEqual(contents.map(({ length }) => length));
  const wrong = got.findIndex((frame, index) => !frame.equals(contents[index]!));
  expect(wrong, 'the frame that differs').toBe(-1);
}

describe('FrameSplitter', { timeout: FUZZ_TIMEOUT_MS }, () => {
  it('gives the same frames at every two cuts of a stream', () => {
    const contents = [1, 0, 0, 5, 2, 16].map((length, index) => Buffer.alloc(length, index + 1));
    const stream = streamOf(contents);
    for (let a = 0; a <= stream.length; a++) {
      for (let b = a; b <= stream.length; b++) expectFrames(split(stream, [a, b], 16), contents);
    }
  });

  it('gives the same frames in pieces of every size', () => {
    const contents = [300, 0, 7, 1000, 64].map((length, index) => Buffer.alloc(length, index + 1));
    const stream = streamOf(contents);
    for (let size = 1; size <= stream.length; size++) {
      const cuts = Array.from({ length: Math.floor(stream.length / size) }, (_, index) => (index + 1) * size);
      expectFrames(split(stream, cuts, 1000), contents);
    }
  });

  it('gives the same frames however the stream is cut', () => {
    const frames = fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 12 });
    const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 });
    fc.assert(
      fc.property(frames, shares, (contents, where) => {
        const stream = streamOf(contents);
        const cuts = where.map((share) => Math.round(share * stream.length)).sort((a, b) => a - b);
        expectFrames(split(stream, cuts, 4000), contents);
      }),
      runs(100),
    );
  });

  it('gives the same large frames however the stream is cut', () => {
    const frames = fc.array(fc.nat(5 << 20), { minLength: 1, maxLength: 2 });
    const sizes = fc.array(fc.integer({ min: 1, max: 2 << 20 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(frames, sizes, (lengths, steps) => {
        const contents = lengths.map((length, index) => Buffer.alloc(length, `frame ${index} of ${length};`));
        const stream = streamOf(contents);
        let at = 0;
        const cuts = steps.map((step) => (at = Math.min(stream.length, at + step)));
        expectFrames(split(stream, cuts, 5 << 20), contents);
      }),
      runs(5),
    );
  });

  it('takes any stream: frames within the limit, then perhaps a PROTOCOL error, which stays', () => {
    // Small first bytes, or no announced size would ever be possible.
    const bytes = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 255 })), { maxLength: 400 });
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 5 }), (chunks) => {
        const splitter = new FrameSplitter(300, (frame) => expect(frame.length).toBeLessThanOrEqual(300));
        let refused: string | undefined;
        for (const chunk of chunks) {
          try {
            splitter.push(Uint8Array.from(chunk));
            if (chunk.length > 0) expect(refused).toBeUndefined();
          } catch (error) {
            if (!KafkaError.is(error) || error.code !== 'PROTOCOL') throw error;
            const said = `${error.message} at ${error.position}`;
            expect(said).toBe(refused ?? said);
            refused = said;
          }
        }
      }),
      runs(200),
    );
  });
});

describe('frames', { timeout: FUZZ_TIMEOUT_MS }, () => {
  const bytes = fc.array(fc.oneof(fc.constantFrom(0, 0, 1, 2, 3), fc.nat(255)), { maxLength: 200 });

  it('of requests are read from random bytes as a header or as a PROTOCOL error', () => {
    const find = (key: number) => apis.find((api) => api.key === key);
    const head = fc.tuple(fc.constantFrom(...apis), fc.integer({ min: -1, max: 20 })).map(([{ key }, version]) => {
      const start = Buffer.alloc(4);
      start.writeInt16BE(key, 0);
      start.writeInt16BE(version, 2);
      return start;
    });
    const decode = (d: Decoder): unknown => decodeRequestFrameHeader(d, find);
    fc.assert(
      fc.property(fc.option(head), bytes, (start, rest) => {
        survives(Buffer.concat([start ?? Buffer.alloc(0), Buffer.from(rest)]), decode);
      }),
      runs(2_000),
    );
  });

  it('of responses are read from random bytes as a response or as a PROTOCOL error', () => {
    fc.assert(
      fc.property(fc.constantFrom(...apis), fc.nat(), bytes, (api, draw, random) => {
        const version = api.minVersion + (draw % (api.maxVersion - api.minVersion + 1));
        const frame = Buffer.from(random);
        try {
          decodeResponseFrame(api as never, version, frame);
        } catch (error) {
          if (!KafkaError.is(error) || error.code !== 'PROTOCOL') throw error;
          expect(error.position).toBeLessThanOrEqual(frame.length);
        }
      }),
      runs(2_000),
    );
  });
});
