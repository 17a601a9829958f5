// One plain connection to a broker for tests: sends a request in a chosen version, returns the decoded answer.
// It knows sockets, frames and codecs only, so that a test of the broker does not depend on our client.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Api } from '../../src/protocol/api.ts';
import { correlationIdOf, decodeResponseFrame, encodeRequestFrame } from '../../src/protocol/frame.ts';
import { FrameSplitter } from '../../src/wire/frame-splitter.ts';

interface Pending {
  resolve(frame: Buffer): void;
  reject(error: Error): void;
}

export class WireClient {
  readonly #socket: Socket;
  readonly #clientId: string | null;
  readonly #pending = new Map<number, Pending>();
  /** Correlation ids in the order in which their answers arrived. */
  readonly answered: number[] = [];
  #nextCorrelationId = 1;

  private constructor(socket: Socket, clientId: string | null) {
    this.#socket = socket;
    this.#clientId = clientId;
    const frames = new FrameSplitter(2 ** 31 - 1, (frame) => this.#onFrame(frame));
    socket.on('data', (chunk) => frames.push(chunk));
    socket.on('error', () => {});
    socket.on('close', () => {
      for (const pending of this.#pending.values()) pending.reject(new Error('the broker closed the connection'));
      this.#pending.clear();
    });
  }

  static async open(address: string, clientId: string | null = 'test'): Promise<WireClient> {
    const [host, port] = address.split(':');
    const socket = connect({ host: host as string, port: Number(port), noDelay: true });
    await once(socket, 'connect');
    return new WireClient(socket, clientId);
  }

  get isClosed(): boolean {
    return this.#socket.destroyed;
  }

  send<Q, S>(api: Api<Q, S>, version: number, request: Q): Promise<S> {
    const correlationId = this.#nextCorrelationId++;
    const answer = new Promise<Buffer>((resolve, reject) => {
      if (this.#socket.destroyed) reject(new Error('the broker closed the connection'));
      this.#pending.set(correlationId, { resolve, reject });
    });
    this.#write(encodeRequestFrame(api, version, correlationId, this.#clientId, request));
    return answer.then((frame) => decodeResponseFrame(api as Api<never, S>, version, frame));
  }

  /** Sends a request that has no answer (acks 0). */
  post<Q>(api: Api<Q, unknown>, version: number, request: Q): void {
    this.#write(encodeRequestFrame(api, version, this.#nextCorrelationId++, this.#clientId, request));
  }

  /** Sends bytes as they are; resolves with the next frame whose correlation id is `correlationId`. */
  raw(bytes: Buffer, correlationId: number): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#pending.set(correlationId, { resolve, reject });
      this.#socket.write(bytes);
    });
  }

  async close(): Promise<void> {
    if (this.#socket.destroyed) return;
    this.#socket.destroy();
    await once(this.#socket, 'close');
  }

  #write(pieces: readonly Buffer[]): void {
    this.#socket.cork();
    for (const piece of pieces) this.#socket.write(piece);
    this.#socket.uncork();
  }

  #onFrame(frame: Buffer): void {
    const correlationId = correlationIdOf(frame);
    this.answered.push(correlationId);
    const pending = this.#pending.get(correlationId);
    this.#pending.delete(correlationId);
    pending?.resolve(frame);
  }
}
