// Generated from protocol-specs/init-producer-id.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** The request of InitProducerId. Versions 0-6. */
export interface InitProducerIdRequest {
  /** `string`, versions 0-6; null from 0+. */
  transactionalId: string | null;
  /** `int32`, versions 0-6. */
  transactionTimeoutMs: number;
  /** `int64`, versions 3-6; default -1. */
  producerId: number;
  /** `int16`, versions 3-6; default -1. */
  producerEpoch: number;
  /** `bool`, versions 6; default false. */
  enable2Pc: boolean;
  /** `bool`, versions 6; default false. */
  keepPreparedTxn: boolean;
}

/** A InitProducerIdRequest with the protocol's defaults for every field that is not given. */
export function createInitProducerIdRequest(init: Partial<InitProducerIdRequest> = {}): InitProducerIdRequest {
  return {
    transactionalId: init.transactionalId === undefined ? '' : init.transactionalId,
    transactionTimeoutMs: init.transactionTimeoutMs ?? 0,
    producerId: init.producerId ?? -1,
    producerEpoch: init.producerEpoch ?? -1,
    enable2Pc: init.enable2Pc ?? false,
    keepPreparedTxn: init.keepPreparedTxn ?? false,
  };
}

/** Writes a InitProducerIdRequest in the given version. */
export function encodeInitProducerIdRequest(e: Encoder, m: InitProducerIdRequest, version: number): void {
  const flexible = version >= 2;
  if (version < 3 && m.producerId !== -1) throw cannotCarry('InitProducerIdRequest', 'producerId', version);
  if (version < 3 && m.producerEpoch !== -1) throw cannotCarry('InitProducerIdRequest', 'producerEpoch', version);
  if (version < 6 && m.enable2Pc) throw cannotCarry('InitProducerIdRequest', 'enable2Pc', version);
  if (version < 6 && m.keepPreparedTxn) throw cannotCarry('InitProducerIdRequest', 'keepPreparedTxn', version);
  if (flexible) e.compactNullableString(m.transactionalId);
  else e.nullableString(m.transactionalId);
  e.int32(m.transactionTimeoutMs);
  if (version >= 3) {
    e.int64(m.producerId);
    e.int16(m.producerEpoch);
  }
  if (version >= 6) {
    e.bool(m.enable2Pc);
    e.bool(m.keepPreparedTxn);
  }
  if (flexible) e.uvarint(0);
}

/** Reads a InitProducerIdRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeInitProducerIdRequest(d: Decoder, version: number): InitProducerIdRequest {
  const flexible = version >= 2;
  const transactionalId = flexible ? d.compactNullableString() : d.nullableString();
  const transactionTimeoutMs = d.int32();
  const producerId = version >= 3 ? d.int64() : -1;
  const producerEpoch = version >= 3 ? d.int16() : -1;
  const enable2Pc = version >= 6 ? d.bool() : false;
  const keepPreparedTxn = version >= 6 ? d.bool() : false;
  if (flexible) d.skipTaggedFields();
  return { transactionalId, transactionTimeoutMs, producerId, producerEpoch, enable2Pc, keepPreparedTxn };
}

/** The response of InitProducerId. Versions 0-6. */
export interface InitProducerIdResponse {
  /** `int32`, versions 0-6. */
  throttleTimeMs: number;
  /** `int16`, versions 0-6. */
  errorCode: number;
  /** `int64`, versions 0-6; default -1. */
  producerId: number;
  /** `int16`, versions 0-6. */
  producerEpoch: number;
  /** `int64`, versions 6; default -1. */
  ongoingTxnProducerId: number;
  /** `int16`, versions 6; default -1. */
  ongoingTxnProducerEpoch: number;
}

/** A InitProducerIdResponse with the protocol's defaults for every field that is not given. */
export function createInitProducerIdResponse(init: Partial<InitProducerIdResponse> = {}): InitProducerIdResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    producerId: init.producerId ?? -1,
    producerEpoch: init.producerEpoch ?? 0,
    ongoingTxnProducerId: init.ongoingTxnProducerId ?? -1,
    ongoingTxnProducerEpoch: init.ongoingTxnProducerEpoch ?? -1,
  };
}

/** Writes a InitProducerIdResponse in the given version. */
export function encodeInitProducerIdResponse(e: Encoder, m: InitProducerIdResponse, version: number): void {
  const flexible = version >= 2;
  if (version < 6 && m.ongoingTxnProducerId !== -1)
    throw cannotCarry('InitProducerIdResponse', 'ongoingTxnProducerId', version);
  if (version < 6 && m.ongoingTxnProducerEpoch !== -1)
    throw cannotCarry('InitProducerIdResponse', 'ongoingTxnProducerEpoch', version);
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  e.int64(m.producerId);
  e.int16(m.producerEpoch);
  if (version >= 6) {
    e.int64(m.ongoingTxnProducerId);
    e.int16(m.ongoingTxnProducerEpoch);
  }
  if (flexible) e.uvarint(0);
}

/** Reads a InitProducerIdResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeInitProducerIdResponse(d: Decoder, version: number): InitProducerIdResponse {
  const flexible = version >= 2;
  const throttleTimeMs = d.int32();
  const errorCode = d.int16();
  const producerId = d.int64();
  const producerEpoch = d.int16();
  const ongoingTxnProducerId = version >= 6 ? d.int64() : -1;
  const ongoingTxnProducerEpoch = version >= 6 ? d.int16() : -1;
  if (flexible) d.skipTaggedFields();
  return { throttleTimeMs, errorCode, producerId, producerEpoch, ongoingTxnProducerId, ongoingTxnProducerEpoch };
}

/** InitProducerId: API key 22, versions 0-6. */
export const initProducerIdApi: Api<InitProducerIdRequest, InitProducerIdResponse> = {
  key: 22,
  name: 'InitProducerId',
  route: 'transaction-coordinator',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 6,
  maxStableVersion: 5,
  requestFlexibleFrom: 2,
  responseFlexibleFrom: 2,
  encodeRequest: encodeInitProducerIdRequest,
  decodeRequest: decodeInitProducerIdRequest,
  encodeResponse: encodeInitProducerIdResponse,
  decodeResponse: decodeInitProducerIdResponse,
};
