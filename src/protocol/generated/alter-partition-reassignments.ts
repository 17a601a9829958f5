// Generated from protocol-specs/alter-partition-reassignments.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry, roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of AlterPartitionReassignmentsRequest. Versions 0-1. */
export interface ReassignablePartition {
  /** `int32`, versions 0-1. */
  partitionIndex: number;
  /** `[]int32`, versions 0-1; null from 0+; default null. */
  replicas: readonly number[] | null;
}

/** A ReassignablePartition with the protocol's defaults for every field that is not given. */
export function createReassignablePartition(init: Partial<ReassignablePartition> = {}): ReassignablePartition {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    replicas: init.replicas === undefined ? null : init.replicas,
  };
}

function writeReassignablePartition(e: Encoder, m: ReassignablePartition): void {
  e.int32(m.partitionIndex);
  if (m.replicas === null) {
    e.compactArrayLength(null);
  } else {
    e.compactArrayLength(m.replicas);
    for (const item of m.replicas) e.int32(item);
  }
  e.uvarint(0);
}

function readReassignablePartition(d: Decoder): ReassignablePartition {
  const partitionIndex = d.int32();
  const replicasLength = d.nullableCompactArrayLength();
  const replicas = replicasLength < 0 ? null : roomFor<number>(replicasLength);
  for (let i = 0; i < replicasLength; i++) replicas![i] = d.int32();
  d.skipTaggedFields();
  return { partitionIndex, replicas };
}

/** Part of AlterPartitionReassignmentsRequest. Versions 0-1. */
export interface ReassignableTopic {
  /** `string`, versions 0-1. */
  name: string;
  /** `[]ReassignablePartition`, versions 0-1. */
  partitions: readonly ReassignablePartition[];
}

/** A ReassignableTopic with the protocol's defaults for every field that is not given. */
export function createReassignableTopic(init: Partial<ReassignableTopic> = {}): ReassignableTopic {
  return {
    name: init.name ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeReassignableTopic(e: Encoder, m: ReassignableTopic): void {
  e.compactString(m.name);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writeReassignablePartition(e, item);
  e.uvarint(0);
}

function readReassignableTopic(d: Decoder): ReassignableTopic {
  const name = d.compactString();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<ReassignablePartition>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readReassignablePartition(d);
  d.skipTaggedFields();
  return { name, partitions };
}

/** The request of AlterPartitionReassignments. Versions 0-1. */
export interface AlterPartitionReassignmentsRequest {
  /** `int32`, versions 0-1; default 60000. */
  timeoutMs: number;
  /** `bool`, versions 1; default true. */
  allowReplicationFactorChange: boolean;
  /** `[]ReassignableTopic`, versions 0-1. */
  topics: readonly ReassignableTopic[];
}

/** A AlterPartitionReassignmentsRequest with the protocol's defaults for every field that is not given. */
export function createAlterPartitionReassignmentsRequest(
  init: Partial<AlterPartitionReassignmentsRequest> = {},
): AlterPartitionReassignmentsRequest {
  return {
    timeoutMs: init.timeoutMs ?? 60000,
    allowReplicationFactorChange: init.allowReplicationFactorChange ?? true,
    topics: init.topics ?? [],
  };
}

/** Writes a AlterPartitionReassignmentsRequest in the given version. */
export function encodeAlterPartitionReassignmentsRequest(
  e: Encoder,
  m: AlterPartitionReassignmentsRequest,
  version: number,
): void {
  if (version < 1 && !m.allowReplicationFactorChange)
    throw cannotCarry('AlterPartitionReassignmentsRequest', 'allowReplicationFactorChange', version);
  e.int32(m.timeoutMs);
  if (version >= 1) e.bool(m.allowReplicationFactorChange);
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeReassignableTopic(e, item);
  e.uvarint(0);
}

/** Reads a AlterPartitionReassignmentsRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeAlterPartitionReassignmentsRequest(
  d: Decoder,
  version: number,
): AlterPartitionReassignmentsRequest {
  const timeoutMs = d.int32();
  const allowReplicationFactorChange = version >= 1 ? d.bool() : true;
  const topicsLength = d.compactArrayLength();
  const topics = roomFor<ReassignableTopic>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readReassignableTopic(d);
  d.skipTaggedFields();
  return { timeoutMs, allowReplicationFactorChange, topics };
}

/** Part of AlterPartitionReassignmentsResponse. Versions 0-1. */
export interface ReassignablePartitionResponse {
  /** `int32`, versions 0-1. */
  partitionIndex: number;
  /** `int16`, versions 0-1. */
  errorCode: number;
  /** `string`, versions 0-1; null from 0+. */
  errorMessage: string | null;
}

/** A ReassignablePartitionResponse with the protocol's defaults for every field that is not given. */
export function createReassignablePartitionResponse(
  init: Partial<ReassignablePartitionResponse> = {},
): ReassignablePartitionResponse {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? '' : init.errorMessage,
  };
}

function writeReassignablePartitionResponse(e: Encoder, m: ReassignablePartitionResponse): void {
  e.int32(m.partitionIndex);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.uvarint(0);
}

function readReassignablePartitionResponse(d: Decoder): ReassignablePartitionResponse {
  const partitionIndex = d.int32();
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  d.skipTaggedFields();
  return { partitionIndex, errorCode, errorMessage };
}

/** Part of AlterPartitionReassignmentsResponse. Versions 0-1. */
export interface ReassignableTopicResponse {
  /** `string`, versions 0-1. */
  name: string;
  /** `[]ReassignablePartitionResponse`, versions 0-1. */
  partitions: readonly ReassignablePartitionResponse[];
}

/** A ReassignableTopicResponse with the protocol's defaults for every field that is not given. */
export function createReassignableTopicResponse(
  init: Partial<ReassignableTopicResponse> = {},
): ReassignableTopicResponse {
  return {
    name: init.name ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeReassignableTopicResponse(e: Encoder, m: ReassignableTopicResponse): void {
  e.compactString(m.name);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writeReassignablePartitionResponse(e, item);
  e.uvarint(0);
}

function readReassignableTopicResponse(d: Decoder): ReassignableTopicResponse {
  const name = d.compactString();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<ReassignablePartitionResponse>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readReassignablePartitionResponse(d);
  d.skipTaggedFields();
  return { name, partitions };
}

/** The response of AlterPartitionReassignments. Versions 0-1. */
export interface AlterPartitionReassignmentsResponse {
  /** `int32`, versions 0-1. */
  throttleTimeMs: number;
  /** `bool`, versions 1; default true. */
  allowReplicationFactorChange: boolean;
  /** `int16`, versions 0-1. */
  errorCode: number;
  /** `string`, versions 0-1; null from 0+. */
  errorMessage: string | null;
  /** `[]ReassignableTopicResponse`, versions 0-1. */
  responses: readonly ReassignableTopicResponse[];
}

/** A AlterPartitionReassignmentsResponse with the protocol's defaults for every field that is not given. */
export function createAlterPartitionReassignmentsResponse(
  init: Partial<AlterPartitionReassignmentsResponse> = {},
): AlterPartitionReassignmentsResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    allowReplicationFactorChange: init.allowReplicationFactorChange ?? true,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? '' : init.errorMessage,
    responses: init.responses ?? [],
  };
}

/** Writes a AlterPartitionReassignmentsResponse in the given version. */
export function encodeAlterPartitionReassignmentsResponse(
  e: Encoder,
  m: AlterPartitionReassignmentsResponse,
  version: number,
): void {
  e.int32(m.throttleTimeMs);
  if (version >= 1) e.bool(m.allowReplicationFactorChange);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.compactArrayLength(m.responses);
  for (const item of m.responses) writeReassignableTopicResponse(e, item);
  e.uvarint(0);
}

/** Reads a AlterPartitionReassignmentsResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeAlterPartitionReassignmentsResponse(
  d: Decoder,
  version: number,
): AlterPartitionReassignmentsResponse {
  const throttleTimeMs = d.int32();
  const allowReplicationFactorChange = version >= 1 ? d.bool() : true;
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  const responsesLength = d.compactArrayLength();
  const responses = roomFor<ReassignableTopicResponse>(responsesLength);
  for (let i = 0; i < responsesLength; i++) responses[i] = readReassignableTopicResponse(d);
  d.skipTaggedFields();
  return { throttleTimeMs, allowReplicationFactorChange, errorCode, errorMessage, responses };
}

/** AlterPartitionReassignments: API key 45, versions 0-1. */
export const alterPartitionReassignmentsApi: Api<
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsResponse
> = {
  key: 45,
  name: 'AlterPartitionReassignments',
  route: 'controller',
  listeners: ['broker', 'controller'],
  minVersion: 0,
  maxVersion: 1,
  maxStableVersion: 1,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeAlterPartitionReassignmentsRequest,
  decodeRequest: decodeAlterPartitionReassignmentsRequest,
  encodeResponse: encodeAlterPartitionReassignmentsResponse,
  decodeResponse: decodeAlterPartitionReassignmentsResponse,
};
