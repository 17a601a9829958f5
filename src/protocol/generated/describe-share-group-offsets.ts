// Generated from protocol-specs/describe-share-group-offsets.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of DescribeShareGroupOffsetsRequest. Versions 0-1. */
export interface DescribeShareGroupOffsetsRequestTopic {
  /** `string`, versions 0-1. */
  topicName: string;
  /** `[]int32`, versions 0-1. */
  partitions: readonly number[];
}

/** A DescribeShareGroupOffsetsRequestTopic with the protocol's defaults for every field that is not given. */
export function createDescribeShareGroupOffsetsRequestTopic(
  init: Partial<DescribeShareGroupOffsetsRequestTopic> = {},
): DescribeShareGroupOffsetsRequestTopic {
  return {
    topicName: init.topicName ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeDescribeShareGroupOffsetsRequestTopic(e: Encoder, m: DescribeShareGroupOffsetsRequestTopic): void {
  e.compactString(m.topicName);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) e.int32(item);
  e.uvarint(0);
}

function readDescribeShareGroupOffsetsRequestTopic(d: Decoder): DescribeShareGroupOffsetsRequestTopic {
  const topicName = d.compactString();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<number>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = d.int32();
  d.skipTaggedFields();
  return { topicName, partitions };
}

/** Part of DescribeShareGroupOffsetsRequest. Versions 0-1. */
export interface DescribeShareGroupOffsetsRequestGroup {
  /** `string`, versions 0-1. */
  groupId: string;
  /** `[]DescribeShareGroupOffsetsRequestTopic`, versions 0-1; null from 0+. */
  topics: readonly DescribeShareGroupOffsetsRequestTopic[] | null;
}

/** A DescribeShareGroupOffsetsRequestGroup with the protocol's defaults for every field that is not given. */
export function createDescribeShareGroupOffsetsRequestGroup(
  init: Partial<DescribeShareGroupOffsetsRequestGroup> = {},
): DescribeShareGroupOffsetsRequestGroup {
  return {
    groupId: init.groupId ?? '',
    topics: init.topics === undefined ? [] : init.topics,
  };
}

function writeDescribeShareGroupOffsetsRequestGroup(e: Encoder, m: DescribeShareGroupOffsetsRequestGroup): void {
  e.compactString(m.groupId);
  if (m.topics === null) {
    e.compactArrayLength(null);
  } else {
    e.compactArrayLength(m.topics);
    for (const item of m.topics) writeDescribeShareGroupOffsetsRequestTopic(e, item);
  }
  e.uvarint(0);
}

function readDescribeShareGroupOffsetsRequestGroup(d: Decoder): DescribeShareGroupOffsetsRequestGroup {
  const groupId = d.compactString();
  const topicsLength = d.nullableCompactArrayLength();
  const topics = topicsLength < 0 ? null : roomFor<DescribeShareGroupOffsetsRequestTopic>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics![i] = readDescribeShareGroupOffsetsRequestTopic(d);
  d.skipTaggedFields();
  return { groupId, topics };
}

/** The request of DescribeShareGroupOffsets. Versions 0-1. */
export interface DescribeShareGroupOffsetsRequest {
  /** `[]DescribeShareGroupOffsetsRequestGroup`, versions 0-1. */
  groups: readonly DescribeShareGroupOffsetsRequestGroup[];
}

/** A DescribeShareGroupOffsetsRequest with the protocol's defaults for every field that is not given. */
export function createDescribeShareGroupOffsetsRequest(
  init: Partial<DescribeShareGroupOffsetsRequest> = {},
): DescribeShareGroupOffsetsRequest {
  return {
    groups: init.groups ?? [],
  };
}

/** Writes a DescribeShareGroupOffsetsRequest in the given version. */
export function encodeDescribeShareGroupOffsetsRequest(
  e: Encoder,
  m: DescribeShareGroupOffsetsRequest,
  _version: number,
): void {
  e.compactArrayLength(m.groups);
  for (const item of m.groups) writeDescribeShareGroupOffsetsRequestGroup(e, item);
  e.uvarint(0);
}

/** Reads a DescribeShareGroupOffsetsRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDescribeShareGroupOffsetsRequest(d: Decoder, _version: number): DescribeShareGroupOffsetsRequest {
  const groupsLength = d.compactArrayLength();
  const groups = roomFor<DescribeShareGroupOffsetsRequestGroup>(groupsLength);
  for (let i = 0; i < groupsLength; i++) groups[i] = readDescribeShareGroupOffsetsRequestGroup(d);
  d.skipTaggedFields();
  return { groups };
}

/** Part of DescribeShareGroupOffsetsResponse. Versions 0-1. */
export interface DescribeShareGroupOffsetsResponsePartition {
  /** `int32`, versions 0-1. */
  partitionIndex: number;
  /** `int64`, versions 0-1. */
  startOffset: number;
  /** `int32`, versions 0-1. */
  leaderEpoch: number;
  /** `int64`, versions 1; default -1. */
  lag: number;
  /** `int16`, versions 0-1. */
  errorCode: number;
  /** `string`, versions 0-1; null from 0+; default null. */
  errorMessage: string | null;
}

/** A DescribeShareGroupOffsetsResponsePartition with the protocol's defaults for every field that is not given. */
export function createDescribeShareGroupOffsetsResponsePartition(
  init: Partial<DescribeShareGroupOffsetsResponsePartition> = {},
): DescribeShareGroupOffsetsResponsePartition {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    startOffset: init.startOffset ?? 0,
    leaderEpoch: init.leaderEpoch ?? 0,
    lag: init.lag ?? -1,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? null : init.errorMessage,
  };
}

function writeDescribeShareGroupOffsetsResponsePartition(
  e: Encoder,
  m: DescribeShareGroupOffsetsResponsePartition,
  version: number,
): void {
  e.int32(m.partitionIndex);
  e.int64(m.startOffset);
  e.int32(m.leaderEpoch);
  if (version >= 1) e.int64(m.lag);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.uvarint(0);
}

function readDescribeShareGroupOffsetsResponsePartition(
  d: Decoder,
  version: number,
): DescribeShareGroupOffsetsResponsePartition {
  const partitionIndex = d.int32();
  const startOffset = d.int64();
  const leaderEpoch = d.int32();
  const lag = version >= 1 ? d.int64() : -1;
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  d.skipTaggedFields();
  return { partitionIndex, startOffset, leaderEpoch, lag, errorCode, errorMessage };
}

/** Part of DescribeShareGroupOffsetsResponse. Versions 0-1. */
export interface DescribeShareGroupOffsetsResponseTopic {
  /** `string`, versions 0-1. */
  topicName: string;
  /** `uuid`, versions 0-1. */
  topicId: string;
  /** `[]DescribeShareGroupOffsetsResponsePartition`, versions 0-1. */
  partitions: readonly DescribeShareGroupOffsetsResponsePartition[];
}

/** A DescribeShareGroupOffsetsResponseTopic with the protocol's defaults for every field that is not given. */
export function createDescribeShareGroupOffsetsResponseTopic(
  init: Partial<DescribeShareGroupOffsetsResponseTopic> = {},
): DescribeShareGroupOffsetsResponseTopic {
  return {
    topicName: init.topicName ?? '',
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeDescribeShareGroupOffsetsResponseTopic(
  e: Encoder,
  m: DescribeShareGroupOffsetsResponseTopic,
  version: number,
): void {
  e.compactString(m.topicName);
  e.uuid(m.topicId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writeDescribeShareGroupOffsetsResponsePartition(e, item, version);
  e.uvarint(0);
}

function readDescribeShareGroupOffsetsResponseTopic(
  d: Decoder,
  version: number,
): DescribeShareGroupOffsetsResponseTopic {
  const topicName = d.compactString();
  const topicId = d.uuid();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<DescribeShareGroupOffsetsResponsePartition>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readDescribeShareGroupOffsetsResponsePartition(d, version);
  d.skipTaggedFields();
  return { topicName, topicId, partitions };
}

/** Part of DescribeShareGroupOffsetsResponse. Versions 0-1. */
export interface DescribeShareGroupOffsetsResponseGroup {
  /** `string`, versions 0-1. */
  groupId: string;
  /** `[]DescribeShareGroupOffsetsResponseTopic`, versions 0-1. */
  topics: readonly DescribeShareGroupOffsetsResponseTopic[];
  /** `int16`, versions 0-1. */
  errorCode: number;
  /** `string`, versions 0-1; null from 0+; default null. */
  errorMessage: string | null;
}

/** A DescribeShareGroupOffsetsResponseGroup with the protocol's defaults for every field that is not given. */
export function createDescribeShareGroupOffsetsResponseGroup(
  init: Partial<DescribeShareGroupOffsetsResponseGroup> = {},
): DescribeShareGroupOffsetsResponseGroup {
  return {
    groupId: init.groupId ?? '',
    topics: init.topics ?? [],
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? null : init.errorMessage,
  };
}

function writeDescribeShareGroupOffsetsResponseGroup(
  e: Encoder,
  m: DescribeShareGroupOffsetsResponseGroup,
  version: number,
): void {
  e.compactString(m.groupId);
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeDescribeShareGroupOffsetsResponseTopic(e, item, version);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.uvarint(0);
}

function readDescribeShareGroupOffsetsResponseGroup(
  d: Decoder,
  version: number,
): DescribeShareGroupOffsetsResponseGroup {
  const groupId = d.compactString();
  const topicsLength = d.compactArrayLength();
  const topics = roomFor<DescribeShareGroupOffsetsResponseTopic>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readDescribeShareGroupOffsetsResponseTopic(d, version);
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  d.skipTaggedFields();
  return { groupId, topics, errorCode, errorMessage };
}

/** The response of DescribeShareGroupOffsets. Versions 0-1. */
export interface DescribeShareGroupOffsetsResponse {
  /** `int32`, versions 0-1. */
  throttleTimeMs: number;
  /** `[]DescribeShareGroupOffsetsResponseGroup`, versions 0-1. */
  groups: readonly DescribeShareGroupOffsetsResponseGroup[];
}

/** A DescribeShareGroupOffsetsResponse with the protocol's defaults for every field that is not given. */
export function createDescribeShareGroupOffsetsResponse(
  init: Partial<DescribeShareGroupOffsetsResponse> = {},
): DescribeShareGroupOffsetsResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    groups: init.groups ?? [],
  };
}

/** Writes a DescribeShareGroupOffsetsResponse in the given version. */
export function encodeDescribeShareGroupOffsetsResponse(
  e: Encoder,
  m: DescribeShareGroupOffsetsResponse,
  version: number,
): void {
  e.int32(m.throttleTimeMs);
  e.compactArrayLength(m.groups);
  for (const item of m.groups) writeDescribeShareGroupOffsetsResponseGroup(e, item, version);
  e.uvarint(0);
}

/** Reads a DescribeShareGroupOffsetsResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDescribeShareGroupOffsetsResponse(
  d: Decoder,
  version: number,
): DescribeShareGroupOffsetsResponse {
  const throttleTimeMs = d.int32();
  const groupsLength = d.compactArrayLength();
  const groups = roomFor<DescribeShareGroupOffsetsResponseGroup>(groupsLength);
  for (let i = 0; i < groupsLength; i++) groups[i] = readDescribeShareGroupOffsetsResponseGroup(d, version);
  d.skipTaggedFields();
  return { throttleTimeMs, groups };
}

/** DescribeShareGroupOffsets: API key 90, versions 0-1. */
export const describeShareGroupOffsetsApi: Api<DescribeShareGroupOffsetsRequest, DescribeShareGroupOffsetsResponse> = {
  key: 90,
  name: 'DescribeShareGroupOffsets',
  route: 'group-coordinator',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 1,
  maxStableVersion: 1,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeDescribeShareGroupOffsetsRequest,
  decodeRequest: decodeDescribeShareGroupOffsetsRequest,
  encodeResponse: encodeDescribeShareGroupOffsetsResponse,
  decodeResponse: decodeDescribeShareGroupOffsetsResponse,
};
