// Generated from protocol-specs/create-partitions.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of CreatePartitionsRequest. Versions 0-3. */
export interface CreatePartitionsAssignment {
  /** `[]int32`, versions 0-3. */
  brokerIds: readonly number[];
}

/** A CreatePartitionsAssignment with the protocol's defaults for every field that is not given. */
export function createCreatePartitionsAssignment(
  init: Partial<CreatePartitionsAssignment> = {},
): CreatePartitionsAssignment {
  return {
    brokerIds: init.brokerIds ?? [],
  };
}

function writeCreatePartitionsAssignment(e: Encoder, m: CreatePartitionsAssignment, version: number): void {
  const flexible = version >= 2;
  if (flexible) e.compactArrayLength(m.brokerIds);
  else e.arrayLength(m.brokerIds);
  for (const item of m.brokerIds) e.int32(item);
  if (flexible) e.uvarint(0);
}

function readCreatePartitionsAssignment(d: Decoder, version: number): CreatePartitionsAssignment {
  const flexible = version >= 2;
  const brokerIdsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const brokerIds = roomFor<number>(brokerIdsLength);
  for (let i = 0; i < brokerIdsLength; i++) brokerIds[i] = d.int32();
  if (flexible) d.skipTaggedFields();
  return { brokerIds };
}

/** Part of CreatePartitionsRequest. Versions 0-3. */
export interface CreatePartitionsTopic {
  /** `string`, versions 0-3. */
  name: string;
  /** `int32`, versions 0-3. */
  count: number;
  /** `[]CreatePartitionsAssignment`, versions 0-3; null from 0+. */
  assignments: readonly CreatePartitionsAssignment[] | null;
}

/** A CreatePartitionsTopic with the protocol's defaults for every field that is not given. */
export function createCreatePartitionsTopic(init: Partial<CreatePartitionsTopic> = {}): CreatePartitionsTopic {
  return {
    name: init.name ?? '',
    count: init.count ?? 0,
    assignments: init.assignments === undefined ? [] : init.assignments,
  };
}

function writeCreatePartitionsTopic(e: Encoder, m: CreatePartitionsTopic, version: number): void {
  const flexible = version >= 2;
  if (flexible) e.compactString(m.name);
  else e.string(m.name);
  e.int32(m.count);
  if (m.assignments === null) {
    if (flexible) e.compactArrayLength(null);
    else e.arrayLength(null);
  } else {
    if (flexible) e.compactArrayLength(m.assignments);
    else e.arrayLength(m.assignments);
    for (const item of m.assignments) writeCreatePartitionsAssignment(e, item, version);
  }
  if (flexible) e.uvarint(0);
}

function readCreatePartitionsTopic(d: Decoder, version: number): CreatePartitionsTopic {
  const flexible = version >= 2;
  const name = flexible ? d.compactString() : d.string();
  const countValue = d.int32();
  const assignmentsLength = flexible ? d.nullableCompactArrayLength() : d.nullableArrayLength();
  const assignments = assignmentsLength < 0 ? null : roomFor<CreatePartitionsAssignment>(assignmentsLength);
  for (let i = 0; i < assignmentsLength; i++) assignments![i] = readCreatePartitionsAssignment(d, version);
  if (flexible) d.skipTaggedFields();
  return { name, count: countValue, assignments };
}

/** The request of CreatePartitions. Versions 0-3. */
export interface CreatePartitionsRequest {
  /** `[]CreatePartitionsTopic`, versions 0-3. */
  topics: readonly CreatePartitionsTopic[];
  /** `int32`, versions 0-3. */
  timeoutMs: number;
  /** `bool`, versions 0-3. */
  validateOnly: boolean;
}

/** A CreatePartitionsRequest with the protocol's defaults for every field that is not given. */
export function createCreatePartitionsRequest(init: Partial<CreatePartitionsRequest> = {}): CreatePartitionsRequest {
  return {
    topics: init.topics ?? [],
    timeoutMs: init.timeoutMs ?? 0,
    validateOnly: init.validateOnly ?? false,
  };
}

/** Writes a CreatePartitionsRequest in the given version. */
export function encodeCreatePartitionsRequest(e: Encoder, m: CreatePartitionsRequest, version: number): void {
  const flexible = version >= 2;
  if (flexible) e.compactArrayLength(m.topics);
  else e.arrayLength(m.topics);
  for (const item of m.topics) writeCreatePartitionsTopic(e, item, version);
  e.int32(m.timeoutMs);
  e.bool(m.validateOnly);
  if (flexible) e.uvarint(0);
}

/** Reads a CreatePartitionsRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeCreatePartitionsRequest(d: Decoder, version: number): CreatePartitionsRequest {
  const flexible = version >= 2;
  const topicsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const topics = roomFor<CreatePartitionsTopic>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readCreatePartitionsTopic(d, version);
  const timeoutMs = d.int32();
  const validateOnly = d.bool();
  if (flexible) d.skipTaggedFields();
  return { topics, timeoutMs, validateOnly };
}

/** Part of CreatePartitionsResponse. Versions 0-3. */
export interface CreatePartitionsTopicResult {
  /** `string`, versions 0-3. */
  name: string;
  /** `int16`, versions 0-3. */
  errorCode: number;
  /** `string`, versions 0-3; null from 0+; default null. */
  errorMessage: string | null;
}

/** A CreatePartitionsTopicResult with the protocol's defaults for every field that is not given. */
export function createCreatePartitionsTopicResult(
  init: Partial<CreatePartitionsTopicResult> = {},
): CreatePartitionsTopicResult {
  return {
    name: init.name ?? '',
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? null : init.errorMessage,
  };
}

function writeCreatePartitionsTopicResult(e: Encoder, m: CreatePartitionsTopicResult, version: number): void {
  const flexible = version >= 2;
  if (flexible) e.compactString(m.name);
  else e.string(m.name);
  e.int16(m.errorCode);
  if (flexible) e.compactNullableString(m.errorMessage);
  else e.nullableString(m.errorMessage);
  if (flexible) e.uvarint(0);
}

function readCreatePartitionsTopicResult(d: Decoder, version: number): CreatePartitionsTopicResult {
  const flexible = version >= 2;
  const name = flexible ? d.compactString() : d.string();
  const errorCode = d.int16();
  const errorMessage = flexible ? d.compactNullableString() : d.nullableString();
  if (flexible) d.skipTaggedFields();
  return { name, errorCode, errorMessage };
}

/** The response of CreatePartitions. Versions 0-3. */
export interface CreatePartitionsResponse {
  /** `int32`, versions 0-3. */
  throttleTimeMs: number;
  /** `[]CreatePartitionsTopicResult`, versions 0-3. */
  results: readonly CreatePartitionsTopicResult[];
}

/** A CreatePartitionsResponse with the protocol's defaults for every field that is not given. */
export function createCreatePartitionsResponse(init: Partial<CreatePartitionsResponse> = {}): CreatePartitionsResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    results: init.results ?? [],
  };
}

/** Writes a CreatePartitionsResponse in the given version. */
export function encodeCreatePartitionsResponse(e: Encoder, m: CreatePartitionsResponse, version: number): void {
  const flexible = version >= 2;
  e.int32(m.throttleTimeMs);
  if (flexible) e.compactArrayLength(m.results);
  else e.arrayLength(m.results);
  for (const item of m.results) writeCreatePartitionsTopicResult(e, item, version);
  if (flexible) e.uvarint(0);
}

/** Reads a CreatePartitionsResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeCreatePartitionsResponse(d: Decoder, version: number): CreatePartitionsResponse {
  const flexible = version >= 2;
  const throttleTimeMs = d.int32();
  const resultsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const results = roomFor<CreatePartitionsTopicResult>(resultsLength);
  for (let i = 0; i < resultsLength; i++) results[i] = readCreatePartitionsTopicResult(d, version);
  if (flexible) d.skipTaggedFields();
  return { throttleTimeMs, results };
}

/** CreatePartitions: API key 37, versions 0-3. */
export const createPartitionsApi: Api<CreatePartitionsRequest, CreatePartitionsResponse> = {
  key: 37,
  name: 'CreatePartitions',
  route: 'controller',
  listeners: ['broker', 'controller'],
  minVersion: 0,
  maxVersion: 3,
  maxStableVersion: 3,
  requestFlexibleFrom: 2,
  responseFlexibleFrom: 2,
  encodeRequest: encodeCreatePartitionsRequest,
  decodeRequest: decodeCreatePartitionsRequest,
  encodeResponse: encodeCreatePartitionsResponse,
  decodeResponse: decodeCreatePartitionsResponse,
};
