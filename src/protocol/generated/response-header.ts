// Generated from protocol-specs/response-header.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';

/** Kafka's ResponseHeader. Versions 0-1. */
export interface ResponseHeader {
  /** `int32`, versions 0-1. */
  correlationId: number;
}

/** A ResponseHeader with the protocol's defaults for every field that is not given. */
export function createResponseHeader(init: Partial<ResponseHeader> = {}): ResponseHeader {
  return {
    correlationId: init.correlationId ?? 0,
  };
}

/** Writes a ResponseHeader in the given version. */
export function encodeResponseHeader(e: Encoder, m: ResponseHeader, version: number): void {
  const flexible = version >= 1;
  e.int32(m.correlationId);
  if (flexible) e.uvarint(0);
}

/** Reads a ResponseHeader of the given version. Byte fields are views of the decoder's buffer. */
export function decodeResponseHeader(d: Decoder, version: number): ResponseHeader {
  const flexible = version >= 1;
  const correlationId = d.int32();
  if (flexible) d.skipTaggedFields();
  return { correlationId };
}
