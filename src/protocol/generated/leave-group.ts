// Generated from protocol-specs/leave-group.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry, roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of LeaveGroupRequest. Versions 3-5. */
export interface MemberIdentity {
  /** `string`, versions 3-5. */
  memberId: string;
  /** `string`, versions 3-5; null from 3+; default null. */
  groupInstanceId: string | null;
  /** `string`, versions 5; null from 5+; default null. */
  reason: string | null;
}

/** A MemberIdentity with the protocol's defaults for every field that is not given. */
export function createMemberIdentity(init: Partial<MemberIdentity> = {}): MemberIdentity {
  return {
    memberId: init.memberId ?? '',
    groupInstanceId: init.groupInstanceId === undefined ? null : init.groupInstanceId,
    reason: init.reason === undefined ? null : init.reason,
  };
}

function writeMemberIdentity(e: Encoder, m: MemberIdentity, version: number): void {
  const flexible = version >= 4;
  if (flexible) e.compactString(m.memberId);
  else e.string(m.memberId);
  if (flexible) e.compactNullableString(m.groupInstanceId);
  else e.nullableString(m.groupInstanceId);
  if (version >= 5) {
    if (flexible) e.compactNullableString(m.reason);
    else e.nullableString(m.reason);
  }
  if (flexible) e.uvarint(0);
}

function readMemberIdentity(d: Decoder, version: number): MemberIdentity {
  const flexible = version >= 4;
  const memberId = flexible ? d.compactString() : d.string();
  const groupInstanceId = flexible ? d.compactNullableString() : d.nullableString();
  const reason = version >= 5 ? (flexible ? d.compactNullableString() : d.nullableString()) : null;
  if (flexible) d.skipTaggedFields();
  return { memberId, groupInstanceId, reason };
}

/** The request of LeaveGroup. Versions 0-5. */
export interface LeaveGroupRequest {
  /** `string`, versions 0-5. */
  groupId: string;
  /** `string`, versions 0-2. */
  memberId: string;
  /** `[]MemberIdentity`, versions 3-5. */
  members: readonly MemberIdentity[];
}

/** A LeaveGroupRequest with the protocol's defaults for every field that is not given. */
export function createLeaveGroupRequest(init: Partial<LeaveGroupRequest> = {}): LeaveGroupRequest {
  return {
    groupId: init.groupId ?? '',
    memberId: init.memberId ?? '',
    members: init.members ?? [],
  };
}

/** Writes a LeaveGroupRequest in the given version. */
export function encodeLeaveGroupRequest(e: Encoder, m: LeaveGroupRequest, version: number): void {
  const flexible = version >= 4;
  if (version > 2 && m.memberId !== '') throw cannotCarry('LeaveGroupRequest', 'memberId', version);
  if (version < 3 && m.members.length > 0) throw cannotCarry('LeaveGroupRequest', 'members', version);
  if (flexible) e.compactString(m.groupId);
  else e.string(m.groupId);
  if (version <= 2) {
    if (flexible) e.compactString(m.memberId);
    else e.string(m.memberId);
  }
  if (version >= 3) {
    if (flexible) e.compactArrayLength(m.members);
    else e.arrayLength(m.members);
    for (const item of m.members) writeMemberIdentity(e, item, version);
  }
  if (flexible) e.uvarint(0);
}

/** Reads a LeaveGroupRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeLeaveGroupRequest(d: Decoder, version: number): LeaveGroupRequest {
  const flexible = version >= 4;
  const groupId = flexible ? d.compactString() : d.string();
  const memberId = version <= 2 ? (flexible ? d.compactString() : d.string()) : '';
  const membersLength = version >= 3 ? (flexible ? d.compactArrayLength() : d.arrayLength()) : 0;
  const members = roomFor<MemberIdentity>(membersLength);
  for (let i = 0; i < membersLength; i++) members[i] = readMemberIdentity(d, version);
  if (flexible) d.skipTaggedFields();
  return { groupId, memberId, members };
}

/** Part of LeaveGroupResponse. Versions 3-5. */
export interface MemberResponse {
  /** `string`, versions 3-5. */
  memberId: string;
  /** `string`, versions 3-5; null from 3+. */
  groupInstanceId: string | null;
  /** `int16`, versions 3-5. */
  errorCode: number;
}

/** A MemberResponse with the protocol's defaults for every field that is not given. */
export function createMemberResponse(init: Partial<MemberResponse> = {}): MemberResponse {
  return {
    memberId: init.memberId ?? '',
    groupInstanceId: init.groupInstanceId === undefined ? '' : init.groupInstanceId,
    errorCode: init.errorCode ?? 0,
  };
}

function writeMemberResponse(e: Encoder, m: MemberResponse, version: number): void {
  const flexible = version >= 4;
  if (flexible) e.compactString(m.memberId);
  else e.string(m.memberId);
  if (flexible) e.compactNullableString(m.groupInstanceId);
  else e.nullableString(m.groupInstanceId);
  e.int16(m.errorCode);
  if (flexible) e.uvarint(0);
}

function readMemberResponse(d: Decoder, version: number): MemberResponse {
  const flexible = version >= 4;
  const memberId = flexible ? d.compactString() : d.string();
  const groupInstanceId = flexible ? d.compactNullableString() : d.nullableString();
  const errorCode = d.int16();
  if (flexible) d.skipTaggedFields();
  return { memberId, groupInstanceId, errorCode };
}

/** The response of LeaveGroup. Versions 0-5. */
export interface LeaveGroupResponse {
  /** `int32`, versions 1-5. */
  throttleTimeMs: number;
  /** `int16`, versions 0-5. */
  errorCode: number;
  /** `[]MemberResponse`, versions 3-5. */
  members: readonly MemberResponse[];
}

/** A LeaveGroupResponse with the protocol's defaults for every field that is not given. */
export function createLeaveGroupResponse(init: Partial<LeaveGroupResponse> = {}): LeaveGroupResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    members: init.members ?? [],
  };
}

/** Writes a LeaveGroupResponse in the given version. */
export function encodeLeaveGroupResponse(e: Encoder, m: LeaveGroupResponse, version: number): void {
  const flexible = version >= 4;
  if (version < 3 && m.members.length > 0) throw cannotCarry('LeaveGroupResponse', 'members', version);
  if (version >= 1) e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  if (version >= 3) {
    if (flexible) e.compactArrayLength(m.members);
    else e.arrayLength(m.members);
    for (const item of m.members) writeMemberResponse(e, item, version);
  }
  if (flexible) e.uvarint(0);
}

/** Reads a LeaveGroupResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeLeaveGroupResponse(d: Decoder, version: number): LeaveGroupResponse {
  const flexible = version >= 4;
  const throttleTimeMs = version >= 1 ? d.int32() : 0;
  const errorCode = d.int16();
  const membersLength = version >= 3 ? (flexible ? d.compactArrayLength() : d.arrayLength()) : 0;
  const members = roomFor<MemberResponse>(membersLength);
  for (let i = 0; i < membersLength; i++) members[i] = readMemberResponse(d, version);
  if (flexible) d.skipTaggedFields();
  return { throttleTimeMs, errorCode, members };
}

/** LeaveGroup: API key 13, versions 0-5. */
export const leaveGroupApi: Api<LeaveGroupRequest, LeaveGroupResponse> = {
  key: 13,
  name: 'LeaveGroup',
  route: 'group-coordinator',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 5,
  maxStableVersion: 5,
  requestFlexibleFrom: 4,
  responseFlexibleFrom: 4,
  encodeRequest: encodeLeaveGroupRequest,
  decodeRequest: decodeLeaveGroupRequest,
  encodeResponse: encodeLeaveGroupResponse,
  decodeResponse: decodeLeaveGroupResponse,
};
