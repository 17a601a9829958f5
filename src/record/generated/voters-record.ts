// Generated from protocol-specs/records/voters-record.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor, ZERO_UUID } from '../../wire/message-codec.ts';

/** Part of VotersRecord. Versions 0. */
export interface Endpoint {
  /** `string`, versions 0. */
  name: string;
  /** `string`, versions 0. */
  host: string;
  /** `uint16`, versions 0. */
  port: number;
}

/** A Endpoint with the protocol's defaults for every field that is not given. */
export function createEndpoint(init: Partial<Endpoint> = {}): Endpoint {
  return {
    name: init.name ?? '',
    host: init.host ?? '',
    port: init.port ?? 0,
  };
}

function writeEndpoint(e: Encoder, m: Endpoint): void {
  e.compactString(m.name);
  e.compactString(m.host);
  e.uint16(m.port);
  e.uvarint(0);
}

function readEndpoint(d: Decoder): Endpoint {
  const name = d.compactString();
  const host = d.compactString();
  const port = d.uint16();
  d.skipTaggedFields();
  return { name, host, port };
}

/** Part of VotersRecord. Versions 0. */
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

/** Part of VotersRecord. Versions 0. */
export interface Voter {
  /** `int32`, versions 0. */
  voterId: number;
  /** `uuid`, versions 0. */
  voterDirectoryId: string;
  /** `[]Endpoint`, versions 0. */
  endpoints: readonly Endpoint[];
  /** `KRaftVersionFeature`, versions 0. */
  kRaftVersionFeature: KRaftVersionFeature;
}

/** A Voter with the protocol's defaults for every field that is not given. */
export function createVoter(init: Partial<Voter> = {}): Voter {
  return {
    voterId: init.voterId ?? 0,
    voterDirectoryId: init.voterDirectoryId ?? ZERO_UUID,
    endpoints: init.endpoints ?? [],
    kRaftVersionFeature: init.kRaftVersionFeature ?? createKRaftVersionFeature(),
  };
}

function writeVoter(e: Encoder, m: Voter): void {
  e.int32(m.voterId);
  e.uuid(m.voterDirectoryId);
  e.compactArrayLength(m.endpoints);
  for (const item of m.endpoints) writeEndpoint(e, item);
  writeKRaftVersionFeature(e, m.kRaftVersionFeature);
  e.uvarint(0);
}

function readVoter(d: Decoder): Voter {
  const voterId = d.int32();
  const voterDirectoryId = d.uuid();
  const endpointsLength = d.compactArrayLength();
  const endpoints = roomFor<Endpoint>(endpointsLength);
  for (let i = 0; i < endpointsLength; i++) endpoints[i] = readEndpoint(d);
  const kRaftVersionFeature = readKRaftVersionFeature(d);
  d.skipTaggedFields();
  return { voterId, voterDirectoryId, endpoints, kRaftVersionFeature };
}

/** Kafka's VotersRecord. Versions 0. */
export interface VotersRecord {
  /** `int16`, versions 0. */
  version: number;
  /** `[]Voter`, versions 0. */
  voters: readonly Voter[];
}

/** A VotersRecord with the protocol's defaults for every field that is not given. */
export function createVotersRecord(init: Partial<VotersRecord> = {}): VotersRecord {
  return {
    version: init.version ?? 0,
    voters: init.voters ?? [],
  };
}

/** Writes a VotersRecord in the given version. */
export function encodeVotersRecord(e: Encoder, m: VotersRecord, _version: number): void {
  e.int16(m.version);
  e.compactArrayLength(m.voters);
  for (const item of m.voters) writeVoter(e, item);
  e.uvarint(0);
}

/** Reads a VotersRecord of the given version. Byte fields are views of the decoder's buffer. */
export function decodeVotersRecord(d: Decoder, _version: number): VotersRecord {
  const versionValue = d.int16();
  const votersLength = d.compactArrayLength();
  const voters = roomFor<Voter>(votersLength);
  for (let i = 0; i < votersLength; i++) voters[i] = readVoter(d);
  d.skipTaggedFields();
  return { version: versionValue, voters };
}
