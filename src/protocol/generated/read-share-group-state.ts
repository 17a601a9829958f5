// Generated from protocol-specs/read-share-group-state.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of ReadShareGroupStateRequest. Versions 0. */
export interface PartitionData {
  /** `int32`, versions 0. */
  partition: number;
  /** `int32`, versions 0. */
  leaderEpoch: number;
}

/** A PartitionData with the protocol's defaults for every field that is not given. */
export function createPartitionData(init: Partial<PartitionData> = {}): PartitionData {
  return {
    partition: init.partition ?? 0,
    leaderEpoch: init.leaderEpoch ?? 0,
  };
}

function writePartitionData(e: Encoder, m: PartitionData): void {
  e.int32(m.partition);
  e.int32(m.leaderEpoch);
  e.uvarint(0);
}

function readPartitionData(d: Decoder): PartitionData {
  const partition = d.int32();
  const leaderEpoch = d.int32();
  d.skipTaggedFields();
  return { partition, leaderEpoch };
}

/** Part of ReadShareGroupStateRequest. Versions 0. */
export interface ReadStateData {
  /** `uuid`, versions 0. */
  topicId: string;
  /** `[]PartitionData`, versions 0. */
  partitions: readonly PartitionData[];
}

/** A ReadStateData with the protocol's defaults for every field that is not given. */
export function createReadStateData(init: Partial<ReadStateData> = {}): ReadStateData {
  return {
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeReadStateData(e: Encoder, m: ReadStateData): void {
  e.uuid(m.topicId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writePartitionData(e, item);
  e.uvarint(0);
}

function readReadStateData(d: Decoder): ReadStateData {
  const topicId = d.uuid();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<PartitionData>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readPartitionData(d);
  d.skipTaggedFields();
  return { topicId, partitions };
}

/** The request of ReadShareGroupState. Versions 0. */
export interface ReadShareGroupStateRequest {
  /** `string`, versions 0. */
  groupId: string;
  /** `[]ReadStateData`, versions 0. */
  topics: readonly ReadStateData[];
}

/** A ReadShareGroupStateRequest with the protocol's defaults for every field that is not given. */
export function createReadShareGroupStateRequest(
  init: Partial<ReadShareGroupStateRequest> = {},
): ReadShareGroupStateRequest {
  return {
    groupId: init.groupId ?? '',
    topics: init.topics ?? [],
  };
}

/** Writes a ReadShareGroupStateRequest in the given version. */
export function encodeReadShareGroupStateRequest(e: Encoder, m: ReadShareGroupStateRequest, _version: number): void {
  e.compactString(m.groupId);
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeReadStateData(e, item);
  e.uvarint(0);
}

/** Reads a ReadShareGroupStateRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeReadShareGroupStateRequest(d: Decoder, _version: number): ReadShareGroupStateRequest {
  const groupId = d.compactString();
  const topicsLength = d.compactArrayLength();
  const topics = roomFor<ReadStateData>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readReadStateData(d);
  d.skipTaggedFields();
  return { groupId, topics };
}

/** Part of ReadShareGroupStateResponse. Versions 0. */
export interface StateBatch {
  /** `int64`, versions 0. */
  firstOffset: number;
  /** `int64`, versions 0. */
  lastOffset: number;
  /** `int8`, versions 0. */
  deliveryState: number;
  /** `int16`, versions 0. */
  deliveryCount: number;
}

/** A StateBatch with the protocol's defaults for every field that is not given. */
export function createStateBatch(init: Partial<StateBatch> = {}): StateBatch {
  return {
    firstOffset: init.firstOffset ?? 0,
    lastOffset: init.lastOffset ?? 0,
    deliveryState: init.deliveryState ?? 0,
    deliveryCount: init.deliveryCount ?? 0,
  };
}

function writeStateBatch(e: Encoder, m: StateBatch): void {
  e.int64(m.firstOffset);
  e.int64(m.lastOffset);
  e.int8(m.deliveryState);
  e.int16(m.deliveryCount);
  e.uvarint(0);
}

function readStateBatch(d: Decoder): StateBatch {
  const firstOffset = d.int64();
  const lastOffset = d.int64();
  const deliveryState = d.int8();
  const deliveryCount = d.int16();
  d.skipTaggedFields();
  return { firstOffset, lastOffset, deliveryState, deliveryCount };
}

/** Part of ReadShareGroupStateResponse. Versions 0. */
export interface PartitionResult {
  /** `int32`, versions 0. */
  partition: number;
  /** `int16`, versions 0. */
  errorCode: number;
  /** `string`, versions 0; null from 0+; default null. */
  errorMessage: string | null;
  /** `int32`, versions 0. */
  stateEpoch: number;
  /** `int64`, versions 0. */
  startOffset: number;
  /** `[]StateBatch`, versions 0. */
  stateBatches: readonly StateBatch[];
}

/** A PartitionResult with the protocol's defaults for every field that is not given. */
export function createPartitionResult(init: Partial<PartitionResult> = {}): PartitionResult {
  return {
    partition: init.partition ?? 0,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? null : init.errorMessage,
    stateEpoch: init.stateEpoch ?? 0,
    startOffset: init.startOffset ?? 0,
    stateBatches: init.stateBatches ?? [],
  };
}

function writePartitionResult(e: Encoder, m: PartitionResult): void {
  e.int32(m.partition);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.int32(m.stateEpoch);
  e.int64(m.startOffset);
  e.compactArrayLength(m.stateBatches);
  for (const item of m.stateBatches) writeStateBatch(e, item);
  e.uvarint(0);
}

function readPartitionResult(d: Decoder): PartitionResult {
  const partition = d.int32();
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  const stateEpoch = d.int32();
  const startOffset = d.int64();
  const stateBatchesLength = d.compactArrayLength();
  const stateBatches = roomFor<StateBatch>(stateBatchesLength);
  for (let i = 0; i < stateBatchesLength; i++) stateBatches[i] = readStateBatch(d);
  d.skipTaggedFields();
  return { partition, errorCode, errorMessage, stateEpoch, startOffset, stateBatches };
}

/** Part of ReadShareGroupStateResponse. Versions 0. */
export interface ReadStateResult {
  /** `uuid`, versions 0. */
  topicId: string;
  /** `[]PartitionResult`, versions 0. */
  partitions: readonly PartitionResult[];
}

/** A ReadStateResult with the protocol's defaults for every field that is not given. */
export function createReadStateResult(init: Partial<ReadStateResult> = {}): ReadStateResult {
  return {
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeReadStateResult(e: Encoder, m: ReadStateResult): void {
  e.uuid(m.topicId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writePartitionResult(e, item);
  e.uvarint(0);
}

function readReadStateResult(d: Decoder): ReadStateResult {
  const topicId = d.uuid();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<PartitionResult>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readPartitionResult(d);
  d.skipTaggedFields();
  return { topicId, partitions };
}

/** The response of ReadShareGroupState. Versions 0. */
export interface ReadShareGroupStateResponse {
  /** `[]ReadStateResult`, versions 0. */
  results: readonly ReadStateResult[];
}

/** A ReadShareGroupStateResponse with the protocol's defaults for every field that is not given. */
export function createReadShareGroupStateResponse(
  init: Partial<ReadShareGroupStateResponse> = {},
): ReadShareGroupStateResponse {
  return {
    results: init.results ?? [],
  };
}

/** Writes a ReadShareGroupStateResponse in the given version. */
export function encodeReadShareGroupStateResponse(e: Encoder, m: ReadShareGroupStateResponse, _version: number): void {
  e.compactArrayLength(m.results);
  for (const item of m.results) writeReadStateResult(e, item);
  e.uvarint(0);
}

/** Reads a ReadShareGroupStateResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeReadShareGroupStateResponse(d: Decoder, _version: number): ReadShareGroupStateResponse {
  const resultsLength = d.compactArrayLength();
  const results = roomFor<ReadStateResult>(resultsLength);
  for (let i = 0; i < resultsLength; i++) results[i] = readReadStateResult(d);
  d.skipTaggedFields();
  return { results };
}

/** ReadShareGroupState: API key 84, versions 0. */
export const readShareGroupStateApi: Api<ReadShareGroupStateRequest, ReadShareGroupStateResponse> = {
  key: 84,
  name: 'ReadShareGroupState',
  route: 'share-coordinator',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 0,
  maxStableVersion: 0,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeReadShareGroupStateRequest,
  decodeRequest: decodeReadShareGroupStateRequest,
  encodeResponse: encodeReadShareGroupStateResponse,
  decodeResponse: decodeReadShareGroupStateResponse,
};
