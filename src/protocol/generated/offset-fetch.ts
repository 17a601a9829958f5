// Generated from protocol-specs/offset-fetch.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry, nullNotAllowed, roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of OffsetFetchRequest. Versions 1-7. */
export interface OffsetFetchRequestTopic {
  /** `string`, versions 1-7. */
  name: string;
  /** `[]int32`, versions 1-7. */
  partitionIndexes: readonly number[];
}

/** A OffsetFetchRequestTopic with the protocol's defaults for every field that is not given. */
export function createOffsetFetchRequestTopic(init: Partial<OffsetFetchRequestTopic> = {}): OffsetFetchRequestTopic {
  return {
    name: init.name ?? '',
    partitionIndexes: init.partitionIndexes ?? [],
  };
}

function writeOffsetFetchRequestTopic(e: Encoder, m: OffsetFetchRequestTopic, version: number): void {
  const flexible = version >= 6;
  if (flexible) e.compactString(m.name);
  else e.string(m.name);
  if (flexible) e.compactArrayLength(m.partitionIndexes);
  else e.arrayLength(m.partitionIndexes);
  for (const item of m.partitionIndexes) e.int32(item);
  if (flexible) e.uvarint(0);
}

function readOffsetFetchRequestTopic(d: Decoder, version: number): OffsetFetchRequestTopic {
  const flexible = version >= 6;
  const name = flexible ? d.compactString() : d.string();
  const partitionIndexesLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const partitionIndexes = roomFor<number>(partitionIndexesLength);
  for (let i = 0; i < partitionIndexesLength; i++) partitionIndexes[i] = d.int32();
  if (flexible) d.skipTaggedFields();
  return { name, partitionIndexes };
}

/** Part of OffsetFetchRequest. Versions 8-10. */
export interface OffsetFetchRequestTopics {
  /** `string`, versions 8-9. */
  name: string;
  /** `uuid`, versions 10. */
  topicId: string;
  /** `[]int32`, versions 8-10. */
  partitionIndexes: readonly number[];
}

/** A OffsetFetchRequestTopics with the protocol's defaults for every field that is not given. */
export function createOffsetFetchRequestTopics(init: Partial<OffsetFetchRequestTopics> = {}): OffsetFetchRequestTopics {
  return {
    name: init.name ?? '',
    topicId: init.topicId ?? ZERO_UUID,
    partitionIndexes: init.partitionIndexes ?? [],
  };
}

function writeOffsetFetchRequestTopics(e: Encoder, m: OffsetFetchRequestTopics, version: number): void {
  if (version <= 9) e.compactString(m.name);
  if (version >= 10) e.uuid(m.topicId);
  e.compactArrayLength(m.partitionIndexes);
  for (const item of m.partitionIndexes) e.int32(item);
  e.uvarint(0);
}

function readOffsetFetchRequestTopics(d: Decoder, version: number): OffsetFetchRequestTopics {
  const name = version <= 9 ? d.compactString() : '';
  const topicId = version >= 10 ? d.uuid() : ZERO_UUID;
  const partitionIndexesLength = d.compactArrayLength();
  const partitionIndexes = roomFor<number>(partitionIndexesLength);
  for (let i = 0; i < partitionIndexesLength; i++) partitionIndexes[i] = d.int32();
  d.skipTaggedFields();
  return { name, topicId, partitionIndexes };
}

/** Part of OffsetFetchRequest. Versions 8-10. */
export interface OffsetFetchRequestGroup {
  /** `string`, versions 8-10. */
  groupId: string;
  /** `string`, versions 9-10; null from 9+; default null. */
  memberId: string | null;
  /** `int32`, versions 9-10; default -1. */
  memberEpoch: number;
  /** `[]OffsetFetchRequestTopics`, versions 8-10; null from 8+. */
  topics: readonly OffsetFetchRequestTopics[] | null;
}

/** A OffsetFetchRequestGroup with the protocol's defaults for every field that is not given. */
export function createOffsetFetchRequestGroup(init: Partial<OffsetFetchRequestGroup> = {}): OffsetFetchRequestGroup {
  return {
    groupId: init.groupId ?? '',
    memberId: init.memberId === undefined ? null : init.memberId,
    memberEpoch: init.memberEpoch ?? -1,
    topics: init.topics === undefined ? [] : init.topics,
  };
}

function writeOffsetFetchRequestGroup(e: Encoder, m: OffsetFetchRequestGroup, version: number): void {
  e.compactString(m.groupId);
  if (version >= 9) {
    e.compactNullableString(m.memberId);
    e.int32(m.memberEpoch);
  }
  if (m.topics === null) {
    e.compactArrayLength(null);
  } else {
    e.compactArrayLength(m.topics);
    for (const item of m.topics) writeOffsetFetchRequestTopics(e, item, version);
  }
  e.uvarint(0);
}

function readOffsetFetchRequestGroup(d: Decoder, version: number): OffsetFetchRequestGroup {
  const groupId = d.compactString();
  const memberId = version >= 9 ? d.compactNullableString() : null;
  const memberEpoch = version >= 9 ? d.int32() : -1;
  const topicsLength = d.nullableCompactArrayLength();
  const topics = topicsLength < 0 ? null : roomFor<OffsetFetchRequestTopics>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics![i] = readOffsetFetchRequestTopics(d, version);
  d.skipTaggedFields();
  return { groupId, memberId, memberEpoch, topics };
}

/** The request of OffsetFetch. Versions 1-10. */
export interface OffsetFetchRequest {
  /** `string`, versions 1-7. */
  groupId: string;
  /** `[]OffsetFetchRequestTopic`, versions 1-7; null from 2-7. */
  topics: readonly OffsetFetchRequestTopic[] | null;
  /** `[]OffsetFetchRequestGroup`, versions 8-10. */
  groups: readonly OffsetFetchRequestGroup[];
  /** `bool`, versions 7-10; default false. */
  requireStable: boolean;
}

/** A OffsetFetchRequest with the protocol's defaults for every field that is not given. */
export function createOffsetFetchRequest(init: Partial<OffsetFetchRequest> = {}): OffsetFetchRequest {
  return {
    groupId: init.groupId ?? '',
    topics: init.topics === undefined ? [] : init.topics,
    groups: init.groups ?? [],
    requireStable: init.requireStable ?? false,
  };
}

/** Writes a OffsetFetchRequest in the given version. */
export function encodeOffsetFetchRequest(e: Encoder, m: OffsetFetchRequest, version: number): void {
  const flexible = version >= 6;
  if (version > 7 && m.groupId !== '') throw cannotCarry('OffsetFetchRequest', 'groupId', version);
  if (version > 7 && (m.topics === null || m.topics.length > 0))
    throw cannotCarry('OffsetFetchRequest', 'topics', version);
  if (version <= 7 && version < 2 && m.topics === null) throw nullNotAllowed('OffsetFetchRequest', 'topics', version);
  if (version < 8 && m.groups.length > 0) throw cannotCarry('OffsetFetchRequest', 'groups', version);
  if (version < 7 && m.requireStable) throw cannotCarry('OffsetFetchRequest', 'requireStable', version);
  if (version <= 7) {
    if (flexible) e.compactString(m.groupId);
    else e.string(m.groupId);
    if (m.topics === null) {
      if (flexible) e.compactArrayLength(null);
      else e.arrayLength(null);
    } else {
      if (flexible) e.compactArrayLength(m.topics);
      else e.arrayLength(m.topics);
      for (const item of m.topics) writeOffsetFetchRequestTopic(e, item, version);
    }
  }
  if (version >= 8) {
    if (flexible) e.compactArrayLength(m.groups);
    else e.arrayLength(m.groups);
    for (const item of m.groups) writeOffsetFetchRequestGroup(e, item, version);
  }
  if (version >= 7) e.bool(m.requireStable);
  if (flexible) e.uvarint(0);
}

/** Reads a OffsetFetchRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeOffsetFetchRequest(d: Decoder, version: number): OffsetFetchRequest {
  const flexible = version >= 6;
  const groupId = version <= 7 ? (flexible ? d.compactString() : d.string()) : '';
  const topicsLength =
    version <= 7
      ? flexible
        ? d.nullableCompactArrayLength()
        : version >= 2
          ? d.nullableArrayLength()
          : d.arrayLength()
      : 0;
  const topics = topicsLength < 0 ? null : roomFor<OffsetFetchRequestTopic>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics![i] = readOffsetFetchRequestTopic(d, version);
  const groupsLength = version >= 8 ? (flexible ? d.compactArrayLength() : d.arrayLength()) : 0;
  const groups = roomFor<OffsetFetchRequestGroup>(groupsLength);
  for (let i = 0; i < groupsLength; i++) groups[i] = readOffsetFetchRequestGroup(d, version);
  const requireStable = version >= 7 ? d.bool() : false;
  if (flexible) d.skipTaggedFields();
  return { groupId, topics, groups, requireStable };
}

/** Part of OffsetFetchResponse. Versions 1-7. */
export interface OffsetFetchResponsePartition {
  /** `int32`, versions 1-7. */
  partitionIndex: number;
  /** `int64`, versions 1-7. */
  committedOffset: number;
  /** `int32`, versions 5-7; default -1. */
  committedLeaderEpoch: number;
  /** `string`, versions 1-7; null from 0-7. */
  metadata: string | null;
  /** `int16`, versions 1-7. */
  errorCode: number;
}

/** A OffsetFetchResponsePartition with the protocol's defaults for every field that is not given. */
export function createOffsetFetchResponsePartition(
  init: Partial<OffsetFetchResponsePartition> = {},
): OffsetFetchResponsePartition {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    committedOffset: init.committedOffset ?? 0,
    committedLeaderEpoch: init.committedLeaderEpoch ?? -1,
    metadata: init.metadata === undefined ? '' : init.metadata,
    errorCode: init.errorCode ?? 0,
  };
}

function writeOffsetFetchResponsePartition(e: Encoder, m: OffsetFetchResponsePartition, version: number): void {
  const flexible = version >= 6;
  e.int32(m.partitionIndex);
  e.int64(m.committedOffset);
  if (version >= 5) e.int32(m.committedLeaderEpoch);
  if (flexible) e.compactNullableString(m.metadata);
  else e.nullableString(m.metadata);
  e.int16(m.errorCode);
  if (flexible) e.uvarint(0);
}

function readOffsetFetchResponsePartition(d: Decoder, version: number): OffsetFetchResponsePartition {
  const flexible = version >= 6;
  const partitionIndex = d.int32();
  const committedOffset = d.int64();
  const committedLeaderEpoch = version >= 5 ? d.int32() : -1;
  const metadata = flexible ? d.compactNullableString() : d.nullableString();
  const errorCode = d.int16();
  if (flexible) d.skipTaggedFields();
  return { partitionIndex, committedOffset, committedLeaderEpoch, metadata, errorCode };
}

/** Part of OffsetFetchResponse. Versions 1-7. */
export interface OffsetFetchResponseTopic {
  /** `string`, versions 1-7. */
  name: string;
  /** `[]OffsetFetchResponsePartition`, versions 1-7. */
  partitions: readonly OffsetFetchResponsePartition[];
}

/** A OffsetFetchResponseTopic with the protocol's defaults for every field that is not given. */
export function createOffsetFetchResponseTopic(init: Partial<OffsetFetchResponseTopic> = {}): OffsetFetchResponseTopic {
  return {
    name: init.name ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeOffsetFetchResponseTopic(e: Encoder, m: OffsetFetchResponseTopic, version: number): void {
  const flexible = version >= 6;
  if (flexible) e.compactString(m.name);
  else e.string(m.name);
  if (flexible) e.compactArrayLength(m.partitions);
  else e.arrayLength(m.partitions);
  for (const item of m.partitions) writeOffsetFetchResponsePartition(e, item, version);
  if (flexible) e.uvarint(0);
}

function readOffsetFetchResponseTopic(d: Decoder, version: number): OffsetFetchResponseTopic {
  const flexible = version >= 6;
  const name = flexible ? d.compactString() : d.string();
  const partitionsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const partitions = roomFor<OffsetFetchResponsePartition>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readOffsetFetchResponsePartition(d, version);
  if (flexible) d.skipTaggedFields();
  return { name, partitions };
}

/** Part of OffsetFetchResponse. Versions 8-10. */
export interface OffsetFetchResponsePartitions {
  /** `int32`, versions 8-10. */
  partitionIndex: number;
  /** `int64`, versions 8-10. */
  committedOffset: number;
  /** `int32`, versions 8-10; default -1. */
  committedLeaderEpoch: number;
  /** `string`, versions 8-10; null from 8+. */
  metadata: string | null;
  /** `int16`, versions 8-10. */
  errorCode: number;
}

/** A OffsetFetchResponsePartitions with the protocol's defaults for every field that is not given. */
export function createOffsetFetchResponsePartitions(
  init: Partial<OffsetFetchResponsePartitions> = {},
): OffsetFetchResponsePartitions {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    committedOffset: init.committedOffset ?? 0,
    committedLeaderEpoch: init.committedLeaderEpoch ?? -1,
    metadata: init.metadata === undefined ? '' : init.metadata,
    errorCode: init.errorCode ?? 0,
  };
}

function writeOffsetFetchResponsePartitions(e: Encoder, m: OffsetFetchResponsePartitions): void {
  e.int32(m.partitionIndex);
  e.int64(m.committedOffset);
  e.int32(m.committedLeaderEpoch);
  e.compactNullableString(m.metadata);
  e.int16(m.errorCode);
  e.uvarint(0);
}

function readOffsetFetchResponsePartitions(d: Decoder): OffsetFetchResponsePartitions {
  const partitionIndex = d.int32();
  const committedOffset = d.int64();
  const committedLeaderEpoch = d.int32();
  const metadata = d.compactNullableString();
  const errorCode = d.int16();
  d.skipTaggedFields();
  return { partitionIndex, committedOffset, committedLeaderEpoch, metadata, errorCode };
}

/** Part of OffsetFetchResponse. Versions 8-10. */
export interface OffsetFetchResponseTopics {
  /** `string`, versions 8-9. */
  name: string;
  /** `uuid`, versions 10. */
  topicId: string;
  /** `[]OffsetFetchResponsePartitions`, versions 8-10. */
  partitions: readonly OffsetFetchResponsePartitions[];
}

/** A OffsetFetchResponseTopics with the protocol's defaults for every field that is not given. */
export function createOffsetFetchResponseTopics(
  init: Partial<OffsetFetchResponseTopics> = {},
): OffsetFetchResponseTopics {
  return {
    name: init.name ?? '',
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeOffsetFetchResponseTopics(e: Encoder, m: OffsetFetchResponseTopics, version: number): void {
  if (version <= 9) e.compactString(m.name);
  if (version >= 10) e.uuid(m.topicId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writeOffsetFetchResponsePartitions(e, item);
  e.uvarint(0);
}

function readOffsetFetchResponseTopics(d: Decoder, version: number): OffsetFetchResponseTopics {
  const name = version <= 9 ? d.compactString() : '';
  const topicId = version >= 10 ? d.uuid() : ZERO_UUID;
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<OffsetFetchResponsePartitions>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readOffsetFetchResponsePartitions(d);
  d.skipTaggedFields();
  return { name, topicId, partitions };
}

/** Part of OffsetFetchResponse. Versions 8-10. */
export interface OffsetFetchResponseGroup {
  /** `string`, versions 8-10. */
  groupId: string;
  /** `[]OffsetFetchResponseTopics`, versions 8-10. */
  topics: readonly OffsetFetchResponseTopics[];
  /** `int16`, versions 8-10; default 0. */
  errorCode: number;
}

/** A OffsetFetchResponseGroup with the protocol's defaults for every field that is not given. */
export function createOffsetFetchResponseGroup(init: Partial<OffsetFetchResponseGroup> = {}): OffsetFetchResponseGroup {
  return {
    groupId: init.groupId ?? '',
    topics: init.topics ?? [],
    errorCode: init.errorCode ?? 0,
  };
}

function writeOffsetFetchResponseGroup(e: Encoder, m: OffsetFetchResponseGroup, version: number): void {
  e.compactString(m.groupId);
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeOffsetFetchResponseTopics(e, item, version);
  e.int16(m.errorCode);
  e.uvarint(0);
}

function readOffsetFetchResponseGroup(d: Decoder, version: number): OffsetFetchResponseGroup {
  const groupId = d.compactString();
  const topicsLength = d.compactArrayLength();
  const topics = roomFor<OffsetFetchResponseTopics>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readOffsetFetchResponseTopics(d, version);
  const errorCode = d.int16();
  d.skipTaggedFields();
  return { groupId, topics, errorCode };
}

/** The response of OffsetFetch. Versions 1-10. */
export interface OffsetFetchResponse {
  /** `int32`, versions 3-10. */
  throttleTimeMs: number;
  /** `[]OffsetFetchResponseTopic`, versions 1-7. */
  topics: readonly OffsetFetchResponseTopic[];
  /** `int16`, versions 2-7; default 0. */
  errorCode: number;
  /** `[]OffsetFetchResponseGroup`, versions 8-10. */
  groups: readonly OffsetFetchResponseGroup[];
}

/** A OffsetFetchResponse with the protocol's defaults for every field that is not given. */
export function createOffsetFetchResponse(init: Partial<OffsetFetchResponse> = {}): OffsetFetchResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    topics: init.topics ?? [],
    errorCode: init.errorCode ?? 0,
    groups: init.groups ?? [],
  };
}

/** Writes a OffsetFetchResponse in the given version. */
export function encodeOffsetFetchResponse(e: Encoder, m: OffsetFetchResponse, version: number): void {
  const flexible = version >= 6;
  if (version > 7 && m.topics.length > 0) throw cannotCarry('OffsetFetchResponse', 'topics', version);
  if (version < 8 && m.groups.length > 0) throw cannotCarry('OffsetFetchResponse', 'groups', version);
  if (version >= 3) e.int32(m.throttleTimeMs);
  if (version <= 7) {
    if (flexible) e.compactArrayLength(m.topics);
    else e.arrayLength(m.topics);
    for (const item of m.topics) writeOffsetFetchResponseTopic(e, item, version);
  }
  if (version >= 2 && version <= 7) e.int16(m.errorCode);
  if (version >= 8) {
    if (flexible) e.compactArrayLength(m.groups);
    else e.arrayLength(m.groups);
    for (const item of m.groups) writeOffsetFetchResponseGroup(e, item, version);
  }
  if (flexible) e.uvarint(0);
}

/** Reads a OffsetFetchResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeOffsetFetchResponse(d: Decoder, version: number): OffsetFetchResponse {
  const flexible = version >= 6;
  const throttleTimeMs = version >= 3 ? d.int32() : 0;
  const topicsLength = version <= 7 ? (flexible ? d.compactArrayLength() : d.arrayLength()) : 0;
  const topics = roomFor<OffsetFetchResponseTopic>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readOffsetFetchResponseTopic(d, version);
  const errorCode = version >= 2 && version <= 7 ? d.int16() : 0;
  const groupsLength = version >= 8 ? (flexible ? d.compactArrayLength() : d.arrayLength()) : 0;
  const groups = roomFor<OffsetFetchResponseGroup>(groupsLength);
  for (let i = 0; i < groupsLength; i++) groups[i] = readOffsetFetchResponseGroup(d, version);
  if (flexible) d.skipTaggedFields();
  return { throttleTimeMs, topics, errorCode, groups };
}

/** OffsetFetch: API key 9, versions 1-10. */
export const offsetFetchApi: Api<OffsetFetchRequest, OffsetFetchResponse> = {
  key: 9,
  name: 'OffsetFetch',
  route: 'group-coordinator',
  listeners: ['broker'],
  minVersion: 1,
  maxVersion: 10,
  maxStableVersion: 10,
  requestFlexibleFrom: 6,
  responseFlexibleFrom: 6,
  encodeRequest: encodeOffsetFetchRequest,
  decodeRequest: decodeOffsetFetchRequest,
  encodeResponse: encodeOffsetFetchResponse,
  decodeResponse: decodeOffsetFetchResponse,
};
