// Generated from protocol-specs/elect-leaders.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry, roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of ElectLeadersRequest. Versions 0-2. */
export interface TopicPartitions {
  /** `string`, versions 0-2. */
  topic: string;
  /** `[]int32`, versions 0-2. */
  partitions: readonly number[];
}

/** A TopicPartitions with the protocol's defaults for every field that is not given. */
export function createTopicPartitions(init: Partial<TopicPartitions> = {}): TopicPartitions {
  return {
    topic: init.topic ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeTopicPartitions(e: Encoder, m: TopicPartitions, version: number): void {
  const flexible = version >= 2;
  if (flexible) e.compactString(m.topic);
  else e.string(m.topic);
  if (flexible) e.compactArrayLength(m.partitions);
  else e.arrayLength(m.partitions);
  for (const item of m.partitions) e.int32(item);
  if (flexible) e.uvarint(0);
}

function readTopicPartitions(d: Decoder, version: number): TopicPartitions {
  const flexible = version >= 2;
  const topic = flexible ? d.compactString() : d.string();
  const partitionsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const partitions = roomFor<number>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = d.int32();
  if (flexible) d.skipTaggedFields();
  return { topic, partitions };
}

/** The request of ElectLeaders. Versions 0-2. */
export interface ElectLeadersRequest {
  /** `int8`, versions 1-2. */
  electionType: number;
  /** `[]TopicPartitions`, versions 0-2; null from 0+. */
  topicPartitions: readonly TopicPartitions[] | null;
  /** `int32`, versions 0-2; default 60000. */
  timeoutMs: number;
}

/** A ElectLeadersRequest with the protocol's defaults for every field that is not given. */
export function createElectLeadersRequest(init: Partial<ElectLeadersRequest> = {}): ElectLeadersRequest {
  return {
    electionType: init.electionType ?? 0,
    topicPartitions: init.topicPartitions === undefined ? [] : init.topicPartitions,
    timeoutMs: init.timeoutMs ?? 60000,
  };
}

/** Writes a ElectLeadersRequest in the given version. */
export function encodeElectLeadersRequest(e: Encoder, m: ElectLeadersRequest, version: number): void {
  const flexible = version >= 2;
  if (version < 1 && m.electionType !== 0) throw cannotCarry('ElectLeadersRequest', 'electionType', version);
  if (version >= 1) e.int8(m.electionType);
  if (m.topicPartitions === null) {
    if (flexible) e.compactArrayLength(null);
    else e.arrayLength(null);
  } else {
    if (flexible) e.compactArrayLength(m.topicPartitions);
    else e.arrayLength(m.topicPartitions);
    for (const item of m.topicPartitions) writeTopicPartitions(e, item, version);
  }
  e.int32(m.timeoutMs);
  if (flexible) e.uvarint(0);
}

/** Reads a ElectLeadersRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeElectLeadersRequest(d: Decoder, version: number): ElectLeadersRequest {
  const flexible = version >= 2;
  const electionType = version >= 1 ? d.int8() : 0;
  const topicPartitionsLength = flexible ? d.nullableCompactArrayLength() : d.nullableArrayLength();
  const topicPartitions = topicPartitionsLength < 0 ? null : roomFor<TopicPartitions>(topicPartitionsLength);
  for (let i = 0; i < topicPartitionsLength; i++) topicPartitions![i] = readTopicPartitions(d, version);
  const timeoutMs = d.int32();
  if (flexible) d.skipTaggedFields();
  return { electionType, topicPartitions, timeoutMs };
}

/** Part of ElectLeadersResponse. Versions 0-2. */
export interface PartitionResult {
  /** `int32`, versions 0-2. */
  partitionId: number;
  /** `int16`, versions 0-2. */
  errorCode: number;
  /** `string`, versions 0-2; null from 0+. */
  errorMessage: string | null;
}

/** A PartitionResult with the protocol's defaults for every field that is not given. */
export function createPartitionResult(init: Partial<PartitionResult> = {}): PartitionResult {
  return {
    partitionId: init.partitionId ?? 0,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? '' : init.errorMessage,
  };
}

function writePartitionResult(e: Encoder, m: PartitionResult, version: number): void {
  const flexible = version >= 2;
  e.int32(m.partitionId);
  e.int16(m.errorCode);
  if (flexible) e.compactNullableString(m.errorMessage);
  else e.nullableString(m.errorMessage);
  if (flexible) e.uvarint(0);
}

function readPartitionResult(d: Decoder, version: number): PartitionResult {
  const flexible = version >= 2;
  const partitionId = d.int32();
  const errorCode = d.int16();
  const errorMessage = flexible ? d.compactNullableString() : d.nullableString();
  if (flexible) d.skipTaggedFields();
  return { partitionId, errorCode, errorMessage };
}

/** Part of ElectLeadersResponse. Versions 0-2. */
export interface ReplicaElectionResult {
  /** `string`, versions 0-2. */
  topic: string;
  /** `[]PartitionResult`, versions 0-2. */
  partitionResult: readonly PartitionResult[];
}

/** A ReplicaElectionResult with the protocol's defaults for every field that is not given. */
export function createReplicaElectionResult(init: Partial<ReplicaElectionResult> = {}): ReplicaElectionResult {
  return {
    topic: init.topic ?? '',
    partitionResult: init.partitionResult ?? [],
  };
}

function writeReplicaElectionResult(e: Encoder, m: ReplicaElectionResult, version: number): void {
  const flexible = version >= 2;
  if (flexible) e.compactString(m.topic);
  else e.string(m.topic);
  if (flexible) e.compactArrayLength(m.partitionResult);
  else e.arrayLength(m.partitionResult);
  for (const item of m.partitionResult) writePartitionResult(e, item, version);
  if (flexible) e.uvarint(0);
}

function readReplicaElectionResult(d: Decoder, version: number): ReplicaElectionResult {
  const flexible = version >= 2;
  const topic = flexible ? d.compactString() : d.string();
  const partitionResultLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const partitionResult = roomFor<PartitionResult>(partitionResultLength);
  for (let i = 0; i < partitionResultLength; i++) partitionResult[i] = readPartitionResult(d, version);
  if (flexible) d.skipTaggedFields();
  return { topic, partitionResult };
}

/** The response of ElectLeaders. Versions 0-2. */
export interface ElectLeadersResponse {
  /** `int32`, versions 0-2. */
  throttleTimeMs: number;
  /** `int16`, versions 1-2. */
  errorCode: number;
  /** `[]ReplicaElectionResult`, versions 0-2. */
  replicaElectionResults: readonly ReplicaElectionResult[];
}

/** A ElectLeadersResponse with the protocol's defaults for every field that is not given. */
export function createElectLeadersResponse(init: Partial<ElectLeadersResponse> = {}): ElectLeadersResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    replicaElectionResults: init.replicaElectionResults ?? [],
  };
}

/** Writes a ElectLeadersResponse in the given version. */
export function encodeElectLeadersResponse(e: Encoder, m: ElectLeadersResponse, version: number): void {
  const flexible = version >= 2;
  if (version < 1 && m.errorCode !== 0) throw cannotCarry('ElectLeadersResponse', 'errorCode', version);
  e.int32(m.throttleTimeMs);
  if (version >= 1) e.int16(m.errorCode);
  if (flexible) e.compactArrayLength(m.replicaElectionResults);
  else e.arrayLength(m.replicaElectionResults);
  for (const item of m.replicaElectionResults) writeReplicaElectionResult(e, item, version);
  if (flexible) e.uvarint(0);
}

/** Reads a ElectLeadersResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeElectLeadersResponse(d: Decoder, version: number): ElectLeadersResponse {
  const flexible = version >= 2;
  const throttleTimeMs = d.int32();
  const errorCode = version >= 1 ? d.int16() : 0;
  const replicaElectionResultsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const replicaElectionResults = roomFor<ReplicaElectionResult>(replicaElectionResultsLength);
  for (let i = 0; i < replicaElectionResultsLength; i++)
    replicaElectionResults[i] = readReplicaElectionResult(d, version);
  if (flexible) d.skipTaggedFields();
  return { throttleTimeMs, errorCode, replicaElectionResults };
}

/** ElectLeaders: API key 43, versions 0-2. */
export const electLeadersApi: Api<ElectLeadersRequest, ElectLeadersResponse> = {
  key: 43,
  name: 'ElectLeaders',
  route: 'controller',
  listeners: ['broker', 'controller'],
  minVersion: 0,
  maxVersion: 2,
  maxStableVersion: 2,
  requestFlexibleFrom: 2,
  responseFlexibleFrom: 2,
  encodeRequest: encodeElectLeadersRequest,
  decodeRequest: decodeElectLeadersRequest,
  encodeResponse: encodeElectLeadersResponse,
  decodeResponse: decodeElectLeadersResponse,
};
