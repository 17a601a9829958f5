// The produce floor: records encoded straight into a growing buffer, CRC-32C, five requests in flight, one socket.
import { crc32c } from '@node-rs/crc32';
import type { Job, ProduceRun } from '../adapter.ts';
import { MessageMaker } from '../values.ts';
import { connect, int16, int32, readFrames, request, text } from './protocol.ts';

const PRODUCE = 0;
const VERSION = 7;
const IN_FLIGHT = 5;
const BATCH_BYTES = 1_000_000;
const HEADER_BYTES = 61;

/** Encodes up to `count` records into a new batch; returns the batch and how many fitted. */
function encodeBatch(
  buffer: Buffer,
  maker: MessageMaker,
  valueBytes: number,
  count: number,
): { batch: Buffer; records: number } {
  let pos = HEADER_BYTES;
  let records = 0;
  const varint = (signed: number): void => {
    let rest = ((signed << 1) ^ (signed >> 31)) >>> 0;
    while (rest > 0x7f) {
      buffer[pos++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    buffer[pos++] = rest;
  };
  const size = (delta: number): number => (delta < 64 ? 1 : delta < 8192 ? 2 : 3);
  while (records < count && pos + valueBytes + 20 < BATCH_BYTES) {
    const value = maker.value();
    varint(1 + 1 + size(records) + 1 + size(value.length) + value.length + 1);
    buffer[pos++] = 0;
    buffer[pos++] = 0;
    varint(records);
    varint(-1);
    varint(value.length);
    buffer.set(value, pos);
    pos += value.length;
    buffer[pos++] = 0;
    records++;
  }
  const now = BigInt(Date.now());
  buffer.writeBigInt64BE(0n, 0);
  buffer.writeInt32BE(pos - 12, 8);
  buffer.writeInt32BE(-1, 12);
  buffer[16] = 2;
  buffer.writeInt16BE(0, 21);
  buffer.writeInt32BE(records - 1, 23);
  buffer.writeBigInt64BE(now, 27);
  buffer.writeBigInt64BE(now, 35);
  buffer.writeBigInt64BE(-1n, 43);
  buffer.writeInt16BE(-1, 51);
  buffer.writeInt32BE(-1, 53);
  buffer.writeInt32BE(records, 57);
  buffer.writeUInt32BE(crc32c(buffer.subarray(21, pos)), 17);
  return { batch: buffer.subarray(0, pos), records };
}

export async function prepareProduce(job: Job): Promise<ProduceRun> {
  const socket = await connect(job.brokers[0]!);
  const maker = new MessageMaker(job.valueBytes);
  let onAnswer: (frame: Buffer) => void = () => {};
  readFrames(socket, (frame) => onAnswer(frame));
  const head = Buffer.concat([int16(-1), int16(-1), int32(30_000), int32(1), text(job.topic), int32(1)]);
  // The error code of the one partition: after correlation id, array length, topic, array length and partition.
  const errorAt = 4 + 4 + 2 + Buffer.byteLength(job.topic) + 4 + 4;
  let correlation = 0;
  return {
    run: (records) =>
      new Promise((resolve, reject) => {
        const free = Array.from({ length: IN_FLIGHT }, () => Buffer.allocUnsafeSlow(BATCH_BYTES));
        const busy: (typeof free)[number][] = [];
        let left = records;
        let partition = 0;
        const send = (): void => {
          while (left > 0 && free.length > 0) {
            const buffer = free.pop()!;
            const { batch, records: written } = encodeBatch(buffer, maker, job.valueBytes, left);
            left -= written;
            busy.push(buffer);
            socket.cork();
            const index = partition++ % job.partitions;
            for (const piece of request(PRODUCE, VERSION, correlation++, [
              head,
              int32(index),
              int32(batch.length),
              batch,
            ])) {
              socket.write(piece);
            }
            socket.uncork();
          }
        };
        onAnswer = (frame) => {
          const code = frame.readInt16BE(errorAt);
          if (code !== 0) return reject(new Error(`produce answered with error ${code}`));
          free.push(busy.shift()!);
          if (left > 0) send();
          else if (busy.length === 0) resolve();
        };
        send();
      }),
    close: async () => {
      socket.destroy();
    },
  };
}
