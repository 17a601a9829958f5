// Generated from protocol-specs/create-delegation-token.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry, EMPTY_BYTES, roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of CreateDelegationTokenRequest. Versions 1-3. */
export interface CreatableRenewers {
  /** `string`, versions 1-3. */
  principalType: string;
  /** `string`, versions 1-3. */
  principalName: string;
}

/** A CreatableRenewers with the protocol's defaults for every field that is not given. */
export function createCreatableRenewers(init: Partial<CreatableRenewers> = {}): CreatableRenewers {
  return {
    principalType: init.principalType ?? '',
    principalName: init.principalName ?? '',
  };
}

function writeCreatableRenewers(e: Encoder, m: CreatableRenewers, version: number): void {
  const flexible = version >= 2;
  if (flexible) e.compactString(m.principalType);
  else e.string(m.principalType);
  if (flexible) e.compactString(m.principalName);
  else e.string(m.principalName);
  if (flexible) e.uvarint(0);
}

function readCreatableRenewers(d: Decoder, version: number): CreatableRenewers {
  const flexible = version >= 2;
  const principalType = flexible ? d.compactString() : d.string();
  const principalName = flexible ? d.compactString() : d.string();
  if (flexible) d.skipTaggedFields();
  return { principalType, principalName };
}

/** The request of CreateDelegationToken. Versions 1-3. */
export interface CreateDelegationTokenRequest {
  /** `string`, versions 3; null from 3+. */
  ownerPrincipalType: string | null;
  /** `string`, versions 3; null from 3+. */
  ownerPrincipalName: string | null;
  /** `[]CreatableRenewers`, versions 1-3. */
  renewers: readonly CreatableRenewers[];
  /** `int64`, versions 1-3. */
  maxLifetimeMs: number;
}

/** A CreateDelegationTokenRequest with the protocol's defaults for every field that is not given. */
export function createCreateDelegationTokenRequest(
  init: Partial<CreateDelegationTokenRequest> = {},
): CreateDelegationTokenRequest {
  return {
    ownerPrincipalType: init.ownerPrincipalType === undefined ? '' : init.ownerPrincipalType,
    ownerPrincipalName: init.ownerPrincipalName === undefined ? '' : init.ownerPrincipalName,
    renewers: init.renewers ?? [],
    maxLifetimeMs: init.maxLifetimeMs ?? 0,
  };
}

/** Writes a CreateDelegationTokenRequest in the given version. */
export function encodeCreateDelegationTokenRequest(e: Encoder, m: CreateDelegationTokenRequest, version: number): void {
  const flexible = version >= 2;
  if (version < 3 && m.ownerPrincipalType !== '')
    throw cannotCarry('CreateDelegationTokenRequest', 'ownerPrincipalType', version);
  if (version < 3 && m.ownerPrincipalName !== '')
    throw cannotCarry('CreateDelegationTokenRequest', 'ownerPrincipalName', version);
  if (version >= 3) {
    if (flexible) e.compactNullableString(m.ownerPrincipalType);
    else e.nullableString(m.ownerPrincipalType);
    if (flexible) e.compactNullableString(m.ownerPrincipalName);
    else e.nullableString(m.ownerPrincipalName);
  }
  if (flexible) e.compactArrayLength(m.renewers);
  else e.arrayLength(m.renewers);
  for (const item of m.renewers) writeCreatableRenewers(e, item, version);
  e.int64(m.maxLifetimeMs);
  if (flexible) e.uvarint(0);
}

/** Reads a CreateDelegationTokenRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeCreateDelegationTokenRequest(d: Decoder, version: number): CreateDelegationTokenRequest {
  const flexible = version >= 2;
  const ownerPrincipalType = version >= 3 ? (flexible ? d.compactNullableString() : d.nullableString()) : '';
  const ownerPrincipalName = version >= 3 ? (flexible ? d.compactNullableString() : d.nullableString()) : '';
  const renewersLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const renewers = roomFor<CreatableRenewers>(renewersLength);
  for (let i = 0; i < renewersLength; i++) renewers[i] = readCreatableRenewers(d, version);
  const maxLifetimeMs = d.int64();
  if (flexible) d.skipTaggedFields();
  return { ownerPrincipalType, ownerPrincipalName, renewers, maxLifetimeMs };
}

/** The response of CreateDelegationToken. Versions 1-3. */
export interface CreateDelegationTokenResponse {
  /** `int16`, versions 1-3. */
  errorCode: number;
  /** `string`, versions 1-3. */
  principalType: string;
  /** `string`, versions 1-3. */
  principalName: string;
  /** `string`, versions 3. */
  tokenRequesterPrincipalType: string;
  /** `string`, versions 3. */
  tokenRequesterPrincipalName: string;
  /** `int64`, versions 1-3. */
  issueTimestampMs: number;
  /** `int64`, versions 1-3. */
  expiryTimestampMs: number;
  /** `int64`, versions 1-3. */
  maxTimestampMs: number;
  /** `string`, versions 1-3. */
  tokenId: string;
  /** `bytes`, versions 1-3. */
  hmac: Buffer;
  /** `int32`, versions 1-3. */
  throttleTimeMs: number;
}

/** A CreateDelegationTokenResponse with the protocol's defaults for every field that is not given. */
export function createCreateDelegationTokenResponse(
  init: Partial<CreateDelegationTokenResponse> = {},
): CreateDelegationTokenResponse {
  return {
    errorCode: init.errorCode ?? 0,
    principalType: init.principalType ?? '',
    principalName: init.principalName ?? '',
    tokenRequesterPrincipalType: init.tokenRequesterPrincipalType ?? '',
    tokenRequesterPrincipalName: init.tokenRequesterPrincipalName ?? '',
    issueTimestampMs: init.issueTimestampMs ?? 0,
    expiryTimestampMs: init.expiryTimestampMs ?? 0,
    maxTimestampMs: init.maxTimestampMs ?? 0,
    tokenId: init.tokenId ?? '',
    hmac: init.hmac ?? EMPTY_BYTES,
    throttleTimeMs: init.throttleTimeMs ?? 0,
  };
}

/** Writes a CreateDelegationTokenResponse in the given version. */
export function encodeCreateDelegationTokenResponse(
  e: Encoder,
  m: CreateDelegationTokenResponse,
  version: number,
): void {
  const flexible = version >= 2;
  if (version < 3 && m.tokenRequesterPrincipalType !== '')
    throw cannotCarry('CreateDelegationTokenResponse', 'tokenRequesterPrincipalType', version);
  if (version < 3 && m.tokenRequesterPrincipalName !== '')
    throw cannotCarry('CreateDelegationTokenResponse', 'tokenRequesterPrincipalName', version);
  e.int16(m.errorCode);
  if (flexible) e.compactString(m.principalType);
  else e.string(m.principalType);
  if (flexible) e.compactString(m.principalName);
  else e.string(m.principalName);
  if (version >= 3) {
    if (flexible) e.compactString(m.tokenRequesterPrincipalType);
    else e.string(m.tokenRequesterPrincipalType);
    if (flexible) e.compactString(m.tokenRequesterPrincipalName);
    else e.string(m.tokenRequesterPrincipalName);
  }
  e.int64(m.issueTimestampMs);
  e.int64(m.expiryTimestampMs);
  e.int64(m.maxTimestampMs);
  if (flexible) e.compactString(m.tokenId);
  else e.string(m.tokenId);
  if (flexible) e.compactBytes(m.hmac);
  else e.bytes(m.hmac);
  e.int32(m.throttleTimeMs);
  if (flexible) e.uvarint(0);
}

/** Reads a CreateDelegationTokenResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeCreateDelegationTokenResponse(d: Decoder, version: number): CreateDelegationTokenResponse {
  const flexible = version >= 2;
  const errorCode = d.int16();
  const principalType = flexible ? d.compactString() : d.string();
  const principalName = flexible ? d.compactString() : d.string();
  const tokenRequesterPrincipalType = version >= 3 ? (flexible ? d.compactString() : d.string()) : '';
  const tokenRequesterPrincipalName = version >= 3 ? (flexible ? d.compactString() : d.string()) : '';
  const issueTimestampMs = d.int64();
  const expiryTimestampMs = d.int64();
  const maxTimestampMs = d.int64();
  const tokenId = flexible ? d.compactString() : d.string();
  const hmac = flexible ? d.compactBytes() : d.bytes();
  const throttleTimeMs = d.int32();
  if (flexible) d.skipTaggedFields();
  return {
    errorCode,
    principalType,
    principalName,
    tokenRequesterPrincipalType,
    tokenRequesterPrincipalName,
    issueTimestampMs,
    expiryTimestampMs,
    maxTimestampMs,
    tokenId,
    hmac,
    throttleTimeMs,
  };
}

/** CreateDelegationToken: API key 38, versions 1-3. */
export const createDelegationTokenApi: Api<CreateDelegationTokenRequest, CreateDelegationTokenResponse> = {
  key: 38,
  name: 'CreateDelegationToken',
  route: 'controller',
  listeners: ['broker', 'controller'],
  minVersion: 1,
  maxVersion: 3,
  maxStableVersion: 3,
  requestFlexibleFrom: 2,
  responseFlexibleFrom: 2,
  encodeRequest: encodeCreateDelegationTokenRequest,
  decodeRequest: decodeCreateDelegationTokenRequest,
  encodeResponse: encodeCreateDelegationTokenResponse,
  decodeResponse: decodeCreateDelegationTokenResponse,
};
