// Cuts a byte stream into frames: four bytes of size, then that many bytes. Must not know what is in a frame.
// Every frame is copied into one buffer of its own, so the chunks pushed in may be reused by the caller. Hot path.
// Invariant: what is held is at most 1 MiB, or four times the bytes of the frame that have arrived, never its announced
// size on trust; and no more than `maxBytes`.
import { KafkaError } from '../base/errors.ts';

/** Frames up to this size get their buffer at once; a larger one grows as its bytes arrive, so that a lie costs little. */
const TRUSTED_BYTES = 1 << 20;

/**
 * Cuts a stream into frames: `push` what arrives, in chunks of any size, and `onFrame` gets each frame whole, as soon as
 * its last byte is there, without its size prefix, in a buffer of its own. A size that cannot be throws PROTOCOL; nothing
 * more can be read from that stream then.
 */
export class FrameSplitter {
  readonly #maxBytes: number;
  readonly #onFrame: (frame: Buffer) => void;
  /** The size prefix as far as it has arrived. */
  #size = 0;
  #sizeBytes = 0;
  /** The frame under way: `#frame` holds `#filled` of `#size` bytes. */
  #frame: Buffer | undefined;
  #filled = 0;
  /** Where in the stream the frame under way begins with its size. */
  #begins = 0;

  /** `maxBytes`: largest frame accepted. `onFrame` gets each frame whole, without its size prefix. */
  constructor(maxBytes: number, onFrame: (frame: Buffer) => void) {
    this.#maxBytes = maxBytes;
    this.#onFrame = onFrame;
  }

  /**
   * Takes the next bytes of the stream. Throws PROTOCOL when they cannot be Kafka's; `position` is the byte of the stream
   * at which the impossible size stands. Nothing can be read after that.
   */
  push(chunk: Uint8Array): void {
    let pos = 0;
    while (pos < chunk.length) {
      if (this.#sizeBytes < 4) {
        this.#size = (this.#size << 8) | chunk[pos++]! | 0;
        if (++this.#sizeBytes === 4) this.#begin();
        if (this.#sizeBytes === 4 && this.#size === 0) this.#deliver();
        continue;
      }
      const take = Math.min(this.#size - this.#filled, chunk.length - pos);
      const frame = this.#room(take);
      frame.set(take === chunk.length ? chunk : chunk.subarray(pos, pos + take), this.#filled);
      this.#filled += take;
      pos += take;
      if (this.#filled === this.#size) this.#deliver();
    }
  }

  #begin(): void {
    const size = this.#size;
    if (size < 0 || size > this.#maxBytes) throw this.#impossible(size);
    this.#frame = Buffer.allocUnsafe(Math.min(size, TRUSTED_BYTES));
    this.#filled = 0;
  }

  #room(more: number): Buffer {
    const frame = this.#frame;
    // The size was refused before, and still it goes on: what follows is no frame either.
    if (frame === undefined) throw this.#impossible(this.#size);
    const wanted = this.#filled + more;
    if (wanted <= frame.length) return frame;
    const grown = Buffer.allocUnsafeSlow(Math.min(this.#size, Math.max(wanted, frame.length * 4)));
    frame.copy(grown, 0, 0, this.#filled);
    this.#frame = grown;
    return grown;
  }

  #deliver(): void {
    const frame = this.#frame as Buffer;
    this.#frame = undefined;
    this.#begins += 4 + this.#size;
    this.#size = 0;
    this.#sizeBytes = 0;
    this.#onFrame(frame);
  }

  #impossible(size: number): KafkaError {
    const prefix = Buffer.alloc(4);
    prefix.writeInt32BE(size);
    const position = this.#begins;
    if (prefix.toString('latin1') === 'HTTP') {
      const message = 'the peer answers in HTTP: this is not the port of a Kafka broker';
      return new KafkaError('PROTOCOL', message, { position });
    }
    // A TLS record begins with its type (0x15 alert, 0x16 handshake) and version 3.x.
    if ((prefix[0] === 0x15 || prefix[0] === 0x16) && prefix[1] === 3) {
      const message = 'the peer speaks TLS: set the tls option, or use a plain-text port';
      return new KafkaError('PROTOCOL', message, { position });
    }
    const message = `a frame of ${size} bytes is announced; 0 to ${this.#maxBytes} are accepted`;
    return new KafkaError('PROTOCOL', message, { position });
  }
}
