// Generated from protocol-specs/remove-raft-voter.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** The request of RemoveRaftVoter. Versions 0. */
export interface RemoveRaftVoterRequest {
  /** `string`, versions 0; null from 0+. */
  clusterId: string | null;
  /** `int32`, versions 0. */
  voterId: number;
  /** `uuid`, versions 0. */
  voterDirectoryId: string;
}

/** A RemoveRaftVoterRequest with the protocol's defaults for every field that is not given. */
export function createRemoveRaftVoterRequest(init: Partial<RemoveRaftVoterRequest> = {}): RemoveRaftVoterRequest {
  return {
    clusterId: init.clusterId === undefined ? '' : init.clusterId,
    voterId: init.voterId ?? 0,
    voterDirectoryId: init.voterDirectoryId ?? ZERO_UUID,
  };
}

/** Writes a RemoveRaftVoterRequest in the given version. */
export function encodeRemoveRaftVoterRequest(e: Encoder, m: RemoveRaftVoterRequest, _version: number): void {
  e.compactNullableString(m.clusterId);
  e.int32(m.voterId);
  e.uuid(m.voterDirectoryId);
  e.uvarint(0);
}

/** Reads a RemoveRaftVoterRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeRemoveRaftVoterRequest(d: Decoder, _version: number): RemoveRaftVoterRequest {
  const clusterId = d.compactNullableString();
  const voterId = d.int32();
  const voterDirectoryId = d.uuid();
  d.skipTaggedFields();
  return { clusterId, voterId, voterDirectoryId };
}

/** The response of RemoveRaftVoter. Versions 0. */
export interface RemoveRaftVoterResponse {
  /** `int32`, versions 0. */
  throttleTimeMs: number;
  /** `int16`, versions 0. */
  errorCode: number;
  /** `string`, versions 0; null from 0+. */
  errorMessage: string | null;
}

/** A RemoveRaftVoterResponse with the protocol's defaults for every field that is not given. */
export function createRemoveRaftVoterResponse(init: Partial<RemoveRaftVoterResponse> = {}): RemoveRaftVoterResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? '' : init.errorMessage,
  };
}

/** Writes a RemoveRaftVoterResponse in the given version. */
export function encodeRemoveRaftVoterResponse(e: Encoder, m: RemoveRaftVoterResponse, _version: number): void {
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.uvarint(0);
}

/** Reads a RemoveRaftVoterResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeRemoveRaftVoterResponse(d: Decoder, _version: number): RemoveRaftVoterResponse {
  const throttleTimeMs = d.int32();
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  d.skipTaggedFields();
  return { throttleTimeMs, errorCode, errorMessage };
}

/** RemoveRaftVoter: API key 81, versions 0. */
export const removeRaftVoterApi: Api<RemoveRaftVoterRequest, RemoveRaftVoterResponse> = {
  key: 81,
  name: 'RemoveRaftVoter',
  route: 'controller',
  listeners: ['broker', 'controller'],
  minVersion: 0,
  maxVersion: 0,
  maxStableVersion: 0,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeRemoveRaftVoterRequest,
  decodeRequest: decodeRemoveRaftVoterRequest,
  encodeResponse: encodeRemoveRaftVoterResponse,
  decodeResponse: decodeRemoveRaftVoterResponse,
};
