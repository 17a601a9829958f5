// Generated from protocol-specs/produce.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { Encoder, type RawRecords } from '../../wire/encoder.ts';
import { cannotCarry, roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of ProduceRequest. Versions 3-13. */
export interface PartitionProduceData {
  /** `int32`, versions 3-13. */
  index: number;
  /** `records`, versions 3-13; null from 0+. */
  records: RawRecords | null;
}

/** A PartitionProduceData with the protocol's defaults for every field that is not given. */
export function createPartitionProduceData(init: Partial<PartitionProduceData> = {}): PartitionProduceData {
  return {
    index: init.index ?? 0,
    records: init.records === undefined ? null : init.records,
  };
}

function writePartitionProduceData(e: Encoder, m: PartitionProduceData, version: number): void {
  const flexible = version >= 9;
  e.int32(m.index);
  if (flexible) e.compactRecords(m.records);
  else e.records(m.records);
  if (flexible) e.uvarint(0);
}

function readPartitionProduceData(d: Decoder, version: number): PartitionProduceData {
  const flexible = version >= 9;
  const index = d.int32();
  const records = flexible ? d.compactNullableBytes() : d.nullableBytes();
  if (flexible) d.skipTaggedFields();
  return { index, records };
}

/** Part of ProduceRequest. Versions 3-13. */
export interface TopicProduceData {
  /** `string`, versions 3-12. */
  name: string;
  /** `uuid`, versions 13. */
  topicId: string;
  /** `[]PartitionProduceData`, versions 3-13. */
  partitionData: readonly PartitionProduceData[];
}

/** A TopicProduceData with the protocol's defaults for every field that is not given. */
export function createTopicProduceData(init: Partial<TopicProduceData> = {}): TopicProduceData {
  return {
    name: init.name ?? '',
    topicId: init.topicId ?? ZERO_UUID,
    partitionData: init.partitionData ?? [],
  };
}

function writeTopicProduceData(e: Encoder, m: TopicProduceData, version: number): void {
  const flexible = version >= 9;
  if (version <= 12) {
    if (flexible) e.compactString(m.name);
    else e.string(m.name);
  }
  if (version >= 13) e.uuid(m.topicId);
  if (flexible) e.compactArrayLength(m.partitionData);
  else e.arrayLength(m.partitionData);
  for (const item of m.partitionData) writePartitionProduceData(e, item, version);
  if (flexible) e.uvarint(0);
}

function readTopicProduceData(d: Decoder, version: number): TopicProduceData {
  const flexible = version >= 9;
  const name = version <= 12 ? (flexible ? d.compactString() : d.string()) : '';
  const topicId = version >= 13 ? d.uuid() : ZERO_UUID;
  const partitionDataLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const partitionData = roomFor<PartitionProduceData>(partitionDataLength);
  for (let i = 0; i < partitionDataLength; i++) partitionData[i] = readPartitionProduceData(d, version);
  if (flexible) d.skipTaggedFields();
  return { name, topicId, partitionData };
}

/** The request of Produce. Versions 3-13. */
export interface ProduceRequest {
  /** `string`, versions 3-13; null from 3+; default null. */
  transactionalId: string | null;
  /** `int16`, versions 3-13. */
  acks: number;
  /** `int32`, versions 3-13. */
  timeoutMs: number;
  /** `[]TopicProduceData`, versions 3-13. */
  topicData: readonly TopicProduceData[];
}

/** A ProduceRequest with the protocol's defaults for every field that is not given. */
export function createProduceRequest(init: Partial<ProduceRequest> = {}): ProduceRequest {
  return {
    transactionalId: init.transactionalId === undefined ? null : init.transactionalId,
    acks: init.acks ?? 0,
    timeoutMs: init.timeoutMs ?? 0,
    topicData: init.topicData ?? [],
  };
}

/** Writes a ProduceRequest in the given version. */
export function encodeProduceRequest(e: Encoder, m: ProduceRequest, version: number): void {
  const flexible = version >= 9;
  if (flexible) e.compactNullableString(m.transactionalId);
  else e.nullableString(m.transactionalId);
  e.int16(m.acks);
  e.int32(m.timeoutMs);
  if (flexible) e.compactArrayLength(m.topicData);
  else e.arrayLength(m.topicData);
  for (const item of m.topicData) writeTopicProduceData(e, item, version);
  if (flexible) e.uvarint(0);
}

/** Reads a ProduceRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeProduceRequest(d: Decoder, version: number): ProduceRequest {
  const flexible = version >= 9;
  const transactionalId = flexible ? d.compactNullableString() : d.nullableString();
  const acks = d.int16();
  const timeoutMs = d.int32();
  const topicDataLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const topicData = roomFor<TopicProduceData>(topicDataLength);
  for (let i = 0; i < topicDataLength; i++) topicData[i] = readTopicProduceData(d, version);
  if (flexible) d.skipTaggedFields();
  return { transactionalId, acks, timeoutMs, topicData };
}

/** Part of ProduceResponse. Versions 8-13. */
export interface BatchIndexAndErrorMessage {
  /** `int32`, versions 8-13. */
  batchIndex: number;
  /** `string`, versions 8-13; null from 8+; default null. */
  batchIndexErrorMessage: string | null;
}

/** A BatchIndexAndErrorMessage with the protocol's defaults for every field that is not given. */
export function createBatchIndexAndErrorMessage(
  init: Partial<BatchIndexAndErrorMessage> = {},
): BatchIndexAndErrorMessage {
  return {
    batchIndex: init.batchIndex ?? 0,
    batchIndexErrorMessage: init.batchIndexErrorMessage === undefined ? null : init.batchIndexErrorMessage,
  };
}

function writeBatchIndexAndErrorMessage(e: Encoder, m: BatchIndexAndErrorMessage, version: number): void {
  const flexible = version >= 9;
  e.int32(m.batchIndex);
  if (flexible) e.compactNullableString(m.batchIndexErrorMessage);
  else e.nullableString(m.batchIndexErrorMessage);
  if (flexible) e.uvarint(0);
}

function readBatchIndexAndErrorMessage(d: Decoder, version: number): BatchIndexAndErrorMessage {
  const flexible = version >= 9;
  const batchIndex = d.int32();
  const batchIndexErrorMessage = flexible ? d.compactNullableString() : d.nullableString();
  if (flexible) d.skipTaggedFields();
  return { batchIndex, batchIndexErrorMessage };
}

/** Part of ProduceResponse. Versions 10-13. */
export interface LeaderIdAndEpoch {
  /** `int32`, versions 10-13; default -1. */
  leaderId: number;
  /** `int32`, versions 10-13; default -1. */
  leaderEpoch: number;
}

/** A LeaderIdAndEpoch with the protocol's defaults for every field that is not given. */
export function createLeaderIdAndEpoch(init: Partial<LeaderIdAndEpoch> = {}): LeaderIdAndEpoch {
  return {
    leaderId: init.leaderId ?? -1,
    leaderEpoch: init.leaderEpoch ?? -1,
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

/** Part of ProduceResponse. Versions 3-13. */
export interface PartitionProduceResponse {
  /** `int32`, versions 3-13. */
  index: number;
  /** `int16`, versions 3-13. */
  errorCode: number;
  /** `int64`, versions 3-13. */
  baseOffset: number;
  /** `int64`, versions 3-13; default -1. */
  logAppendTimeMs: number;
  /** `int64`, versions 5-13; default -1. */
  logStartOffset: number;
  /** `[]BatchIndexAndErrorMessage`, versions 8-13. */
  recordErrors: readonly BatchIndexAndErrorMessage[];
  /** `string`, versions 8-13; null from 8+; default null. */
  errorMessage: string | null;
  /** `LeaderIdAndEpoch`, versions 10-13; tag 0. */
  currentLeader: LeaderIdAndEpoch;
}

/** A PartitionProduceResponse with the protocol's defaults for every field that is not given. */
export function createPartitionProduceResponse(init: Partial<PartitionProduceResponse> = {}): PartitionProduceResponse {
  return {
    index: init.index ?? 0,
    errorCode: init.errorCode ?? 0,
    baseOffset: init.baseOffset ?? 0,
    logAppendTimeMs: init.logAppendTimeMs ?? -1,
    logStartOffset: init.logStartOffset ?? -1,
    recordErrors: init.recordErrors ?? [],
    errorMessage: init.errorMessage === undefined ? null : init.errorMessage,
    currentLeader: init.currentLeader ?? createLeaderIdAndEpoch(),
  };
}

function writePartitionProduceResponse(e: Encoder, m: PartitionProduceResponse, version: number): void {
  const flexible = version >= 9;
  if (version < 10 && (m.currentLeader.leaderId !== -1 || m.currentLeader.leaderEpoch !== -1))
    throw cannotCarry('PartitionProduceResponse', 'currentLeader', version);
  e.int32(m.index);
  e.int16(m.errorCode);
  e.int64(m.baseOffset);
  e.int64(m.logAppendTimeMs);
  if (version >= 5) e.int64(m.logStartOffset);
  if (version >= 8) {
    if (flexible) e.compactArrayLength(m.recordErrors);
    else e.arrayLength(m.recordErrors);
    for (const item of m.recordErrors) writeBatchIndexAndErrorMessage(e, item, version);
    if (flexible) e.compactNullableString(m.errorMessage);
    else e.nullableString(m.errorMessage);
  }
  if (flexible) {
    if (version >= 10 && (m.currentLeader.leaderId !== -1 || m.currentLeader.leaderEpoch !== -1)) {
      e.uvarint(1);
      const content = new Encoder(64);
      writeLeaderIdAndEpoch(content, m.currentLeader);
      e.taggedField(0, content);
    } else {
      e.uvarint(0);
    }
  }
}

function readPartitionProduceResponse(d: Decoder, version: number): PartitionProduceResponse {
  const flexible = version >= 9;
  const index = d.int32();
  const errorCode = d.int16();
  const baseOffset = d.int64();
  const logAppendTimeMs = d.int64();
  const logStartOffset = version >= 5 ? d.int64() : -1;
  const recordErrorsLength = version >= 8 ? (flexible ? d.compactArrayLength() : d.arrayLength()) : 0;
  const recordErrors = roomFor<BatchIndexAndErrorMessage>(recordErrorsLength);
  for (let i = 0; i < recordErrorsLength; i++) recordErrors[i] = readBatchIndexAndErrorMessage(d, version);
  const errorMessage = version >= 8 ? (flexible ? d.compactNullableString() : d.nullableString()) : null;
  let currentLeader: LeaderIdAndEpoch = createLeaderIdAndEpoch();
  if (flexible) {
    for (let count = d.uvarint(); count > 0; count--) {
      const tag = d.uvarint();
      const size = d.uvarint();
      const end = d.pos + size;
      switch (tag) {
        case 0: {
          if (version < 10) d.refuseTag('PartitionProduceResponse', tag, version);
          currentLeader = readLeaderIdAndEpoch(d);
          break;
        }
        default:
          d.raw(size);
      }
      d.expectTagEnd(end, 'PartitionProduceResponse', tag);
    }
  }
  return { index, errorCode, baseOffset, logAppendTimeMs, logStartOffset, recordErrors, errorMessage, currentLeader };
}

/** Part of ProduceResponse. Versions 3-13. */
export interface TopicProduceResponse {
  /** `string`, versions 3-12. */
  name: string;
  /** `uuid`, versions 13. */
  topicId: string;
  /** `[]PartitionProduceResponse`, versions 3-13. */
  partitionResponses: readonly PartitionProduceResponse[];
}

/** A TopicProduceResponse with the protocol's defaults for every field that is not given. */
export function createTopicProduceResponse(init: Partial<TopicProduceResponse> = {}): TopicProduceResponse {
  return {
    name: init.name ?? '',
    topicId: init.topicId ?? ZERO_UUID,
    partitionResponses: init.partitionResponses ?? [],
  };
}

function writeTopicProduceResponse(e: Encoder, m: TopicProduceResponse, version: number): void {
  const flexible = version >= 9;
  if (version <= 12) {
    if (flexible) e.compactString(m.name);
    else e.string(m.name);
  }
  if (version >= 13) e.uuid(m.topicId);
  if (flexible) e.compactArrayLength(m.partitionResponses);
  else e.arrayLength(m.partitionResponses);
  for (const item of m.partitionResponses) writePartitionProduceResponse(e, item, version);
  if (flexible) e.uvarint(0);
}

function readTopicProduceResponse(d: Decoder, version: number): TopicProduceResponse {
  const flexible = version >= 9;
  const name = version <= 12 ? (flexible ? d.compactString() : d.string()) : '';
  const topicId = version >= 13 ? d.uuid() : ZERO_UUID;
  const partitionResponsesLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const partitionResponses = roomFor<PartitionProduceResponse>(partitionResponsesLength);
  for (let i = 0; i < partitionResponsesLength; i++) partitionResponses[i] = readPartitionProduceResponse(d, version);
  if (flexible) d.skipTaggedFields();
  return { name, topicId, partitionResponses };
}

/** Part of ProduceResponse. Versions 10-13. */
export interface NodeEndpoint {
  /** `int32`, versions 10-13. */
  nodeId: number;
  /** `string`, versions 10-13. */
  host: string;
  /** `int32`, versions 10-13. */
  port: number;
  /** `string`, versions 10-13; null from 10+; default null. */
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

/** The response of Produce. Versions 3-13. */
export interface ProduceResponse {
  /** `[]TopicProduceResponse`, versions 3-13. */
  responses: readonly TopicProduceResponse[];
  /** `int32`, versions 3-13; default 0. */
  throttleTimeMs: number;
  /** `[]NodeEndpoint`, versions 10-13; tag 0. */
  nodeEndpoints: readonly NodeEndpoint[];
}

/** A ProduceResponse with the protocol's defaults for every field that is not given. */
export function createProduceResponse(init: Partial<ProduceResponse> = {}): ProduceResponse {
  return {
    responses: init.responses ?? [],
    throttleTimeMs: init.throttleTimeMs ?? 0,
    nodeEndpoints: init.nodeEndpoints ?? [],
  };
}

/** Writes a ProduceResponse in the given version. */
export function encodeProduceResponse(e: Encoder, m: ProduceResponse, version: number): void {
  const flexible = version >= 9;
  if (version < 10 && m.nodeEndpoints.length > 0) throw cannotCarry('ProduceResponse', 'nodeEndpoints', version);
  if (flexible) e.compactArrayLength(m.responses);
  else e.arrayLength(m.responses);
  for (const item of m.responses) writeTopicProduceResponse(e, item, version);
  e.int32(m.throttleTimeMs);
  if (flexible) {
    if (version >= 10 && m.nodeEndpoints.length > 0) {
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

/** Reads a ProduceResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeProduceResponse(d: Decoder, version: number): ProduceResponse {
  const flexible = version >= 9;
  const responsesLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const responses = roomFor<TopicProduceResponse>(responsesLength);
  for (let i = 0; i < responsesLength; i++) responses[i] = readTopicProduceResponse(d, version);
  const throttleTimeMs = d.int32();
  let nodeEndpoints: NodeEndpoint[] = [];
  if (flexible) {
    for (let count = d.uvarint(); count > 0; count--) {
      const tag = d.uvarint();
      const size = d.uvarint();
      const end = d.pos + size;
      switch (tag) {
        case 0: {
          if (version < 10) d.refuseTag('ProduceResponse', tag, version);
          const length = d.compactArrayLength();
          nodeEndpoints = roomFor<NodeEndpoint>(length);
          for (let i = 0; i < length; i++) nodeEndpoints[i] = readNodeEndpoint(d);
          break;
        }
        default:
          d.raw(size);
      }
      d.expectTagEnd(end, 'ProduceResponse', tag);
    }
  }
  return { responses, throttleTimeMs, nodeEndpoints };
}

/** Produce: API key 0, versions 3-13. */
export const produceApi: Api<ProduceRequest, ProduceResponse> = {
  key: 0,
  name: 'Produce',
  route: 'leader',
  listeners: ['broker'],
  minVersion: 3,
  maxVersion: 13,
  maxStableVersion: 13,
  requestFlexibleFrom: 9,
  responseFlexibleFrom: 9,
  encodeRequest: encodeProduceRequest,
  decodeRequest: decodeProduceRequest,
  encodeResponse: encodeProduceResponse,
  decodeResponse: decodeProduceResponse,
};
