// Generated from protocol-specs/txn-offset-commit.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry, roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of TxnOffsetCommitRequest. Versions 0-6. */
export interface TxnOffsetCommitRequestPartition {
  /** `int32`, versions 0-6. */
  partitionIndex: number;
  /** `int64`, versions 0-6. */
  committedOffset: number;
  /** `int32`, versions 2-6; default -1. */
  committedLeaderEpoch: number;
  /** `string`, versions 0-6; null from 0+. */
  committedMetadata: string | null;
}

/** A TxnOffsetCommitRequestPartition with the protocol's defaults for every field that is not given. */
export function createTxnOffsetCommitRequestPartition(
  init: Partial<TxnOffsetCommitRequestPartition> = {},
): TxnOffsetCommitRequestPartition {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    committedOffset: init.committedOffset ?? 0,
    committedLeaderEpoch: init.committedLeaderEpoch ?? -1,
    committedMetadata: init.committedMetadata === undefined ? '' : init.committedMetadata,
  };
}

function writeTxnOffsetCommitRequestPartition(e: Encoder, m: TxnOffsetCommitRequestPartition, version: number): void {
  const flexible = version >= 3;
  e.int32(m.partitionIndex);
  e.int64(m.committedOffset);
  if (version >= 2) e.int32(m.committedLeaderEpoch);
  if (flexible) e.compactNullableString(m.committedMetadata);
  else e.nullableString(m.committedMetadata);
  if (flexible) e.uvarint(0);
}

function readTxnOffsetCommitRequestPartition(d: Decoder, version: number): TxnOffsetCommitRequestPartition {
  const flexible = version >= 3;
  const partitionIndex = d.int32();
  const committedOffset = d.int64();
  const committedLeaderEpoch = version >= 2 ? d.int32() : -1;
  const committedMetadata = flexible ? d.compactNullableString() : d.nullableString();
  if (flexible) d.skipTaggedFields();
  return { partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata };
}

/** Part of TxnOffsetCommitRequest. Versions 0-6. */
export interface TxnOffsetCommitRequestTopic {
  /** `string`, versions 0-5. */
  name: string;
  /** `uuid`, versions 6. */
  topicId: string;
  /** `[]TxnOffsetCommitRequestPartition`, versions 0-6. */
  partitions: readonly TxnOffsetCommitRequestPartition[];
}

/** A TxnOffsetCommitRequestTopic with the protocol's defaults for every field that is not given. */
export function createTxnOffsetCommitRequestTopic(
  init: Partial<TxnOffsetCommitRequestTopic> = {},
): TxnOffsetCommitRequestTopic {
  return {
    name: init.name ?? '',
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeTxnOffsetCommitRequestTopic(e: Encoder, m: TxnOffsetCommitRequestTopic, version: number): void {
  const flexible = version >= 3;
  if (version <= 5) {
    if (flexible) e.compactString(m.name);
    else e.string(m.name);
  }
  if (version >= 6) e.uuid(m.topicId);
  if (flexible) e.compactArrayLength(m.partitions);
  else e.arrayLength(m.partitions);
  for (const item of m.partitions) writeTxnOffsetCommitRequestPartition(e, item, version);
  if (flexible) e.uvarint(0);
}

function readTxnOffsetCommitRequestTopic(d: Decoder, version: number): TxnOffsetCommitRequestTopic {
  const flexible = version >= 3;
  const name = version <= 5 ? (flexible ? d.compactString() : d.string()) : '';
  const topicId = version >= 6 ? d.uuid() : ZERO_UUID;
  const partitionsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const partitions = roomFor<TxnOffsetCommitRequestPartition>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readTxnOffsetCommitRequestPartition(d, version);
  if (flexible) d.skipTaggedFields();
  return { name, topicId, partitions };
}

/** The request of TxnOffsetCommit. Versions 0-6. */
export interface TxnOffsetCommitRequest {
  /** `string`, versions 0-6. */
  transactionalId: string;
  /** `string`, versions 0-6. */
  groupId: string;
  /** `int64`, versions 0-6. */
  producerId: number;
  /** `int16`, versions 0-6. */
  producerEpoch: number;
  /** `int32`, versions 3-6; default -1. */
  generationIdOrMemberEpoch: number;
  /** `string`, versions 3-6; default ''. */
  memberId: string;
  /** `string`, versions 3-6; null from 3+; default null. */
  groupInstanceId: string | null;
  /** `[]TxnOffsetCommitRequestTopic`, versions 0-6. */
  topics: readonly TxnOffsetCommitRequestTopic[];
}

/** A TxnOffsetCommitRequest with the protocol's defaults for every field that is not given. */
export function createTxnOffsetCommitRequest(init: Partial<TxnOffsetCommitRequest> = {}): TxnOffsetCommitRequest {
  return {
    transactionalId: init.transactionalId ?? '',
    groupId: init.groupId ?? '',
    producerId: init.producerId ?? 0,
    producerEpoch: init.producerEpoch ?? 0,
    generationIdOrMemberEpoch: init.generationIdOrMemberEpoch ?? -1,
    memberId: init.memberId ?? '',
    groupInstanceId: init.groupInstanceId === undefined ? null : init.groupInstanceId,
    topics: init.topics ?? [],
  };
}

/** Writes a TxnOffsetCommitRequest in the given version. */
export function encodeTxnOffsetCommitRequest(e: Encoder, m: TxnOffsetCommitRequest, version: number): void {
  const flexible = version >= 3;
  if (version < 3 && m.generationIdOrMemberEpoch !== -1)
    throw cannotCarry('TxnOffsetCommitRequest', 'generationIdOrMemberEpoch', version);
  if (version < 3 && m.memberId !== '') throw cannotCarry('TxnOffsetCommitRequest', 'memberId', version);
  if (version < 3 && m.groupInstanceId !== null)
    throw cannotCarry('TxnOffsetCommitRequest', 'groupInstanceId', version);
  if (flexible) e.compactString(m.transactionalId);
  else e.string(m.transactionalId);
  if (flexible) e.compactString(m.groupId);
  else e.string(m.groupId);
  e.int64(m.producerId);
  e.int16(m.producerEpoch);
  if (version >= 3) {
    e.int32(m.generationIdOrMemberEpoch);
    if (flexible) e.compactString(m.memberId);
    else e.string(m.memberId);
    if (flexible) e.compactNullableString(m.groupInstanceId);
    else e.nullableString(m.groupInstanceId);
  }
  if (flexible) e.compactArrayLength(m.topics);
  else e.arrayLength(m.topics);
  for (const item of m.topics) writeTxnOffsetCommitRequestTopic(e, item, version);
  if (flexible) e.uvarint(0);
}

/** Reads a TxnOffsetCommitRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeTxnOffsetCommitRequest(d: Decoder, version: number): TxnOffsetCommitRequest {
  const flexible = version >= 3;
  const transactionalId = flexible ? d.compactString() : d.string();
  const groupId = flexible ? d.compactString() : d.string();
  const producerId = d.int64();
  const producerEpoch = d.int16();
  const generationIdOrMemberEpoch = version >= 3 ? d.int32() : -1;
  const memberId = version >= 3 ? (flexible ? d.compactString() : d.string()) : '';
  const groupInstanceId = version >= 3 ? (flexible ? d.compactNullableString() : d.nullableString()) : null;
  const topicsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const topics = roomFor<TxnOffsetCommitRequestTopic>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readTxnOffsetCommitRequestTopic(d, version);
  if (flexible) d.skipTaggedFields();
  return {
    transactionalId,
    groupId,
    producerId,
    producerEpoch,
    generationIdOrMemberEpoch,
    memberId,
    groupInstanceId,
    topics,
  };
}

/** Part of TxnOffsetCommitResponse. Versions 0-6. */
export interface TxnOffsetCommitResponsePartition {
  /** `int32`, versions 0-6. */
  partitionIndex: number;
  /** `int16`, versions 0-6. */
  errorCode: number;
}

/** A TxnOffsetCommitResponsePartition with the protocol's defaults for every field that is not given. */
export function createTxnOffsetCommitResponsePartition(
  init: Partial<TxnOffsetCommitResponsePartition> = {},
): TxnOffsetCommitResponsePartition {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    errorCode: init.errorCode ?? 0,
  };
}

function writeTxnOffsetCommitResponsePartition(e: Encoder, m: TxnOffsetCommitResponsePartition, version: number): void {
  const flexible = version >= 3;
  e.int32(m.partitionIndex);
  e.int16(m.errorCode);
  if (flexible) e.uvarint(0);
}

function readTxnOffsetCommitResponsePartition(d: Decoder, version: number): TxnOffsetCommitResponsePartition {
  const flexible = version >= 3;
  const partitionIndex = d.int32();
  const errorCode = d.int16();
  if (flexible) d.skipTaggedFields();
  return { partitionIndex, errorCode };
}

/** Part of TxnOffsetCommitResponse. Versions 0-6. */
export interface TxnOffsetCommitResponseTopic {
  /** `string`, versions 0-5. */
  name: string;
  /** `uuid`, versions 6. */
  topicId: string;
  /** `[]TxnOffsetCommitResponsePartition`, versions 0-6. */
  partitions: readonly TxnOffsetCommitResponsePartition[];
}

/** A TxnOffsetCommitResponseTopic with the protocol's defaults for every field that is not given. */
export function createTxnOffsetCommitResponseTopic(
  init: Partial<TxnOffsetCommitResponseTopic> = {},
): TxnOffsetCommitResponseTopic {
  return {
    name: init.name ?? '',
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeTxnOffsetCommitResponseTopic(e: Encoder, m: TxnOffsetCommitResponseTopic, version: number): void {
  const flexible = version >= 3;
  if (version <= 5) {
    if (flexible) e.compactString(m.name);
    else e.string(m.name);
  }
  if (version >= 6) e.uuid(m.topicId);
  if (flexible) e.compactArrayLength(m.partitions);
  else e.arrayLength(m.partitions);
  for (const item of m.partitions) writeTxnOffsetCommitResponsePartition(e, item, version);
  if (flexible) e.uvarint(0);
}

function readTxnOffsetCommitResponseTopic(d: Decoder, version: number): TxnOffsetCommitResponseTopic {
  const flexible = version >= 3;
  const name = version <= 5 ? (flexible ? d.compactString() : d.string()) : '';
  const topicId = version >= 6 ? d.uuid() : ZERO_UUID;
  const partitionsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const partitions = roomFor<TxnOffsetCommitResponsePartition>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readTxnOffsetCommitResponsePartition(d, version);
  if (flexible) d.skipTaggedFields();
  return { name, topicId, partitions };
}

/** The response of TxnOffsetCommit. Versions 0-6. */
export interface TxnOffsetCommitResponse {
  /** `int32`, versions 0-6. */
  throttleTimeMs: number;
  /** `[]TxnOffsetCommitResponseTopic`, versions 0-6. */
  topics: readonly TxnOffsetCommitResponseTopic[];
}

/** A TxnOffsetCommitResponse with the protocol's defaults for every field that is not given. */
export function createTxnOffsetCommitResponse(init: Partial<TxnOffsetCommitResponse> = {}): TxnOffsetCommitResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    topics: init.topics ?? [],
  };
}

/** Writes a TxnOffsetCommitResponse in the given version. */
export function encodeTxnOffsetCommitResponse(e: Encoder, m: TxnOffsetCommitResponse, version: number): void {
  const flexible = version >= 3;
  e.int32(m.throttleTimeMs);
  if (flexible) e.compactArrayLength(m.topics);
  else e.arrayLength(m.topics);
  for (const item of m.topics) writeTxnOffsetCommitResponseTopic(e, item, version);
  if (flexible) e.uvarint(0);
}

/** Reads a TxnOffsetCommitResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeTxnOffsetCommitResponse(d: Decoder, version: number): TxnOffsetCommitResponse {
  const flexible = version >= 3;
  const throttleTimeMs = d.int32();
  const topicsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const topics = roomFor<TxnOffsetCommitResponseTopic>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readTxnOffsetCommitResponseTopic(d, version);
  if (flexible) d.skipTaggedFields();
  return { throttleTimeMs, topics };
}

/** TxnOffsetCommit: API key 28, versions 0-6. */
export const txnOffsetCommitApi: Api<TxnOffsetCommitRequest, TxnOffsetCommitResponse> = {
  key: 28,
  name: 'TxnOffsetCommit',
  route: 'group-coordinator',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 6,
  maxStableVersion: 6,
  requestFlexibleFrom: 3,
  responseFlexibleFrom: 3,
  encodeRequest: encodeTxnOffsetCommitRequest,
  decodeRequest: decodeTxnOffsetCommitRequest,
  encodeResponse: encodeTxnOffsetCommitResponse,
  decodeResponse: decodeTxnOffsetCommitResponse,
};
