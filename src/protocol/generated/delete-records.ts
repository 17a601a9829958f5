// Generated from protocol-specs/delete-records.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of DeleteRecordsRequest. Versions 0-2. */
export interface DeleteRecordsPartition {
  /** `int32`, versions 0-2. */
  partitionIndex: number;
  /** `int64`, versions 0-2. */
  offset: number;
}

/** A DeleteRecordsPartition with the protocol's defaults for every field that is not given. */
export function createDeleteRecordsPartition(init: Partial<DeleteRecordsPartition> = {}): DeleteRecordsPartition {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    offset: init.offset ?? 0,
  };
}

function writeDeleteRecordsPartition(e: Encoder, m: DeleteRecordsPartition, version: number): void {
  const flexible = version >= 2;
  e.int32(m.partitionIndex);
  e.int64(m.offset);
  if (flexible) e.uvarint(0);
}

function readDeleteRecordsPartition(d: Decoder, version: number): DeleteRecordsPartition {
  const flexible = version >= 2;
  const partitionIndex = d.int32();
  const offset = d.int64();
  if (flexible) d.skipTaggedFields();
  return { partitionIndex, offset };
}

/** Part of DeleteRecordsRequest. Versions 0-2. */
export interface DeleteRecordsTopic {
  /** `string`, versions 0-2. */
  name: string;
  /** `[]DeleteRecordsPartition`, versions 0-2. */
  partitions: readonly DeleteRecordsPartition[];
}

/** A DeleteRecordsTopic with the protocol's defaults for every field that is not given. */
export function createDeleteRecordsTopic(init: Partial<DeleteRecordsTopic> = {}): DeleteRecordsTopic {
  return {
    name: init.name ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeDeleteRecordsTopic(e: Encoder, m: DeleteRecordsTopic, version: number): void {
  const flexible = version >= 2;
  if (flexible) e.compactString(m.name);
  else e.string(m.name);
  if (flexible) e.compactArrayLength(m.partitions);
  else e.arrayLength(m.partitions);
  for (const item of m.partitions) writeDeleteRecordsPartition(e, item, version);
  if (flexible) e.uvarint(0);
}

function readDeleteRecordsTopic(d: Decoder, version: number): DeleteRecordsTopic {
  const flexible = version >= 2;
  const name = flexible ? d.compactString() : d.string();
  const partitionsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const partitions = roomFor<DeleteRecordsPartition>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readDeleteRecordsPartition(d, version);
  if (flexible) d.skipTaggedFields();
  return { name, partitions };
}

/** The request of DeleteRecords. Versions 0-2. */
export interface DeleteRecordsRequest {
  /** `[]DeleteRecordsTopic`, versions 0-2. */
  topics: readonly DeleteRecordsTopic[];
  /** `int32`, versions 0-2. */
  timeoutMs: number;
}

/** A DeleteRecordsRequest with the protocol's defaults for every field that is not given. */
export function createDeleteRecordsRequest(init: Partial<DeleteRecordsRequest> = {}): DeleteRecordsRequest {
  return {
    topics: init.topics ?? [],
    timeoutMs: init.timeoutMs ?? 0,
  };
}

/** Writes a DeleteRecordsRequest in the given version. */
export function encodeDeleteRecordsRequest(e: Encoder, m: DeleteRecordsRequest, version: number): void {
  const flexible = version >= 2;
  if (flexible) e.compactArrayLength(m.topics);
  else e.arrayLength(m.topics);
  for (const item of m.topics) writeDeleteRecordsTopic(e, item, version);
  e.int32(m.timeoutMs);
  if (flexible) e.uvarint(0);
}

/** Reads a DeleteRecordsRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDeleteRecordsRequest(d: Decoder, version: number): DeleteRecordsRequest {
  const flexible = version >= 2;
  const topicsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const topics = roomFor<DeleteRecordsTopic>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readDeleteRecordsTopic(d, version);
  const timeoutMs = d.int32();
  if (flexible) d.skipTaggedFields();
  return { topics, timeoutMs };
}

/** Part of DeleteRecordsResponse. Versions 0-2. */
export interface DeleteRecordsPartitionResult {
  /** `int32`, versions 0-2. */
  partitionIndex: number;
  /** `int64`, versions 0-2. */
  lowWatermark: number;
  /** `int16`, versions 0-2. */
  errorCode: number;
}

/** A DeleteRecordsPartitionResult with the protocol's defaults for every field that is not given. */
export function createDeleteRecordsPartitionResult(
  init: Partial<DeleteRecordsPartitionResult> = {},
): DeleteRecordsPartitionResult {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    lowWatermark: init.lowWatermark ?? 0,
    errorCode: init.errorCode ?? 0,
  };
}

function writeDeleteRecordsPartitionResult(e: Encoder, m: DeleteRecordsPartitionResult, version: number): void {
  const flexible = version >= 2;
  e.int32(m.partitionIndex);
  e.int64(m.lowWatermark);
  e.int16(m.errorCode);
  if (flexible) e.uvarint(0);
}

function readDeleteRecordsPartitionResult(d: Decoder, version: number): DeleteRecordsPartitionResult {
  const flexible = version >= 2;
  const partitionIndex = d.int32();
  const lowWatermark = d.int64();
  const errorCode = d.int16();
  if (flexible) d.skipTaggedFields();
  return { partitionIndex, lowWatermark, errorCode };
}

/** Part of DeleteRecordsResponse. Versions 0-2. */
export interface DeleteRecordsTopicResult {
  /** `string`, versions 0-2. */
  name: string;
  /** `[]DeleteRecordsPartitionResult`, versions 0-2. */
  partitions: readonly DeleteRecordsPartitionResult[];
}

/** A DeleteRecordsTopicResult with the protocol's defaults for every field that is not given. */
export function createDeleteRecordsTopicResult(init: Partial<DeleteRecordsTopicResult> = {}): DeleteRecordsTopicResult {
  return {
    name: init.name ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeDeleteRecordsTopicResult(e: Encoder, m: DeleteRecordsTopicResult, version: number): void {
  const flexible = version >= 2;
  if (flexible) e.compactString(m.name);
  else e.string(m.name);
  if (flexible) e.compactArrayLength(m.partitions);
  else e.arrayLength(m.partitions);
  for (const item of m.partitions) writeDeleteRecordsPartitionResult(e, item, version);
  if (flexible) e.uvarint(0);
}

function readDeleteRecordsTopicResult(d: Decoder, version: number): DeleteRecordsTopicResult {
  const flexible = version >= 2;
  const name = flexible ? d.compactString() : d.string();
  const partitionsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const partitions = roomFor<DeleteRecordsPartitionResult>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readDeleteRecordsPartitionResult(d, version);
  if (flexible) d.skipTaggedFields();
  return { name, partitions };
}

/** The response of DeleteRecords. Versions 0-2. */
export interface DeleteRecordsResponse {
  /** `int32`, versions 0-2. */
  throttleTimeMs: number;
  /** `[]DeleteRecordsTopicResult`, versions 0-2. */
  topics: readonly DeleteRecordsTopicResult[];
}

/** A DeleteRecordsResponse with the protocol's defaults for every field that is not given. */
export function createDeleteRecordsResponse(init: Partial<DeleteRecordsResponse> = {}): DeleteRecordsResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    topics: init.topics ?? [],
  };
}

/** Writes a DeleteRecordsResponse in the given version. */
export function encodeDeleteRecordsResponse(e: Encoder, m: DeleteRecordsResponse, version: number): void {
  const flexible = version >= 2;
  e.int32(m.throttleTimeMs);
  if (flexible) e.compactArrayLength(m.topics);
  else e.arrayLength(m.topics);
  for (const item of m.topics) writeDeleteRecordsTopicResult(e, item, version);
  if (flexible) e.uvarint(0);
}

/** Reads a DeleteRecordsResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDeleteRecordsResponse(d: Decoder, version: number): DeleteRecordsResponse {
  const flexible = version >= 2;
  const throttleTimeMs = d.int32();
  const topicsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const topics = roomFor<DeleteRecordsTopicResult>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readDeleteRecordsTopicResult(d, version);
  if (flexible) d.skipTaggedFields();
  return { throttleTimeMs, topics };
}

/** DeleteRecords: API key 21, versions 0-2. */
export const deleteRecordsApi: Api<DeleteRecordsRequest, DeleteRecordsResponse> = {
  key: 21,
  name: 'DeleteRecords',
  route: 'leader',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 2,
  maxStableVersion: 2,
  requestFlexibleFrom: 2,
  responseFlexibleFrom: 2,
  encodeRequest: encodeDeleteRecordsRequest,
  decodeRequest: decodeDeleteRecordsRequest,
  encodeResponse: encodeDeleteRecordsResponse,
  decodeResponse: decodeDeleteRecordsResponse,
};
