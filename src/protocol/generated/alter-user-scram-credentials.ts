// Generated from protocol-specs/alter-user-scram-credentials.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { EMPTY_BYTES, roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of AlterUserScramCredentialsRequest. Versions 0. */
export interface ScramCredentialDeletion {
  /** `string`, versions 0. */
  name: string;
  /** `int8`, versions 0. */
  mechanism: number;
}

/** A ScramCredentialDeletion with the protocol's defaults for every field that is not given. */
export function createScramCredentialDeletion(init: Partial<ScramCredentialDeletion> = {}): ScramCredentialDeletion {
  return {
    name: init.name ?? '',
    mechanism: init.mechanism ?? 0,
  };
}

function writeScramCredentialDeletion(e: Encoder, m: ScramCredentialDeletion): void {
  e.compactString(m.name);
  e.int8(m.mechanism);
  e.uvarint(0);
}

function readScramCredentialDeletion(d: Decoder): ScramCredentialDeletion {
  const name = d.compactString();
  const mechanism = d.int8();
  d.skipTaggedFields();
  return { name, mechanism };
}

/** Part of AlterUserScramCredentialsRequest. Versions 0. */
export interface ScramCredentialUpsertion {
  /** `string`, versions 0. */
  name: string;
  /** `int8`, versions 0. */
  mechanism: number;
  /** `int32`, versions 0. */
  iterations: number;
  /** `bytes`, versions 0. */
  salt: Buffer;
  /** `bytes`, versions 0. */
  saltedPassword: Buffer;
}

/** A ScramCredentialUpsertion with the protocol's defaults for every field that is not given. */
export function createScramCredentialUpsertion(init: Partial<ScramCredentialUpsertion> = {}): ScramCredentialUpsertion {
  return {
    name: init.name ?? '',
    mechanism: init.mechanism ?? 0,
    iterations: init.iterations ?? 0,
    salt: init.salt ?? EMPTY_BYTES,
    saltedPassword: init.saltedPassword ?? EMPTY_BYTES,
  };
}

function writeScramCredentialUpsertion(e: Encoder, m: ScramCredentialUpsertion): void {
  e.compactString(m.name);
  e.int8(m.mechanism);
  e.int32(m.iterations);
  e.compactBytes(m.salt);
  e.compactBytes(m.saltedPassword);
  e.uvarint(0);
}

function readScramCredentialUpsertion(d: Decoder): ScramCredentialUpsertion {
  const name = d.compactString();
  const mechanism = d.int8();
  const iterations = d.int32();
  const salt = d.compactBytes();
  const saltedPassword = d.compactBytes();
  d.skipTaggedFields();
  return { name, mechanism, iterations, salt, saltedPassword };
}

/** The request of AlterUserScramCredentials. Versions 0. */
export interface AlterUserScramCredentialsRequest {
  /** `[]ScramCredentialDeletion`, versions 0. */
  deletions: readonly ScramCredentialDeletion[];
  /** `[]ScramCredentialUpsertion`, versions 0. */
  upsertions: readonly ScramCredentialUpsertion[];
}

/** A AlterUserScramCredentialsRequest with the protocol's defaults for every field that is not given. */
export function createAlterUserScramCredentialsRequest(
  init: Partial<AlterUserScramCredentialsRequest> = {},
): AlterUserScramCredentialsRequest {
  return {
    deletions: init.deletions ?? [],
    upsertions: init.upsertions ?? [],
  };
}

/** Writes a AlterUserScramCredentialsRequest in the given version. */
export function encodeAlterUserScramCredentialsRequest(
  e: Encoder,
  m: AlterUserScramCredentialsRequest,
  _version: number,
): void {
  e.compactArrayLength(m.deletions);
  for (const item of m.deletions) writeScramCredentialDeletion(e, item);
  e.compactArrayLength(m.upsertions);
  for (const item of m.upsertions) writeScramCredentialUpsertion(e, item);
  e.uvarint(0);
}

/** Reads a AlterUserScramCredentialsRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeAlterUserScramCredentialsRequest(d: Decoder, _version: number): AlterUserScramCredentialsRequest {
  const deletionsLength = d.compactArrayLength();
  const deletions = roomFor<ScramCredentialDeletion>(deletionsLength);
  for (let i = 0; i < deletionsLength; i++) deletions[i] = readScramCredentialDeletion(d);
  const upsertionsLength = d.compactArrayLength();
  const upsertions = roomFor<ScramCredentialUpsertion>(upsertionsLength);
  for (let i = 0; i < upsertionsLength; i++) upsertions[i] = readScramCredentialUpsertion(d);
  d.skipTaggedFields();
  return { deletions, upsertions };
}

/** Part of AlterUserScramCredentialsResponse. Versions 0. */
export interface AlterUserScramCredentialsResult {
  /** `string`, versions 0. */
  user: string;
  /** `int16`, versions 0. */
  errorCode: number;
  /** `string`, versions 0; null from 0+. */
  errorMessage: string | null;
}

/** A AlterUserScramCredentialsResult with the protocol's defaults for every field that is not given. */
export function createAlterUserScramCredentialsResult(
  init: Partial<AlterUserScramCredentialsResult> = {},
): AlterUserScramCredentialsResult {
  return {
    user: init.user ?? '',
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? '' : init.errorMessage,
  };
}

function writeAlterUserScramCredentialsResult(e: Encoder, m: AlterUserScramCredentialsResult): void {
  e.compactString(m.user);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.uvarint(0);
}

function readAlterUserScramCredentialsResult(d: Decoder): AlterUserScramCredentialsResult {
  const user = d.compactString();
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  d.skipTaggedFields();
  return { user, errorCode, errorMessage };
}

/** The response of AlterUserScramCredentials. Versions 0. */
export interface AlterUserScramCredentialsResponse {
  /** `int32`, versions 0. */
  throttleTimeMs: number;
  /** `[]AlterUserScramCredentialsResult`, versions 0. */
  results: readonly AlterUserScramCredentialsResult[];
}

/** A AlterUserScramCredentialsResponse with the protocol's defaults for every field that is not given. */
export function createAlterUserScramCredentialsResponse(
  init: Partial<AlterUserScramCredentialsResponse> = {},
): AlterUserScramCredentialsResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    results: init.results ?? [],
  };
}

/** Writes a AlterUserScramCredentialsResponse in the given version. */
export function encodeAlterUserScramCredentialsResponse(
  e: Encoder,
  m: AlterUserScramCredentialsResponse,
  _version: number,
): void {
  e.int32(m.throttleTimeMs);
  e.compactArrayLength(m.results);
  for (const item of m.results) writeAlterUserScramCredentialsResult(e, item);
  e.uvarint(0);
}

/** Reads a AlterUserScramCredentialsResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeAlterUserScramCredentialsResponse(
  d: Decoder,
  _version: number,
): AlterUserScramCredentialsResponse {
  const throttleTimeMs = d.int32();
  const resultsLength = d.compactArrayLength();
  const results = roomFor<AlterUserScramCredentialsResult>(resultsLength);
  for (let i = 0; i < resultsLength; i++) results[i] = readAlterUserScramCredentialsResult(d);
  d.skipTaggedFields();
  return { throttleTimeMs, results };
}

/** AlterUserScramCredentials: API key 51, versions 0. */
export const alterUserScramCredentialsApi: Api<AlterUserScramCredentialsRequest, AlterUserScramCredentialsResponse> = {
  key: 51,
  name: 'AlterUserScramCredentials',
  route: 'controller',
  listeners: ['broker', 'controller'],
  minVersion: 0,
  maxVersion: 0,
  maxStableVersion: 0,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeAlterUserScramCredentialsRequest,
  decodeRequest: decodeAlterUserScramCredentialsRequest,
  encodeResponse: encodeAlterUserScramCredentialsResponse,
  decodeResponse: decodeAlterUserScramCredentialsResponse,
};
