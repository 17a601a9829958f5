// Generated from protocol-specs/describe-user-scram-credentials.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of DescribeUserScramCredentialsRequest. Versions 0. */
export interface UserName {
  /** `string`, versions 0. */
  name: string;
}

/** A UserName with the protocol's defaults for every field that is not given. */
export function createUserName(init: Partial<UserName> = {}): UserName {
  return {
    name: init.name ?? '',
  };
}

function writeUserName(e: Encoder, m: UserName): void {
  e.compactString(m.name);
  e.uvarint(0);
}

function readUserName(d: Decoder): UserName {
  const name = d.compactString();
  d.skipTaggedFields();
  return { name };
}

/** The request of DescribeUserScramCredentials. Versions 0. */
export interface DescribeUserScramCredentialsRequest {
  /** `[]UserName`, versions 0; null from 0+. */
  users: readonly UserName[] | null;
}

/** A DescribeUserScramCredentialsRequest with the protocol's defaults for every field that is not given. */
export function createDescribeUserScramCredentialsRequest(
  init: Partial<DescribeUserScramCredentialsRequest> = {},
): DescribeUserScramCredentialsRequest {
  return {
    users: init.users === undefined ? [] : init.users,
  };
}

/** Writes a DescribeUserScramCredentialsRequest in the given version. */
export function encodeDescribeUserScramCredentialsRequest(
  e: Encoder,
  m: DescribeUserScramCredentialsRequest,
  _version: number,
): void {
  if (m.users === null) {
    e.compactArrayLength(null);
  } else {
    e.compactArrayLength(m.users);
    for (const item of m.users) writeUserName(e, item);
  }
  e.uvarint(0);
}

/** Reads a DescribeUserScramCredentialsRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDescribeUserScramCredentialsRequest(
  d: Decoder,
  _version: number,
): DescribeUserScramCredentialsRequest {
  const usersLength = d.nullableCompactArrayLength();
  const users = usersLength < 0 ? null : roomFor<UserName>(usersLength);
  for (let i = 0; i < usersLength; i++) users![i] = readUserName(d);
  d.skipTaggedFields();
  return { users };
}

/** Part of DescribeUserScramCredentialsResponse. Versions 0. */
export interface CredentialInfo {
  /** `int8`, versions 0. */
  mechanism: number;
  /** `int32`, versions 0. */
  iterations: number;
}

/** A CredentialInfo with the protocol's defaults for every field that is not given. */
export function createCredentialInfo(init: Partial<CredentialInfo> = {}): CredentialInfo {
  return {
    mechanism: init.mechanism ?? 0,
    iterations: init.iterations ?? 0,
  };
}

function writeCredentialInfo(e: Encoder, m: CredentialInfo): void {
  e.int8(m.mechanism);
  e.int32(m.iterations);
  e.uvarint(0);
}

function readCredentialInfo(d: Decoder): CredentialInfo {
  const mechanism = d.int8();
  const iterations = d.int32();
  d.skipTaggedFields();
  return { mechanism, iterations };
}

/** Part of DescribeUserScramCredentialsResponse. Versions 0. */
export interface DescribeUserScramCredentialsResult {
  /** `string`, versions 0. */
  user: string;
  /** `int16`, versions 0. */
  errorCode: number;
  /** `string`, versions 0; null from 0+. */
  errorMessage: string | null;
  /** `[]CredentialInfo`, versions 0. */
  credentialInfos: readonly CredentialInfo[];
}

/** A DescribeUserScramCredentialsResult with the protocol's defaults for every field that is not given. */
export function createDescribeUserScramCredentialsResult(
  init: Partial<DescribeUserScramCredentialsResult> = {},
): DescribeUserScramCredentialsResult {
  return {
    user: init.user ?? '',
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? '' : init.errorMessage,
    credentialInfos: init.credentialInfos ?? [],
  };
}

function writeDescribeUserScramCredentialsResult(e: Encoder, m: DescribeUserScramCredentialsResult): void {
  e.compactString(m.user);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.compactArrayLength(m.credentialInfos);
  for (const item of m.credentialInfos) writeCredentialInfo(e, item);
  e.uvarint(0);
}

function readDescribeUserScramCredentialsResult(d: Decoder): DescribeUserScramCredentialsResult {
  const user = d.compactString();
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  const credentialInfosLength = d.compactArrayLength();
  const credentialInfos = roomFor<CredentialInfo>(credentialInfosLength);
  for (let i = 0; i < credentialInfosLength; i++) credentialInfos[i] = readCredentialInfo(d);
  d.skipTaggedFields();
  return { user, errorCode, errorMessage, credentialInfos };
}

/** The response of DescribeUserScramCredentials. Versions 0. */
export interface DescribeUserScramCredentialsResponse {
  /** `int32`, versions 0. */
  throttleTimeMs: number;
  /** `int16`, versions 0. */
  errorCode: number;
  /** `string`, versions 0; null from 0+. */
  errorMessage: string | null;
  /** `[]DescribeUserScramCredentialsResult`, versions 0. */
  results: readonly DescribeUserScramCredentialsResult[];
}

/** A DescribeUserScramCredentialsResponse with the protocol's defaults for every field that is not given. */
export function createDescribeUserScramCredentialsResponse(
  init: Partial<DescribeUserScramCredentialsResponse> = {},
): DescribeUserScramCredentialsResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? '' : init.errorMessage,
    results: init.results ?? [],
  };
}

/** Writes a DescribeUserScramCredentialsResponse in the given version. */
export function encodeDescribeUserScramCredentialsResponse(
  e: Encoder,
  m: DescribeUserScramCredentialsResponse,
  _version: number,
): void {
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.compactArrayLength(m.results);
  for (const item of m.results) writeDescribeUserScramCredentialsResult(e, item);
  e.uvarint(0);
}

/** Reads a DescribeUserScramCredentialsResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDescribeUserScramCredentialsResponse(
  d: Decoder,
  _version: number,
): DescribeUserScramCredentialsResponse {
  const throttleTimeMs = d.int32();
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  const resultsLength = d.compactArrayLength();
  const results = roomFor<DescribeUserScramCredentialsResult>(resultsLength);
  for (let i = 0; i < resultsLength; i++) results[i] = readDescribeUserScramCredentialsResult(d);
  d.skipTaggedFields();
  return { throttleTimeMs, errorCode, errorMessage, results };
}

/** DescribeUserScramCredentials: API key 50, versions 0. */
export const describeUserScramCredentialsApi: Api<
  DescribeUserScramCredentialsRequest,
  DescribeUserScramCredentialsResponse
> = {
  key: 50,
  name: 'DescribeUserScramCredentials',
  route: 'any',
  listeners: ['broker', 'controller'],
  minVersion: 0,
  maxVersion: 0,
  maxStableVersion: 0,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeDescribeUserScramCredentialsRequest,
  decodeRequest: decodeDescribeUserScramCredentialsRequest,
  encodeResponse: encodeDescribeUserScramCredentialsResponse,
  decodeResponse: decodeDescribeUserScramCredentialsResponse,
};
