// Generated from protocol-specs/records/end-txn-marker.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';

/** Kafka's EndTxnMarker. Versions 0. */
export interface EndTxnMarker {
  /** `int32`, versions 0. */
  coordinatorEpoch: number;
}

/** A EndTxnMarker with the protocol's defaults for every field that is not given. */
export function createEndTxnMarker(init: Partial<EndTxnMarker> = {}): EndTxnMarker {
  return {
    coordinatorEpoch: init.coordinatorEpoch ?? 0,
  };
}

/** Writes a EndTxnMarker in the given version. */
export function encodeEndTxnMarker(e: Encoder, m: EndTxnMarker, _version: number): void {
  e.int32(m.coordinatorEpoch);
}

/** Reads a EndTxnMarker of the given version. Byte fields are views of the decoder's buffer. */
export function decodeEndTxnMarker(d: Decoder, _version: number): EndTxnMarker {
  const coordinatorEpoch = d.int32();
  return { coordinatorEpoch };
}
