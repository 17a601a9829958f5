// Generated from protocol-specs/write-share-group-state.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import type { Api } from '../api.ts';
import { roomFor, ZERO_UUID } from '../../wire/message-codec.ts';

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

function writeStateBatch(e: Encoder, m: StateBatch, version: number): void {
  e.int64(m.firstOffset);
  e.int64(m.lastOffset);
  e.int8(m.deliveryState);
  e.int16(m.deliveryCount);
  e.uvarint(0);
  void version;
}

function readStateBatch(d: Decoder, version: number): StateBatch {
  const firstOffset: number = d.int64();
  const lastOffset: number = d.int64();
  const deliveryState: number = d.int8();
  const deliveryCount: number = d.int16();
  d.skipTaggedFields();
  void version;
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
  if (version >= 1) {
    e.int32(m.deliveryCompleteCount);
  }
  e.compactArrayLength(m.stateBatches);
  for (const item of m.stateBatches) writeStateBatch(e, item, version);
  e.uvarint(0);
}

function readPartitionData(d: Decoder, version: number): PartitionData {
  const partition: number = d.int32();
  const stateEpoch: number = d.int32();
  const leaderEpoch: number = d.int32();
  const startOffset: number = d.int64();
  const deliveryCompleteCount: number = version >= 1 ? d.int32() : -1;
  let stateBatches: readonly StateBatch[] = [];
  const stateBatchesLength = d.compactArrayLength();
   {
    const items = roomFor<StateBatch>(stateBatchesLength);
    for (let i = 0; i < stateBatchesLength; i++) items[i] = readStateBatch(d, version);
    stateBatches = items;
  }
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
  const topicId: string = d.uuid();
  let partitions: readonly PartitionData[] = [];
  const partitionsLength = d.compactArrayLength();
   {
    const items = roomFor<PartitionData>(partitionsLength);
    for (let i = 0; i < partitionsLength; i++) items[i] = readPartitionData(d, version);
    partitions = items;
  }
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
export function createWriteShareGroupStateRequest(init: Partial<WriteShareGroupStateRequest> = {}): WriteShareGroupStateRequest {
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
  const groupId: string = d.compactString();
  let topics: readonly WriteStateData[] = [];
  const topicsLength = d.compactArrayLength();
   {
    const items = roomFor<WriteStateData>(topicsLength);
    for (let i = 0; i < topicsLength; i++) items[i] = readWriteStateData(d, version);
    topics = items;
  }
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

function writePartitionResult(e: Encoder, m: PartitionResult, version: number): void {
  e.int32(m.partition);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.uvarint(0);
  void version;
}

function readPartitionResult(d: Decoder, version: number): PartitionResult {
  const partition: number = d.int32();
  const errorCode: number = d.int16();
  const errorMessage: string | null = d.compactNullableString();
  d.skipTaggedFields();
  void version;
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

function writeWriteStateResult(e: Encoder, m: WriteStateResult, version: number): void {
  e.uuid(m.topicId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writePartitionResult(e, item, version);
  e.uvarint(0);
}

function readWriteStateResult(d: Decoder, version: number): WriteStateResult {
  const topicId: string = d.uuid();
  let partitions: readonly PartitionResult[] = [];
  const partitionsLength = d.compactArrayLength();
   {
    const items = roomFor<PartitionResult>(partitionsLength);
    for (let i = 0; i < partitionsLength; i++) items[i] = readPartitionResult(d, version);
    partitions = items;
  }
  d.skipTaggedFields();
  return { topicId, partitions };
}

/** The response of WriteShareGroupState. Versions 0-1. */
export interface WriteShareGroupStateResponse {
  /** `[]WriteStateResult`, versions 0-1. */
  results: readonly WriteStateResult[];
}

/** A WriteShareGroupStateResponse with the protocol's defaults for every field that is not given. */
export function createWriteShareGroupStateResponse(init: Partial<WriteShareGroupStateResponse> = {}): WriteShareGroupStateResponse {
  return {
    results: init.results ?? [],
  };
}

/** Writes a WriteShareGroupStateResponse in the given version. */
export function encodeWriteShareGroupStateResponse(e: Encoder, m: WriteShareGroupStateResponse, version: number): void {
  e.compactArrayLength(m.results);
  for (const item of m.results) writeWriteStateResult(e, item, version);
  e.uvarint(0);
}

/** Reads a WriteShareGroupStateResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeWriteShareGroupStateResponse(d: Decoder, version: number): WriteShareGroupStateResponse {
  let results: readonly WriteStateResult[] = [];
  const resultsLength = d.compactArrayLength();
   {
    const items = roomFor<WriteStateResult>(resultsLength);
    for (let i = 0; i < resultsLength; i++) items[i] = readWriteStateResult(d, version);
    results = items;
  }
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
