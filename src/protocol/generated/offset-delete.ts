// Generated from protocol-specs/offset-delete.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of OffsetDeleteRequest. Versions 0. */
export interface OffsetDeleteRequestPartition {
  /** `int32`, versions 0. */
  partitionIndex: number;
}

/** A OffsetDeleteRequestPartition with the protocol's defaults for every field that is not given. */
export function createOffsetDeleteRequestPartition(
  init: Partial<OffsetDeleteRequestPartition> = {},
): OffsetDeleteRequestPartition {
  return {
    partitionIndex: init.partitionIndex ?? 0,
  };
}

function writeOffsetDeleteRequestPartition(e: Encoder, m: OffsetDeleteRequestPartition): void {
  e.int32(m.partitionIndex);
}

function readOffsetDeleteRequestPartition(d: Decoder): OffsetDeleteRequestPartition {
  const partitionIndex = d.int32();
  return { partitionIndex };
}

/** Part of OffsetDeleteRequest. Versions 0. */
export interface OffsetDeleteRequestTopic {
  /** `string`, versions 0. */
  name: string;
  /** `[]OffsetDeleteRequestPartition`, versions 0. */
  partitions: readonly OffsetDeleteRequestPartition[];
}

/** A OffsetDeleteRequestTopic with the protocol's defaults for every field that is not given. */
export function createOffsetDeleteRequestTopic(init: Partial<OffsetDeleteRequestTopic> = {}): OffsetDeleteRequestTopic {
  return {
    name: init.name ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeOffsetDeleteRequestTopic(e: Encoder, m: OffsetDeleteRequestTopic): void {
  e.string(m.name);
  e.arrayLength(m.partitions);
  for (const item of m.partitions) writeOffsetDeleteRequestPartition(e, item);
}

function readOffsetDeleteRequestTopic(d: Decoder): OffsetDeleteRequestTopic {
  const name = d.string();
  const partitionsLength = d.arrayLength();
  const partitions = roomFor<OffsetDeleteRequestPartition>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readOffsetDeleteRequestPartition(d);
  return { name, partitions };
}

/** The request of OffsetDelete. Versions 0. */
export interface OffsetDeleteRequest {
  /** `string`, versions 0. */
  groupId: string;
  /** `[]OffsetDeleteRequestTopic`, versions 0. */
  topics: readonly OffsetDeleteRequestTopic[];
}

/** A OffsetDeleteRequest with the protocol's defaults for every field that is not given. */
export function createOffsetDeleteRequest(init: Partial<OffsetDeleteRequest> = {}): OffsetDeleteRequest {
  return {
    groupId: init.groupId ?? '',
    topics: init.topics ?? [],
  };
}

/** Writes a OffsetDeleteRequest in the given version. */
export function encodeOffsetDeleteRequest(e: Encoder, m: OffsetDeleteRequest, _version: number): void {
  e.string(m.groupId);
  e.arrayLength(m.topics);
  for (const item of m.topics) writeOffsetDeleteRequestTopic(e, item);
}

/** Reads a OffsetDeleteRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeOffsetDeleteRequest(d: Decoder, _version: number): OffsetDeleteRequest {
  const groupId = d.string();
  const topicsLength = d.arrayLength();
  const topics = roomFor<OffsetDeleteRequestTopic>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readOffsetDeleteRequestTopic(d);
  return { groupId, topics };
}

/** Part of OffsetDeleteResponse. Versions 0. */
export interface OffsetDeleteResponsePartition {
  /** `int32`, versions 0. */
  partitionIndex: number;
  /** `int16`, versions 0. */
  errorCode: number;
}

/** A OffsetDeleteResponsePartition with the protocol's defaults for every field that is not given. */
export function createOffsetDeleteResponsePartition(
  init: Partial<OffsetDeleteResponsePartition> = {},
): OffsetDeleteResponsePartition {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    errorCode: init.errorCode ?? 0,
  };
}

function writeOffsetDeleteResponsePartition(e: Encoder, m: OffsetDeleteResponsePartition): void {
  e.int32(m.partitionIndex);
  e.int16(m.errorCode);
}

function readOffsetDeleteResponsePartition(d: Decoder): OffsetDeleteResponsePartition {
  const partitionIndex = d.int32();
  const errorCode = d.int16();
  return { partitionIndex, errorCode };
}

/** Part of OffsetDeleteResponse. Versions 0. */
export interface OffsetDeleteResponseTopic {
  /** `string`, versions 0. */
  name: string;
  /** `[]OffsetDeleteResponsePartition`, versions 0. */
  partitions: readonly OffsetDeleteResponsePartition[];
}

/** A OffsetDeleteResponseTopic with the protocol's defaults for every field that is not given. */
export function createOffsetDeleteResponseTopic(
  init: Partial<OffsetDeleteResponseTopic> = {},
): OffsetDeleteResponseTopic {
  return {
    name: init.name ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeOffsetDeleteResponseTopic(e: Encoder, m: OffsetDeleteResponseTopic): void {
  e.string(m.name);
  e.arrayLength(m.partitions);
  for (const item of m.partitions) writeOffsetDeleteResponsePartition(e, item);
}

function readOffsetDeleteResponseTopic(d: Decoder): OffsetDeleteResponseTopic {
  const name = d.string();
  const partitionsLength = d.arrayLength();
  const partitions = roomFor<OffsetDeleteResponsePartition>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readOffsetDeleteResponsePartition(d);
  return { name, partitions };
}

/** The response of OffsetDelete. Versions 0. */
export interface OffsetDeleteResponse {
  /** `int16`, versions 0. */
  errorCode: number;
  /** `int32`, versions 0. */
  throttleTimeMs: number;
  /** `[]OffsetDeleteResponseTopic`, versions 0. */
  topics: readonly OffsetDeleteResponseTopic[];
}

/** A OffsetDeleteResponse with the protocol's defaults for every field that is not given. */
export function createOffsetDeleteResponse(init: Partial<OffsetDeleteResponse> = {}): OffsetDeleteResponse {
  return {
    errorCode: init.errorCode ?? 0,
    throttleTimeMs: init.throttleTimeMs ?? 0,
    topics: init.topics ?? [],
  };
}

/** Writes a OffsetDeleteResponse in the given version. */
export function encodeOffsetDeleteResponse(e: Encoder, m: OffsetDeleteResponse, _version: number): void {
  e.int16(m.errorCode);
  e.int32(m.throttleTimeMs);
  e.arrayLength(m.topics);
  for (const item of m.topics) writeOffsetDeleteResponseTopic(e, item);
}

/** Reads a OffsetDeleteResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeOffsetDeleteResponse(d: Decoder, _version: number): OffsetDeleteResponse {
  const errorCode = d.int16();
  const throttleTimeMs = d.int32();
  const topicsLength = d.arrayLength();
  const topics = roomFor<OffsetDeleteResponseTopic>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readOffsetDeleteResponseTopic(d);
  return { errorCode, throttleTimeMs, topics };
}

/** OffsetDelete: API key 47, versions 0. */
export const offsetDeleteApi: Api<OffsetDeleteRequest, OffsetDeleteResponse> = {
  key: 47,
  name: 'OffsetDelete',
  route: 'group-coordinator',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 0,
  maxStableVersion: 0,
  requestFlexibleFrom: Number.POSITIVE_INFINITY,
  responseFlexibleFrom: Number.POSITIVE_INFINITY,
  encodeRequest: encodeOffsetDeleteRequest,
  decodeRequest: decodeOffsetDeleteRequest,
  encodeResponse: encodeOffsetDeleteResponse,
  decodeResponse: decodeOffsetDeleteResponse,
};
