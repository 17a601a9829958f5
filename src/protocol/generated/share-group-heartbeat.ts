// Generated from protocol-specs/share-group-heartbeat.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** The request of ShareGroupHeartbeat. Versions 1. */
export interface ShareGroupHeartbeatRequest {
  /** `string`, versions 1. */
  groupId: string;
  /** `string`, versions 1. */
  memberId: string;
  /** `int32`, versions 1. */
  memberEpoch: number;
  /** `string`, versions 1; null from 0+; default null. */
  rackId: string | null;
  /** `[]string`, versions 1; null from 0+; default null. */
  subscribedTopicNames: readonly string[] | null;
}

/** A ShareGroupHeartbeatRequest with the protocol's defaults for every field that is not given. */
export function createShareGroupHeartbeatRequest(
  init: Partial<ShareGroupHeartbeatRequest> = {},
): ShareGroupHeartbeatRequest {
  return {
    groupId: init.groupId ?? '',
    memberId: init.memberId ?? '',
    memberEpoch: init.memberEpoch ?? 0,
    rackId: init.rackId === undefined ? null : init.rackId,
    subscribedTopicNames: init.subscribedTopicNames === undefined ? null : init.subscribedTopicNames,
  };
}

/** Writes a ShareGroupHeartbeatRequest in the given version. */
export function encodeShareGroupHeartbeatRequest(e: Encoder, m: ShareGroupHeartbeatRequest, _version: number): void {
  e.compactString(m.groupId);
  e.compactString(m.memberId);
  e.int32(m.memberEpoch);
  e.compactNullableString(m.rackId);
  if (m.subscribedTopicNames === null) {
    e.compactArrayLength(null);
  } else {
    e.compactArrayLength(m.subscribedTopicNames);
    for (const item of m.subscribedTopicNames) e.compactString(item);
  }
  e.uvarint(0);
}

/** Reads a ShareGroupHeartbeatRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeShareGroupHeartbeatRequest(d: Decoder, _version: number): ShareGroupHeartbeatRequest {
  const groupId = d.compactString();
  const memberId = d.compactString();
  const memberEpoch = d.int32();
  const rackId = d.compactNullableString();
  const subscribedTopicNamesLength = d.nullableCompactArrayLength();
  const subscribedTopicNames = subscribedTopicNamesLength < 0 ? null : roomFor<string>(subscribedTopicNamesLength);
  for (let i = 0; i < subscribedTopicNamesLength; i++) subscribedTopicNames![i] = d.compactString();
  d.skipTaggedFields();
  return { groupId, memberId, memberEpoch, rackId, subscribedTopicNames };
}

/** Part of ShareGroupHeartbeatResponse. Versions 1. */
export interface TopicPartitions {
  /** `uuid`, versions 1. */
  topicId: string;
  /** `[]int32`, versions 1. */
  partitions: readonly number[];
}

/** A TopicPartitions with the protocol's defaults for every field that is not given. */
export function createTopicPartitions(init: Partial<TopicPartitions> = {}): TopicPartitions {
  return {
    topicId: init.topicId ?? ZERO_UUID,
    partitions: init.partitions ?? [],
  };
}

function writeTopicPartitions(e: Encoder, m: TopicPartitions): void {
  e.uuid(m.topicId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) e.int32(item);
  e.uvarint(0);
}

function readTopicPartitions(d: Decoder): TopicPartitions {
  const topicId = d.uuid();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<number>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = d.int32();
  d.skipTaggedFields();
  return { topicId, partitions };
}

/** Part of ShareGroupHeartbeatResponse. Versions 1. */
export interface Assignment {
  /** `[]TopicPartitions`, versions 1. */
  topicPartitions: readonly TopicPartitions[];
}

/** A Assignment with the protocol's defaults for every field that is not given. */
export function createAssignment(init: Partial<Assignment> = {}): Assignment {
  return {
    topicPartitions: init.topicPartitions ?? [],
  };
}

function writeAssignment(e: Encoder, m: Assignment): void {
  e.compactArrayLength(m.topicPartitions);
  for (const item of m.topicPartitions) writeTopicPartitions(e, item);
  e.uvarint(0);
}

function readAssignment(d: Decoder): Assignment {
  const topicPartitionsLength = d.compactArrayLength();
  const topicPartitions = roomFor<TopicPartitions>(topicPartitionsLength);
  for (let i = 0; i < topicPartitionsLength; i++) topicPartitions[i] = readTopicPartitions(d);
  d.skipTaggedFields();
  return { topicPartitions };
}

/** The response of ShareGroupHeartbeat. Versions 1. */
export interface ShareGroupHeartbeatResponse {
  /** `int32`, versions 1. */
  throttleTimeMs: number;
  /** `int16`, versions 1. */
  errorCode: number;
  /** `string`, versions 1; null from 0+; default null. */
  errorMessage: string | null;
  /** `string`, versions 1; null from 0+; default null. */
  memberId: string | null;
  /** `int32`, versions 1. */
  memberEpoch: number;
  /** `int32`, versions 1. */
  heartbeatIntervalMs: number;
  /** `Assignment`, versions 1; null from 0+; default null. */
  assignment: Assignment | null;
}

/** A ShareGroupHeartbeatResponse with the protocol's defaults for every field that is not given. */
export function createShareGroupHeartbeatResponse(
  init: Partial<ShareGroupHeartbeatResponse> = {},
): ShareGroupHeartbeatResponse {
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

/** Writes a ShareGroupHeartbeatResponse in the given version. */
export function encodeShareGroupHeartbeatResponse(e: Encoder, m: ShareGroupHeartbeatResponse, _version: number): void {
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

/** Reads a ShareGroupHeartbeatResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeShareGroupHeartbeatResponse(d: Decoder, _version: number): ShareGroupHeartbeatResponse {
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

/** ShareGroupHeartbeat: API key 76, versions 1. */
export const shareGroupHeartbeatApi: Api<ShareGroupHeartbeatRequest, ShareGroupHeartbeatResponse> = {
  key: 76,
  name: 'ShareGroupHeartbeat',
  route: 'group-coordinator',
  listeners: ['broker'],
  minVersion: 1,
  maxVersion: 1,
  maxStableVersion: 1,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeShareGroupHeartbeatRequest,
  decodeRequest: decodeShareGroupHeartbeatRequest,
  encodeResponse: encodeShareGroupHeartbeatResponse,
  decodeResponse: decodeShareGroupHeartbeatResponse,
};
