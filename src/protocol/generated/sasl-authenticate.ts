// Generated from protocol-specs/sasl-authenticate.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { EMPTY_BYTES } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** The request of SaslAuthenticate. Versions 0-2. */
export interface SaslAuthenticateRequest {
  /** `bytes`, versions 0-2. */
  authBytes: Buffer;
}

/** A SaslAuthenticateRequest with the protocol's defaults for every field that is not given. */
export function createSaslAuthenticateRequest(init: Partial<SaslAuthenticateRequest> = {}): SaslAuthenticateRequest {
  return {
    authBytes: init.authBytes ?? EMPTY_BYTES,
  };
}

/** Writes a SaslAuthenticateRequest in the given version. */
export function encodeSaslAuthenticateRequest(e: Encoder, m: SaslAuthenticateRequest, version: number): void {
  const flexible = version >= 2;
  if (flexible) e.compactBytes(m.authBytes);
  else e.bytes(m.authBytes);
  if (flexible) e.uvarint(0);
}

/** Reads a SaslAuthenticateRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeSaslAuthenticateRequest(d: Decoder, version: number): SaslAuthenticateRequest {
  const flexible = version >= 2;
  const authBytes = flexible ? d.compactBytes() : d.bytes();
  if (flexible) d.skipTaggedFields();
  return { authBytes };
}

/** The response of SaslAuthenticate. Versions 0-2. */
export interface SaslAuthenticateResponse {
  /** `int16`, versions 0-2. */
  errorCode: number;
  /** `string`, versions 0-2; null from 0+. */
  errorMessage: string | null;
  /** `bytes`, versions 0-2. */
  authBytes: Buffer;
  /** `int64`, versions 1-2; default 0. */
  sessionLifetimeMs: number;
}

/** A SaslAuthenticateResponse with the protocol's defaults for every field that is not given. */
export function createSaslAuthenticateResponse(init: Partial<SaslAuthenticateResponse> = {}): SaslAuthenticateResponse {
  return {
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? '' : init.errorMessage,
    authBytes: init.authBytes ?? EMPTY_BYTES,
    sessionLifetimeMs: init.sessionLifetimeMs ?? 0,
  };
}

/** Writes a SaslAuthenticateResponse in the given version. */
export function encodeSaslAuthenticateResponse(e: Encoder, m: SaslAuthenticateResponse, version: number): void {
  const flexible = version >= 2;
  e.int16(m.errorCode);
  if (flexible) e.compactNullableString(m.errorMessage);
  else e.nullableString(m.errorMessage);
  if (flexible) e.compactBytes(m.authBytes);
  else e.bytes(m.authBytes);
  if (version >= 1) e.int64(m.sessionLifetimeMs);
  if (flexible) e.uvarint(0);
}

/** Reads a SaslAuthenticateResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeSaslAuthenticateResponse(d: Decoder, version: number): SaslAuthenticateResponse {
  const flexible = version >= 2;
  const errorCode = d.int16();
  const errorMessage = flexible ? d.compactNullableString() : d.nullableString();
  const authBytes = flexible ? d.compactBytes() : d.bytes();
  const sessionLifetimeMs = version >= 1 ? d.int64() : 0;
  if (flexible) d.skipTaggedFields();
  return { errorCode, errorMessage, authBytes, sessionLifetimeMs };
}

/** SaslAuthenticate: API key 36, versions 0-2. */
export const saslAuthenticateApi: Api<SaslAuthenticateRequest, SaslAuthenticateResponse> = {
  key: 36,
  name: 'SaslAuthenticate',
  route: 'node',
  listeners: ['broker', 'controller'],
  minVersion: 0,
  maxVersion: 2,
  maxStableVersion: 2,
  requestFlexibleFrom: 2,
  responseFlexibleFrom: 2,
  encodeRequest: encodeSaslAuthenticateRequest,
  decodeRequest: decodeSaslAuthenticateRequest,
  encodeResponse: encodeSaslAuthenticateResponse,
  decodeResponse: decodeSaslAuthenticateResponse,
};
