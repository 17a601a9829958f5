// Generated from protocol-specs/initialize-share-group-state.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of InitializeShareGroupStateRequest. Versions 0. */
export interface PartitionData {
  /** `int32`, versions 0. */
  partition: number;
  /** `int32`, versions 0. */
  stateEpoch: number;
  /** `int64`, versions 0. */
  startOffset: number;
}

/** A PartitionData with the protocol's defaults for every field that is not given. */
export function createPartitionData(init: Partial<PartitionData> = {}): PartitionData {
  return {
    partition: init.partition ?? 0,
    stateEpoch: init.stateEpoch ?? 0,
    startOffset: init.startOffset ?? 0,
  };
}

function writePartitionData(e: Encoder, m: PartitionData): void {
  e.int32(m.partition);
  e.int32(m.stateEpoch);
  e.int64(m.startOffset);
  e.uvarint(0);
}

function readPartitionData(d: Decoder): PartitionData {
  const partition = d.int32();
  const stateEpoch = d.int32();
  const startOffset = d.int64();
  d.skipTaggedFields();
  return { partition, stateEpoch, startOffset };
}

/** Part of InitializeShareGroupStateRequest. Versions 0. */
export interface InitializeStateData {
  /** `uuid`, versions 0. */
  topicId: string;
  /** `[]PartitionData`, versions 0. */
  partitions: readonly PartitionData[];
}

/** A InitializeStateData with the protocol's defaults for every field that is not given. */
export function createInitializeStateData(init: Partial<InitializeStateData> = {}): InitializeStateData {
  return {
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeInitializeStateData(e: Encoder, m: InitializeStateData): void {
  e.uuid(m.topicId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writePartitionData(e, item);
  e.uvarint(0);
}

function readInitializeStateData(d: Decoder): InitializeStateData {
  const topicId = d.uuid();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<PartitionData>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readPartitionData(d);
  d.skipTaggedFields();
  return { topicId, partitions };
}

/** The request of InitializeShareGroupState. Versions 0. */
export interface InitializeShareGroupStateRequest {
  /** `string`, versions 0. */
  groupId: string;
  /** `[]InitializeStateData`, versions 0. */
  topics: readonly InitializeStateData[];
}

/** A InitializeShareGroupStateRequest with the protocol's defaults for every field that is not given. */
export function createInitializeShareGroupStateRequest(
  init: Partial<InitializeShareGroupStateRequest> = {},
): InitializeShareGroupStateRequest {
  return {
    groupId: init.groupId ?? '',
    topics: init.topics ?? [],
  };
}

/** Writes a InitializeShareGroupStateRequest in the given version. */
export function encodeInitializeShareGroupStateRequest(
  e: Encoder,
  m: InitializeShareGroupStateRequest,
  _version: number,
): void {
  e.compactString(m.groupId);
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeInitializeStateData(e, item);
  e.uvarint(0);
}

/** Reads a InitializeShareGroupStateRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeInitializeShareGroupStateRequest(d: Decoder, _version: number): InitializeShareGroupStateRequest {
  const groupId = d.compactString();
  const topicsLength = d.compactArrayLength();
  const topics = roomFor<InitializeStateData>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readInitializeStateData(d);
  d.skipTaggedFields();
  return { groupId, topics };
}

/** Part of InitializeShareGroupStateResponse. Versions 0. */
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

/** Part of InitializeShareGroupStateResponse. Versions 0. */
export interface InitializeStateResult {
  /** `uuid`, versions 0. */
  topicId: string;
  /** `[]PartitionResult`, versions 0. */
  partitions: readonly PartitionResult[];
}

/** A InitializeStateResult with the protocol's defaults for every field that is not given. */
export function createInitializeStateResult(init: Partial<InitializeStateResult> = {}): InitializeStateResult {
  return {
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeInitializeStateResult(e: Encoder, m: InitializeStateResult): void {
  e.uuid(m.topicId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writePartitionResult(e, item);
  e.uvarint(0);
}

function readInitializeStateResult(d: Decoder): InitializeStateResult {
  const topicId = d.uuid();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<PartitionResult>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readPartitionResult(d);
  d.skipTaggedFields();
  return { topicId, partitions };
}

/** The response of InitializeShareGroupState. Versions 0. */
export interface InitializeShareGroupStateResponse {
  /** `[]InitializeStateResult`, versions 0. */
  results: readonly InitializeStateResult[];
}

/** A InitializeShareGroupStateResponse with the protocol's defaults for every field that is not given. */
export function createInitializeShareGroupStateResponse(
  init: Partial<InitializeShareGroupStateResponse> = {},
): InitializeShareGroupStateResponse {
  return {
    results: init.results ?? [],
  };
}

/** Writes a InitializeShareGroupStateResponse in the given version. */
export function encodeInitializeShareGroupStateResponse(
  e: Encoder,
  m: InitializeShareGroupStateResponse,
  _version: number,
): void {
  e.compactArrayLength(m.results);
  for (const item of m.results) writeInitializeStateResult(e, item);
  e.uvarint(0);
}

/** Reads a InitializeShareGroupStateResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeInitializeShareGroupStateResponse(
  d: Decoder,
  _version: number,
): InitializeShareGroupStateResponse {
  const resultsLength = d.compactArrayLength();
  const results = roomFor<InitializeStateResult>(resultsLength);
  for (let i = 0; i < resultsLength; i++) results[i] = readInitializeStateResult(d);
  d.skipTaggedFields();
  return { results };
}

/** InitializeShareGroupState: API key 83, versions 0. */
export const initializeShareGroupStateApi: Api<InitializeShareGroupStateRequest, InitializeShareGroupStateResponse> = {
  key: 83,
  name: 'InitializeShareGroupState',
  route: 'share-coordinator',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 0,
  maxStableVersion: 0,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeInitializeShareGroupStateRequest,
  decodeRequest: decodeInitializeShareGroupStateRequest,
  encodeResponse: encodeInitializeShareGroupStateResponse,
  decodeResponse: decodeInitializeShareGroupStateResponse,
};
