// Generated from protocol-specs/alter-share-group-offsets.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of AlterShareGroupOffsetsRequest. Versions 0. */
export interface AlterShareGroupOffsetsRequestPartition {
  /** `int32`, versions 0. */
  partitionIndex: number;
  /** `int64`, versions 0. */
  startOffset: number;
}

/** A AlterShareGroupOffsetsRequestPartition with the protocol's defaults for every field that is not given. */
export function createAlterShareGroupOffsetsRequestPartition(
  init: Partial<AlterShareGroupOffsetsRequestPartition> = {},
): AlterShareGroupOffsetsRequestPartition {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    startOffset: init.startOffset ?? 0,
  };
}

function writeAlterShareGroupOffsetsRequestPartition(e: Encoder, m: AlterShareGroupOffsetsRequestPartition): void {
  e.int32(m.partitionIndex);
  e.int64(m.startOffset);
  e.uvarint(0);
}

function readAlterShareGroupOffsetsRequestPartition(d: Decoder): AlterShareGroupOffsetsRequestPartition {
  const partitionIndex = d.int32();
  const startOffset = d.int64();
  d.skipTaggedFields();
  return { partitionIndex, startOffset };
}

/** Part of AlterShareGroupOffsetsRequest. Versions 0. */
export interface AlterShareGroupOffsetsRequestTopic {
  /** `string`, versions 0. */
  topicName: string;
  /** `[]AlterShareGroupOffsetsRequestPartition`, versions 0. */
  partitions: readonly AlterShareGroupOffsetsRequestPartition[];
}

/** A AlterShareGroupOffsetsRequestTopic with the protocol's defaults for every field that is not given. */
export function createAlterShareGroupOffsetsRequestTopic(
  init: Partial<AlterShareGroupOffsetsRequestTopic> = {},
): AlterShareGroupOffsetsRequestTopic {
  return {
    topicName: init.topicName ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeAlterShareGroupOffsetsRequestTopic(e: Encoder, m: AlterShareGroupOffsetsRequestTopic): void {
  e.compactString(m.topicName);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writeAlterShareGroupOffsetsRequestPartition(e, item);
  e.uvarint(0);
}

function readAlterShareGroupOffsetsRequestTopic(d: Decoder): AlterShareGroupOffsetsRequestTopic {
  const topicName = d.compactString();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<AlterShareGroupOffsetsRequestPartition>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readAlterShareGroupOffsetsRequestPartition(d);
  d.skipTaggedFields();
  return { topicName, partitions };
}

/** The request of AlterShareGroupOffsets. Versions 0. */
export interface AlterShareGroupOffsetsRequest {
  /** `string`, versions 0. */
  groupId: string;
  /** `[]AlterShareGroupOffsetsRequestTopic`, versions 0. */
  topics: readonly AlterShareGroupOffsetsRequestTopic[];
}

/** A AlterShareGroupOffsetsRequest with the protocol's defaults for every field that is not given. */
export function createAlterShareGroupOffsetsRequest(
  init: Partial<AlterShareGroupOffsetsRequest> = {},
): AlterShareGroupOffsetsRequest {
  return {
    groupId: init.groupId ?? '',
    topics: init.topics ?? [],
  };
}

/** Writes a AlterShareGroupOffsetsRequest in the given version. */
export function encodeAlterShareGroupOffsetsRequest(
  e: Encoder,
  m: AlterShareGroupOffsetsRequest,
  _version: number,
): void {
  e.compactString(m.groupId);
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeAlterShareGroupOffsetsRequestTopic(e, item);
  e.uvarint(0);
}

/** Reads a AlterShareGroupOffsetsRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeAlterShareGroupOffsetsRequest(d: Decoder, _version: number): AlterShareGroupOffsetsRequest {
  const groupId = d.compactString();
  const topicsLength = d.compactArrayLength();
  const topics = roomFor<AlterShareGroupOffsetsRequestTopic>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readAlterShareGroupOffsetsRequestTopic(d);
  d.skipTaggedFields();
  return { groupId, topics };
}

/** Part of AlterShareGroupOffsetsResponse. Versions 0. */
export interface AlterShareGroupOffsetsResponsePartition {
  /** `int32`, versions 0. */
  partitionIndex: number;
  /** `int16`, versions 0. */
  errorCode: number;
  /** `string`, versions 0; null from 0+; default null. */
  errorMessage: string | null;
}

/** A AlterShareGroupOffsetsResponsePartition with the protocol's defaults for every field that is not given. */
export function createAlterShareGroupOffsetsResponsePartition(
  init: Partial<AlterShareGroupOffsetsResponsePartition> = {},
): AlterShareGroupOffsetsResponsePartition {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? null : init.errorMessage,
  };
}

function writeAlterShareGroupOffsetsResponsePartition(e: Encoder, m: AlterShareGroupOffsetsResponsePartition): void {
  e.int32(m.partitionIndex);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.uvarint(0);
}

function readAlterShareGroupOffsetsResponsePartition(d: Decoder): AlterShareGroupOffsetsResponsePartition {
  const partitionIndex = d.int32();
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  d.skipTaggedFields();
  return { partitionIndex, errorCode, errorMessage };
}

/** Part of AlterShareGroupOffsetsResponse. Versions 0. */
export interface AlterShareGroupOffsetsResponseTopic {
  /** `string`, versions 0. */
  topicName: string;
  /** `uuid`, versions 0. */
  topicId: string;
  /** `[]AlterShareGroupOffsetsResponsePartition`, versions 0. */
  partitions: readonly AlterShareGroupOffsetsResponsePartition[];
}

/** A AlterShareGroupOffsetsResponseTopic with the protocol's defaults for every field that is not given. */
export function createAlterShareGroupOffsetsResponseTopic(
  init: Partial<AlterShareGroupOffsetsResponseTopic> = {},
): AlterShareGroupOffsetsResponseTopic {
  return {
    topicName: init.topicName ?? '',
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeAlterShareGroupOffsetsResponseTopic(e: Encoder, m: AlterShareGroupOffsetsResponseTopic): void {
  e.compactString(m.topicName);
  e.uuid(m.topicId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writeAlterShareGroupOffsetsResponsePartition(e, item);
  e.uvarint(0);
}

function readAlterShareGroupOffsetsResponseTopic(d: Decoder): AlterShareGroupOffsetsResponseTopic {
  const topicName = d.compactString();
  const topicId = d.uuid();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<AlterShareGroupOffsetsResponsePartition>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readAlterShareGroupOffsetsResponsePartition(d);
  d.skipTaggedFields();
  return { topicName, topicId, partitions };
}

/** The response of AlterShareGroupOffsets. Versions 0. */
export interface AlterShareGroupOffsetsResponse {
  /** `int32`, versions 0. */
  throttleTimeMs: number;
  /** `int16`, versions 0. */
  errorCode: number;
  /** `string`, versions 0; null from 0+; default null. */
  errorMessage: string | null;
  /** `[]AlterShareGroupOffsetsResponseTopic`, versions 0. */
  responses: readonly AlterShareGroupOffsetsResponseTopic[];
}

/** A AlterShareGroupOffsetsResponse with the protocol's defaults for every field that is not given. */
export function createAlterShareGroupOffsetsResponse(
  init: Partial<AlterShareGroupOffsetsResponse> = {},
): AlterShareGroupOffsetsResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? null : init.errorMessage,
    responses: init.responses ?? [],
  };
}

/** Writes a AlterShareGroupOffsetsResponse in the given version. */
export function encodeAlterShareGroupOffsetsResponse(
  e: Encoder,
  m: AlterShareGroupOffsetsResponse,
  _version: number,
): void {
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.compactArrayLength(m.responses);
  for (const item of m.responses) writeAlterShareGroupOffsetsResponseTopic(e, item);
  e.uvarint(0);
}

/** Reads a AlterShareGroupOffsetsResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeAlterShareGroupOffsetsResponse(d: Decoder, _version: number): AlterShareGroupOffsetsResponse {
  const throttleTimeMs = d.int32();
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  const responsesLength = d.compactArrayLength();
  const responses = roomFor<AlterShareGroupOffsetsResponseTopic>(responsesLength);
  for (let i = 0; i < responsesLength; i++) responses[i] = readAlterShareGroupOffsetsResponseTopic(d);
  d.skipTaggedFields();
  return { throttleTimeMs, errorCode, errorMessage, responses };
}

/** AlterShareGroupOffsets: API key 91, versions 0. */
export const alterShareGroupOffsetsApi: Api<AlterShareGroupOffsetsRequest, AlterShareGroupOffsetsResponse> = {
  key: 91,
  name: 'AlterShareGroupOffsets',
  route: 'group-coordinator',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 0,
  maxStableVersion: 0,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeAlterShareGroupOffsetsRequest,
  decodeRequest: decodeAlterShareGroupOffsetsRequest,
  encodeResponse: encodeAlterShareGroupOffsetsResponse,
  decodeResponse: decodeAlterShareGroupOffsetsResponse,
};
