// Generated from protocol-specs/records/control-record-type-schema.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';

/** Kafka's ControlRecordTypeSchema. Versions 0. */
export interface ControlRecordTypeSchema {
  /** `int16`, versions 0. */
  type: number;
}

/** A ControlRecordTypeSchema with the protocol's defaults for every field that is not given. */
export function createControlRecordTypeSchema(init: Partial<ControlRecordTypeSchema> = {}): ControlRecordTypeSchema {
  return {
    type: init.type ?? 0,
  };
}

/** Writes a ControlRecordTypeSchema in the given version. */
export function encodeControlRecordTypeSchema(e: Encoder, m: ControlRecordTypeSchema, _version: number): void {
  e.int16(m.type);
}

/** Reads a ControlRecordTypeSchema of the given version. Byte fields are views of the decoder's buffer. */
export function decodeControlRecordTypeSchema(d: Decoder, _version: number): ControlRecordTypeSchema {
  const type = d.int16();
  return { type };
}
