// Generated from protocol-specs/describe-producers.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of DescribeProducersRequest. Versions 0. */
export interface TopicRequest {
  /** `string`, versions 0. */
  name: string;
  /** `[]int32`, versions 0. */
  partitionIndexes: readonly number[];
}

/** A TopicRequest with the protocol's defaults for every field that is not given. */
export function createTopicRequest(init: Partial<TopicRequest> = {}): TopicRequest {
  return {
    name: init.name ?? '',
    partitionIndexes: init.partitionIndexes ?? [],
  };
}

function writeTopicRequest(e: Encoder, m: TopicRequest): void {
  e.compactString(m.name);
  e.compactArrayLength(m.partitionIndexes);
  for (const item of m.partitionIndexes) e.int32(item);
  e.uvarint(0);
}

function readTopicRequest(d: Decoder): TopicRequest {
  const name = d.compactString();
  const partitionIndexesLength = d.compactArrayLength();
  const partitionIndexes = roomFor<number>(partitionIndexesLength);
  for (let i = 0; i < partitionIndexesLength; i++) partitionIndexes[i] = d.int32();
  d.skipTaggedFields();
  return { name, partitionIndexes };
}

/** The request of DescribeProducers. Versions 0. */
export interface DescribeProducersRequest {
  /** `[]TopicRequest`, versions 0. */
  topics: readonly TopicRequest[];
}

/** A DescribeProducersRequest with the protocol's defaults for every field that is not given. */
export function createDescribeProducersRequest(init: Partial<DescribeProducersRequest> = {}): DescribeProducersRequest {
  return {
    topics: init.topics ?? [],
  };
}

/** Writes a DescribeProducersRequest in the given version. */
export function encodeDescribeProducersRequest(e: Encoder, m: DescribeProducersRequest, _version: number): void {
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeTopicRequest(e, item);
  e.uvarint(0);
}

/** Reads a DescribeProducersRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDescribeProducersRequest(d: Decoder, _version: number): DescribeProducersRequest {
  const topicsLength = d.compactArrayLength();
  const topics = roomFor<TopicRequest>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readTopicRequest(d);
  d.skipTaggedFields();
  return { topics };
}

/** Part of DescribeProducersResponse. Versions 0. */
export interface ProducerState {
  /** `int64`, versions 0. */
  producerId: number;
  /** `int32`, versions 0. */
  producerEpoch: number;
  /** `int32`, versions 0; default -1. */
  lastSequence: number;
  /** `int64`, versions 0; default -1. */
  lastTimestamp: number;
  /** `int32`, versions 0. */
  coordinatorEpoch: number;
  /** `int64`, versions 0; default -1. */
  currentTxnStartOffset: number;
}

/** A ProducerState with the protocol's defaults for every field that is not given. */
export function createProducerState(init: Partial<ProducerState> = {}): ProducerState {
  return {
    producerId: init.producerId ?? 0,
    producerEpoch: init.producerEpoch ?? 0,
    lastSequence: init.lastSequence ?? -1,
    lastTimestamp: init.lastTimestamp ?? -1,
    coordinatorEpoch: init.coordinatorEpoch ?? 0,
    currentTxnStartOffset: init.currentTxnStartOffset ?? -1,
  };
}

function writeProducerState(e: Encoder, m: ProducerState): void {
  e.int64(m.producerId);
  e.int32(m.producerEpoch);
  e.int32(m.lastSequence);
  e.int64(m.lastTimestamp);
  e.int32(m.coordinatorEpoch);
  e.int64(m.currentTxnStartOffset);
  e.uvarint(0);
}

function readProducerState(d: Decoder): ProducerState {
  const producerId = d.int64();
  const producerEpoch = d.int32();
  const lastSequence = d.int32();
  const lastTimestamp = d.int64();
  const coordinatorEpoch = d.int32();
  const currentTxnStartOffset = d.int64();
  d.skipTaggedFields();
  return { producerId, producerEpoch, lastSequence, lastTimestamp, coordinatorEpoch, currentTxnStartOffset };
}

/** Part of DescribeProducersResponse. Versions 0. */
export interface PartitionResponse {
  /** `int32`, versions 0. */
  partitionIndex: number;
  /** `int16`, versions 0. */
  errorCode: number;
  /** `string`, versions 0; null from 0+; default null. */
  errorMessage: string | null;
  /** `[]ProducerState`, versions 0. */
  activeProducers: readonly ProducerState[];
}

/** A PartitionResponse with the protocol's defaults for every field that is not given. */
export function createPartitionResponse(init: Partial<PartitionResponse> = {}): PartitionResponse {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? null : init.errorMessage,
    activeProducers: init.activeProducers ?? [],
  };
}

function writePartitionResponse(e: Encoder, m: PartitionResponse): void {
  e.int32(m.partitionIndex);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.compactArrayLength(m.activeProducers);
  for (const item of m.activeProducers) writeProducerState(e, item);
  e.uvarint(0);
}

function readPartitionResponse(d: Decoder): PartitionResponse {
  const partitionIndex = d.int32();
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  const activeProducersLength = d.compactArrayLength();
  const activeProducers = roomFor<ProducerState>(activeProducersLength);
  for (let i = 0; i < activeProducersLength; i++) activeProducers[i] = readProducerState(d);
  d.skipTaggedFields();
  return { partitionIndex, errorCode, errorMessage, activeProducers };
}

/** Part of DescribeProducersResponse. Versions 0. */
export interface TopicResponse {
  /** `string`, versions 0. */
  name: string;
  /** `[]PartitionResponse`, versions 0. */
  partitions: readonly PartitionResponse[];
}

/** A TopicResponse with the protocol's defaults for every field that is not given. */
export function createTopicResponse(init: Partial<TopicResponse> = {}): TopicResponse {
  return {
    name: init.name ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeTopicResponse(e: Encoder, m: TopicResponse): void {
  e.compactString(m.name);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writePartitionResponse(e, item);
  e.uvarint(0);
}

function readTopicResponse(d: Decoder): TopicResponse {
  const name = d.compactString();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<PartitionResponse>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readPartitionResponse(d);
  d.skipTaggedFields();
  return { name, partitions };
}

/** The response of DescribeProducers. Versions 0. */
export interface DescribeProducersResponse {
  /** `int32`, versions 0. */
  throttleTimeMs: number;
  /** `[]TopicResponse`, versions 0. */
  topics: readonly TopicResponse[];
}

/** A DescribeProducersResponse with the protocol's defaults for every field that is not given. */
export function createDescribeProducersResponse(
  init: Partial<DescribeProducersResponse> = {},
): DescribeProducersResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    topics: init.topics ?? [],
  };
}

/** Writes a DescribeProducersResponse in the given version. */
export function encodeDescribeProducersResponse(e: Encoder, m: DescribeProducersResponse, _version: number): void {
  e.int32(m.throttleTimeMs);
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeTopicResponse(e, item);
  e.uvarint(0);
}

/** Reads a DescribeProducersResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDescribeProducersResponse(d: Decoder, _version: number): DescribeProducersResponse {
  const throttleTimeMs = d.int32();
  const topicsLength = d.compactArrayLength();
  const topics = roomFor<TopicResponse>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readTopicResponse(d);
  d.skipTaggedFields();
  return { throttleTimeMs, topics };
}

/** DescribeProducers: API key 61, versions 0. */
export const describeProducersApi: Api<DescribeProducersRequest, DescribeProducersResponse> = {
  key: 61,
  name: 'DescribeProducers',
  route: 'leader',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 0,
  maxStableVersion: 0,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeDescribeProducersRequest,
  decodeRequest: decodeDescribeProducersRequest,
  encodeResponse: encodeDescribeProducersResponse,
  decodeResponse: decodeDescribeProducersResponse,
};
