// How many records a topic holds, asked by hand: the check of the produce scenario must not be the client's own word.
import { connect, int32, int64, readFrames, request, text } from './protocol.ts';

const LIST_OFFSETS = 2;
const VERSION = 1;
const LATEST = -1;

/** The sum of the end offsets of a topic's partitions; every partition's leader must be `broker`. */
export async function recordsIn(broker: string, topic: string, partitions: number): Promise<number> {
  const socket = await connect(broker);
  try {
    return await new Promise<number>((resolve, reject) => {
      readFrames(socket, (frame) => {
        let pos = 4 + 4;
        pos += 2 + frame.readInt16BE(pos) + 4;
        let total = 0;
        for (let i = 0; i < partitions; i++) {
          const code = frame.readInt16BE(pos + 4);
          if (code !== 0) reject(new Error(`ListOffsets answered with error ${code}`));
          total += Number(frame.readBigInt64BE(pos + 4 + 2 + 8));
          pos += 4 + 2 + 8 + 8;
        }
        resolve(total);
      });
      const parts = Array.from({ length: partitions }, (_, index) => Buffer.concat([int32(index), int64(LATEST)]));
      const body = [int32(-1), int32(1), text(topic), int32(partitions), ...parts];
      socket.write(Buffer.concat(request(LIST_OFFSETS, VERSION, 1, body)));
    });
  } finally {
    socket.destroy();
  }
}
