// Generated from protocol-specs/share-fetch.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder, type RawRecords } from '../../wire/encoder.ts';
import { cannotCarry, nullNotAllowed, roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of ShareFetchRequest. Versions 1-2. */
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

/** Part of ShareFetchRequest. Versions 1-2. */
export interface FetchPartition {
  /** `int32`, versions 1-2. */
  partitionIndex: number;
  /** `int32`, versions none. */
  partitionMaxBytes: number;
  /** `[]AcknowledgementBatch`, versions 1-2. */
  acknowledgementBatches: readonly AcknowledgementBatch[];
}

/** A FetchPartition with the protocol's defaults for every field that is not given. */
export function createFetchPartition(init: Partial<FetchPartition> = {}): FetchPartition {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    partitionMaxBytes: init.partitionMaxBytes ?? 0,
    acknowledgementBatches: init.acknowledgementBatches ?? [],
  };
}

function writeFetchPartition(e: Encoder, m: FetchPartition, version: number): void {
  if (m.partitionMaxBytes !== 0) throw cannotCarry('FetchPartition', 'partitionMaxBytes', version);
  e.int32(m.partitionIndex);
  e.compactArrayLength(m.acknowledgementBatches);
  for (const item of m.acknowledgementBatches) writeAcknowledgementBatch(e, item);
  e.uvarint(0);
}

function readFetchPartition(d: Decoder): FetchPartition {
  const partitionIndex = d.int32();
  const partitionMaxBytes = 0;
  const acknowledgementBatchesLength = d.compactArrayLength();
  const acknowledgementBatches = roomFor<AcknowledgementBatch>(acknowledgementBatchesLength);
  for (let i = 0; i < acknowledgementBatchesLength; i++) acknowledgementBatches[i] = readAcknowledgementBatch(d);
  d.skipTaggedFields();
  return { partitionIndex, partitionMaxBytes, acknowledgementBatches };
}

/** Part of ShareFetchRequest. Versions 1-2. */
export interface FetchTopic {
  /** `uuid`, versions 1-2. */
  topicId: string;
  /** `[]FetchPartition`, versions 1-2. */
  partitions: readonly FetchPartition[];
}

/** A FetchTopic with the protocol's defaults for every field that is not given. */
export function createFetchTopic(init: Partial<FetchTopic> = {}): FetchTopic {
  return {
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeFetchTopic(e: Encoder, m: FetchTopic, version: number): void {
  e.uuid(m.topicId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writeFetchPartition(e, item, version);
  e.uvarint(0);
}

function readFetchTopic(d: Decoder): FetchTopic {
  const topicId = d.uuid();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<FetchPartition>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readFetchPartition(d);
  d.skipTaggedFields();
  return { topicId, partitions };
}

/** Part of ShareFetchRequest. Versions 1-2. */
export interface ForgottenTopic {
  /** `uuid`, versions 1-2. */
  topicId: string;
  /** `[]int32`, versions 1-2. */
  partitions: readonly number[];
}

/** A ForgottenTopic with the protocol's defaults for every field that is not given. */
export function createForgottenTopic(init: Partial<ForgottenTopic> = {}): ForgottenTopic {
  return {
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeForgottenTopic(e: Encoder, m: ForgottenTopic): void {
  e.uuid(m.topicId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) e.int32(item);
  e.uvarint(0);
}

function readForgottenTopic(d: Decoder): ForgottenTopic {
  const topicId = d.uuid();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<number>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = d.int32();
  d.skipTaggedFields();
  return { topicId, partitions };
}

/** The request of ShareFetch. Versions 1-2. */
export interface ShareFetchRequest {
  /** `string`, versions 1-2; null from 0+; default null. */
  groupId: string | null;
  /** `string`, versions 1-2; null from 0+. */
  memberId: string | null;
  /** `int32`, versions 1-2. */
  shareSessionEpoch: number;
  /** `int32`, versions 1-2. */
  maxWaitMs: number;
  /** `int32`, versions 1-2. */
  minBytes: number;
  /** `int32`, versions 1-2; default 0x7fffffff. */
  maxBytes: number;
  /** `int32`, versions 1-2. */
  maxRecords: number;
  /** `int32`, versions 1-2. */
  batchSize: number;
  /** `int8`, versions 2; default 0. */
  shareAcquireMode: number;
  /** `bool`, versions 2; default false. */
  isRenewAck: boolean;
  /** `[]FetchTopic`, versions 1-2. */
  topics: readonly FetchTopic[];
  /** `[]ForgottenTopic`, versions 1-2. */
  forgottenTopicsData: readonly ForgottenTopic[];
}

/** A ShareFetchRequest with the protocol's defaults for every field that is not given. */
export function createShareFetchRequest(init: Partial<ShareFetchRequest> = {}): ShareFetchRequest {
  return {
    groupId: init.groupId === undefined ? null : init.groupId,
    memberId: init.memberId === undefined ? '' : init.memberId,
    shareSessionEpoch: init.shareSessionEpoch ?? 0,
    maxWaitMs: init.maxWaitMs ?? 0,
    minBytes: init.minBytes ?? 0,
    maxBytes: init.maxBytes ?? 2147483647,
    maxRecords: init.maxRecords ?? 0,
    batchSize: init.batchSize ?? 0,
    shareAcquireMode: init.shareAcquireMode ?? 0,
    isRenewAck: init.isRenewAck ?? false,
    topics: init.topics ?? [],
    forgottenTopicsData: init.forgottenTopicsData ?? [],
  };
}

/** Writes a ShareFetchRequest in the given version. */
export function encodeShareFetchRequest(e: Encoder, m: ShareFetchRequest, version: number): void {
  if (version < 2 && m.isRenewAck) throw cannotCarry('ShareFetchRequest', 'isRenewAck', version);
  e.compactNullableString(m.groupId);
  e.compactNullableString(m.memberId);
  e.int32(m.shareSessionEpoch);
  e.int32(m.maxWaitMs);
  e.int32(m.minBytes);
  e.int32(m.maxBytes);
  e.int32(m.maxRecords);
  e.int32(m.batchSize);
  if (version >= 2) {
    e.int8(m.shareAcquireMode);
    e.bool(m.isRenewAck);
  }
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeFetchTopic(e, item, version);
  e.compactArrayLength(m.forgottenTopicsData);
  for (const item of m.forgottenTopicsData) writeForgottenTopic(e, item);
  e.uvarint(0);
}

/** Reads a ShareFetchRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeShareFetchRequest(d: Decoder, version: number): ShareFetchRequest {
  const groupId = d.compactNullableString();
  const memberId = d.compactNullableString();
  const shareSessionEpoch = d.int32();
  const maxWaitMs = d.int32();
  const minBytes = d.int32();
  const maxBytes = d.int32();
  const maxRecords = d.int32();
  const batchSize = d.int32();
  const shareAcquireMode = version >= 2 ? d.int8() : 0;
  const isRenewAck = version >= 2 ? d.bool() : false;
  const topicsLength = d.compactArrayLength();
  const topics = roomFor<FetchTopic>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readFetchTopic(d);
  const forgottenTopicsDataLength = d.compactArrayLength();
  const forgottenTopicsData = roomFor<ForgottenTopic>(forgottenTopicsDataLength);
  for (let i = 0; i < forgottenTopicsDataLength; i++) forgottenTopicsData[i] = readForgottenTopic(d);
  d.skipTaggedFields();
  return {
    groupId,
    memberId,
    shareSessionEpoch,
    maxWaitMs,
    minBytes,
    maxBytes,
    maxRecords,
    batchSize,
    shareAcquireMode,
    isRenewAck,
    topics,
    forgottenTopicsData,
  };
}

/** Part of ShareFetchResponse. Versions 1-2. */
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

/** Part of ShareFetchResponse. Versions 1-2. */
export interface AcquiredRecords {
  /** `int64`, versions 1-2. */
  firstOffset: number;
  /** `int64`, versions 1-2. */
  lastOffset: number;
  /** `int16`, versions 1-2. */
  deliveryCount: number;
}

/** A AcquiredRecords with the protocol's defaults for every field that is not given. */
export function createAcquiredRecords(init: Partial<AcquiredRecords> = {}): AcquiredRecords {
  return {
    firstOffset: init.firstOffset ?? 0,
    lastOffset: init.lastOffset ?? 0,
    deliveryCount: init.deliveryCount ?? 0,
  };
}

function writeAcquiredRecords(e: Encoder, m: AcquiredRecords): void {
  e.int64(m.firstOffset);
  e.int64(m.lastOffset);
  e.int16(m.deliveryCount);
  e.uvarint(0);
}

function readAcquiredRecords(d: Decoder): AcquiredRecords {
  const firstOffset = d.int64();
  const lastOffset = d.int64();
  const deliveryCount = d.int16();
  d.skipTaggedFields();
  return { firstOffset, lastOffset, deliveryCount };
}

/** Part of ShareFetchResponse. Versions 1-2. */
export interface PartitionData {
  /** `int32`, versions 1-2. */
  partitionIndex: number;
  /** `int16`, versions 1-2. */
  errorCode: number;
  /** `string`, versions 1-2; null from 0+; default null. */
  errorMessage: string | null;
  /** `int16`, versions 1-2. */
  acknowledgeErrorCode: number;
  /** `string`, versions 1-2; null from 0+; default null. */
  acknowledgeErrorMessage: string | null;
  /** `LeaderIdAndEpoch`, versions 1-2. */
  currentLeader: LeaderIdAndEpoch;
  /** `records`, versions 1-2; null from 0. */
  records: RawRecords | null;
  /** `[]AcquiredRecords`, versions 1-2. */
  acquiredRecords: readonly AcquiredRecords[];
}

/** A PartitionData with the protocol's defaults for every field that is not given. */
export function createPartitionData(init: Partial<PartitionData> = {}): PartitionData {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? null : init.errorMessage,
    acknowledgeErrorCode: init.acknowledgeErrorCode ?? 0,
    acknowledgeErrorMessage: init.acknowledgeErrorMessage === undefined ? null : init.acknowledgeErrorMessage,
    currentLeader: init.currentLeader ?? createLeaderIdAndEpoch(),
    records: init.records === undefined ? null : init.records,
    acquiredRecords: init.acquiredRecords ?? [],
  };
}

function writePartitionData(e: Encoder, m: PartitionData, version: number): void {
  if (m.records === null) throw nullNotAllowed('PartitionData', 'records', version);
  e.int32(m.partitionIndex);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.int16(m.acknowledgeErrorCode);
  e.compactNullableString(m.acknowledgeErrorMessage);
  writeLeaderIdAndEpoch(e, m.currentLeader);
  e.compactRecords(m.records);
  e.compactArrayLength(m.acquiredRecords);
  for (const item of m.acquiredRecords) writeAcquiredRecords(e, item);
  e.uvarint(0);
}

function readPartitionData(d: Decoder): PartitionData {
  const partitionIndex = d.int32();
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  const acknowledgeErrorCode = d.int16();
  const acknowledgeErrorMessage = d.compactNullableString();
  const currentLeader = readLeaderIdAndEpoch(d);
  const records = d.compactBytes();
  const acquiredRecordsLength = d.compactArrayLength();
  const acquiredRecords = roomFor<AcquiredRecords>(acquiredRecordsLength);
  for (let i = 0; i < acquiredRecordsLength; i++) acquiredRecords[i] = readAcquiredRecords(d);
  d.skipTaggedFields();
  return {
    partitionIndex,
    errorCode,
    errorMessage,
    acknowledgeErrorCode,
    acknowledgeErrorMessage,
    currentLeader,
    records,
    acquiredRecords,
  };
}

/** Part of ShareFetchResponse. Versions 1-2. */
export interface ShareFetchableTopicResponse {
  /** `uuid`, versions 1-2. */
  topicId: string;
  /** `[]PartitionData`, versions 1-2. */
  partitions: readonly PartitionData[];
}

/** A ShareFetchableTopicResponse with the protocol's defaults for every field that is not given. */
export function createShareFetchableTopicResponse(
  init: Partial<ShareFetchableTopicResponse> = {},
): ShareFetchableTopicResponse {
  return {
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeShareFetchableTopicResponse(e: Encoder, m: ShareFetchableTopicResponse, version: number): void {
  e.uuid(m.topicId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writePartitionData(e, item, version);
  e.uvarint(0);
}

function readShareFetchableTopicResponse(d: Decoder): ShareFetchableTopicResponse {
  const topicId = d.uuid();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<PartitionData>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readPartitionData(d);
  d.skipTaggedFields();
  return { topicId, partitions };
}

/** Part of ShareFetchResponse. Versions 1-2. */
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

/** The response of ShareFetch. Versions 1-2. */
export interface ShareFetchResponse {
  /** `int32`, versions 1-2. */
  throttleTimeMs: number;
  /** `int16`, versions 1-2. */
  errorCode: number;
  /** `string`, versions 1-2; null from 0+; default null. */
  errorMessage: string | null;
  /** `int32`, versions 1-2. */
  acquisitionLockTimeoutMs: number;
  /** `[]ShareFetchableTopicResponse`, versions 1-2. */
  responses: readonly ShareFetchableTopicResponse[];
  /** `[]NodeEndpoint`, versions 1-2. */
  nodeEndpoints: readonly NodeEndpoint[];
}

/** A ShareFetchResponse with the protocol's defaults for every field that is not given. */
export function createShareFetchResponse(init: Partial<ShareFetchResponse> = {}): ShareFetchResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? null : init.errorMessage,
    acquisitionLockTimeoutMs: init.acquisitionLockTimeoutMs ?? 0,
    responses: init.responses ?? [],
    nodeEndpoints: init.nodeEndpoints ?? [],
  };
}

/** Writes a ShareFetchResponse in the given version. */
export function encodeShareFetchResponse(e: Encoder, m: ShareFetchResponse, version: number): void {
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.int32(m.acquisitionLockTimeoutMs);
  e.compactArrayLength(m.responses);
  for (const item of m.responses) writeShareFetchableTopicResponse(e, item, version);
  e.compactArrayLength(m.nodeEndpoints);
  for (const item of m.nodeEndpoints) writeNodeEndpoint(e, item);
  e.uvarint(0);
}

/** Reads a ShareFetchResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeShareFetchResponse(d: Decoder, _version: number): ShareFetchResponse {
  const throttleTimeMs = d.int32();
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  const acquisitionLockTimeoutMs = d.int32();
  const responsesLength = d.compactArrayLength();
  const responses = roomFor<ShareFetchableTopicResponse>(responsesLength);
  for (let i = 0; i < responsesLength; i++) responses[i] = readShareFetchableTopicResponse(d);
  const nodeEndpointsLength = d.compactArrayLength();
  const nodeEndpoints = roomFor<NodeEndpoint>(nodeEndpointsLength);
  for (let i = 0; i < nodeEndpointsLength; i++) nodeEndpoints[i] = readNodeEndpoint(d);
  d.skipTaggedFields();
  return { throttleTimeMs, errorCode, errorMessage, acquisitionLockTimeoutMs, responses, nodeEndpoints };
}

/** ShareFetch: API key 78, versions 1-2. */
export const shareFetchApi: Api<ShareFetchRequest, ShareFetchResponse> = {
  key: 78,
  name: 'ShareFetch',
  route: 'leader',
  listeners: ['broker'],
  minVersion: 1,
  maxVersion: 2,
  maxStableVersion: 2,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeShareFetchRequest,
  decodeRequest: decodeShareFetchRequest,
  encodeResponse: encodeShareFetchResponse,
  decodeResponse: decodeShareFetchResponse,
};
