// Generated from protocol-specs/describe-log-dirs.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of DescribeLogDirsRequest. Versions 1-5. */
export interface DescribableLogDirTopic {
  /** `string`, versions 1-5. */
  topic: string;
  /** `[]int32`, versions 1-5. */
  partitions: readonly number[];
}

/** A DescribableLogDirTopic with the protocol's defaults for every field that is not given. */
export function createDescribableLogDirTopic(init: Partial<DescribableLogDirTopic> = {}): DescribableLogDirTopic {
  return {
    topic: init.topic ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeDescribableLogDirTopic(e: Encoder, m: DescribableLogDirTopic, version: number): void {
  const flexible = version >= 2;
  if (flexible) e.compactString(m.topic);
  else e.string(m.topic);
  if (flexible) e.compactArrayLength(m.partitions);
  else e.arrayLength(m.partitions);
  for (const item of m.partitions) e.int32(item);
  if (flexible) e.uvarint(0);
}

function readDescribableLogDirTopic(d: Decoder, version: number): DescribableLogDirTopic {
  const flexible = version >= 2;
  const topic = flexible ? d.compactString() : d.string();
  const partitionsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const partitions = roomFor<number>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = d.int32();
  if (flexible) d.skipTaggedFields();
  return { topic, partitions };
}

/** The request of DescribeLogDirs. Versions 1-5. */
export interface DescribeLogDirsRequest {
  /** `[]DescribableLogDirTopic`, versions 1-5; null from 0+. */
  topics: readonly DescribableLogDirTopic[] | null;
}

/** A DescribeLogDirsRequest with the protocol's defaults for every field that is not given. */
export function createDescribeLogDirsRequest(init: Partial<DescribeLogDirsRequest> = {}): DescribeLogDirsRequest {
  return {
    topics: init.topics === undefined ? [] : init.topics,
  };
}

/** Writes a DescribeLogDirsRequest in the given version. */
export function encodeDescribeLogDirsRequest(e: Encoder, m: DescribeLogDirsRequest, version: number): void {
  const flexible = version >= 2;
  if (m.topics === null) {
    if (flexible) e.compactArrayLength(null);
    else e.arrayLength(null);
  } else {
    if (flexible) e.compactArrayLength(m.topics);
    else e.arrayLength(m.topics);
    for (const item of m.topics) writeDescribableLogDirTopic(e, item, version);
  }
  if (flexible) e.uvarint(0);
}

/** Reads a DescribeLogDirsRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDescribeLogDirsRequest(d: Decoder, version: number): DescribeLogDirsRequest {
  const flexible = version >= 2;
  const topicsLength = flexible ? d.nullableCompactArrayLength() : d.nullableArrayLength();
  const topics = topicsLength < 0 ? null : roomFor<DescribableLogDirTopic>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics![i] = readDescribableLogDirTopic(d, version);
  if (flexible) d.skipTaggedFields();
  return { topics };
}

/** Part of DescribeLogDirsResponse. Versions 1-5. */
export interface DescribeLogDirsPartition {
  /** `int32`, versions 1-5. */
  partitionIndex: number;
  /** `int64`, versions 1-5. */
  partitionSize: number;
  /** `int64`, versions 1-5. */
  offsetLag: number;
  /** `bool`, versions 1-5. */
  isFutureKey: boolean;
}

/** A DescribeLogDirsPartition with the protocol's defaults for every field that is not given. */
export function createDescribeLogDirsPartition(init: Partial<DescribeLogDirsPartition> = {}): DescribeLogDirsPartition {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    partitionSize: init.partitionSize ?? 0,
    offsetLag: init.offsetLag ?? 0,
    isFutureKey: init.isFutureKey ?? false,
  };
}

function writeDescribeLogDirsPartition(e: Encoder, m: DescribeLogDirsPartition, version: number): void {
  const flexible = version >= 2;
  e.int32(m.partitionIndex);
  e.int64(m.partitionSize);
  e.int64(m.offsetLag);
  e.bool(m.isFutureKey);
  if (flexible) e.uvarint(0);
}

function readDescribeLogDirsPartition(d: Decoder, version: number): DescribeLogDirsPartition {
  const flexible = version >= 2;
  const partitionIndex = d.int32();
  const partitionSize = d.int64();
  const offsetLag = d.int64();
  const isFutureKey = d.bool();
  if (flexible) d.skipTaggedFields();
  return { partitionIndex, partitionSize, offsetLag, isFutureKey };
}

/** Part of DescribeLogDirsResponse. Versions 1-5. */
export interface DescribeLogDirsTopic {
  /** `string`, versions 1-5. */
  name: string;
  /** `[]DescribeLogDirsPartition`, versions 1-5. */
  partitions: readonly DescribeLogDirsPartition[];
}

/** A DescribeLogDirsTopic with the protocol's defaults for every field that is not given. */
export function createDescribeLogDirsTopic(init: Partial<DescribeLogDirsTopic> = {}): DescribeLogDirsTopic {
  return {
    name: init.name ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeDescribeLogDirsTopic(e: Encoder, m: DescribeLogDirsTopic, version: number): void {
  const flexible = version >= 2;
  if (flexible) e.compactString(m.name);
  else e.string(m.name);
  if (flexible) e.compactArrayLength(m.partitions);
  else e.arrayLength(m.partitions);
  for (const item of m.partitions) writeDescribeLogDirsPartition(e, item, version);
  if (flexible) e.uvarint(0);
}

function readDescribeLogDirsTopic(d: Decoder, version: number): DescribeLogDirsTopic {
  const flexible = version >= 2;
  const name = flexible ? d.compactString() : d.string();
  const partitionsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const partitions = roomFor<DescribeLogDirsPartition>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readDescribeLogDirsPartition(d, version);
  if (flexible) d.skipTaggedFields();
  return { name, partitions };
}

/** Part of DescribeLogDirsResponse. Versions 1-5. */
export interface DescribeLogDirsResult {
  /** `int16`, versions 1-5. */
  errorCode: number;
  /** `string`, versions 1-5. */
  logDir: string;
  /** `[]DescribeLogDirsTopic`, versions 1-5. */
  topics: readonly DescribeLogDirsTopic[];
  /** `int64`, versions 4-5; default -1. */
  totalBytes: number;
  /** `int64`, versions 4-5; default -1. */
  usableBytes: number;
  /** `bool`, versions 5; default false. */
  isCordoned: boolean;
}

/** A DescribeLogDirsResult with the protocol's defaults for every field that is not given. */
export function createDescribeLogDirsResult(init: Partial<DescribeLogDirsResult> = {}): DescribeLogDirsResult {
  return {
    errorCode: init.errorCode ?? 0,
    logDir: init.logDir ?? '',
    topics: init.topics ?? [],
    totalBytes: init.totalBytes ?? -1,
    usableBytes: init.usableBytes ?? -1,
    isCordoned: init.isCordoned ?? false,
  };
}

function writeDescribeLogDirsResult(e: Encoder, m: DescribeLogDirsResult, version: number): void {
  const flexible = version >= 2;
  e.int16(m.errorCode);
  if (flexible) e.compactString(m.logDir);
  else e.string(m.logDir);
  if (flexible) e.compactArrayLength(m.topics);
  else e.arrayLength(m.topics);
  for (const item of m.topics) writeDescribeLogDirsTopic(e, item, version);
  if (version >= 4) {
    e.int64(m.totalBytes);
    e.int64(m.usableBytes);
  }
  if (version >= 5) e.bool(m.isCordoned);
  if (flexible) e.uvarint(0);
}

function readDescribeLogDirsResult(d: Decoder, version: number): DescribeLogDirsResult {
  const flexible = version >= 2;
  const errorCode = d.int16();
  const logDir = flexible ? d.compactString() : d.string();
  const topicsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const topics = roomFor<DescribeLogDirsTopic>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readDescribeLogDirsTopic(d, version);
  const totalBytes = version >= 4 ? d.int64() : -1;
  const usableBytes = version >= 4 ? d.int64() : -1;
  const isCordoned = version >= 5 ? d.bool() : false;
  if (flexible) d.skipTaggedFields();
  return { errorCode, logDir, topics, totalBytes, usableBytes, isCordoned };
}

/** The response of DescribeLogDirs. Versions 1-5. */
export interface DescribeLogDirsResponse {
  /** `int32`, versions 1-5. */
  throttleTimeMs: number;
  /** `int16`, versions 3-5. */
  errorCode: number;
  /** `[]DescribeLogDirsResult`, versions 1-5. */
  results: readonly DescribeLogDirsResult[];
}

/** A DescribeLogDirsResponse with the protocol's defaults for every field that is not given. */
export function createDescribeLogDirsResponse(init: Partial<DescribeLogDirsResponse> = {}): DescribeLogDirsResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    results: init.results ?? [],
  };
}

/** Writes a DescribeLogDirsResponse in the given version. */
export function encodeDescribeLogDirsResponse(e: Encoder, m: DescribeLogDirsResponse, version: number): void {
  const flexible = version >= 2;
  e.int32(m.throttleTimeMs);
  if (version >= 3) e.int16(m.errorCode);
  if (flexible) e.compactArrayLength(m.results);
  else e.arrayLength(m.results);
  for (const item of m.results) writeDescribeLogDirsResult(e, item, version);
  if (flexible) e.uvarint(0);
}

/** Reads a DescribeLogDirsResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDescribeLogDirsResponse(d: Decoder, version: number): DescribeLogDirsResponse {
  const flexible = version >= 2;
  const throttleTimeMs = d.int32();
  const errorCode = version >= 3 ? d.int16() : 0;
  const resultsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const results = roomFor<DescribeLogDirsResult>(resultsLength);
  for (let i = 0; i < resultsLength; i++) results[i] = readDescribeLogDirsResult(d, version);
  if (flexible) d.skipTaggedFields();
  return { throttleTimeMs, errorCode, results };
}

/** DescribeLogDirs: API key 35, versions 1-5. */
export const describeLogDirsApi: Api<DescribeLogDirsRequest, DescribeLogDirsResponse> = {
  key: 35,
  name: 'DescribeLogDirs',
  route: 'node',
  listeners: ['broker'],
  minVersion: 1,
  maxVersion: 5,
  maxStableVersion: 5,
  requestFlexibleFrom: 2,
  responseFlexibleFrom: 2,
  encodeRequest: encodeDescribeLogDirsRequest,
  decodeRequest: decodeDescribeLogDirsRequest,
  encodeResponse: encodeDescribeLogDirsResponse,
  decodeResponse: decodeDescribeLogDirsResponse,
};
