// Generated from protocol-specs/records/snapshot-header-record.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';

/** Kafka's SnapshotHeaderRecord. Versions 0. */
export interface SnapshotHeaderRecord {
  /** `int16`, versions 0. */
  version: number;
  /** `int64`, versions 0. */
  lastContainedLogTimestamp: number;
}

/** A SnapshotHeaderRecord with the protocol's defaults for every field that is not given. */
export function createSnapshotHeaderRecord(init: Partial<SnapshotHeaderRecord> = {}): SnapshotHeaderRecord {
  return {
    version: init.version ?? 0,
    lastContainedLogTimestamp: init.lastContainedLogTimestamp ?? 0,
  };
}

/** Writes a SnapshotHeaderRecord in the given version. */
export function encodeSnapshotHeaderRecord(e: Encoder, m: SnapshotHeaderRecord, _version: number): void {
  e.int16(m.version);
  e.int64(m.lastContainedLogTimestamp);
  e.uvarint(0);
}

/** Reads a SnapshotHeaderRecord of the given version. Byte fields are views of the decoder's buffer. */
export function decodeSnapshotHeaderRecord(d: Decoder, _version: number): SnapshotHeaderRecord {
  const versionValue = d.int16();
  const lastContainedLogTimestamp = d.int64();
  d.skipTaggedFields();
  return { version: versionValue, lastContainedLogTimestamp };
}
