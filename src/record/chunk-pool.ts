/** Size of a batch's first chunk: many a batch needs no other. */
export const CHUNK_BYTES: number = 16 * 1024;
/** Size of those that follow: checksums and sockets take a piece at a time, and each piece costs them something. */
export const LARGE_CHUNK_BYTES: number = 64 * 1024;

/**
 * Keeps chunks for reuse, so that steady writing allocates none. A chunk may come back only when nothing reads it any
 * more: after its batch was acknowledged. Chunks of batches that failed are left to the garbage collector, because a
 * socket may still hold them.
 */
export class ChunkPool {
  readonly #free: Buffer[] = [];
  readonly #freeLarge: Buffer[] = [];
  readonly #maxBytes: number;
  #bytes = 0;

  /** `maxBytes`: how much is kept at most. */
  constructor(maxBytes: number = 16 * 1024 * 1024) {
    this.#maxBytes = maxBytes;
  }

  take(): Buffer {
    return this.#taken(this.#free.pop()) ?? Buffer.allocUnsafeSlow(CHUNK_BYTES);
  }

  takeLarge(): Buffer {
    return this.#taken(this.#freeLarge.pop()) ?? Buffer.allocUnsafeSlow(LARGE_CHUNK_BYTES);
  }

  /** Takes a chunk back. Buffers of another size (one record larger than a chunk) are let go. */
  give(chunk: Buffer): void {
    const free = chunk.length === CHUNK_BYTES ? this.#free : this.#freeLarge;
    if (free === this.#freeLarge && chunk.length !== LARGE_CHUNK_BYTES) return;
    if (this.#bytes + chunk.length > this.#maxBytes) return;
    this.#bytes += chunk.length;
    free.push(chunk);
  }

  #taken(chunk: Buffer | undefined): Buffer | undefined {
    if (chunk !== undefined) this.#bytes -= chunk.length;
    return chunk;
  }
}
