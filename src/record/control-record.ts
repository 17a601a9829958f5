// Control records: what brokers and controllers write into a log between users' records. Owns: their kinds by number
// (KIP-98, KIP-595, KIP-630, KIP-853), reading and writing them. Must not know transactions or elections.
//
//     key:  version i16, type i16            value:  version i16 and the fields of the type's schema
import { KafkaError } from '../base/errors.ts';
import { Decoder } from '../wire/decoder.ts';
import { Encoder } from '../wire/encoder.ts';
import { decodeEndTxnMarker, encodeEndTxnMarker } from './generated/end-txn-marker.ts';
import {
  decodeKRaftVersionRecord,
  encodeKRaftVersionRecord,
  type KRaftVersionRecord,
} from './generated/kraft-version-record.ts';
import {
  decodeLeaderChangeMessage,
  encodeLeaderChangeMessage,
  type LeaderChangeMessage,
} from './generated/leader-change-message.ts';
import {
  decodeSnapshotFooterRecord,
  encodeSnapshotFooterRecord,
  type SnapshotFooterRecord,
} from './generated/snapshot-footer-record.ts';
import {
  decodeSnapshotHeaderRecord,
  encodeSnapshotHeaderRecord,
  type SnapshotHeaderRecord,
} from './generated/snapshot-header-record.ts';
import { decodeVotersRecord, encodeVotersRecord, type VotersRecord } from './generated/voters-record.ts';

/** Numbers of the kinds of control records that Kafka 4.4 knows. */
export const ControlType = {
  abort: 0,
  commit: 1,
  leaderChange: 2,
  snapshotHeader: 3,
  snapshotFooter: 4,
  kraftVersion: 5,
  voters: 6,
} as const;

/** The end of a transaction, written by its coordinator. */
export interface TransactionMarker {
  readonly type: 'abort' | 'commit';
  /** Of the value's layout. */
  readonly version: number;
  readonly coordinatorEpoch: number;
}

/** A control record by its type; `unknown` where that is none of ours, for tools to show. */
export type ControlRecord =
  | TransactionMarker
  | ({ readonly type: 'leader-change' } & LeaderChangeMessage)
  | ({ readonly type: 'snapshot-header' } & SnapshotHeaderRecord)
  | ({ readonly type: 'snapshot-footer' } & SnapshotFooterRecord)
  | ({ readonly type: 'kraft-version' } & KRaftVersionRecord)
  | ({ readonly type: 'voters' } & VotersRecord)
  | {
      readonly type: 'unknown';
      readonly typeId: number;
      readonly key: Buffer;
      readonly value: Buffer | null;
    };

/** A record of a control batch, as its bytes. */
export interface ControlBytes {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
}

/** The number of a control record's kind, from its key; CORRUPT_BATCH where that is not the key of one. */
export function controlTypeOf(key: Buffer | null): number {
  if (key === null || key.length < 4) {
    throw new KafkaError('CORRUPT_BATCH', `the key of a control record has 4 bytes at least, not ${key?.length ?? 0}`);
  }
  // Later versions of the key begin like the first one.
  if (key.readInt16BE(0) < 0) {
    throw new KafkaError('CORRUPT_BATCH', `the key of a control record has version ${key.readInt16BE(0)}`);
  }
  return key.readInt16BE(2);
}

/**
 * Reads one record of a control batch. Layouts later than those known are read as the last known one, as Java does: what
 * they add stands behind. Throws CORRUPT_BATCH for bytes that are no control record.
 */
export function readControlRecord({ key, value }: ControlBytes): ControlRecord {
  const typeId = controlTypeOf(key);
  switch (typeId) {
    case ControlType.abort:
    case ControlType.commit: {
      const version = versionOf(value);
      const { coordinatorEpoch } = decoded(value, 2, (d) => decodeEndTxnMarker(d, 0));
      return { type: typeId === ControlType.abort ? 'abort' : 'commit', version, coordinatorEpoch };
    }
    case ControlType.leaderChange: {
      const version = Math.min(versionOf(value), 1);
      return { type: 'leader-change', ...decoded(value, 0, (d) => decodeLeaderChangeMessage(d, version)) };
    }
    case ControlType.snapshotHeader:
      return { type: 'snapshot-header', ...decoded(value, 0, (d) => decodeSnapshotHeaderRecord(d, 0)) };
    case ControlType.snapshotFooter:
      return { type: 'snapshot-footer', ...decoded(value, 0, (d) => decodeSnapshotFooterRecord(d, 0)) };
    case ControlType.kraftVersion:
      return { type: 'kraft-version', ...decoded(value, 0, (d) => decodeKRaftVersionRecord(d, 0)) };
    case ControlType.voters:
      return { type: 'voters', ...decoded(value, 0, (d) => decodeVotersRecord(d, 0)) };
    default:
      return { type: 'unknown', typeId, key: key as Buffer, value };
  }
}

/** Key and value of a control record. */
export function encodeControlRecord(record: ControlRecord): { readonly key: Buffer; readonly value: Buffer | null } {
  switch (record.type) {
    case 'abort':
    case 'commit': {
      const { version, coordinatorEpoch } = record;
      const value = encoded((e) => {
        e.int16(version);
        encodeEndTxnMarker(e, { coordinatorEpoch }, 0);
      });
      return { key: keyOf(ControlType[record.type]), value };
    }
    case 'leader-change': {
      const value = encoded((e) => encodeLeaderChangeMessage(e, record, record.version));
      return { key: keyOf(ControlType.leaderChange), value };
    }
    case 'snapshot-header':
      return {
        key: keyOf(ControlType.snapshotHeader),
        value: encoded((e) => encodeSnapshotHeaderRecord(e, record, 0)),
      };
    case 'snapshot-footer':
      return {
        key: keyOf(ControlType.snapshotFooter),
        value: encoded((e) => encodeSnapshotFooterRecord(e, record, 0)),
      };
    case 'kraft-version':
      return { key: keyOf(ControlType.kraftVersion), value: encoded((e) => encodeKRaftVersionRecord(e, record, 0)) };
    case 'voters':
      return { key: keyOf(ControlType.voters), value: encoded((e) => encodeVotersRecord(e, record, 0)) };
    case 'unknown':
      return { key: record.key, value: record.value };
  }
}

function keyOf(typeId: number): Buffer {
  const key = Buffer.alloc(4);
  key.writeInt16BE(typeId, 2);
  return key;
}

/** Every layout begins with its version. */
function versionOf(value: Buffer | null): number {
  const version = decoded(value, 0, (d) => d.int16());
  if (version < 0) throw new KafkaError('CORRUPT_BATCH', `a control record has version ${version}`);
  return version;
}

function decoded<T>(value: Buffer | null, from: number, read: (d: Decoder) => T): T {
  if (value === null) throw new KafkaError('CORRUPT_BATCH', 'a control record has no value');
  try {
    return read(new Decoder(value, from));
  } catch (cause) {
    if (!KafkaError.is(cause)) throw cause;
    const { position } = cause;
    throw new KafkaError('CORRUPT_BATCH', `a control record cannot be read: ${cause.message}`, { position, cause });
  }
}

function encoded(write: (e: Encoder) => void): Buffer {
  const encoder = new Encoder();
  write(encoder);
  return encoder.toBuffer();
}
