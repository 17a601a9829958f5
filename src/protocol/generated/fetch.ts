// Generated from protocol-specs/fetch.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { Encoder, type RawRecords } from '../../wire/encoder.ts';
import { cannotCarry, roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

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

function writeReplicaState(e: Encoder, m: ReplicaState): void {
  e.int32(m.replicaId);
  e.int64(m.replicaEpoch);
  e.uvarint(0);
}

function readReplicaState(d: Decoder): ReplicaState {
  const replicaId = d.int32();
  const replicaEpoch = d.int64();
  d.skipTaggedFields();
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
  if (version < 12 && m.lastFetchedEpoch !== -1) throw cannotCarry('FetchPartition', 'lastFetchedEpoch', version);
  e.int32(m.partition);
  if (version >= 9) e.int32(m.currentLeaderEpoch);
  e.int64(m.fetchOffset);
  if (version >= 12) e.int32(m.lastFetchedEpoch);
  if (version >= 5) e.int64(m.logStartOffset);
  e.int32(m.partitionMaxBytes);
  if (flexible) {
    const hasReplicaDirectoryId = version >= 17 && m.replicaDirectoryId !== ZERO_UUID;
    const hasHighWatermark = version >= 18 && m.highWatermark !== Number.MAX_SAFE_INTEGER;
    e.uvarint(Number(hasReplicaDirectoryId) + Number(hasHighWatermark));
    if (hasReplicaDirectoryId) {
      const content = new Encoder(64);
      content.uuid(m.replicaDirectoryId);
      e.taggedField(0, content);
    }
    if (hasHighWatermark) {
      const content = new Encoder(64);
      content.int64(m.highWatermark);
      e.taggedField(1, content);
    }
  }
}

function readFetchPartition(d: Decoder, version: number): FetchPartition {
  const flexible = version >= 12;
  const partition = d.int32();
  const currentLeaderEpoch = version >= 9 ? d.int32() : -1;
  const fetchOffset = d.int64();
  const lastFetchedEpoch = version >= 12 ? d.int32() : -1;
  const logStartOffset = version >= 5 ? d.int64() : -1;
  const partitionMaxBytes = d.int32();
  let replicaDirectoryId: string = ZERO_UUID;
  let highWatermark: number = Number.MAX_SAFE_INTEGER;
  if (flexible) {
    for (let count = d.uvarint(); count > 0; count--) {
      const tag = d.uvarint();
      const size = d.uvarint();
      const end = d.pos + size;
      switch (tag) {
        case 0: {
          if (version < 17) d.refuseTag('FetchPartition', tag, version);
          replicaDirectoryId = d.uuid();
          break;
        }
        case 1: {
          if (version < 18) d.refuseTag('FetchPartition', tag, version);
          highWatermark = d.int64OrMax();
          break;
        }
        default:
          d.raw(size);
      }
      d.expectTagEnd(end, 'FetchPartition', tag);
    }
  }
  return {
    partition,
    currentLeaderEpoch,
    fetchOffset,
    lastFetchedEpoch,
    logStartOffset,
    partitionMaxBytes,
    replicaDirectoryId,
    highWatermark,
  };
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
    if (flexible) e.compactString(m.topic);
    else e.string(m.topic);
  }
  if (version >= 13) e.uuid(m.topicId);
  if (flexible) e.compactArrayLength(m.partitions);
  else e.arrayLength(m.partitions);
  for (const item of m.partitions) writeFetchPartition(e, item, version);
  if (flexible) e.uvarint(0);
}

function readFetchTopic(d: Decoder, version: number): FetchTopic {
  const flexible = version >= 12;
  const topic = version <= 12 ? (flexible ? d.compactString() : d.string()) : '';
  const topicId = version >= 13 ? d.uuid() : ZERO_UUID;
  const partitionsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const partitions = roomFor<FetchPartition>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readFetchPartition(d, version);
  if (flexible) d.skipTaggedFields();
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
    if (flexible) e.compactString(m.topic);
    else e.string(m.topic);
  }
  if (version >= 13) e.uuid(m.topicId);
  if (flexible) e.compactArrayLength(m.partitions);
  else e.arrayLength(m.partitions);
  for (const item of m.partitions) e.int32(item);
  if (flexible) e.uvarint(0);
}

function readForgottenTopic(d: Decoder, version: number): ForgottenTopic {
  const flexible = version >= 12;
  const topic = version <= 12 ? (flexible ? d.compactString() : d.string()) : '';
  const topicId = version >= 13 ? d.uuid() : ZERO_UUID;
  const partitionsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const partitions = roomFor<number>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = d.int32();
  if (flexible) d.skipTaggedFields();
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
  if (version > 14 && m.replicaId !== -1) throw cannotCarry('FetchRequest', 'replicaId', version);
  if (version < 15 && (m.replicaState.replicaId !== -1 || m.replicaState.replicaEpoch !== -1))
    throw cannotCarry('FetchRequest', 'replicaState', version);
  if (version < 7 && m.forgottenTopicsData.length > 0)
    throw cannotCarry('FetchRequest', 'forgottenTopicsData', version);
  if (version <= 14) e.int32(m.replicaId);
  e.int32(m.maxWaitMs);
  e.int32(m.minBytes);
  e.int32(m.maxBytes);
  e.int8(m.isolationLevel);
  if (version >= 7) {
    e.int32(m.sessionId);
    e.int32(m.sessionEpoch);
  }
  if (flexible) e.compactArrayLength(m.topics);
  else e.arrayLength(m.topics);
  for (const item of m.topics) writeFetchTopic(e, item, version);
  if (version >= 7) {
    if (flexible) e.compactArrayLength(m.forgottenTopicsData);
    else e.arrayLength(m.forgottenTopicsData);
    for (const item of m.forgottenTopicsData) writeForgottenTopic(e, item, version);
  }
  if (version >= 11) {
    if (flexible) e.compactString(m.rackId);
    else e.string(m.rackId);
  }
  if (flexible) {
    const hasClusterId = m.clusterId !== null;
    const hasReplicaState = version >= 15 && (m.replicaState.replicaId !== -1 || m.replicaState.replicaEpoch !== -1);
    e.uvarint(Number(hasClusterId) + Number(hasReplicaState));
    if (hasClusterId) {
      const content = new Encoder(64);
      content.compactNullableString(m.clusterId);
      e.taggedField(0, content);
    }
    if (hasReplicaState) {
      const content = new Encoder(64);
      writeReplicaState(content, m.replicaState);
      e.taggedField(1, content);
    }
  }
}

/** Reads a FetchRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeFetchRequest(d: Decoder, version: number): FetchRequest {
  const flexible = version >= 12;
  let clusterId: string | null = null;
  const replicaId = version <= 14 ? d.int32() : -1;
  let replicaState: ReplicaState = createReplicaState();
  const maxWaitMs = d.int32();
  const minBytes = d.int32();
  const maxBytes = d.int32();
  const isolationLevel = d.int8();
  const sessionId = version >= 7 ? d.int32() : 0;
  const sessionEpoch = version >= 7 ? d.int32() : -1;
  const topicsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const topics = roomFor<FetchTopic>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readFetchTopic(d, version);
  const forgottenTopicsDataLength = version >= 7 ? (flexible ? d.compactArrayLength() : d.arrayLength()) : 0;
  const forgottenTopicsData = roomFor<ForgottenTopic>(forgottenTopicsDataLength);
  for (let i = 0; i < forgottenTopicsDataLength; i++) forgottenTopicsData[i] = readForgottenTopic(d, version);
  const rackId = version >= 11 ? (flexible ? d.compactString() : d.string()) : '';
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
          if (version < 15) d.refuseTag('FetchRequest', tag, version);
          replicaState = readReplicaState(d);
          break;
        }
        default:
          d.raw(size);
      }
      d.expectTagEnd(end, 'FetchRequest', tag);
    }
  }
  return {
    clusterId,
    replicaId,
    replicaState,
    maxWaitMs,
    minBytes,
    maxBytes,
    isolationLevel,
    sessionId,
    sessionEpoch,
    topics,
    forgottenTopicsData,
    rackId,
  };
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

function writeEpochEndOffset(e: Encoder, m: EpochEndOffset): void {
  e.int32(m.epoch);
  e.int64(m.endOffset);
  e.uvarint(0);
}

function readEpochEndOffset(d: Decoder): EpochEndOffset {
  const epoch = d.int32();
  const endOffset = d.int64();
  d.skipTaggedFields();
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

function writeLeaderIdAndEpoch(e: Encoder, m: LeaderIdAndEpoch): void {
  e.int32(m.leaderId);
  e.int32(m.leaderEpoch);
  e.uvarint(0);
}

function readLeaderIdAndEpoch(d: Decoder): LeaderIdAndEpoch {
  const leaderId = d.int32();
  const leaderEpoch = d.int32();
  d.skipTaggedFields();
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

function writeSnapshotId(e: Encoder, m: SnapshotId): void {
  e.int64(m.endOffset);
  e.int32(m.epoch);
  e.uvarint(0);
}

function readSnapshotId(d: Decoder): SnapshotId {
  const endOffset = d.int64();
  const epoch = d.int32();
  d.skipTaggedFields();
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
  if (flexible) e.uvarint(0);
}

function readAbortedTransaction(d: Decoder, version: number): AbortedTransaction {
  const flexible = version >= 12;
  const producerId = d.int64();
  const firstOffset = d.int64();
  if (flexible) d.skipTaggedFields();
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
  if (version < 12 && (m.divergingEpoch.epoch !== -1 || m.divergingEpoch.endOffset !== -1))
    throw cannotCarry('PartitionData', 'divergingEpoch', version);
  if (version < 12 && (m.currentLeader.leaderId !== -1 || m.currentLeader.leaderEpoch !== -1))
    throw cannotCarry('PartitionData', 'currentLeader', version);
  if (version < 12 && (m.snapshotId.endOffset !== -1 || m.snapshotId.epoch !== -1))
    throw cannotCarry('PartitionData', 'snapshotId', version);
  if (version < 11 && m.preferredReadReplica !== -1)
    throw cannotCarry('PartitionData', 'preferredReadReplica', version);
  e.int32(m.partitionIndex);
  e.int16(m.errorCode);
  e.int64(m.highWatermark);
  e.int64(m.lastStableOffset);
  if (version >= 5) e.int64(m.logStartOffset);
  if (m.abortedTransactions === null) {
    if (flexible) e.compactArrayLength(null);
    else e.arrayLength(null);
  } else {
    if (flexible) e.compactArrayLength(m.abortedTransactions);
    else e.arrayLength(m.abortedTransactions);
    for (const item of m.abortedTransactions) writeAbortedTransaction(e, item, version);
  }
  if (version >= 11) e.int32(m.preferredReadReplica);
  if (flexible) e.compactRecords(m.records);
  else e.records(m.records);
  if (flexible) {
    const hasDivergingEpoch = m.divergingEpoch.epoch !== -1 || m.divergingEpoch.endOffset !== -1;
    const hasCurrentLeader = m.currentLeader.leaderId !== -1 || m.currentLeader.leaderEpoch !== -1;
    const hasSnapshotId = m.snapshotId.endOffset !== -1 || m.snapshotId.epoch !== -1;
    e.uvarint(Number(hasDivergingEpoch) + Number(hasCurrentLeader) + Number(hasSnapshotId));
    if (hasDivergingEpoch) {
      const content = new Encoder(64);
      writeEpochEndOffset(content, m.divergingEpoch);
      e.taggedField(0, content);
    }
    if (hasCurrentLeader) {
      const content = new Encoder(64);
      writeLeaderIdAndEpoch(content, m.currentLeader);
      e.taggedField(1, content);
    }
    if (hasSnapshotId) {
      const content = new Encoder(64);
      writeSnapshotId(content, m.snapshotId);
      e.taggedField(2, content);
    }
  }
}

function readPartitionData(d: Decoder, version: number): PartitionData {
  const flexible = version >= 12;
  const partitionIndex = d.int32();
  const errorCode = d.int16();
  const highWatermark = d.int64();
  const lastStableOffset = d.int64();
  const logStartOffset = version >= 5 ? d.int64() : -1;
  let divergingEpoch: EpochEndOffset = createEpochEndOffset();
  let currentLeader: LeaderIdAndEpoch = createLeaderIdAndEpoch();
  let snapshotId: SnapshotId = createSnapshotId();
  const abortedTransactionsLength = flexible ? d.nullableCompactArrayLength() : d.nullableArrayLength();
  const abortedTransactions =
    abortedTransactionsLength < 0 ? null : roomFor<AbortedTransaction>(abortedTransactionsLength);
  for (let i = 0; i < abortedTransactionsLength; i++) abortedTransactions![i] = readAbortedTransaction(d, version);
  const preferredReadReplica = version >= 11 ? d.int32() : -1;
  const records = flexible ? d.compactNullableBytes() : d.nullableBytes();
  if (flexible) {
    for (let count = d.uvarint(); count > 0; count--) {
      const tag = d.uvarint();
      const size = d.uvarint();
      const end = d.pos + size;
      switch (tag) {
        case 0: {
          divergingEpoch = readEpochEndOffset(d);
          break;
        }
        case 1: {
          currentLeader = readLeaderIdAndEpoch(d);
          break;
        }
        case 2: {
          snapshotId = readSnapshotId(d);
          break;
        }
        default:
          d.raw(size);
      }
      d.expectTagEnd(end, 'PartitionData', tag);
    }
  }
  return {
    partitionIndex,
    errorCode,
    highWatermark,
    lastStableOffset,
    logStartOffset,
    divergingEpoch,
    currentLeader,
    snapshotId,
    abortedTransactions,
    preferredReadReplica,
    records,
  };
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
    if (flexible) e.compactString(m.topic);
    else e.string(m.topic);
  }
  if (version >= 13) e.uuid(m.topicId);
  if (flexible) e.compactArrayLength(m.partitions);
  else e.arrayLength(m.partitions);
  for (const item of m.partitions) writePartitionData(e, item, version);
  if (flexible) e.uvarint(0);
}

function readFetchableTopicResponse(d: Decoder, version: number): FetchableTopicResponse {
  const flexible = version >= 12;
  const topic = version <= 12 ? (flexible ? d.compactString() : d.string()) : '';
  const topicId = version >= 13 ? d.uuid() : ZERO_UUID;
  const partitionsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const partitions = roomFor<PartitionData>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readPartitionData(d, version);
  if (flexible) d.skipTaggedFields();
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

function writeNodeEndpoint(e: Encoder, m: NodeEndpoint): void {
  e.int32(m.nodeId);
  e.compactString(m.host);
  e.int32(m.port);
  e.compactNullableString(m.rack);
  e.uvarint(0);
}

function readNodeEndpoint(d: Decoder): NodeEndpoint {
  const nodeId = d.int32();
  const host = d.compactString();
  const port = d.int32();
  const rack = d.compactNullableString();
  d.skipTaggedFields();
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
  if (version < 7 && m.sessionId !== 0) throw cannotCarry('FetchResponse', 'sessionId', version);
  if (version < 16 && m.nodeEndpoints.length > 0) throw cannotCarry('FetchResponse', 'nodeEndpoints', version);
  e.int32(m.throttleTimeMs);
  if (version >= 7) {
    e.int16(m.errorCode);
    e.int32(m.sessionId);
  }
  if (flexible) e.compactArrayLength(m.responses);
  else e.arrayLength(m.responses);
  for (const item of m.responses) writeFetchableTopicResponse(e, item, version);
  if (flexible) {
    if (version >= 16 && m.nodeEndpoints.length > 0) {
      e.uvarint(1);
      const content = new Encoder(64);
      content.compactArrayLength(m.nodeEndpoints);
      for (const item of m.nodeEndpoints) writeNodeEndpoint(content, item);
      e.taggedField(0, content);
    } else {
      e.uvarint(0);
    }
  }
}

/** Reads a FetchResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeFetchResponse(d: Decoder, version: number): FetchResponse {
  const flexible = version >= 12;
  const throttleTimeMs = d.int32();
  const errorCode = version >= 7 ? d.int16() : 0;
  const sessionId = version >= 7 ? d.int32() : 0;
  const responsesLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const responses = roomFor<FetchableTopicResponse>(responsesLength);
  for (let i = 0; i < responsesLength; i++) responses[i] = readFetchableTopicResponse(d, version);
  let nodeEndpoints: NodeEndpoint[] = [];
  if (flexible) {
    for (let count = d.uvarint(); count > 0; count--) {
      const tag = d.uvarint();
      const size = d.uvarint();
      const end = d.pos + size;
      switch (tag) {
        case 0: {
          if (version < 16) d.refuseTag('FetchResponse', tag, version);
          const length = d.compactArrayLength();
          nodeEndpoints = roomFor<NodeEndpoint>(length);
          for (let i = 0; i < length; i++) nodeEndpoints[i] = readNodeEndpoint(d);
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
