// How the batches of a topic are compressed, asked by hand: a client that quietly compressed nothing measured nothing.
import { connect, int32, int64, readFrames, request, text } from './protocol.ts';

const FETCH = 1;
const VERSION = 4;
const PARTITION_BYTES = 1024 * 1024;
const LZ4 = 3;
const NAMES: Readonly<Record<number, string>> = { 0: 'none', [LZ4]: 'lz4' };

/** Names of the codecs of the first batches of each partition; every partition's leader must be `broker`. */
export async function codecsIn(broker: string, topic: string, partitions: number): Promise<ReadonlySet<string>> {
  const socket = await connect(broker);
  try {
    return await new Promise<ReadonlySet<string>>((resolve, reject) => {
      readFrames(socket, (frame) => {
        try {
          resolve(codecsOf(frame, partitions));
        } catch (error) {
          reject(error);
        }
      });
      const head = [int32(-1), int32(500), int32(1), int32(partitions * PARTITION_BYTES), Buffer.from([0])];
      const parts = Array.from({ length: partitions }, (_, index) =>
        Buffer.concat([int32(index), int64(0), int32(PARTITION_BYTES)]),
      );
      const body = [...head, int32(1), text(topic), int32(partitions), ...parts];
      socket.write(Buffer.concat(request(FETCH, VERSION, 1, body)));
    });
  } finally {
    socket.destroy();
  }
}

function codecsOf(frame: Buffer, partitions: number): ReadonlySet<string> {
  const found = new Set<string>();
  // Correlation id, throttle time, one topic, its name, its partitions.
  let pos = 4 + 4 + 4;
  pos += 2 + frame.readInt16BE(pos) + 4;
  for (let i = 0; i < partitions; i++) {
    const code = frame.readInt16BE(pos + 4);
    if (code !== 0) throw new Error(`Fetch answered with error ${code}`);
    pos += 4 + 2 + 8 + 8;
    pos += 4 + Math.max(0, frame.readInt32BE(pos)) * 16;
    const end = pos + 4 + Math.max(0, frame.readInt32BE(pos));
    for (pos += 4; end - pos >= 61 && pos + 12 + frame.readInt32BE(pos + 8) <= end; ) {
      const codec = frame.readInt16BE(pos + 21) & 7;
      found.add(NAMES[codec] ?? `codec ${codec}`);
      pos += 12 + frame.readInt32BE(pos + 8);
    }
    pos = end;
  }
  return found;
}
