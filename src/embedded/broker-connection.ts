// One client's connection to one broker. Owns: the socket, and the order of requests: one at a time, answered in
// order, as Kafka does. Must not know what requests mean.
// Invariant: at most one request is being handled; while it is, reading goes on only until the queue is full.
import type { Duplex } from 'node:stream';
import { KafkaError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { Ring } from '../base/ring.ts';
import { FrameSplitter } from '../wire/frame-splitter.ts';
import type { BrokerNode, ClusterState } from './cluster-state.ts';
import { type DeliveredAnswer, handleFrame } from './frame-handler.ts';
import { SaslGate } from './sasl/sasl-gate.ts';

/** Kafka's own limit of a request (socket.request.max.bytes). */
const MAX_REQUEST_BYTES = 100 * 1024 * 1024;
/** Requests read ahead of the one being handled. */
const MAX_QUEUED = 64;

/** What a connection runs over: a TCP socket, or anything else that carries bytes both ways. */
export type ByteStream = Duplex & { readonly remoteAddress?: string | undefined };

export class BrokerConnection {
  readonly cluster: ClusterState;
  readonly node: BrokerNode;
  readonly clientHost: string;
  readonly sasl: SaslGate;
  readonly #socket: ByteStream;
  readonly #logger: Logger;
  readonly #queue = new Ring<Buffer>();
  readonly #closeListeners = new Set<() => void>();
  #isBusy = false;
  #isEnding = false;

  constructor(socket: ByteStream, node: BrokerNode, cluster: ClusterState, logger: Logger) {
    this.#socket = socket;
    this.node = node;
    this.cluster = cluster;
    this.#logger = logger;
    this.sasl = new SaslGate(cluster.sasl);
    this.clientHost = `/${(socket.remoteAddress ?? '').replace(/^::ffff:/, '')}`;
    const frames = new FrameSplitter(MAX_REQUEST_BYTES, (frame) => this.#queue.push(frame));
    // What comes after the last answer is read, so that the answer is not lost to a reset, and dropped.
    socket.on('data', (chunk: Buffer) => {
      if (!this.#isEnding) this.#onData(chunk, frames);
    });
    socket.on('drain', () => void this.#work());
    socket.on('error', (error) => this.#logger.debug('connection of a client broke', { reason: error.message }));
    socket.on('close', () => this.#onClose());
  }

  get isClosed(): boolean {
    return this.#socket.destroyed;
  }

  /** Calls `run` when the connection closes; returns a function that stops listening. */
  onClose(run: () => void): () => void {
    this.#closeListeners.add(run);
    return () => this.#closeListeners.delete(run);
  }

  close(): void {
    this.#socket.destroy();
  }

  #onData(chunk: Buffer, frames: FrameSplitter): void {
    try {
      frames.push(chunk);
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (this.#queue.length >= MAX_QUEUED) this.#socket.pause();
    void this.#work();
  }

  /** Takes requests off the queue until it is empty or the client does not read its answers. */
  async #work(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      while (!this.#socket.destroyed && !this.#isEnding && !this.#socket.writableNeedDrain) {
        const frame = this.#queue.shift();
        if (frame === undefined) break;
        if (this.#queue.length < MAX_QUEUED / 2) this.#socket.resume();
        const handled = handleFrame(frame, this);
        const pieces = handled instanceof Promise ? await handled : handled;
        if (pieces === 'disconnect') this.close();
        else if (typeof pieces === 'object' && 'delivery' in pieces) await this.#deliver(pieces);
        else if (pieces !== 'no-answer') this.#write(pieces);
        if (this.sasl.isOver) this.#end();
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#isBusy = false;
    }
  }

  #write(pieces: readonly Buffer[]): void {
    if (this.#socket.destroyed) return;
    this.#socket.cork();
    for (const piece of pieces) this.#socket.write(piece);
    this.#socket.uncork();
  }

  /** As a bad network would. */
  async #deliver({ pieces, delivery }: DeliveredAnswer): Promise<void> {
    const { cutAfterBytes, drip, isTwice } = delivery;
    const whole = Buffer.concat(isTwice ? [...pieces, ...pieces] : pieces);
    const bytes = cutAfterBytes === undefined ? whole : whole.subarray(0, cutAfterBytes);
    const step = drip?.bytes ?? Math.max(1, bytes.length);
    for (let at = 0; at < bytes.length && !this.#socket.destroyed; at += step) {
      this.#write([bytes.subarray(at, at + step)]);
      if (drip !== undefined && at + step < bytes.length) await this.#pause(drip.everyMs);
    }
    if (cutAfterBytes !== undefined) this.#socket.end(() => this.close());
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => void this.cluster.clock.after(ms, resolve, { keepAlive: false }));
  }

  /** Closes when what was written is on its way. */
  #end(): void {
    this.#isEnding = true;
    this.#queue.clear();
    this.#socket.resume();
    this.#socket.end();
  }

  /** What cannot be read or handled closes the connection, as Kafka does. */
  #fail(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    if (KafkaError.is(error)) this.#logger.warn('closing a connection', { client: this.clientHost, reason });
    else this.#logger.error('request handler failed', { client: this.clientHost, reason });
    this.close();
  }

  #onClose(): void {
    this.#queue.clear();
    const listeners = [...this.#closeListeners];
    this.#closeListeners.clear();
    for (const run of listeners) run();
  }
}
