// Generated from protocol-specs/alter-user-scram-credentials.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import type { Api } from '../api.ts';
import { EMPTY_BYTES, roomFor } from '../../wire/message-codec.ts';

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

function writeScramCredentialDeletion(e: Encoder, m: ScramCredentialDeletion, version: number): void {
  e.compactString(m.name);
  e.int8(m.mechanism);
  e.uvarint(0);
  void version;
}

function readScramCredentialDeletion(d: Decoder, version: number): ScramCredentialDeletion {
  const name: string = d.compactString();
  const mechanism: number = d.int8();
  d.skipTaggedFields();
  void version;
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

function writeScramCredentialUpsertion(e: Encoder, m: ScramCredentialUpsertion, version: number): void {
  e.compactString(m.name);
  e.int8(m.mechanism);
  e.int32(m.iterations);
  e.compactBytes(m.salt);
  e.compactBytes(m.saltedPassword);
  e.uvarint(0);
  void version;
}

function readScramCredentialUpsertion(d: Decoder, version: number): ScramCredentialUpsertion {
  const name: string = d.compactString();
  const mechanism: number = d.int8();
  const iterations: number = d.int32();
  const salt: Buffer = d.compactBytes();
  const saltedPassword: Buffer = d.compactBytes();
  d.skipTaggedFields();
  void version;
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
export function createAlterUserScramCredentialsRequest(init: Partial<AlterUserScramCredentialsRequest> = {}): AlterUserScramCredentialsRequest {
  return {
    deletions: init.deletions ?? [],
    upsertions: init.upsertions ?? [],
  };
}

/** Writes a AlterUserScramCredentialsRequest in the given version. */
export function encodeAlterUserScramCredentialsRequest(e: Encoder, m: AlterUserScramCredentialsRequest, version: number): void {
  e.compactArrayLength(m.deletions);
  for (const item of m.deletions) writeScramCredentialDeletion(e, item, version);
  e.compactArrayLength(m.upsertions);
  for (const item of m.upsertions) writeScramCredentialUpsertion(e, item, version);
  e.uvarint(0);
}

/** Reads a AlterUserScramCredentialsRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeAlterUserScramCredentialsRequest(d: Decoder, version: number): AlterUserScramCredentialsRequest {
  let deletions: readonly ScramCredentialDeletion[] = [];
  const deletionsLength = d.compactArrayLength();
   {
    const items = roomFor<ScramCredentialDeletion>(deletionsLength);
    for (let i = 0; i < deletionsLength; i++) items[i] = readScramCredentialDeletion(d, version);
    deletions = items;
  }
  let upsertions: readonly ScramCredentialUpsertion[] = [];
  const upsertionsLength = d.compactArrayLength();
   {
    const items = roomFor<ScramCredentialUpsertion>(upsertionsLength);
    for (let i = 0; i < upsertionsLength; i++) items[i] = readScramCredentialUpsertion(d, version);
    upsertions = items;
  }
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
export function createAlterUserScramCredentialsResult(init: Partial<AlterUserScramCredentialsResult> = {}): AlterUserScramCredentialsResult {
  return {
    user: init.user ?? '',
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? '' : init.errorMessage,
  };
}

function writeAlterUserScramCredentialsResult(e: Encoder, m: AlterUserScramCredentialsResult, version: number): void {
  e.compactString(m.user);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.uvarint(0);
  void version;
}

function readAlterUserScramCredentialsResult(d: Decoder, version: number): AlterUserScramCredentialsResult {
  const user: string = d.compactString();
  const errorCode: number = d.int16();
  const errorMessage: string | null = d.compactNullableString();
  d.skipTaggedFields();
  void version;
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
export function createAlterUserScramCredentialsResponse(init: Partial<AlterUserScramCredentialsResponse> = {}): AlterUserScramCredentialsResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    results: init.results ?? [],
  };
}

/** Writes a AlterUserScramCredentialsResponse in the given version. */
export function encodeAlterUserScramCredentialsResponse(e: Encoder, m: AlterUserScramCredentialsResponse, version: number): void {
  e.int32(m.throttleTimeMs);
  e.compactArrayLength(m.results);
  for (const item of m.results) writeAlterUserScramCredentialsResult(e, item, version);
  e.uvarint(0);
}

/** Reads a AlterUserScramCredentialsResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeAlterUserScramCredentialsResponse(d: Decoder, version: number): AlterUserScramCredentialsResponse {
  const throttleTimeMs: number = d.int32();
  let results: readonly AlterUserScramCredentialsResult[] = [];
  const resultsLength = d.compactArrayLength();
   {
    const items = roomFor<AlterUserScramCredentialsResult>(resultsLength);
    for (let i = 0; i < resultsLength; i++) items[i] = readAlterUserScramCredentialsResult(d, version);
    results = items;
  }
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
