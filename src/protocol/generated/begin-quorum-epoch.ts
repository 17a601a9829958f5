// Generated from protocol-specs/begin-quorum-epoch.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { Encoder } from '../../wire/encoder.ts';
import { cannotCarry, roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of BeginQuorumEpochRequest. Versions 0-1. */
export interface BeginQuorumEpochRequestPartitionData {
  /** `int32`, versions 0-1. */
  partitionIndex: number;
  /** `uuid`, versions 1. */
  voterDirectoryId: string;
  /** `int32`, versions 0-1. */
  leaderId: number;
  /** `int32`, versions 0-1. */
  leaderEpoch: number;
}

/** A BeginQuorumEpochRequestPartitionData with the protocol's defaults for every field that is not given. */
export function createBeginQuorumEpochRequestPartitionData(
  init: Partial<BeginQuorumEpochRequestPartitionData> = {},
): BeginQuorumEpochRequestPartitionData {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    voterDirectoryId: init.voterDirectoryId ?? ZERO_UUID,
    leaderId: init.leaderId ?? 0,
    leaderEpoch: init.leaderEpoch ?? 0,
  };
}

function writeBeginQuorumEpochRequestPartitionData(
  e: Encoder,
  m: BeginQuorumEpochRequestPartitionData,
  version: number,
): void {
  const flexible = version >= 1;
  e.int32(m.partitionIndex);
  if (version >= 1) e.uuid(m.voterDirectoryId);
  e.int32(m.leaderId);
  e.int32(m.leaderEpoch);
  if (flexible) e.uvarint(0);
}

function readBeginQuorumEpochRequestPartitionData(d: Decoder, version: number): BeginQuorumEpochRequestPartitionData {
  const flexible = version >= 1;
  const partitionIndex = d.int32();
  const voterDirectoryId = version >= 1 ? d.uuid() : ZERO_UUID;
  const leaderId = d.int32();
  const leaderEpoch = d.int32();
  if (flexible) d.skipTaggedFields();
  return { partitionIndex, voterDirectoryId, leaderId, leaderEpoch };
}

/** Part of BeginQuorumEpochRequest. Versions 0-1. */
export interface BeginQuorumEpochRequestTopicData {
  /** `string`, versions 0-1. */
  topicName: string;
  /** `[]PartitionData`, versions 0-1. */
  partitions: readonly BeginQuorumEpochRequestPartitionData[];
}

/** A BeginQuorumEpochRequestTopicData with the protocol's defaults for every field that is not given. */
export function createBeginQuorumEpochRequestTopicData(
  init: Partial<BeginQuorumEpochRequestTopicData> = {},
): BeginQuorumEpochRequestTopicData {
  return {
    topicName: init.topicName ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeBeginQuorumEpochRequestTopicData(e: Encoder, m: BeginQuorumEpochRequestTopicData, version: number): void {
  const flexible = version >= 1;
  if (flexible) e.compactString(m.topicName);
  else e.string(m.topicName);
  if (flexible) e.compactArrayLength(m.partitions);
  else e.arrayLength(m.partitions);
  for (const item of m.partitions) writeBeginQuorumEpochRequestPartitionData(e, item, version);
  if (flexible) e.uvarint(0);
}

function readBeginQuorumEpochRequestTopicData(d: Decoder, version: number): BeginQuorumEpochRequestTopicData {
  const flexible = version >= 1;
  const topicName = flexible ? d.compactString() : d.string();
  const partitionsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const partitions = roomFor<BeginQuorumEpochRequestPartitionData>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readBeginQuorumEpochRequestPartitionData(d, version);
  if (flexible) d.skipTaggedFields();
  return { topicName, partitions };
}

/** Part of BeginQuorumEpochRequest. Versions 1. */
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

/** The request of BeginQuorumEpoch. Versions 0-1. */
export interface BeginQuorumEpochRequest {
  /** `string`, versions 0-1; null from 0+; default null. */
  clusterId: string | null;
  /** `int32`, versions 1; default -1. */
  voterId: number;
  /** `[]TopicData`, versions 0-1. */
  topics: readonly BeginQuorumEpochRequestTopicData[];
  /** `[]LeaderEndpoint`, versions 1. */
  leaderEndpoints: readonly LeaderEndpoint[];
}

/** A BeginQuorumEpochRequest with the protocol's defaults for every field that is not given. */
export function createBeginQuorumEpochRequest(init: Partial<BeginQuorumEpochRequest> = {}): BeginQuorumEpochRequest {
  return {
    clusterId: init.clusterId === undefined ? null : init.clusterId,
    voterId: init.voterId ?? -1,
    topics: init.topics ?? [],
    leaderEndpoints: init.leaderEndpoints ?? [],
  };
}

/** Writes a BeginQuorumEpochRequest in the given version. */
export function encodeBeginQuorumEpochRequest(e: Encoder, m: BeginQuorumEpochRequest, version: number): void {
  const flexible = version >= 1;
  if (flexible) e.compactNullableString(m.clusterId);
  else e.nullableString(m.clusterId);
  if (version >= 1) e.int32(m.voterId);
  if (flexible) e.compactArrayLength(m.topics);
  else e.arrayLength(m.topics);
  for (const item of m.topics) writeBeginQuorumEpochRequestTopicData(e, item, version);
  if (version >= 1) {
    if (flexible) e.compactArrayLength(m.leaderEndpoints);
    else e.arrayLength(m.leaderEndpoints);
    for (const item of m.leaderEndpoints) writeLeaderEndpoint(e, item);
  }
  if (flexible) e.uvarint(0);
}

/** Reads a BeginQuorumEpochRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeBeginQuorumEpochRequest(d: Decoder, version: number): BeginQuorumEpochRequest {
  const flexible = version >= 1;
  const clusterId = flexible ? d.compactNullableString() : d.nullableString();
  const voterId = version >= 1 ? d.int32() : -1;
  const topicsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const topics = roomFor<BeginQuorumEpochRequestTopicData>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readBeginQuorumEpochRequestTopicData(d, version);
  const leaderEndpointsLength = version >= 1 ? (flexible ? d.compactArrayLength() : d.arrayLength()) : 0;
  const leaderEndpoints = roomFor<LeaderEndpoint>(leaderEndpointsLength);
  for (let i = 0; i < leaderEndpointsLength; i++) leaderEndpoints[i] = readLeaderEndpoint(d);
  if (flexible) d.skipTaggedFields();
  return { clusterId, voterId, topics, leaderEndpoints };
}

/** Part of BeginQuorumEpochResponse. Versions 0-1. */
export interface BeginQuorumEpochResponsePartitionData {
  /** `int32`, versions 0-1. */
  partitionIndex: number;
  /** `int16`, versions 0-1. */
  errorCode: number;
  /** `int32`, versions 0-1. */
  leaderId: number;
  /** `int32`, versions 0-1. */
  leaderEpoch: number;
}

/** A BeginQuorumEpochResponsePartitionData with the protocol's defaults for every field that is not given. */
export function createBeginQuorumEpochResponsePartitionData(
  init: Partial<BeginQuorumEpochResponsePartitionData> = {},
): BeginQuorumEpochResponsePartitionData {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    errorCode: init.errorCode ?? 0,
    leaderId: init.leaderId ?? 0,
    leaderEpoch: init.leaderEpoch ?? 0,
  };
}

function writeBeginQuorumEpochResponsePartitionData(
  e: Encoder,
  m: BeginQuorumEpochResponsePartitionData,
  version: number,
): void {
  const flexible = version >= 1;
  e.int32(m.partitionIndex);
  e.int16(m.errorCode);
  e.int32(m.leaderId);
  e.int32(m.leaderEpoch);
  if (flexible) e.uvarint(0);
}

function readBeginQuorumEpochResponsePartitionData(d: Decoder, version: number): BeginQuorumEpochResponsePartitionData {
  const flexible = version >= 1;
  const partitionIndex = d.int32();
  const errorCode = d.int16();
  const leaderId = d.int32();
  const leaderEpoch = d.int32();
  if (flexible) d.skipTaggedFields();
  return { partitionIndex, errorCode, leaderId, leaderEpoch };
}

/** Part of BeginQuorumEpochResponse. Versions 0-1. */
export interface BeginQuorumEpochResponseTopicData {
  /** `string`, versions 0-1. */
  topicName: string;
  /** `[]PartitionData`, versions 0-1. */
  partitions: readonly BeginQuorumEpochResponsePartitionData[];
}

/** A BeginQuorumEpochResponseTopicData with the protocol's defaults for every field that is not given. */
export function createBeginQuorumEpochResponseTopicData(
  init: Partial<BeginQuorumEpochResponseTopicData> = {},
): BeginQuorumEpochResponseTopicData {
  return {
    topicName: init.topicName ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeBeginQuorumEpochResponseTopicData(
  e: Encoder,
  m: BeginQuorumEpochResponseTopicData,
  version: number,
): void {
  const flexible = version >= 1;
  if (flexible) e.compactString(m.topicName);
  else e.string(m.topicName);
  if (flexible) e.compactArrayLength(m.partitions);
  else e.arrayLength(m.partitions);
  for (const item of m.partitions) writeBeginQuorumEpochResponsePartitionData(e, item, version);
  if (flexible) e.uvarint(0);
}

function readBeginQuorumEpochResponseTopicData(d: Decoder, version: number): BeginQuorumEpochResponseTopicData {
  const flexible = version >= 1;
  const topicName = flexible ? d.compactString() : d.string();
  const partitionsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const partitions = roomFor<BeginQuorumEpochResponsePartitionData>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readBeginQuorumEpochResponsePartitionData(d, version);
  if (flexible) d.skipTaggedFields();
  return { topicName, partitions };
}

/** Part of BeginQuorumEpochResponse. Versions 1. */
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

/** The response of BeginQuorumEpoch. Versions 0-1. */
export interface BeginQuorumEpochResponse {
  /** `int16`, versions 0-1. */
  errorCode: number;
  /** `[]TopicData`, versions 0-1. */
  topics: readonly BeginQuorumEpochResponseTopicData[];
  /** `[]NodeEndpoint`, versions 1; tag 0. */
  nodeEndpoints: readonly NodeEndpoint[];
}

/** A BeginQuorumEpochResponse with the protocol's defaults for every field that is not given. */
export function createBeginQuorumEpochResponse(init: Partial<BeginQuorumEpochResponse> = {}): BeginQuorumEpochResponse {
  return {
    errorCode: init.errorCode ?? 0,
    topics: init.topics ?? [],
    nodeEndpoints: init.nodeEndpoints ?? [],
  };
}

/** Writes a BeginQuorumEpochResponse in the given version. */
export function encodeBeginQuorumEpochResponse(e: Encoder, m: BeginQuorumEpochResponse, version: number): void {
  const flexible = version >= 1;
  if (version < 1 && m.nodeEndpoints.length > 0)
    throw cannotCarry('BeginQuorumEpochResponse', 'nodeEndpoints', version);
  e.int16(m.errorCode);
  if (flexible) e.compactArrayLength(m.topics);
  else e.arrayLength(m.topics);
  for (const item of m.topics) writeBeginQuorumEpochResponseTopicData(e, item, version);
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

/** Reads a BeginQuorumEpochResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeBeginQuorumEpochResponse(d: Decoder, version: number): BeginQuorumEpochResponse {
  const flexible = version >= 1;
  const errorCode = d.int16();
  const topicsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const topics = roomFor<BeginQuorumEpochResponseTopicData>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readBeginQuorumEpochResponseTopicData(d, version);
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
      d.expectTagEnd(end, 'BeginQuorumEpochResponse', tag);
    }
  }
  return { errorCode, topics, nodeEndpoints };
}

/** BeginQuorumEpoch: API key 53, versions 0-1. */
export const beginQuorumEpochApi: Api<BeginQuorumEpochRequest, BeginQuorumEpochResponse> = {
  key: 53,
  name: 'BeginQuorumEpoch',
  route: 'node',
  listeners: ['controller'],
  minVersion: 0,
  maxVersion: 1,
  maxStableVersion: 1,
  requestFlexibleFrom: 1,
  responseFlexibleFrom: 1,
  encodeRequest: encodeBeginQuorumEpochRequest,
  decodeRequest: decodeBeginQuorumEpochRequest,
  encodeResponse: encodeBeginQuorumEpochResponse,
  decodeResponse: decodeBeginQuorumEpochResponse,
};
