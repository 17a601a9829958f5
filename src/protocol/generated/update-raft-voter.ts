// Generated from protocol-specs/update-raft-voter.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { Encoder } from '../../wire/encoder.ts';
import type { Api } from '../api.ts';
import { roomFor, ZERO_UUID } from '../../wire/message-codec.ts';

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

function writeListener(e: Encoder, m: Listener, version: number): void {
  e.compactString(m.name);
  e.compactString(m.host);
  e.uint16(m.port);
  e.uvarint(0);
  void version;
}

function readListener(d: Decoder, version: number): Listener {
  const name: string = d.compactString();
  const host: string = d.compactString();
  const port: number = d.uint16();
  d.skipTaggedFields();
  void version;
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

function writeKRaftVersionFeature(e: Encoder, m: KRaftVersionFeature, version: number): void {
  e.int16(m.minSupportedVersion);
  e.int16(m.maxSupportedVersion);
  e.uvarint(0);
  void version;
}

function readKRaftVersionFeature(d: Decoder, version: number): KRaftVersionFeature {
  const minSupportedVersion: number = d.int16();
  const maxSupportedVersion: number = d.int16();
  d.skipTaggedFields();
  void version;
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
export function encodeUpdateRaftVoterRequest(e: Encoder, m: UpdateRaftVoterRequest, version: number): void {
  e.compactNullableString(m.clusterId);
  e.int32(m.currentLeaderEpoch);
  e.int32(m.voterId);
  e.uuid(m.voterDirectoryId);
  e.compactArrayLength(m.listeners);
  for (const item of m.listeners) writeListener(e, item, version);
  writeKRaftVersionFeature(e, m.kRaftVersionFeature, version);
  e.uvarint(0);
}

/** Reads a UpdateRaftVoterRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeUpdateRaftVoterRequest(d: Decoder, version: number): UpdateRaftVoterRequest {
  const clusterId: string | null = d.compactNullableString();
  const currentLeaderEpoch: number = d.int32();
  const voterId: number = d.int32();
  const voterDirectoryId: string = d.uuid();
  let listeners: readonly Listener[] = [];
  const listenersLength = d.compactArrayLength();
   {
    const items = roomFor<Listener>(listenersLength);
    for (let i = 0; i < listenersLength; i++) items[i] = readListener(d, version);
    listeners = items;
  }
  const kRaftVersionFeature: KRaftVersionFeature = readKRaftVersionFeature(d, version);
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

function writeCurrentLeader(e: Encoder, m: CurrentLeader, version: number): void {
  e.int32(m.leaderId);
  e.int32(m.leaderEpoch);
  e.compactString(m.host);
  e.int32(m.port);
  e.uvarint(0);
  void version;
}

function readCurrentLeader(d: Decoder, version: number): CurrentLeader {
  const leaderId: number = d.int32();
  const leaderEpoch: number = d.int32();
  const host: string = d.compactString();
  const port: number = d.int32();
  d.skipTaggedFields();
  void version;
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
export function encodeUpdateRaftVoterResponse(e: Encoder, m: UpdateRaftVoterResponse, version: number): void {
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  const tag0 = !(m.currentLeader.leaderId === -1 && m.currentLeader.leaderEpoch === -1 && m.currentLeader.host === '' && m.currentLeader.port === 0);
  e.uvarint((tag0 ? 1 : 0));
  if (tag0) {
    const content = new Encoder(64);
    writeCurrentLeader(content, m.currentLeader, version);
    e.taggedField(0, content);
  }
}

/** Reads a UpdateRaftVoterResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeUpdateRaftVoterResponse(d: Decoder, version: number): UpdateRaftVoterResponse {
  const throttleTimeMs: number = d.int32();
  const errorCode: number = d.int16();
  let currentLeader: CurrentLeader = createCurrentLeader();
  for (let count = d.uvarint(); count > 0; count--) {
    const tag = d.uvarint();
    const size = d.uvarint();
    const end = d.pos + size;
    switch (tag) {
      case 0: {
        currentLeader = readCurrentLeader(d, version);
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
