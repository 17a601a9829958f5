// Generated from protocol-specs/sasl-handshake.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** The request of SaslHandshake. Versions 0-1. */
export interface SaslHandshakeRequest {
  /** `string`, versions 0-1. */
  mechanism: string;
}

/** A SaslHandshakeRequest with the protocol's defaults for every field that is not given. */
export function createSaslHandshakeRequest(init: Partial<SaslHandshakeRequest> = {}): SaslHandshakeRequest {
  return {
    mechanism: init.mechanism ?? '',
  };
}

/** Writes a SaslHandshakeRequest in the given version. */
export function encodeSaslHandshakeRequest(e: Encoder, m: SaslHandshakeRequest, _version: number): void {
  e.string(m.mechanism);
}

/** Reads a SaslHandshakeRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeSaslHandshakeRequest(d: Decoder, _version: number): SaslHandshakeRequest {
  const mechanism = d.string();
  return { mechanism };
}

/** The response of SaslHandshake. Versions 0-1. */
export interface SaslHandshakeResponse {
  /** `int16`, versions 0-1. */
  errorCode: number;
  /** `[]string`, versions 0-1. */
  mechanisms: readonly string[];
}

/** A SaslHandshakeResponse with the protocol's defaults for every field that is not given. */
export function createSaslHandshakeResponse(init: Partial<SaslHandshakeResponse> = {}): SaslHandshakeResponse {
  return {
    errorCode: init.errorCode ?? 0,
    mechanisms: init.mechanisms ?? [],
  };
}

/** Writes a SaslHandshakeResponse in the given version. */
export function encodeSaslHandshakeResponse(e: Encoder, m: SaslHandshakeResponse, _version: number): void {
  e.int16(m.errorCode);
  e.arrayLength(m.mechanisms);
  for (const item of m.mechanisms) e.string(item);
}

/** Reads a SaslHandshakeResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeSaslHandshakeResponse(d: Decoder, _version: number): SaslHandshakeResponse {
  const errorCode = d.int16();
  const mechanismsLength = d.arrayLength();
  const mechanisms = roomFor<string>(mechanismsLength);
  for (let i = 0; i < mechanismsLength; i++) mechanisms[i] = d.string();
  return { errorCode, mechanisms };
}

/** SaslHandshake: API key 17, versions 0-1. */
export const saslHandshakeApi: Api<SaslHandshakeRequest, SaslHandshakeResponse> = {
  key: 17,
  name: 'SaslHandshake',
  route: 'node',
  listeners: ['broker', 'controller'],
  minVersion: 0,
  maxVersion: 1,
  maxStableVersion: 1,
  requestFlexibleFrom: Number.POSITIVE_INFINITY,
  responseFlexibleFrom: Number.POSITIVE_INFINITY,
  encodeRequest: encodeSaslHandshakeRequest,
  decodeRequest: decodeSaslHandshakeRequest,
  encodeResponse: encodeSaslHandshakeResponse,
  decodeResponse: decodeSaslHandshakeResponse,
};
