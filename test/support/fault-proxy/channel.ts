// One direction of one connection through the proxy. Owns: the frames that wait, and their order.
// Invariant: without a fault every byte passes unchanged; after `end` nothing waits and no timer is left.
import type { Socket } from 'node:net';
import { FrameSplitter } from '../../../src/wire/frame-splitter.ts';
import type { Fault, Interference, Passage } from './fault.ts';

const MAX_FRAME_BYTES = 256 * 1024 * 1024;
/** Frames that wait before the sender is told to pause. */
const MAX_WAITING = 32;

export class Channel {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #waiting: Buffer[] = [];
  /** Called when a fault is lifted and when the connection ends. */
  readonly #sleepers = new Set<() => void>();
  #fault: Fault | undefined;
  #interference: Interference | undefined;
  /** What faults begin with; one that is lifted waits no more. */
  #era = 0;
  #isPumping = false;
  #isOver = false;
  #senderEnded = false;

  /** Reads from one socket and writes to the other; who made both listens for their ends. */
  constructor(from: Socket, to: Socket) {
    this.#from = from;
    this.#to = to;
    const splitter = new FrameSplitter(MAX_FRAME_BYTES, (frame) => {
      const size = Buffer.allocUnsafe(4);
      size.writeInt32BE(frame.length);
      this.#waiting.push(Buffer.concat([size, frame]));
      if (this.#waiting.length >= MAX_WAITING) from.pause();
      void this.#pump();
    });
    from.on('data', (chunk) => {
      if (this.#isOver) return;
      try {
        splitter.push(chunk);
      } catch {
        // What is no Kafka does not belong here.
        this.#reset();
      }
    });
    from.on('end', () => {
      this.#senderEnded = true;
      void this.#pump();
    });
  }

  /** What is under way of the old fault ends; undefined lifts it. */
  set(fault: Fault | undefined): void {
    if (fault === this.#fault) return;
    this.#fault = fault;
    this.#interference = fault?.begin();
    this.#era++;
    this.#wake();
  }

  /** The connection is gone. */
  end(): void {
    this.#isOver = true;
    this.#waiting.length = 0;
    this.#wake();
  }

  async #write(bytes: Uint8Array): Promise<void> {
    if (this.#isOver || this.#to.writableEnded || this.#to.destroyed || bytes.length === 0) return;
    if (this.#to.write(bytes)) return;
    await new Promise<void>((resolve) => {
      const go = (): void => {
        this.#to.off('drain', go);
        this.#sleepers.delete(go);
        resolve();
      };
      this.#to.once('drain', go);
      this.#sleepers.add(go);
    });
  }

  /** What the fault of now may do. */
  #passage(): Passage {
    const era = this.#era;
    const sleep = (ms: number | undefined): Promise<void> => (era === this.#era ? this.#sleep(ms) : Promise.resolve());
    return {
      write: (bytes) => this.#write(bytes),
      pause: sleep,
      lifted: () => sleep(undefined),
      halfClose: () => void this.#to.end(),
      cut: () => {
        this.#to.end(() => this.#to.destroy());
        this.#from.destroy();
      },
      reset: () => this.#reset(),
    };
  }

  #reset(): void {
    this.#to.resetAndDestroy();
    this.#from.resetAndDestroy();
  }

  #sleep(ms: number | undefined): Promise<void> {
    if (this.#isOver) return Promise.resolve();
    return new Promise((resolve) => {
      const go = (): void => {
        clearTimeout(timer);
        this.#sleepers.delete(go);
        resolve();
      };
      const timer = ms === undefined ? undefined : setTimeout(go, ms);
      this.#sleepers.add(go);
    });
  }

  #wake(): void {
    for (const go of [...this.#sleepers]) go();
  }

  async #pump(): Promise<void> {
    if (this.#isPumping) return;
    this.#isPumping = true;
    for (let frame = this.#waiting.shift(); frame !== undefined; frame = this.#waiting.shift()) {
      if (this.#waiting.length < MAX_WAITING) this.#from.resume();
      const interference = this.#interference;
      if (interference === undefined) await this.#write(frame);
      else await interference(frame, this.#passage());
    }
    this.#isPumping = false;
    if (this.#senderEnded && !this.#isOver) this.#to.end();
  }
}
