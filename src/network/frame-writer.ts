// Frames out to the stream of a connection. Owns: corking, and whether the stream takes more. Must not know requests.
// Invariant: a frame is handed over whole, in one turn; what is written in one turn goes out as one.
import type { Duplex } from 'node:stream';

export class FrameWriter {
  readonly #stream: Duplex;
  /** False from the moment the stream asks for a pause until it drains. */
  #isWritable = true;
  /** True until the writes of this turn go to the stream, as one. */
  #isCorked = false;

  /** `onDrain` is called when the stream takes more again. */
  constructor(stream: Duplex, onDrain: () => void) {
    this.#stream = stream;
    stream.on('drain', () => {
      this.#isWritable = true;
      onDrain();
    });
  }

  get isWritable(): boolean {
    return this.#isWritable;
  }

  /** Writes a frame; `onTaken` is called once the stream has taken its last byte, or failed to. */
  write(pieces: readonly Buffer[], onTaken?: (error?: Error | null) => void): void {
    this.#cork();
    const last = pieces.length - 1;
    for (let i = 0; i < last; i++) this.#stream.write(pieces[i]);
    const piece = pieces[last];
    this.#isWritable = onTaken === undefined ? this.#stream.write(piece) : this.#stream.write(piece, onTaken);
  }

  /** A system call for all that a turn writes, not for each. */
  #cork(): void {
    if (this.#isCorked) return;
    this.#isCorked = true;
    this.#stream.cork();
    process.nextTick(this.#uncork);
  }

  readonly #uncork = (): void => {
    this.#isCorked = false;
    this.#stream.uncork();
  };
}
