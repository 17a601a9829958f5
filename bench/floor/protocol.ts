// The least that a produce or fetch loop needs of the protocol, by hand: what plain JavaScript on a socket can do.
import { createConnection, type Socket } from 'node:net';

/** Frames of one socket, each in one buffer of its announced size. */
export function readFrames(socket: Socket, onFrame: (frame: Buffer) => void): void {
  let frame: Buffer | undefined;
  let filled = 0;
  const size = Buffer.alloc(4);
  let sizeBytes = 0;
  socket.on('data', (chunk: Buffer) => {
    let pos = 0;
    while (pos < chunk.length) {
      if (frame === undefined) {
        size[sizeBytes++] = chunk[pos++]!;
        if (sizeBytes < 4) continue;
        frame = Buffer.allocUnsafeSlow(size.readInt32BE(0));
        filled = 0;
        sizeBytes = 0;
        continue;
      }
      const take = Math.min(frame.length - filled, chunk.length - pos);
      chunk.copy(frame, filled, pos, pos + take);
      filled += take;
      pos += take;
      if (filled < frame.length) continue;
      const whole = frame;
      frame = undefined;
      onFrame(whole);
    }
  });
}

export function connect(address: string): Promise<Socket> {
  const [host, port] = address.split(':') as [string, string];
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host, port: Number(port), noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });
}

/** A request frame of a version without tagged fields. */
export function request(
  key: number,
  version: number,
  correlationId: number,
  body: readonly Buffer[],
  clientId = 'floor',
): Buffer[] {
  const head = Buffer.alloc(4 + 2 + 2 + 4 + 2 + clientId.length);
  const bodyBytes = body.reduce((sum, piece) => sum + piece.length, 0);
  head.writeInt32BE(head.length - 4 + bodyBytes, 0);
  head.writeInt16BE(key, 4);
  head.writeInt16BE(version, 6);
  head.writeInt32BE(correlationId, 8);
  head.writeInt16BE(clientId.length, 12);
  head.write(clientId, 14);
  return [head, ...body];
}

export function int16(value: number): Buffer {
  const b = Buffer.alloc(2);
  b.writeInt16BE(value);
  return b;
}

export function int32(value: number): Buffer {
  const b = Buffer.alloc(4);
  b.writeInt32BE(value);
  return b;
}

export function int64(value: number): Buffer {
  const b = Buffer.alloc(8);
  b.writeBigInt64BE(BigInt(value));
  return b;
}

export function text(value: string): Buffer {
  return Buffer.concat([int16(Buffer.byteLength(value)), Buffer.from(value)]);
}
