// Generated from protocol-specs/write-share-group-state.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of WriteShareGroupStateRequest. Versions 0-1. */
export interface StateBatch {
  /** `int64`, versions 0-1. */
  firstOffset: number;
  /** `int64`, versions 0-1. */
  lastOffset: number;
  /** `int8`, versions 0-1. */
  deliveryState: number;
  /** `int16`, versions 0-1. */
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

/** Part of WriteShareGroupStateRequest. Versions 0-1. */
export interface PartitionData {
  /** `int32`, versions 0-1. */
  partition: number;
  /** `int32`, versions 0-1. */
  stateEpoch: number;
  /** `int32`, versions 0-1. */
  leaderEpoch: number;
  /** `int64`, versions 0-1. */
  startOffset: number;
  /** `int32`, versions 1; default -1. */
  deliveryCompleteCount: number;
  /** `[]StateBatch`, versions 0-1. */
  stateBatches: readonly StateBatch[];
}

/** A PartitionData with the protocol's defaults for every field that is not given. */
export function createPartitionData(init: Partial<PartitionData> = {}): PartitionData {
  return {
    partition: init.partition ?? 0,
    stateEpoch: init.stateEpoch ?? 0,
    leaderEpoch: init.leaderEpoch ?? 0,
    startOffset: init.startOffset ?? 0,
    deliveryCompleteCount: init.deliveryCompleteCount ?? -1,
    stateBatches: init.stateBatches ?? [],
  };
}

function writePartitionData(e: Encoder, m: PartitionData, version: number): void {
  e.int32(m.partition);
  e.int32(m.stateEpoch);
  e.int32(m.leaderEpoch);
  e.int64(m.startOffset);
  if (version >= 1) e.int32(m.deliveryCompleteCount);
  e.compactArrayLength(m.stateBatches);
  for (const item of m.stateBatches) writeStateBatch(e, item);
  e.uvarint(0);
}

function readPartitionData(d: Decoder, version: number): PartitionData {
  const partition = d.int32();
  const stateEpoch = d.int32();
  const leaderEpoch = d.int32();
  const startOffset = d.int64();
  const deliveryCompleteCount = version >= 1 ? d.int32() : -1;
  const stateBatchesLength = d.compactArrayLength();
  const stateBatches = roomFor<StateBatch>(stateBatchesLength);
  for (let i = 0; i < stateBatchesLength; i++) stateBatches[i] = readStateBatch(d);
  d.skipTaggedFields();
  return { partition, stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount, stateBatches };
}

/** Part of WriteShareGroupStateRequest. Versions 0-1. */
export interface WriteStateData {
  /** `uuid`, versions 0-1. */
  topicId: string;
  /** `[]PartitionData`, versions 0-1. */
  partitions: readonly PartitionData[];
}

/** A WriteStateData with the protocol's defaults for every field that is not given. */
export function createWriteStateData(init: Partial<WriteStateData> = {}): WriteStateData {
  return {
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeWriteStateData(e: Encoder, m: WriteStateData, version: number): void {
  e.uuid(m.topicId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writePartitionData(e, item, version);
  e.uvarint(0);
}

function readWriteStateData(d: Decoder, version: number): WriteStateData {
  const topicId = d.uuid();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<PartitionData>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readPartitionData(d, version);
  d.skipTaggedFields();
  return { topicId, partitions };
}

/** The request of WriteShareGroupState. Versions 0-1. */
export interface WriteShareGroupStateRequest {
  /** `string`, versions 0-1. */
  groupId: string;
  /** `[]WriteStateData`, versions 0-1. */
  topics: readonly WriteStateData[];
}

/** A WriteShareGroupStateRequest with the protocol's defaults for every field that is not given. */
export function createWriteShareGroupStateRequest(
  init: Partial<WriteShareGroupStateRequest> = {},
): WriteShareGroupStateRequest {
  return {
    groupId: init.groupId ?? '',
    topics: init.topics ?? [],
  };
}

/** Writes a WriteShareGroupStateRequest in the given version. */
export function encodeWriteShareGroupStateRequest(e: Encoder, m: WriteShareGroupStateRequest, version: number): void {
  e.compactString(m.groupId);
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeWriteStateData(e, item, version);
  e.uvarint(0);
}

/** Reads a WriteShareGroupStateRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeWriteShareGroupStateRequest(d: Decoder, version: number): WriteShareGroupStateRequest {
  const groupId = d.compactString();
  const topicsLength = d.compactArrayLength();
  const topics = roomFor<WriteStateData>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readWriteStateData(d, version);
  d.skipTaggedFields();
  return { groupId, topics };
}

/** Part of WriteShareGroupStateResponse. Versions 0-1. */
export interface PartitionResult {
  /** `int32`, versions 0-1. */
  partition: number;
  /** `int16`, versions 0-1. */
  errorCode: number;
  /** `string`, versions 0-1; null from 0+; default null. */
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

/** Part of WriteShareGroupStateResponse. Versions 0-1. */
export interface WriteStateResult {
  /** `uuid`, versions 0-1. */
  topicId: string;
  /** `[]PartitionResult`, versions 0-1. */
  partitions: readonly PartitionResult[];
}

/** A WriteStateResult with the protocol's defaults for every field that is not given. */
export function createWriteStateResult(init: Partial<WriteStateResult> = {}): WriteStateResult {
  return {
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeWriteStateResult(e: Encoder, m: WriteStateResult): void {
  e.uuid(m.topicId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writePartitionResult(e, item);
  e.uvarint(0);
}

function readWriteStateResult(d: Decoder): WriteStateResult {
  const topicId = d.uuid();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<PartitionResult>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readPartitionResult(d);
  d.skipTaggedFields();
  return { topicId, partitions };
}

/** The response of WriteShareGroupState. Versions 0-1. */
export interface WriteShareGroupStateResponse {
  /** `[]WriteStateResult`, versions 0-1. */
  results: readonly WriteStateResult[];
}

/** A WriteShareGroupStateResponse with the protocol's defaults for every field that is not given. */
export function createWriteShareGroupStateResponse(
  init: Partial<WriteShareGroupStateResponse> = {},
): WriteShareGroupStateResponse {
  return {
    results: init.results ?? [],
  };
}

/** Writes a WriteShareGroupStateResponse in the given version. */
export function encodeWriteShareGroupStateResponse(
  e: Encoder,
  m: WriteShareGroupStateResponse,
  _version: number,
): void {
  e.compactArrayLength(m.results);
  for (const item of m.results) writeWriteStateResult(e, item);
  e.uvarint(0);
}

/** Reads a WriteShareGroupStateResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeWriteShareGroupStateResponse(d: Decoder, _version: number): WriteShareGroupStateResponse {
  const resultsLength = d.compactArrayLength();
  const results = roomFor<WriteStateResult>(resultsLength);
  for (let i = 0; i < resultsLength; i++) results[i] = readWriteStateResult(d);
  d.skipTaggedFields();
  return { results };
}

/** WriteShareGroupState: API key 85, versions 0-1. */
export const writeShareGroupStateApi: Api<WriteShareGroupStateRequest, WriteShareGroupStateResponse> = {
  key: 85,
  name: 'WriteShareGroupState',
  route: 'share-coordinator',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 1,
  maxStableVersion: 1,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeWriteShareGroupStateRequest,
  decodeRequest: decodeWriteShareGroupStateRequest,
  encodeResponse: encodeWriteShareGroupStateResponse,
  decodeResponse: decodeWriteShareGroupStateResponse,
};
