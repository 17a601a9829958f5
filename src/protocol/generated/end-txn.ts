// Generated from protocol-specs/end-txn.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import type { Api } from '../api.ts';

/** The request of EndTxn. Versions 0-5. */
export interface EndTxnRequest {
  /** `string`, versions 0-5. */
  transactionalId: string;
  /** `int64`, versions 0-5. */
  producerId: number;
  /** `int16`, versions 0-5. */
  producerEpoch: number;
  /** `bool`, versions 0-5. */
  committed: boolean;
}

/** A EndTxnRequest with the protocol's defaults for every field that is not given. */
export function createEndTxnRequest(init: Partial<EndTxnRequest> = {}): EndTxnRequest {
  return {
    transactionalId: init.transactionalId ?? '',
    producerId: init.producerId ?? 0,
    producerEpoch: init.producerEpoch ?? 0,
    committed: init.committed ?? false,
  };
}

/** Writes a EndTxnRequest in the given version. */
export function encodeEndTxnRequest(e: Encoder, m: EndTxnRequest, version: number): void {
  const flexible = version >= 3;
  if (flexible) e.compactString(m.transactionalId);
  else e.string(m.transactionalId);
  e.int64(m.producerId);
  e.int16(m.producerEpoch);
  e.bool(m.committed);
  if (flexible) e.uvarint(0);
}

/** Reads a EndTxnRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeEndTxnRequest(d: Decoder, version: number): EndTxnRequest {
  const flexible = version >= 3;
  const transactionalId = flexible ? d.compactString() : d.string();
  const producerId = d.int64();
  const producerEpoch = d.int16();
  const committed = d.bool();
  if (flexible) d.skipTaggedFields();
  return { transactionalId, producerId, producerEpoch, committed };
}

/** The response of EndTxn. Versions 0-5. */
export interface EndTxnResponse {
  /** `int32`, versions 0-5. */
  throttleTimeMs: number;
  /** `int16`, versions 0-5. */
  errorCode: number;
  /** `int64`, versions 5; default -1. */
  producerId: number;
  /** `int16`, versions 5; default -1. */
  producerEpoch: number;
}

/** A EndTxnResponse with the protocol's defaults for every field that is not given. */
export function createEndTxnResponse(init: Partial<EndTxnResponse> = {}): EndTxnResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    producerId: init.producerId ?? -1,
    producerEpoch: init.producerEpoch ?? -1,
  };
}

/** Writes a EndTxnResponse in the given version. */
export function encodeEndTxnResponse(e: Encoder, m: EndTxnResponse, version: number): void {
  const flexible = version >= 3;
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  if (version >= 5) {
    e.int64(m.producerId);
    e.int16(m.producerEpoch);
  }
  if (flexible) e.uvarint(0);
}

/** Reads a EndTxnResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeEndTxnResponse(d: Decoder, version: number): EndTxnResponse {
  const flexible = version >= 3;
  const throttleTimeMs = d.int32();
  const errorCode = d.int16();
  const producerId = version >= 5 ? d.int64() : -1;
  const producerEpoch = version >= 5 ? d.int16() : -1;
  if (flexible) d.skipTaggedFields();
  return { throttleTimeMs, errorCode, producerId, producerEpoch };
}

/** EndTxn: API key 26, versions 0-5. */
export const endTxnApi: Api<EndTxnRequest, EndTxnResponse> = {
  key: 26,
  name: 'EndTxn',
  route: 'transaction-coordinator',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 5,
  maxStableVersion: 5,
  requestFlexibleFrom: 3,
  responseFlexibleFrom: 3,
  encodeRequest: encodeEndTxnRequest,
  decodeRequest: decodeEndTxnRequest,
  encodeResponse: encodeEndTxnResponse,
  decodeResponse: decodeEndTxnResponse,
};
