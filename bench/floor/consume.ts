// The consume floor: one frame, one buffer; batch headers and records walked with a cursor; CRC-32C checked; each
// value sliced. One socket, one fetch of all partitions always on the wire.
import { crc32c } from '@node-rs/crc32';
import type { ConsumeRun, Job, Seen } from '../adapter.ts';
import { connect, int32, int64, readFrames, request, text } from './protocol.ts';

const FETCH = 1;
const VERSION = 4;
const PARTITION_BYTES = 4 * 1024 * 1024;

interface Progress {
  records: number;
  bytes: number;
  firstAt: number;
}

/** The offset to fetch next, from the batch headers alone, so that the next fetch leaves before the records are walked. */
function nextOffset(frame: Buffer, start: number, end: number, offset: number): number {
  let next = offset;
  for (let at = start; end - at >= 61; ) {
    const batchEnd = at + 12 + frame.readInt32BE(at + 8);
    if (batchEnd > end) break;
    next = frame.readInt32BE(at) * 0x1_0000_0000 + frame.readUInt32BE(at + 4) + frame.readInt32BE(at + 23) + 1;
    at = batchEnd;
  }
  return next;
}

/** Walks the records of one partition from `offset` on. */
function walk(frame: Buffer, start: number, end: number, offset: number, seen: Progress): void {
  let at = start;
  while (end - at >= 61) {
    const batchEnd = at + 12 + frame.readInt32BE(at + 8);
    if (batchEnd > end) break;
    if (crc32c(frame.subarray(at + 21, batchEnd)) !== frame.readUInt32BE(at + 17)) throw new Error('CRC differs');
    const base = frame.readInt32BE(at) * 0x1_0000_0000 + frame.readUInt32BE(at + 4);
    let pos = at + 61;
    const varint = (): number => {
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = frame[pos++]!;
        value |= (byte & 0x7f) << shift;
        if (byte < 0x80) return (value >>> 1) ^ -(value & 1);
      }
    };
    for (let count = frame.readInt32BE(at + 57); count > 0; count--) {
      const recordEnd = varint() + pos;
      pos++;
      varint();
      const recordOffset = base + varint();
      const keyLength = varint();
      if (keyLength > 0) pos += keyLength;
      const valueLength = varint();
      if (recordOffset >= offset) {
        seen.bytes += frame.subarray(pos, pos + valueLength).length;
        seen.records++;
      }
      pos = recordEnd;
    }
    at = batchEnd;
  }
}

export async function prepareConsume(job: Job): Promise<ConsumeRun> {
  const socket = await connect(job.brokers[0]!);
  const head = Buffer.concat([int32(-1), int32(500), int32(1), int32(50 * 1024 * 1024), Buffer.from([0])]);
  const offsets = new Array<number>(job.partitions).fill(0);
  let correlation = 0;
  const fetch = (): void => {
    const parts = offsets.map((offset, index) => Buffer.concat([int32(index), int64(offset), int32(PARTITION_BYTES)]));
    const topics = [int32(1), text(job.topic), int32(job.partitions), ...parts];
    socket.write(Buffer.concat(request(FETCH, VERSION, correlation++, [head, ...topics])));
  };
  return {
    run: (records) =>
      new Promise<Seen>((resolve, reject) => {
        const seen: Progress = { records: 0, bytes: 0, firstAt: 0 };
        readFrames(socket, (frame) => {
          seen.firstAt ||= performance.now();
          try {
            let pos = 4 + 4 + 4;
            pos += 2 + frame.readInt16BE(pos);
            const spans: { index: number; start: number; end: number }[] = [];
            const partitions = frame.readInt32BE(pos);
            pos += 4;
            for (let i = 0; i < partitions; i++) {
              const index = frame.readInt32BE(pos);
              if (frame.readInt16BE(pos + 4) !== 0)
                throw new Error(`fetch answered with error ${frame.readInt16BE(pos + 4)}`);
              pos += 4 + 2 + 8 + 8;
              pos += 4 + Math.max(0, frame.readInt32BE(pos)) * 16;
              const length = Math.max(0, frame.readInt32BE(pos));
              spans.push({ index, start: pos + 4, end: pos + 4 + length });
              pos += 4 + length;
            }
            const from = spans.map(({ index }) => offsets[index]!);
            spans.forEach(({ index, start, end }, i) => {
              offsets[index] = nextOffset(frame, start, end, from[i]!);
            });
            // Without holes in the log the offsets count the records, so the last fetch is known beforehand.
            if (offsets.reduce((sum, offset) => sum + offset, 0) < records) fetch();
            spans.forEach(({ start, end }, i) => {
              walk(frame, start, end, from[i]!, seen);
            });
            if (seen.records >= records) resolve(seen);
          } catch (error) {
            reject(error);
          }
        });
        fetch();
      }),
    close: async () => {
      socket.destroy();
    },
  };
}
