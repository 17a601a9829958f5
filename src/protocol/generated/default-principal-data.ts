// Generated from protocol-specs/default-principal-data.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';

/** Kafka's DefaultPrincipalData. Versions 0. */
export interface DefaultPrincipalData {
  /** `string`, versions 0. */
  type: string;
  /** `string`, versions 0. */
  name: string;
  /** `bool`, versions 0. */
  tokenAuthenticated: boolean;
}

/** A DefaultPrincipalData with the protocol's defaults for every field that is not given. */
export function createDefaultPrincipalData(init: Partial<DefaultPrincipalData> = {}): DefaultPrincipalData {
  return {
    type: init.type ?? '',
    name: init.name ?? '',
    tokenAuthenticated: init.tokenAuthenticated ?? false,
  };
}

/** Writes a DefaultPrincipalData in the given version. */
export function encodeDefaultPrincipalData(e: Encoder, m: DefaultPrincipalData, _version: number): void {
  e.compactString(m.type);
  e.compactString(m.name);
  e.bool(m.tokenAuthenticated);
  e.uvarint(0);
}

/** Reads a DefaultPrincipalData of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDefaultPrincipalData(d: Decoder, _version: number): DefaultPrincipalData {
  const type = d.compactString();
  const name = d.compactString();
  const tokenAuthenticated = d.bool();
  d.skipTaggedFields();
  return { type, name, tokenAuthenticated };
}
