// Generated from protocol-specs/write-txn-markers.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import type { Api } from '../api.ts';
import { roomFor } from '../../wire/message-codec.ts';

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

function writeWritableTxnMarkerTopic(e: Encoder, m: WritableTxnMarkerTopic, version: number): void {
  e.compactString(m.name);
  e.compactArrayLength(m.partitionIndexes);
  for (const item of m.partitionIndexes) e.int32(item);
  e.uvarint(0);
  void version;
}

function readWritableTxnMarkerTopic(d: Decoder, version: number): WritableTxnMarkerTopic {
  const name: string = d.compactString();
  let partitionIndexes: readonly number[] = [];
  const partitionIndexesLength = d.compactArrayLength();
   {
    const items = roomFor<number>(partitionIndexesLength);
    for (let i = 0; i < partitionIndexesLength; i++) items[i] = d.int32();
    partitionIndexes = items;
  }
  d.skipTaggedFields();
  void version;
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
  for (const item of m.topics) writeWritableTxnMarkerTopic(e, item, version);
  e.int32(m.coordinatorEpoch);
  if (version >= 2) {
    e.int8(m.transactionVersion);
  }
  e.uvarint(0);
}

function readWritableTxnMarker(d: Decoder, version: number): WritableTxnMarker {
  const producerId: number = d.int64();
  const producerEpoch: number = d.int16();
  const transactionResult: boolean = d.bool();
  let topics: readonly WritableTxnMarkerTopic[] = [];
  const topicsLength = d.compactArrayLength();
   {
    const items = roomFor<WritableTxnMarkerTopic>(topicsLength);
    for (let i = 0; i < topicsLength; i++) items[i] = readWritableTxnMarkerTopic(d, version);
    topics = items;
  }
  const coordinatorEpoch: number = d.int32();
  const transactionVersion: number = version >= 2 ? d.int8() : 0;
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
  let markers: readonly WritableTxnMarker[] = [];
  const markersLength = d.compactArrayLength();
   {
    const items = roomFor<WritableTxnMarker>(markersLength);
    for (let i = 0; i < markersLength; i++) items[i] = readWritableTxnMarker(d, version);
    markers = items;
  }
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
export function createWritableTxnMarkerPartitionResult(init: Partial<WritableTxnMarkerPartitionResult> = {}): WritableTxnMarkerPartitionResult {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    errorCode: init.errorCode ?? 0,
  };
}

function writeWritableTxnMarkerPartitionResult(e: Encoder, m: WritableTxnMarkerPartitionResult, version: number): void {
  e.int32(m.partitionIndex);
  e.int16(m.errorCode);
  e.uvarint(0);
  void version;
}

function readWritableTxnMarkerPartitionResult(d: Decoder, version: number): WritableTxnMarkerPartitionResult {
  const partitionIndex: number = d.int32();
  const errorCode: number = d.int16();
  d.skipTaggedFields();
  void version;
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
export function createWritableTxnMarkerTopicResult(init: Partial<WritableTxnMarkerTopicResult> = {}): WritableTxnMarkerTopicResult {
  return {
    name: init.name ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeWritableTxnMarkerTopicResult(e: Encoder, m: WritableTxnMarkerTopicResult, version: number): void {
  e.compactString(m.name);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writeWritableTxnMarkerPartitionResult(e, item, version);
  e.uvarint(0);
}

function readWritableTxnMarkerTopicResult(d: Decoder, version: number): WritableTxnMarkerTopicResult {
  const name: string = d.compactString();
  let partitions: readonly WritableTxnMarkerPartitionResult[] = [];
  const partitionsLength = d.compactArrayLength();
   {
    const items = roomFor<WritableTxnMarkerPartitionResult>(partitionsLength);
    for (let i = 0; i < partitionsLength; i++) items[i] = readWritableTxnMarkerPartitionResult(d, version);
    partitions = items;
  }
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

function writeWritableTxnMarkerResult(e: Encoder, m: WritableTxnMarkerResult, version: number): void {
  e.int64(m.producerId);
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeWritableTxnMarkerTopicResult(e, item, version);
  e.uvarint(0);
}

function readWritableTxnMarkerResult(d: Decoder, version: number): WritableTxnMarkerResult {
  const producerId: number = d.int64();
  let topics: readonly WritableTxnMarkerTopicResult[] = [];
  const topicsLength = d.compactArrayLength();
   {
    const items = roomFor<WritableTxnMarkerTopicResult>(topicsLength);
    for (let i = 0; i < topicsLength; i++) items[i] = readWritableTxnMarkerTopicResult(d, version);
    topics = items;
  }
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
export function encodeWriteTxnMarkersResponse(e: Encoder, m: WriteTxnMarkersResponse, version: number): void {
  e.compactArrayLength(m.markers);
  for (const item of m.markers) writeWritableTxnMarkerResult(e, item, version);
  e.uvarint(0);
}

/** Reads a WriteTxnMarkersResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeWriteTxnMarkersResponse(d: Decoder, version: number): WriteTxnMarkersResponse {
  let markers: readonly WritableTxnMarkerResult[] = [];
  const markersLength = d.compactArrayLength();
   {
    const items = roomFor<WritableTxnMarkerResult>(markersLength);
    for (let i = 0; i < markersLength; i++) items[i] = readWritableTxnMarkerResult(d, version);
    markers = items;
  }
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
