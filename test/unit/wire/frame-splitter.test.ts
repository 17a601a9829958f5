import { afterEach, describe, expect, it, vi } from 'vitest';
import type { KafkaError } from '../../../src/base/errors.ts';
import { FrameSplitter } from '../../../src/wire/frame-splitter.ts';

function frame(bytes: number, fill: number): Buffer {
  const whole = Buffer.alloc(4 + bytes, fill);
  whole.writeInt32BE(bytes);
  return whole;
}

function collect(maxBytes = 1 << 24): { frames: Buffer[]; splitter: FrameSplitter } {
  const frames: Buffer[] = [];
  return { frames, splitter: new FrameSplitter(maxBytes, (bytes) => void frames.push(bytes)) };
}

const stream = Buffer.concat([frame(3, 1), frame(0, 0), frame(9, 2), frame(300, 3)]);
const contents = [Buffer.alloc(3, 1), Buffer.alloc(0), Buffer.alloc(9, 2), Buffer.alloc(300, 3)];

afterEach(() => {
  vi.restoreAllMocks();
});

describe('FrameSplitter', () => {
  it('gives the same frames wherever the stream is cut (trap 27)', () => {
    for (let cut = 0; cut <= stream.length; cut++) {
      const { frames, splitter } = collect();
      splitter.push(stream.subarray(0, cut));
      splitter.push(stream.subarray(cut));
      expect(frames).toEqual(contents);
    }
  });

  it('gives the same frames when bytes come one by one (trap 27)', () => {
    const { frames, splitter } = collect();
    for (const byte of stream) splitter.push(Uint8Array.of(byte));
    expect(frames).toEqual(contents);
  });

  it('keeps nothing of the chunks it was given', () => {
    const { frames, splitter } = collect();
    const chunk = Buffer.from(stream);
    splitter.push(chunk);
    chunk.fill(0xee);
    expect(frames).toEqual(contents);
  });

  it('grows a frame of more than a mebibyte as its bytes arrive', () => {
    const { frames, splitter } = collect();
    const large = frame(5_000_000, 7);
    for (let at = 0; at < large.length; at += 65_536) splitter.push(large.subarray(at, at + 65_536));
    expect(frames).toHaveLength(1);
    expect(frames[0]!.equals(Buffer.alloc(5_000_000, 7))).toBe(true);
  });

  it('costs little when a peer announces much and sends nothing', () => {
    const before = process.memoryUsage().arrayBuffers;
    const splitters = Array.from({ length: 100 }, () => collect(1 << 30).splitter);
    const lie = Buffer.alloc(5);
    lie.writeInt32BE(1 << 30);
    for (const splitter of splitters) splitter.push(lie);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(200 << 20);
  });

  it.each([1, 1000, 65_536, 3 << 20])(
    'allocates at most a mebibyte, or four times what has arrived, in chunks of %d',
    (bytes) => {
      const announced = 1 << 30;
      const { splitter } = collect(announced);
      let arrived = 0;
      const check = (size: number): void => {
        expect(size).toBeLessThanOrEqual(Math.max(1 << 20, 4 * arrived));
      };
      const [alloc, allocSlow] = [Buffer.allocUnsafe, Buffer.allocUnsafeSlow];
      const spies = [
        vi.spyOn(Buffer, 'allocUnsafe').mockImplementation((size) => [alloc(size), check(size)][0] as never),
        vi.spyOn(Buffer, 'allocUnsafeSlow').mockImplementation((size) => [allocSlow(size), check(size)][0] as never),
      ];
      const size = Buffer.alloc(4);
      size.writeInt32BE(announced);
      splitter.push(size);
      const chunk = Buffer.alloc(bytes, 5);
      for (let pushes = 0; pushes < 100_000 && arrived < 10 << 20; pushes++) {
        arrived += bytes;
        splitter.push(chunk);
      }
      const calls = spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
      expect(calls).toBeGreaterThan(0);
      expect(calls).toBeLessThan(6);
    },
  );

  it('says where in the stream the size stands that cannot be', () => {
    const { splitter } = collect(400);
    splitter.push(stream);
    splitter.push(Buffer.from('ff', 'hex'));
    expect(() => splitter.push(Buffer.from('ffffff', 'hex'))).toThrow(
      expect.objectContaining({ code: 'PROTOCOL', position: stream.length }),
    );
    expect(() => splitter.push(Buffer.alloc(1))).toThrow(expect.objectContaining({ position: stream.length }));
  });

  it.each(['HTTP/1.1 400 Bad Request', '\x15\x03\x01\x00\x02\x02\x46', '\x80\x00\x00\x00\x00', '\xff\xff\xff\xff\x00'])(
    'refuses %j in the same words and at the same byte wherever it is cut',
    (answer) => {
      const bytes = Buffer.concat([frame(2, 1), Buffer.from(answer, 'latin1')]);
      const thrown = (cuts: readonly number[]): string => {
        const { splitter } = collect();
        try {
          [0, ...cuts].forEach((from, index) => {
            splitter.push(bytes.subarray(from, cuts[index] ?? bytes.length));
          });
        } catch (error) {
          const { message, position } = error as KafkaError;
          return `${message} ${position}`;
        }
        return 'nothing';
      };
      const whole = thrown([]);
      expect(whole).toMatch(/ 6$/);
      for (let a = 0; a <= bytes.length; a++)
        for (let b = a; b <= bytes.length; b++) expect(thrown([a, b])).toBe(whole);
    },
  );

  it('goes on with the next frame after a callback has thrown', () => {
    const got: number[] = [];
    const splitter = new FrameSplitter(1000, (bytes) => {
      got.push(bytes.length);
      if (bytes.length === 3) throw new Error('mine');
    });
    expect(() => splitter.push(frame(3, 1))).toThrow('mine');
    splitter.push(frame(9, 2));
    expect(got).toEqual([3, 9]);
  });

  it('accepts a frame of the limit and refuses one byte more', () => {
    const { frames, splitter } = collect(9);
    splitter.push(frame(9, 1));
    expect(frames).toHaveLength(1);
    expect(() => splitter.push(frame(10, 1))).toThrow(
      expect.objectContaining({ code: 'PROTOCOL', message: 'a frame of 10 bytes is announced; 0 to 9 are accepted' }),
    );
  });

  it.each([
    ['HTTP/1.1 400 Bad Request\r\n', 'answers in HTTP'],
    ['\x15\x03\x01\x00\x02\x02\x46', 'speaks TLS'],
    ['\x16\x03\x03\x00\x7a\x02\x00', 'speaks TLS'],
    ['\x80\x00\x00\x00', 'a frame of -2147483648 bytes'],
    ['SSH-2.0-OpenSSH', 'bytes is announced'],
  ])('explains the answer %j', (answer, hint) => {
    expect(() => collect().splitter.push(Buffer.from(answer, 'latin1'))).toThrow(hint);
  });

  it('refuses in the same way whatever comes after a size that cannot be', () => {
    const { splitter } = collect();
    expect(() => splitter.push(Buffer.from('HTTP'))).toThrow('answers in HTTP');
    expect(() => splitter.push(Buffer.from('/1.1'))).toThrow('answers in HTTP');
    const negative = collect().splitter;
    expect(() => negative.push(Buffer.from('ffffffff', 'hex'))).toThrow('a frame of -1 bytes');
    expect(() => negative.push(Buffer.from('00', 'hex'))).toThrow('a frame of -1 bytes');
  });
});
