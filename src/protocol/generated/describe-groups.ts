// Generated from protocol-specs/describe-groups.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry, EMPTY_BYTES, roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** The request of DescribeGroups. Versions 0-6. */
export interface DescribeGroupsRequest {
  /** `[]string`, versions 0-6. */
  groups: readonly string[];
  /** `bool`, versions 3-6. */
  includeAuthorizedOperations: boolean;
}

/** A DescribeGroupsRequest with the protocol's defaults for every field that is not given. */
export function createDescribeGroupsRequest(init: Partial<DescribeGroupsRequest> = {}): DescribeGroupsRequest {
  return {
    groups: init.groups ?? [],
    includeAuthorizedOperations: init.includeAuthorizedOperations ?? false,
  };
}

/** Writes a DescribeGroupsRequest in the given version. */
export function encodeDescribeGroupsRequest(e: Encoder, m: DescribeGroupsRequest, version: number): void {
  const flexible = version >= 5;
  if (version < 3 && m.includeAuthorizedOperations)
    throw cannotCarry('DescribeGroupsRequest', 'includeAuthorizedOperations', version);
  if (flexible) e.compactArrayLength(m.groups);
  else e.arrayLength(m.groups);
  for (const item of m.groups) {
    if (flexible) e.compactString(item);
    else e.string(item);
  }
  if (version >= 3) e.bool(m.includeAuthorizedOperations);
  if (flexible) e.uvarint(0);
}

/** Reads a DescribeGroupsRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDescribeGroupsRequest(d: Decoder, version: number): DescribeGroupsRequest {
  const flexible = version >= 5;
  const groupsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const groups = roomFor<string>(groupsLength);
  for (let i = 0; i < groupsLength; i++) groups[i] = flexible ? d.compactString() : d.string();
  const includeAuthorizedOperations = version >= 3 ? d.bool() : false;
  if (flexible) d.skipTaggedFields();
  return { groups, includeAuthorizedOperations };
}

/** Part of DescribeGroupsResponse. Versions 0-6. */
export interface DescribedGroupMember {
  /** `string`, versions 0-6. */
  memberId: string;
  /** `string`, versions 4-6; null from 4+; default null. */
  groupInstanceId: string | null;
  /** `string`, versions 0-6. */
  clientId: string;
  /** `string`, versions 0-6. */
  clientHost: string;
  /** `bytes`, versions 0-6. */
  memberMetadata: Buffer;
  /** `bytes`, versions 0-6. */
  memberAssignment: Buffer;
}

/** A DescribedGroupMember with the protocol's defaults for every field that is not given. */
export function createDescribedGroupMember(init: Partial<DescribedGroupMember> = {}): DescribedGroupMember {
  return {
    memberId: init.memberId ?? '',
    groupInstanceId: init.groupInstanceId === undefined ? null : init.groupInstanceId,
    clientId: init.clientId ?? '',
    clientHost: init.clientHost ?? '',
    memberMetadata: init.memberMetadata ?? EMPTY_BYTES,
    memberAssignment: init.memberAssignment ?? EMPTY_BYTES,
  };
}

function writeDescribedGroupMember(e: Encoder, m: DescribedGroupMember, version: number): void {
  const flexible = version >= 5;
  if (flexible) e.compactString(m.memberId);
  else e.string(m.memberId);
  if (version >= 4) {
    if (flexible) e.compactNullableString(m.groupInstanceId);
    else e.nullableString(m.groupInstanceId);
  }
  if (flexible) e.compactString(m.clientId);
  else e.string(m.clientId);
  if (flexible) e.compactString(m.clientHost);
  else e.string(m.clientHost);
  if (flexible) e.compactBytes(m.memberMetadata);
  else e.bytes(m.memberMetadata);
  if (flexible) e.compactBytes(m.memberAssignment);
  else e.bytes(m.memberAssignment);
  if (flexible) e.uvarint(0);
}

function readDescribedGroupMember(d: Decoder, version: number): DescribedGroupMember {
  const flexible = version >= 5;
  const memberId = flexible ? d.compactString() : d.string();
  const groupInstanceId = version >= 4 ? (flexible ? d.compactNullableString() : d.nullableString()) : null;
  const clientId = flexible ? d.compactString() : d.string();
  const clientHost = flexible ? d.compactString() : d.string();
  const memberMetadata = flexible ? d.compactBytes() : d.bytes();
  const memberAssignment = flexible ? d.compactBytes() : d.bytes();
  if (flexible) d.skipTaggedFields();
  return { memberId, groupInstanceId, clientId, clientHost, memberMetadata, memberAssignment };
}

/** Part of DescribeGroupsResponse. Versions 0-6. */
export interface DescribedGroup {
  /** `int16`, versions 0-6. */
  errorCode: number;
  /** `string`, versions 6; null from 6+; default null. */
  errorMessage: string | null;
  /** `string`, versions 0-6. */
  groupId: string;
  /** `string`, versions 0-6. */
  groupState: string;
  /** `string`, versions 0-6. */
  protocolType: string;
  /** `string`, versions 0-6. */
  protocolData: string;
  /** `[]DescribedGroupMember`, versions 0-6. */
  members: readonly DescribedGroupMember[];
  /** `int32`, versions 3-6; default -2147483648. */
  authorizedOperations: number;
}

/** A DescribedGroup with the protocol's defaults for every field that is not given. */
export function createDescribedGroup(init: Partial<DescribedGroup> = {}): DescribedGroup {
  return {
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? null : init.errorMessage,
    groupId: init.groupId ?? '',
    groupState: init.groupState ?? '',
    protocolType: init.protocolType ?? '',
    protocolData: init.protocolData ?? '',
    members: init.members ?? [],
    authorizedOperations: init.authorizedOperations ?? -2147483648,
  };
}

function writeDescribedGroup(e: Encoder, m: DescribedGroup, version: number): void {
  const flexible = version >= 5;
  if (version < 6 && m.errorMessage !== null) throw cannotCarry('DescribedGroup', 'errorMessage', version);
  if (version < 3 && m.authorizedOperations !== -2147483648)
    throw cannotCarry('DescribedGroup', 'authorizedOperations', version);
  e.int16(m.errorCode);
  if (version >= 6) {
    if (flexible) e.compactNullableString(m.errorMessage);
    else e.nullableString(m.errorMessage);
  }
  if (flexible) e.compactString(m.groupId);
  else e.string(m.groupId);
  if (flexible) e.compactString(m.groupState);
  else e.string(m.groupState);
  if (flexible) e.compactString(m.protocolType);
  else e.string(m.protocolType);
  if (flexible) e.compactString(m.protocolData);
  else e.string(m.protocolData);
  if (flexible) e.compactArrayLength(m.members);
  else e.arrayLength(m.members);
  for (const item of m.members) writeDescribedGroupMember(e, item, version);
  if (version >= 3) e.int32(m.authorizedOperations);
  if (flexible) e.uvarint(0);
}

function readDescribedGroup(d: Decoder, version: number): DescribedGroup {
  const flexible = version >= 5;
  const errorCode = d.int16();
  const errorMessage = version >= 6 ? (flexible ? d.compactNullableString() : d.nullableString()) : null;
  const groupId = flexible ? d.compactString() : d.string();
  const groupState = flexible ? d.compactString() : d.string();
  const protocolType = flexible ? d.compactString() : d.string();
  const protocolData = flexible ? d.compactString() : d.string();
  const membersLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const members = roomFor<DescribedGroupMember>(membersLength);
  for (let i = 0; i < membersLength; i++) members[i] = readDescribedGroupMember(d, version);
  const authorizedOperations = version >= 3 ? d.int32() : -2147483648;
  if (flexible) d.skipTaggedFields();
  return { errorCode, errorMessage, groupId, groupState, protocolType, protocolData, members, authorizedOperations };
}

/** The response of DescribeGroups. Versions 0-6. */
export interface DescribeGroupsResponse {
  /** `int32`, versions 1-6. */
  throttleTimeMs: number;
  /** `[]DescribedGroup`, versions 0-6. */
  groups: readonly DescribedGroup[];
}

/** A DescribeGroupsResponse with the protocol's defaults for every field that is not given. */
export function createDescribeGroupsResponse(init: Partial<DescribeGroupsResponse> = {}): DescribeGroupsResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    groups: init.groups ?? [],
  };
}

/** Writes a DescribeGroupsResponse in the given version. */
export function encodeDescribeGroupsResponse(e: Encoder, m: DescribeGroupsResponse, version: number): void {
  const flexible = version >= 5;
  if (version >= 1) e.int32(m.throttleTimeMs);
  if (flexible) e.compactArrayLength(m.groups);
  else e.arrayLength(m.groups);
  for (const item of m.groups) writeDescribedGroup(e, item, version);
  if (flexible) e.uvarint(0);
}

/** Reads a DescribeGroupsResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDescribeGroupsResponse(d: Decoder, version: number): DescribeGroupsResponse {
  const flexible = version >= 5;
  const throttleTimeMs = version >= 1 ? d.int32() : 0;
  const groupsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const groups = roomFor<DescribedGroup>(groupsLength);
  for (let i = 0; i < groupsLength; i++) groups[i] = readDescribedGroup(d, version);
  if (flexible) d.skipTaggedFields();
  return { throttleTimeMs, groups };
}

/** DescribeGroups: API key 15, versions 0-6. */
export const describeGroupsApi: Api<DescribeGroupsRequest, DescribeGroupsResponse> = {
  key: 15,
  name: 'DescribeGroups',
  route: 'group-coordinator',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 6,
  maxStableVersion: 6,
  requestFlexibleFrom: 5,
  responseFlexibleFrom: 5,
  encodeRequest: encodeDescribeGroupsRequest,
  decodeRequest: decodeDescribeGroupsRequest,
  encodeResponse: encodeDescribeGroupsResponse,
  decodeResponse: decodeDescribeGroupsResponse,
};
