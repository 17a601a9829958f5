// Generated from protocol-specs/renew-delegation-token.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { EMPTY_BYTES } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** The request of RenewDelegationToken. Versions 1-2. */
export interface RenewDelegationTokenRequest {
  /** `bytes`, versions 1-2. */
  hmac: Buffer;
  /** `int64`, versions 1-2. */
  renewPeriodMs: number;
}

/** A RenewDelegationTokenRequest with the protocol's defaults for every field that is not given. */
export function createRenewDelegationTokenRequest(
  init: Partial<RenewDelegationTokenRequest> = {},
): RenewDelegationTokenRequest {
  return {
    hmac: init.hmac ?? EMPTY_BYTES,
    renewPeriodMs: init.renewPeriodMs ?? 0,
  };
}

/** Writes a RenewDelegationTokenRequest in the given version. */
export function encodeRenewDelegationTokenRequest(e: Encoder, m: RenewDelegationTokenRequest, version: number): void {
  const flexible = version >= 2;
  if (flexible) e.compactBytes(m.hmac);
  else e.bytes(m.hmac);
  e.int64(m.renewPeriodMs);
  if (flexible) e.uvarint(0);
}

/** Reads a RenewDelegationTokenRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeRenewDelegationTokenRequest(d: Decoder, version: number): RenewDelegationTokenRequest {
  const flexible = version >= 2;
  const hmac = flexible ? d.compactBytes() : d.bytes();
  const renewPeriodMs = d.int64();
  if (flexible) d.skipTaggedFields();
  return { hmac, renewPeriodMs };
}

/** The response of RenewDelegationToken. Versions 1-2. */
export interface RenewDelegationTokenResponse {
  /** `int16`, versions 1-2. */
  errorCode: number;
  /** `int64`, versions 1-2. */
  expiryTimestampMs: number;
  /** `int32`, versions 1-2. */
  throttleTimeMs: number;
}

/** A RenewDelegationTokenResponse with the protocol's defaults for every field that is not given. */
export function createRenewDelegationTokenResponse(
  init: Partial<RenewDelegationTokenResponse> = {},
): RenewDelegationTokenResponse {
  return {
    errorCode: init.errorCode ?? 0,
    expiryTimestampMs: init.expiryTimestampMs ?? 0,
    throttleTimeMs: init.throttleTimeMs ?? 0,
  };
}

/** Writes a RenewDelegationTokenResponse in the given version. */
export function encodeRenewDelegationTokenResponse(e: Encoder, m: RenewDelegationTokenResponse, version: number): void {
  const flexible = version >= 2;
  e.int16(m.errorCode);
  e.int64(m.expiryTimestampMs);
  e.int32(m.throttleTimeMs);
  if (flexible) e.uvarint(0);
}

/** Reads a RenewDelegationTokenResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeRenewDelegationTokenResponse(d: Decoder, version: number): RenewDelegationTokenResponse {
  const flexible = version >= 2;
  const errorCode = d.int16();
  const expiryTimestampMs = d.int64();
  const throttleTimeMs = d.int32();
  if (flexible) d.skipTaggedFields();
  return { errorCode, expiryTimestampMs, throttleTimeMs };
}

/** RenewDelegationToken: API key 39, versions 1-2. */
export const renewDelegationTokenApi: Api<RenewDelegationTokenRequest, RenewDelegationTokenResponse> = {
  key: 39,
  name: 'RenewDelegationToken',
  route: 'controller',
  listeners: ['broker', 'controller'],
  minVersion: 1,
  maxVersion: 2,
  maxStableVersion: 2,
  requestFlexibleFrom: 2,
  responseFlexibleFrom: 2,
  encodeRequest: encodeRenewDelegationTokenRequest,
  decodeRequest: decodeRenewDelegationTokenRequest,
  encodeResponse: encodeRenewDelegationTokenResponse,
  decodeResponse: decodeRenewDelegationTokenResponse,
};
