// Generated from protocol-specs/fetch.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { Encoder, type RawRecords } from '../../wire/encoder.ts';
import type { Api } from '../api.ts';
import { cannotCarry, roomFor, ZERO_UUID } from '../../wire/message-codec.ts';

/** Part of FetchRequest. Versions 15-18. */
export interface ReplicaState {
  /** `int32`, versions 15-18; default -1. */
  replicaId: number;
  /** `int64`, versions 15-18; default -1. */
  replicaEpoch: number;
}

/** A ReplicaState with the protocol's defaults for every field that is not given. */
export function createReplicaState(init: Partial<ReplicaState> = {}): ReplicaState {
  return {
    replicaId: init.replicaId ?? -1,
    replicaEpoch: init.replicaEpoch ?? -1,
  };
}

function writeReplicaState(e: Encoder, m: ReplicaState, version: number): void {
  e.int32(m.replicaId);
  e.int64(m.replicaEpoch);
  e.uvarint(0);
  void version;
}

function readReplicaState(d: Decoder, version: number): ReplicaState {
  const replicaId: number = d.int32();
  const replicaEpoch: number = d.int64();
  d.skipTaggedFields();
  void version;
  return { replicaId, replicaEpoch };
}

/** Part of FetchRequest. Versions 4-18. */
export interface FetchPartition {
  /** `int32`, versions 4-18. */
  partition: number;
  /** `int32`, versions 9-18; default -1. */
  currentLeaderEpoch: number;
  /** `int64`, versions 4-18. */
  fetchOffset: number;
  /** `int32`, versions 12-18; default -1. */
  lastFetchedEpoch: number;
  /** `int64`, versions 5-18; default -1. */
  logStartOffset: number;
  /** `int32`, versions 4-18. */
  partitionMaxBytes: number;
  /** `uuid`, versions 17-18; tag 0. */
  replicaDirectoryId: string;
  /** `int64`, versions 18; tag 1; default 9223372036854775807. */
  highWatermark: number;
}

/** A FetchPartition with the protocol's defaults for every field that is not given. */
export function createFetchPartition(init: Partial<FetchPartition> = {}): FetchPartition {
  return {
    partition: init.partition ?? 0,
    currentLeaderEpoch: init.currentLeaderEpoch ?? -1,
    fetchOffset: init.fetchOffset ?? 0,
    lastFetchedEpoch: init.lastFetchedEpoch ?? -1,
    logStartOffset: init.logStartOffset ?? -1,
    partitionMaxBytes: init.partitionMaxBytes ?? 0,
    replicaDirectoryId: init.replicaDirectoryId ?? ZERO_UUID,
    highWatermark: init.highWatermark ?? Number.MAX_SAFE_INTEGER,
  };
}

function writeFetchPartition(e: Encoder, m: FetchPartition, version: number): void {
  const flexible = version >= 12;
  e.int32(m.partition);
  if (version >= 9) {
    e.int32(m.currentLeaderEpoch);
  }
  e.int64(m.fetchOffset);
  if (version >= 12) {
    e.int32(m.lastFetchedEpoch);
  }
  if (!(version >= 12)) {
    if (!(m.lastFetchedEpoch === -1)) throw cannotCarry('FetchPartition', 'lastFetchedEpoch', version);
  }
  if (version >= 5) {
    e.int64(m.logStartOffset);
  }
  e.int32(m.partitionMaxBytes);
  if (flexible) {
    const tag0 = version >= 17 && !(m.replicaDirectoryId === ZERO_UUID);
    const tag1 = version >= 18 && !(m.highWatermark === Number.MAX_SAFE_INTEGER);
    e.uvarint((tag0 ? 1 : 0) + (tag1 ? 1 : 0));
    if (tag0) {
      const content = new Encoder(64);
      content.uuid(m.replicaDirectoryId);
      e.taggedField(0, content);
    }
    if (tag1) {
      const content = new Encoder(64);
      content.int64(m.highWatermark);
      e.taggedField(1, content);
    }
  }
}

function readFetchPartition(d: Decoder, version: number): FetchPartition {
  const flexible = version >= 12;
  const partition: number = d.int32();
  const currentLeaderEpoch: number = version >= 9 ? d.int32() : -1;
  const fetchOffset: number = d.int64();
  const lastFetchedEpoch: number = version >= 12 ? d.int32() : -1;
  const logStartOffset: number = version >= 5 ? d.int64() : -1;
  const partitionMaxBytes: number = d.int32();
  let replicaDirectoryId: string = ZERO_UUID;
  let highWatermark: number = Number.MAX_SAFE_INTEGER;
  if (flexible) {
    for (let count = d.uvarint(); count > 0; count--) {
      const tag = d.uvarint();
      const size = d.uvarint();
      const end = d.pos + size;
      switch (tag) {
        case 0: {
          replicaDirectoryId = d.uuid();
          break;
        }
        case 1: {
          highWatermark = d.int64();
          break;
        }
        default:
          d.raw(size);
      }
      d.expectTagEnd(end, 'FetchPartition', tag);
    }
  }
  return { partition, currentLeaderEpoch, fetchOffset, lastFetchedEpoch, logStartOffset, partitionMaxBytes, replicaDirectoryId, highWatermark };
}

/** Part of FetchRequest. Versions 4-18. */
export interface FetchTopic {
  /** `string`, versions 4-12. */
  topic: string;
  /** `uuid`, versions 13-18. */
  topicId: string;
  /** `[]FetchPartition`, versions 4-18. */
  partitions: readonly FetchPartition[];
}

/** A FetchTopic with the protocol's defaults for every field that is not given. */
export function createFetchTopic(init: Partial<FetchTopic> = {}): FetchTopic {
  return {
    topic: init.topic ?? '',
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeFetchTopic(e: Encoder, m: FetchTopic, version: number): void {
  const flexible = version >= 12;
  if (version <= 12) {
    if (flexible) e.compactString(m.topic); else e.string(m.topic);
  }
  if (version >= 13) {
    e.uuid(m.topicId);
  }
  if (flexible) e.compactArrayLength(m.partitions); else e.arrayLength(m.partitions);
  for (const item of m.partitions) writeFetchPartition(e, item, version);
  if (flexible) {
    e.uvarint(0);
  }
}

function readFetchTopic(d: Decoder, version: number): FetchTopic {
  const flexible = version >= 12;
  const topic: string = version <= 12 ? (flexible ? d.compactString() : d.string()) : '';
  const topicId: string = version >= 13 ? d.uuid() : ZERO_UUID;
  let partitions: readonly FetchPartition[] = [];
  const partitionsLength = flexible ? d.compactArrayLength() : d.arrayLength();
   {
    const items = roomFor<FetchPartition>(partitionsLength);
    for (let i = 0; i < partitionsLength; i++) items[i] = readFetchPartition(d, version);
    partitions = items;
  }
  if (flexible) {
    d.skipTaggedFields();
  }
  return { topic, topicId, partitions };
}

/** Part of FetchRequest. Versions 7-18. */
export interface ForgottenTopic {
  /** `string`, versions 7-12. */
  topic: string;
  /** `uuid`, versions 13-18. */
  topicId: string;
  /** `[]int32`, versions 7-18. */
  partitions: readonly number[];
}

/** A ForgottenTopic with the protocol's defaults for every field that is not given. */
export function createForgottenTopic(init: Partial<ForgottenTopic> = {}): ForgottenTopic {
  return {
    topic: init.topic ?? '',
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeForgottenTopic(e: Encoder, m: ForgottenTopic, version: number): void {
  const flexible = version >= 12;
  if (version <= 12) {
    if (flexible) e.compactString(m.topic); else e.string(m.topic);
  }
  if (version >= 13) {
    e.uuid(m.topicId);
  }
  if (flexible) e.compactArrayLength(m.partitions); else e.arrayLength(m.partitions);
  for (const item of m.partitions) e.int32(item);
  if (flexible) {
    e.uvarint(0);
  }
}

function readForgottenTopic(d: Decoder, version: number): ForgottenTopic {
  const flexible = version >= 12;
  const topic: string = version <= 12 ? (flexible ? d.compactString() : d.string()) : '';
  const topicId: string = version >= 13 ? d.uuid() : ZERO_UUID;
  let partitions: readonly number[] = [];
  const partitionsLength = flexible ? d.compactArrayLength() : d.arrayLength();
   {
    const items = roomFor<number>(partitionsLength);
    for (let i = 0; i < partitionsLength; i++) items[i] = d.int32();
    partitions = items;
  }
  if (flexible) {
    d.skipTaggedFields();
  }
  return { topic, topicId, partitions };
}

/** The request of Fetch. Versions 4-18. */
export interface FetchRequest {
  /** `string`, versions 12-18; null from 12+; tag 0; default null. */
  clusterId: string | null;
  /** `int32`, versions 4-14; default -1. */
  replicaId: number;
  /** `ReplicaState`, versions 15-18; tag 1. */
  replicaState: ReplicaState;
  /** `int32`, versions 4-18. */
  maxWaitMs: number;
  /** `int32`, versions 4-18. */
  minBytes: number;
  /** `int32`, versions 4-18; default 0x7fffffff. */
  maxBytes: number;
  /** `int8`, versions 4-18; default 0. */
  isolationLevel: number;
  /** `int32`, versions 7-18; default 0. */
  sessionId: number;
  /** `int32`, versions 7-18; default -1. */
  sessionEpoch: number;
  /** `[]FetchTopic`, versions 4-18. */
  topics: readonly FetchTopic[];
  /** `[]ForgottenTopic`, versions 7-18. */
  forgottenTopicsData: readonly ForgottenTopic[];
  /** `string`, versions 11-18; default ''. */
  rackId: string;
}

/** A FetchRequest with the protocol's defaults for every field that is not given. */
export function createFetchRequest(init: Partial<FetchRequest> = {}): FetchRequest {
  return {
    clusterId: init.clusterId === undefined ? null : init.clusterId,
    replicaId: init.replicaId ?? -1,
    replicaState: init.replicaState ?? createReplicaState(),
    maxWaitMs: init.maxWaitMs ?? 0,
    minBytes: init.minBytes ?? 0,
    maxBytes: init.maxBytes ?? 2147483647,
    isolationLevel: init.isolationLevel ?? 0,
    sessionId: init.sessionId ?? 0,
    sessionEpoch: init.sessionEpoch ?? -1,
    topics: init.topics ?? [],
    forgottenTopicsData: init.forgottenTopicsData ?? [],
    rackId: init.rackId ?? '',
  };
}

/** Writes a FetchRequest in the given version. */
export function encodeFetchRequest(e: Encoder, m: FetchRequest, version: number): void {
  const flexible = version >= 12;
  if (version <= 14) {
    e.int32(m.replicaId);
  }
  if (!(version <= 14)) {
    if (!(m.replicaId === -1)) throw cannotCarry('FetchRequest', 'replicaId', version);
  }
  if (!(version >= 15)) {
    if (!(m.replicaState.replicaId === -1 && m.replicaState.replicaEpoch === -1)) throw cannotCarry('FetchRequest', 'replicaState', version);
  }
  e.int32(m.maxWaitMs);
  e.int32(m.minBytes);
  e.int32(m.maxBytes);
  e.int8(m.isolationLevel);
  if (version >= 7) {
    e.int32(m.sessionId);
  }
  if (version >= 7) {
    e.int32(m.sessionEpoch);
  }
  if (flexible) e.compactArrayLength(m.topics); else e.arrayLength(m.topics);
  for (const item of m.topics) writeFetchTopic(e, item, version);
  if (version >= 7) {
    if (flexible) e.compactArrayLength(m.forgottenTopicsData); else e.arrayLength(m.forgottenTopicsData);
    for (const item of m.forgottenTopicsData) writeForgottenTopic(e, item, version);
  }
  if (!(version >= 7)) {
    if (!(m.forgottenTopicsData.length === 0)) throw cannotCarry('FetchRequest', 'forgottenTopicsData', version);
  }
  if (version >= 11) {
    if (flexible) e.compactString(m.rackId); else e.string(m.rackId);
  }
  if (flexible) {
    const tag0 = version >= 12 && !(m.clusterId === null);
    const tag1 = version >= 15 && !(m.replicaState.replicaId === -1 && m.replicaState.replicaEpoch === -1);
    e.uvarint((tag0 ? 1 : 0) + (tag1 ? 1 : 0));
    if (tag0) {
      const content = new Encoder(64);
      content.compactNullableString(m.clusterId);
      e.taggedField(0, content);
    }
    if (tag1) {
      const content = new Encoder(64);
      writeReplicaState(content, m.replicaState, version);
      e.taggedField(1, content);
    }
  }
}

/** Reads a FetchRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeFetchRequest(d: Decoder, version: number): FetchRequest {
  const flexible = version >= 12;
  let clusterId: string | null = null;
  const replicaId: number = version <= 14 ? d.int32() : -1;
  let replicaState: ReplicaState = createReplicaState();
  const maxWaitMs: number = d.int32();
  const minBytes: number = d.int32();
  const maxBytes: number = d.int32();
  const isolationLevel: number = d.int8();
  const sessionId: number = version >= 7 ? d.int32() : 0;
  const sessionEpoch: number = version >= 7 ? d.int32() : -1;
  let topics: readonly FetchTopic[] = [];
  const topicsLength = flexible ? d.compactArrayLength() : d.arrayLength();
   {
    const items = roomFor<FetchTopic>(topicsLength);
    for (let i = 0; i < topicsLength; i++) items[i] = readFetchTopic(d, version);
    topics = items;
  }
  let forgottenTopicsData: readonly ForgottenTopic[] = [];
  if (version >= 7) {
    const forgottenTopicsDataLength = flexible ? d.compactArrayLength() : d.arrayLength();
     {
      const items = roomFor<ForgottenTopic>(forgottenTopicsDataLength);
      for (let i = 0; i < forgottenTopicsDataLength; i++) items[i] = readForgottenTopic(d, version);
      forgottenTopicsData = items;
    }
  }
  const rackId: string = version >= 11 ? (flexible ? d.compactString() : d.string()) : '';
  if (flexible) {
    for (let count = d.uvarint(); count > 0; count--) {
      const tag = d.uvarint();
      const size = d.uvarint();
      const end = d.pos + size;
      switch (tag) {
        case 0: {
          clusterId = d.compactNullableString();
          break;
        }
        case 1: {
          replicaState = readReplicaState(d, version);
          break;
        }
        default:
          d.raw(size);
      }
      d.expectTagEnd(end, 'FetchRequest', tag);
    }
  }
  return { clusterId, replicaId, replicaState, maxWaitMs, minBytes, maxBytes, isolationLevel, sessionId, sessionEpoch, topics, forgottenTopicsData, rackId };
}

/** Part of FetchResponse. Versions 12-18. */
export interface EpochEndOffset {
  /** `int32`, versions 12-18; default -1. */
  epoch: number;
  /** `int64`, versions 12-18; default -1. */
  endOffset: number;
}

/** A EpochEndOffset with the protocol's defaults for every field that is not given. */
export function createEpochEndOffset(init: Partial<EpochEndOffset> = {}): EpochEndOffset {
  return {
    epoch: init.epoch ?? -1,
    endOffset: init.endOffset ?? -1,
  };
}

function writeEpochEndOffset(e: Encoder, m: EpochEndOffset, version: number): void {
  e.int32(m.epoch);
  e.int64(m.endOffset);
  e.uvarint(0);
  void version;
}

function readEpochEndOffset(d: Decoder, version: number): EpochEndOffset {
  const epoch: number = d.int32();
  const endOffset: number = d.int64();
  d.skipTaggedFields();
  void version;
  return { epoch, endOffset };
}

/** Part of FetchResponse. Versions 12-18. */
export interface LeaderIdAndEpoch {
  /** `int32`, versions 12-18; default -1. */
  leaderId: number;
  /** `int32`, versions 12-18; default -1. */
  leaderEpoch: number;
}

/** A LeaderIdAndEpoch with the protocol's defaults for every field that is not given. */
export function createLeaderIdAndEpoch(init: Partial<LeaderIdAndEpoch> = {}): LeaderIdAndEpoch {
  return {
    leaderId: init.leaderId ?? -1,
    leaderEpoch: init.leaderEpoch ?? -1,
  };
}

function writeLeaderIdAndEpoch(e: Encoder, m: LeaderIdAndEpoch, version: number): void {
  e.int32(m.leaderId);
  e.int32(m.leaderEpoch);
  e.uvarint(0);
  void version;
}

function readLeaderIdAndEpoch(d: Decoder, version: number): LeaderIdAndEpoch {
  const leaderId: number = d.int32();
  const leaderEpoch: number = d.int32();
  d.skipTaggedFields();
  void version;
  return { leaderId, leaderEpoch };
}

/** Part of FetchResponse. Versions 12-18. */
export interface SnapshotId {
  /** `int64`, versions 12-18; default -1. */
  endOffset: number;
  /** `int32`, versions 12-18; default -1. */
  epoch: number;
}

/** A SnapshotId with the protocol's defaults for every field that is not given. */
export function createSnapshotId(init: Partial<SnapshotId> = {}): SnapshotId {
  return {
    endOffset: init.endOffset ?? -1,
    epoch: init.epoch ?? -1,
  };
}

function writeSnapshotId(e: Encoder, m: SnapshotId, version: number): void {
  e.int64(m.endOffset);
  e.int32(m.epoch);
  e.uvarint(0);
  void version;
}

function readSnapshotId(d: Decoder, version: number): SnapshotId {
  const endOffset: number = d.int64();
  const epoch: number = d.int32();
  d.skipTaggedFields();
  void version;
  return { endOffset, epoch };
}

/** Part of FetchResponse. Versions 4-18. */
export interface AbortedTransaction {
  /** `int64`, versions 4-18. */
  producerId: number;
  /** `int64`, versions 4-18. */
  firstOffset: number;
}

/** A AbortedTransaction with the protocol's defaults for every field that is not given. */
export function createAbortedTransaction(init: Partial<AbortedTransaction> = {}): AbortedTransaction {
  return {
    producerId: init.producerId ?? 0,
    firstOffset: init.firstOffset ?? 0,
  };
}

function writeAbortedTransaction(e: Encoder, m: AbortedTransaction, version: number): void {
  const flexible = version >= 12;
  e.int64(m.producerId);
  e.int64(m.firstOffset);
  if (flexible) {
    e.uvarint(0);
  }
}

function readAbortedTransaction(d: Decoder, version: number): AbortedTransaction {
  const flexible = version >= 12;
  const producerId: number = d.int64();
  const firstOffset: number = d.int64();
  if (flexible) {
    d.skipTaggedFields();
  }
  return { producerId, firstOffset };
}

/** Part of FetchResponse. Versions 4-18. */
export interface PartitionData {
  /** `int32`, versions 4-18. */
  partitionIndex: number;
  /** `int16`, versions 4-18. */
  errorCode: number;
  /** `int64`, versions 4-18. */
  highWatermark: number;
  /** `int64`, versions 4-18; default -1. */
  lastStableOffset: number;
  /** `int64`, versions 5-18; default -1. */
  logStartOffset: number;
  /** `EpochEndOffset`, versions 12-18; tag 0. */
  divergingEpoch: EpochEndOffset;
  /** `LeaderIdAndEpoch`, versions 12-18; tag 1. */
  currentLeader: LeaderIdAndEpoch;
  /** `SnapshotId`, versions 12-18; tag 2. */
  snapshotId: SnapshotId;
  /** `[]AbortedTransaction`, versions 4-18; null from 4+. */
  abortedTransactions: readonly AbortedTransaction[] | null;
  /** `int32`, versions 11-18; default -1. */
  preferredReadReplica: number;
  /** `records`, versions 4-18; null from 0+. */
  records: RawRecords | null;
}

/** A PartitionData with the protocol's defaults for every field that is not given. */
export function createPartitionData(init: Partial<PartitionData> = {}): PartitionData {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    errorCode: init.errorCode ?? 0,
    highWatermark: init.highWatermark ?? 0,
    lastStableOffset: init.lastStableOffset ?? -1,
    logStartOffset: init.logStartOffset ?? -1,
    divergingEpoch: init.divergingEpoch ?? createEpochEndOffset(),
    currentLeader: init.currentLeader ?? createLeaderIdAndEpoch(),
    snapshotId: init.snapshotId ?? createSnapshotId(),
    abortedTransactions: init.abortedTransactions === undefined ? [] : init.abortedTransactions,
    preferredReadReplica: init.preferredReadReplica ?? -1,
    records: init.records === undefined ? null : init.records,
  };
}

function writePartitionData(e: Encoder, m: PartitionData, version: number): void {
  const flexible = version >= 12;
  e.int32(m.partitionIndex);
  e.int16(m.errorCode);
  e.int64(m.highWatermark);
  e.int64(m.lastStableOffset);
  if (version >= 5) {
    e.int64(m.logStartOffset);
  }
  if (!(version >= 12)) {
    if (!(m.divergingEpoch.epoch === -1 && m.divergingEpoch.endOffset === -1)) throw cannotCarry('PartitionData', 'divergingEpoch', version);
  }
  if (!(version >= 12)) {
    if (!(m.currentLeader.leaderId === -1 && m.currentLeader.leaderEpoch === -1)) throw cannotCarry('PartitionData', 'currentLeader', version);
  }
  if (!(version >= 12)) {
    if (!(m.snapshotId.endOffset === -1 && m.snapshotId.epoch === -1)) throw cannotCarry('PartitionData', 'snapshotId', version);
  }
  if (m.abortedTransactions === null) {
    if (flexible) e.compactArrayLength(null); else e.arrayLength(null);
  }
  else {
    if (flexible) e.compactArrayLength(m.abortedTransactions); else e.arrayLength(m.abortedTransactions);
    for (const item of m.abortedTransactions) writeAbortedTransaction(e, item, version);
  }
  if (version >= 11) {
    e.int32(m.preferredReadReplica);
  }
  if (!(version >= 11)) {
    if (!(m.preferredReadReplica === -1)) throw cannotCarry('PartitionData', 'preferredReadReplica', version);
  }
  if (flexible) e.compactRecords(m.records); else e.records(m.records);
  if (flexible) {
    const tag0 = version >= 12 && !(m.divergingEpoch.epoch === -1 && m.divergingEpoch.endOffset === -1);
    const tag1 = version >= 12 && !(m.currentLeader.leaderId === -1 && m.currentLeader.leaderEpoch === -1);
    const tag2 = version >= 12 && !(m.snapshotId.endOffset === -1 && m.snapshotId.epoch === -1);
    e.uvarint((tag0 ? 1 : 0) + (tag1 ? 1 : 0) + (tag2 ? 1 : 0));
    if (tag0) {
      const content = new Encoder(64);
      writeEpochEndOffset(content, m.divergingEpoch, version);
      e.taggedField(0, content);
    }
    if (tag1) {
      const content = new Encoder(64);
      writeLeaderIdAndEpoch(content, m.currentLeader, version);
      e.taggedField(1, content);
    }
    if (tag2) {
      const content = new Encoder(64);
      writeSnapshotId(content, m.snapshotId, version);
      e.taggedField(2, content);
    }
  }
}

function readPartitionData(d: Decoder, version: number): PartitionData {
  const flexible = version >= 12;
  const partitionIndex: number = d.int32();
  const errorCode: number = d.int16();
  const highWatermark: number = d.int64();
  const lastStableOffset: number = d.int64();
  const logStartOffset: number = version >= 5 ? d.int64() : -1;
  let divergingEpoch: EpochEndOffset = createEpochEndOffset();
  let currentLeader: LeaderIdAndEpoch = createLeaderIdAndEpoch();
  let snapshotId: SnapshotId = createSnapshotId();
  let abortedTransactions: readonly AbortedTransaction[] | null = null;
  const abortedTransactionsLength = flexible ? d.nullableCompactArrayLength() : d.nullableArrayLength();
  if (abortedTransactionsLength >= 0) {
    const items = roomFor<AbortedTransaction>(abortedTransactionsLength);
    for (let i = 0; i < abortedTransactionsLength; i++) items[i] = readAbortedTransaction(d, version);
    abortedTransactions = items;
  }
  else abortedTransactions = null;
  const preferredReadReplica: number = version >= 11 ? d.int32() : -1;
  const records: RawRecords | null = flexible ? d.compactNullableBytes() : d.nullableBytes();
  if (flexible) {
    for (let count = d.uvarint(); count > 0; count--) {
      const tag = d.uvarint();
      const size = d.uvarint();
      const end = d.pos + size;
      switch (tag) {
        case 0: {
          divergingEpoch = readEpochEndOffset(d, version);
          break;
        }
        case 1: {
          currentLeader = readLeaderIdAndEpoch(d, version);
          break;
        }
        case 2: {
          snapshotId = readSnapshotId(d, version);
          break;
        }
        default:
          d.raw(size);
      }
      d.expectTagEnd(end, 'PartitionData', tag);
    }
  }
  return { partitionIndex, errorCode, highWatermark, lastStableOffset, logStartOffset, divergingEpoch, currentLeader, snapshotId, abortedTransactions, preferredReadReplica, records };
}

/** Part of FetchResponse. Versions 4-18. */
export interface FetchableTopicResponse {
  /** `string`, versions 4-12. */
  topic: string;
  /** `uuid`, versions 13-18. */
  topicId: string;
  /** `[]PartitionData`, versions 4-18. */
  partitions: readonly PartitionData[];
}

/** A FetchableTopicResponse with the protocol's defaults for every field that is not given. */
export function createFetchableTopicResponse(init: Partial<FetchableTopicResponse> = {}): FetchableTopicResponse {
  return {
    topic: init.topic ?? '',
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeFetchableTopicResponse(e: Encoder, m: FetchableTopicResponse, version: number): void {
  const flexible = version >= 12;
  if (version <= 12) {
    if (flexible) e.compactString(m.topic); else e.string(m.topic);
  }
  if (version >= 13) {
    e.uuid(m.topicId);
  }
  if (flexible) e.compactArrayLength(m.partitions); else e.arrayLength(m.partitions);
  for (const item of m.partitions) writePartitionData(e, item, version);
  if (flexible) {
    e.uvarint(0);
  }
}

function readFetchableTopicResponse(d: Decoder, version: number): FetchableTopicResponse {
  const flexible = version >= 12;
  const topic: string = version <= 12 ? (flexible ? d.compactString() : d.string()) : '';
  const topicId: string = version >= 13 ? d.uuid() : ZERO_UUID;
  let partitions: readonly PartitionData[] = [];
  const partitionsLength = flexible ? d.compactArrayLength() : d.arrayLength();
   {
    const items = roomFor<PartitionData>(partitionsLength);
    for (let i = 0; i < partitionsLength; i++) items[i] = readPartitionData(d, version);
    partitions = items;
  }
  if (flexible) {
    d.skipTaggedFields();
  }
  return { topic, topicId, partitions };
}

/** Part of FetchResponse. Versions 16-18. */
export interface NodeEndpoint {
  /** `int32`, versions 16-18. */
  nodeId: number;
  /** `string`, versions 16-18. */
  host: string;
  /** `int32`, versions 16-18. */
  port: number;
  /** `string`, versions 16-18; null from 16+; default null. */
  rack: string | null;
}

/** A NodeEndpoint with the protocol's defaults for every field that is not given. */
export function createNodeEndpoint(init: Partial<NodeEndpoint> = {}): NodeEndpoint {
  return {
    nodeId: init.nodeId ?? 0,
    host: init.host ?? '',
    port: init.port ?? 0,
    rack: init.rack === undefined ? null : init.rack,
  };
}

function writeNodeEndpoint(e: Encoder, m: NodeEndpoint, version: number): void {
  e.int32(m.nodeId);
  e.compactString(m.host);
  e.int32(m.port);
  e.compactNullableString(m.rack);
  e.uvarint(0);
  void version;
}

function readNodeEndpoint(d: Decoder, version: number): NodeEndpoint {
  const nodeId: number = d.int32();
  const host: string = d.compactString();
  const port: number = d.int32();
  const rack: string | null = d.compactNullableString();
  d.skipTaggedFields();
  void version;
  return { nodeId, host, port, rack };
}

/** The response of Fetch. Versions 4-18. */
export interface FetchResponse {
  /** `int32`, versions 4-18. */
  throttleTimeMs: number;
  /** `int16`, versions 7-18. */
  errorCode: number;
  /** `int32`, versions 7-18; default 0. */
  sessionId: number;
  /** `[]FetchableTopicResponse`, versions 4-18. */
  responses: readonly FetchableTopicResponse[];
  /** `[]NodeEndpoint`, versions 16-18; tag 0. */
  nodeEndpoints: readonly NodeEndpoint[];
}

/** A FetchResponse with the protocol's defaults for every field that is not given. */
export function createFetchResponse(init: Partial<FetchResponse> = {}): FetchResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    sessionId: init.sessionId ?? 0,
    responses: init.responses ?? [],
    nodeEndpoints: init.nodeEndpoints ?? [],
  };
}

/** Writes a FetchResponse in the given version. */
export function encodeFetchResponse(e: Encoder, m: FetchResponse, version: number): void {
  const flexible = version >= 12;
  e.int32(m.throttleTimeMs);
  if (version >= 7) {
    e.int16(m.errorCode);
  }
  if (version >= 7) {
    e.int32(m.sessionId);
  }
  if (!(version >= 7)) {
    if (!(m.sessionId === 0)) throw cannotCarry('FetchResponse', 'sessionId', version);
  }
  if (flexible) e.compactArrayLength(m.responses); else e.arrayLength(m.responses);
  for (const item of m.responses) writeFetchableTopicResponse(e, item, version);
  if (!(version >= 16)) {
    if (!(m.nodeEndpoints.length === 0)) throw cannotCarry('FetchResponse', 'nodeEndpoints', version);
  }
  if (flexible) {
    const tag0 = version >= 16 && !(m.nodeEndpoints.length === 0);
    e.uvarint((tag0 ? 1 : 0));
    if (tag0) {
      const content = new Encoder(64);
      content.compactArrayLength(m.nodeEndpoints);
      for (const item of m.nodeEndpoints) writeNodeEndpoint(content, item, version);
      e.taggedField(0, content);
    }
  }
}

/** Reads a FetchResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeFetchResponse(d: Decoder, version: number): FetchResponse {
  const flexible = version >= 12;
  const throttleTimeMs: number = d.int32();
  const errorCode: number = version >= 7 ? d.int16() : 0;
  const sessionId: number = version >= 7 ? d.int32() : 0;
  let responses: readonly FetchableTopicResponse[] = [];
  const responsesLength = flexible ? d.compactArrayLength() : d.arrayLength();
   {
    const items = roomFor<FetchableTopicResponse>(responsesLength);
    for (let i = 0; i < responsesLength; i++) items[i] = readFetchableTopicResponse(d, version);
    responses = items;
  }
  let nodeEndpoints: readonly NodeEndpoint[] = [];
  if (flexible) {
    for (let count = d.uvarint(); count > 0; count--) {
      const tag = d.uvarint();
      const size = d.uvarint();
      const end = d.pos + size;
      switch (tag) {
        case 0: {
          const nodeEndpointsLength = d.compactArrayLength();
           {
            const items = roomFor<NodeEndpoint>(nodeEndpointsLength);
            for (let i = 0; i < nodeEndpointsLength; i++) items[i] = readNodeEndpoint(d, version);
            nodeEndpoints = items;
          }
          break;
        }
        default:
          d.raw(size);
      }
      d.expectTagEnd(end, 'FetchResponse', tag);
    }
  }
  return { throttleTimeMs, errorCode, sessionId, responses, nodeEndpoints };
}

/** Fetch: API key 1, versions 4-18. */
export const fetchApi: Api<FetchRequest, FetchResponse> = {
  key: 1,
  name: 'Fetch',
  route: 'leader',
  listeners: ['broker', 'controller'],
  minVersion: 4,
  maxVersion: 18,
  maxStableVersion: 18,
  requestFlexibleFrom: 12,
  responseFlexibleFrom: 12,
  encodeRequest: encodeFetchRequest,
  decodeRequest: decodeFetchRequest,
  encodeResponse: encodeFetchResponse,
  decodeResponse: decodeFetchResponse,
};
