// Generated from protocol-specs/read-share-group-state-summary.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of ReadShareGroupStateSummaryRequest. Versions 0-1. */
export interface PartitionData {
  /** `int32`, versions 0-1. */
  partition: number;
  /** `int32`, versions 0-1. */
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

/** Part of ReadShareGroupStateSummaryRequest. Versions 0-1. */
export interface ReadStateSummaryData {
  /** `uuid`, versions 0-1. */
  topicId: string;
  /** `[]PartitionData`, versions 0-1. */
  partitions: readonly PartitionData[];
}

/** A ReadStateSummaryData with the protocol's defaults for every field that is not given. */
export function createReadStateSummaryData(init: Partial<ReadStateSummaryData> = {}): ReadStateSummaryData {
  return {
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeReadStateSummaryData(e: Encoder, m: ReadStateSummaryData): void {
  e.uuid(m.topicId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writePartitionData(e, item);
  e.uvarint(0);
}

function readReadStateSummaryData(d: Decoder): ReadStateSummaryData {
  const topicId = d.uuid();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<PartitionData>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readPartitionData(d);
  d.skipTaggedFields();
  return { topicId, partitions };
}

/** The request of ReadShareGroupStateSummary. Versions 0-1. */
export interface ReadShareGroupStateSummaryRequest {
  /** `string`, versions 0-1. */
  groupId: string;
  /** `[]ReadStateSummaryData`, versions 0-1. */
  topics: readonly ReadStateSummaryData[];
}

/** A ReadShareGroupStateSummaryRequest with the protocol's defaults for every field that is not given. */
export function createReadShareGroupStateSummaryRequest(
  init: Partial<ReadShareGroupStateSummaryRequest> = {},
): ReadShareGroupStateSummaryRequest {
  return {
    groupId: init.groupId ?? '',
    topics: init.topics ?? [],
  };
}

/** Writes a ReadShareGroupStateSummaryRequest in the given version. */
export function encodeReadShareGroupStateSummaryRequest(
  e: Encoder,
  m: ReadShareGroupStateSummaryRequest,
  _version: number,
): void {
  e.compactString(m.groupId);
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeReadStateSummaryData(e, item);
  e.uvarint(0);
}

/** Reads a ReadShareGroupStateSummaryRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeReadShareGroupStateSummaryRequest(
  d: Decoder,
  _version: number,
): ReadShareGroupStateSummaryRequest {
  const groupId = d.compactString();
  const topicsLength = d.compactArrayLength();
  const topics = roomFor<ReadStateSummaryData>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readReadStateSummaryData(d);
  d.skipTaggedFields();
  return { groupId, topics };
}

/** Part of ReadShareGroupStateSummaryResponse. Versions 0-1. */
export interface PartitionResult {
  /** `int32`, versions 0-1. */
  partition: number;
  /** `int16`, versions 0-1. */
  errorCode: number;
  /** `string`, versions 0-1; null from 0+; default null. */
  errorMessage: string | null;
  /** `int32`, versions 0-1. */
  stateEpoch: number;
  /** `int32`, versions 0-1. */
  leaderEpoch: number;
  /** `int64`, versions 0-1. */
  startOffset: number;
  /** `int32`, versions 1; default -1. */
  deliveryCompleteCount: number;
}

/** A PartitionResult with the protocol's defaults for every field that is not given. */
export function createPartitionResult(init: Partial<PartitionResult> = {}): PartitionResult {
  return {
    partition: init.partition ?? 0,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? null : init.errorMessage,
    stateEpoch: init.stateEpoch ?? 0,
    leaderEpoch: init.leaderEpoch ?? 0,
    startOffset: init.startOffset ?? 0,
    deliveryCompleteCount: init.deliveryCompleteCount ?? -1,
  };
}

function writePartitionResult(e: Encoder, m: PartitionResult, version: number): void {
  e.int32(m.partition);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.int32(m.stateEpoch);
  e.int32(m.leaderEpoch);
  e.int64(m.startOffset);
  if (version >= 1) e.int32(m.deliveryCompleteCount);
  e.uvarint(0);
}

function readPartitionResult(d: Decoder, version: number): PartitionResult {
  const partition = d.int32();
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  const stateEpoch = d.int32();
  const leaderEpoch = d.int32();
  const startOffset = d.int64();
  const deliveryCompleteCount = version >= 1 ? d.int32() : -1;
  d.skipTaggedFields();
  return { partition, errorCode, errorMessage, stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount };
}

/** Part of ReadShareGroupStateSummaryResponse. Versions 0-1. */
export interface ReadStateSummaryResult {
  /** `uuid`, versions 0-1. */
  topicId: string;
  /** `[]PartitionResult`, versions 0-1. */
  partitions: readonly PartitionResult[];
}

/** A ReadStateSummaryResult with the protocol's defaults for every field that is not given. */
export function createReadStateSummaryResult(init: Partial<ReadStateSummaryResult> = {}): ReadStateSummaryResult {
  return {
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeReadStateSummaryResult(e: Encoder, m: ReadStateSummaryResult, version: number): void {
  e.uuid(m.topicId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writePartitionResult(e, item, version);
  e.uvarint(0);
}

function readReadStateSummaryResult(d: Decoder, version: number): ReadStateSummaryResult {
  const topicId = d.uuid();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<PartitionResult>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readPartitionResult(d, version);
  d.skipTaggedFields();
  return { topicId, partitions };
}

/** The response of ReadShareGroupStateSummary. Versions 0-1. */
export interface ReadShareGroupStateSummaryResponse {
  /** `[]ReadStateSummaryResult`, versions 0-1. */
  results: readonly ReadStateSummaryResult[];
}

/** A ReadShareGroupStateSummaryResponse with the protocol's defaults for every field that is not given. */
export function createReadShareGroupStateSummaryResponse(
  init: Partial<ReadShareGroupStateSummaryResponse> = {},
): ReadShareGroupStateSummaryResponse {
  return {
    results: init.results ?? [],
  };
}

/** Writes a ReadShareGroupStateSummaryResponse in the given version. */
export function encodeReadShareGroupStateSummaryResponse(
  e: Encoder,
  m: ReadShareGroupStateSummaryResponse,
  version: number,
): void {
  e.compactArrayLength(m.results);
  for (const item of m.results) writeReadStateSummaryResult(e, item, version);
  e.uvarint(0);
}

/** Reads a ReadShareGroupStateSummaryResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeReadShareGroupStateSummaryResponse(
  d: Decoder,
  version: number,
): ReadShareGroupStateSummaryResponse {
  const resultsLength = d.compactArrayLength();
  const results = roomFor<ReadStateSummaryResult>(resultsLength);
  for (let i = 0; i < resultsLength; i++) results[i] = readReadStateSummaryResult(d, version);
  d.skipTaggedFields();
  return { results };
}

/** ReadShareGroupStateSummary: API key 87, versions 0-1. */
export const readShareGroupStateSummaryApi: Api<ReadShareGroupStateSummaryRequest, ReadShareGroupStateSummaryResponse> =
  {
    key: 87,
    name: 'ReadShareGroupStateSummary',
    route: 'share-coordinator',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 1,
    maxStableVersion: 1,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    encodeRequest: encodeReadShareGroupStateSummaryRequest,
    decodeRequest: decodeReadShareGroupStateSummaryRequest,
    encodeResponse: encodeReadShareGroupStateSummaryResponse,
    decodeResponse: decodeReadShareGroupStateSummaryResponse,
  };
