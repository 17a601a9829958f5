// Generated from protocol-specs/records/kraft-version-record.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';

/** Kafka's KRaftVersionRecord. Versions 0. */
export interface KRaftVersionRecord {
  /** `int16`, versions 0. */
  version: number;
  /** `int16`, versions 0. */
  kRaftVersion: number;
}

/** A KRaftVersionRecord with the protocol's defaults for every field that is not given. */
export function createKRaftVersionRecord(init: Partial<KRaftVersionRecord> = {}): KRaftVersionRecord {
  return {
    version: init.version ?? 0,
    kRaftVersion: init.kRaftVersion ?? 0,
  };
}

/** Writes a KRaftVersionRecord in the given version. */
export function encodeKRaftVersionRecord(e: Encoder, m: KRaftVersionRecord, _version: number): void {
  e.int16(m.version);
  e.int16(m.kRaftVersion);
  e.uvarint(0);
}

/** Reads a KRaftVersionRecord of the given version. Byte fields are views of the decoder's buffer. */
export function decodeKRaftVersionRecord(d: Decoder, _version: number): KRaftVersionRecord {
  const versionValue = d.int16();
  const kRaftVersion = d.int16();
  d.skipTaggedFields();
  return { version: versionValue, kRaftVersion };
}
