// Generated from protocol-specs/delete-share-group-state.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of DeleteShareGroupStateRequest. Versions 0. */
export interface PartitionData {
  /** `int32`, versions 0. */
  partition: number;
}

/** A PartitionData with the protocol's defaults for every field that is not given. */
export function createPartitionData(init: Partial<PartitionData> = {}): PartitionData {
  return {
    partition: init.partition ?? 0,
  };
}

function writePartitionData(e: Encoder, m: PartitionData): void {
  e.int32(m.partition);
  e.uvarint(0);
}

function readPartitionData(d: Decoder): PartitionData {
  const partition = d.int32();
  d.skipTaggedFields();
  return { partition };
}

/** Part of DeleteShareGroupStateRequest. Versions 0. */
export interface DeleteStateData {
  /** `uuid`, versions 0. */
  topicId: string;
  /** `[]PartitionData`, versions 0. */
  partitions: readonly PartitionData[];
}

/** A DeleteStateData with the protocol's defaults for every field that is not given. */
export function createDeleteStateData(init: Partial<DeleteStateData> = {}): DeleteStateData {
  return {
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeDeleteStateData(e: Encoder, m: DeleteStateData): void {
  e.uuid(m.topicId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writePartitionData(e, item);
  e.uvarint(0);
}

function readDeleteStateData(d: Decoder): DeleteStateData {
  const topicId = d.uuid();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<PartitionData>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readPartitionData(d);
  d.skipTaggedFields();
  return { topicId, partitions };
}

/** The request of DeleteShareGroupState. Versions 0. */
export interface DeleteShareGroupStateRequest {
  /** `string`, versions 0. */
  groupId: string;
  /** `[]DeleteStateData`, versions 0. */
  topics: readonly DeleteStateData[];
}

/** A DeleteShareGroupStateRequest with the protocol's defaults for every field that is not given. */
export function createDeleteShareGroupStateRequest(
  init: Partial<DeleteShareGroupStateRequest> = {},
): DeleteShareGroupStateRequest {
  return {
    groupId: init.groupId ?? '',
    topics: init.topics ?? [],
  };
}

/** Writes a DeleteShareGroupStateRequest in the given version. */
export function encodeDeleteShareGroupStateRequest(
  e: Encoder,
  m: DeleteShareGroupStateRequest,
  _version: number,
): void {
  e.compactString(m.groupId);
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeDeleteStateData(e, item);
  e.uvarint(0);
}

/** Reads a DeleteShareGroupStateRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDeleteShareGroupStateRequest(d: Decoder, _version: number): DeleteShareGroupStateRequest {
  const groupId = d.compactString();
  const topicsLength = d.compactArrayLength();
  const topics = roomFor<DeleteStateData>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readDeleteStateData(d);
  d.skipTaggedFields();
  return { groupId, topics };
}

/** Part of DeleteShareGroupStateResponse. Versions 0. */
export interface PartitionResult {
  /** `int32`, versions 0. */
  partition: number;
  /** `int16`, versions 0. */
  errorCode: number;
  /** `string`, versions 0; null from 0+; default null. */
  errorMessage: string | null;
}

/** A PartitionResult with the protocol's defaults for every field that is not given. */
export function createPartitionResult(init: Partial<PartitionResult> = {}): PartitionResult {
  return {
    partition: init.partition ?? 0,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? null : init.errorMessage,
  };
}

function writePartitionResult(e: Encoder, m: PartitionResult): void {
  e.int32(m.partition);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.uvarint(0);
}

function readPartitionResult(d: Decoder): PartitionResult {
  const partition = d.int32();
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  d.skipTaggedFields();
  return { partition, errorCode, errorMessage };
}

/** Part of DeleteShareGroupStateResponse. Versions 0. */
export interface DeleteStateResult {
  /** `uuid`, versions 0. */
  topicId: string;
  /** `[]PartitionResult`, versions 0. */
  partitions: readonly PartitionResult[];
}

/** A DeleteStateResult with the protocol's defaults for every field that is not given. */
export function createDeleteStateResult(init: Partial<DeleteStateResult> = {}): DeleteStateResult {
  return {
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeDeleteStateResult(e: Encoder, m: DeleteStateResult): void {
  e.uuid(m.topicId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writePartitionResult(e, item);
  e.uvarint(0);
}

function readDeleteStateResult(d: Decoder): DeleteStateResult {
  const topicId = d.uuid();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<PartitionResult>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readPartitionResult(d);
  d.skipTaggedFields();
  return { topicId, partitions };
}

/** The response of DeleteShareGroupState. Versions 0. */
export interface DeleteShareGroupStateResponse {
  /** `[]DeleteStateResult`, versions 0. */
  results: readonly DeleteStateResult[];
}

/** A DeleteShareGroupStateResponse with the protocol's defaults for every field that is not given. */
export function createDeleteShareGroupStateResponse(
  init: Partial<DeleteShareGroupStateResponse> = {},
): DeleteShareGroupStateResponse {
  return {
    results: init.results ?? [],
  };
}

/** Writes a DeleteShareGroupStateResponse in the given version. */
export function encodeDeleteShareGroupStateResponse(
  e: Encoder,
  m: DeleteShareGroupStateResponse,
  _version: number,
): void {
  e.compactArrayLength(m.results);
  for (const item of m.results) writeDeleteStateResult(e, item);
  e.uvarint(0);
}

/** Reads a DeleteShareGroupStateResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDeleteShareGroupStateResponse(d: Decoder, _version: number): DeleteShareGroupStateResponse {
  const resultsLength = d.compactArrayLength();
  const results = roomFor<DeleteStateResult>(resultsLength);
  for (let i = 0; i < resultsLength; i++) results[i] = readDeleteStateResult(d);
  d.skipTaggedFields();
  return { results };
}

/** DeleteShareGroupState: API key 86, versions 0. */
export const deleteShareGroupStateApi: Api<DeleteShareGroupStateRequest, DeleteShareGroupStateResponse> = {
  key: 86,
  name: 'DeleteShareGroupState',
  route: 'share-coordinator',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 0,
  maxStableVersion: 0,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeDeleteShareGroupStateRequest,
  decodeRequest: decodeDeleteShareGroupStateRequest,
  encodeResponse: encodeDeleteShareGroupStateResponse,
  decodeResponse: decodeDeleteShareGroupStateResponse,
};
