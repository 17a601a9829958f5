// Generated from protocol-specs/list-offsets.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry, roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of ListOffsetsRequest. Versions 1-11. */
export interface ListOffsetsPartition {
  /** `int32`, versions 1-11. */
  partitionIndex: number;
  /** `int32`, versions 4-11; default -1. */
  currentLeaderEpoch: number;
  /** `int64`, versions 1-11. */
  timestamp: number;
}

/** A ListOffsetsPartition with the protocol's defaults for every field that is not given. */
export function createListOffsetsPartition(init: Partial<ListOffsetsPartition> = {}): ListOffsetsPartition {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    currentLeaderEpoch: init.currentLeaderEpoch ?? -1,
    timestamp: init.timestamp ?? 0,
  };
}

function writeListOffsetsPartition(e: Encoder, m: ListOffsetsPartition, version: number): void {
  const flexible = version >= 6;
  e.int32(m.partitionIndex);
  if (version >= 4) e.int32(m.currentLeaderEpoch);
  e.int64(m.timestamp);
  if (flexible) e.uvarint(0);
}

function readListOffsetsPartition(d: Decoder, version: number): ListOffsetsPartition {
  const flexible = version >= 6;
  const partitionIndex = d.int32();
  const currentLeaderEpoch = version >= 4 ? d.int32() : -1;
  const timestamp = d.int64();
  if (flexible) d.skipTaggedFields();
  return { partitionIndex, currentLeaderEpoch, timestamp };
}

/** Part of ListOffsetsRequest. Versions 1-11. */
export interface ListOffsetsTopic {
  /** `string`, versions 1-11. */
  name: string;
  /** `[]ListOffsetsPartition`, versions 1-11. */
  partitions: readonly ListOffsetsPartition[];
}

/** A ListOffsetsTopic with the protocol's defaults for every field that is not given. */
export function createListOffsetsTopic(init: Partial<ListOffsetsTopic> = {}): ListOffsetsTopic {
  return {
    name: init.name ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeListOffsetsTopic(e: Encoder, m: ListOffsetsTopic, version: number): void {
  const flexible = version >= 6;
  if (flexible) e.compactString(m.name);
  else e.string(m.name);
  if (flexible) e.compactArrayLength(m.partitions);
  else e.arrayLength(m.partitions);
  for (const item of m.partitions) writeListOffsetsPartition(e, item, version);
  if (flexible) e.uvarint(0);
}

function readListOffsetsTopic(d: Decoder, version: number): ListOffsetsTopic {
  const flexible = version >= 6;
  const name = flexible ? d.compactString() : d.string();
  const partitionsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const partitions = roomFor<ListOffsetsPartition>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readListOffsetsPartition(d, version);
  if (flexible) d.skipTaggedFields();
  return { name, partitions };
}

/** The request of ListOffsets. Versions 1-11. */
export interface ListOffsetsRequest {
  /** `int32`, versions 1-11. */
  replicaId: number;
  /** `int8`, versions 2-11. */
  isolationLevel: number;
  /** `[]ListOffsetsTopic`, versions 1-11. */
  topics: readonly ListOffsetsTopic[];
  /** `int32`, versions 10-11. */
  timeoutMs: number;
}

/** A ListOffsetsRequest with the protocol's defaults for every field that is not given. */
export function createListOffsetsRequest(init: Partial<ListOffsetsRequest> = {}): ListOffsetsRequest {
  return {
    replicaId: init.replicaId ?? 0,
    isolationLevel: init.isolationLevel ?? 0,
    topics: init.topics ?? [],
    timeoutMs: init.timeoutMs ?? 0,
  };
}

/** Writes a ListOffsetsRequest in the given version. */
export function encodeListOffsetsRequest(e: Encoder, m: ListOffsetsRequest, version: number): void {
  const flexible = version >= 6;
  if (version < 2 && m.isolationLevel !== 0) throw cannotCarry('ListOffsetsRequest', 'isolationLevel', version);
  e.int32(m.replicaId);
  if (version >= 2) e.int8(m.isolationLevel);
  if (flexible) e.compactArrayLength(m.topics);
  else e.arrayLength(m.topics);
  for (const item of m.topics) writeListOffsetsTopic(e, item, version);
  if (version >= 10) e.int32(m.timeoutMs);
  if (flexible) e.uvarint(0);
}

/** Reads a ListOffsetsRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeListOffsetsRequest(d: Decoder, version: number): ListOffsetsRequest {
  const flexible = version >= 6;
  const replicaId = d.int32();
  const isolationLevel = version >= 2 ? d.int8() : 0;
  const topicsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const topics = roomFor<ListOffsetsTopic>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readListOffsetsTopic(d, version);
  const timeoutMs = version >= 10 ? d.int32() : 0;
  if (flexible) d.skipTaggedFields();
  return { replicaId, isolationLevel, topics, timeoutMs };
}

/** Part of ListOffsetsResponse. Versions 1-11. */
export interface ListOffsetsPartitionResponse {
  /** `int32`, versions 1-11. */
  partitionIndex: number;
  /** `int16`, versions 1-11. */
  errorCode: number;
  /** `int64`, versions 1-11; default -1. */
  timestamp: number;
  /** `int64`, versions 1-11; default -1. */
  offset: number;
  /** `int32`, versions 4-11; default -1. */
  leaderEpoch: number;
}

/** A ListOffsetsPartitionResponse with the protocol's defaults for every field that is not given. */
export function createListOffsetsPartitionResponse(
  init: Partial<ListOffsetsPartitionResponse> = {},
): ListOffsetsPartitionResponse {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    errorCode: init.errorCode ?? 0,
    timestamp: init.timestamp ?? -1,
    offset: init.offset ?? -1,
    leaderEpoch: init.leaderEpoch ?? -1,
  };
}

function writeListOffsetsPartitionResponse(e: Encoder, m: ListOffsetsPartitionResponse, version: number): void {
  const flexible = version >= 6;
  if (version < 4 && m.leaderEpoch !== -1) throw cannotCarry('ListOffsetsPartitionResponse', 'leaderEpoch', version);
  e.int32(m.partitionIndex);
  e.int16(m.errorCode);
  e.int64(m.timestamp);
  e.int64(m.offset);
  if (version >= 4) e.int32(m.leaderEpoch);
  if (flexible) e.uvarint(0);
}

function readListOffsetsPartitionResponse(d: Decoder, version: number): ListOffsetsPartitionResponse {
  const flexible = version >= 6;
  const partitionIndex = d.int32();
  const errorCode = d.int16();
  const timestamp = d.int64();
  const offset = d.int64();
  const leaderEpoch = version >= 4 ? d.int32() : -1;
  if (flexible) d.skipTaggedFields();
  return { partitionIndex, errorCode, timestamp, offset, leaderEpoch };
}

/** Part of ListOffsetsResponse. Versions 1-11. */
export interface ListOffsetsTopicResponse {
  /** `string`, versions 1-11. */
  name: string;
  /** `[]ListOffsetsPartitionResponse`, versions 1-11. */
  partitions: readonly ListOffsetsPartitionResponse[];
}

/** A ListOffsetsTopicResponse with the protocol's defaults for every field that is not given. */
export function createListOffsetsTopicResponse(init: Partial<ListOffsetsTopicResponse> = {}): ListOffsetsTopicResponse {
  return {
    name: init.name ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeListOffsetsTopicResponse(e: Encoder, m: ListOffsetsTopicResponse, version: number): void {
  const flexible = version >= 6;
  if (flexible) e.compactString(m.name);
  else e.string(m.name);
  if (flexible) e.compactArrayLength(m.partitions);
  else e.arrayLength(m.partitions);
  for (const item of m.partitions) writeListOffsetsPartitionResponse(e, item, version);
  if (flexible) e.uvarint(0);
}

function readListOffsetsTopicResponse(d: Decoder, version: number): ListOffsetsTopicResponse {
  const flexible = version >= 6;
  const name = flexible ? d.compactString() : d.string();
  const partitionsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const partitions = roomFor<ListOffsetsPartitionResponse>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readListOffsetsPartitionResponse(d, version);
  if (flexible) d.skipTaggedFields();
  return { name, partitions };
}

/** The response of ListOffsets. Versions 1-11. */
export interface ListOffsetsResponse {
  /** `int32`, versions 2-11. */
  throttleTimeMs: number;
  /** `[]ListOffsetsTopicResponse`, versions 1-11. */
  topics: readonly ListOffsetsTopicResponse[];
}

/** A ListOffsetsResponse with the protocol's defaults for every field that is not given. */
export function createListOffsetsResponse(init: Partial<ListOffsetsResponse> = {}): ListOffsetsResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    topics: init.topics ?? [],
  };
}

/** Writes a ListOffsetsResponse in the given version. */
export function encodeListOffsetsResponse(e: Encoder, m: ListOffsetsResponse, version: number): void {
  const flexible = version >= 6;
  if (version >= 2) e.int32(m.throttleTimeMs);
  if (flexible) e.compactArrayLength(m.topics);
  else e.arrayLength(m.topics);
  for (const item of m.topics) writeListOffsetsTopicResponse(e, item, version);
  if (flexible) e.uvarint(0);
}

/** Reads a ListOffsetsResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeListOffsetsResponse(d: Decoder, version: number): ListOffsetsResponse {
  const flexible = version >= 6;
  const throttleTimeMs = version >= 2 ? d.int32() : 0;
  const topicsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const topics = roomFor<ListOffsetsTopicResponse>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readListOffsetsTopicResponse(d, version);
  if (flexible) d.skipTaggedFields();
  return { throttleTimeMs, topics };
}

/** ListOffsets: API key 2, versions 1-11. */
export const listOffsetsApi: Api<ListOffsetsRequest, ListOffsetsResponse> = {
  key: 2,
  name: 'ListOffsets',
  route: 'leader',
  listeners: ['broker'],
  minVersion: 1,
  maxVersion: 11,
  maxStableVersion: 11,
  requestFlexibleFrom: 6,
  responseFlexibleFrom: 6,
  encodeRequest: encodeListOffsetsRequest,
  decodeRequest: decodeListOffsetsRequest,
  encodeResponse: encodeListOffsetsResponse,
  decodeResponse: decodeListOffsetsResponse,
};
