// Generated from protocol-specs/add-offsets-to-txn.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import type { Api } from '../api.ts';

/** The request of AddOffsetsToTxn. Versions 0-4. */
export interface AddOffsetsToTxnRequest {
  /** `string`, versions 0-4. */
  transactionalId: string;
  /** `int64`, versions 0-4. */
  producerId: number;
  /** `int16`, versions 0-4. */
  producerEpoch: number;
  /** `string`, versions 0-4. */
  groupId: string;
}

/** A AddOffsetsToTxnRequest with the protocol's defaults for every field that is not given. */
export function createAddOffsetsToTxnRequest(init: Partial<AddOffsetsToTxnRequest> = {}): AddOffsetsToTxnRequest {
  return {
    transactionalId: init.transactionalId ?? '',
    producerId: init.producerId ?? 0,
    producerEpoch: init.producerEpoch ?? 0,
    groupId: init.groupId ?? '',
  };
}

/** Writes a AddOffsetsToTxnRequest in the given version. */
export function encodeAddOffsetsToTxnRequest(e: Encoder, m: AddOffsetsToTxnRequest, version: number): void {
  const flexible = version >= 3;
  if (flexible) e.compactString(m.transactionalId);
  else e.string(m.transactionalId);
  e.int64(m.producerId);
  e.int16(m.producerEpoch);
  if (flexible) e.compactString(m.groupId);
  else e.string(m.groupId);
  if (flexible) e.uvarint(0);
}

/** Reads a AddOffsetsToTxnRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeAddOffsetsToTxnRequest(d: Decoder, version: number): AddOffsetsToTxnRequest {
  const flexible = version >= 3;
  const transactionalId = flexible ? d.compactString() : d.string();
  const producerId = d.int64();
  const producerEpoch = d.int16();
  const groupId = flexible ? d.compactString() : d.string();
  if (flexible) d.skipTaggedFields();
  return { transactionalId, producerId, producerEpoch, groupId };
}

/** The response of AddOffsetsToTxn. Versions 0-4. */
export interface AddOffsetsToTxnResponse {
  /** `int32`, versions 0-4. */
  throttleTimeMs: number;
  /** `int16`, versions 0-4. */
  errorCode: number;
}

/** A AddOffsetsToTxnResponse with the protocol's defaults for every field that is not given. */
export function createAddOffsetsToTxnResponse(init: Partial<AddOffsetsToTxnResponse> = {}): AddOffsetsToTxnResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
  };
}

/** Writes a AddOffsetsToTxnResponse in the given version. */
export function encodeAddOffsetsToTxnResponse(e: Encoder, m: AddOffsetsToTxnResponse, version: number): void {
  const flexible = version >= 3;
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  if (flexible) e.uvarint(0);
}

/** Reads a AddOffsetsToTxnResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeAddOffsetsToTxnResponse(d: Decoder, version: number): AddOffsetsToTxnResponse {
  const flexible = version >= 3;
  const throttleTimeMs = d.int32();
  const errorCode = d.int16();
  if (flexible) d.skipTaggedFields();
  return { throttleTimeMs, errorCode };
}

/** AddOffsetsToTxn: API key 25, versions 0-4. */
export const addOffsetsToTxnApi: Api<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse> = {
  key: 25,
  name: 'AddOffsetsToTxn',
  route: 'transaction-coordinator',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 4,
  maxStableVersion: 4,
  requestFlexibleFrom: 3,
  responseFlexibleFrom: 3,
  encodeRequest: encodeAddOffsetsToTxnRequest,
  decodeRequest: decodeAddOffsetsToTxnRequest,
  encodeResponse: encodeAddOffsetsToTxnResponse,
  decodeResponse: decodeAddOffsetsToTxnResponse,
};
