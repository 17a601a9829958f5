// Generated from protocol-specs/fetch-snapshot.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { Encoder, type RawRecords } from '../../wire/encoder.ts';
import { cannotCarry, EMPTY_BYTES, roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of FetchSnapshotRequest. Versions 0-1. */
export interface FetchSnapshotRequestSnapshotId {
  /** `int64`, versions 0-1. */
  endOffset: number;
  /** `int32`, versions 0-1. */
  epoch: number;
}

/** A FetchSnapshotRequestSnapshotId with the protocol's defaults for every field that is not given. */
export function createFetchSnapshotRequestSnapshotId(
  init: Partial<FetchSnapshotRequestSnapshotId> = {},
): FetchSnapshotRequestSnapshotId {
  return {
    endOffset: init.endOffset ?? 0,
    epoch: init.epoch ?? 0,
  };
}

function writeFetchSnapshotRequestSnapshotId(e: Encoder, m: FetchSnapshotRequestSnapshotId): void {
  e.int64(m.endOffset);
  e.int32(m.epoch);
  e.uvarint(0);
}

function readFetchSnapshotRequestSnapshotId(d: Decoder): FetchSnapshotRequestSnapshotId {
  const endOffset = d.int64();
  const epoch = d.int32();
  d.skipTaggedFields();
  return { endOffset, epoch };
}

/** Part of FetchSnapshotRequest. Versions 0-1. */
export interface FetchSnapshotRequestPartitionSnapshot {
  /** `int32`, versions 0-1. */
  partition: number;
  /** `int32`, versions 0-1. */
  currentLeaderEpoch: number;
  /** `SnapshotId`, versions 0-1. */
  snapshotId: FetchSnapshotRequestSnapshotId;
  /** `int64`, versions 0-1. */
  position: number;
  /** `uuid`, versions 1; tag 0. */
  replicaDirectoryId: string;
}

/** A FetchSnapshotRequestPartitionSnapshot with the protocol's defaults for every field that is not given. */
export function createFetchSnapshotRequestPartitionSnapshot(
  init: Partial<FetchSnapshotRequestPartitionSnapshot> = {},
): FetchSnapshotRequestPartitionSnapshot {
  return {
    partition: init.partition ?? 0,
    currentLeaderEpoch: init.currentLeaderEpoch ?? 0,
    snapshotId: init.snapshotId ?? createFetchSnapshotRequestSnapshotId(),
    position: init.position ?? 0,
    replicaDirectoryId: init.replicaDirectoryId ?? ZERO_UUID,
  };
}

function writeFetchSnapshotRequestPartitionSnapshot(
  e: Encoder,
  m: FetchSnapshotRequestPartitionSnapshot,
  version: number,
): void {
  e.int32(m.partition);
  e.int32(m.currentLeaderEpoch);
  writeFetchSnapshotRequestSnapshotId(e, m.snapshotId);
  e.int64(m.position);
  if (version >= 1 && m.replicaDirectoryId !== ZERO_UUID) {
    e.uvarint(1);
    const content = new Encoder(64);
    content.uuid(m.replicaDirectoryId);
    e.taggedField(0, content);
  } else {
    e.uvarint(0);
  }
}

function readFetchSnapshotRequestPartitionSnapshot(d: Decoder, version: number): FetchSnapshotRequestPartitionSnapshot {
  const partition = d.int32();
  const currentLeaderEpoch = d.int32();
  const snapshotId = readFetchSnapshotRequestSnapshotId(d);
  const position = d.int64();
  let replicaDirectoryId: string = ZERO_UUID;
  for (let count = d.uvarint(); count > 0; count--) {
    const tag = d.uvarint();
    const size = d.uvarint();
    const end = d.pos + size;
    switch (tag) {
      case 0: {
        if (version < 1) d.refuseTag('FetchSnapshotRequestPartitionSnapshot', tag, version);
        replicaDirectoryId = d.uuid();
        break;
      }
      default:
        d.raw(size);
    }
    d.expectTagEnd(end, 'FetchSnapshotRequestPartitionSnapshot', tag);
  }
  return { partition, currentLeaderEpoch, snapshotId, position, replicaDirectoryId };
}

/** Part of FetchSnapshotRequest. Versions 0-1. */
export interface FetchSnapshotRequestTopicSnapshot {
  /** `string`, versions 0-1. */
  name: string;
  /** `[]PartitionSnapshot`, versions 0-1. */
  partitions: readonly FetchSnapshotRequestPartitionSnapshot[];
}

/** A FetchSnapshotRequestTopicSnapshot with the protocol's defaults for every field that is not given. */
export function createFetchSnapshotRequestTopicSnapshot(
  init: Partial<FetchSnapshotRequestTopicSnapshot> = {},
): FetchSnapshotRequestTopicSnapshot {
  return {
    name: init.name ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeFetchSnapshotRequestTopicSnapshot(
  e: Encoder,
  m: FetchSnapshotRequestTopicSnapshot,
  version: number,
): void {
  e.compactString(m.name);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writeFetchSnapshotRequestPartitionSnapshot(e, item, version);
  e.uvarint(0);
}

function readFetchSnapshotRequestTopicSnapshot(d: Decoder, version: number): FetchSnapshotRequestTopicSnapshot {
  const name = d.compactString();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<FetchSnapshotRequestPartitionSnapshot>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readFetchSnapshotRequestPartitionSnapshot(d, version);
  d.skipTaggedFields();
  return { name, partitions };
}

/** The request of FetchSnapshot. Versions 0-1. */
export interface FetchSnapshotRequest {
  /** `string`, versions 0-1; null from 0+; tag 0; default null. */
  clusterId: string | null;
  /** `int32`, versions 0-1; default -1. */
  replicaId: number;
  /** `int32`, versions 0-1; default 0x7fffffff. */
  maxBytes: number;
  /** `[]TopicSnapshot`, versions 0-1. */
  topics: readonly FetchSnapshotRequestTopicSnapshot[];
}

/** A FetchSnapshotRequest with the protocol's defaults for every field that is not given. */
export function createFetchSnapshotRequest(init: Partial<FetchSnapshotRequest> = {}): FetchSnapshotRequest {
  return {
    clusterId: init.clusterId === undefined ? null : init.clusterId,
    replicaId: init.replicaId ?? -1,
    maxBytes: init.maxBytes ?? 2147483647,
    topics: init.topics ?? [],
  };
}

/** Writes a FetchSnapshotRequest in the given version. */
export function encodeFetchSnapshotRequest(e: Encoder, m: FetchSnapshotRequest, version: number): void {
  e.int32(m.replicaId);
  e.int32(m.maxBytes);
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeFetchSnapshotRequestTopicSnapshot(e, item, version);
  if (m.clusterId !== null) {
    e.uvarint(1);
    const content = new Encoder(64);
    content.compactNullableString(m.clusterId);
    e.taggedField(0, content);
  } else {
    e.uvarint(0);
  }
}

/** Reads a FetchSnapshotRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeFetchSnapshotRequest(d: Decoder, version: number): FetchSnapshotRequest {
  let clusterId: string | null = null;
  const replicaId = d.int32();
  const maxBytes = d.int32();
  const topicsLength = d.compactArrayLength();
  const topics = roomFor<FetchSnapshotRequestTopicSnapshot>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readFetchSnapshotRequestTopicSnapshot(d, version);
  for (let count = d.uvarint(); count > 0; count--) {
    const tag = d.uvarint();
    const size = d.uvarint();
    const end = d.pos + size;
    switch (tag) {
      case 0: {
        clusterId = d.compactNullableString();
        break;
      }
      default:
        d.raw(size);
    }
    d.expectTagEnd(end, 'FetchSnapshotRequest', tag);
  }
  return { clusterId, replicaId, maxBytes, topics };
}

/** Part of FetchSnapshotResponse. Versions 0-1. */
export interface FetchSnapshotResponseSnapshotId {
  /** `int64`, versions 0-1. */
  endOffset: number;
  /** `int32`, versions 0-1. */
  epoch: number;
}

/** A FetchSnapshotResponseSnapshotId with the protocol's defaults for every field that is not given. */
export function createFetchSnapshotResponseSnapshotId(
  init: Partial<FetchSnapshotResponseSnapshotId> = {},
): FetchSnapshotResponseSnapshotId {
  return {
    endOffset: init.endOffset ?? 0,
    epoch: init.epoch ?? 0,
  };
}

function writeFetchSnapshotResponseSnapshotId(e: Encoder, m: FetchSnapshotResponseSnapshotId): void {
  e.int64(m.endOffset);
  e.int32(m.epoch);
  e.uvarint(0);
}

function readFetchSnapshotResponseSnapshotId(d: Decoder): FetchSnapshotResponseSnapshotId {
  const endOffset = d.int64();
  const epoch = d.int32();
  d.skipTaggedFields();
  return { endOffset, epoch };
}

/** Part of FetchSnapshotResponse. Versions 0-1. */
export interface LeaderIdAndEpoch {
  /** `int32`, versions 0-1. */
  leaderId: number;
  /** `int32`, versions 0-1. */
  leaderEpoch: number;
}

/** A LeaderIdAndEpoch with the protocol's defaults for every field that is not given. */
export function createLeaderIdAndEpoch(init: Partial<LeaderIdAndEpoch> = {}): LeaderIdAndEpoch {
  return {
    leaderId: init.leaderId ?? 0,
    leaderEpoch: init.leaderEpoch ?? 0,
  };
}

function writeLeaderIdAndEpoch(e: Encoder, m: LeaderIdAndEpoch): void {
  e.int32(m.leaderId);
  e.int32(m.leaderEpoch);
  e.uvarint(0);
}

function readLeaderIdAndEpoch(d: Decoder): LeaderIdAndEpoch {
  const leaderId = d.int32();
  const leaderEpoch = d.int32();
  d.skipTaggedFields();
  return { leaderId, leaderEpoch };
}

/** Part of FetchSnapshotResponse. Versions 0-1. */
export interface FetchSnapshotResponsePartitionSnapshot {
  /** `int32`, versions 0-1. */
  index: number;
  /** `int16`, versions 0-1. */
  errorCode: number;
  /** `SnapshotId`, versions 0-1. */
  snapshotId: FetchSnapshotResponseSnapshotId;
  /** `LeaderIdAndEpoch`, versions 0-1; tag 0. */
  currentLeader: LeaderIdAndEpoch;
  /** `int64`, versions 0-1. */
  size: number;
  /** `int64`, versions 0-1. */
  position: number;
  /** `records`, versions 0-1. */
  unalignedRecords: RawRecords;
}

/** A FetchSnapshotResponsePartitionSnapshot with the protocol's defaults for every field that is not given. */
export function createFetchSnapshotResponsePartitionSnapshot(
  init: Partial<FetchSnapshotResponsePartitionSnapshot> = {},
): FetchSnapshotResponsePartitionSnapshot {
  return {
    index: init.index ?? 0,
    errorCode: init.errorCode ?? 0,
    snapshotId: init.snapshotId ?? createFetchSnapshotResponseSnapshotId(),
    currentLeader: init.currentLeader ?? createLeaderIdAndEpoch(),
    size: init.size ?? 0,
    position: init.position ?? 0,
    unalignedRecords: init.unalignedRecords ?? EMPTY_BYTES,
  };
}

function writeFetchSnapshotResponsePartitionSnapshot(e: Encoder, m: FetchSnapshotResponsePartitionSnapshot): void {
  e.int32(m.index);
  e.int16(m.errorCode);
  writeFetchSnapshotResponseSnapshotId(e, m.snapshotId);
  e.int64(m.size);
  e.int64(m.position);
  e.compactRecords(m.unalignedRecords);
  if (m.currentLeader.leaderId !== 0 || m.currentLeader.leaderEpoch !== 0) {
    e.uvarint(1);
    const content = new Encoder(64);
    writeLeaderIdAndEpoch(content, m.currentLeader);
    e.taggedField(0, content);
  } else {
    e.uvarint(0);
  }
}

function readFetchSnapshotResponsePartitionSnapshot(d: Decoder): FetchSnapshotResponsePartitionSnapshot {
  const index = d.int32();
  const errorCode = d.int16();
  const snapshotId = readFetchSnapshotResponseSnapshotId(d);
  let currentLeader: LeaderIdAndEpoch = createLeaderIdAndEpoch();
  const sizeValue = d.int64();
  const position = d.int64();
  const unalignedRecords = d.compactBytes();
  for (let count = d.uvarint(); count > 0; count--) {
    const tag = d.uvarint();
    const size = d.uvarint();
    const end = d.pos + size;
    switch (tag) {
      case 0: {
        currentLeader = readLeaderIdAndEpoch(d);
        break;
      }
      default:
        d.raw(size);
    }
    d.expectTagEnd(end, 'FetchSnapshotResponsePartitionSnapshot', tag);
  }
  return { index, errorCode, snapshotId, currentLeader, size: sizeValue, position, unalignedRecords };
}

/** Part of FetchSnapshotResponse. Versions 0-1. */
export interface FetchSnapshotResponseTopicSnapshot {
  /** `string`, versions 0-1. */
  name: string;
  /** `[]PartitionSnapshot`, versions 0-1. */
  partitions: readonly FetchSnapshotResponsePartitionSnapshot[];
}

/** A FetchSnapshotResponseTopicSnapshot with the protocol's defaults for every field that is not given. */
export function createFetchSnapshotResponseTopicSnapshot(
  init: Partial<FetchSnapshotResponseTopicSnapshot> = {},
): FetchSnapshotResponseTopicSnapshot {
  return {
    name: init.name ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeFetchSnapshotResponseTopicSnapshot(e: Encoder, m: FetchSnapshotResponseTopicSnapshot): void {
  e.compactString(m.name);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writeFetchSnapshotResponsePartitionSnapshot(e, item);
  e.uvarint(0);
}

function readFetchSnapshotResponseTopicSnapshot(d: Decoder): FetchSnapshotResponseTopicSnapshot {
  const name = d.compactString();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<FetchSnapshotResponsePartitionSnapshot>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readFetchSnapshotResponsePartitionSnapshot(d);
  d.skipTaggedFields();
  return { name, partitions };
}

/** Part of FetchSnapshotResponse. Versions 1. */
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

/** The response of FetchSnapshot. Versions 0-1. */
export interface FetchSnapshotResponse {
  /** `int32`, versions 0-1. */
  throttleTimeMs: number;
  /** `int16`, versions 0-1. */
  errorCode: number;
  /** `[]TopicSnapshot`, versions 0-1. */
  topics: readonly FetchSnapshotResponseTopicSnapshot[];
  /** `[]NodeEndpoint`, versions 1; tag 0. */
  nodeEndpoints: readonly NodeEndpoint[];
}

/** A FetchSnapshotResponse with the protocol's defaults for every field that is not given. */
export function createFetchSnapshotResponse(init: Partial<FetchSnapshotResponse> = {}): FetchSnapshotResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    topics: init.topics ?? [],
    nodeEndpoints: init.nodeEndpoints ?? [],
  };
}

/** Writes a FetchSnapshotResponse in the given version. */
export function encodeFetchSnapshotResponse(e: Encoder, m: FetchSnapshotResponse, version: number): void {
  if (version < 1 && m.nodeEndpoints.length > 0) throw cannotCarry('FetchSnapshotResponse', 'nodeEndpoints', version);
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeFetchSnapshotResponseTopicSnapshot(e, item);
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

/** Reads a FetchSnapshotResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeFetchSnapshotResponse(d: Decoder, version: number): FetchSnapshotResponse {
  const throttleTimeMs = d.int32();
  const errorCode = d.int16();
  const topicsLength = d.compactArrayLength();
  const topics = roomFor<FetchSnapshotResponseTopicSnapshot>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readFetchSnapshotResponseTopicSnapshot(d);
  let nodeEndpoints: NodeEndpoint[] = [];
  for (let count = d.uvarint(); count > 0; count--) {
    const tag = d.uvarint();
    const size = d.uvarint();
    const end = d.pos + size;
    switch (tag) {
      case 0: {
        if (version < 1) d.refuseTag('FetchSnapshotResponse', tag, version);
        const length = d.compactArrayLength();
        nodeEndpoints = roomFor<NodeEndpoint>(length);
        for (let i = 0; i < length; i++) nodeEndpoints[i] = readNodeEndpoint(d);
        break;
      }
      default:
        d.raw(size);
    }
    d.expectTagEnd(end, 'FetchSnapshotResponse', tag);
  }
  return { throttleTimeMs, errorCode, topics, nodeEndpoints };
}

/** FetchSnapshot: API key 59, versions 0-1. */
export const fetchSnapshotApi: Api<FetchSnapshotRequest, FetchSnapshotResponse> = {
  key: 59,
  name: 'FetchSnapshot',
  route: 'node',
  listeners: ['controller'],
  minVersion: 0,
  maxVersion: 1,
  maxStableVersion: 1,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeFetchSnapshotRequest,
  decodeRequest: decodeFetchSnapshotRequest,
  encodeResponse: encodeFetchSnapshotResponse,
  decodeResponse: decodeFetchSnapshotResponse,
};
