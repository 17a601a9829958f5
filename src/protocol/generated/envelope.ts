// Generated from protocol-specs/envelope.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { EMPTY_BYTES } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** The request of Envelope. Versions 0. */
export interface EnvelopeRequest {
  /** `bytes`, versions 0. */
  requestData: Buffer;
  /** `bytes`, versions 0; null from 0+. */
  requestPrincipal: Buffer | null;
  /** `bytes`, versions 0. */
  clientHostAddress: Buffer;
}

/** A EnvelopeRequest with the protocol's defaults for every field that is not given. */
export function createEnvelopeRequest(init: Partial<EnvelopeRequest> = {}): EnvelopeRequest {
  return {
    requestData: init.requestData ?? EMPTY_BYTES,
    requestPrincipal: init.requestPrincipal === undefined ? EMPTY_BYTES : init.requestPrincipal,
    clientHostAddress: init.clientHostAddress ?? EMPTY_BYTES,
  };
}

/** Writes a EnvelopeRequest in the given version. */
export function encodeEnvelopeRequest(e: Encoder, m: EnvelopeRequest, _version: number): void {
  e.compactBytes(m.requestData);
  e.compactNullableBytes(m.requestPrincipal);
  e.compactBytes(m.clientHostAddress);
  e.uvarint(0);
}

/** Reads a EnvelopeRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeEnvelopeRequest(d: Decoder, _version: number): EnvelopeRequest {
  const requestData = d.compactBytes();
  const requestPrincipal = d.compactNullableBytes();
  const clientHostAddress = d.compactBytes();
  d.skipTaggedFields();
  return { requestData, requestPrincipal, clientHostAddress };
}

/** The response of Envelope. Versions 0. */
export interface EnvelopeResponse {
  /** `bytes`, versions 0; null from 0+; default null. */
  responseData: Buffer | null;
  /** `int16`, versions 0. */
  errorCode: number;
}

/** A EnvelopeResponse with the protocol's defaults for every field that is not given. */
export function createEnvelopeResponse(init: Partial<EnvelopeResponse> = {}): EnvelopeResponse {
  return {
    responseData: init.responseData === undefined ? null : init.responseData,
    errorCode: init.errorCode ?? 0,
  };
}

/** Writes a EnvelopeResponse in the given version. */
export function encodeEnvelopeResponse(e: Encoder, m: EnvelopeResponse, _version: number): void {
  e.compactNullableBytes(m.responseData);
  e.int16(m.errorCode);
  e.uvarint(0);
}

/** Reads a EnvelopeResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeEnvelopeResponse(d: Decoder, _version: number): EnvelopeResponse {
  const responseData = d.compactNullableBytes();
  const errorCode = d.int16();
  d.skipTaggedFields();
  return { responseData, errorCode };
}

/** Envelope: API key 58, versions 0. */
export const envelopeApi: Api<EnvelopeRequest, EnvelopeResponse> = {
  key: 58,
  name: 'Envelope',
  route: 'node',
  listeners: ['controller'],
  minVersion: 0,
  maxVersion: 0,
  maxStableVersion: 0,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeEnvelopeRequest,
  decodeRequest: decodeEnvelopeRequest,
  encodeResponse: encodeEnvelopeResponse,
  decodeResponse: decodeEnvelopeResponse,
};
