// A proxy between a client and its brokers that keeps every frame. Owns: the listening sockets and the record, in the
// order of arrival per connection. Must not know clients. It needs no rights to capture, and its record has whole frames.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { DialFunction } from '../../../src/network/dial.ts';
import { FrameSplitter } from '../../../src/wire/frame-splitter.ts';

/** One frame as it went over the wire, its size prefix included. */
export interface RecordedFrame {
  readonly connection: number;
  readonly isRequest: boolean;
  readonly bytes: Buffer;
}

const MAX_FRAME_BYTES = 2 ** 31 - 1;

export class RecordingProxy {
  /** Everything that passed, oldest first. */
  readonly frames: RecordedFrame[] = [];
  readonly #servers = new Map<string, Promise<Server>>();
  readonly #sockets = new Set<Socket>();
  #connections = 0;

  /** For the `dial` option of a client: whatever is dialed goes through here. */
  readonly dial: DialFunction = async (host, port, { signal }) => {
    const socket = connect({ ...(await this.#addressFor(`${host}:${port}`)), noDelay: true, signal });
    await once(socket, 'connect');
    return socket;
  };

  /** An address that leads to the broker at `address`. */
  async through(address: string): Promise<string> {
    const { host, port } = await this.#addressFor(address);
    return `${host}:${port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    const servers = await Promise.all(this.#servers.values());
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }

  async #addressFor(address: string): Promise<{ host: string; port: number }> {
    let starting = this.#servers.get(address);
    if (starting === undefined) {
      starting = this.#listen(address);
      this.#servers.set(address, starting);
    }
    return { host: '127.0.0.1', port: ((await starting).address() as AddressInfo).port };
  }

  async #listen(address: string): Promise<Server> {
    const at = address.lastIndexOf(':');
    const target = { host: address.slice(0, at), port: Number(address.slice(at + 1)), noDelay: true };
    const server = createServer({ noDelay: true }, (client) => this.#join(client, connect(target)));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return server;
  }

  #join(client: Socket, broker: Socket): void {
    const connection = this.#connections++;
    this.#pass(client, broker, connection, true);
    this.#pass(broker, client, connection, false);
  }

  #pass(from: Socket, to: Socket, connection: number, isRequest: boolean): void {
    this.#sockets.add(from);
    const splitter = new FrameSplitter(MAX_FRAME_BYTES, (frame) => {
      const size = Buffer.alloc(4);
      size.writeInt32BE(frame.length);
      this.frames.push({ connection, isRequest, bytes: Buffer.concat([size, frame]) });
    });
    // Recorded before it is passed on: so no answer comes before its question.
    from.on('data', (chunk: Buffer) => {
      splitter.push(chunk);
      to.write(chunk);
    });
    from.on('error', () => {});
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }
}
