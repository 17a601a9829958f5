// Generated from protocol-specs/describe-topic-partitions.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of DescribeTopicPartitionsRequest. Versions 0. */
export interface TopicRequest {
  /** `string`, versions 0. */
  name: string;
}

/** A TopicRequest with the protocol's defaults for every field that is not given. */
export function createTopicRequest(init: Partial<TopicRequest> = {}): TopicRequest {
  return {
    name: init.name ?? '',
  };
}

function writeTopicRequest(e: Encoder, m: TopicRequest): void {
  e.compactString(m.name);
  e.uvarint(0);
}

function readTopicRequest(d: Decoder): TopicRequest {
  const name = d.compactString();
  d.skipTaggedFields();
  return { name };
}

/** Part of DescribeTopicPartitionsRequest. Versions 0. */
export interface DescribeTopicPartitionsRequestCursor {
  /** `string`, versions 0. */
  topicName: string;
  /** `int32`, versions 0. */
  partitionIndex: number;
}

/** A DescribeTopicPartitionsRequestCursor with the protocol's defaults for every field that is not given. */
export function createDescribeTopicPartitionsRequestCursor(
  init: Partial<DescribeTopicPartitionsRequestCursor> = {},
): DescribeTopicPartitionsRequestCursor {
  return {
    topicName: init.topicName ?? '',
    partitionIndex: init.partitionIndex ?? 0,
  };
}

function writeDescribeTopicPartitionsRequestCursor(e: Encoder, m: DescribeTopicPartitionsRequestCursor): void {
  e.compactString(m.topicName);
  e.int32(m.partitionIndex);
  e.uvarint(0);
}

function readDescribeTopicPartitionsRequestCursor(d: Decoder): DescribeTopicPartitionsRequestCursor {
  const topicName = d.compactString();
  const partitionIndex = d.int32();
  d.skipTaggedFields();
  return { topicName, partitionIndex };
}

/** The request of DescribeTopicPartitions. Versions 0. */
export interface DescribeTopicPartitionsRequest {
  /** `[]TopicRequest`, versions 0. */
  topics: readonly TopicRequest[];
  /** `int32`, versions 0; default 2000. */
  responsePartitionLimit: number;
  /** `Cursor`, versions 0; null from 0+; default null. */
  cursor: DescribeTopicPartitionsRequestCursor | null;
}

/** A DescribeTopicPartitionsRequest with the protocol's defaults for every field that is not given. */
export function createDescribeTopicPartitionsRequest(
  init: Partial<DescribeTopicPartitionsRequest> = {},
): DescribeTopicPartitionsRequest {
  return {
    topics: init.topics ?? [],
    responsePartitionLimit: init.responsePartitionLimit ?? 2000,
    cursor: init.cursor === undefined ? null : init.cursor,
  };
}

/** Writes a DescribeTopicPartitionsRequest in the given version. */
export function encodeDescribeTopicPartitionsRequest(
  e: Encoder,
  m: DescribeTopicPartitionsRequest,
  _version: number,
): void {
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeTopicRequest(e, item);
  e.int32(m.responsePartitionLimit);
  e.int8(m.cursor === null ? -1 : 1);
  if (m.cursor !== null) writeDescribeTopicPartitionsRequestCursor(e, m.cursor);
  e.uvarint(0);
}

/** Reads a DescribeTopicPartitionsRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDescribeTopicPartitionsRequest(d: Decoder, _version: number): DescribeTopicPartitionsRequest {
  const topicsLength = d.compactArrayLength();
  const topics = roomFor<TopicRequest>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readTopicRequest(d);
  const responsePartitionLimit = d.int32();
  const cursor = d.int8() < 0 ? null : readDescribeTopicPartitionsRequestCursor(d);
  d.skipTaggedFields();
  return { topics, responsePartitionLimit, cursor };
}

/** Part of DescribeTopicPartitionsResponse. Versions 0. */
export interface DescribeTopicPartitionsResponsePartition {
  /** `int16`, versions 0. */
  errorCode: number;
  /** `int32`, versions 0. */
  partitionIndex: number;
  /** `int32`, versions 0. */
  leaderId: number;
  /** `int32`, versions 0; default -1. */
  leaderEpoch: number;
  /** `[]int32`, versions 0. */
  replicaNodes: readonly number[];
  /** `[]int32`, versions 0. */
  isrNodes: readonly number[];
  /** `[]int32`, versions 0; null from 0+; default null. */
  eligibleLeaderReplicas: readonly number[] | null;
  /** `[]int32`, versions 0; null from 0+; default null. */
  lastKnownElr: readonly number[] | null;
  /** `[]int32`, versions 0. */
  offlineReplicas: readonly number[];
}

/** A DescribeTopicPartitionsResponsePartition with the protocol's defaults for every field that is not given. */
export function createDescribeTopicPartitionsResponsePartition(
  init: Partial<DescribeTopicPartitionsResponsePartition> = {},
): DescribeTopicPartitionsResponsePartition {
  return {
    errorCode: init.errorCode ?? 0,
    partitionIndex: init.partitionIndex ?? 0,
    leaderId: init.leaderId ?? 0,
    leaderEpoch: init.leaderEpoch ?? -1,
    replicaNodes: init.replicaNodes ?? [],
    isrNodes: init.isrNodes ?? [],
    eligibleLeaderReplicas: init.eligibleLeaderReplicas === undefined ? null : init.eligibleLeaderReplicas,
    lastKnownElr: init.lastKnownElr === undefined ? null : init.lastKnownElr,
    offlineReplicas: init.offlineReplicas ?? [],
  };
}

function writeDescribeTopicPartitionsResponsePartition(e: Encoder, m: DescribeTopicPartitionsResponsePartition): void {
  e.int16(m.errorCode);
  e.int32(m.partitionIndex);
  e.int32(m.leaderId);
  e.int32(m.leaderEpoch);
  e.compactArrayLength(m.replicaNodes);
  for (const item of m.replicaNodes) e.int32(item);
  e.compactArrayLength(m.isrNodes);
  for (const item of m.isrNodes) e.int32(item);
  if (m.eligibleLeaderReplicas === null) {
    e.compactArrayLength(null);
  } else {
    e.compactArrayLength(m.eligibleLeaderReplicas);
    for (const item of m.eligibleLeaderReplicas) e.int32(item);
  }
  if (m.lastKnownElr === null) {
    e.compactArrayLength(null);
  } else {
    e.compactArrayLength(m.lastKnownElr);
    for (const item of m.lastKnownElr) e.int32(item);
  }
  e.compactArrayLength(m.offlineReplicas);
  for (const item of m.offlineReplicas) e.int32(item);
  e.uvarint(0);
}

function readDescribeTopicPartitionsResponsePartition(d: Decoder): DescribeTopicPartitionsResponsePartition {
  const errorCode = d.int16();
  const partitionIndex = d.int32();
  const leaderId = d.int32();
  const leaderEpoch = d.int32();
  const replicaNodesLength = d.compactArrayLength();
  const replicaNodes = roomFor<number>(replicaNodesLength);
  for (let i = 0; i < replicaNodesLength; i++) replicaNodes[i] = d.int32();
  const isrNodesLength = d.compactArrayLength();
  const isrNodes = roomFor<number>(isrNodesLength);
  for (let i = 0; i < isrNodesLength; i++) isrNodes[i] = d.int32();
  const eligibleLeaderReplicasLength = d.nullableCompactArrayLength();
  const eligibleLeaderReplicas =
    eligibleLeaderReplicasLength < 0 ? null : roomFor<number>(eligibleLeaderReplicasLength);
  for (let i = 0; i < eligibleLeaderReplicasLength; i++) eligibleLeaderReplicas![i] = d.int32();
  const lastKnownElrLength = d.nullableCompactArrayLength();
  const lastKnownElr = lastKnownElrLength < 0 ? null : roomFor<number>(lastKnownElrLength);
  for (let i = 0; i < lastKnownElrLength; i++) lastKnownElr![i] = d.int32();
  const offlineReplicasLength = d.compactArrayLength();
  const offlineReplicas = roomFor<number>(offlineReplicasLength);
  for (let i = 0; i < offlineReplicasLength; i++) offlineReplicas[i] = d.int32();
  d.skipTaggedFields();
  return {
    errorCode,
    partitionIndex,
    leaderId,
    leaderEpoch,
    replicaNodes,
    isrNodes,
    eligibleLeaderReplicas,
    lastKnownElr,
    offlineReplicas,
  };
}

/** Part of DescribeTopicPartitionsResponse. Versions 0. */
export interface DescribeTopicPartitionsResponseTopic {
  /** `int16`, versions 0. */
  errorCode: number;
  /** `string`, versions 0; null from 0+. */
  name: string | null;
  /** `uuid`, versions 0. */
  topicId: string;
  /** `bool`, versions 0; default false. */
  isInternal: boolean;
  /** `[]DescribeTopicPartitionsResponsePartition`, versions 0. */
  partitions: readonly DescribeTopicPartitionsResponsePartition[];
  /** `int32`, versions 0; default -2147483648. */
  topicAuthorizedOperations: number;
}

/** A DescribeTopicPartitionsResponseTopic with the protocol's defaults for every field that is not given. */
export function createDescribeTopicPartitionsResponseTopic(
  init: Partial<DescribeTopicPartitionsResponseTopic> = {},
): DescribeTopicPartitionsResponseTopic {
  return {
    errorCode: init.errorCode ?? 0,
    name: init.name === undefined ? '' : init.name,
    topicId: init.topicId ?? ZERO_UUID,
    isInternal: init.isInternal ?? false,
    partitions: init.partitions ?? [],
    topicAuthorizedOperations: init.topicAuthorizedOperations ?? -2147483648,
  };
}

function writeDescribeTopicPartitionsResponseTopic(e: Encoder, m: DescribeTopicPartitionsResponseTopic): void {
  e.int16(m.errorCode);
  e.compactNullableString(m.name);
  e.uuid(m.topicId);
  e.bool(m.isInternal);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writeDescribeTopicPartitionsResponsePartition(e, item);
  e.int32(m.topicAuthorizedOperations);
  e.uvarint(0);
}

function readDescribeTopicPartitionsResponseTopic(d: Decoder): DescribeTopicPartitionsResponseTopic {
  const errorCode = d.int16();
  const name = d.compactNullableString();
  const topicId = d.uuid();
  const isInternal = d.bool();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<DescribeTopicPartitionsResponsePartition>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readDescribeTopicPartitionsResponsePartition(d);
  const topicAuthorizedOperations = d.int32();
  d.skipTaggedFields();
  return { errorCode, name, topicId, isInternal, partitions, topicAuthorizedOperations };
}

/** Part of DescribeTopicPartitionsResponse. Versions 0. */
export interface DescribeTopicPartitionsResponseCursor {
  /** `string`, versions 0. */
  topicName: string;
  /** `int32`, versions 0. */
  partitionIndex: number;
}

/** A DescribeTopicPartitionsResponseCursor with the protocol's defaults for every field that is not given. */
export function createDescribeTopicPartitionsResponseCursor(
  init: Partial<DescribeTopicPartitionsResponseCursor> = {},
): DescribeTopicPartitionsResponseCursor {
  return {
    topicName: init.topicName ?? '',
    partitionIndex: init.partitionIndex ?? 0,
  };
}

function writeDescribeTopicPartitionsResponseCursor(e: Encoder, m: DescribeTopicPartitionsResponseCursor): void {
  e.compactString(m.topicName);
  e.int32(m.partitionIndex);
  e.uvarint(0);
}

function readDescribeTopicPartitionsResponseCursor(d: Decoder): DescribeTopicPartitionsResponseCursor {
  const topicName = d.compactString();
  const partitionIndex = d.int32();
  d.skipTaggedFields();
  return { topicName, partitionIndex };
}

/** The response of DescribeTopicPartitions. Versions 0. */
export interface DescribeTopicPartitionsResponse {
  /** `int32`, versions 0. */
  throttleTimeMs: number;
  /** `[]DescribeTopicPartitionsResponseTopic`, versions 0. */
  topics: readonly DescribeTopicPartitionsResponseTopic[];
  /** `Cursor`, versions 0; null from 0+; default null. */
  nextCursor: DescribeTopicPartitionsResponseCursor | null;
}

/** A DescribeTopicPartitionsResponse with the protocol's defaults for every field that is not given. */
export function createDescribeTopicPartitionsResponse(
  init: Partial<DescribeTopicPartitionsResponse> = {},
): DescribeTopicPartitionsResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    topics: init.topics ?? [],
    nextCursor: init.nextCursor === undefined ? null : init.nextCursor,
  };
}

/** Writes a DescribeTopicPartitionsResponse in the given version. */
export function encodeDescribeTopicPartitionsResponse(
  e: Encoder,
  m: DescribeTopicPartitionsResponse,
  _version: number,
): void {
  e.int32(m.throttleTimeMs);
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeDescribeTopicPartitionsResponseTopic(e, item);
  e.int8(m.nextCursor === null ? -1 : 1);
  if (m.nextCursor !== null) writeDescribeTopicPartitionsResponseCursor(e, m.nextCursor);
  e.uvarint(0);
}

/** Reads a DescribeTopicPartitionsResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDescribeTopicPartitionsResponse(d: Decoder, _version: number): DescribeTopicPartitionsResponse {
  const throttleTimeMs = d.int32();
  const topicsLength = d.compactArrayLength();
  const topics = roomFor<DescribeTopicPartitionsResponseTopic>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readDescribeTopicPartitionsResponseTopic(d);
  const nextCursor = d.int8() < 0 ? null : readDescribeTopicPartitionsResponseCursor(d);
  d.skipTaggedFields();
  return { throttleTimeMs, topics, nextCursor };
}

/** DescribeTopicPartitions: API key 75, versions 0. */
export const describeTopicPartitionsApi: Api<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse> = {
  key: 75,
  name: 'DescribeTopicPartitions',
  route: 'any',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 0,
  maxStableVersion: 0,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeDescribeTopicPartitionsRequest,
  decodeRequest: decodeDescribeTopicPartitionsRequest,
  encodeResponse: encodeDescribeTopicPartitionsResponse,
  decodeResponse: decodeDescribeTopicPartitionsResponse,
};
