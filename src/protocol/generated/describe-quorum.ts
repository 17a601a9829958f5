// Generated from protocol-specs/describe-quorum.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry, roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of DescribeQuorumRequest. Versions 0-2. */
export interface DescribeQuorumRequestPartitionData {
  /** `int32`, versions 0-2. */
  partitionIndex: number;
}

/** A DescribeQuorumRequestPartitionData with the protocol's defaults for every field that is not given. */
export function createDescribeQuorumRequestPartitionData(
  init: Partial<DescribeQuorumRequestPartitionData> = {},
): DescribeQuorumRequestPartitionData {
  return {
    partitionIndex: init.partitionIndex ?? 0,
  };
}

function writeDescribeQuorumRequestPartitionData(e: Encoder, m: DescribeQuorumRequestPartitionData): void {
  e.int32(m.partitionIndex);
  e.uvarint(0);
}

function readDescribeQuorumRequestPartitionData(d: Decoder): DescribeQuorumRequestPartitionData {
  const partitionIndex = d.int32();
  d.skipTaggedFields();
  return { partitionIndex };
}

/** Part of DescribeQuorumRequest. Versions 0-2. */
export interface DescribeQuorumRequestTopicData {
  /** `string`, versions 0-2. */
  topicName: string;
  /** `[]PartitionData`, versions 0-2. */
  partitions: readonly DescribeQuorumRequestPartitionData[];
}

/** A DescribeQuorumRequestTopicData with the protocol's defaults for every field that is not given. */
export function createDescribeQuorumRequestTopicData(
  init: Partial<DescribeQuorumRequestTopicData> = {},
): DescribeQuorumRequestTopicData {
  return {
    topicName: init.topicName ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeDescribeQuorumRequestTopicData(e: Encoder, m: DescribeQuorumRequestTopicData): void {
  e.compactString(m.topicName);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writeDescribeQuorumRequestPartitionData(e, item);
  e.uvarint(0);
}

function readDescribeQuorumRequestTopicData(d: Decoder): DescribeQuorumRequestTopicData {
  const topicName = d.compactString();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<DescribeQuorumRequestPartitionData>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readDescribeQuorumRequestPartitionData(d);
  d.skipTaggedFields();
  return { topicName, partitions };
}

/** The request of DescribeQuorum. Versions 0-2. */
export interface DescribeQuorumRequest {
  /** `[]TopicData`, versions 0-2. */
  topics: readonly DescribeQuorumRequestTopicData[];
}

/** A DescribeQuorumRequest with the protocol's defaults for every field that is not given. */
export function createDescribeQuorumRequest(init: Partial<DescribeQuorumRequest> = {}): DescribeQuorumRequest {
  return {
    topics: init.topics ?? [],
  };
}

/** Writes a DescribeQuorumRequest in the given version. */
export function encodeDescribeQuorumRequest(e: Encoder, m: DescribeQuorumRequest, _version: number): void {
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeDescribeQuorumRequestTopicData(e, item);
  e.uvarint(0);
}

/** Reads a DescribeQuorumRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDescribeQuorumRequest(d: Decoder, _version: number): DescribeQuorumRequest {
  const topicsLength = d.compactArrayLength();
  const topics = roomFor<DescribeQuorumRequestTopicData>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readDescribeQuorumRequestTopicData(d);
  d.skipTaggedFields();
  return { topics };
}

/** Part of DescribeQuorumResponse. Versions 0-2. */
export interface ReplicaState {
  /** `int32`, versions 0-2. */
  replicaId: number;
  /** `uuid`, versions 2. */
  replicaDirectoryId: string;
  /** `int64`, versions 0-2. */
  logEndOffset: number;
  /** `int64`, versions 1-2; default -1. */
  lastFetchTimestamp: number;
  /** `int64`, versions 1-2; default -1. */
  lastCaughtUpTimestamp: number;
}

/** A ReplicaState with the protocol's defaults for every field that is not given. */
export function createReplicaState(init: Partial<ReplicaState> = {}): ReplicaState {
  return {
    replicaId: init.replicaId ?? 0,
    replicaDirectoryId: init.replicaDirectoryId ?? ZERO_UUID,
    logEndOffset: init.logEndOffset ?? 0,
    lastFetchTimestamp: init.lastFetchTimestamp ?? -1,
    lastCaughtUpTimestamp: init.lastCaughtUpTimestamp ?? -1,
  };
}

function writeReplicaState(e: Encoder, m: ReplicaState, version: number): void {
  if (version < 2 && m.replicaDirectoryId !== ZERO_UUID)
    throw cannotCarry('ReplicaState', 'replicaDirectoryId', version);
  e.int32(m.replicaId);
  if (version >= 2) e.uuid(m.replicaDirectoryId);
  e.int64(m.logEndOffset);
  if (version >= 1) {
    e.int64(m.lastFetchTimestamp);
    e.int64(m.lastCaughtUpTimestamp);
  }
  e.uvarint(0);
}

function readReplicaState(d: Decoder, version: number): ReplicaState {
  const replicaId = d.int32();
  const replicaDirectoryId = version >= 2 ? d.uuid() : ZERO_UUID;
  const logEndOffset = d.int64();
  const lastFetchTimestamp = version >= 1 ? d.int64() : -1;
  const lastCaughtUpTimestamp = version >= 1 ? d.int64() : -1;
  d.skipTaggedFields();
  return { replicaId, replicaDirectoryId, logEndOffset, lastFetchTimestamp, lastCaughtUpTimestamp };
}

/** Part of DescribeQuorumResponse. Versions 0-2. */
export interface DescribeQuorumResponsePartitionData {
  /** `int32`, versions 0-2. */
  partitionIndex: number;
  /** `int16`, versions 0-2. */
  errorCode: number;
  /** `string`, versions 2; null from 2+. */
  errorMessage: string | null;
  /** `int32`, versions 0-2. */
  leaderId: number;
  /** `int32`, versions 0-2. */
  leaderEpoch: number;
  /** `int64`, versions 0-2. */
  highWatermark: number;
  /** `[]ReplicaState`, versions 0-2. */
  currentVoters: readonly ReplicaState[];
  /** `[]ReplicaState`, versions 0-2. */
  observers: readonly ReplicaState[];
}

/** A DescribeQuorumResponsePartitionData with the protocol's defaults for every field that is not given. */
export function createDescribeQuorumResponsePartitionData(
  init: Partial<DescribeQuorumResponsePartitionData> = {},
): DescribeQuorumResponsePartitionData {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? '' : init.errorMessage,
    leaderId: init.leaderId ?? 0,
    leaderEpoch: init.leaderEpoch ?? 0,
    highWatermark: init.highWatermark ?? 0,
    currentVoters: init.currentVoters ?? [],
    observers: init.observers ?? [],
  };
}

function writeDescribeQuorumResponsePartitionData(
  e: Encoder,
  m: DescribeQuorumResponsePartitionData,
  version: number,
): void {
  e.int32(m.partitionIndex);
  e.int16(m.errorCode);
  if (version >= 2) e.compactNullableString(m.errorMessage);
  e.int32(m.leaderId);
  e.int32(m.leaderEpoch);
  e.int64(m.highWatermark);
  e.compactArrayLength(m.currentVoters);
  for (const item of m.currentVoters) writeReplicaState(e, item, version);
  e.compactArrayLength(m.observers);
  for (const item of m.observers) writeReplicaState(e, item, version);
  e.uvarint(0);
}

function readDescribeQuorumResponsePartitionData(d: Decoder, version: number): DescribeQuorumResponsePartitionData {
  const partitionIndex = d.int32();
  const errorCode = d.int16();
  const errorMessage = version >= 2 ? d.compactNullableString() : '';
  const leaderId = d.int32();
  const leaderEpoch = d.int32();
  const highWatermark = d.int64();
  const currentVotersLength = d.compactArrayLength();
  const currentVoters = roomFor<ReplicaState>(currentVotersLength);
  for (let i = 0; i < currentVotersLength; i++) currentVoters[i] = readReplicaState(d, version);
  const observersLength = d.compactArrayLength();
  const observers = roomFor<ReplicaState>(observersLength);
  for (let i = 0; i < observersLength; i++) observers[i] = readReplicaState(d, version);
  d.skipTaggedFields();
  return { partitionIndex, errorCode, errorMessage, leaderId, leaderEpoch, highWatermark, currentVoters, observers };
}

/** Part of DescribeQuorumResponse. Versions 0-2. */
export interface DescribeQuorumResponseTopicData {
  /** `string`, versions 0-2. */
  topicName: string;
  /** `[]PartitionData`, versions 0-2. */
  partitions: readonly DescribeQuorumResponsePartitionData[];
}

/** A DescribeQuorumResponseTopicData with the protocol's defaults for every field that is not given. */
export function createDescribeQuorumResponseTopicData(
  init: Partial<DescribeQuorumResponseTopicData> = {},
): DescribeQuorumResponseTopicData {
  return {
    topicName: init.topicName ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeDescribeQuorumResponseTopicData(e: Encoder, m: DescribeQuorumResponseTopicData, version: number): void {
  e.compactString(m.topicName);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writeDescribeQuorumResponsePartitionData(e, item, version);
  e.uvarint(0);
}

function readDescribeQuorumResponseTopicData(d: Decoder, version: number): DescribeQuorumResponseTopicData {
  const topicName = d.compactString();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<DescribeQuorumResponsePartitionData>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readDescribeQuorumResponsePartitionData(d, version);
  d.skipTaggedFields();
  return { topicName, partitions };
}

/** Part of DescribeQuorumResponse. Versions 2. */
export interface Listener {
  /** `string`, versions 2. */
  name: string;
  /** `string`, versions 2. */
  host: string;
  /** `uint16`, versions 2. */
  port: number;
}

/** A Listener with the protocol's defaults for every field that is not given. */
export function createListener(init: Partial<Listener> = {}): Listener {
  return {
    name: init.name ?? '',
    host: init.host ?? '',
    port: init.port ?? 0,
  };
}

function writeListener(e: Encoder, m: Listener): void {
  e.compactString(m.name);
  e.compactString(m.host);
  e.uint16(m.port);
  e.uvarint(0);
}

function readListener(d: Decoder): Listener {
  const name = d.compactString();
  const host = d.compactString();
  const port = d.uint16();
  d.skipTaggedFields();
  return { name, host, port };
}

/** Part of DescribeQuorumResponse. Versions 2. */
export interface Node {
  /** `int32`, versions 2. */
  nodeId: number;
  /** `[]Listener`, versions 2. */
  listeners: readonly Listener[];
}

/** A Node with the protocol's defaults for every field that is not given. */
export function createNode(init: Partial<Node> = {}): Node {
  return {
    nodeId: init.nodeId ?? 0,
    listeners: init.listeners ?? [],
  };
}

function writeNode(e: Encoder, m: Node): void {
  e.int32(m.nodeId);
  e.compactArrayLength(m.listeners);
  for (const item of m.listeners) writeListener(e, item);
  e.uvarint(0);
}

function readNode(d: Decoder): Node {
  const nodeId = d.int32();
  const listenersLength = d.compactArrayLength();
  const listeners = roomFor<Listener>(listenersLength);
  for (let i = 0; i < listenersLength; i++) listeners[i] = readListener(d);
  d.skipTaggedFields();
  return { nodeId, listeners };
}

/** The response of DescribeQuorum. Versions 0-2. */
export interface DescribeQuorumResponse {
  /** `int16`, versions 0-2. */
  errorCode: number;
  /** `string`, versions 2; null from 2+. */
  errorMessage: string | null;
  /** `[]TopicData`, versions 0-2. */
  topics: readonly DescribeQuorumResponseTopicData[];
  /** `[]Node`, versions 2. */
  nodes: readonly Node[];
}

/** A DescribeQuorumResponse with the protocol's defaults for every field that is not given. */
export function createDescribeQuorumResponse(init: Partial<DescribeQuorumResponse> = {}): DescribeQuorumResponse {
  return {
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? '' : init.errorMessage,
    topics: init.topics ?? [],
    nodes: init.nodes ?? [],
  };
}

/** Writes a DescribeQuorumResponse in the given version. */
export function encodeDescribeQuorumResponse(e: Encoder, m: DescribeQuorumResponse, version: number): void {
  if (version < 2 && m.nodes.length > 0) throw cannotCarry('DescribeQuorumResponse', 'nodes', version);
  e.int16(m.errorCode);
  if (version >= 2) e.compactNullableString(m.errorMessage);
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeDescribeQuorumResponseTopicData(e, item, version);
  if (version >= 2) {
    e.compactArrayLength(m.nodes);
    for (const item of m.nodes) writeNode(e, item);
  }
  e.uvarint(0);
}

/** Reads a DescribeQuorumResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDescribeQuorumResponse(d: Decoder, version: number): DescribeQuorumResponse {
  const errorCode = d.int16();
  const errorMessage = version >= 2 ? d.compactNullableString() : '';
  const topicsLength = d.compactArrayLength();
  const topics = roomFor<DescribeQuorumResponseTopicData>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readDescribeQuorumResponseTopicData(d, version);
  const nodesLength = version >= 2 ? d.compactArrayLength() : 0;
  const nodes = roomFor<Node>(nodesLength);
  for (let i = 0; i < nodesLength; i++) nodes[i] = readNode(d);
  d.skipTaggedFields();
  return { errorCode, errorMessage, topics, nodes };
}

/** DescribeQuorum: API key 55, versions 0-2. */
export const describeQuorumApi: Api<DescribeQuorumRequest, DescribeQuorumResponse> = {
  key: 55,
  name: 'DescribeQuorum',
  route: 'controller',
  listeners: ['broker', 'controller'],
  minVersion: 0,
  maxVersion: 2,
  maxStableVersion: 2,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeDescribeQuorumRequest,
  decodeRequest: decodeDescribeQuorumRequest,
  encodeResponse: encodeDescribeQuorumResponse,
  decodeResponse: decodeDescribeQuorumResponse,
};
