// Generated from protocol-specs/records/aborted-txn.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';

/** Kafka's AbortedTxn. Versions 0. */
export interface AbortedTxn {
  /** `int64`, versions 0. */
  producerId: number;
  /** `int64`, versions 0. */
  firstOffset: number;
  /** `int64`, versions 0. */
  lastOffset: number;
  /** `int64`, versions 0. */
  lastStableOffset: number;
}

/** A AbortedTxn with the protocol's defaults for every field that is not given. */
export function createAbortedTxn(init: Partial<AbortedTxn> = {}): AbortedTxn {
  return {
    producerId: init.producerId ?? 0,
    firstOffset: init.firstOffset ?? 0,
    lastOffset: init.lastOffset ?? 0,
    lastStableOffset: init.lastStableOffset ?? 0,
  };
}

/** Writes a AbortedTxn in the given version. */
export function encodeAbortedTxn(e: Encoder, m: AbortedTxn, _version: number): void {
  e.int64(m.producerId);
  e.int64(m.firstOffset);
  e.int64(m.lastOffset);
  e.int64(m.lastStableOffset);
}

/** Reads a AbortedTxn of the given version. Byte fields are views of the decoder's buffer. */
export function decodeAbortedTxn(d: Decoder, _version: number): AbortedTxn {
  const producerId = d.int64();
  const firstOffset = d.int64();
  const lastOffset = d.int64();
  const lastStableOffset = d.int64();
  return { producerId, firstOffset, lastOffset, lastStableOffset };
}
