// Generated from protocol-specs/list-partition-reassignments.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import type { Api } from '../api.ts';
import { roomFor } from '../../wire/message-codec.ts';

/** Part of ListPartitionReassignmentsRequest. Versions 0. */
export interface ListPartitionReassignmentsTopics {
  /** `string`, versions 0. */
  name: string;
  /** `[]int32`, versions 0. */
  partitionIndexes: readonly number[];
}

/** A ListPartitionReassignmentsTopics with the protocol's defaults for every field that is not given. */
export function createListPartitionReassignmentsTopics(init: Partial<ListPartitionReassignmentsTopics> = {}): ListPartitionReassignmentsTopics {
  return {
    name: init.name ?? '',
    partitionIndexes: init.partitionIndexes ?? [],
  };
}

function writeListPartitionReassignmentsTopics(e: Encoder, m: ListPartitionReassignmentsTopics, version: number): void {
  e.compactString(m.name);
  e.compactArrayLength(m.partitionIndexes);
  for (const item of m.partitionIndexes) e.int32(item);
  e.uvarint(0);
  void version;
}

function readListPartitionReassignmentsTopics(d: Decoder, version: number): ListPartitionReassignmentsTopics {
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

/** The request of ListPartitionReassignments. Versions 0. */
export interface ListPartitionReassignmentsRequest {
  /** `int32`, versions 0; default 60000. */
  timeoutMs: number;
  /** `[]ListPartitionReassignmentsTopics`, versions 0; null from 0+; default null. */
  topics: readonly ListPartitionReassignmentsTopics[] | null;
}

/** A ListPartitionReassignmentsRequest with the protocol's defaults for every field that is not given. */
export function createListPartitionReassignmentsRequest(init: Partial<ListPartitionReassignmentsRequest> = {}): ListPartitionReassignmentsRequest {
  return {
    timeoutMs: init.timeoutMs ?? 60000,
    topics: init.topics === undefined ? null : init.topics,
  };
}

/** Writes a ListPartitionReassignmentsRequest in the given version. */
export function encodeListPartitionReassignmentsRequest(e: Encoder, m: ListPartitionReassignmentsRequest, version: number): void {
  e.int32(m.timeoutMs);
  if (m.topics === null) {
    e.compactArrayLength(null);
  }
  else {
    e.compactArrayLength(m.topics);
    for (const item of m.topics) writeListPartitionReassignmentsTopics(e, item, version);
  }
  e.uvarint(0);
}

/** Reads a ListPartitionReassignmentsRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeListPartitionReassignmentsRequest(d: Decoder, version: number): ListPartitionReassignmentsRequest {
  const timeoutMs: number = d.int32();
  let topics: readonly ListPartitionReassignmentsTopics[] | null = null;
  const topicsLength = d.nullableCompactArrayLength();
  if (topicsLength >= 0) {
    const items = roomFor<ListPartitionReassignmentsTopics>(topicsLength);
    for (let i = 0; i < topicsLength; i++) items[i] = readListPartitionReassignmentsTopics(d, version);
    topics = items;
  }
  else topics = null;
  d.skipTaggedFields();
  return { timeoutMs, topics };
}

/** Part of ListPartitionReassignmentsResponse. Versions 0. */
export interface OngoingPartitionReassignment {
  /** `int32`, versions 0. */
  partitionIndex: number;
  /** `[]int32`, versions 0. */
  replicas: readonly number[];
  /** `[]int32`, versions 0. */
  addingReplicas: readonly number[];
  /** `[]int32`, versions 0. */
  removingReplicas: readonly number[];
}

/** A OngoingPartitionReassignment with the protocol's defaults for every field that is not given. */
export function createOngoingPartitionReassignment(init: Partial<OngoingPartitionReassignment> = {}): OngoingPartitionReassignment {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    replicas: init.replicas ?? [],
    addingReplicas: init.addingReplicas ?? [],
    removingReplicas: init.removingReplicas ?? [],
  };
}

function writeOngoingPartitionReassignment(e: Encoder, m: OngoingPartitionReassignment, version: number): void {
  e.int32(m.partitionIndex);
  e.compactArrayLength(m.replicas);
  for (const item of m.replicas) e.int32(item);
  e.compactArrayLength(m.addingReplicas);
  for (const item of m.addingReplicas) e.int32(item);
  e.compactArrayLength(m.removingReplicas);
  for (const item of m.removingReplicas) e.int32(item);
  e.uvarint(0);
  void version;
}

function readOngoingPartitionReassignment(d: Decoder, version: number): OngoingPartitionReassignment {
  const partitionIndex: number = d.int32();
  let replicas: readonly number[] = [];
  const replicasLength = d.compactArrayLength();
   {
    const items = roomFor<number>(replicasLength);
    for (let i = 0; i < replicasLength; i++) items[i] = d.int32();
    replicas = items;
  }
  let addingReplicas: readonly number[] = [];
  const addingReplicasLength = d.compactArrayLength();
   {
    const items = roomFor<number>(addingReplicasLength);
    for (let i = 0; i < addingReplicasLength; i++) items[i] = d.int32();
    addingReplicas = items;
  }
  let removingReplicas: readonly number[] = [];
  const removingReplicasLength = d.compactArrayLength();
   {
    const items = roomFor<number>(removingReplicasLength);
    for (let i = 0; i < removingReplicasLength; i++) items[i] = d.int32();
    removingReplicas = items;
  }
  d.skipTaggedFields();
  void version;
  return { partitionIndex, replicas, addingReplicas, removingReplicas };
}

/** Part of ListPartitionReassignmentsResponse. Versions 0. */
export interface OngoingTopicReassignment {
  /** `string`, versions 0. */
  name: string;
  /** `[]OngoingPartitionReassignment`, versions 0. */
  partitions: readonly OngoingPartitionReassignment[];
}

/** A OngoingTopicReassignment with the protocol's defaults for every field that is not given. */
export function createOngoingTopicReassignment(init: Partial<OngoingTopicReassignment> = {}): OngoingTopicReassignment {
  return {
    name: init.name ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeOngoingTopicReassignment(e: Encoder, m: OngoingTopicReassignment, version: number): void {
  e.compactString(m.name);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writeOngoingPartitionReassignment(e, item, version);
  e.uvarint(0);
}

function readOngoingTopicReassignment(d: Decoder, version: number): OngoingTopicReassignment {
  const name: string = d.compactString();
  let partitions: readonly OngoingPartitionReassignment[] = [];
  const partitionsLength = d.compactArrayLength();
   {
    const items = roomFor<OngoingPartitionReassignment>(partitionsLength);
    for (let i = 0; i < partitionsLength; i++) items[i] = readOngoingPartitionReassignment(d, version);
    partitions = items;
  }
  d.skipTaggedFields();
  return { name, partitions };
}

/** The response of ListPartitionReassignments. Versions 0. */
export interface ListPartitionReassignmentsResponse {
  /** `int32`, versions 0. */
  throttleTimeMs: number;
  /** `int16`, versions 0. */
  errorCode: number;
  /** `string`, versions 0; null from 0+. */
  errorMessage: string | null;
  /** `[]OngoingTopicReassignment`, versions 0. */
  topics: readonly OngoingTopicReassignment[];
}

/** A ListPartitionReassignmentsResponse with the protocol's defaults for every field that is not given. */
export function createListPartitionReassignmentsResponse(init: Partial<ListPartitionReassignmentsResponse> = {}): ListPartitionReassignmentsResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? '' : init.errorMessage,
    topics: init.topics ?? [],
  };
}

/** Writes a ListPartitionReassignmentsResponse in the given version. */
export function encodeListPartitionReassignmentsResponse(e: Encoder, m: ListPartitionReassignmentsResponse, version: number): void {
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeOngoingTopicReassignment(e, item, version);
  e.uvarint(0);
}

/** Reads a ListPartitionReassignmentsResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeListPartitionReassignmentsResponse(d: Decoder, version: number): ListPartitionReassignmentsResponse {
  const throttleTimeMs: number = d.int32();
  const errorCode: number = d.int16();
  const errorMessage: string | null = d.compactNullableString();
  let topics: readonly OngoingTopicReassignment[] = [];
  const topicsLength = d.compactArrayLength();
   {
    const items = roomFor<OngoingTopicReassignment>(topicsLength);
    for (let i = 0; i < topicsLength; i++) items[i] = readOngoingTopicReassignment(d, version);
    topics = items;
  }
  d.skipTaggedFields();
  return { throttleTimeMs, errorCode, errorMessage, topics };
}

/** ListPartitionReassignments: API key 46, versions 0. */
export const listPartitionReassignmentsApi: Api<ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse> = {
  key: 46,
  name: 'ListPartitionReassignments',
  route: 'controller',
  listeners: ['broker', 'controller'],
  minVersion: 0,
  maxVersion: 0,
  maxStableVersion: 0,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeListPartitionReassignmentsRequest,
  decodeRequest: decodeListPartitionReassignmentsRequest,
  encodeResponse: encodeListPartitionReassignmentsResponse,
  decodeResponse: decodeListPartitionReassignmentsResponse,
};
