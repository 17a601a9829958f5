// Generated from protocol-specs/describe-delegation-token.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry, EMPTY_BYTES, roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of DescribeDelegationTokenRequest. Versions 1-3. */
export interface DescribeDelegationTokenOwner {
  /** `string`, versions 1-3. */
  principalType: string;
  /** `string`, versions 1-3. */
  principalName: string;
}

/** A DescribeDelegationTokenOwner with the protocol's defaults for every field that is not given. */
export function createDescribeDelegationTokenOwner(
  init: Partial<DescribeDelegationTokenOwner> = {},
): DescribeDelegationTokenOwner {
  return {
    principalType: init.principalType ?? '',
    principalName: init.principalName ?? '',
  };
}

function writeDescribeDelegationTokenOwner(e: Encoder, m: DescribeDelegationTokenOwner, version: number): void {
  const flexible = version >= 2;
  if (flexible) e.compactString(m.principalType);
  else e.string(m.principalType);
  if (flexible) e.compactString(m.principalName);
  else e.string(m.principalName);
  if (flexible) e.uvarint(0);
}

function readDescribeDelegationTokenOwner(d: Decoder, version: number): DescribeDelegationTokenOwner {
  const flexible = version >= 2;
  const principalType = flexible ? d.compactString() : d.string();
  const principalName = flexible ? d.compactString() : d.string();
  if (flexible) d.skipTaggedFields();
  return { principalType, principalName };
}

/** The request of DescribeDelegationToken. Versions 1-3. */
export interface DescribeDelegationTokenRequest {
  /** `[]DescribeDelegationTokenOwner`, versions 1-3; null from 0+. */
  owners: readonly DescribeDelegationTokenOwner[] | null;
}

/** A DescribeDelegationTokenRequest with the protocol's defaults for every field that is not given. */
export function createDescribeDelegationTokenRequest(
  init: Partial<DescribeDelegationTokenRequest> = {},
): DescribeDelegationTokenRequest {
  return {
    owners: init.owners === undefined ? [] : init.owners,
  };
}

/** Writes a DescribeDelegationTokenRequest in the given version. */
export function encodeDescribeDelegationTokenRequest(
  e: Encoder,
  m: DescribeDelegationTokenRequest,
  version: number,
): void {
  const flexible = version >= 2;
  if (m.owners === null) {
    if (flexible) e.compactArrayLength(null);
    else e.arrayLength(null);
  } else {
    if (flexible) e.compactArrayLength(m.owners);
    else e.arrayLength(m.owners);
    for (const item of m.owners) writeDescribeDelegationTokenOwner(e, item, version);
  }
  if (flexible) e.uvarint(0);
}

/** Reads a DescribeDelegationTokenRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDescribeDelegationTokenRequest(d: Decoder, version: number): DescribeDelegationTokenRequest {
  const flexible = version >= 2;
  const ownersLength = flexible ? d.nullableCompactArrayLength() : d.nullableArrayLength();
  const owners = ownersLength < 0 ? null : roomFor<DescribeDelegationTokenOwner>(ownersLength);
  for (let i = 0; i < ownersLength; i++) owners![i] = readDescribeDelegationTokenOwner(d, version);
  if (flexible) d.skipTaggedFields();
  return { owners };
}

/** Part of DescribeDelegationTokenResponse. Versions 1-3. */
export interface DescribedDelegationTokenRenewer {
  /** `string`, versions 1-3. */
  principalType: string;
  /** `string`, versions 1-3. */
  principalName: string;
}

/** A DescribedDelegationTokenRenewer with the protocol's defaults for every field that is not given. */
export function createDescribedDelegationTokenRenewer(
  init: Partial<DescribedDelegationTokenRenewer> = {},
): DescribedDelegationTokenRenewer {
  return {
    principalType: init.principalType ?? '',
    principalName: init.principalName ?? '',
  };
}

function writeDescribedDelegationTokenRenewer(e: Encoder, m: DescribedDelegationTokenRenewer, version: number): void {
  const flexible = version >= 2;
  if (flexible) e.compactString(m.principalType);
  else e.string(m.principalType);
  if (flexible) e.compactString(m.principalName);
  else e.string(m.principalName);
  if (flexible) e.uvarint(0);
}

function readDescribedDelegationTokenRenewer(d: Decoder, version: number): DescribedDelegationTokenRenewer {
  const flexible = version >= 2;
  const principalType = flexible ? d.compactString() : d.string();
  const principalName = flexible ? d.compactString() : d.string();
  if (flexible) d.skipTaggedFields();
  return { principalType, principalName };
}

/** Part of DescribeDelegationTokenResponse. Versions 1-3. */
export interface DescribedDelegationToken {
  /** `string`, versions 1-3. */
  principalType: string;
  /** `string`, versions 1-3. */
  principalName: string;
  /** `string`, versions 3. */
  tokenRequesterPrincipalType: string;
  /** `string`, versions 3. */
  tokenRequesterPrincipalName: string;
  /** `int64`, versions 1-3. */
  issueTimestamp: number;
  /** `int64`, versions 1-3. */
  expiryTimestamp: number;
  /** `int64`, versions 1-3. */
  maxTimestamp: number;
  /** `string`, versions 1-3. */
  tokenId: string;
  /** `bytes`, versions 1-3. */
  hmac: Buffer;
  /** `[]DescribedDelegationTokenRenewer`, versions 1-3. */
  renewers: readonly DescribedDelegationTokenRenewer[];
}

/** A DescribedDelegationToken with the protocol's defaults for every field that is not given. */
export function createDescribedDelegationToken(init: Partial<DescribedDelegationToken> = {}): DescribedDelegationToken {
  return {
    principalType: init.principalType ?? '',
    principalName: init.principalName ?? '',
    tokenRequesterPrincipalType: init.tokenRequesterPrincipalType ?? '',
    tokenRequesterPrincipalName: init.tokenRequesterPrincipalName ?? '',
    issueTimestamp: init.issueTimestamp ?? 0,
    expiryTimestamp: init.expiryTimestamp ?? 0,
    maxTimestamp: init.maxTimestamp ?? 0,
    tokenId: init.tokenId ?? '',
    hmac: init.hmac ?? EMPTY_BYTES,
    renewers: init.renewers ?? [],
  };
}

function writeDescribedDelegationToken(e: Encoder, m: DescribedDelegationToken, version: number): void {
  const flexible = version >= 2;
  if (version < 3 && m.tokenRequesterPrincipalType !== '')
    throw cannotCarry('DescribedDelegationToken', 'tokenRequesterPrincipalType', version);
  if (version < 3 && m.tokenRequesterPrincipalName !== '')
    throw cannotCarry('DescribedDelegationToken', 'tokenRequesterPrincipalName', version);
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
  e.int64(m.issueTimestamp);
  e.int64(m.expiryTimestamp);
  e.int64(m.maxTimestamp);
  if (flexible) e.compactString(m.tokenId);
  else e.string(m.tokenId);
  if (flexible) e.compactBytes(m.hmac);
  else e.bytes(m.hmac);
  if (flexible) e.compactArrayLength(m.renewers);
  else e.arrayLength(m.renewers);
  for (const item of m.renewers) writeDescribedDelegationTokenRenewer(e, item, version);
  if (flexible) e.uvarint(0);
}

function readDescribedDelegationToken(d: Decoder, version: number): DescribedDelegationToken {
  const flexible = version >= 2;
  const principalType = flexible ? d.compactString() : d.string();
  const principalName = flexible ? d.compactString() : d.string();
  const tokenRequesterPrincipalType = version >= 3 ? (flexible ? d.compactString() : d.string()) : '';
  const tokenRequesterPrincipalName = version >= 3 ? (flexible ? d.compactString() : d.string()) : '';
  const issueTimestamp = d.int64();
  const expiryTimestamp = d.int64();
  const maxTimestamp = d.int64();
  const tokenId = flexible ? d.compactString() : d.string();
  const hmac = flexible ? d.compactBytes() : d.bytes();
  const renewersLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const renewers = roomFor<DescribedDelegationTokenRenewer>(renewersLength);
  for (let i = 0; i < renewersLength; i++) renewers[i] = readDescribedDelegationTokenRenewer(d, version);
  if (flexible) d.skipTaggedFields();
  return {
    principalType,
    principalName,
    tokenRequesterPrincipalType,
    tokenRequesterPrincipalName,
    issueTimestamp,
    expiryTimestamp,
    maxTimestamp,
    tokenId,
    hmac,
    renewers,
  };
}

/** The response of DescribeDelegationToken. Versions 1-3. */
export interface DescribeDelegationTokenResponse {
  /** `int16`, versions 1-3. */
  errorCode: number;
  /** `[]DescribedDelegationToken`, versions 1-3. */
  tokens: readonly DescribedDelegationToken[];
  /** `int32`, versions 1-3. */
  throttleTimeMs: number;
}

/** A DescribeDelegationTokenResponse with the protocol's defaults for every field that is not given. */
export function createDescribeDelegationTokenResponse(
  init: Partial<DescribeDelegationTokenResponse> = {},
): DescribeDelegationTokenResponse {
  return {
    errorCode: init.errorCode ?? 0,
    tokens: init.tokens ?? [],
    throttleTimeMs: init.throttleTimeMs ?? 0,
  };
}

/** Writes a DescribeDelegationTokenResponse in the given version. */
export function encodeDescribeDelegationTokenResponse(
  e: Encoder,
  m: DescribeDelegationTokenResponse,
  version: number,
): void {
  const flexible = version >= 2;
  e.int16(m.errorCode);
  if (flexible) e.compactArrayLength(m.tokens);
  else e.arrayLength(m.tokens);
  for (const item of m.tokens) writeDescribedDelegationToken(e, item, version);
  e.int32(m.throttleTimeMs);
  if (flexible) e.uvarint(0);
}

/** Reads a DescribeDelegationTokenResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDescribeDelegationTokenResponse(d: Decoder, version: number): DescribeDelegationTokenResponse {
  const flexible = version >= 2;
  const errorCode = d.int16();
  const tokensLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const tokens = roomFor<DescribedDelegationToken>(tokensLength);
  for (let i = 0; i < tokensLength; i++) tokens[i] = readDescribedDelegationToken(d, version);
  const throttleTimeMs = d.int32();
  if (flexible) d.skipTaggedFields();
  return { errorCode, tokens, throttleTimeMs };
}

/** DescribeDelegationToken: API key 41, versions 1-3. */
export const describeDelegationTokenApi: Api<DescribeDelegationTokenRequest, DescribeDelegationTokenResponse> = {
  key: 41,
  name: 'DescribeDelegationToken',
  route: 'any',
  listeners: ['broker', 'controller'],
  minVersion: 1,
  maxVersion: 3,
  maxStableVersion: 3,
  requestFlexibleFrom: 2,
  responseFlexibleFrom: 2,
  encodeRequest: encodeDescribeDelegationTokenRequest,
  decodeRequest: decodeDescribeDelegationTokenRequest,
  encodeResponse: encodeDescribeDelegationTokenResponse,
  decodeResponse: decodeDescribeDelegationTokenResponse,
};
