// Generated from protocol-specs/update-raft-voter.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { Encoder } from '../../wire/encoder.ts';
import { roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of UpdateRaftVoterRequest. Versions 0. */
export interface Listener {
  /** `string`, versions 0. */
  name: string;
  /** `string`, versions 0. */
  host: string;
  /** `uint16`, versions 0. */
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

/** Part of UpdateRaftVoterRequest. Versions 0. */
export interface KRaftVersionFeature {
  /** `int16`, versions 0. */
  minSupportedVersion: number;
  /** `int16`, versions 0. */
  maxSupportedVersion: number;
}

/** A KRaftVersionFeature with the protocol's defaults for every field that is not given. */
export function createKRaftVersionFeature(init: Partial<KRaftVersionFeature> = {}): KRaftVersionFeature {
  return {
    minSupportedVersion: init.minSupportedVersion ?? 0,
    maxSupportedVersion: init.maxSupportedVersion ?? 0,
  };
}

function writeKRaftVersionFeature(e: Encoder, m: KRaftVersionFeature): void {
  e.int16(m.minSupportedVersion);
  e.int16(m.maxSupportedVersion);
  e.uvarint(0);
}

function readKRaftVersionFeature(d: Decoder): KRaftVersionFeature {
  const minSupportedVersion = d.int16();
  const maxSupportedVersion = d.int16();
  d.skipTaggedFields();
  return { minSupportedVersion, maxSupportedVersion };
}

/** The request of UpdateRaftVoter. Versions 0. */
export interface UpdateRaftVoterRequest {
  /** `string`, versions 0; null from 0+. */
  clusterId: string | null;
  /** `int32`, versions 0. */
  currentLeaderEpoch: number;
  /** `int32`, versions 0. */
  voterId: number;
  /** `uuid`, versions 0. */
  voterDirectoryId: string;
  /** `[]Listener`, versions 0. */
  listeners: readonly Listener[];
  /** `KRaftVersionFeature`, versions 0. */
  kRaftVersionFeature: KRaftVersionFeature;
}

/** A UpdateRaftVoterRequest with the protocol's defaults for every field that is not given. */
export function createUpdateRaftVoterRequest(init: Partial<UpdateRaftVoterRequest> = {}): UpdateRaftVoterRequest {
  return {
    clusterId: init.clusterId === undefined ? '' : init.clusterId,
    currentLeaderEpoch: init.currentLeaderEpoch ?? 0,
    voterId: init.voterId ?? 0,
    voterDirectoryId: init.voterDirectoryId ?? ZERO_UUID,
    listeners: init.listeners ?? [],
    kRaftVersionFeature: init.kRaftVersionFeature ?? createKRaftVersionFeature(),
  };
}

/** Writes a UpdateRaftVoterRequest in the given version. */
export function encodeUpdateRaftVoterRequest(e: Encoder, m: UpdateRaftVoterRequest, _version: number): void {
  e.compactNullableString(m.clusterId);
  e.int32(m.currentLeaderEpoch);
  e.int32(m.voterId);
  e.uuid(m.voterDirectoryId);
  e.compactArrayLength(m.listeners);
  for (const item of m.listeners) writeListener(e, item);
  writeKRaftVersionFeature(e, m.kRaftVersionFeature);
  e.uvarint(0);
}

/** Reads a UpdateRaftVoterRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeUpdateRaftVoterRequest(d: Decoder, _version: number): UpdateRaftVoterRequest {
  const clusterId = d.compactNullableString();
  const currentLeaderEpoch = d.int32();
  const voterId = d.int32();
  const voterDirectoryId = d.uuid();
  const listenersLength = d.compactArrayLength();
  const listeners = roomFor<Listener>(listenersLength);
  for (let i = 0; i < listenersLength; i++) listeners[i] = readListener(d);
  const kRaftVersionFeature = readKRaftVersionFeature(d);
  d.skipTaggedFields();
  return { clusterId, currentLeaderEpoch, voterId, voterDirectoryId, listeners, kRaftVersionFeature };
}

/** Part of UpdateRaftVoterResponse. Versions 0. */
export interface CurrentLeader {
  /** `int32`, versions 0; default -1. */
  leaderId: number;
  /** `int32`, versions 0; default -1. */
  leaderEpoch: number;
  /** `string`, versions 0. */
  host: string;
  /** `int32`, versions 0. */
  port: number;
}

/** A CurrentLeader with the protocol's defaults for every field that is not given. */
export function createCurrentLeader(init: Partial<CurrentLeader> = {}): CurrentLeader {
  return {
    leaderId: init.leaderId ?? -1,
    leaderEpoch: init.leaderEpoch ?? -1,
    host: init.host ?? '',
    port: init.port ?? 0,
  };
}

function writeCurrentLeader(e: Encoder, m: CurrentLeader): void {
  e.int32(m.leaderId);
  e.int32(m.leaderEpoch);
  e.compactString(m.host);
  e.int32(m.port);
  e.uvarint(0);
}

function readCurrentLeader(d: Decoder): CurrentLeader {
  const leaderId = d.int32();
  const leaderEpoch = d.int32();
  const host = d.compactString();
  const port = d.int32();
  d.skipTaggedFields();
  return { leaderId, leaderEpoch, host, port };
}

/** The response of UpdateRaftVoter. Versions 0. */
export interface UpdateRaftVoterResponse {
  /** `int32`, versions 0. */
  throttleTimeMs: number;
  /** `int16`, versions 0. */
  errorCode: number;
  /** `CurrentLeader`, versions 0; tag 0. */
  currentLeader: CurrentLeader;
}

/** A UpdateRaftVoterResponse with the protocol's defaults for every field that is not given. */
export function createUpdateRaftVoterResponse(init: Partial<UpdateRaftVoterResponse> = {}): UpdateRaftVoterResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    currentLeader: init.currentLeader ?? createCurrentLeader(),
  };
}

/** Writes a UpdateRaftVoterResponse in the given version. */
export function encodeUpdateRaftVoterResponse(e: Encoder, m: UpdateRaftVoterResponse, _version: number): void {
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  if (
    m.currentLeader.leaderId !== -1 ||
    m.currentLeader.leaderEpoch !== -1 ||
    m.currentLeader.host !== '' ||
    m.currentLeader.port !== 0
  ) {
    e.uvarint(1);
    const content = new Encoder(64);
    writeCurrentLeader(content, m.currentLeader);
    e.taggedField(0, content);
  } else {
    e.uvarint(0);
  }
}

/** Reads a UpdateRaftVoterResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeUpdateRaftVoterResponse(d: Decoder, _version: number): UpdateRaftVoterResponse {
  const throttleTimeMs = d.int32();
  const errorCode = d.int16();
  let currentLeader: CurrentLeader = createCurrentLeader();
  for (let count = d.uvarint(); count > 0; count--) {
    const tag = d.uvarint();
    const size = d.uvarint();
    const end = d.pos + size;
    switch (tag) {
      case 0: {
        currentLeader = readCurrentLeader(d);
        break;
      }
      default:
        d.raw(size);
    }
    d.expectTagEnd(end, 'UpdateRaftVoterResponse', tag);
  }
  return { throttleTimeMs, errorCode, currentLeader };
}

/** UpdateRaftVoter: API key 82, versions 0. */
export const updateRaftVoterApi: Api<UpdateRaftVoterRequest, UpdateRaftVoterResponse> = {
  key: 82,
  name: 'UpdateRaftVoter',
  route: 'controller',
  listeners: ['controller'],
  minVersion: 0,
  maxVersion: 0,
  maxStableVersion: 0,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeUpdateRaftVoterRequest,
  decodeRequest: decodeUpdateRaftVoterRequest,
  encodeResponse: encodeUpdateRaftVoterResponse,
  decodeResponse: decodeUpdateRaftVoterResponse,
};
