// Generated from protocol-specs/write-txn-markers.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of WriteTxnMarkersRequest. Versions 1-2. */
export interface WritableTxnMarkerTopic {
  /** `string`, versions 1-2. */
  name: string;
  /** `[]int32`, versions 1-2. */
  partitionIndexes: readonly number[];
}

/** A WritableTxnMarkerTopic with the protocol's defaults for every field that is not given. */
export function createWritableTxnMarkerTopic(init: Partial<WritableTxnMarkerTopic> = {}): WritableTxnMarkerTopic {
  return {
    name: init.name ?? '',
    partitionIndexes: init.partitionIndexes ?? [],
  };
}

function writeWritableTxnMarkerTopic(e: Encoder, m: WritableTxnMarkerTopic): void {
  e.compactString(m.name);
  e.compactArrayLength(m.partitionIndexes);
  for (const item of m.partitionIndexes) e.int32(item);
  e.uvarint(0);
}

function readWritableTxnMarkerTopic(d: Decoder): WritableTxnMarkerTopic {
  const name = d.compactString();
  const partitionIndexesLength = d.compactArrayLength();
  const partitionIndexes = roomFor<number>(partitionIndexesLength);
  for (let i = 0; i < partitionIndexesLength; i++) partitionIndexes[i] = d.int32();
  d.skipTaggedFields();
  return { name, partitionIndexes };
}

/** Part of WriteTxnMarkersRequest. Versions 1-2. */
export interface WritableTxnMarker {
  /** `int64`, versions 1-2. */
  producerId: number;
  /** `int16`, versions 1-2. */
  producerEpoch: number;
  /** `bool`, versions 1-2. */
  transactionResult: boolean;
  /** `[]WritableTxnMarkerTopic`, versions 1-2. */
  topics: readonly WritableTxnMarkerTopic[];
  /** `int32`, versions 1-2. */
  coordinatorEpoch: number;
  /** `int8`, versions 2; default 0. */
  transactionVersion: number;
}

/** A WritableTxnMarker with the protocol's defaults for every field that is not given. */
export function createWritableTxnMarker(init: Partial<WritableTxnMarker> = {}): WritableTxnMarker {
  return {
    producerId: init.producerId ?? 0,
    producerEpoch: init.producerEpoch ?? 0,
    transactionResult: init.transactionResult ?? false,
    topics: init.topics ?? [],
    coordinatorEpoch: init.coordinatorEpoch ?? 0,
    transactionVersion: init.transactionVersion ?? 0,
  };
}

function writeWritableTxnMarker(e: Encoder, m: WritableTxnMarker, version: number): void {
  e.int64(m.producerId);
  e.int16(m.producerEpoch);
  e.bool(m.transactionResult);
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeWritableTxnMarkerTopic(e, item);
  e.int32(m.coordinatorEpoch);
  if (version >= 2) e.int8(m.transactionVersion);
  e.uvarint(0);
}

function readWritableTxnMarker(d: Decoder, version: number): WritableTxnMarker {
  const producerId = d.int64();
  const producerEpoch = d.int16();
  const transactionResult = d.bool();
  const topicsLength = d.compactArrayLength();
  const topics = roomFor<WritableTxnMarkerTopic>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readWritableTxnMarkerTopic(d);
  const coordinatorEpoch = d.int32();
  const transactionVersion = version >= 2 ? d.int8() : 0;
  d.skipTaggedFields();
  return { producerId, producerEpoch, transactionResult, topics, coordinatorEpoch, transactionVersion };
}

/** The request of WriteTxnMarkers. Versions 1-2. */
export interface WriteTxnMarkersRequest {
  /** `[]WritableTxnMarker`, versions 1-2. */
  markers: readonly WritableTxnMarker[];
}

/** A WriteTxnMarkersRequest with the protocol's defaults for every field that is not given. */
export function createWriteTxnMarkersRequest(init: Partial<WriteTxnMarkersRequest> = {}): WriteTxnMarkersRequest {
  return {
    markers: init.markers ?? [],
  };
}

/** Writes a WriteTxnMarkersRequest in the given version. */
export function encodeWriteTxnMarkersRequest(e: Encoder, m: WriteTxnMarkersRequest, version: number): void {
  e.compactArrayLength(m.markers);
  for (const item of m.markers) writeWritableTxnMarker(e, item, version);
  e.uvarint(0);
}

/** Reads a WriteTxnMarkersRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeWriteTxnMarkersRequest(d: Decoder, version: number): WriteTxnMarkersRequest {
  const markersLength = d.compactArrayLength();
  const markers = roomFor<WritableTxnMarker>(markersLength);
  for (let i = 0; i < markersLength; i++) markers[i] = readWritableTxnMarker(d, version);
  d.skipTaggedFields();
  return { markers };
}

/** Part of WriteTxnMarkersResponse. Versions 1-2. */
export interface WritableTxnMarkerPartitionResult {
  /** `int32`, versions 1-2. */
  partitionIndex: number;
  /** `int16`, versions 1-2. */
  errorCode: number;
}

/** A WritableTxnMarkerPartitionResult with the protocol's defaults for every field that is not given. */
export function createWritableTxnMarkerPartitionResult(
  init: Partial<WritableTxnMarkerPartitionResult> = {},
): WritableTxnMarkerPartitionResult {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    errorCode: init.errorCode ?? 0,
  };
}

function writeWritableTxnMarkerPartitionResult(e: Encoder, m: WritableTxnMarkerPartitionResult): void {
  e.int32(m.partitionIndex);
  e.int16(m.errorCode);
  e.uvarint(0);
}

function readWritableTxnMarkerPartitionResult(d: Decoder): WritableTxnMarkerPartitionResult {
  const partitionIndex = d.int32();
  const errorCode = d.int16();
  d.skipTaggedFields();
  return { partitionIndex, errorCode };
}

/** Part of WriteTxnMarkersResponse. Versions 1-2. */
export interface WritableTxnMarkerTopicResult {
  /** `string`, versions 1-2. */
  name: string;
  /** `[]WritableTxnMarkerPartitionResult`, versions 1-2. */
  partitions: readonly WritableTxnMarkerPartitionResult[];
}

/** A WritableTxnMarkerTopicResult with the protocol's defaults for every field that is not given. */
export function createWritableTxnMarkerTopicResult(
  init: Partial<WritableTxnMarkerTopicResult> = {},
): WritableTxnMarkerTopicResult {
  return {
    name: init.name ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeWritableTxnMarkerTopicResult(e: Encoder, m: WritableTxnMarkerTopicResult): void {
  e.compactString(m.name);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writeWritableTxnMarkerPartitionResult(e, item);
  e.uvarint(0);
}

function readWritableTxnMarkerTopicResult(d: Decoder): WritableTxnMarkerTopicResult {
  const name = d.compactString();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<WritableTxnMarkerPartitionResult>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readWritableTxnMarkerPartitionResult(d);
  d.skipTaggedFields();
  return { name, partitions };
}

/** Part of WriteTxnMarkersResponse. Versions 1-2. */
export interface WritableTxnMarkerResult {
  /** `int64`, versions 1-2. */
  producerId: number;
  /** `[]WritableTxnMarkerTopicResult`, versions 1-2. */
  topics: readonly WritableTxnMarkerTopicResult[];
}

/** A WritableTxnMarkerResult with the protocol's defaults for every field that is not given. */
export function createWritableTxnMarkerResult(init: Partial<WritableTxnMarkerResult> = {}): WritableTxnMarkerResult {
  return {
    producerId: init.producerId ?? 0,
    topics: init.topics ?? [],
  };
}

function writeWritableTxnMarkerResult(e: Encoder, m: WritableTxnMarkerResult): void {
  e.int64(m.producerId);
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeWritableTxnMarkerTopicResult(e, item);
  e.uvarint(0);
}

function readWritableTxnMarkerResult(d: Decoder): WritableTxnMarkerResult {
  const producerId = d.int64();
  const topicsLength = d.compactArrayLength();
  const topics = roomFor<WritableTxnMarkerTopicResult>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readWritableTxnMarkerTopicResult(d);
  d.skipTaggedFields();
  return { producerId, topics };
}

/** The response of WriteTxnMarkers. Versions 1-2. */
export interface WriteTxnMarkersResponse {
  /** `[]WritableTxnMarkerResult`, versions 1-2. */
  markers: readonly WritableTxnMarkerResult[];
}

/** A WriteTxnMarkersResponse with the protocol's defaults for every field that is not given. */
export function createWriteTxnMarkersResponse(init: Partial<WriteTxnMarkersResponse> = {}): WriteTxnMarkersResponse {
  return {
    markers: init.markers ?? [],
  };
}

/** Writes a WriteTxnMarkersResponse in the given version. */
export function encodeWriteTxnMarkersResponse(e: Encoder, m: WriteTxnMarkersResponse, _version: number): void {
  e.compactArrayLength(m.markers);
  for (const item of m.markers) writeWritableTxnMarkerResult(e, item);
  e.uvarint(0);
}

/** Reads a WriteTxnMarkersResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeWriteTxnMarkersResponse(d: Decoder, _version: number): WriteTxnMarkersResponse {
  const markersLength = d.compactArrayLength();
  const markers = roomFor<WritableTxnMarkerResult>(markersLength);
  for (let i = 0; i < markersLength; i++) markers[i] = readWritableTxnMarkerResult(d);
  d.skipTaggedFields();
  return { markers };
}

/** WriteTxnMarkers: API key 27, versions 1-2. */
export const writeTxnMarkersApi: Api<WriteTxnMarkersRequest, WriteTxnMarkersResponse> = {
  key: 27,
  name: 'WriteTxnMarkers',
  route: 'node',
  listeners: ['broker'],
  minVersion: 1,
  maxVersion: 2,
  maxStableVersion: 2,
  requestFlexibleFrom: 1,
  responseFlexibleFrom: 1,
  encodeRequest: encodeWriteTxnMarkersRequest,
  decodeRequest: decodeWriteTxnMarkersRequest,
  encodeResponse: encodeWriteTxnMarkersResponse,
  decodeResponse: decodeWriteTxnMarkersResponse,
};
