// Generated from protocol-specs/offset-commit.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry, roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of OffsetCommitRequest. Versions 2-10. */
export interface OffsetCommitRequestPartition {
  /** `int32`, versions 2-10. */
  partitionIndex: number;
  /** `int64`, versions 2-10. */
  committedOffset: number;
  /** `int32`, versions 6-10; default -1. */
  committedLeaderEpoch: number;
  /** `string`, versions 2-10; null from 0+. */
  committedMetadata: string | null;
}

/** A OffsetCommitRequestPartition with the protocol's defaults for every field that is not given. */
export function createOffsetCommitRequestPartition(
  init: Partial<OffsetCommitRequestPartition> = {},
): OffsetCommitRequestPartition {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    committedOffset: init.committedOffset ?? 0,
    committedLeaderEpoch: init.committedLeaderEpoch ?? -1,
    committedMetadata: init.committedMetadata === undefined ? '' : init.committedMetadata,
  };
}

function writeOffsetCommitRequestPartition(e: Encoder, m: OffsetCommitRequestPartition, version: number): void {
  const flexible = version >= 8;
  e.int32(m.partitionIndex);
  e.int64(m.committedOffset);
  if (version >= 6) e.int32(m.committedLeaderEpoch);
  if (flexible) e.compactNullableString(m.committedMetadata);
  else e.nullableString(m.committedMetadata);
  if (flexible) e.uvarint(0);
}

function readOffsetCommitRequestPartition(d: Decoder, version: number): OffsetCommitRequestPartition {
  const flexible = version >= 8;
  const partitionIndex = d.int32();
  const committedOffset = d.int64();
  const committedLeaderEpoch = version >= 6 ? d.int32() : -1;
  const committedMetadata = flexible ? d.compactNullableString() : d.nullableString();
  if (flexible) d.skipTaggedFields();
  return { partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata };
}

/** Part of OffsetCommitRequest. Versions 2-10. */
export interface OffsetCommitRequestTopic {
  /** `string`, versions 2-9. */
  name: string;
  /** `uuid`, versions 10. */
  topicId: string;
  /** `[]OffsetCommitRequestPartition`, versions 2-10. */
  partitions: readonly OffsetCommitRequestPartition[];
}

/** A OffsetCommitRequestTopic with the protocol's defaults for every field that is not given. */
export function createOffsetCommitRequestTopic(init: Partial<OffsetCommitRequestTopic> = {}): OffsetCommitRequestTopic {
  return {
    name: init.name ?? '',
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeOffsetCommitRequestTopic(e: Encoder, m: OffsetCommitRequestTopic, version: number): void {
  const flexible = version >= 8;
  if (version <= 9) {
    if (flexible) e.compactString(m.name);
    else e.string(m.name);
  }
  if (version >= 10) e.uuid(m.topicId);
  if (flexible) e.compactArrayLength(m.partitions);
  else e.arrayLength(m.partitions);
  for (const item of m.partitions) writeOffsetCommitRequestPartition(e, item, version);
  if (flexible) e.uvarint(0);
}

function readOffsetCommitRequestTopic(d: Decoder, version: number): OffsetCommitRequestTopic {
  const flexible = version >= 8;
  const name = version <= 9 ? (flexible ? d.compactString() : d.string()) : '';
  const topicId = version >= 10 ? d.uuid() : ZERO_UUID;
  const partitionsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const partitions = roomFor<OffsetCommitRequestPartition>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readOffsetCommitRequestPartition(d, version);
  if (flexible) d.skipTaggedFields();
  return { name, topicId, partitions };
}

/** The request of OffsetCommit. Versions 2-10. */
export interface OffsetCommitRequest {
  /** `string`, versions 2-10. */
  groupId: string;
  /** `int32`, versions 2-10; default -1. */
  generationIdOrMemberEpoch: number;
  /** `string`, versions 2-10. */
  memberId: string;
  /** `string`, versions 7-10; null from 7+; default null. */
  groupInstanceId: string | null;
  /** `int64`, versions 2-4; default -1. */
  retentionTimeMs: number;
  /** `[]OffsetCommitRequestTopic`, versions 2-10. */
  topics: readonly OffsetCommitRequestTopic[];
}

/** A OffsetCommitRequest with the protocol's defaults for every field that is not given. */
export function createOffsetCommitRequest(init: Partial<OffsetCommitRequest> = {}): OffsetCommitRequest {
  return {
    groupId: init.groupId ?? '',
    generationIdOrMemberEpoch: init.generationIdOrMemberEpoch ?? -1,
    memberId: init.memberId ?? '',
    groupInstanceId: init.groupInstanceId === undefined ? null : init.groupInstanceId,
    retentionTimeMs: init.retentionTimeMs ?? -1,
    topics: init.topics ?? [],
  };
}

/** Writes a OffsetCommitRequest in the given version. */
export function encodeOffsetCommitRequest(e: Encoder, m: OffsetCommitRequest, version: number): void {
  const flexible = version >= 8;
  if (version < 7 && m.groupInstanceId !== null) throw cannotCarry('OffsetCommitRequest', 'groupInstanceId', version);
  if (flexible) e.compactString(m.groupId);
  else e.string(m.groupId);
  e.int32(m.generationIdOrMemberEpoch);
  if (flexible) e.compactString(m.memberId);
  else e.string(m.memberId);
  if (version >= 7) {
    if (flexible) e.compactNullableString(m.groupInstanceId);
    else e.nullableString(m.groupInstanceId);
  }
  if (version <= 4) e.int64(m.retentionTimeMs);
  if (flexible) e.compactArrayLength(m.topics);
  else e.arrayLength(m.topics);
  for (const item of m.topics) writeOffsetCommitRequestTopic(e, item, version);
  if (flexible) e.uvarint(0);
}

/** Reads a OffsetCommitRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeOffsetCommitRequest(d: Decoder, version: number): OffsetCommitRequest {
  const flexible = version >= 8;
  const groupId = flexible ? d.compactString() : d.string();
  const generationIdOrMemberEpoch = d.int32();
  const memberId = flexible ? d.compactString() : d.string();
  const groupInstanceId = version >= 7 ? (flexible ? d.compactNullableString() : d.nullableString()) : null;
  const retentionTimeMs = version <= 4 ? d.int64() : -1;
  const topicsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const topics = roomFor<OffsetCommitRequestTopic>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readOffsetCommitRequestTopic(d, version);
  if (flexible) d.skipTaggedFields();
  return { groupId, generationIdOrMemberEpoch, memberId, groupInstanceId, retentionTimeMs, topics };
}

/** Part of OffsetCommitResponse. Versions 2-10. */
export interface OffsetCommitResponsePartition {
  /** `int32`, versions 2-10. */
  partitionIndex: number;
  /** `int16`, versions 2-10. */
  errorCode: number;
}

/** A OffsetCommitResponsePartition with the protocol's defaults for every field that is not given. */
export function createOffsetCommitResponsePartition(
  init: Partial<OffsetCommitResponsePartition> = {},
): OffsetCommitResponsePartition {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    errorCode: init.errorCode ?? 0,
  };
}

function writeOffsetCommitResponsePartition(e: Encoder, m: OffsetCommitResponsePartition, version: number): void {
  const flexible = version >= 8;
  e.int32(m.partitionIndex);
  e.int16(m.errorCode);
  if (flexible) e.uvarint(0);
}

function readOffsetCommitResponsePartition(d: Decoder, version: number): OffsetCommitResponsePartition {
  const flexible = version >= 8;
  const partitionIndex = d.int32();
  const errorCode = d.int16();
  if (flexible) d.skipTaggedFields();
  return { partitionIndex, errorCode };
}

/** Part of OffsetCommitResponse. Versions 2-10. */
export interface OffsetCommitResponseTopic {
  /** `string`, versions 2-9. */
  name: string;
  /** `uuid`, versions 10. */
  topicId: string;
  /** `[]OffsetCommitResponsePartition`, versions 2-10. */
  partitions: readonly OffsetCommitResponsePartition[];
}

/** A OffsetCommitResponseTopic with the protocol's defaults for every field that is not given. */
export function createOffsetCommitResponseTopic(
  init: Partial<OffsetCommitResponseTopic> = {},
): OffsetCommitResponseTopic {
  return {
    name: init.name ?? '',
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeOffsetCommitResponseTopic(e: Encoder, m: OffsetCommitResponseTopic, version: number): void {
  const flexible = version >= 8;
  if (version <= 9) {
    if (flexible) e.compactString(m.name);
    else e.string(m.name);
  }
  if (version >= 10) e.uuid(m.topicId);
  if (flexible) e.compactArrayLength(m.partitions);
  else e.arrayLength(m.partitions);
  for (const item of m.partitions) writeOffsetCommitResponsePartition(e, item, version);
  if (flexible) e.uvarint(0);
}

function readOffsetCommitResponseTopic(d: Decoder, version: number): OffsetCommitResponseTopic {
  const flexible = version >= 8;
  const name = version <= 9 ? (flexible ? d.compactString() : d.string()) : '';
  const topicId = version >= 10 ? d.uuid() : ZERO_UUID;
  const partitionsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const partitions = roomFor<OffsetCommitResponsePartition>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readOffsetCommitResponsePartition(d, version);
  if (flexible) d.skipTaggedFields();
  return { name, topicId, partitions };
}

/** The response of OffsetCommit. Versions 2-10. */
export interface OffsetCommitResponse {
  /** `int32`, versions 3-10. */
  throttleTimeMs: number;
  /** `[]OffsetCommitResponseTopic`, versions 2-10. */
  topics: readonly OffsetCommitResponseTopic[];
}

/** A OffsetCommitResponse with the protocol's defaults for every field that is not given. */
export function createOffsetCommitResponse(init: Partial<OffsetCommitResponse> = {}): OffsetCommitResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    topics: init.topics ?? [],
  };
}

/** Writes a OffsetCommitResponse in the given version. */
export function encodeOffsetCommitResponse(e: Encoder, m: OffsetCommitResponse, version: number): void {
  const flexible = version >= 8;
  if (version >= 3) e.int32(m.throttleTimeMs);
  if (flexible) e.compactArrayLength(m.topics);
  else e.arrayLength(m.topics);
  for (const item of m.topics) writeOffsetCommitResponseTopic(e, item, version);
  if (flexible) e.uvarint(0);
}

/** Reads a OffsetCommitResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeOffsetCommitResponse(d: Decoder, version: number): OffsetCommitResponse {
  const flexible = version >= 8;
  const throttleTimeMs = version >= 3 ? d.int32() : 0;
  const topicsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const topics = roomFor<OffsetCommitResponseTopic>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readOffsetCommitResponseTopic(d, version);
  if (flexible) d.skipTaggedFields();
  return { throttleTimeMs, topics };
}

/** OffsetCommit: API key 8, versions 2-10. */
export const offsetCommitApi: Api<OffsetCommitRequest, OffsetCommitResponse> = {
  key: 8,
  name: 'OffsetCommit',
  route: 'group-coordinator',
  listeners: ['broker'],
  minVersion: 2,
  maxVersion: 10,
  maxStableVersion: 10,
  requestFlexibleFrom: 8,
  responseFlexibleFrom: 8,
  encodeRequest: encodeOffsetCommitRequest,
  decodeRequest: decodeOffsetCommitRequest,
  encodeResponse: encodeOffsetCommitResponse,
  decodeResponse: decodeOffsetCommitResponse,
};
