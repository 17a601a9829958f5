// Generated from protocol-specs/unregister-broker.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import type { Api } from '../api.ts';

/** The request of UnregisterBroker. Versions 0. */
export interface UnregisterBrokerRequest {
  /** `int32`, versions 0. */
  brokerId: number;
}

/** A UnregisterBrokerRequest with the protocol's defaults for every field that is not given. */
export function createUnregisterBrokerRequest(init: Partial<UnregisterBrokerRequest> = {}): UnregisterBrokerRequest {
  return {
    brokerId: init.brokerId ?? 0,
  };
}

/** Writes a UnregisterBrokerRequest in the given version. */
export function encodeUnregisterBrokerRequest(e: Encoder, m: UnregisterBrokerRequest, _version: number): void {
  e.int32(m.brokerId);
  e.uvarint(0);
}

/** Reads a UnregisterBrokerRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeUnregisterBrokerRequest(d: Decoder, _version: number): UnregisterBrokerRequest {
  const brokerId = d.int32();
  d.skipTaggedFields();
  return { brokerId };
}

/** The response of UnregisterBroker. Versions 0. */
export interface UnregisterBrokerResponse {
  /** `int32`, versions 0. */
  throttleTimeMs: number;
  /** `int16`, versions 0. */
  errorCode: number;
  /** `string`, versions 0; null from 0+. */
  errorMessage: string | null;
}

/** A UnregisterBrokerResponse with the protocol's defaults for every field that is not given. */
export function createUnregisterBrokerResponse(init: Partial<UnregisterBrokerResponse> = {}): UnregisterBrokerResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? '' : init.errorMessage,
  };
}

/** Writes a UnregisterBrokerResponse in the given version. */
export function encodeUnregisterBrokerResponse(e: Encoder, m: UnregisterBrokerResponse, _version: number): void {
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.uvarint(0);
}

/** Reads a UnregisterBrokerResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeUnregisterBrokerResponse(d: Decoder, _version: number): UnregisterBrokerResponse {
  const throttleTimeMs = d.int32();
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  d.skipTaggedFields();
  return { throttleTimeMs, errorCode, errorMessage };
}

/** UnregisterBroker: API key 64, versions 0. */
export const unregisterBrokerApi: Api<UnregisterBrokerRequest, UnregisterBrokerResponse> = {
  key: 64,
  name: 'UnregisterBroker',
  route: 'controller',
  listeners: ['broker', 'controller'],
  minVersion: 0,
  maxVersion: 0,
  maxStableVersion: 0,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeUnregisterBrokerRequest,
  decodeRequest: decodeUnregisterBrokerRequest,
  encodeResponse: encodeUnregisterBrokerResponse,
  decodeResponse: decodeUnregisterBrokerResponse,
};
