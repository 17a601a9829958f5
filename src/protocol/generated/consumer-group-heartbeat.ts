// Generated from protocol-specs/consumer-group-heartbeat.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry, roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of ConsumerGroupHeartbeatRequest. Versions 0-1. */
export interface ConsumerGroupHeartbeatRequestTopicPartitions {
  /** `uuid`, versions 0-1. */
  topicId: string;
  /** `[]int32`, versions 0-1. */
  partitions: readonly number[];
}

/** A ConsumerGroupHeartbeatRequestTopicPartitions with the protocol's defaults for every field that is not given. */
export function createConsumerGroupHeartbeatRequestTopicPartitions(
  init: Partial<ConsumerGroupHeartbeatRequestTopicPartitions> = {},
): ConsumerGroupHeartbeatRequestTopicPartitions {
  return {
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeConsumerGroupHeartbeatRequestTopicPartitions(
  e: Encoder,
  m: ConsumerGroupHeartbeatRequestTopicPartitions,
): void {
  e.uuid(m.topicId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) e.int32(item);
  e.uvarint(0);
}

function readConsumerGroupHeartbeatRequestTopicPartitions(d: Decoder): ConsumerGroupHeartbeatRequestTopicPartitions {
  const topicId = d.uuid();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<number>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = d.int32();
  d.skipTaggedFields();
  return { topicId, partitions };
}

/** The request of ConsumerGroupHeartbeat. Versions 0-1. */
export interface ConsumerGroupHeartbeatRequest {
  /** `string`, versions 0-1. */
  groupId: string;
  /** `string`, versions 0-1. */
  memberId: string;
  /** `int32`, versions 0-1. */
  memberEpoch: number;
  /** `string`, versions 0-1; null from 0+; default null. */
  instanceId: string | null;
  /** `string`, versions 0-1; null from 0+; default null. */
  rackId: string | null;
  /** `int32`, versions 0-1; default -1. */
  rebalanceTimeoutMs: number;
  /** `[]string`, versions 0-1; null from 0+; default null. */
  subscribedTopicNames: readonly string[] | null;
  /** `string`, versions 1; null from 1+; default null. */
  subscribedTopicRegex: string | null;
  /** `string`, versions 0-1; null from 0+; default null. */
  serverAssignor: string | null;
  /** `[]TopicPartitions`, versions 0-1; null from 0+; default null. */
  topicPartitions: readonly ConsumerGroupHeartbeatRequestTopicPartitions[] | null;
}

/** A ConsumerGroupHeartbeatRequest with the protocol's defaults for every field that is not given. */
export function createConsumerGroupHeartbeatRequest(
  init: Partial<ConsumerGroupHeartbeatRequest> = {},
): ConsumerGroupHeartbeatRequest {
  return {
    groupId: init.groupId ?? '',
    memberId: init.memberId ?? '',
    memberEpoch: init.memberEpoch ?? 0,
    instanceId: init.instanceId === undefined ? null : init.instanceId,
    rackId: init.rackId === undefined ? null : init.rackId,
    rebalanceTimeoutMs: init.rebalanceTimeoutMs ?? -1,
    subscribedTopicNames: init.subscribedTopicNames === undefined ? null : init.subscribedTopicNames,
    subscribedTopicRegex: init.subscribedTopicRegex === undefined ? null : init.subscribedTopicRegex,
    serverAssignor: init.serverAssignor === undefined ? null : init.serverAssignor,
    topicPartitions: init.topicPartitions === undefined ? null : init.topicPartitions,
  };
}

/** Writes a ConsumerGroupHeartbeatRequest in the given version. */
export function encodeConsumerGroupHeartbeatRequest(
  e: Encoder,
  m: ConsumerGroupHeartbeatRequest,
  version: number,
): void {
  if (version < 1 && m.subscribedTopicRegex !== null)
    throw cannotCarry('ConsumerGroupHeartbeatRequest', 'subscribedTopicRegex', version);
  e.compactString(m.groupId);
  e.compactString(m.memberId);
  e.int32(m.memberEpoch);
  e.compactNullableString(m.instanceId);
  e.compactNullableString(m.rackId);
  e.int32(m.rebalanceTimeoutMs);
  if (m.subscribedTopicNames === null) {
    e.compactArrayLength(null);
  } else {
    e.compactArrayLength(m.subscribedTopicNames);
    for (const item of m.subscribedTopicNames) e.compactString(item);
  }
  if (version >= 1) e.compactNullableString(m.subscribedTopicRegex);
  e.compactNullableString(m.serverAssignor);
  if (m.topicPartitions === null) {
    e.compactArrayLength(null);
  } else {
    e.compactArrayLength(m.topicPartitions);
    for (const item of m.topicPartitions) writeConsumerGroupHeartbeatRequestTopicPartitions(e, item);
  }
  e.uvarint(0);
}

/** Reads a ConsumerGroupHeartbeatRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeConsumerGroupHeartbeatRequest(d: Decoder, version: number): ConsumerGroupHeartbeatRequest {
  const groupId = d.compactString();
  const memberId = d.compactString();
  const memberEpoch = d.int32();
  const instanceId = d.compactNullableString();
  const rackId = d.compactNullableString();
  const rebalanceTimeoutMs = d.int32();
  const subscribedTopicNamesLength = d.nullableCompactArrayLength();
  const subscribedTopicNames = subscribedTopicNamesLength < 0 ? null : roomFor<string>(subscribedTopicNamesLength);
  for (let i = 0; i < subscribedTopicNamesLength; i++) subscribedTopicNames![i] = d.compactString();
  const subscribedTopicRegex = version >= 1 ? d.compactNullableString() : null;
  const serverAssignor = d.compactNullableString();
  const topicPartitionsLength = d.nullableCompactArrayLength();
  const topicPartitions =
    topicPartitionsLength < 0 ? null : roomFor<ConsumerGroupHeartbeatRequestTopicPartitions>(topicPartitionsLength);
  for (let i = 0; i < topicPartitionsLength; i++)
    topicPartitions![i] = readConsumerGroupHeartbeatRequestTopicPartitions(d);
  d.skipTaggedFields();
  return {
    groupId,
    memberId,
    memberEpoch,
    instanceId,
    rackId,
    rebalanceTimeoutMs,
    subscribedTopicNames,
    subscribedTopicRegex,
    serverAssignor,
    topicPartitions,
  };
}

/** Part of ConsumerGroupHeartbeatResponse. Versions 0-1. */
export interface ConsumerGroupHeartbeatResponseTopicPartitions {
  /** `uuid`, versions 0-1. */
  topicId: string;
  /** `[]int32`, versions 0-1. */
  partitions: readonly number[];
}

/** A ConsumerGroupHeartbeatResponseTopicPartitions with the protocol's defaults for every field that is not given. */
export function createConsumerGroupHeartbeatResponseTopicPartitions(
  init: Partial<ConsumerGroupHeartbeatResponseTopicPartitions> = {},
): ConsumerGroupHeartbeatResponseTopicPartitions {
  return {
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeConsumerGroupHeartbeatResponseTopicPartitions(
  e: Encoder,
  m: ConsumerGroupHeartbeatResponseTopicPartitions,
): void {
  e.uuid(m.topicId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) e.int32(item);
  e.uvarint(0);
}

function readConsumerGroupHeartbeatResponseTopicPartitions(d: Decoder): ConsumerGroupHeartbeatResponseTopicPartitions {
  const topicId = d.uuid();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<number>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = d.int32();
  d.skipTaggedFields();
  return { topicId, partitions };
}

/** Part of ConsumerGroupHeartbeatResponse. Versions 0-1. */
export interface Assignment {
  /** `[]TopicPartitions`, versions 0-1. */
  topicPartitions: readonly ConsumerGroupHeartbeatResponseTopicPartitions[];
}

/** A Assignment with the protocol's defaults for every field that is not given. */
export function createAssignment(init: Partial<Assignment> = {}): Assignment {
  return {
    topicPartitions: init.topicPartitions ?? [],
  };
}

function writeAssignment(e: Encoder, m: Assignment): void {
  e.compactArrayLength(m.topicPartitions);
  for (const item of m.topicPartitions) writeConsumerGroupHeartbeatResponseTopicPartitions(e, item);
  e.uvarint(0);
}

function readAssignment(d: Decoder): Assignment {
  const topicPartitionsLength = d.compactArrayLength();
  const topicPartitions = roomFor<ConsumerGroupHeartbeatResponseTopicPartitions>(topicPartitionsLength);
  for (let i = 0; i < topicPartitionsLength; i++)
    topicPartitions[i] = readConsumerGroupHeartbeatResponseTopicPartitions(d);
  d.skipTaggedFields();
  return { topicPartitions };
}

/** The response of ConsumerGroupHeartbeat. Versions 0-1. */
export interface ConsumerGroupHeartbeatResponse {
  /** `int32`, versions 0-1. */
  throttleTimeMs: number;
  /** `int16`, versions 0-1. */
  errorCode: number;
  /** `string`, versions 0-1; null from 0+; default null. */
  errorMessage: string | null;
  /** `string`, versions 0-1; null from 0+; default null. */
  memberId: string | null;
  /** `int32`, versions 0-1. */
  memberEpoch: number;
  /** `int32`, versions 0-1. */
  heartbeatIntervalMs: number;
  /** `Assignment`, versions 0-1; null from 0+; default null. */
  assignment: Assignment | null;
}

/** A ConsumerGroupHeartbeatResponse with the protocol's defaults for every field that is not given. */
export function createConsumerGroupHeartbeatResponse(
  init: Partial<ConsumerGroupHeartbeatResponse> = {},
): ConsumerGroupHeartbeatResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? null : init.errorMessage,
    memberId: init.memberId === undefined ? null : init.memberId,
    memberEpoch: init.memberEpoch ?? 0,
    heartbeatIntervalMs: init.heartbeatIntervalMs ?? 0,
    assignment: init.assignment === undefined ? null : init.assignment,
  };
}

/** Writes a ConsumerGroupHeartbeatResponse in the given version. */
export function encodeConsumerGroupHeartbeatResponse(
  e: Encoder,
  m: ConsumerGroupHeartbeatResponse,
  _version: number,
): void {
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.compactNullableString(m.memberId);
  e.int32(m.memberEpoch);
  e.int32(m.heartbeatIntervalMs);
  e.int8(m.assignment === null ? -1 : 1);
  if (m.assignment !== null) writeAssignment(e, m.assignment);
  e.uvarint(0);
}

/** Reads a ConsumerGroupHeartbeatResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeConsumerGroupHeartbeatResponse(d: Decoder, _version: number): ConsumerGroupHeartbeatResponse {
  const throttleTimeMs = d.int32();
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  const memberId = d.compactNullableString();
  const memberEpoch = d.int32();
  const heartbeatIntervalMs = d.int32();
  const assignment = d.int8() < 0 ? null : readAssignment(d);
  d.skipTaggedFields();
  return { throttleTimeMs, errorCode, errorMessage, memberId, memberEpoch, heartbeatIntervalMs, assignment };
}

/** ConsumerGroupHeartbeat: API key 68, versions 0-1. */
export const consumerGroupHeartbeatApi: Api<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse> = {
  key: 68,
  name: 'ConsumerGroupHeartbeat',
  route: 'group-coordinator',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 1,
  maxStableVersion: 1,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeConsumerGroupHeartbeatRequest,
  decodeRequest: decodeConsumerGroupHeartbeatRequest,
  encodeResponse: encodeConsumerGroupHeartbeatResponse,
  decodeResponse: decodeConsumerGroupHeartbeatResponse,
};
