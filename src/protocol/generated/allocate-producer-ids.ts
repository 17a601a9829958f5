// Generated from protocol-specs/allocate-producer-ids.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import type { Api } from '../api.ts';

/** The request of AllocateProducerIds. Versions 0. */
export interface AllocateProducerIdsRequest {
  /** `int32`, versions 0. */
  brokerId: number;
  /** `int64`, versions 0; default -1. */
  brokerEpoch: number;
}

/** A AllocateProducerIdsRequest with the protocol's defaults for every field that is not given. */
export function createAllocateProducerIdsRequest(
  init: Partial<AllocateProducerIdsRequest> = {},
): AllocateProducerIdsRequest {
  return {
    brokerId: init.brokerId ?? 0,
    brokerEpoch: init.brokerEpoch ?? -1,
  };
}

/** Writes a AllocateProducerIdsRequest in the given version. */
export function encodeAllocateProducerIdsRequest(e: Encoder, m: AllocateProducerIdsRequest, _version: number): void {
  e.int32(m.brokerId);
  e.int64(m.brokerEpoch);
  e.uvarint(0);
}

/** Reads a AllocateProducerIdsRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeAllocateProducerIdsRequest(d: Decoder, _version: number): AllocateProducerIdsRequest {
  const brokerId = d.int32();
  const brokerEpoch = d.int64();
  d.skipTaggedFields();
  return { brokerId, brokerEpoch };
}

/** The response of AllocateProducerIds. Versions 0. */
export interface AllocateProducerIdsResponse {
  /** `int32`, versions 0. */
  throttleTimeMs: number;
  /** `int16`, versions 0. */
  errorCode: number;
  /** `int64`, versions 0. */
  producerIdStart: number;
  /** `int32`, versions 0. */
  producerIdLen: number;
}

/** A AllocateProducerIdsResponse with the protocol's defaults for every field that is not given. */
export function createAllocateProducerIdsResponse(
  init: Partial<AllocateProducerIdsResponse> = {},
): AllocateProducerIdsResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    producerIdStart: init.producerIdStart ?? 0,
    producerIdLen: init.producerIdLen ?? 0,
  };
}

/** Writes a AllocateProducerIdsResponse in the given version. */
export function encodeAllocateProducerIdsResponse(e: Encoder, m: AllocateProducerIdsResponse, _version: number): void {
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  e.int64(m.producerIdStart);
  e.int32(m.producerIdLen);
  e.uvarint(0);
}

/** Reads a AllocateProducerIdsResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeAllocateProducerIdsResponse(d: Decoder, _version: number): AllocateProducerIdsResponse {
  const throttleTimeMs = d.int32();
  const errorCode = d.int16();
  const producerIdStart = d.int64();
  const producerIdLen = d.int32();
  d.skipTaggedFields();
  return { throttleTimeMs, errorCode, producerIdStart, producerIdLen };
}

/** AllocateProducerIds: API key 67, versions 0. */
export const allocateProducerIdsApi: Api<AllocateProducerIdsRequest, AllocateProducerIdsResponse> = {
  key: 67,
  name: 'AllocateProducerIds',
  route: 'controller',
  listeners: ['controller'],
  minVersion: 0,
  maxVersion: 0,
  maxStableVersion: 0,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeAllocateProducerIdsRequest,
  decodeRequest: decodeAllocateProducerIdsRequest,
  encodeResponse: encodeAllocateProducerIdsResponse,
  decodeResponse: decodeAllocateProducerIdsResponse,
};
