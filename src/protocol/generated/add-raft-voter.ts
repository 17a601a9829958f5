// Generated from protocol-specs/add-raft-voter.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry, roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of AddRaftVoterRequest. Versions 0-1. */
export interface Listener {
  /** `string`, versions 0-1. */
  name: string;
  /** `string`, versions 0-1. */
  host: string;
  /** `uint16`, versions 0-1. */
  port: number;
}

/** A Listener with the protocol's defaults for every field that is not given. */
export function createListener(init: Partial<Listener> = {}): Listener {
  return {
    name: init.name ?? '',
    host: init.host ?? '',
    port: init.port ?? 0,
  };
}

function writeListener(e: Encoder, m: Listener): void {
  e.compactString(m.name);
  e.compactString(m.host);
  e.uint16(m.port);
  e.uvarint(0);
}

function readListener(d: Decoder): Listener {
  const name = d.compactString();
  const host = d.compactString();
  const port = d.uint16();
  d.skipTaggedFields();
  return { name, host, port };
}

/** The request of AddRaftVoter. Versions 0-1. */
export interface AddRaftVoterRequest {
  /** `string`, versions 0-1; null from 0+. */
  clusterId: string | null;
  /** `int32`, versions 0-1. */
  timeoutMs: number;
  /** `int32`, versions 0-1. */
  voterId: number;
  /** `uuid`, versions 0-1. */
  voterDirectoryId: string;
  /** `[]Listener`, versions 0-1. */
  listeners: readonly Listener[];
  /** `bool`, versions 1; default true. */
  ackWhenCommitted: boolean;
}

/** A AddRaftVoterRequest with the protocol's defaults for every field that is not given. */
export function createAddRaftVoterRequest(init: Partial<AddRaftVoterRequest> = {}): AddRaftVoterRequest {
  return {
    clusterId: init.clusterId === undefined ? '' : init.clusterId,
    timeoutMs: init.timeoutMs ?? 0,
    voterId: init.voterId ?? 0,
    voterDirectoryId: init.voterDirectoryId ?? ZERO_UUID,
    listeners: init.listeners ?? [],
    ackWhenCommitted: init.ackWhenCommitted ?? true,
  };
}

/** Writes a AddRaftVoterRequest in the given version. */
export function encodeAddRaftVoterRequest(e: Encoder, m: AddRaftVoterRequest, version: number): void {
  if (version < 1 && !m.ackWhenCommitted) throw cannotCarry('AddRaftVoterRequest', 'ackWhenCommitted', version);
  e.compactNullableString(m.clusterId);
  e.int32(m.timeoutMs);
  e.int32(m.voterId);
  e.uuid(m.voterDirectoryId);
  e.compactArrayLength(m.listeners);
  for (const item of m.listeners) writeListener(e, item);
  if (version >= 1) e.bool(m.ackWhenCommitted);
  e.uvarint(0);
}

/** Reads a AddRaftVoterRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeAddRaftVoterRequest(d: Decoder, version: number): AddRaftVoterRequest {
  const clusterId = d.compactNullableString();
  const timeoutMs = d.int32();
  const voterId = d.int32();
  const voterDirectoryId = d.uuid();
  const listenersLength = d.compactArrayLength();
  const listeners = roomFor<Listener>(listenersLength);
  for (let i = 0; i < listenersLength; i++) listeners[i] = readListener(d);
  const ackWhenCommitted = version >= 1 ? d.bool() : true;
  d.skipTaggedFields();
  return { clusterId, timeoutMs, voterId, voterDirectoryId, listeners, ackWhenCommitted };
}

/** The response of AddRaftVoter. Versions 0-1. */
export interface AddRaftVoterResponse {
  /** `int32`, versions 0-1. */
  throttleTimeMs: number;
  /** `int16`, versions 0-1. */
  errorCode: number;
  /** `string`, versions 0-1; null from 0+. */
  errorMessage: string | null;
}

/** A AddRaftVoterResponse with the protocol's defaults for every field that is not given. */
export function createAddRaftVoterResponse(init: Partial<AddRaftVoterResponse> = {}): AddRaftVoterResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? '' : init.errorMessage,
  };
}

/** Writes a AddRaftVoterResponse in the given version. */
export function encodeAddRaftVoterResponse(e: Encoder, m: AddRaftVoterResponse, _version: number): void {
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.uvarint(0);
}

/** Reads a AddRaftVoterResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeAddRaftVoterResponse(d: Decoder, _version: number): AddRaftVoterResponse {
  const throttleTimeMs = d.int32();
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  d.skipTaggedFields();
  return { throttleTimeMs, errorCode, errorMessage };
}

/** AddRaftVoter: API key 80, versions 0-1. */
export const addRaftVoterApi: Api<AddRaftVoterRequest, AddRaftVoterResponse> = {
  key: 80,
  name: 'AddRaftVoter',
  route: 'controller',
  listeners: ['broker', 'controller'],
  minVersion: 0,
  maxVersion: 1,
  maxStableVersion: 1,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeAddRaftVoterRequest,
  decodeRequest: decodeAddRaftVoterRequest,
  encodeResponse: encodeAddRaftVoterResponse,
  decodeResponse: decodeAddRaftVoterResponse,
};
