// Generated from protocol-specs/alter-replica-log-dirs.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of AlterReplicaLogDirsRequest. Versions 1-2. */
export interface AlterReplicaLogDirTopic {
  /** `string`, versions 1-2. */
  name: string;
  /** `[]int32`, versions 1-2. */
  partitions: readonly number[];
}

/** A AlterReplicaLogDirTopic with the protocol's defaults for every field that is not given. */
export function createAlterReplicaLogDirTopic(init: Partial<AlterReplicaLogDirTopic> = {}): AlterReplicaLogDirTopic {
  return {
    name: init.name ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeAlterReplicaLogDirTopic(e: Encoder, m: AlterReplicaLogDirTopic, version: number): void {
  const flexible = version >= 2;
  if (flexible) e.compactString(m.name);
  else e.string(m.name);
  if (flexible) e.compactArrayLength(m.partitions);
  else e.arrayLength(m.partitions);
  for (const item of m.partitions) e.int32(item);
  if (flexible) e.uvarint(0);
}

function readAlterReplicaLogDirTopic(d: Decoder, version: number): AlterReplicaLogDirTopic {
  const flexible = version >= 2;
  const name = flexible ? d.compactString() : d.string();
  const partitionsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const partitions = roomFor<number>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = d.int32();
  if (flexible) d.skipTaggedFields();
  return { name, partitions };
}

/** Part of AlterReplicaLogDirsRequest. Versions 1-2. */
export interface AlterReplicaLogDir {
  /** `string`, versions 1-2. */
  path: string;
  /** `[]AlterReplicaLogDirTopic`, versions 1-2. */
  topics: readonly AlterReplicaLogDirTopic[];
}

/** A AlterReplicaLogDir with the protocol's defaults for every field that is not given. */
export function createAlterReplicaLogDir(init: Partial<AlterReplicaLogDir> = {}): AlterReplicaLogDir {
  return {
    path: init.path ?? '',
    topics: init.topics ?? [],
  };
}

function writeAlterReplicaLogDir(e: Encoder, m: AlterReplicaLogDir, version: number): void {
  const flexible = version >= 2;
  if (flexible) e.compactString(m.path);
  else e.string(m.path);
  if (flexible) e.compactArrayLength(m.topics);
  else e.arrayLength(m.topics);
  for (const item of m.topics) writeAlterReplicaLogDirTopic(e, item, version);
  if (flexible) e.uvarint(0);
}

function readAlterReplicaLogDir(d: Decoder, version: number): AlterReplicaLogDir {
  const flexible = version >= 2;
  const path = flexible ? d.compactString() : d.string();
  const topicsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const topics = roomFor<AlterReplicaLogDirTopic>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readAlterReplicaLogDirTopic(d, version);
  if (flexible) d.skipTaggedFields();
  return { path, topics };
}

/** The request of AlterReplicaLogDirs. Versions 1-2. */
export interface AlterReplicaLogDirsRequest {
  /** `[]AlterReplicaLogDir`, versions 1-2. */
  dirs: readonly AlterReplicaLogDir[];
}

/** A AlterReplicaLogDirsRequest with the protocol's defaults for every field that is not given. */
export function createAlterReplicaLogDirsRequest(
  init: Partial<AlterReplicaLogDirsRequest> = {},
): AlterReplicaLogDirsRequest {
  return {
    dirs: init.dirs ?? [],
  };
}

/** Writes a AlterReplicaLogDirsRequest in the given version. */
export function encodeAlterReplicaLogDirsRequest(e: Encoder, m: AlterReplicaLogDirsRequest, version: number): void {
  const flexible = version >= 2;
  if (flexible) e.compactArrayLength(m.dirs);
  else e.arrayLength(m.dirs);
  for (const item of m.dirs) writeAlterReplicaLogDir(e, item, version);
  if (flexible) e.uvarint(0);
}

/** Reads a AlterReplicaLogDirsRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeAlterReplicaLogDirsRequest(d: Decoder, version: number): AlterReplicaLogDirsRequest {
  const flexible = version >= 2;
  const dirsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const dirs = roomFor<AlterReplicaLogDir>(dirsLength);
  for (let i = 0; i < dirsLength; i++) dirs[i] = readAlterReplicaLogDir(d, version);
  if (flexible) d.skipTaggedFields();
  return { dirs };
}

/** Part of AlterReplicaLogDirsResponse. Versions 1-2. */
export interface AlterReplicaLogDirPartitionResult {
  /** `int32`, versions 1-2. */
  partitionIndex: number;
  /** `int16`, versions 1-2. */
  errorCode: number;
}

/** A AlterReplicaLogDirPartitionResult with the protocol's defaults for every field that is not given. */
export function createAlterReplicaLogDirPartitionResult(
  init: Partial<AlterReplicaLogDirPartitionResult> = {},
): AlterReplicaLogDirPartitionResult {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    errorCode: init.errorCode ?? 0,
  };
}

function writeAlterReplicaLogDirPartitionResult(
  e: Encoder,
  m: AlterReplicaLogDirPartitionResult,
  version: number,
): void {
  const flexible = version >= 2;
  e.int32(m.partitionIndex);
  e.int16(m.errorCode);
  if (flexible) e.uvarint(0);
}

function readAlterReplicaLogDirPartitionResult(d: Decoder, version: number): AlterReplicaLogDirPartitionResult {
  const flexible = version >= 2;
  const partitionIndex = d.int32();
  const errorCode = d.int16();
  if (flexible) d.skipTaggedFields();
  return { partitionIndex, errorCode };
}

/** Part of AlterReplicaLogDirsResponse. Versions 1-2. */
export interface AlterReplicaLogDirTopicResult {
  /** `string`, versions 1-2. */
  topicName: string;
  /** `[]AlterReplicaLogDirPartitionResult`, versions 1-2. */
  partitions: readonly AlterReplicaLogDirPartitionResult[];
}

/** A AlterReplicaLogDirTopicResult with the protocol's defaults for every field that is not given. */
export function createAlterReplicaLogDirTopicResult(
  init: Partial<AlterReplicaLogDirTopicResult> = {},
): AlterReplicaLogDirTopicResult {
  return {
    topicName: init.topicName ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeAlterReplicaLogDirTopicResult(e: Encoder, m: AlterReplicaLogDirTopicResult, version: number): void {
  const flexible = version >= 2;
  if (flexible) e.compactString(m.topicName);
  else e.string(m.topicName);
  if (flexible) e.compactArrayLength(m.partitions);
  else e.arrayLength(m.partitions);
  for (const item of m.partitions) writeAlterReplicaLogDirPartitionResult(e, item, version);
  if (flexible) e.uvarint(0);
}

function readAlterReplicaLogDirTopicResult(d: Decoder, version: number): AlterReplicaLogDirTopicResult {
  const flexible = version >= 2;
  const topicName = flexible ? d.compactString() : d.string();
  const partitionsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const partitions = roomFor<AlterReplicaLogDirPartitionResult>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readAlterReplicaLogDirPartitionResult(d, version);
  if (flexible) d.skipTaggedFields();
  return { topicName, partitions };
}

/** The response of AlterReplicaLogDirs. Versions 1-2. */
export interface AlterReplicaLogDirsResponse {
  /** `int32`, versions 1-2. */
  throttleTimeMs: number;
  /** `[]AlterReplicaLogDirTopicResult`, versions 1-2. */
  results: readonly AlterReplicaLogDirTopicResult[];
}

/** A AlterReplicaLogDirsResponse with the protocol's defaults for every field that is not given. */
export function createAlterReplicaLogDirsResponse(
  init: Partial<AlterReplicaLogDirsResponse> = {},
): AlterReplicaLogDirsResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    results: init.results ?? [],
  };
}

/** Writes a AlterReplicaLogDirsResponse in the given version. */
export function encodeAlterReplicaLogDirsResponse(e: Encoder, m: AlterReplicaLogDirsResponse, version: number): void {
  const flexible = version >= 2;
  e.int32(m.throttleTimeMs);
  if (flexible) e.compactArrayLength(m.results);
  else e.arrayLength(m.results);
  for (const item of m.results) writeAlterReplicaLogDirTopicResult(e, item, version);
  if (flexible) e.uvarint(0);
}

/** Reads a AlterReplicaLogDirsResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeAlterReplicaLogDirsResponse(d: Decoder, version: number): AlterReplicaLogDirsResponse {
  const flexible = version >= 2;
  const throttleTimeMs = d.int32();
  const resultsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const results = roomFor<AlterReplicaLogDirTopicResult>(resultsLength);
  for (let i = 0; i < resultsLength; i++) results[i] = readAlterReplicaLogDirTopicResult(d, version);
  if (flexible) d.skipTaggedFields();
  return { throttleTimeMs, results };
}

/** AlterReplicaLogDirs: API key 34, versions 1-2. */
export const alterReplicaLogDirsApi: Api<AlterReplicaLogDirsRequest, AlterReplicaLogDirsResponse> = {
  key: 34,
  name: 'AlterReplicaLogDirs',
  route: 'node',
  listeners: ['broker'],
  minVersion: 1,
  maxVersion: 2,
  maxStableVersion: 2,
  requestFlexibleFrom: 2,
  responseFlexibleFrom: 2,
  encodeRequest: encodeAlterReplicaLogDirsRequest,
  decodeRequest: decodeAlterReplicaLogDirsRequest,
  encodeResponse: encodeAlterReplicaLogDirsResponse,
  decodeResponse: decodeAlterReplicaLogDirsResponse,
};
