// Generated from protocol-specs/list-partition-reassignments.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of ListPartitionReassignmentsRequest. Versions 0. */
export interface ListPartitionReassignmentsTopics {
  /** `string`, versions 0. */
  name: string;
  /** `[]int32`, versions 0. */
  partitionIndexes: readonly number[];
}

/** A ListPartitionReassignmentsTopics with the protocol's defaults for every field that is not given. */
export function createListPartitionReassignmentsTopics(
  init: Partial<ListPartitionReassignmentsTopics> = {},
): ListPartitionReassignmentsTopics {
  return {
    name: init.name ?? '',
    partitionIndexes: init.partitionIndexes ?? [],
  };
}

function writeListPartitionReassignmentsTopics(e: Encoder, m: ListPartitionReassignmentsTopics): void {
  e.compactString(m.name);
  e.compactArrayLength(m.partitionIndexes);
  for (const item of m.partitionIndexes) e.int32(item);
  e.uvarint(0);
}

function readListPartitionReassignmentsTopics(d: Decoder): ListPartitionReassignmentsTopics {
  const name = d.compactString();
  const partitionIndexesLength = d.compactArrayLength();
  const partitionIndexes = roomFor<number>(partitionIndexesLength);
  for (let i = 0; i < partitionIndexesLength; i++) partitionIndexes[i] = d.int32();
  d.skipTaggedFields();
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
export function createListPartitionReassignmentsRequest(
  init: Partial<ListPartitionReassignmentsRequest> = {},
): ListPartitionReassignmentsRequest {
  return {
    timeoutMs: init.timeoutMs ?? 60000,
    topics: init.topics === undefined ? null : init.topics,
  };
}

/** Writes a ListPartitionReassignmentsRequest in the given version. */
export function encodeListPartitionReassignmentsRequest(
  e: Encoder,
  m: ListPartitionReassignmentsRequest,
  _version: number,
): void {
  e.int32(m.timeoutMs);
  if (m.topics === null) {
    e.compactArrayLength(null);
  } else {
    e.compactArrayLength(m.topics);
    for (const item of m.topics) writeListPartitionReassignmentsTopics(e, item);
  }
  e.uvarint(0);
}

/** Reads a ListPartitionReassignmentsRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeListPartitionReassignmentsRequest(
  d: Decoder,
  _version: number,
): ListPartitionReassignmentsRequest {
  const timeoutMs = d.int32();
  const topicsLength = d.nullableCompactArrayLength();
  const topics = topicsLength < 0 ? null : roomFor<ListPartitionReassignmentsTopics>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics![i] = readListPartitionReassignmentsTopics(d);
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
export function createOngoingPartitionReassignment(
  init: Partial<OngoingPartitionReassignment> = {},
): OngoingPartitionReassignment {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    replicas: init.replicas ?? [],
    addingReplicas: init.addingReplicas ?? [],
    removingReplicas: init.removingReplicas ?? [],
  };
}

function writeOngoingPartitionReassignment(e: Encoder, m: OngoingPartitionReassignment): void {
  e.int32(m.partitionIndex);
  e.compactArrayLength(m.replicas);
  for (const item of m.replicas) e.int32(item);
  e.compactArrayLength(m.addingReplicas);
  for (const item of m.addingReplicas) e.int32(item);
  e.compactArrayLength(m.removingReplicas);
  for (const item of m.removingReplicas) e.int32(item);
  e.uvarint(0);
}

function readOngoingPartitionReassignment(d: Decoder): OngoingPartitionReassignment {
  const partitionIndex = d.int32();
  const replicasLength = d.compactArrayLength();
  const replicas = roomFor<number>(replicasLength);
  for (let i = 0; i < replicasLength; i++) replicas[i] = d.int32();
  const addingReplicasLength = d.compactArrayLength();
  const addingReplicas = roomFor<number>(addingReplicasLength);
  for (let i = 0; i < addingReplicasLength; i++) addingReplicas[i] = d.int32();
  const removingReplicasLength = d.compactArrayLength();
  const removingReplicas = roomFor<number>(removingReplicasLength);
  for (let i = 0; i < removingReplicasLength; i++) removingReplicas[i] = d.int32();
  d.skipTaggedFields();
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

function writeOngoingTopicReassignment(e: Encoder, m: OngoingTopicReassignment): void {
  e.compactString(m.name);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writeOngoingPartitionReassignment(e, item);
  e.uvarint(0);
}

function readOngoingTopicReassignment(d: Decoder): OngoingTopicReassignment {
  const name = d.compactString();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<OngoingPartitionReassignment>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readOngoingPartitionReassignment(d);
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
export function createListPartitionReassignmentsResponse(
  init: Partial<ListPartitionReassignmentsResponse> = {},
): ListPartitionReassignmentsResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? '' : init.errorMessage,
    topics: init.topics ?? [],
  };
}

/** Writes a ListPartitionReassignmentsResponse in the given version. */
export function encodeListPartitionReassignmentsResponse(
  e: Encoder,
  m: ListPartitionReassignmentsResponse,
  _version: number,
): void {
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeOngoingTopicReassignment(e, item);
  e.uvarint(0);
}

/** Reads a ListPartitionReassignmentsResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeListPartitionReassignmentsResponse(
  d: Decoder,
  _version: number,
): ListPartitionReassignmentsResponse {
  const throttleTimeMs = d.int32();
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  const topicsLength = d.compactArrayLength();
  const topics = roomFor<OngoingTopicReassignment>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readOngoingTopicReassignment(d);
  d.skipTaggedFields();
  return { throttleTimeMs, errorCode, errorMessage, topics };
}

/** ListPartitionReassignments: API key 46, versions 0. */
export const listPartitionReassignmentsApi: Api<ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse> =
  {
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
