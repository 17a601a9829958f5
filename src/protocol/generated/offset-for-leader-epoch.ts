// Generated from protocol-specs/offset-for-leader-epoch.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of OffsetForLeaderEpochRequest. Versions 2-4. */
export interface OffsetForLeaderPartition {
  /** `int32`, versions 2-4. */
  partition: number;
  /** `int32`, versions 2-4; default -1. */
  currentLeaderEpoch: number;
  /** `int32`, versions 2-4. */
  leaderEpoch: number;
}

/** A OffsetForLeaderPartition with the protocol's defaults for every field that is not given. */
export function createOffsetForLeaderPartition(init: Partial<OffsetForLeaderPartition> = {}): OffsetForLeaderPartition {
  return {
    partition: init.partition ?? 0,
    currentLeaderEpoch: init.currentLeaderEpoch ?? -1,
    leaderEpoch: init.leaderEpoch ?? 0,
  };
}

function writeOffsetForLeaderPartition(e: Encoder, m: OffsetForLeaderPartition, version: number): void {
  const flexible = version >= 4;
  e.int32(m.partition);
  e.int32(m.currentLeaderEpoch);
  e.int32(m.leaderEpoch);
  if (flexible) e.uvarint(0);
}

function readOffsetForLeaderPartition(d: Decoder, version: number): OffsetForLeaderPartition {
  const flexible = version >= 4;
  const partition = d.int32();
  const currentLeaderEpoch = d.int32();
  const leaderEpoch = d.int32();
  if (flexible) d.skipTaggedFields();
  return { partition, currentLeaderEpoch, leaderEpoch };
}

/** Part of OffsetForLeaderEpochRequest. Versions 2-4. */
export interface OffsetForLeaderTopic {
  /** `string`, versions 2-4. */
  topic: string;
  /** `[]OffsetForLeaderPartition`, versions 2-4. */
  partitions: readonly OffsetForLeaderPartition[];
}

/** A OffsetForLeaderTopic with the protocol's defaults for every field that is not given. */
export function createOffsetForLeaderTopic(init: Partial<OffsetForLeaderTopic> = {}): OffsetForLeaderTopic {
  return {
    topic: init.topic ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeOffsetForLeaderTopic(e: Encoder, m: OffsetForLeaderTopic, version: number): void {
  const flexible = version >= 4;
  if (flexible) e.compactString(m.topic);
  else e.string(m.topic);
  if (flexible) e.compactArrayLength(m.partitions);
  else e.arrayLength(m.partitions);
  for (const item of m.partitions) writeOffsetForLeaderPartition(e, item, version);
  if (flexible) e.uvarint(0);
}

function readOffsetForLeaderTopic(d: Decoder, version: number): OffsetForLeaderTopic {
  const flexible = version >= 4;
  const topic = flexible ? d.compactString() : d.string();
  const partitionsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const partitions = roomFor<OffsetForLeaderPartition>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readOffsetForLeaderPartition(d, version);
  if (flexible) d.skipTaggedFields();
  return { topic, partitions };
}

/** The request of OffsetForLeaderEpoch. Versions 2-4. */
export interface OffsetForLeaderEpochRequest {
  /** `int32`, versions 3-4; default -2. */
  replicaId: number;
  /** `[]OffsetForLeaderTopic`, versions 2-4. */
  topics: readonly OffsetForLeaderTopic[];
}

/** A OffsetForLeaderEpochRequest with the protocol's defaults for every field that is not given. */
export function createOffsetForLeaderEpochRequest(
  init: Partial<OffsetForLeaderEpochRequest> = {},
): OffsetForLeaderEpochRequest {
  return {
    replicaId: init.replicaId ?? -2,
    topics: init.topics ?? [],
  };
}

/** Writes a OffsetForLeaderEpochRequest in the given version. */
export function encodeOffsetForLeaderEpochRequest(e: Encoder, m: OffsetForLeaderEpochRequest, version: number): void {
  const flexible = version >= 4;
  if (version >= 3) e.int32(m.replicaId);
  if (flexible) e.compactArrayLength(m.topics);
  else e.arrayLength(m.topics);
  for (const item of m.topics) writeOffsetForLeaderTopic(e, item, version);
  if (flexible) e.uvarint(0);
}

/** Reads a OffsetForLeaderEpochRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeOffsetForLeaderEpochRequest(d: Decoder, version: number): OffsetForLeaderEpochRequest {
  const flexible = version >= 4;
  const replicaId = version >= 3 ? d.int32() : -2;
  const topicsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const topics = roomFor<OffsetForLeaderTopic>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readOffsetForLeaderTopic(d, version);
  if (flexible) d.skipTaggedFields();
  return { replicaId, topics };
}

/** Part of OffsetForLeaderEpochResponse. Versions 2-4. */
export interface EpochEndOffset {
  /** `int16`, versions 2-4. */
  errorCode: number;
  /** `int32`, versions 2-4. */
  partition: number;
  /** `int32`, versions 2-4; default -1. */
  leaderEpoch: number;
  /** `int64`, versions 2-4; default -1. */
  endOffset: number;
}

/** A EpochEndOffset with the protocol's defaults for every field that is not given. */
export function createEpochEndOffset(init: Partial<EpochEndOffset> = {}): EpochEndOffset {
  return {
    errorCode: init.errorCode ?? 0,
    partition: init.partition ?? 0,
    leaderEpoch: init.leaderEpoch ?? -1,
    endOffset: init.endOffset ?? -1,
  };
}

function writeEpochEndOffset(e: Encoder, m: EpochEndOffset, version: number): void {
  const flexible = version >= 4;
  e.int16(m.errorCode);
  e.int32(m.partition);
  e.int32(m.leaderEpoch);
  e.int64(m.endOffset);
  if (flexible) e.uvarint(0);
}

function readEpochEndOffset(d: Decoder, version: number): EpochEndOffset {
  const flexible = version >= 4;
  const errorCode = d.int16();
  const partition = d.int32();
  const leaderEpoch = d.int32();
  const endOffset = d.int64();
  if (flexible) d.skipTaggedFields();
  return { errorCode, partition, leaderEpoch, endOffset };
}

/** Part of OffsetForLeaderEpochResponse. Versions 2-4. */
export interface OffsetForLeaderTopicResult {
  /** `string`, versions 2-4. */
  topic: string;
  /** `[]EpochEndOffset`, versions 2-4. */
  partitions: readonly EpochEndOffset[];
}

/** A OffsetForLeaderTopicResult with the protocol's defaults for every field that is not given. */
export function createOffsetForLeaderTopicResult(
  init: Partial<OffsetForLeaderTopicResult> = {},
): OffsetForLeaderTopicResult {
  return {
    topic: init.topic ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeOffsetForLeaderTopicResult(e: Encoder, m: OffsetForLeaderTopicResult, version: number): void {
  const flexible = version >= 4;
  if (flexible) e.compactString(m.topic);
  else e.string(m.topic);
  if (flexible) e.compactArrayLength(m.partitions);
  else e.arrayLength(m.partitions);
  for (const item of m.partitions) writeEpochEndOffset(e, item, version);
  if (flexible) e.uvarint(0);
}

function readOffsetForLeaderTopicResult(d: Decoder, version: number): OffsetForLeaderTopicResult {
  const flexible = version >= 4;
  const topic = flexible ? d.compactString() : d.string();
  const partitionsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const partitions = roomFor<EpochEndOffset>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readEpochEndOffset(d, version);
  if (flexible) d.skipTaggedFields();
  return { topic, partitions };
}

/** The response of OffsetForLeaderEpoch. Versions 2-4. */
export interface OffsetForLeaderEpochResponse {
  /** `int32`, versions 2-4. */
  throttleTimeMs: number;
  /** `[]OffsetForLeaderTopicResult`, versions 2-4. */
  topics: readonly OffsetForLeaderTopicResult[];
}

/** A OffsetForLeaderEpochResponse with the protocol's defaults for every field that is not given. */
export function createOffsetForLeaderEpochResponse(
  init: Partial<OffsetForLeaderEpochResponse> = {},
): OffsetForLeaderEpochResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    topics: init.topics ?? [],
  };
}

/** Writes a OffsetForLeaderEpochResponse in the given version. */
export function encodeOffsetForLeaderEpochResponse(e: Encoder, m: OffsetForLeaderEpochResponse, version: number): void {
  const flexible = version >= 4;
  e.int32(m.throttleTimeMs);
  if (flexible) e.compactArrayLength(m.topics);
  else e.arrayLength(m.topics);
  for (const item of m.topics) writeOffsetForLeaderTopicResult(e, item, version);
  if (flexible) e.uvarint(0);
}

/** Reads a OffsetForLeaderEpochResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeOffsetForLeaderEpochResponse(d: Decoder, version: number): OffsetForLeaderEpochResponse {
  const flexible = version >= 4;
  const throttleTimeMs = d.int32();
  const topicsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const topics = roomFor<OffsetForLeaderTopicResult>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readOffsetForLeaderTopicResult(d, version);
  if (flexible) d.skipTaggedFields();
  return { throttleTimeMs, topics };
}

/** OffsetForLeaderEpoch: API key 23, versions 2-4. */
export const offsetForLeaderEpochApi: Api<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse> = {
  key: 23,
  name: 'OffsetForLeaderEpoch',
  route: 'leader',
  listeners: ['broker'],
  minVersion: 2,
  maxVersion: 4,
  maxStableVersion: 4,
  requestFlexibleFrom: 4,
  responseFlexibleFrom: 4,
  encodeRequest: encodeOffsetForLeaderEpochRequest,
  decodeRequest: decodeOffsetForLeaderEpochRequest,
  encodeResponse: encodeOffsetForLeaderEpochResponse,
  decodeResponse: decodeOffsetForLeaderEpochResponse,
};
