// Generated from protocol-specs/records/leader-change-message.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry, roomFor, ZERO_UUID } from '../../wire/message-codec.ts';

/** Part of LeaderChangeMessage. Versions 0-1. */
export interface Voter {
  /** `int32`, versions 0-1. */
  voterId: number;
  /** `uuid`, versions 1. */
  voterDirectoryId: string;
}

/** A Voter with the protocol's defaults for every field that is not given. */
export function createVoter(init: Partial<Voter> = {}): Voter {
  return {
    voterId: init.voterId ?? 0,
    voterDirectoryId: init.voterDirectoryId ?? ZERO_UUID,
  };
}

function writeVoter(e: Encoder, m: Voter, version: number): void {
  if (version < 1 && m.voterDirectoryId !== ZERO_UUID) throw cannotCarry('Voter', 'voterDirectoryId', version);
  e.int32(m.voterId);
  if (version >= 1) e.uuid(m.voterDirectoryId);
  e.uvarint(0);
}

function readVoter(d: Decoder, version: number): Voter {
  const voterId = d.int32();
  const voterDirectoryId = version >= 1 ? d.uuid() : ZERO_UUID;
  d.skipTaggedFields();
  return { voterId, voterDirectoryId };
}

/** Kafka's LeaderChangeMessage. Versions 0-1. */
export interface LeaderChangeMessage {
  /** `int16`, versions 0-1. */
  version: number;
  /** `int32`, versions 0-1. */
  leaderId: number;
  /** `[]Voter`, versions 0-1. */
  voters: readonly Voter[];
  /** `[]Voter`, versions 0-1. */
  grantingVoters: readonly Voter[];
}

/** A LeaderChangeMessage with the protocol's defaults for every field that is not given. */
export function createLeaderChangeMessage(init: Partial<LeaderChangeMessage> = {}): LeaderChangeMessage {
  return {
    version: init.version ?? 0,
    leaderId: init.leaderId ?? 0,
    voters: init.voters ?? [],
    grantingVoters: init.grantingVoters ?? [],
  };
}

/** Writes a LeaderChangeMessage in the given version. */
export function encodeLeaderChangeMessage(e: Encoder, m: LeaderChangeMessage, version: number): void {
  e.int16(m.version);
  e.int32(m.leaderId);
  e.compactArrayLength(m.voters);
  for (const item of m.voters) writeVoter(e, item, version);
  e.compactArrayLength(m.grantingVoters);
  for (const item of m.grantingVoters) writeVoter(e, item, version);
  e.uvarint(0);
}

/** Reads a LeaderChangeMessage of the given version. Byte fields are views of the decoder's buffer. */
export function decodeLeaderChangeMessage(d: Decoder, version: number): LeaderChangeMessage {
  const versionValue = d.int16();
  const leaderId = d.int32();
  const votersLength = d.compactArrayLength();
  const voters = roomFor<Voter>(votersLength);
  for (let i = 0; i < votersLength; i++) voters[i] = readVoter(d, version);
  const grantingVotersLength = d.compactArrayLength();
  const grantingVoters = roomFor<Voter>(grantingVotersLength);
  for (let i = 0; i < grantingVotersLength; i++) grantingVoters[i] = readVoter(d, version);
  d.skipTaggedFields();
  return { version: versionValue, leaderId, voters, grantingVoters };
}
