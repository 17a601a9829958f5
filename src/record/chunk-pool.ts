/** Size of a chunk that records are encoded into. */
export const CHUNK_BYTES: number = 16 * 1024;

/**
 * Keeps chunks for reuse, so that steady writing allocates none. A chunk may come back only when nothing reads it any
 * more: after its batch was acknowledged. Chunks of batches that failed are left to the garbage collector, because a
 * socket may still hold them.
 */
export class ChunkPool {
  readonly #free: Buffer[] = [];
  readonly #maxChunks: number;

  /** `maxBytes`: how much is kept at most. */
  constructor(maxBytes: number = 16 * 1024 * 1024) {
    this.#maxChunks = Math.floor(maxBytes / CHUNK_BYTES);
  }

  take(): Buffer {
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(CHUNK_BYTES);
  }

  /** Takes a chunk back. Buffers of another size (one record larger than a chunk) are let go. */
  give(chunk: Buffer): void {
    if (chunk.length === CHUNK_BYTES && this.#free.length < this.#maxChunks) this.#free.push(chunk);
  }
}
