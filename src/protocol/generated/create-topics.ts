// Generated from protocol-specs/create-topics.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { Encoder } from '../../wire/encoder.ts';
import { roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of CreateTopicsRequest. Versions 2-7. */
export interface CreatableReplicaAssignment {
  /** `int32`, versions 2-7. */
  partitionIndex: number;
  /** `[]int32`, versions 2-7. */
  brokerIds: readonly number[];
}

/** A CreatableReplicaAssignment with the protocol's defaults for every field that is not given. */
export function createCreatableReplicaAssignment(
  init: Partial<CreatableReplicaAssignment> = {},
): CreatableReplicaAssignment {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    brokerIds: init.brokerIds ?? [],
  };
}

function writeCreatableReplicaAssignment(e: Encoder, m: CreatableReplicaAssignment, version: number): void {
  const flexible = version >= 5;
  e.int32(m.partitionIndex);
  if (flexible) e.compactArrayLength(m.brokerIds);
  else e.arrayLength(m.brokerIds);
  for (const item of m.brokerIds) e.int32(item);
  if (flexible) e.uvarint(0);
}

function readCreatableReplicaAssignment(d: Decoder, version: number): CreatableReplicaAssignment {
  const flexible = version >= 5;
  const partitionIndex = d.int32();
  const brokerIdsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const brokerIds = roomFor<number>(brokerIdsLength);
  for (let i = 0; i < brokerIdsLength; i++) brokerIds[i] = d.int32();
  if (flexible) d.skipTaggedFields();
  return { partitionIndex, brokerIds };
}

/** Part of CreateTopicsRequest. Versions 2-7. */
export interface CreatableTopicConfig {
  /** `string`, versions 2-7. */
  name: string;
  /** `string`, versions 2-7; null from 0+. */
  value: string | null;
}

/** A CreatableTopicConfig with the protocol's defaults for every field that is not given. */
export function createCreatableTopicConfig(init: Partial<CreatableTopicConfig> = {}): CreatableTopicConfig {
  return {
    name: init.name ?? '',
    value: init.value === undefined ? '' : init.value,
  };
}

function writeCreatableTopicConfig(e: Encoder, m: CreatableTopicConfig, version: number): void {
  const flexible = version >= 5;
  if (flexible) e.compactString(m.name);
  else e.string(m.name);
  if (flexible) e.compactNullableString(m.value);
  else e.nullableString(m.value);
  if (flexible) e.uvarint(0);
}

function readCreatableTopicConfig(d: Decoder, version: number): CreatableTopicConfig {
  const flexible = version >= 5;
  const name = flexible ? d.compactString() : d.string();
  const value = flexible ? d.compactNullableString() : d.nullableString();
  if (flexible) d.skipTaggedFields();
  return { name, value };
}

/** Part of CreateTopicsRequest. Versions 2-7. */
export interface CreatableTopic {
  /** `string`, versions 2-7. */
  name: string;
  /** `int32`, versions 2-7. */
  numPartitions: number;
  /** `int16`, versions 2-7. */
  replicationFactor: number;
  /** `[]CreatableReplicaAssignment`, versions 2-7. */
  assignments: readonly CreatableReplicaAssignment[];
  /** `[]CreatableTopicConfig`, versions 2-7. */
  configs: readonly CreatableTopicConfig[];
}

/** A CreatableTopic with the protocol's defaults for every field that is not given. */
export function createCreatableTopic(init: Partial<CreatableTopic> = {}): CreatableTopic {
  return {
    name: init.name ?? '',
    numPartitions: init.numPartitions ?? 0,
    replicationFactor: init.replicationFactor ?? 0,
    assignments: init.assignments ?? [],
    configs: init.configs ?? [],
  };
}

function writeCreatableTopic(e: Encoder, m: CreatableTopic, version: number): void {
  const flexible = version >= 5;
  if (flexible) e.compactString(m.name);
  else e.string(m.name);
  e.int32(m.numPartitions);
  e.int16(m.replicationFactor);
  if (flexible) e.compactArrayLength(m.assignments);
  else e.arrayLength(m.assignments);
  for (const item of m.assignments) writeCreatableReplicaAssignment(e, item, version);
  if (flexible) e.compactArrayLength(m.configs);
  else e.arrayLength(m.configs);
  for (const item of m.configs) writeCreatableTopicConfig(e, item, version);
  if (flexible) e.uvarint(0);
}

function readCreatableTopic(d: Decoder, version: number): CreatableTopic {
  const flexible = version >= 5;
  const name = flexible ? d.compactString() : d.string();
  const numPartitions = d.int32();
  const replicationFactor = d.int16();
  const assignmentsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const assignments = roomFor<CreatableReplicaAssignment>(assignmentsLength);
  for (let i = 0; i < assignmentsLength; i++) assignments[i] = readCreatableReplicaAssignment(d, version);
  const configsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const configs = roomFor<CreatableTopicConfig>(configsLength);
  for (let i = 0; i < configsLength; i++) configs[i] = readCreatableTopicConfig(d, version);
  if (flexible) d.skipTaggedFields();
  return { name, numPartitions, replicationFactor, assignments, configs };
}

/** The request of CreateTopics. Versions 2-7. */
export interface CreateTopicsRequest {
  /** `[]CreatableTopic`, versions 2-7. */
  topics: readonly CreatableTopic[];
  /** `int32`, versions 2-7; default 60000. */
  timeoutMs: number;
  /** `bool`, versions 2-7; default false. */
  validateOnly: boolean;
}

/** A CreateTopicsRequest with the protocol's defaults for every field that is not given. */
export function createCreateTopicsRequest(init: Partial<CreateTopicsRequest> = {}): CreateTopicsRequest {
  return {
    topics: init.topics ?? [],
    timeoutMs: init.timeoutMs ?? 60000,
    validateOnly: init.validateOnly ?? false,
  };
}

/** Writes a CreateTopicsRequest in the given version. */
export function encodeCreateTopicsRequest(e: Encoder, m: CreateTopicsRequest, version: number): void {
  const flexible = version >= 5;
  if (flexible) e.compactArrayLength(m.topics);
  else e.arrayLength(m.topics);
  for (const item of m.topics) writeCreatableTopic(e, item, version);
  e.int32(m.timeoutMs);
  e.bool(m.validateOnly);
  if (flexible) e.uvarint(0);
}

/** Reads a CreateTopicsRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeCreateTopicsRequest(d: Decoder, version: number): CreateTopicsRequest {
  const flexible = version >= 5;
  const topicsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const topics = roomFor<CreatableTopic>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readCreatableTopic(d, version);
  const timeoutMs = d.int32();
  const validateOnly = d.bool();
  if (flexible) d.skipTaggedFields();
  return { topics, timeoutMs, validateOnly };
}

/** Part of CreateTopicsResponse. Versions 5-7. */
export interface CreatableTopicConfigs {
  /** `string`, versions 5-7. */
  name: string;
  /** `string`, versions 5-7; null from 5+. */
  value: string | null;
  /** `bool`, versions 5-7. */
  readOnly: boolean;
  /** `int8`, versions 5-7; default -1. */
  configSource: number;
  /** `bool`, versions 5-7. */
  isSensitive: boolean;
}

/** A CreatableTopicConfigs with the protocol's defaults for every field that is not given. */
export function createCreatableTopicConfigs(init: Partial<CreatableTopicConfigs> = {}): CreatableTopicConfigs {
  return {
    name: init.name ?? '',
    value: init.value === undefined ? '' : init.value,
    readOnly: init.readOnly ?? false,
    configSource: init.configSource ?? -1,
    isSensitive: init.isSensitive ?? false,
  };
}

function writeCreatableTopicConfigs(e: Encoder, m: CreatableTopicConfigs): void {
  e.compactString(m.name);
  e.compactNullableString(m.value);
  e.bool(m.readOnly);
  e.int8(m.configSource);
  e.bool(m.isSensitive);
  e.uvarint(0);
}

function readCreatableTopicConfigs(d: Decoder): CreatableTopicConfigs {
  const name = d.compactString();
  const value = d.compactNullableString();
  const readOnly = d.bool();
  const configSource = d.int8();
  const isSensitive = d.bool();
  d.skipTaggedFields();
  return { name, value, readOnly, configSource, isSensitive };
}

/** Part of CreateTopicsResponse. Versions 2-7. */
export interface CreatableTopicResult {
  /** `string`, versions 2-7. */
  name: string;
  /** `uuid`, versions 7. */
  topicId: string;
  /** `int16`, versions 2-7. */
  errorCode: number;
  /** `string`, versions 2-7; null from 0+. */
  errorMessage: string | null;
  /** `int16`, versions 5-7; tag 0. */
  topicConfigErrorCode: number;
  /** `int32`, versions 5-7; default -1. */
  numPartitions: number;
  /** `int16`, versions 5-7; default -1. */
  replicationFactor: number;
  /** `[]CreatableTopicConfigs`, versions 5-7; null from 5+. */
  configs: readonly CreatableTopicConfigs[] | null;
}

/** A CreatableTopicResult with the protocol's defaults for every field that is not given. */
export function createCreatableTopicResult(init: Partial<CreatableTopicResult> = {}): CreatableTopicResult {
  return {
    name: init.name ?? '',
    topicId: init.topicId ?? ZERO_UUID,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? '' : init.errorMessage,
    topicConfigErrorCode: init.topicConfigErrorCode ?? 0,
    numPartitions: init.numPartitions ?? -1,
    replicationFactor: init.replicationFactor ?? -1,
    configs: init.configs === undefined ? [] : init.configs,
  };
}

function writeCreatableTopicResult(e: Encoder, m: CreatableTopicResult, version: number): void {
  const flexible = version >= 5;
  if (flexible) e.compactString(m.name);
  else e.string(m.name);
  if (version >= 7) e.uuid(m.topicId);
  e.int16(m.errorCode);
  if (flexible) e.compactNullableString(m.errorMessage);
  else e.nullableString(m.errorMessage);
  if (version >= 5) {
    e.int32(m.numPartitions);
    e.int16(m.replicationFactor);
    if (m.configs === null) {
      if (flexible) e.compactArrayLength(null);
      else e.arrayLength(null);
    } else {
      if (flexible) e.compactArrayLength(m.configs);
      else e.arrayLength(m.configs);
      for (const item of m.configs) writeCreatableTopicConfigs(e, item);
    }
  }
  if (flexible) {
    if (m.topicConfigErrorCode !== 0) {
      e.uvarint(1);
      const content = new Encoder(64);
      content.int16(m.topicConfigErrorCode);
      e.taggedField(0, content);
    } else {
      e.uvarint(0);
    }
  }
}

function readCreatableTopicResult(d: Decoder, version: number): CreatableTopicResult {
  const flexible = version >= 5;
  const name = flexible ? d.compactString() : d.string();
  const topicId = version >= 7 ? d.uuid() : ZERO_UUID;
  const errorCode = d.int16();
  const errorMessage = flexible ? d.compactNullableString() : d.nullableString();
  let topicConfigErrorCode: number = 0;
  const numPartitions = version >= 5 ? d.int32() : -1;
  const replicationFactor = version >= 5 ? d.int16() : -1;
  const configsLength = version >= 5 ? (flexible ? d.nullableCompactArrayLength() : d.nullableArrayLength()) : 0;
  const configs = configsLength < 0 ? null : roomFor<CreatableTopicConfigs>(configsLength);
  for (let i = 0; i < configsLength; i++) configs![i] = readCreatableTopicConfigs(d);
  if (flexible) {
    for (let count = d.uvarint(); count > 0; count--) {
      const tag = d.uvarint();
      const size = d.uvarint();
      const end = d.pos + size;
      switch (tag) {
        case 0: {
          topicConfigErrorCode = d.int16();
          break;
        }
        default:
          d.raw(size);
      }
      d.expectTagEnd(end, 'CreatableTopicResult', tag);
    }
  }
  return { name, topicId, errorCode, errorMessage, topicConfigErrorCode, numPartitions, replicationFactor, configs };
}

/** The response of CreateTopics. Versions 2-7. */
export interface CreateTopicsResponse {
  /** `int32`, versions 2-7. */
  throttleTimeMs: number;
  /** `[]CreatableTopicResult`, versions 2-7. */
  topics: readonly CreatableTopicResult[];
}

/** A CreateTopicsResponse with the protocol's defaults for every field that is not given. */
export function createCreateTopicsResponse(init: Partial<CreateTopicsResponse> = {}): CreateTopicsResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    topics: init.topics ?? [],
  };
}

/** Writes a CreateTopicsResponse in the given version. */
export function encodeCreateTopicsResponse(e: Encoder, m: CreateTopicsResponse, version: number): void {
  const flexible = version >= 5;
  e.int32(m.throttleTimeMs);
  if (flexible) e.compactArrayLength(m.topics);
  else e.arrayLength(m.topics);
  for (const item of m.topics) writeCreatableTopicResult(e, item, version);
  if (flexible) e.uvarint(0);
}

/** Reads a CreateTopicsResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeCreateTopicsResponse(d: Decoder, version: number): CreateTopicsResponse {
  const flexible = version >= 5;
  const throttleTimeMs = d.int32();
  const topicsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const topics = roomFor<CreatableTopicResult>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readCreatableTopicResult(d, version);
  if (flexible) d.skipTaggedFields();
  return { throttleTimeMs, topics };
}

/** CreateTopics: API key 19, versions 2-7. */
export const createTopicsApi: Api<CreateTopicsRequest, CreateTopicsResponse> = {
  key: 19,
  name: 'CreateTopics',
  route: 'controller',
  listeners: ['broker', 'controller'],
  minVersion: 2,
  maxVersion: 7,
  maxStableVersion: 7,
  requestFlexibleFrom: 5,
  responseFlexibleFrom: 5,
  encodeRequest: encodeCreateTopicsRequest,
  decodeRequest: decodeCreateTopicsRequest,
  encodeResponse: encodeCreateTopicsResponse,
  decodeResponse: decodeCreateTopicsResponse,
};
