// Generated from protocol-specs/alter-partition.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry, roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of AlterPartitionRequest. Versions 3. */
export interface BrokerState {
  /** `int32`, versions 3. */
  brokerId: number;
  /** `int64`, versions 3; default -1. */
  brokerEpoch: number;
}

/** A BrokerState with the protocol's defaults for every field that is not given. */
export function createBrokerState(init: Partial<BrokerState> = {}): BrokerState {
  return {
    brokerId: init.brokerId ?? 0,
    brokerEpoch: init.brokerEpoch ?? -1,
  };
}

function writeBrokerState(e: Encoder, m: BrokerState): void {
  e.int32(m.brokerId);
  e.int64(m.brokerEpoch);
  e.uvarint(0);
}

function readBrokerState(d: Decoder): BrokerState {
  const brokerId = d.int32();
  const brokerEpoch = d.int64();
  d.skipTaggedFields();
  return { brokerId, brokerEpoch };
}

/** Part of AlterPartitionRequest. Versions 2-3. */
export interface AlterPartitionRequestPartitionData {
  /** `int32`, versions 2-3. */
  partitionIndex: number;
  /** `int32`, versions 2-3. */
  leaderEpoch: number;
  /** `[]int32`, versions 2. */
  newIsr: readonly number[];
  /** `[]BrokerState`, versions 3. */
  newIsrWithEpochs: readonly BrokerState[];
  /** `int8`, versions 2-3; default 0. */
  leaderRecoveryState: number;
  /** `int32`, versions 2-3. */
  partitionEpoch: number;
}

/** A AlterPartitionRequestPartitionData with the protocol's defaults for every field that is not given. */
export function createAlterPartitionRequestPartitionData(
  init: Partial<AlterPartitionRequestPartitionData> = {},
): AlterPartitionRequestPartitionData {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    leaderEpoch: init.leaderEpoch ?? 0,
    newIsr: init.newIsr ?? [],
    newIsrWithEpochs: init.newIsrWithEpochs ?? [],
    leaderRecoveryState: init.leaderRecoveryState ?? 0,
    partitionEpoch: init.partitionEpoch ?? 0,
  };
}

function writeAlterPartitionRequestPartitionData(
  e: Encoder,
  m: AlterPartitionRequestPartitionData,
  version: number,
): void {
  if (version > 2 && m.newIsr.length > 0) throw cannotCarry('AlterPartitionRequestPartitionData', 'newIsr', version);
  if (version < 3 && m.newIsrWithEpochs.length > 0)
    throw cannotCarry('AlterPartitionRequestPartitionData', 'newIsrWithEpochs', version);
  e.int32(m.partitionIndex);
  e.int32(m.leaderEpoch);
  if (version <= 2) {
    e.compactArrayLength(m.newIsr);
    for (const item of m.newIsr) e.int32(item);
  }
  if (version >= 3) {
    e.compactArrayLength(m.newIsrWithEpochs);
    for (const item of m.newIsrWithEpochs) writeBrokerState(e, item);
  }
  e.int8(m.leaderRecoveryState);
  e.int32(m.partitionEpoch);
  e.uvarint(0);
}

function readAlterPartitionRequestPartitionData(d: Decoder, version: number): AlterPartitionRequestPartitionData {
  const partitionIndex = d.int32();
  const leaderEpoch = d.int32();
  const newIsrLength = version <= 2 ? d.compactArrayLength() : 0;
  const newIsr = roomFor<number>(newIsrLength);
  for (let i = 0; i < newIsrLength; i++) newIsr[i] = d.int32();
  const newIsrWithEpochsLength = version >= 3 ? d.compactArrayLength() : 0;
  const newIsrWithEpochs = roomFor<BrokerState>(newIsrWithEpochsLength);
  for (let i = 0; i < newIsrWithEpochsLength; i++) newIsrWithEpochs[i] = readBrokerState(d);
  const leaderRecoveryState = d.int8();
  const partitionEpoch = d.int32();
  d.skipTaggedFields();
  return { partitionIndex, leaderEpoch, newIsr, newIsrWithEpochs, leaderRecoveryState, partitionEpoch };
}

/** Part of AlterPartitionRequest. Versions 2-3. */
export interface AlterPartitionRequestTopicData {
  /** `uuid`, versions 2-3. */
  topicId: string;
  /** `[]PartitionData`, versions 2-3. */
  partitions: readonly AlterPartitionRequestPartitionData[];
}

/** A AlterPartitionRequestTopicData with the protocol's defaults for every field that is not given. */
export function createAlterPartitionRequestTopicData(
  init: Partial<AlterPartitionRequestTopicData> = {},
): AlterPartitionRequestTopicData {
  return {
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeAlterPartitionRequestTopicData(e: Encoder, m: AlterPartitionRequestTopicData, version: number): void {
  e.uuid(m.topicId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writeAlterPartitionRequestPartitionData(e, item, version);
  e.uvarint(0);
}

function readAlterPartitionRequestTopicData(d: Decoder, version: number): AlterPartitionRequestTopicData {
  const topicId = d.uuid();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<AlterPartitionRequestPartitionData>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readAlterPartitionRequestPartitionData(d, version);
  d.skipTaggedFields();
  return { topicId, partitions };
}

/** The request of AlterPartition. Versions 2-3. */
export interface AlterPartitionRequest {
  /** `int32`, versions 2-3. */
  brokerId: number;
  /** `int64`, versions 2-3; default -1. */
  brokerEpoch: number;
  /** `[]TopicData`, versions 2-3. */
  topics: readonly AlterPartitionRequestTopicData[];
}

/** A AlterPartitionRequest with the protocol's defaults for every field that is not given. */
export function createAlterPartitionRequest(init: Partial<AlterPartitionRequest> = {}): AlterPartitionRequest {
  return {
    brokerId: init.brokerId ?? 0,
    brokerEpoch: init.brokerEpoch ?? -1,
    topics: init.topics ?? [],
  };
}

/** Writes a AlterPartitionRequest in the given version. */
export function encodeAlterPartitionRequest(e: Encoder, m: AlterPartitionRequest, version: number): void {
  e.int32(m.brokerId);
  e.int64(m.brokerEpoch);
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeAlterPartitionRequestTopicData(e, item, version);
  e.uvarint(0);
}

/** Reads a AlterPartitionRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeAlterPartitionRequest(d: Decoder, version: number): AlterPartitionRequest {
  const brokerId = d.int32();
  const brokerEpoch = d.int64();
  const topicsLength = d.compactArrayLength();
  const topics = roomFor<AlterPartitionRequestTopicData>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readAlterPartitionRequestTopicData(d, version);
  d.skipTaggedFields();
  return { brokerId, brokerEpoch, topics };
}

/** Part of AlterPartitionResponse. Versions 2-3. */
export interface AlterPartitionResponsePartitionData {
  /** `int32`, versions 2-3. */
  partitionIndex: number;
  /** `int16`, versions 2-3. */
  errorCode: number;
  /** `int32`, versions 2-3. */
  leaderId: number;
  /** `int32`, versions 2-3. */
  leaderEpoch: number;
  /** `[]int32`, versions 2-3. */
  isr: readonly number[];
  /** `int8`, versions 2-3; default 0. */
  leaderRecoveryState: number;
  /** `int32`, versions 2-3. */
  partitionEpoch: number;
}

/** A AlterPartitionResponsePartitionData with the protocol's defaults for every field that is not given. */
export function createAlterPartitionResponsePartitionData(
  init: Partial<AlterPartitionResponsePartitionData> = {},
): AlterPartitionResponsePartitionData {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    errorCode: init.errorCode ?? 0,
    leaderId: init.leaderId ?? 0,
    leaderEpoch: init.leaderEpoch ?? 0,
    isr: init.isr ?? [],
    leaderRecoveryState: init.leaderRecoveryState ?? 0,
    partitionEpoch: init.partitionEpoch ?? 0,
  };
}

function writeAlterPartitionResponsePartitionData(e: Encoder, m: AlterPartitionResponsePartitionData): void {
  e.int32(m.partitionIndex);
  e.int16(m.errorCode);
  e.int32(m.leaderId);
  e.int32(m.leaderEpoch);
  e.compactArrayLength(m.isr);
  for (const item of m.isr) e.int32(item);
  e.int8(m.leaderRecoveryState);
  e.int32(m.partitionEpoch);
  e.uvarint(0);
}

function readAlterPartitionResponsePartitionData(d: Decoder): AlterPartitionResponsePartitionData {
  const partitionIndex = d.int32();
  const errorCode = d.int16();
  const leaderId = d.int32();
  const leaderEpoch = d.int32();
  const isrLength = d.compactArrayLength();
  const isr = roomFor<number>(isrLength);
  for (let i = 0; i < isrLength; i++) isr[i] = d.int32();
  const leaderRecoveryState = d.int8();
  const partitionEpoch = d.int32();
  d.skipTaggedFields();
  return { partitionIndex, errorCode, leaderId, leaderEpoch, isr, leaderRecoveryState, partitionEpoch };
}

/** Part of AlterPartitionResponse. Versions 2-3. */
export interface AlterPartitionResponseTopicData {
  /** `uuid`, versions 2-3. */
  topicId: string;
  /** `[]PartitionData`, versions 2-3. */
  partitions: readonly AlterPartitionResponsePartitionData[];
}

/** A AlterPartitionResponseTopicData with the protocol's defaults for every field that is not given. */
export function createAlterPartitionResponseTopicData(
  init: Partial<AlterPartitionResponseTopicData> = {},
): AlterPartitionResponseTopicData {
  return {
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeAlterPartitionResponseTopicData(e: Encoder, m: AlterPartitionResponseTopicData): void {
  e.uuid(m.topicId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) writeAlterPartitionResponsePartitionData(e, item);
  e.uvarint(0);
}

function readAlterPartitionResponseTopicData(d: Decoder): AlterPartitionResponseTopicData {
  const topicId = d.uuid();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<AlterPartitionResponsePartitionData>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = readAlterPartitionResponsePartitionData(d);
  d.skipTaggedFields();
  return { topicId, partitions };
}

/** The response of AlterPartition. Versions 2-3. */
export interface AlterPartitionResponse {
  /** `int32`, versions 2-3. */
  throttleTimeMs: number;
  /** `int16`, versions 2-3. */
  errorCode: number;
  /** `[]TopicData`, versions 2-3. */
  topics: readonly AlterPartitionResponseTopicData[];
}

/** A AlterPartitionResponse with the protocol's defaults for every field that is not given. */
export function createAlterPartitionResponse(init: Partial<AlterPartitionResponse> = {}): AlterPartitionResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    topics: init.topics ?? [],
  };
}

/** Writes a AlterPartitionResponse in the given version. */
export function encodeAlterPartitionResponse(e: Encoder, m: AlterPartitionResponse, _version: number): void {
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeAlterPartitionResponseTopicData(e, item);
  e.uvarint(0);
}

/** Reads a AlterPartitionResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeAlterPartitionResponse(d: Decoder, _version: number): AlterPartitionResponse {
  const throttleTimeMs = d.int32();
  const errorCode = d.int16();
  const topicsLength = d.compactArrayLength();
  const topics = roomFor<AlterPartitionResponseTopicData>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readAlterPartitionResponseTopicData(d);
  d.skipTaggedFields();
  return { throttleTimeMs, errorCode, topics };
}

/** AlterPartition: API key 56, versions 2-3. */
export const alterPartitionApi: Api<AlterPartitionRequest, AlterPartitionResponse> = {
  key: 56,
  name: 'AlterPartition',
  route: 'controller',
  listeners: ['controller'],
  minVersion: 2,
  maxVersion: 3,
  maxStableVersion: 3,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeAlterPartitionRequest,
  decodeRequest: decodeAlterPartitionRequest,
  encodeResponse: encodeAlterPartitionResponse,
  decodeResponse: decodeAlterPartitionResponse,
};
