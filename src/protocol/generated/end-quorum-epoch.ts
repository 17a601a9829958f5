// Generated from protocol-specs/end-quorum-epoch.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { Encoder } from '../../wire/encoder.ts';
import { cannotCarry, roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of EndQuorumEpochRequest. Versions 1. */
export interface ReplicaInfo {
  /** `int32`, versions 1. */
  candidateId: number;
  /** `uuid`, versions 1. */
  candidateDirectoryId: string;
}

/** A ReplicaInfo with the protocol's defaults for every field that is not given. */
export function createReplicaInfo(init: Partial<ReplicaInfo> = {}): ReplicaInfo {
  return {
    candidateId: init.candidateId ?? 0,
    candidateDirectoryId: init.candidateDirectoryId ?? ZERO_UUID,
  };
}

function writeReplicaInfo(e: Encoder, m: ReplicaInfo): void {
  e.int32(m.candidateId);
  e.uuid(m.candidateDirectoryId);
  e.uvarint(0);
}

function readReplicaInfo(d: Decoder): ReplicaInfo {
  const candidateId = d.int32();
  const candidateDirectoryId = d.uuid();
  d.skipTaggedFields();
  return { candidateId, candidateDirectoryId };
}

/** Part of EndQuorumEpochRequest. Versions 0-1. */
export interface EndQuorumEpochRequestPartitionData {
  /** `int32`, versions 0-1. */
  partitionIndex: number;
  /** `int32`, versions 0-1. */
  leaderId: number;
  /** `int32`, versions 0-1. */
  leaderEpoch: number;
  /** `[]int32`, versions 0. */
  preferredSuccessors: readonly number[];
  /** `[]ReplicaInfo`, versions 1. */
  preferredCandidates: readonly ReplicaInfo[];
}

/** A EndQuorumEpochRequestPartitionData with the protocol's defaults for every field that is not given. */
export function createEndQuorumEpochRequestPartitionData(
  init: Partial<EndQuorumEpochRequestPartitionData> = {},
): EndQuorumEpochRequestPartitionData {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    leaderId: init.leaderId ?? 0,
    leaderEpoch: init.leaderEpoch ?? 0,
    preferredSuccessors: init.preferredSuccessors ?? [],
    preferredCandidates: init.preferredCandidates ?? [],
  };
}

function writeEndQuorumEpochRequestPartitionData(
  e: Encoder,
  m: EndQuorumEpochRequestPartitionData,
  version: number,
): void {
  const flexible = version >= 1;
  e.int32(m.partitionIndex);
  e.int32(m.leaderId);
  e.int32(m.leaderEpoch);
  if (version <= 0) {
    if (flexible) e.compactArrayLength(m.preferredSuccessors);
    else e.arrayLength(m.preferredSuccessors);
    for (const item of m.preferredSuccessors) e.int32(item);
  }
  if (version >= 1) {
    if (flexible) e.compactArrayLength(m.preferredCandidates);
    else e.arrayLength(m.preferredCandidates);
    for (const item of m.preferredCandidates) writeReplicaInfo(e, item);
  }
  if (flexible) e.uvarint(0);
}

function readEndQuorumEpochRequestPartitionData(d: Decoder, version: number): EndQuorumEpochRequestPartitionData {
  const flexible = version >= 1;
  const partitionIndex = d.int32();
  const leaderId = d.int32();
  const leaderEpoch = d.int32();
  const preferredSuccessorsLength = version <= 0 ? (flexible ? d.compactArrayLength() : d.arrayLength()) : 0;
  const preferredSuccessors = roomFor<number>(preferredSuccessorsLength);
  for (let i = 0; i < preferredSuccessorsLength; i++) preferredSuccessors[i] = d.int32();
  const preferredCandidatesLength = version >= 1 ? (flexible ? d.compactArrayLength() : d.arrayLength()) : 0;
  const preferredCandidates = roomFor<ReplicaInfo>(preferredCandidatesLength);
  for (let i = 0; i < preferredCandidatesLength; i++) preferredCandidates[i] = readReplicaInfo(d);
  if (flexible) d.skipTaggedFields();
  return { partitionIndex, leaderId, leaderEpoch, preferredSuccessors, preferredCandidates };
}

/** Part of EndQuorumEpochRequest. Versions 0-1. */
export interface EndQuorumEpochRequestTopicData {
  /** `string`, versions 0-1. */
  topicName: string;
  /** `[]PartitionData`, versions 0-1. */
  partitions: readonly EndQuorumEpochRequestPartitionData[];
}

/** A EndQuorumEpochRequestTopicData with the protocol's defaults for every field that is not given. */
export function createEndQuorumEpochRequestTopicData(
  init: Partial<EndQuorumEpochRequestTopicData> = {},
): EndQuorumEpochRequestTopicData {
  return {
    topicName: init.topicName ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeEndQuorumEpochRequestTopicData(e: Encoder, m: EndQuorumEpochRequestTopicData, version: number): void {
  const flexible = version >= 1;
  if (flexible) e.compactString(m.topicName);
  else e.string(m.topicName);
  if (flexible) e.compactArrayLength(m.partitions);
  else e.arrayLength(m.partitions);
  for (const item of m.partitions) writeEndQuorumEpochRequestPartitionData(e, item, version);
  if (flexible) e.uvarint(0);
}

function readEndQuorumEpochRequestTopicData(d: Decoder, version: number): EndQuorumEpochRequestTopicData {
  const flexible = version >= 1;
  const topicName = flexible ? d.compactString() : d.string();
  const partitionsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const partitions = roomFor<EndQuorumEpochRequestPartitionData>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readEndQuorumEpochRequestPartitionData(d, version);
  if (flexible) d.skipTaggedFields();
  return { topicName, partitions };
}

/** Part of EndQuorumEpochRequest. Versions 1. */
export interface LeaderEndpoint {
  /** `string`, versions 1. */
  name: string;
  /** `string`, versions 1. */
  host: string;
  /** `uint16`, versions 1. */
  port: number;
}

/** A LeaderEndpoint with the protocol's defaults for every field that is not given. */
export function createLeaderEndpoint(init: Partial<LeaderEndpoint> = {}): LeaderEndpoint {
  return {
    name: init.name ?? '',
    host: init.host ?? '',
    port: init.port ?? 0,
  };
}

function writeLeaderEndpoint(e: Encoder, m: LeaderEndpoint): void {
  e.compactString(m.name);
  e.compactString(m.host);
  e.uint16(m.port);
  e.uvarint(0);
}

function readLeaderEndpoint(d: Decoder): LeaderEndpoint {
  const name = d.compactString();
  const host = d.compactString();
  const port = d.uint16();
  d.skipTaggedFields();
  return { name, host, port };
}

/** The request of EndQuorumEpoch. Versions 0-1. */
export interface EndQuorumEpochRequest {
  /** `string`, versions 0-1; null from 0+; default null. */
  clusterId: string | null;
  /** `[]TopicData`, versions 0-1. */
  topics: readonly EndQuorumEpochRequestTopicData[];
  /** `[]LeaderEndpoint`, versions 1. */
  leaderEndpoints: readonly LeaderEndpoint[];
}

/** A EndQuorumEpochRequest with the protocol's defaults for every field that is not given. */
export function createEndQuorumEpochRequest(init: Partial<EndQuorumEpochRequest> = {}): EndQuorumEpochRequest {
  return {
    clusterId: init.clusterId === undefined ? null : init.clusterId,
    topics: init.topics ?? [],
    leaderEndpoints: init.leaderEndpoints ?? [],
  };
}

/** Writes a EndQuorumEpochRequest in the given version. */
export function encodeEndQuorumEpochRequest(e: Encoder, m: EndQuorumEpochRequest, version: number): void {
  const flexible = version >= 1;
  if (flexible) e.compactNullableString(m.clusterId);
  else e.nullableString(m.clusterId);
  if (flexible) e.compactArrayLength(m.topics);
  else e.arrayLength(m.topics);
  for (const item of m.topics) writeEndQuorumEpochRequestTopicData(e, item, version);
  if (version >= 1) {
    if (flexible) e.compactArrayLength(m.leaderEndpoints);
    else e.arrayLength(m.leaderEndpoints);
    for (const item of m.leaderEndpoints) writeLeaderEndpoint(e, item);
  }
  if (flexible) e.uvarint(0);
}

/** Reads a EndQuorumEpochRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeEndQuorumEpochRequest(d: Decoder, version: number): EndQuorumEpochRequest {
  const flexible = version >= 1;
  const clusterId = flexible ? d.compactNullableString() : d.nullableString();
  const topicsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const topics = roomFor<EndQuorumEpochRequestTopicData>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readEndQuorumEpochRequestTopicData(d, version);
  const leaderEndpointsLength = version >= 1 ? (flexible ? d.compactArrayLength() : d.arrayLength()) : 0;
  const leaderEndpoints = roomFor<LeaderEndpoint>(leaderEndpointsLength);
  for (let i = 0; i < leaderEndpointsLength; i++) leaderEndpoints[i] = readLeaderEndpoint(d);
  if (flexible) d.skipTaggedFields();
  return { clusterId, topics, leaderEndpoints };
}

/** Part of EndQuorumEpochResponse. Versions 0-1. */
export interface EndQuorumEpochResponsePartitionData {
  /** `int32`, versions 0-1. */
  partitionIndex: number;
  /** `int16`, versions 0-1. */
  errorCode: number;
  /** `int32`, versions 0-1. */
  leaderId: number;
  /** `int32`, versions 0-1. */
  leaderEpoch: number;
}

/** A EndQuorumEpochResponsePartitionData with the protocol's defaults for every field that is not given. */
export function createEndQuorumEpochResponsePartitionData(
  init: Partial<EndQuorumEpochResponsePartitionData> = {},
): EndQuorumEpochResponsePartitionData {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    errorCode: init.errorCode ?? 0,
    leaderId: init.leaderId ?? 0,
    leaderEpoch: init.leaderEpoch ?? 0,
  };
}

function writeEndQuorumEpochResponsePartitionData(
  e: Encoder,
  m: EndQuorumEpochResponsePartitionData,
  version: number,
): void {
  const flexible = version >= 1;
  e.int32(m.partitionIndex);
  e.int16(m.errorCode);
  e.int32(m.leaderId);
  e.int32(m.leaderEpoch);
  if (flexible) e.uvarint(0);
}

function readEndQuorumEpochResponsePartitionData(d: Decoder, version: number): EndQuorumEpochResponsePartitionData {
  const flexible = version >= 1;
  const partitionIndex = d.int32();
  const errorCode = d.int16();
  const leaderId = d.int32();
  const leaderEpoch = d.int32();
  if (flexible) d.skipTaggedFields();
  return { partitionIndex, errorCode, leaderId, leaderEpoch };
}

/** Part of EndQuorumEpochResponse. Versions 0-1. */
export interface EndQuorumEpochResponseTopicData {
  /** `string`, versions 0-1. */
  topicName: string;
  /** `[]PartitionData`, versions 0-1. */
  partitions: readonly EndQuorumEpochResponsePartitionData[];
}

/** A EndQuorumEpochResponseTopicData with the protocol's defaults for every field that is not given. */
export function createEndQuorumEpochResponseTopicData(
  init: Partial<EndQuorumEpochResponseTopicData> = {},
): EndQuorumEpochResponseTopicData {
  return {
    topicName: init.topicName ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeEndQuorumEpochResponseTopicData(e: Encoder, m: EndQuorumEpochResponseTopicData, version: number): void {
  const flexible = version >= 1;
  if (flexible) e.compactString(m.topicName);
  else e.string(m.topicName);
  if (flexible) e.compactArrayLength(m.partitions);
  else e.arrayLength(m.partitions);
  for (const item of m.partitions) writeEndQuorumEpochResponsePartitionData(e, item, version);
  if (flexible) e.uvarint(0);
}

function readEndQuorumEpochResponseTopicData(d: Decoder, version: number): EndQuorumEpochResponseTopicData {
  const flexible = version >= 1;
  const topicName = flexible ? d.compactString() : d.string();
  const partitionsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const partitions = roomFor<EndQuorumEpochResponsePartitionData>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readEndQuorumEpochResponsePartitionData(d, version);
  if (flexible) d.skipTaggedFields();
  return { topicName, partitions };
}

/** Part of EndQuorumEpochResponse. Versions 1. */
export interface NodeEndpoint {
  /** `int32`, versions 1. */
  nodeId: number;
  /** `string`, versions 1. */
  host: string;
  /** `uint16`, versions 1. */
  port: number;
}

/** A NodeEndpoint with the protocol's defaults for every field that is not given. */
export function createNodeEndpoint(init: Partial<NodeEndpoint> = {}): NodeEndpoint {
  return {
    nodeId: init.nodeId ?? 0,
    host: init.host ?? '',
    port: init.port ?? 0,
  };
}

function writeNodeEndpoint(e: Encoder, m: NodeEndpoint): void {
  e.int32(m.nodeId);
  e.compactString(m.host);
  e.uint16(m.port);
  e.uvarint(0);
}

function readNodeEndpoint(d: Decoder): NodeEndpoint {
  const nodeId = d.int32();
  const host = d.compactString();
  const port = d.uint16();
  d.skipTaggedFields();
  return { nodeId, host, port };
}

/** The response of EndQuorumEpoch. Versions 0-1. */
export interface EndQuorumEpochResponse {
  /** `int16`, versions 0-1. */
  errorCode: number;
  /** `[]TopicData`, versions 0-1. */
  topics: readonly EndQuorumEpochResponseTopicData[];
  /** `[]NodeEndpoint`, versions 1; tag 0. */
  nodeEndpoints: readonly NodeEndpoint[];
}

/** A EndQuorumEpochResponse with the protocol's defaults for every field that is not given. */
export function createEndQuorumEpochResponse(init: Partial<EndQuorumEpochResponse> = {}): EndQuorumEpochResponse {
  return {
    errorCode: init.errorCode ?? 0,
    topics: init.topics ?? [],
    nodeEndpoints: init.nodeEndpoints ?? [],
  };
}

/** Writes a EndQuorumEpochResponse in the given version. */
export function encodeEndQuorumEpochResponse(e: Encoder, m: EndQuorumEpochResponse, version: number): void {
  const flexible = version >= 1;
  if (version < 1 && m.nodeEndpoints.length > 0) throw cannotCarry('EndQuorumEpochResponse', 'nodeEndpoints', version);
  e.int16(m.errorCode);
  if (flexible) e.compactArrayLength(m.topics);
  else e.arrayLength(m.topics);
  for (const item of m.topics) writeEndQuorumEpochResponseTopicData(e, item, version);
  if (flexible) {
    if (m.nodeEndpoints.length > 0) {
      e.uvarint(1);
      const content = new Encoder(64);
      content.compactArrayLength(m.nodeEndpoints);
      for (const item of m.nodeEndpoints) writeNodeEndpoint(content, item);
      e.taggedField(0, content);
    } else {
      e.uvarint(0);
    }
  }
}

/** Reads a EndQuorumEpochResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeEndQuorumEpochResponse(d: Decoder, version: number): EndQuorumEpochResponse {
  const flexible = version >= 1;
  const errorCode = d.int16();
  const topicsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const topics = roomFor<EndQuorumEpochResponseTopicData>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readEndQuorumEpochResponseTopicData(d, version);
  let nodeEndpoints: NodeEndpoint[] = [];
  if (flexible) {
    for (let count = d.uvarint(); count > 0; count--) {
      const tag = d.uvarint();
      const size = d.uvarint();
      const end = d.pos + size;
      switch (tag) {
        case 0: {
          const length = d.compactArrayLength();
          nodeEndpoints = roomFor<NodeEndpoint>(length);
          for (let i = 0; i < length; i++) nodeEndpoints[i] = readNodeEndpoint(d);
          break;
        }
        default:
          d.raw(size);
      }
      d.expectTagEnd(end, 'EndQuorumEpochResponse', tag);
    }
  }
  return { errorCode, topics, nodeEndpoints };
}

/** EndQuorumEpoch: API key 54, versions 0-1. */
export const endQuorumEpochApi: Api<EndQuorumEpochRequest, EndQuorumEpochResponse> = {
  key: 54,
  name: 'EndQuorumEpoch',
  route: 'node',
  listeners: ['controller'],
  minVersion: 0,
  maxVersion: 1,
  maxStableVersion: 1,
  requestFlexibleFrom: 1,
  responseFlexibleFrom: 1,
  encodeRequest: encodeEndQuorumEpochRequest,
  decodeRequest: decodeEndQuorumEpochRequest,
  encodeResponse: encodeEndQuorumEpochResponse,
  decodeResponse: decodeEndQuorumEpochResponse,
};
