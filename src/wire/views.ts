// Views of bytes for hot paths. Must not know what the bytes mean.
type ViewConstructor = new (memory: ArrayBufferLike, byteOffset: number, length: number) => Buffer;

// The class that Node makes its own views of. `subarray` ends there too, but only after it has looked at its arguments
// and asked the buffer for its memory and where it begins: on Node 20 that takes twice as long as the view itself.
const NodeView = (Buffer as unknown as { readonly [Symbol.species]: ViewConstructor })[Symbol.species];

/** Elsewhere than on Node the species may be Buffer itself, which is not to be called with `new`. */
const isDirect = NodeView !== (Buffer as unknown) && NodeView?.prototype === Buffer.prototype;

/** Makes many views of one buffer; worth its own making from two views on. */
export class Views {
  readonly bytes: Buffer;
  readonly #memory: ArrayBufferLike;
  readonly #offset: number;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.#memory = bytes.buffer;
    this.#offset = bytes.byteOffset;
  }

  /** The bytes from `start` to `end` without a copy, as `subarray` gives them. Both must lie within the buffer. */
  of(start: number, end: number): Buffer {
    if (!isDirect) return this.bytes.subarray(start, end);
    return new NodeView(this.#memory, this.#offset + start, end - start);
  }
}
