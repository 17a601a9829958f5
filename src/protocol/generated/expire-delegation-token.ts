// Generated from protocol-specs/expire-delegation-token.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { EMPTY_BYTES } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** The request of ExpireDelegationToken. Versions 1-2. */
export interface ExpireDelegationTokenRequest {
  /** `bytes`, versions 1-2. */
  hmac: Buffer;
  /** `int64`, versions 1-2. */
  expiryTimePeriodMs: number;
}

/** A ExpireDelegationTokenRequest with the protocol's defaults for every field that is not given. */
export function createExpireDelegationTokenRequest(
  init: Partial<ExpireDelegationTokenRequest> = {},
): ExpireDelegationTokenRequest {
  return {
    hmac: init.hmac ?? EMPTY_BYTES,
    expiryTimePeriodMs: init.expiryTimePeriodMs ?? 0,
  };
}

/** Writes a ExpireDelegationTokenRequest in the given version. */
export function encodeExpireDelegationTokenRequest(e: Encoder, m: ExpireDelegationTokenRequest, version: number): void {
  const flexible = version >= 2;
  if (flexible) e.compactBytes(m.hmac);
  else e.bytes(m.hmac);
  e.int64(m.expiryTimePeriodMs);
  if (flexible) e.uvarint(0);
}

/** Reads a ExpireDelegationTokenRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeExpireDelegationTokenRequest(d: Decoder, version: number): ExpireDelegationTokenRequest {
  const flexible = version >= 2;
  const hmac = flexible ? d.compactBytes() : d.bytes();
  const expiryTimePeriodMs = d.int64();
  if (flexible) d.skipTaggedFields();
  return { hmac, expiryTimePeriodMs };
}

/** The response of ExpireDelegationToken. Versions 1-2. */
export interface ExpireDelegationTokenResponse {
  /** `int16`, versions 1-2. */
  errorCode: number;
  /** `int64`, versions 1-2. */
  expiryTimestampMs: number;
  /** `int32`, versions 1-2. */
  throttleTimeMs: number;
}

/** A ExpireDelegationTokenResponse with the protocol's defaults for every field that is not given. */
export function createExpireDelegationTokenResponse(
  init: Partial<ExpireDelegationTokenResponse> = {},
): ExpireDelegationTokenResponse {
  return {
    errorCode: init.errorCode ?? 0,
    expiryTimestampMs: init.expiryTimestampMs ?? 0,
    throttleTimeMs: init.throttleTimeMs ?? 0,
  };
}

/** Writes a ExpireDelegationTokenResponse in the given version. */
export function encodeExpireDelegationTokenResponse(
  e: Encoder,
  m: ExpireDelegationTokenResponse,
  version: number,
): void {
  const flexible = version >= 2;
  e.int16(m.errorCode);
  e.int64(m.expiryTimestampMs);
  e.int32(m.throttleTimeMs);
  if (flexible) e.uvarint(0);
}

/** Reads a ExpireDelegationTokenResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeExpireDelegationTokenResponse(d: Decoder, version: number): ExpireDelegationTokenResponse {
  const flexible = version >= 2;
  const errorCode = d.int16();
  const expiryTimestampMs = d.int64();
  const throttleTimeMs = d.int32();
  if (flexible) d.skipTaggedFields();
  return { errorCode, expiryTimestampMs, throttleTimeMs };
}

/** ExpireDelegationToken: API key 40, versions 1-2. */
export const expireDelegationTokenApi: Api<ExpireDelegationTokenRequest, ExpireDelegationTokenResponse> = {
  key: 40,
  name: 'ExpireDelegationToken',
  route: 'controller',
  listeners: ['broker', 'controller'],
  minVersion: 1,
  maxVersion: 2,
  maxStableVersion: 2,
  requestFlexibleFrom: 2,
  responseFlexibleFrom: 2,
  encodeRequest: encodeExpireDelegationTokenRequest,
  decodeRequest: decodeExpireDelegationTokenRequest,
  encodeResponse: encodeExpireDelegationTokenResponse,
  decodeResponse: decodeExpireDelegationTokenResponse,
};
