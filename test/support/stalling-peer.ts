// A peer that takes bytes only when told to: what a slow network or a busy broker looks like to a connection.
import { Duplex } from 'node:stream';

export class StallingPeer extends Duplex {
  readonly taken: Buffer[] = [];
  /** How often the stream was written to, several pieces at once counting once. */
  writes = 0;
  #resume: (() => void) | undefined;

  /** `writableHighWaterMark`: bytes that the stream buffers before it asks for a pause. */
  constructor(writableHighWaterMark = 64) {
    super({ writableHighWaterMark });
  }

  override _read(): void {}

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.writes++;
    this.taken.push(chunk);
    this.#resume = done;
  }

  override _writev(chunks: readonly { chunk: Buffer }[], done: () => void): void {
    this.writes++;
    for (const { chunk } of chunks) this.taken.push(chunk);
    this.#resume = done;
  }

  /** Takes what it was given last, so that the next may come. */
  resumeTaking(): void {
    const resume = this.#resume;
    this.#resume = undefined;
    resume?.();
  }

  /** The bytes taken so far, cut into request frames without their sizes. */
  frames(): Buffer[] {
    const bytes = Buffer.concat(this.taken);
    const frames: Buffer[] = [];
    for (let pos = 0; pos < bytes.length; ) {
      const size = bytes.readInt32BE(pos);
      frames.push(bytes.subarray(pos + 4, pos + 4 + size));
      pos += 4 + size;
    }
    return frames;
  }
}
