// Generated from protocol-specs/describe-quorum.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import type { Api } from '../api.ts';
import { cannotCarry, roomFor, ZERO_UUID } from '../../wire/message-codec.ts';

/** Part of DescribeQuorumRequest. Versions 0-2. */
export interface DescribeQuorumRequestPartitionData {
  /** `int32`, versions 0-2. */
  partitionIndex: number;
}

/** A DescribeQuorumRequestPartitionData with the protocol's defaults for every field that is not given. */
export function createDescribeQuorumRequestPartitionData(init: Partial<DescribeQuorumRequestPartitionData> = {}): DescribeQuorumRequestPartitionData {
  return {
    partitionIndex: init.partitionIndex ?? 0,
  };
}

function writeDescribeQuorumRequestPartitionData(e: Encoder, m: DescribeQuorumRequestPartitionData, version: number): void {
  e.int32(m.partitionIndex);
  e.uvarint(0);
  void version;
}

function readDescribeQuorumRequestPartitionData(d: Decoder, version: number): DescribeQuorumRequestPartitionData {
  const partitionIndex: number = d.int32();
  d.skipTaggedFields();
  void version;
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
export function createDescribeQuorumRequestTopicData(init: Partial<DescribeQuorumRequestTopicData> = {}): DescribeQuorumRequestTopicData {
  return {
    topicName: init.topicName ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeDescribeQuorumRequestTopicData(e: Encoder, m: DescribeQuorumRequestTopicData, version: number): void {
  e.compactString(m.topicName);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writeDescribeQuorumRequestPartitionData(e, item, version);
  e.uvarint(0);
}

function readDescribeQuorumRequestTopicData(d: Decoder, version: number): DescribeQuorumRequestTopicData {
  const topicName: string = d.compactString();
  let partitions: readonly DescribeQuorumRequestPartitionData[] = [];
  const partitionsLength = d.compactArrayLength();
   {
    const items = roomFor<DescribeQuorumRequestPartitionData>(partitionsLength);
    for (let i = 0; i < partitionsLength; i++) items[i] = readDescribeQuorumRequestPartitionData(d, version);
    partitions = items;
  }
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
export function encodeDescribeQuorumRequest(e: Encoder, m: DescribeQuorumRequest, version: number): void {
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeDescribeQuorumRequestTopicData(e, item, version);
  e.uvarint(0);
}

/** Reads a DescribeQuorumRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDescribeQuorumRequest(d: Decoder, version: number): DescribeQuorumRequest {
  let topics: readonly DescribeQuorumRequestTopicData[] = [];
  const topicsLength = d.compactArrayLength();
   {
    const items = roomFor<DescribeQuorumRequestTopicData>(topicsLength);
    for (let i = 0; i < topicsLength; i++) items[i] = readDescribeQuorumRequestTopicData(d, version);
    topics = items;
  }
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
  e.int32(m.replicaId);
  if (version >= 2) {
    e.uuid(m.replicaDirectoryId);
  }
  if (!(version >= 2)) {
    if (!(m.replicaDirectoryId === ZERO_UUID)) throw cannotCarry('ReplicaState', 'replicaDirectoryId', version);
  }
  e.int64(m.logEndOffset);
  if (version >= 1) {
    e.int64(m.lastFetchTimestamp);
  }
  if (version >= 1) {
    e.int64(m.lastCaughtUpTimestamp);
  }
  e.uvarint(0);
}

function readReplicaState(d: Decoder, version: number): ReplicaState {
  const replicaId: number = d.int32();
  const replicaDirectoryId: string = version >= 2 ? d.uuid() : ZERO_UUID;
  const logEndOffset: number = d.int64();
  const lastFetchTimestamp: number = version >= 1 ? d.int64() : -1;
  const lastCaughtUpTimestamp: number = version >= 1 ? d.int64() : -1;
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
export function createDescribeQuorumResponsePartitionData(init: Partial<DescribeQuorumResponsePartitionData> = {}): DescribeQuorumResponsePartitionData {
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

function writeDescribeQuorumResponsePartitionData(e: Encoder, m: DescribeQuorumResponsePartitionData, version: number): void {
  e.int32(m.partitionIndex);
  e.int16(m.errorCode);
  if (version >= 2) {
    e.compactNullableString(m.errorMessage);
  }
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
  const partitionIndex: number = d.int32();
  const errorCode: number = d.int16();
  const errorMessage: string | null = version >= 2 ? d.compactNullableString() : '';
  const leaderId: number = d.int32();
  const leaderEpoch: number = d.int32();
  const highWatermark: number = d.int64();
  let currentVoters: readonly ReplicaState[] = [];
  const currentVotersLength = d.compactArrayLength();
   {
    const items = roomFor<ReplicaState>(currentVotersLength);
    for (let i = 0; i < currentVotersLength; i++) items[i] = readReplicaState(d, version);
    currentVoters = items;
  }
  let observers: readonly ReplicaState[] = [];
  const observersLength = d.compactArrayLength();
   {
    const items = roomFor<ReplicaState>(observersLength);
    for (let i = 0; i < observersLength; i++) items[i] = readReplicaState(d, version);
    observers = items;
  }
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
export function createDescribeQuorumResponseTopicData(init: Partial<DescribeQuorumResponseTopicData> = {}): DescribeQuorumResponseTopicData {
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
  const topicName: string = d.compactString();
  let partitions: readonly DescribeQuorumResponsePartitionData[] = [];
  const partitionsLength = d.compactArrayLength();
   {
    const items = roomFor<DescribeQuorumResponsePartitionData>(partitionsLength);
    for (let i = 0; i < partitionsLength; i++) items[i] = readDescribeQuorumResponsePartitionData(d, version);
    partitions = items;
  }
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

function writeListener(e: Encoder, m: Listener, version: number): void {
  e.compactString(m.name);
  e.compactString(m.host);
  e.uint16(m.port);
  e.uvarint(0);
  void version;
}

function readListener(d: Decoder, version: number): Listener {
  const name: string = d.compactString();
  const host: string = d.compactString();
  const port: number = d.uint16();
  d.skipTaggedFields();
  void version;
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

function writeNode(e: Encoder, m: Node, version: number): void {
  e.int32(m.nodeId);
  e.compactArrayLength(m.listeners);
  for (const item of m.listeners) writeListener(e, item, version);
  e.uvarint(0);
}

function readNode(d: Decoder, version: number): Node {
  const nodeId: number = d.int32();
  let listeners: readonly Listener[] = [];
  const listenersLength = d.compactArrayLength();
   {
    const items = roomFor<Listener>(listenersLength);
    for (let i = 0; i < listenersLength; i++) items[i] = readListener(d, version);
    listeners = items;
  }
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
  e.int16(m.errorCode);
  if (version >= 2) {
    e.compactNullableString(m.errorMessage);
  }
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeDescribeQuorumResponseTopicData(e, item, version);
  if (version >= 2) {
    e.compactArrayLength(m.nodes);
    for (const item of m.nodes) writeNode(e, item, version);
  }
  if (!(version >= 2)) {
    if (!(m.nodes.length === 0)) throw cannotCarry('DescribeQuorumResponse', 'nodes', version);
  }
  e.uvarint(0);
}

/** Reads a DescribeQuorumResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDescribeQuorumResponse(d: Decoder, version: number): DescribeQuorumResponse {
  const errorCode: number = d.int16();
  const errorMessage: string | null = version >= 2 ? d.compactNullableString() : '';
  let topics: readonly DescribeQuorumResponseTopicData[] = [];
  const topicsLength = d.compactArrayLength();
   {
    const items = roomFor<DescribeQuorumResponseTopicData>(topicsLength);
    for (let i = 0; i < topicsLength; i++) items[i] = readDescribeQuorumResponseTopicData(d, version);
    topics = items;
  }
  let nodes: readonly Node[] = [];
  if (version >= 2) {
    const nodesLength = d.compactArrayLength();
     {
      const items = roomFor<Node>(nodesLength);
      for (let i = 0; i < nodesLength; i++) items[i] = readNode(d, version);
      nodes = items;
    }
  }
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
