// Generated from protocol-specs/metadata.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry, nullNotAllowed, roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of MetadataRequest. Versions 0-13. */
export interface MetadataRequestTopic {
  /** `uuid`, versions 10-13. */
  topicId: string;
  /** `string`, versions 0-13; null from 10+. */
  name: string | null;
}

/** A MetadataRequestTopic with the protocol's defaults for every field that is not given. */
export function createMetadataRequestTopic(init: Partial<MetadataRequestTopic> = {}): MetadataRequestTopic {
  return {
    topicId: init.topicId ?? ZERO_UUID,
    name: init.name === undefined ? '' : init.name,
  };
}

function writeMetadataRequestTopic(e: Encoder, m: MetadataRequestTopic, version: number): void {
  const flexible = version >= 9;
  if (version < 10 && m.name === null) throw nullNotAllowed('MetadataRequestTopic', 'name', version);
  if (version >= 10) e.uuid(m.topicId);
  if (flexible) e.compactNullableString(m.name);
  else e.nullableString(m.name);
  if (flexible) e.uvarint(0);
}

function readMetadataRequestTopic(d: Decoder, version: number): MetadataRequestTopic {
  const flexible = version >= 9;
  const topicId = version >= 10 ? d.uuid() : ZERO_UUID;
  const name = flexible ? (version >= 10 ? d.compactNullableString() : d.compactString()) : d.string();
  if (flexible) d.skipTaggedFields();
  return { topicId, name };
}

/** The request of Metadata. Versions 0-13. */
export interface MetadataRequest {
  /** `[]MetadataRequestTopic`, versions 0-13; null from 1+. */
  topics: readonly MetadataRequestTopic[] | null;
  /** `bool`, versions 4-13; default true. */
  allowAutoTopicCreation: boolean;
  /** `bool`, versions 8-10. */
  includeClusterAuthorizedOperations: boolean;
  /** `bool`, versions 8-13. */
  includeTopicAuthorizedOperations: boolean;
}

/** A MetadataRequest with the protocol's defaults for every field that is not given. */
export function createMetadataRequest(init: Partial<MetadataRequest> = {}): MetadataRequest {
  return {
    topics: init.topics === undefined ? [] : init.topics,
    allowAutoTopicCreation: init.allowAutoTopicCreation ?? true,
    includeClusterAuthorizedOperations: init.includeClusterAuthorizedOperations ?? false,
    includeTopicAuthorizedOperations: init.includeTopicAuthorizedOperations ?? false,
  };
}

/** Writes a MetadataRequest in the given version. */
export function encodeMetadataRequest(e: Encoder, m: MetadataRequest, version: number): void {
  const flexible = version >= 9;
  if (version < 1 && m.topics === null) throw nullNotAllowed('MetadataRequest', 'topics', version);
  if (version < 4 && !m.allowAutoTopicCreation) throw cannotCarry('MetadataRequest', 'allowAutoTopicCreation', version);
  if ((version < 8 || version > 10) && m.includeClusterAuthorizedOperations)
    throw cannotCarry('MetadataRequest', 'includeClusterAuthorizedOperations', version);
  if (version < 8 && m.includeTopicAuthorizedOperations)
    throw cannotCarry('MetadataRequest', 'includeTopicAuthorizedOperations', version);
  if (m.topics === null) {
    if (flexible) e.compactArrayLength(null);
    else e.arrayLength(null);
  } else {
    if (flexible) e.compactArrayLength(m.topics);
    else e.arrayLength(m.topics);
    for (const item of m.topics) writeMetadataRequestTopic(e, item, version);
  }
  if (version >= 4) e.bool(m.allowAutoTopicCreation);
  if (version >= 8 && version <= 10) e.bool(m.includeClusterAuthorizedOperations);
  if (version >= 8) e.bool(m.includeTopicAuthorizedOperations);
  if (flexible) e.uvarint(0);
}

/** Reads a MetadataRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeMetadataRequest(d: Decoder, version: number): MetadataRequest {
  const flexible = version >= 9;
  const topicsLength = flexible
    ? d.nullableCompactArrayLength()
    : version >= 1
      ? d.nullableArrayLength()
      : d.arrayLength();
  const topics = topicsLength < 0 ? null : roomFor<MetadataRequestTopic>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics![i] = readMetadataRequestTopic(d, version);
  const allowAutoTopicCreation = version >= 4 ? d.bool() : true;
  const includeClusterAuthorizedOperations = version >= 8 && version <= 10 ? d.bool() : false;
  const includeTopicAuthorizedOperations = version >= 8 ? d.bool() : false;
  if (flexible) d.skipTaggedFields();
  return { topics, allowAutoTopicCreation, includeClusterAuthorizedOperations, includeTopicAuthorizedOperations };
}

/** Part of MetadataResponse. Versions 0-13. */
export interface MetadataResponseBroker {
  /** `int32`, versions 0-13. */
  nodeId: number;
  /** `string`, versions 0-13. */
  host: string;
  /** `int32`, versions 0-13. */
  port: number;
  /** `string`, versions 1-13; null from 1+; default null. */
  rack: string | null;
}

/** A MetadataResponseBroker with the protocol's defaults for every field that is not given. */
export function createMetadataResponseBroker(init: Partial<MetadataResponseBroker> = {}): MetadataResponseBroker {
  return {
    nodeId: init.nodeId ?? 0,
    host: init.host ?? '',
    port: init.port ?? 0,
    rack: init.rack === undefined ? null : init.rack,
  };
}

function writeMetadataResponseBroker(e: Encoder, m: MetadataResponseBroker, version: number): void {
  const flexible = version >= 9;
  e.int32(m.nodeId);
  if (flexible) e.compactString(m.host);
  else e.string(m.host);
  e.int32(m.port);
  if (version >= 1) {
    if (flexible) e.compactNullableString(m.rack);
    else e.nullableString(m.rack);
  }
  if (flexible) e.uvarint(0);
}

function readMetadataResponseBroker(d: Decoder, version: number): MetadataResponseBroker {
  const flexible = version >= 9;
  const nodeId = d.int32();
  const host = flexible ? d.compactString() : d.string();
  const port = d.int32();
  const rack = version >= 1 ? (flexible ? d.compactNullableString() : d.nullableString()) : null;
  if (flexible) d.skipTaggedFields();
  return { nodeId, host, port, rack };
}

/** Part of MetadataResponse. Versions 0-13. */
export interface MetadataResponsePartition {
  /** `int16`, versions 0-13. */
  errorCode: number;
  /** `int32`, versions 0-13. */
  partitionIndex: number;
  /** `int32`, versions 0-13. */
  leaderId: number;
  /** `int32`, versions 7-13; default -1. */
  leaderEpoch: number;
  /** `[]int32`, versions 0-13. */
  replicaNodes: readonly number[];
  /** `[]int32`, versions 0-13. */
  isrNodes: readonly number[];
  /** `[]int32`, versions 5-13. */
  offlineReplicas: readonly number[];
}

/** A MetadataResponsePartition with the protocol's defaults for every field that is not given. */
export function createMetadataResponsePartition(
  init: Partial<MetadataResponsePartition> = {},
): MetadataResponsePartition {
  return {
    errorCode: init.errorCode ?? 0,
    partitionIndex: init.partitionIndex ?? 0,
    leaderId: init.leaderId ?? 0,
    leaderEpoch: init.leaderEpoch ?? -1,
    replicaNodes: init.replicaNodes ?? [],
    isrNodes: init.isrNodes ?? [],
    offlineReplicas: init.offlineReplicas ?? [],
  };
}

function writeMetadataResponsePartition(e: Encoder, m: MetadataResponsePartition, version: number): void {
  const flexible = version >= 9;
  e.int16(m.errorCode);
  e.int32(m.partitionIndex);
  e.int32(m.leaderId);
  if (version >= 7) e.int32(m.leaderEpoch);
  if (flexible) e.compactArrayLength(m.replicaNodes);
  else e.arrayLength(m.replicaNodes);
  for (const item of m.replicaNodes) e.int32(item);
  if (flexible) e.compactArrayLength(m.isrNodes);
  else e.arrayLength(m.isrNodes);
  for (const item of m.isrNodes) e.int32(item);
  if (version >= 5) {
    if (flexible) e.compactArrayLength(m.offlineReplicas);
    else e.arrayLength(m.offlineReplicas);
    for (const item of m.offlineReplicas) e.int32(item);
  }
  if (flexible) e.uvarint(0);
}

function readMetadataResponsePartition(d: Decoder, version: number): MetadataResponsePartition {
  const flexible = version >= 9;
  const errorCode = d.int16();
  const partitionIndex = d.int32();
  const leaderId = d.int32();
  const leaderEpoch = version >= 7 ? d.int32() : -1;
  const replicaNodesLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const replicaNodes = roomFor<number>(replicaNodesLength);
  for (let i = 0; i < replicaNodesLength; i++) replicaNodes[i] = d.int32();
  const isrNodesLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const isrNodes = roomFor<number>(isrNodesLength);
  for (let i = 0; i < isrNodesLength; i++) isrNodes[i] = d.int32();
  const offlineReplicasLength = version >= 5 ? (flexible ? d.compactArrayLength() : d.arrayLength()) : 0;
  const offlineReplicas = roomFor<number>(offlineReplicasLength);
  for (let i = 0; i < offlineReplicasLength; i++) offlineReplicas[i] = d.int32();
  if (flexible) d.skipTaggedFields();
  return { errorCode, partitionIndex, leaderId, leaderEpoch, replicaNodes, isrNodes, offlineReplicas };
}

/** Part of MetadataResponse. Versions 0-13. */
export interface MetadataResponseTopic {
  /** `int16`, versions 0-13. */
  errorCode: number;
  /** `string`, versions 0-13; null from 12+. */
  name: string | null;
  /** `uuid`, versions 10-13. */
  topicId: string;
  /** `bool`, versions 1-13; default false. */
  isInternal: boolean;
  /** `[]MetadataResponsePartition`, versions 0-13. */
  partitions: readonly MetadataResponsePartition[];
  /** `int32`, versions 8-13; default -2147483648. */
  topicAuthorizedOperations: number;
}

/** A MetadataResponseTopic with the protocol's defaults for every field that is not given. */
export function createMetadataResponseTopic(init: Partial<MetadataResponseTopic> = {}): MetadataResponseTopic {
  return {
    errorCode: init.errorCode ?? 0,
    name: init.name === undefined ? '' : init.name,
    topicId: init.topicId ?? ZERO_UUID,
    isInternal: init.isInternal ?? false,
    partitions: init.partitions ?? [],
    topicAuthorizedOperations: init.topicAuthorizedOperations ?? -2147483648,
  };
}

function writeMetadataResponseTopic(e: Encoder, m: MetadataResponseTopic, version: number): void {
  const flexible = version >= 9;
  if (version < 12 && m.name === null) throw nullNotAllowed('MetadataResponseTopic', 'name', version);
  if (version < 8 && m.topicAuthorizedOperations !== -2147483648)
    throw cannotCarry('MetadataResponseTopic', 'topicAuthorizedOperations', version);
  e.int16(m.errorCode);
  if (flexible) e.compactNullableString(m.name);
  else e.nullableString(m.name);
  if (version >= 10) e.uuid(m.topicId);
  if (version >= 1) e.bool(m.isInternal);
  if (flexible) e.compactArrayLength(m.partitions);
  else e.arrayLength(m.partitions);
  for (const item of m.partitions) writeMetadataResponsePartition(e, item, version);
  if (version >= 8) e.int32(m.topicAuthorizedOperations);
  if (flexible) e.uvarint(0);
}

function readMetadataResponseTopic(d: Decoder, version: number): MetadataResponseTopic {
  const flexible = version >= 9;
  const errorCode = d.int16();
  const name = flexible ? (version >= 12 ? d.compactNullableString() : d.compactString()) : d.string();
  const topicId = version >= 10 ? d.uuid() : ZERO_UUID;
  const isInternal = version >= 1 ? d.bool() : false;
  const partitionsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const partitions = roomFor<MetadataResponsePartition>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readMetadataResponsePartition(d, version);
  const topicAuthorizedOperations = version >= 8 ? d.int32() : -2147483648;
  if (flexible) d.skipTaggedFields();
  return { errorCode, name, topicId, isInternal, partitions, topicAuthorizedOperations };
}

/** The response of Metadata. Versions 0-13. */
export interface MetadataResponse {
  /** `int32`, versions 3-13. */
  throttleTimeMs: number;
  /** `[]MetadataResponseBroker`, versions 0-13. */
  brokers: readonly MetadataResponseBroker[];
  /** `string`, versions 2-13; null from 2+; default null. */
  clusterId: string | null;
  /** `int32`, versions 1-13; default -1. */
  controllerId: number;
  /** `[]MetadataResponseTopic`, versions 0-13. */
  topics: readonly MetadataResponseTopic[];
  /** `int32`, versions 8-10; default -2147483648. */
  clusterAuthorizedOperations: number;
  /** `int16`, versions 13. */
  errorCode: number;
}

/** A MetadataResponse with the protocol's defaults for every field that is not given. */
export function createMetadataResponse(init: Partial<MetadataResponse> = {}): MetadataResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    brokers: init.brokers ?? [],
    clusterId: init.clusterId === undefined ? null : init.clusterId,
    controllerId: init.controllerId ?? -1,
    topics: init.topics ?? [],
    clusterAuthorizedOperations: init.clusterAuthorizedOperations ?? -2147483648,
    errorCode: init.errorCode ?? 0,
  };
}

/** Writes a MetadataResponse in the given version. */
export function encodeMetadataResponse(e: Encoder, m: MetadataResponse, version: number): void {
  const flexible = version >= 9;
  if ((version < 8 || version > 10) && m.clusterAuthorizedOperations !== -2147483648)
    throw cannotCarry('MetadataResponse', 'clusterAuthorizedOperations', version);
  if (version >= 3) e.int32(m.throttleTimeMs);
  if (flexible) e.compactArrayLength(m.brokers);
  else e.arrayLength(m.brokers);
  for (const item of m.brokers) writeMetadataResponseBroker(e, item, version);
  if (version >= 2) {
    if (flexible) e.compactNullableString(m.clusterId);
    else e.nullableString(m.clusterId);
  }
  if (version >= 1) e.int32(m.controllerId);
  if (flexible) e.compactArrayLength(m.topics);
  else e.arrayLength(m.topics);
  for (const item of m.topics) writeMetadataResponseTopic(e, item, version);
  if (version >= 8 && version <= 10) e.int32(m.clusterAuthorizedOperations);
  if (version >= 13) e.int16(m.errorCode);
  if (flexible) e.uvarint(0);
}

/** Reads a MetadataResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeMetadataResponse(d: Decoder, version: number): MetadataResponse {
  const flexible = version >= 9;
  const throttleTimeMs = version >= 3 ? d.int32() : 0;
  const brokersLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const brokers = roomFor<MetadataResponseBroker>(brokersLength);
  for (let i = 0; i < brokersLength; i++) brokers[i] = readMetadataResponseBroker(d, version);
  const clusterId = version >= 2 ? (flexible ? d.compactNullableString() : d.nullableString()) : null;
  const controllerId = version >= 1 ? d.int32() : -1;
  const topicsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const topics = roomFor<MetadataResponseTopic>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readMetadataResponseTopic(d, version);
  const clusterAuthorizedOperations = version >= 8 && version <= 10 ? d.int32() : -2147483648;
  const errorCode = version >= 13 ? d.int16() : 0;
  if (flexible) d.skipTaggedFields();
  return { throttleTimeMs, brokers, clusterId, controllerId, topics, clusterAuthorizedOperations, errorCode };
}

/** Metadata: API key 3, versions 0-13. */
export const metadataApi: Api<MetadataRequest, MetadataResponse> = {
  key: 3,
  name: 'Metadata',
  route: 'any',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 13,
  maxStableVersion: 13,
  requestFlexibleFrom: 9,
  responseFlexibleFrom: 9,
  encodeRequest: encodeMetadataRequest,
  decodeRequest: decodeMetadataRequest,
  encodeResponse: encodeMetadataResponse,
  decodeResponse: decodeMetadataResponse,
};
