/**
 * The sizes of a batch's chunks. Many a batch needs no more than the first; checksums and sockets take a piece at a time,
 * and each piece costs them something, so those of a large batch are larger.
 */
export const CHUNK_BYTES: { readonly first: number; readonly next: number; readonly large: number } = {
  first: 16 * 1024,
  next: 64 * 1024,
  large: 256 * 1024,
};

/** From so many bytes on a batch grows by large chunks: by no more than it holds already, so that little lies idle. */
const LARGE_FROM = CHUNK_BYTES.large;

/**
 * Keeps chunks for reuse, so that steady writing allocates none. A chunk may come back only when nothing reads it any
 * more: after its batch was acknowledged. Chunks of batches that failed are left to the garbage collector, because a
 * socket may still hold them.
 */
export class ChunkPool {
  readonly #free: ReadonlyMap<number, Buffer[]> = new Map(Object.values(CHUNK_BYTES).map((size) => [size, []]));
  readonly #maxBytes: number;
  #bytes = 0;

  /** `maxBytes`: how much is kept at most. */
  constructor(maxBytes: number = 16 * 1024 * 1024) {
    this.#maxBytes = maxBytes;
  }

  /** The next chunk of a batch that has `bytes` bytes so far, for `least` more at least. */
  take(bytes = 0, least = 0): Buffer {
    let size = CHUNK_BYTES.first;
    if (bytes > 0 || least > size) size = bytes < LARGE_FROM ? CHUNK_BYTES.next : CHUNK_BYTES.large;
    if (least > size) return Buffer.allocUnsafeSlow(least);
    const chunk = this.#free.get(size)?.pop();
    if (chunk === undefined) return Buffer.allocUnsafeSlow(size);
    this.#bytes -= size;
    return chunk;
  }

  /** Takes a chunk back. Buffers of another size (one record larger than a chunk) are let go. */
  give(chunk: Buffer): void {
    const free = this.#free.get(chunk.length);
    if (free === undefined || this.#bytes + chunk.length > this.#maxBytes) return;
    this.#bytes += chunk.length;
    free.push(chunk);
  }
}
