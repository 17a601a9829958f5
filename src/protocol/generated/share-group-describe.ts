// Generated from protocol-specs/share-group-describe.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** The request of ShareGroupDescribe. Versions 1. */
export interface ShareGroupDescribeRequest {
  /** `[]string`, versions 1. */
  groupIds: readonly string[];
  /** `bool`, versions 1. */
  includeAuthorizedOperations: boolean;
}

/** A ShareGroupDescribeRequest with the protocol's defaults for every field that is not given. */
export function createShareGroupDescribeRequest(
  init: Partial<ShareGroupDescribeRequest> = {},
): ShareGroupDescribeRequest {
  return {
    groupIds: init.groupIds ?? [],
    includeAuthorizedOperations: init.includeAuthorizedOperations ?? false,
  };
}

/** Writes a ShareGroupDescribeRequest in the given version. */
export function encodeShareGroupDescribeRequest(e: Encoder, m: ShareGroupDescribeRequest, _version: number): void {
  e.compactArrayLength(m.groupIds);
  for (const item of m.groupIds) e.compactString(item);
  e.bool(m.includeAuthorizedOperations);
  e.uvarint(0);
}

/** Reads a ShareGroupDescribeRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeShareGroupDescribeRequest(d: Decoder, _version: number): ShareGroupDescribeRequest {
  const groupIdsLength = d.compactArrayLength();
  const groupIds = roomFor<string>(groupIdsLength);
  for (let i = 0; i < groupIdsLength; i++) groupIds[i] = d.compactString();
  const includeAuthorizedOperations = d.bool();
  d.skipTaggedFields();
  return { groupIds, includeAuthorizedOperations };
}

/** Part of ShareGroupDescribeResponse. Versions 1. */
export interface TopicPartitions {
  /** `uuid`, versions 1. */
  topicId: string;
  /** `string`, versions 1. */
  topicName: string;
  /** `[]int32`, versions 1. */
  partitions: readonly number[];
}

/** A TopicPartitions with the protocol's defaults for every field that is not given. */
export function createTopicPartitions(init: Partial<TopicPartitions> = {}): TopicPartitions {
  return {
    topicId: init.topicId ?? ZERO_UUID,
    topicName: init.topicName ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeTopicPartitions(e: Encoder, m: TopicPartitions): void {
  e.uuid(m.topicId);
  e.compactString(m.topicName);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) e.int32(item);
  e.uvarint(0);
}

function readTopicPartitions(d: Decoder): TopicPartitions {
  const topicId = d.uuid();
  const topicName = d.compactString();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<number>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = d.int32();
  d.skipTaggedFields();
  return { topicId, topicName, partitions };
}

/** Part of ShareGroupDescribeResponse. Versions 1. */
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

/** Part of ShareGroupDescribeResponse. Versions 1. */
export interface Member {
  /** `string`, versions 1. */
  memberId: string;
  /** `string`, versions 1; null from 0+; default null. */
  rackId: string | null;
  /** `int32`, versions 1. */
  memberEpoch: number;
  /** `string`, versions 1. */
  clientId: string;
  /** `string`, versions 1. */
  clientHost: string;
  /** `[]string`, versions 1. */
  subscribedTopicNames: readonly string[];
  /** `Assignment`, versions 1. */
  assignment: Assignment;
}

/** A Member with the protocol's defaults for every field that is not given. */
export function createMember(init: Partial<Member> = {}): Member {
  return {
    memberId: init.memberId ?? '',
    rackId: init.rackId === undefined ? null : init.rackId,
    memberEpoch: init.memberEpoch ?? 0,
    clientId: init.clientId ?? '',
    clientHost: init.clientHost ?? '',
    subscribedTopicNames: init.subscribedTopicNames ?? [],
    assignment: init.assignment ?? createAssignment(),
  };
}

function writeMember(e: Encoder, m: Member): void {
  e.compactString(m.memberId);
  e.compactNullableString(m.rackId);
  e.int32(m.memberEpoch);
  e.compactString(m.clientId);
  e.compactString(m.clientHost);
  e.compactArrayLength(m.subscribedTopicNames);
  for (const item of m.subscribedTopicNames) e.compactString(item);
  writeAssignment(e, m.assignment);
  e.uvarint(0);
}

function readMember(d: Decoder): Member {
  const memberId = d.compactString();
  const rackId = d.compactNullableString();
  const memberEpoch = d.int32();
  const clientId = d.compactString();
  const clientHost = d.compactString();
  const subscribedTopicNamesLength = d.compactArrayLength();
  const subscribedTopicNames = roomFor<string>(subscribedTopicNamesLength);
  for (let i = 0; i < subscribedTopicNamesLength; i++) subscribedTopicNames[i] = d.compactString();
  const assignment = readAssignment(d);
  d.skipTaggedFields();
  return { memberId, rackId, memberEpoch, clientId, clientHost, subscribedTopicNames, assignment };
}

/** Part of ShareGroupDescribeResponse. Versions 1. */
export interface DescribedGroup {
  /** `int16`, versions 1. */
  errorCode: number;
  /** `string`, versions 1; null from 0+; default null. */
  errorMessage: string | null;
  /** `string`, versions 1. */
  groupId: string;
  /** `string`, versions 1. */
  groupState: string;
  /** `int32`, versions 1. */
  groupEpoch: number;
  /** `int32`, versions 1. */
  assignmentEpoch: number;
  /** `string`, versions 1. */
  assignorName: string;
  /** `[]Member`, versions 1. */
  members: readonly Member[];
  /** `int32`, versions 1; default -2147483648. */
  authorizedOperations: number;
}

/** A DescribedGroup with the protocol's defaults for every field that is not given. */
export function createDescribedGroup(init: Partial<DescribedGroup> = {}): DescribedGroup {
  return {
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? null : init.errorMessage,
    groupId: init.groupId ?? '',
    groupState: init.groupState ?? '',
    groupEpoch: init.groupEpoch ?? 0,
    assignmentEpoch: init.assignmentEpoch ?? 0,
    assignorName: init.assignorName ?? '',
    members: init.members ?? [],
    authorizedOperations: init.authorizedOperations ?? -2147483648,
  };
}

function writeDescribedGroup(e: Encoder, m: DescribedGroup): void {
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.compactString(m.groupId);
  e.compactString(m.groupState);
  e.int32(m.groupEpoch);
  e.int32(m.assignmentEpoch);
  e.compactString(m.assignorName);
  e.compactArrayLength(m.members);
  for (const item of m.members) writeMember(e, item);
  e.int32(m.authorizedOperations);
  e.uvarint(0);
}

function readDescribedGroup(d: Decoder): DescribedGroup {
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  const groupId = d.compactString();
  const groupState = d.compactString();
  const groupEpoch = d.int32();
  const assignmentEpoch = d.int32();
  const assignorName = d.compactString();
  const membersLength = d.compactArrayLength();
  const members = roomFor<Member>(membersLength);
  for (let i = 0; i < membersLength; i++) members[i] = readMember(d);
  const authorizedOperations = d.int32();
  d.skipTaggedFields();
  return {
    errorCode,
    errorMessage,
    groupId,
    groupState,
    groupEpoch,
    assignmentEpoch,
    assignorName,
    members,
    authorizedOperations,
  };
}

/** The response of ShareGroupDescribe. Versions 1. */
export interface ShareGroupDescribeResponse {
  /** `int32`, versions 1. */
  throttleTimeMs: number;
  /** `[]DescribedGroup`, versions 1. */
  groups: readonly DescribedGroup[];
}

/** A ShareGroupDescribeResponse with the protocol's defaults for every field that is not given. */
export function createShareGroupDescribeResponse(
  init: Partial<ShareGroupDescribeResponse> = {},
): ShareGroupDescribeResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    groups: init.groups ?? [],
  };
}

/** Writes a ShareGroupDescribeResponse in the given version. */
export function encodeShareGroupDescribeResponse(e: Encoder, m: ShareGroupDescribeResponse, _version: number): void {
  e.int32(m.throttleTimeMs);
  e.compactArrayLength(m.groups);
  for (const item of m.groups) writeDescribedGroup(e, item);
  e.uvarint(0);
}

/** Reads a ShareGroupDescribeResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeShareGroupDescribeResponse(d: Decoder, _version: number): ShareGroupDescribeResponse {
  const throttleTimeMs = d.int32();
  const groupsLength = d.compactArrayLength();
  const groups = roomFor<DescribedGroup>(groupsLength);
  for (let i = 0; i < groupsLength; i++) groups[i] = readDescribedGroup(d);
  d.skipTaggedFields();
  return { throttleTimeMs, groups };
}

/** ShareGroupDescribe: API key 77, versions 1. */
export const shareGroupDescribeApi: Api<ShareGroupDescribeRequest, ShareGroupDescribeResponse> = {
  key: 77,
  name: 'ShareGroupDescribe',
  route: 'group-coordinator',
  listeners: ['broker'],
  minVersion: 1,
  maxVersion: 1,
  maxStableVersion: 1,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeShareGroupDescribeRequest,
  decodeRequest: decodeShareGroupDescribeRequest,
  encodeResponse: encodeShareGroupDescribeResponse,
  decodeResponse: decodeShareGroupDescribeResponse,
};
