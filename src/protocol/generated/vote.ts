// Generated from protocol-specs/vote.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { Encoder } from '../../wire/encoder.ts';
import { cannotCarry, roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of VoteRequest. Versions 0-2. */
export interface VoteRequestPartitionData {
  /** `int32`, versions 0-2. */
  partitionIndex: number;
  /** `int32`, versions 0-2. */
  replicaEpoch: number;
  /** `int32`, versions 0-2. */
  replicaId: number;
  /** `uuid`, versions 1-2. */
  replicaDirectoryId: string;
  /** `uuid`, versions 1-2. */
  voterDirectoryId: string;
  /** `int32`, versions 0-2. */
  lastOffsetEpoch: number;
  /** `int64`, versions 0-2. */
  lastOffset: number;
  /** `bool`, versions 2. */
  preVote: boolean;
}

/** A VoteRequestPartitionData with the protocol's defaults for every field that is not given. */
export function createVoteRequestPartitionData(init: Partial<VoteRequestPartitionData> = {}): VoteRequestPartitionData {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    replicaEpoch: init.replicaEpoch ?? 0,
    replicaId: init.replicaId ?? 0,
    replicaDirectoryId: init.replicaDirectoryId ?? ZERO_UUID,
    voterDirectoryId: init.voterDirectoryId ?? ZERO_UUID,
    lastOffsetEpoch: init.lastOffsetEpoch ?? 0,
    lastOffset: init.lastOffset ?? 0,
    preVote: init.preVote ?? false,
  };
}

function writeVoteRequestPartitionData(e: Encoder, m: VoteRequestPartitionData, version: number): void {
  if (version < 2 && m.preVote) throw cannotCarry('VoteRequestPartitionData', 'preVote', version);
  e.int32(m.partitionIndex);
  e.int32(m.replicaEpoch);
  e.int32(m.replicaId);
  if (version >= 1) {
    e.uuid(m.replicaDirectoryId);
    e.uuid(m.voterDirectoryId);
  }
  e.int32(m.lastOffsetEpoch);
  e.int64(m.lastOffset);
  if (version >= 2) e.bool(m.preVote);
  e.uvarint(0);
}

function readVoteRequestPartitionData(d: Decoder, version: number): VoteRequestPartitionData {
  const partitionIndex = d.int32();
  const replicaEpoch = d.int32();
  const replicaId = d.int32();
  const replicaDirectoryId = version >= 1 ? d.uuid() : ZERO_UUID;
  const voterDirectoryId = version >= 1 ? d.uuid() : ZERO_UUID;
  const lastOffsetEpoch = d.int32();
  const lastOffset = d.int64();
  const preVote = version >= 2 ? d.bool() : false;
  d.skipTaggedFields();
  return {
    partitionIndex,
    replicaEpoch,
    replicaId,
    replicaDirectoryId,
    voterDirectoryId,
    lastOffsetEpoch,
    lastOffset,
    preVote,
  };
}

/** Part of VoteRequest. Versions 0-2. */
export interface VoteRequestTopicData {
  /** `string`, versions 0-2. */
  topicName: string;
  /** `[]PartitionData`, versions 0-2. */
  partitions: readonly VoteRequestPartitionData[];
}

/** A VoteRequestTopicData with the protocol's defaults for every field that is not given. */
export function createVoteRequestTopicData(init: Partial<VoteRequestTopicData> = {}): VoteRequestTopicData {
  return {
    topicName: init.topicName ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeVoteRequestTopicData(e: Encoder, m: VoteRequestTopicData, version: number): void {
  e.compactString(m.topicName);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writeVoteRequestPartitionData(e, item, version);
  e.uvarint(0);
}

function readVoteRequestTopicData(d: Decoder, version: number): VoteRequestTopicData {
  const topicName = d.compactString();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<VoteRequestPartitionData>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readVoteRequestPartitionData(d, version);
  d.skipTaggedFields();
  return { topicName, partitions };
}

/** The request of Vote. Versions 0-2. */
export interface VoteRequest {
  /** `string`, versions 0-2; null from 0+; default null. */
  clusterId: string | null;
  /** `int32`, versions 1-2; default -1. */
  voterId: number;
  /** `[]TopicData`, versions 0-2. */
  topics: readonly VoteRequestTopicData[];
}

/** A VoteRequest with the protocol's defaults for every field that is not given. */
export function createVoteRequest(init: Partial<VoteRequest> = {}): VoteRequest {
  return {
    clusterId: init.clusterId === undefined ? null : init.clusterId,
    voterId: init.voterId ?? -1,
    topics: init.topics ?? [],
  };
}

/** Writes a VoteRequest in the given version. */
export function encodeVoteRequest(e: Encoder, m: VoteRequest, version: number): void {
  e.compactNullableString(m.clusterId);
  if (version >= 1) e.int32(m.voterId);
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeVoteRequestTopicData(e, item, version);
  e.uvarint(0);
}

/** Reads a VoteRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeVoteRequest(d: Decoder, version: number): VoteRequest {
  const clusterId = d.compactNullableString();
  const voterId = version >= 1 ? d.int32() : -1;
  const topicsLength = d.compactArrayLength();
  const topics = roomFor<VoteRequestTopicData>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readVoteRequestTopicData(d, version);
  d.skipTaggedFields();
  return { clusterId, voterId, topics };
}

/** Part of VoteResponse. Versions 0-2. */
export interface VoteResponsePartitionData {
  /** `int32`, versions 0-2. */
  partitionIndex: number;
  /** `int16`, versions 0-2. */
  errorCode: number;
  /** `int32`, versions 0-2. */
  leaderId: number;
  /** `int32`, versions 0-2. */
  leaderEpoch: number;
  /** `bool`, versions 0-2. */
  voteGranted: boolean;
}

/** A VoteResponsePartitionData with the protocol's defaults for every field that is not given. */
export function createVoteResponsePartitionData(
  init: Partial<VoteResponsePartitionData> = {},
): VoteResponsePartitionData {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    errorCode: init.errorCode ?? 0,
    leaderId: init.leaderId ?? 0,
    leaderEpoch: init.leaderEpoch ?? 0,
    voteGranted: init.voteGranted ?? false,
  };
}

function writeVoteResponsePartitionData(e: Encoder, m: VoteResponsePartitionData): void {
  e.int32(m.partitionIndex);
  e.int16(m.errorCode);
  e.int32(m.leaderId);
  e.int32(m.leaderEpoch);
  e.bool(m.voteGranted);
  e.uvarint(0);
}

function readVoteResponsePartitionData(d: Decoder): VoteResponsePartitionData {
  const partitionIndex = d.int32();
  const errorCode = d.int16();
  const leaderId = d.int32();
  const leaderEpoch = d.int32();
  const voteGranted = d.bool();
  d.skipTaggedFields();
  return { partitionIndex, errorCode, leaderId, leaderEpoch, voteGranted };
}

/** Part of VoteResponse. Versions 0-2. */
export interface VoteResponseTopicData {
  /** `string`, versions 0-2. */
  topicName: string;
  /** `[]PartitionData`, versions 0-2. */
  partitions: readonly VoteResponsePartitionData[];
}

/** A VoteResponseTopicData with the protocol's defaults for every field that is not given. */
export function createVoteResponseTopicData(init: Partial<VoteResponseTopicData> = {}): VoteResponseTopicData {
  return {
    topicName: init.topicName ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeVoteResponseTopicData(e: Encoder, m: VoteResponseTopicData): void {
  e.compactString(m.topicName);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writeVoteResponsePartitionData(e, item);
  e.uvarint(0);
}

function readVoteResponseTopicData(d: Decoder): VoteResponseTopicData {
  const topicName = d.compactString();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<VoteResponsePartitionData>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readVoteResponsePartitionData(d);
  d.skipTaggedFields();
  return { topicName, partitions };
}

/** Part of VoteResponse. Versions 1-2. */
export interface NodeEndpoint {
  /** `int32`, versions 1-2. */
  nodeId: number;
  /** `string`, versions 1-2. */
  host: string;
  /** `uint16`, versions 1-2. */
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

/** The response of Vote. Versions 0-2. */
export interface VoteResponse {
  /** `int16`, versions 0-2. */
  errorCode: number;
  /** `[]TopicData`, versions 0-2. */
  topics: readonly VoteResponseTopicData[];
  /** `[]NodeEndpoint`, versions 1-2; tag 0. */
  nodeEndpoints: readonly NodeEndpoint[];
}

/** A VoteResponse with the protocol's defaults for every field that is not given. */
export function createVoteResponse(init: Partial<VoteResponse> = {}): VoteResponse {
  return {
    errorCode: init.errorCode ?? 0,
    topics: init.topics ?? [],
    nodeEndpoints: init.nodeEndpoints ?? [],
  };
}

/** Writes a VoteResponse in the given version. */
export function encodeVoteResponse(e: Encoder, m: VoteResponse, version: number): void {
  if (version < 1 && m.nodeEndpoints.length > 0) throw cannotCarry('VoteResponse', 'nodeEndpoints', version);
  e.int16(m.errorCode);
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeVoteResponseTopicData(e, item);
  if (version >= 1 && m.nodeEndpoints.length > 0) {
    e.uvarint(1);
    const content = new Encoder(64);
    content.compactArrayLength(m.nodeEndpoints);
    for (const item of m.nodeEndpoints) writeNodeEndpoint(content, item);
    e.taggedField(0, content);
  } else {
    e.uvarint(0);
  }
}

/** Reads a VoteResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeVoteResponse(d: Decoder, version: number): VoteResponse {
  const errorCode = d.int16();
  const topicsLength = d.compactArrayLength();
  const topics = roomFor<VoteResponseTopicData>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readVoteResponseTopicData(d);
  let nodeEndpoints: NodeEndpoint[] = [];
  for (let count = d.uvarint(); count > 0; count--) {
    const tag = d.uvarint();
    const size = d.uvarint();
    const end = d.pos + size;
    switch (tag) {
      case 0: {
        if (version < 1) d.refuseTag('VoteResponse', tag, version);
        const length = d.compactArrayLength();
        nodeEndpoints = roomFor<NodeEndpoint>(length);
        for (let i = 0; i < length; i++) nodeEndpoints[i] = readNodeEndpoint(d);
        break;
      }
      default:
        d.raw(size);
    }
    d.expectTagEnd(end, 'VoteResponse', tag);
  }
  return { errorCode, topics, nodeEndpoints };
}

/** Vote: API key 52, versions 0-2. */
export const voteApi: Api<VoteRequest, VoteResponse> = {
  key: 52,
  name: 'Vote',
  route: 'node',
  listeners: ['controller'],
  minVersion: 0,
  maxVersion: 2,
  maxStableVersion: 2,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeVoteRequest,
  decodeRequest: decodeVoteRequest,
  encodeResponse: encodeVoteResponse,
  decodeResponse: decodeVoteResponse,
};
