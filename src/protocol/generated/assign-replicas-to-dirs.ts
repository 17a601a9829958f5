// Generated from protocol-specs/assign-replicas-to-dirs.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of AssignReplicasToDirsRequest. Versions 0. */
export interface AssignReplicasToDirsRequestPartitionData {
  /** `int32`, versions 0. */
  partitionIndex: number;
}

/** A AssignReplicasToDirsRequestPartitionData with the protocol's defaults for every field that is not given. */
export function createAssignReplicasToDirsRequestPartitionData(
  init: Partial<AssignReplicasToDirsRequestPartitionData> = {},
): AssignReplicasToDirsRequestPartitionData {
  return {
    partitionIndex: init.partitionIndex ?? 0,
  };
}

function writeAssignReplicasToDirsRequestPartitionData(e: Encoder, m: AssignReplicasToDirsRequestPartitionData): void {
  e.int32(m.partitionIndex);
  e.uvarint(0);
}

function readAssignReplicasToDirsRequestPartitionData(d: Decoder): AssignReplicasToDirsRequestPartitionData {
  const partitionIndex = d.int32();
  d.skipTaggedFields();
  return { partitionIndex };
}

/** Part of AssignReplicasToDirsRequest. Versions 0. */
export interface AssignReplicasToDirsRequestTopicData {
  /** `uuid`, versions 0. */
  topicId: string;
  /** `[]PartitionData`, versions 0. */
  partitions: readonly AssignReplicasToDirsRequestPartitionData[];
}

/** A AssignReplicasToDirsRequestTopicData with the protocol's defaults for every field that is not given. */
export function createAssignReplicasToDirsRequestTopicData(
  init: Partial<AssignReplicasToDirsRequestTopicData> = {},
): AssignReplicasToDirsRequestTopicData {
  return {
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeAssignReplicasToDirsRequestTopicData(e: Encoder, m: AssignReplicasToDirsRequestTopicData): void {
  e.uuid(m.topicId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writeAssignReplicasToDirsRequestPartitionData(e, item);
  e.uvarint(0);
}

function readAssignReplicasToDirsRequestTopicData(d: Decoder): AssignReplicasToDirsRequestTopicData {
  const topicId = d.uuid();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<AssignReplicasToDirsRequestPartitionData>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readAssignReplicasToDirsRequestPartitionData(d);
  d.skipTaggedFields();
  return { topicId, partitions };
}

/** Part of AssignReplicasToDirsRequest. Versions 0. */
export interface AssignReplicasToDirsRequestDirectoryData {
  /** `uuid`, versions 0. */
  id: string;
  /** `[]TopicData`, versions 0. */
  topics: readonly AssignReplicasToDirsRequestTopicData[];
}

/** A AssignReplicasToDirsRequestDirectoryData with the protocol's defaults for every field that is not given. */
export function createAssignReplicasToDirsRequestDirectoryData(
  init: Partial<AssignReplicasToDirsRequestDirectoryData> = {},
): AssignReplicasToDirsRequestDirectoryData {
  return {
    id: init.id ?? ZERO_UUID,
    topics: init.topics ?? [],
  };
}

function writeAssignReplicasToDirsRequestDirectoryData(e: Encoder, m: AssignReplicasToDirsRequestDirectoryData): void {
  e.uuid(m.id);
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeAssignReplicasToDirsRequestTopicData(e, item);
  e.uvarint(0);
}

function readAssignReplicasToDirsRequestDirectoryData(d: Decoder): AssignReplicasToDirsRequestDirectoryData {
  const id = d.uuid();
  const topicsLength = d.compactArrayLength();
  const topics = roomFor<AssignReplicasToDirsRequestTopicData>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readAssignReplicasToDirsRequestTopicData(d);
  d.skipTaggedFields();
  return { id, topics };
}

/** The request of AssignReplicasToDirs. Versions 0. */
export interface AssignReplicasToDirsRequest {
  /** `int32`, versions 0. */
  brokerId: number;
  /** `int64`, versions 0; default -1. */
  brokerEpoch: number;
  /** `[]DirectoryData`, versions 0. */
  directories: readonly AssignReplicasToDirsRequestDirectoryData[];
}

/** A AssignReplicasToDirsRequest with the protocol's defaults for every field that is not given. */
export function createAssignReplicasToDirsRequest(
  init: Partial<AssignReplicasToDirsRequest> = {},
): AssignReplicasToDirsRequest {
  return {
    brokerId: init.brokerId ?? 0,
    brokerEpoch: init.brokerEpoch ?? -1,
    directories: init.directories ?? [],
  };
}

/** Writes a AssignReplicasToDirsRequest in the given version. */
export function encodeAssignReplicasToDirsRequest(e: Encoder, m: AssignReplicasToDirsRequest, _version: number): void {
  e.int32(m.brokerId);
  e.int64(m.brokerEpoch);
  e.compactArrayLength(m.directories);
  for (const item of m.directories) writeAssignReplicasToDirsRequestDirectoryData(e, item);
  e.uvarint(0);
}

/** Reads a AssignReplicasToDirsRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeAssignReplicasToDirsRequest(d: Decoder, _version: number): AssignReplicasToDirsRequest {
  const brokerId = d.int32();
  const brokerEpoch = d.int64();
  const directoriesLength = d.compactArrayLength();
  const directories = roomFor<AssignReplicasToDirsRequestDirectoryData>(directoriesLength);
  for (let i = 0; i < directoriesLength; i++) directories[i] = readAssignReplicasToDirsRequestDirectoryData(d);
  d.skipTaggedFields();
  return { brokerId, brokerEpoch, directories };
}

/** Part of AssignReplicasToDirsResponse. Versions 0. */
export interface AssignReplicasToDirsResponsePartitionData {
  /** `int32`, versions 0. */
  partitionIndex: number;
  /** `int16`, versions 0. */
  errorCode: number;
}

/** A AssignReplicasToDirsResponsePartitionData with the protocol's defaults for every field that is not given. */
export function createAssignReplicasToDirsResponsePartitionData(
  init: Partial<AssignReplicasToDirsResponsePartitionData> = {},
): AssignReplicasToDirsResponsePartitionData {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    errorCode: init.errorCode ?? 0,
  };
}

function writeAssignReplicasToDirsResponsePartitionData(
  e: Encoder,
  m: AssignReplicasToDirsResponsePartitionData,
): void {
  e.int32(m.partitionIndex);
  e.int16(m.errorCode);
  e.uvarint(0);
}

function readAssignReplicasToDirsResponsePartitionData(d: Decoder): AssignReplicasToDirsResponsePartitionData {
  const partitionIndex = d.int32();
  const errorCode = d.int16();
  d.skipTaggedFields();
  return { partitionIndex, errorCode };
}

/** Part of AssignReplicasToDirsResponse. Versions 0. */
export interface AssignReplicasToDirsResponseTopicData {
  /** `uuid`, versions 0. */
  topicId: string;
  /** `[]PartitionData`, versions 0. */
  partitions: readonly AssignReplicasToDirsResponsePartitionData[];
}

/** A AssignReplicasToDirsResponseTopicData with the protocol's defaults for every field that is not given. */
export function createAssignReplicasToDirsResponseTopicData(
  init: Partial<AssignReplicasToDirsResponseTopicData> = {},
): AssignReplicasToDirsResponseTopicData {
  return {
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeAssignReplicasToDirsResponseTopicData(e: Encoder, m: AssignReplicasToDirsResponseTopicData): void {
  e.uuid(m.topicId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writeAssignReplicasToDirsResponsePartitionData(e, item);
  e.uvarint(0);
}

function readAssignReplicasToDirsResponseTopicData(d: Decoder): AssignReplicasToDirsResponseTopicData {
  const topicId = d.uuid();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<AssignReplicasToDirsResponsePartitionData>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readAssignReplicasToDirsResponsePartitionData(d);
  d.skipTaggedFields();
  return { topicId, partitions };
}

/** Part of AssignReplicasToDirsResponse. Versions 0. */
export interface AssignReplicasToDirsResponseDirectoryData {
  /** `uuid`, versions 0. */
  id: string;
  /** `[]TopicData`, versions 0. */
  topics: readonly AssignReplicasToDirsResponseTopicData[];
}

/** A AssignReplicasToDirsResponseDirectoryData with the protocol's defaults for every field that is not given. */
export function createAssignReplicasToDirsResponseDirectoryData(
  init: Partial<AssignReplicasToDirsResponseDirectoryData> = {},
): AssignReplicasToDirsResponseDirectoryData {
  return {
    id: init.id ?? ZERO_UUID,
    topics: init.topics ?? [],
  };
}

function writeAssignReplicasToDirsResponseDirectoryData(
  e: Encoder,
  m: AssignReplicasToDirsResponseDirectoryData,
): void {
  e.uuid(m.id);
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeAssignReplicasToDirsResponseTopicData(e, item);
  e.uvarint(0);
}

function readAssignReplicasToDirsResponseDirectoryData(d: Decoder): AssignReplicasToDirsResponseDirectoryData {
  const id = d.uuid();
  const topicsLength = d.compactArrayLength();
  const topics = roomFor<AssignReplicasToDirsResponseTopicData>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readAssignReplicasToDirsResponseTopicData(d);
  d.skipTaggedFields();
  return { id, topics };
}

/** The response of AssignReplicasToDirs. Versions 0. */
export interface AssignReplicasToDirsResponse {
  /** `int32`, versions 0. */
  throttleTimeMs: number;
  /** `int16`, versions 0. */
  errorCode: number;
  /** `[]DirectoryData`, versions 0. */
  directories: readonly AssignReplicasToDirsResponseDirectoryData[];
}

/** A AssignReplicasToDirsResponse with the protocol's defaults for every field that is not given. */
export function createAssignReplicasToDirsResponse(
  init: Partial<AssignReplicasToDirsResponse> = {},
): AssignReplicasToDirsResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    directories: init.directories ?? [],
  };
}

/** Writes a AssignReplicasToDirsResponse in the given version. */
export function encodeAssignReplicasToDirsResponse(
  e: Encoder,
  m: AssignReplicasToDirsResponse,
  _version: number,
): void {
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  e.compactArrayLength(m.directories);
  for (const item of m.directories) writeAssignReplicasToDirsResponseDirectoryData(e, item);
  e.uvarint(0);
}

/** Reads a AssignReplicasToDirsResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeAssignReplicasToDirsResponse(d: Decoder, _version: number): AssignReplicasToDirsResponse {
  const throttleTimeMs = d.int32();
  const errorCode = d.int16();
  const directoriesLength = d.compactArrayLength();
  const directories = roomFor<AssignReplicasToDirsResponseDirectoryData>(directoriesLength);
  for (let i = 0; i < directoriesLength; i++) directories[i] = readAssignReplicasToDirsResponseDirectoryData(d);
  d.skipTaggedFields();
  return { throttleTimeMs, errorCode, directories };
}

/** AssignReplicasToDirs: API key 73, versions 0. */
export const assignReplicasToDirsApi: Api<AssignReplicasToDirsRequest, AssignReplicasToDirsResponse> = {
  key: 73,
  name: 'AssignReplicasToDirs',
  route: 'controller',
  listeners: ['controller'],
  minVersion: 0,
  maxVersion: 0,
  maxStableVersion: 0,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeAssignReplicasToDirsRequest,
  decodeRequest: decodeAssignReplicasToDirsRequest,
  encodeResponse: encodeAssignReplicasToDirsResponse,
  decodeResponse: decodeAssignReplicasToDirsResponse,
};
