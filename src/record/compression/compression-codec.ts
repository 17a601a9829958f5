/**
 * One way to compress the records of a batch. Both ways may be asynchronous, where the size makes it worth leaving the
 * event loop. An object of your own can be given as a Writer's `compression`, and to `registerCodec` for reading.
 */
export interface CompressionCodec {
  /** Its number in bits 0 to 2 of a batch's attributes, 1 to 7. Brokers take 1 gzip, 2 snappy, 3 lz4 and 4 zstd. */
  readonly id: number;
  readonly name: string;
  /** Compresses the pieces, in order, into one buffer. They must not be changed, nor kept once it is done. */
  compress(pieces: readonly Buffer[]): Buffer | Promise<Buffer>;
  /**
   * Decompresses; more than `maxBytes` of output is an error, not an allocation. `legacy`: the bytes stand in a message
   * set of magic 0, whose writers got lz4's header checksum wrong.
   */
  decompress(bytes: Buffer, maxBytes: number, legacy?: boolean): Buffer | Promise<Buffer>;
}
