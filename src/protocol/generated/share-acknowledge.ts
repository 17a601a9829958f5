// Generated from protocol-specs/share-acknowledge.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry, roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

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

function writeAcknowledgementBatch(e: Encoder, m: AcknowledgementBatch): void {
  e.int64(m.firstOffset);
  e.int64(m.lastOffset);
  e.compactArrayLength(m.acknowledgeTypes);
  for (const item of m.acknowledgeTypes) e.int8(item);
  e.uvarint(0);
}

function readAcknowledgementBatch(d: Decoder): AcknowledgementBatch {
  const firstOffset = d.int64();
  const lastOffset = d.int64();
  const acknowledgeTypesLength = d.compactArrayLength();
  const acknowledgeTypes = roomFor<number>(acknowledgeTypesLength);
  for (let i = 0; i < acknowledgeTypesLength; i++) acknowledgeTypes[i] = d.int8();
  d.skipTaggedFields();
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

function writeAcknowledgePartition(e: Encoder, m: AcknowledgePartition): void {
  e.int32(m.partitionIndex);
  e.compactArrayLength(m.acknowledgementBatches);
  for (const item of m.acknowledgementBatches) writeAcknowledgementBatch(e, item);
  e.uvarint(0);
}

function readAcknowledgePartition(d: Decoder): AcknowledgePartition {
  const partitionIndex = d.int32();
  const acknowledgementBatchesLength = d.compactArrayLength();
  const acknowledgementBatches = roomFor<AcknowledgementBatch>(acknowledgementBatchesLength);
  for (let i = 0; i < acknowledgementBatchesLength; i++) acknowledgementBatches[i] = readAcknowledgementBatch(d);
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

function writeAcknowledgeTopic(e: Encoder, m: AcknowledgeTopic): void {
  e.uuid(m.topicId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writeAcknowledgePartition(e, item);
  e.uvarint(0);
}

function readAcknowledgeTopic(d: Decoder): AcknowledgeTopic {
  const topicId = d.uuid();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<AcknowledgePartition>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readAcknowledgePartition(d);
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
  if (version < 2 && m.isRenewAck) throw cannotCarry('ShareAcknowledgeRequest', 'isRenewAck', version);
  e.compactNullableString(m.groupId);
  e.compactNullableString(m.memberId);
  e.int32(m.shareSessionEpoch);
  if (version >= 2) e.bool(m.isRenewAck);
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeAcknowledgeTopic(e, item);
  e.uvarint(0);
}

/** Reads a ShareAcknowledgeRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeShareAcknowledgeRequest(d: Decoder, version: number): ShareAcknowledgeRequest {
  const groupId = d.compactNullableString();
  const memberId = d.compactNullableString();
  const shareSessionEpoch = d.int32();
  const isRenewAck = version >= 2 ? d.bool() : false;
  const topicsLength = d.compactArrayLength();
  const topics = roomFor<AcknowledgeTopic>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readAcknowledgeTopic(d);
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

function writePartitionData(e: Encoder, m: PartitionData): void {
  e.int32(m.partitionIndex);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  writeLeaderIdAndEpoch(e, m.currentLeader);
  e.uvarint(0);
}

function readPartitionData(d: Decoder): PartitionData {
  const partitionIndex = d.int32();
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  const currentLeader = readLeaderIdAndEpoch(d);
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
export function createShareAcknowledgeTopicResponse(
  init: Partial<ShareAcknowledgeTopicResponse> = {},
): ShareAcknowledgeTopicResponse {
  return {
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeShareAcknowledgeTopicResponse(e: Encoder, m: ShareAcknowledgeTopicResponse): void {
  e.uuid(m.topicId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writePartitionData(e, item);
  e.uvarint(0);
}

function readShareAcknowledgeTopicResponse(d: Decoder): ShareAcknowledgeTopicResponse {
  const topicId = d.uuid();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<PartitionData>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readPartitionData(d);
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

function writeNodeEndpoint(e: Encoder, m: NodeEndpoint): void {
  e.int32(m.nodeId);
  e.compactString(m.host);
  e.int32(m.port);
  e.compactNullableString(m.rack);
  e.uvarint(0);
}

function readNodeEndpoint(d: Decoder): NodeEndpoint {
  const nodeId = d.int32();
  const host = d.compactString();
  const port = d.int32();
  const rack = d.compactNullableString();
  d.skipTaggedFields();
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
  if (version >= 2) e.int32(m.acquisitionLockTimeoutMs);
  e.compactArrayLength(m.responses);
  for (const item of m.responses) writeShareAcknowledgeTopicResponse(e, item);
  e.compactArrayLength(m.nodeEndpoints);
  for (const item of m.nodeEndpoints) writeNodeEndpoint(e, item);
  e.uvarint(0);
}

/** Reads a ShareAcknowledgeResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeShareAcknowledgeResponse(d: Decoder, version: number): ShareAcknowledgeResponse {
  const throttleTimeMs = d.int32();
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  const acquisitionLockTimeoutMs = version >= 2 ? d.int32() : 0;
  const responsesLength = d.compactArrayLength();
  const responses = roomFor<ShareAcknowledgeTopicResponse>(responsesLength);
  for (let i = 0; i < responsesLength; i++) responses[i] = readShareAcknowledgeTopicResponse(d);
  const nodeEndpointsLength = d.compactArrayLength();
  const nodeEndpoints = roomFor<NodeEndpoint>(nodeEndpointsLength);
  for (let i = 0; i < nodeEndpointsLength; i++) nodeEndpoints[i] = readNodeEndpoint(d);
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
