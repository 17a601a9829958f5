/** One codec. Both ways may be asynchronous, where the size makes it worth leaving the event loop. */
export interface CompressionCodec {
  /** Its number in a batch's attributes. */
  readonly id: number;
  readonly name: string;
  /** Compresses the pieces, in order, into one buffer. */
  compress(pieces: readonly Buffer[]): Buffer | Promise<Buffer>;
  /**
   * Decompresses; more than `maxBytes` of output is an error, not an allocation. `legacy`: the bytes are of a message set
   * of magic 0.
   */
  decompress(bytes: Buffer, maxBytes: number, legacy?: boolean): Buffer | Promise<Buffer>;
}
