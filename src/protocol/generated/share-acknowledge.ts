// Generated from protocol-specs/share-acknowledge.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import type { Api } from '../api.ts';
import { cannotCarry, roomFor, ZERO_UUID } from '../../wire/message-codec.ts';

/** Part of ShareAcknowledgeRequest. Versions 1-2. */
export interface AcknowledgementBatch {
  /** `int64`, versions 1-2. */
  firstOffset: number;
  /** `int64`, versions 1-2. */
  lastOffset: number;
  /** `[]int8`, versions 1-2. */
  acknowledgeTypes: readonly number[];
}

/** A AcknowledgementBatch with the protocol's defaults for every field that is not given. */
export function createAcknowledgementBatch(init: Partial<AcknowledgementBatch> = {}): AcknowledgementBatch {
  return {
    firstOffset: init.firstOffset ?? 0,
    lastOffset: init.lastOffset ?? 0,
    acknowledgeTypes: init.acknowledgeTypes ?? [],
  };
}

function writeAcknowledgementBatch(e: Encoder, m: AcknowledgementBatch, version: number): void {
  e.int64(m.firstOffset);
  e.int64(m.lastOffset);
  e.compactArrayLength(m.acknowledgeTypes);
  for (const item of m.acknowledgeTypes) e.int8(item);
  e.uvarint(0);
  void version;
}

function readAcknowledgementBatch(d: Decoder, version: number): AcknowledgementBatch {
  const firstOffset: number = d.int64();
  const lastOffset: number = d.int64();
  let acknowledgeTypes: readonly number[] = [];
  const acknowledgeTypesLength = d.compactArrayLength();
   {
    const items = roomFor<number>(acknowledgeTypesLength);
    for (let i = 0; i < acknowledgeTypesLength; i++) items[i] = d.int8();
    acknowledgeTypes = items;
  }
  d.skipTaggedFields();
  void version;
  return { firstOffset, lastOffset, acknowledgeTypes };
}

/** Part of ShareAcknowledgeRequest. Versions 1-2. */
export interface AcknowledgePartition {
  /** `int32`, versions 1-2. */
  partitionIndex: number;
  /** `[]AcknowledgementBatch`, versions 1-2. */
  acknowledgementBatches: readonly AcknowledgementBatch[];
}

/** A AcknowledgePartition with the protocol's defaults for every field that is not given. */
export function createAcknowledgePartition(init: Partial<AcknowledgePartition> = {}): AcknowledgePartition {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    acknowledgementBatches: init.acknowledgementBatches ?? [],
  };
}

function writeAcknowledgePartition(e: Encoder, m: AcknowledgePartition, version: number): void {
  e.int32(m.partitionIndex);
  e.compactArrayLength(m.acknowledgementBatches);
  for (const item of m.acknowledgementBatches) writeAcknowledgementBatch(e, item, version);
  e.uvarint(0);
}

function readAcknowledgePartition(d: Decoder, version: number): AcknowledgePartition {
  const partitionIndex: number = d.int32();
  let acknowledgementBatches: readonly AcknowledgementBatch[] = [];
  const acknowledgementBatchesLength = d.compactArrayLength();
   {
    const items = roomFor<AcknowledgementBatch>(acknowledgementBatchesLength);
    for (let i = 0; i < acknowledgementBatchesLength; i++) items[i] = readAcknowledgementBatch(d, version);
    acknowledgementBatches = items;
  }
  d.skipTaggedFields();
  return { partitionIndex, acknowledgementBatches };
}

/** Part of ShareAcknowledgeRequest. Versions 1-2. */
export interface AcknowledgeTopic {
  /** `uuid`, versions 1-2. */
  topicId: string;
  /** `[]AcknowledgePartition`, versions 1-2. */
  partitions: readonly AcknowledgePartition[];
}

/** A AcknowledgeTopic with the protocol's defaults for every field that is not given. */
export function createAcknowledgeTopic(init: Partial<AcknowledgeTopic> = {}): AcknowledgeTopic {
  return {
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeAcknowledgeTopic(e: Encoder, m: AcknowledgeTopic, version: number): void {
  e.uuid(m.topicId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writeAcknowledgePartition(e, item, version);
  e.uvarint(0);
}

function readAcknowledgeTopic(d: Decoder, version: number): AcknowledgeTopic {
  const topicId: string = d.uuid();
  let partitions: readonly AcknowledgePartition[] = [];
  const partitionsLength = d.compactArrayLength();
   {
    const items = roomFor<AcknowledgePartition>(partitionsLength);
    for (let i = 0; i < partitionsLength; i++) items[i] = readAcknowledgePartition(d, version);
    partitions = items;
  }
  d.skipTaggedFields();
  return { topicId, partitions };
}

/** The request of ShareAcknowledge. Versions 1-2. */
export interface ShareAcknowledgeRequest {
  /** `string`, versions 1-2; null from 0+; default null. */
  groupId: string | null;
  /** `string`, versions 1-2; null from 0+. */
  memberId: string | null;
  /** `int32`, versions 1-2. */
  shareSessionEpoch: number;
  /** `bool`, versions 2; default false. */
  isRenewAck: boolean;
  /** `[]AcknowledgeTopic`, versions 1-2. */
  topics: readonly AcknowledgeTopic[];
}

/** A ShareAcknowledgeRequest with the protocol's defaults for every field that is not given. */
export function createShareAcknowledgeRequest(init: Partial<ShareAcknowledgeRequest> = {}): ShareAcknowledgeRequest {
  return {
    groupId: init.groupId === undefined ? null : init.groupId,
    memberId: init.memberId === undefined ? '' : init.memberId,
    shareSessionEpoch: init.shareSessionEpoch ?? 0,
    isRenewAck: init.isRenewAck ?? false,
    topics: init.topics ?? [],
  };
}

/** Writes a ShareAcknowledgeRequest in the given version. */
export function encodeShareAcknowledgeRequest(e: Encoder, m: ShareAcknowledgeRequest, version: number): void {
  e.compactNullableString(m.groupId);
  e.compactNullableString(m.memberId);
  e.int32(m.shareSessionEpoch);
  if (version >= 2) {
    e.bool(m.isRenewAck);
  }
  if (!(version >= 2)) {
    if (!(m.isRenewAck === false)) throw cannotCarry('ShareAcknowledgeRequest', 'isRenewAck', version);
  }
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeAcknowledgeTopic(e, item, version);
  e.uvarint(0);
}

/** Reads a ShareAcknowledgeRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeShareAcknowledgeRequest(d: Decoder, version: number): ShareAcknowledgeRequest {
  const groupId: string | null = d.compactNullableString();
  const memberId: string | null = d.compactNullableString();
  const shareSessionEpoch: number = d.int32();
  const isRenewAck: boolean = version >= 2 ? d.bool() : false;
  let topics: readonly AcknowledgeTopic[] = [];
  const topicsLength = d.compactArrayLength();
   {
    const items = roomFor<AcknowledgeTopic>(topicsLength);
    for (let i = 0; i < topicsLength; i++) items[i] = readAcknowledgeTopic(d, version);
    topics = items;
  }
  d.skipTaggedFields();
  return { groupId, memberId, shareSessionEpoch, isRenewAck, topics };
}

/** Part of ShareAcknowledgeResponse. Versions 1-2. */
export interface LeaderIdAndEpoch {
  /** `int32`, versions 1-2. */
  leaderId: number;
  /** `int32`, versions 1-2. */
  leaderEpoch: number;
}

/** A LeaderIdAndEpoch with the protocol's defaults for every field that is not given. */
export function createLeaderIdAndEpoch(init: Partial<LeaderIdAndEpoch> = {}): LeaderIdAndEpoch {
  return {
    leaderId: init.leaderId ?? 0,
    leaderEpoch: init.leaderEpoch ?? 0,
  };
}

function writeLeaderIdAndEpoch(e: Encoder, m: LeaderIdAndEpoch, version: number): void {
  e.int32(m.leaderId);
  e.int32(m.leaderEpoch);
  e.uvarint(0);
  void version;
}

function readLeaderIdAndEpoch(d: Decoder, version: number): LeaderIdAndEpoch {
  const leaderId: number = d.int32();
  const leaderEpoch: number = d.int32();
  d.skipTaggedFields();
  void version;
  return { leaderId, leaderEpoch };
}

/** Part of ShareAcknowledgeResponse. Versions 1-2. */
export interface PartitionData {
  /** `int32`, versions 1-2. */
  partitionIndex: number;
  /** `int16`, versions 1-2. */
  errorCode: number;
  /** `string`, versions 1-2; null from 0+; default null. */
  errorMessage: string | null;
  /** `LeaderIdAndEpoch`, versions 1-2. */
  currentLeader: LeaderIdAndEpoch;
}

/** A PartitionData with the protocol's defaults for every field that is not given. */
export function createPartitionData(init: Partial<PartitionData> = {}): PartitionData {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? null : init.errorMessage,
    currentLeader: init.currentLeader ?? createLeaderIdAndEpoch(),
  };
}

function writePartitionData(e: Encoder, m: PartitionData, version: number): void {
  e.int32(m.partitionIndex);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  writeLeaderIdAndEpoch(e, m.currentLeader, version);
  e.uvarint(0);
}

function readPartitionData(d: Decoder, version: number): PartitionData {
  const partitionIndex: number = d.int32();
  const errorCode: number = d.int16();
  const errorMessage: string | null = d.compactNullableString();
  const currentLeader: LeaderIdAndEpoch = readLeaderIdAndEpoch(d, version);
  d.skipTaggedFields();
  return { partitionIndex, errorCode, errorMessage, currentLeader };
}

/** Part of ShareAcknowledgeResponse. Versions 1-2. */
export interface ShareAcknowledgeTopicResponse {
  /** `uuid`, versions 1-2. */
  topicId: string;
  /** `[]PartitionData`, versions 1-2. */
  partitions: readonly PartitionData[];
}

/** A ShareAcknowledgeTopicResponse with the protocol's defaults for every field that is not given. */
export function createShareAcknowledgeTopicResponse(init: Partial<ShareAcknowledgeTopicResponse> = {}): ShareAcknowledgeTopicResponse {
  return {
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeShareAcknowledgeTopicResponse(e: Encoder, m: ShareAcknowledgeTopicResponse, version: number): void {
  e.uuid(m.topicId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writePartitionData(e, item, version);
  e.uvarint(0);
}

function readShareAcknowledgeTopicResponse(d: Decoder, version: number): ShareAcknowledgeTopicResponse {
  const topicId: string = d.uuid();
  let partitions: readonly PartitionData[] = [];
  const partitionsLength = d.compactArrayLength();
   {
    const items = roomFor<PartitionData>(partitionsLength);
    for (let i = 0; i < partitionsLength; i++) items[i] = readPartitionData(d, version);
    partitions = items;
  }
  d.skipTaggedFields();
  return { topicId, partitions };
}

/** Part of ShareAcknowledgeResponse. Versions 1-2. */
export interface NodeEndpoint {
  /** `int32`, versions 1-2. */
  nodeId: number;
  /** `string`, versions 1-2. */
  host: string;
  /** `int32`, versions 1-2. */
  port: number;
  /** `string`, versions 1-2; null from 0+; default null. */
  rack: string | null;
}

/** A NodeEndpoint with the protocol's defaults for every field that is not given. */
export function createNodeEndpoint(init: Partial<NodeEndpoint> = {}): NodeEndpoint {
  return {
    nodeId: init.nodeId ?? 0,
    host: init.host ?? '',
    port: init.port ?? 0,
    rack: init.rack === undefined ? null : init.rack,
  };
}

function writeNodeEndpoint(e: Encoder, m: NodeEndpoint, version: number): void {
  e.int32(m.nodeId);
  e.compactString(m.host);
  e.int32(m.port);
  e.compactNullableString(m.rack);
  e.uvarint(0);
  void version;
}

function readNodeEndpoint(d: Decoder, version: number): NodeEndpoint {
  const nodeId: number = d.int32();
  const host: string = d.compactString();
  const port: number = d.int32();
  const rack: string | null = d.compactNullableString();
  d.skipTaggedFields();
  void version;
  return { nodeId, host, port, rack };
}

/** The response of ShareAcknowledge. Versions 1-2. */
export interface ShareAcknowledgeResponse {
  /** `int32`, versions 1-2. */
  throttleTimeMs: number;
  /** `int16`, versions 1-2. */
  errorCode: number;
  /** `string`, versions 1-2; null from 0+; default null. */
  errorMessage: string | null;
  /** `int32`, versions 2. */
  acquisitionLockTimeoutMs: number;
  /** `[]ShareAcknowledgeTopicResponse`, versions 1-2. */
  responses: readonly ShareAcknowledgeTopicResponse[];
  /** `[]NodeEndpoint`, versions 1-2. */
  nodeEndpoints: readonly NodeEndpoint[];
}

/** A ShareAcknowledgeResponse with the protocol's defaults for every field that is not given. */
export function createShareAcknowledgeResponse(init: Partial<ShareAcknowledgeResponse> = {}): ShareAcknowledgeResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? null : init.errorMessage,
    acquisitionLockTimeoutMs: init.acquisitionLockTimeoutMs ?? 0,
    responses: init.responses ?? [],
    nodeEndpoints: init.nodeEndpoints ?? [],
  };
}

/** Writes a ShareAcknowledgeResponse in the given version. */
export function encodeShareAcknowledgeResponse(e: Encoder, m: ShareAcknowledgeResponse, version: number): void {
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  if (version >= 2) {
    e.int32(m.acquisitionLockTimeoutMs);
  }
  e.compactArrayLength(m.responses);
  for (const item of m.responses) writeShareAcknowledgeTopicResponse(e, item, version);
  e.compactArrayLength(m.nodeEndpoints);
  for (const item of m.nodeEndpoints) writeNodeEndpoint(e, item, version);
  e.uvarint(0);
}

/** Reads a ShareAcknowledgeResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeShareAcknowledgeResponse(d: Decoder, version: number): ShareAcknowledgeResponse {
  const throttleTimeMs: number = d.int32();
  const errorCode: number = d.int16();
  const errorMessage: string | null = d.compactNullableString();
  const acquisitionLockTimeoutMs: number = version >= 2 ? d.int32() : 0;
  let responses: readonly ShareAcknowledgeTopicResponse[] = [];
  const responsesLength = d.compactArrayLength();
   {
    const items = roomFor<ShareAcknowledgeTopicResponse>(responsesLength);
    for (let i = 0; i < responsesLength; i++) items[i] = readShareAcknowledgeTopicResponse(d, version);
    responses = items;
  }
  let nodeEndpoints: readonly NodeEndpoint[] = [];
  const nodeEndpointsLength = d.compactArrayLength();
   {
    const items = roomFor<NodeEndpoint>(nodeEndpointsLength);
    for (let i = 0; i < nodeEndpointsLength; i++) items[i] = readNodeEndpoint(d, version);
    nodeEndpoints = items;
  }
  d.skipTaggedFields();
  return { throttleTimeMs, errorCode, errorMessage, acquisitionLockTimeoutMs, responses, nodeEndpoints };
}

/** ShareAcknowledge: API key 79, versions 1-2. */
export const shareAcknowledgeApi: Api<ShareAcknowledgeRequest, ShareAcknowledgeResponse> = {
  key: 79,
  name: 'ShareAcknowledge',
  route: 'leader',
  listeners: ['broker'],
  minVersion: 1,
  maxVersion: 2,
  maxStableVersion: 2,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeShareAcknowledgeRequest,
  decodeRequest: decodeShareAcknowledgeRequest,
  encodeResponse: encodeShareAcknowledgeResponse,
  decodeResponse: decodeShareAcknowledgeResponse,
};
