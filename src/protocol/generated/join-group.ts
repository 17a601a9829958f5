// Generated from protocol-specs/join-group.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry, EMPTY_BYTES, nullNotAllowed, roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of JoinGroupRequest. Versions 0-9. */
export interface JoinGroupRequestProtocol {
  /** `string`, versions 0-9. */
  name: string;
  /** `bytes`, versions 0-9. */
  metadata: Buffer;
}

/** A JoinGroupRequestProtocol with the protocol's defaults for every field that is not given. */
export function createJoinGroupRequestProtocol(init: Partial<JoinGroupRequestProtocol> = {}): JoinGroupRequestProtocol {
  return {
    name: init.name ?? '',
    metadata: init.metadata ?? EMPTY_BYTES,
  };
}

function writeJoinGroupRequestProtocol(e: Encoder, m: JoinGroupRequestProtocol, version: number): void {
  const flexible = version >= 6;
  if (flexible) e.compactString(m.name);
  else e.string(m.name);
  if (flexible) e.compactBytes(m.metadata);
  else e.bytes(m.metadata);
  if (flexible) e.uvarint(0);
}

function readJoinGroupRequestProtocol(d: Decoder, version: number): JoinGroupRequestProtocol {
  const flexible = version >= 6;
  const name = flexible ? d.compactString() : d.string();
  const metadata = flexible ? d.compactBytes() : d.bytes();
  if (flexible) d.skipTaggedFields();
  return { name, metadata };
}

/** The request of JoinGroup. Versions 0-9. */
export interface JoinGroupRequest {
  /** `string`, versions 0-9. */
  groupId: string;
  /** `int32`, versions 0-9. */
  sessionTimeoutMs: number;
  /** `int32`, versions 1-9; default -1. */
  rebalanceTimeoutMs: number;
  /** `string`, versions 0-9. */
  memberId: string;
  /** `string`, versions 5-9; null from 5+; default null. */
  groupInstanceId: string | null;
  /** `string`, versions 0-9. */
  protocolType: string;
  /** `[]JoinGroupRequestProtocol`, versions 0-9. */
  protocols: readonly JoinGroupRequestProtocol[];
  /** `string`, versions 8-9; null from 8+; default null. */
  reason: string | null;
}

/** A JoinGroupRequest with the protocol's defaults for every field that is not given. */
export function createJoinGroupRequest(init: Partial<JoinGroupRequest> = {}): JoinGroupRequest {
  return {
    groupId: init.groupId ?? '',
    sessionTimeoutMs: init.sessionTimeoutMs ?? 0,
    rebalanceTimeoutMs: init.rebalanceTimeoutMs ?? -1,
    memberId: init.memberId ?? '',
    groupInstanceId: init.groupInstanceId === undefined ? null : init.groupInstanceId,
    protocolType: init.protocolType ?? '',
    protocols: init.protocols ?? [],
    reason: init.reason === undefined ? null : init.reason,
  };
}

/** Writes a JoinGroupRequest in the given version. */
export function encodeJoinGroupRequest(e: Encoder, m: JoinGroupRequest, version: number): void {
  const flexible = version >= 6;
  if (version < 5 && m.groupInstanceId !== null) throw cannotCarry('JoinGroupRequest', 'groupInstanceId', version);
  if (flexible) e.compactString(m.groupId);
  else e.string(m.groupId);
  e.int32(m.sessionTimeoutMs);
  if (version >= 1) e.int32(m.rebalanceTimeoutMs);
  if (flexible) e.compactString(m.memberId);
  else e.string(m.memberId);
  if (version >= 5) {
    if (flexible) e.compactNullableString(m.groupInstanceId);
    else e.nullableString(m.groupInstanceId);
  }
  if (flexible) e.compactString(m.protocolType);
  else e.string(m.protocolType);
  if (flexible) e.compactArrayLength(m.protocols);
  else e.arrayLength(m.protocols);
  for (const item of m.protocols) writeJoinGroupRequestProtocol(e, item, version);
  if (version >= 8) {
    if (flexible) e.compactNullableString(m.reason);
    else e.nullableString(m.reason);
  }
  if (flexible) e.uvarint(0);
}

/** Reads a JoinGroupRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeJoinGroupRequest(d: Decoder, version: number): JoinGroupRequest {
  const flexible = version >= 6;
  const groupId = flexible ? d.compactString() : d.string();
  const sessionTimeoutMs = d.int32();
  const rebalanceTimeoutMs = version >= 1 ? d.int32() : -1;
  const memberId = flexible ? d.compactString() : d.string();
  const groupInstanceId = version >= 5 ? (flexible ? d.compactNullableString() : d.nullableString()) : null;
  const protocolType = flexible ? d.compactString() : d.string();
  const protocolsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const protocols = roomFor<JoinGroupRequestProtocol>(protocolsLength);
  for (let i = 0; i < protocolsLength; i++) protocols[i] = readJoinGroupRequestProtocol(d, version);
  const reason = version >= 8 ? (flexible ? d.compactNullableString() : d.nullableString()) : null;
  if (flexible) d.skipTaggedFields();
  return { groupId, sessionTimeoutMs, rebalanceTimeoutMs, memberId, groupInstanceId, protocolType, protocols, reason };
}

/** Part of JoinGroupResponse. Versions 0-9. */
export interface JoinGroupResponseMember {
  /** `string`, versions 0-9. */
  memberId: string;
  /** `string`, versions 5-9; null from 5+; default null. */
  groupInstanceId: string | null;
  /** `bytes`, versions 0-9. */
  metadata: Buffer;
}

/** A JoinGroupResponseMember with the protocol's defaults for every field that is not given. */
export function createJoinGroupResponseMember(init: Partial<JoinGroupResponseMember> = {}): JoinGroupResponseMember {
  return {
    memberId: init.memberId ?? '',
    groupInstanceId: init.groupInstanceId === undefined ? null : init.groupInstanceId,
    metadata: init.metadata ?? EMPTY_BYTES,
  };
}

function writeJoinGroupResponseMember(e: Encoder, m: JoinGroupResponseMember, version: number): void {
  const flexible = version >= 6;
  if (flexible) e.compactString(m.memberId);
  else e.string(m.memberId);
  if (version >= 5) {
    if (flexible) e.compactNullableString(m.groupInstanceId);
    else e.nullableString(m.groupInstanceId);
  }
  if (flexible) e.compactBytes(m.metadata);
  else e.bytes(m.metadata);
  if (flexible) e.uvarint(0);
}

function readJoinGroupResponseMember(d: Decoder, version: number): JoinGroupResponseMember {
  const flexible = version >= 6;
  const memberId = flexible ? d.compactString() : d.string();
  const groupInstanceId = version >= 5 ? (flexible ? d.compactNullableString() : d.nullableString()) : null;
  const metadata = flexible ? d.compactBytes() : d.bytes();
  if (flexible) d.skipTaggedFields();
  return { memberId, groupInstanceId, metadata };
}

/** The response of JoinGroup. Versions 0-9. */
export interface JoinGroupResponse {
  /** `int32`, versions 2-9. */
  throttleTimeMs: number;
  /** `int16`, versions 0-9. */
  errorCode: number;
  /** `int32`, versions 0-9; default -1. */
  generationId: number;
  /** `string`, versions 7-9; null from 7+; default null. */
  protocolType: string | null;
  /** `string`, versions 0-9; null from 7+. */
  protocolName: string | null;
  /** `string`, versions 0-9. */
  leader: string;
  /** `bool`, versions 9; default false. */
  skipAssignment: boolean;
  /** `string`, versions 0-9. */
  memberId: string;
  /** `[]JoinGroupResponseMember`, versions 0-9. */
  members: readonly JoinGroupResponseMember[];
}

/** A JoinGroupResponse with the protocol's defaults for every field that is not given. */
export function createJoinGroupResponse(init: Partial<JoinGroupResponse> = {}): JoinGroupResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    generationId: init.generationId ?? -1,
    protocolType: init.protocolType === undefined ? null : init.protocolType,
    protocolName: init.protocolName === undefined ? '' : init.protocolName,
    leader: init.leader ?? '',
    skipAssignment: init.skipAssignment ?? false,
    memberId: init.memberId ?? '',
    members: init.members ?? [],
  };
}

/** Writes a JoinGroupResponse in the given version. */
export function encodeJoinGroupResponse(e: Encoder, m: JoinGroupResponse, version: number): void {
  const flexible = version >= 6;
  if (version < 7 && m.protocolName === null) throw nullNotAllowed('JoinGroupResponse', 'protocolName', version);
  if (version < 9 && m.skipAssignment) throw cannotCarry('JoinGroupResponse', 'skipAssignment', version);
  if (version >= 2) e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  e.int32(m.generationId);
  if (version >= 7) {
    if (flexible) e.compactNullableString(m.protocolType);
    else e.nullableString(m.protocolType);
  }
  if (flexible) e.compactNullableString(m.protocolName);
  else e.nullableString(m.protocolName);
  if (flexible) e.compactString(m.leader);
  else e.string(m.leader);
  if (version >= 9) e.bool(m.skipAssignment);
  if (flexible) e.compactString(m.memberId);
  else e.string(m.memberId);
  if (flexible) e.compactArrayLength(m.members);
  else e.arrayLength(m.members);
  for (const item of m.members) writeJoinGroupResponseMember(e, item, version);
  if (flexible) e.uvarint(0);
}

/** Reads a JoinGroupResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeJoinGroupResponse(d: Decoder, version: number): JoinGroupResponse {
  const flexible = version >= 6;
  const throttleTimeMs = version >= 2 ? d.int32() : 0;
  const errorCode = d.int16();
  const generationId = d.int32();
  const protocolType = version >= 7 ? (flexible ? d.compactNullableString() : d.nullableString()) : null;
  const protocolName = flexible ? (version >= 7 ? d.compactNullableString() : d.compactString()) : d.string();
  const leader = flexible ? d.compactString() : d.string();
  const skipAssignment = version >= 9 ? d.bool() : false;
  const memberId = flexible ? d.compactString() : d.string();
  const membersLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const members = roomFor<JoinGroupResponseMember>(membersLength);
  for (let i = 0; i < membersLength; i++) members[i] = readJoinGroupResponseMember(d, version);
  if (flexible) d.skipTaggedFields();
  return {
    throttleTimeMs,
    errorCode,
    generationId,
    protocolType,
    protocolName,
    leader,
    skipAssignment,
    memberId,
    members,
  };
}

/** JoinGroup: API key 11, versions 0-9. */
export const joinGroupApi: Api<JoinGroupRequest, JoinGroupResponse> = {
  key: 11,
  name: 'JoinGroup',
  route: 'group-coordinator',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 9,
  maxStableVersion: 9,
  requestFlexibleFrom: 6,
  responseFlexibleFrom: 6,
  encodeRequest: encodeJoinGroupRequest,
  decodeRequest: decodeJoinGroupRequest,
  encodeResponse: encodeJoinGroupResponse,
  decodeResponse: decodeJoinGroupResponse,
};
