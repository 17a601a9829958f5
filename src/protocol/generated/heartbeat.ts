// Generated from protocol-specs/heartbeat.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** The request of Heartbeat. Versions 0-4. */
export interface HeartbeatRequest {
  /** `string`, versions 0-4. */
  groupId: string;
  /** `int32`, versions 0-4. */
  generationId: number;
  /** `string`, versions 0-4. */
  memberId: string;
  /** `string`, versions 3-4; null from 3+; default null. */
  groupInstanceId: string | null;
}

/** A HeartbeatRequest with the protocol's defaults for every field that is not given. */
export function createHeartbeatRequest(init: Partial<HeartbeatRequest> = {}): HeartbeatRequest {
  return {
    groupId: init.groupId ?? '',
    generationId: init.generationId ?? 0,
    memberId: init.memberId ?? '',
    groupInstanceId: init.groupInstanceId === undefined ? null : init.groupInstanceId,
  };
}

/** Writes a HeartbeatRequest in the given version. */
export function encodeHeartbeatRequest(e: Encoder, m: HeartbeatRequest, version: number): void {
  const flexible = version >= 4;
  if (version < 3 && m.groupInstanceId !== null) throw cannotCarry('HeartbeatRequest', 'groupInstanceId', version);
  if (flexible) e.compactString(m.groupId);
  else e.string(m.groupId);
  e.int32(m.generationId);
  if (flexible) e.compactString(m.memberId);
  else e.string(m.memberId);
  if (version >= 3) {
    if (flexible) e.compactNullableString(m.groupInstanceId);
    else e.nullableString(m.groupInstanceId);
  }
  if (flexible) e.uvarint(0);
}

/** Reads a HeartbeatRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeHeartbeatRequest(d: Decoder, version: number): HeartbeatRequest {
  const flexible = version >= 4;
  const groupId = flexible ? d.compactString() : d.string();
  const generationId = d.int32();
  const memberId = flexible ? d.compactString() : d.string();
  const groupInstanceId = version >= 3 ? (flexible ? d.compactNullableString() : d.nullableString()) : null;
  if (flexible) d.skipTaggedFields();
  return { groupId, generationId, memberId, groupInstanceId };
}

/** The response of Heartbeat. Versions 0-4. */
export interface HeartbeatResponse {
  /** `int32`, versions 1-4. */
  throttleTimeMs: number;
  /** `int16`, versions 0-4. */
  errorCode: number;
}

/** A HeartbeatResponse with the protocol's defaults for every field that is not given. */
export function createHeartbeatResponse(init: Partial<HeartbeatResponse> = {}): HeartbeatResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
  };
}

/** Writes a HeartbeatResponse in the given version. */
export function encodeHeartbeatResponse(e: Encoder, m: HeartbeatResponse, version: number): void {
  const flexible = version >= 4;
  if (version >= 1) e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  if (flexible) e.uvarint(0);
}

/** Reads a HeartbeatResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeHeartbeatResponse(d: Decoder, version: number): HeartbeatResponse {
  const flexible = version >= 4;
  const throttleTimeMs = version >= 1 ? d.int32() : 0;
  const errorCode = d.int16();
  if (flexible) d.skipTaggedFields();
  return { throttleTimeMs, errorCode };
}

/** Heartbeat: API key 12, versions 0-4. */
export const heartbeatApi: Api<HeartbeatRequest, HeartbeatResponse> = {
  key: 12,
  name: 'Heartbeat',
  route: 'group-coordinator',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 4,
  maxStableVersion: 4,
  requestFlexibleFrom: 4,
  responseFlexibleFrom: 4,
  encodeRequest: encodeHeartbeatRequest,
  decodeRequest: decodeHeartbeatRequest,
  encodeResponse: encodeHeartbeatResponse,
  decodeResponse: decodeHeartbeatResponse,
};
