// Generated from protocol-specs/sync-group.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry, EMPTY_BYTES, roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of SyncGroupRequest. Versions 0-5. */
export interface SyncGroupRequestAssignment {
  /** `string`, versions 0-5. */
  memberId: string;
  /** `bytes`, versions 0-5. */
  assignment: Buffer;
}

/** A SyncGroupRequestAssignment with the protocol's defaults for every field that is not given. */
export function createSyncGroupRequestAssignment(
  init: Partial<SyncGroupRequestAssignment> = {},
): SyncGroupRequestAssignment {
  return {
    memberId: init.memberId ?? '',
    assignment: init.assignment ?? EMPTY_BYTES,
  };
}

function writeSyncGroupRequestAssignment(e: Encoder, m: SyncGroupRequestAssignment, version: number): void {
  const flexible = version >= 4;
  if (flexible) e.compactString(m.memberId);
  else e.string(m.memberId);
  if (flexible) e.compactBytes(m.assignment);
  else e.bytes(m.assignment);
  if (flexible) e.uvarint(0);
}

function readSyncGroupRequestAssignment(d: Decoder, version: number): SyncGroupRequestAssignment {
  const flexible = version >= 4;
  const memberId = flexible ? d.compactString() : d.string();
  const assignment = flexible ? d.compactBytes() : d.bytes();
  if (flexible) d.skipTaggedFields();
  return { memberId, assignment };
}

/** The request of SyncGroup. Versions 0-5. */
export interface SyncGroupRequest {
  /** `string`, versions 0-5. */
  groupId: string;
  /** `int32`, versions 0-5. */
  generationId: number;
  /** `string`, versions 0-5. */
  memberId: string;
  /** `string`, versions 3-5; null from 3+; default null. */
  groupInstanceId: string | null;
  /** `string`, versions 5; null from 5+; default null. */
  protocolType: string | null;
  /** `string`, versions 5; null from 5+; default null. */
  protocolName: string | null;
  /** `[]SyncGroupRequestAssignment`, versions 0-5. */
  assignments: readonly SyncGroupRequestAssignment[];
}

/** A SyncGroupRequest with the protocol's defaults for every field that is not given. */
export function createSyncGroupRequest(init: Partial<SyncGroupRequest> = {}): SyncGroupRequest {
  return {
    groupId: init.groupId ?? '',
    generationId: init.generationId ?? 0,
    memberId: init.memberId ?? '',
    groupInstanceId: init.groupInstanceId === undefined ? null : init.groupInstanceId,
    protocolType: init.protocolType === undefined ? null : init.protocolType,
    protocolName: init.protocolName === undefined ? null : init.protocolName,
    assignments: init.assignments ?? [],
  };
}

/** Writes a SyncGroupRequest in the given version. */
export function encodeSyncGroupRequest(e: Encoder, m: SyncGroupRequest, version: number): void {
  const flexible = version >= 4;
  if (version < 3 && m.groupInstanceId !== null) throw cannotCarry('SyncGroupRequest', 'groupInstanceId', version);
  if (flexible) e.compactString(m.groupId);
  else e.string(m.groupId);
  e.int32(m.generationId);
  if (flexible) e.compactString(m.memberId);
  else e.string(m.memberId);
  if (version >= 3) {
    if (flexible) e.compactNullableString(m.groupInstanceId);
    else e.nullableString(m.groupInstanceId);
  }
  if (version >= 5) {
    if (flexible) e.compactNullableString(m.protocolType);
    else e.nullableString(m.protocolType);
    if (flexible) e.compactNullableString(m.protocolName);
    else e.nullableString(m.protocolName);
  }
  if (flexible) e.compactArrayLength(m.assignments);
  else e.arrayLength(m.assignments);
  for (const item of m.assignments) writeSyncGroupRequestAssignment(e, item, version);
  if (flexible) e.uvarint(0);
}

/** Reads a SyncGroupRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeSyncGroupRequest(d: Decoder, version: number): SyncGroupRequest {
  const flexible = version >= 4;
  const groupId = flexible ? d.compactString() : d.string();
  const generationId = d.int32();
  const memberId = flexible ? d.compactString() : d.string();
  const groupInstanceId = version >= 3 ? (flexible ? d.compactNullableString() : d.nullableString()) : null;
  const protocolType = version >= 5 ? (flexible ? d.compactNullableString() : d.nullableString()) : null;
  const protocolName = version >= 5 ? (flexible ? d.compactNullableString() : d.nullableString()) : null;
  const assignmentsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const assignments = roomFor<SyncGroupRequestAssignment>(assignmentsLength);
  for (let i = 0; i < assignmentsLength; i++) assignments[i] = readSyncGroupRequestAssignment(d, version);
  if (flexible) d.skipTaggedFields();
  return { groupId, generationId, memberId, groupInstanceId, protocolType, protocolName, assignments };
}

/** The response of SyncGroup. Versions 0-5. */
export interface SyncGroupResponse {
  /** `int32`, versions 1-5. */
  throttleTimeMs: number;
  /** `int16`, versions 0-5. */
  errorCode: number;
  /** `string`, versions 5; null from 5+; default null. */
  protocolType: string | null;
  /** `string`, versions 5; null from 5+; default null. */
  protocolName: string | null;
  /** `bytes`, versions 0-5. */
  assignment: Buffer;
}

/** A SyncGroupResponse with the protocol's defaults for every field that is not given. */
export function createSyncGroupResponse(init: Partial<SyncGroupResponse> = {}): SyncGroupResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    protocolType: init.protocolType === undefined ? null : init.protocolType,
    protocolName: init.protocolName === undefined ? null : init.protocolName,
    assignment: init.assignment ?? EMPTY_BYTES,
  };
}

/** Writes a SyncGroupResponse in the given version. */
export function encodeSyncGroupResponse(e: Encoder, m: SyncGroupResponse, version: number): void {
  const flexible = version >= 4;
  if (version >= 1) e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  if (version >= 5) {
    if (flexible) e.compactNullableString(m.protocolType);
    else e.nullableString(m.protocolType);
    if (flexible) e.compactNullableString(m.protocolName);
    else e.nullableString(m.protocolName);
  }
  if (flexible) e.compactBytes(m.assignment);
  else e.bytes(m.assignment);
  if (flexible) e.uvarint(0);
}

/** Reads a SyncGroupResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeSyncGroupResponse(d: Decoder, version: number): SyncGroupResponse {
  const flexible = version >= 4;
  const throttleTimeMs = version >= 1 ? d.int32() : 0;
  const errorCode = d.int16();
  const protocolType = version >= 5 ? (flexible ? d.compactNullableString() : d.nullableString()) : null;
  const protocolName = version >= 5 ? (flexible ? d.compactNullableString() : d.nullableString()) : null;
  const assignment = flexible ? d.compactBytes() : d.bytes();
  if (flexible) d.skipTaggedFields();
  return { throttleTimeMs, errorCode, protocolType, protocolName, assignment };
}

/** SyncGroup: API key 14, versions 0-5. */
export const syncGroupApi: Api<SyncGroupRequest, SyncGroupResponse> = {
  key: 14,
  name: 'SyncGroup',
  route: 'group-coordinator',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 5,
  maxStableVersion: 5,
  requestFlexibleFrom: 4,
  responseFlexibleFrom: 4,
  encodeRequest: encodeSyncGroupRequest,
  decodeRequest: decodeSyncGroupRequest,
  encodeResponse: encodeSyncGroupResponse,
  decodeResponse: decodeSyncGroupResponse,
};
