// Generated from protocol-specs/records/snapshot-footer-record.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';

/** Kafka's SnapshotFooterRecord. Versions 0. */
export interface SnapshotFooterRecord {
  /** `int16`, versions 0. */
  version: number;
}

/** A SnapshotFooterRecord with the protocol's defaults for every field that is not given. */
export function createSnapshotFooterRecord(init: Partial<SnapshotFooterRecord> = {}): SnapshotFooterRecord {
  return {
    version: init.version ?? 0,
  };
}

/** Writes a SnapshotFooterRecord in the given version. */
export function encodeSnapshotFooterRecord(e: Encoder, m: SnapshotFooterRecord, _version: number): void {
  e.int16(m.version);
  e.uvarint(0);
}

/** Reads a SnapshotFooterRecord of the given version. Byte fields are views of the decoder's buffer. */
export function decodeSnapshotFooterRecord(d: Decoder, _version: number): SnapshotFooterRecord {
  const versionValue = d.int16();
  d.skipTaggedFields();
  return { version: versionValue };
}
