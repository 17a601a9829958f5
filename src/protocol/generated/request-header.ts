// Generated from protocol-specs/request-header.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';

/** Kafka's RequestHeader. Versions 1-2. */
export interface RequestHeader {
  /** `int16`, versions 1-2. */
  requestApiKey: number;
  /** `int16`, versions 1-2. */
  requestApiVersion: number;
  /** `int32`, versions 1-2. */
  correlationId: number;
  /** `string`, versions 1-2; null from 1+. */
  clientId: string | null;
}

/** A RequestHeader with the protocol's defaults for every field that is not given. */
export function createRequestHeader(init: Partial<RequestHeader> = {}): RequestHeader {
  return {
    requestApiKey: init.requestApiKey ?? 0,
    requestApiVersion: init.requestApiVersion ?? 0,
    correlationId: init.correlationId ?? 0,
    clientId: init.clientId === undefined ? '' : init.clientId,
  };
}

/** Writes a RequestHeader in the given version. */
export function encodeRequestHeader(e: Encoder, m: RequestHeader, version: number): void {
  const flexible = version >= 2;
  e.int16(m.requestApiKey);
  e.int16(m.requestApiVersion);
  e.int32(m.correlationId);
  e.nullableString(m.clientId);
  if (flexible) e.uvarint(0);
}

/** Reads a RequestHeader of the given version. Byte fields are views of the decoder's buffer. */
export function decodeRequestHeader(d: Decoder, version: number): RequestHeader {
  const flexible = version >= 2;
  const requestApiKey = d.int16();
  const requestApiVersion = d.int16();
  const correlationId = d.int32();
  const clientId = d.nullableString();
  if (flexible) d.skipTaggedFields();
  return { requestApiKey, requestApiVersion, correlationId, clientId };
}
