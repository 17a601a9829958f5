import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../src/base/errors.ts';
import { FrameSplitter } from '../../src/wire/frame-splitter.ts';

describe('FrameSplitter', () => {
  it('gives the same frames however the stream is cut', () => {
    const frames = fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 12 });
    const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 });
    fc.assert(
      fc.property(frames, cuts, (contents, shares) => {
        const stream = Buffer.concat(
          contents.flatMap((bytes) => {
            const size = Buffer.alloc(4);
            size.writeInt32BE(bytes.length);
            return [size, bytes];
          }),
        );
        const got: Buffer[] = [];
        const splitter = new FrameSplitter(4000, (frame) => void got.push(frame));
        const places = [
          0,
          ...shares.map((share) => Math.round(share * stream.length)).sort((a, b) => a - b),
          stream.length,
        ];
        places.slice(1).forEach((end, index) => {
          splitter.push(stream.subarray(places[index], end));
        });
        expect(got).toEqual(contents.map((bytes) => Buffer.from(bytes)));
      }),
    );
  });

  it('takes any stream: frames within the limit, then perhaps a PROTOCOL error', () => {
    // Small first bytes, or no announced size would ever be possible.
    const bytes = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 255 })), { maxLength: 400 });
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 5 }), (chunks) => {
        const splitter = new FrameSplitter(300, (frame) => expect(frame.length).toBeLessThanOrEqual(300));
        for (const chunk of chunks) {
          try {
            splitter.push(Uint8Array.from(chunk));
          } catch (error) {
            if (!KafkaError.is(error) || error.code !== 'PROTOCOL') throw error;
          }
        }
      }),
    );
  });
});
