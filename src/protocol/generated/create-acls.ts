// Generated from protocol-specs/create-acls.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of CreateAclsRequest. Versions 1-3. */
export interface AclCreation {
  /** `int8`, versions 1-3. */
  resourceType: number;
  /** `string`, versions 1-3. */
  resourceName: string;
  /** `int8`, versions 1-3; default 3. */
  resourcePatternType: number;
  /** `string`, versions 1-3. */
  principal: string;
  /** `string`, versions 1-3. */
  host: string;
  /** `int8`, versions 1-3. */
  operation: number;
  /** `int8`, versions 1-3. */
  permissionType: number;
}

/** A AclCreation with the protocol's defaults for every field that is not given. */
export function createAclCreation(init: Partial<AclCreation> = {}): AclCreation {
  return {
    resourceType: init.resourceType ?? 0,
    resourceName: init.resourceName ?? '',
    resourcePatternType: init.resourcePatternType ?? 3,
    principal: init.principal ?? '',
    host: init.host ?? '',
    operation: init.operation ?? 0,
    permissionType: init.permissionType ?? 0,
  };
}

function writeAclCreation(e: Encoder, m: AclCreation, version: number): void {
  const flexible = version >= 2;
  e.int8(m.resourceType);
  if (flexible) e.compactString(m.resourceName);
  else e.string(m.resourceName);
  e.int8(m.resourcePatternType);
  if (flexible) e.compactString(m.principal);
  else e.string(m.principal);
  if (flexible) e.compactString(m.host);
  else e.string(m.host);
  e.int8(m.operation);
  e.int8(m.permissionType);
  if (flexible) e.uvarint(0);
}

function readAclCreation(d: Decoder, version: number): AclCreation {
  const flexible = version >= 2;
  const resourceType = d.int8();
  const resourceName = flexible ? d.compactString() : d.string();
  const resourcePatternType = d.int8();
  const principal = flexible ? d.compactString() : d.string();
  const host = flexible ? d.compactString() : d.string();
  const operation = d.int8();
  const permissionType = d.int8();
  if (flexible) d.skipTaggedFields();
  return { resourceType, resourceName, resourcePatternType, principal, host, operation, permissionType };
}

/** The request of CreateAcls. Versions 1-3. */
export interface CreateAclsRequest {
  /** `[]AclCreation`, versions 1-3. */
  creations: readonly AclCreation[];
}

/** A CreateAclsRequest with the protocol's defaults for every field that is not given. */
export function createCreateAclsRequest(init: Partial<CreateAclsRequest> = {}): CreateAclsRequest {
  return {
    creations: init.creations ?? [],
  };
}

/** Writes a CreateAclsRequest in the given version. */
export function encodeCreateAclsRequest(e: Encoder, m: CreateAclsRequest, version: number): void {
  const flexible = version >= 2;
  if (flexible) e.compactArrayLength(m.creations);
  else e.arrayLength(m.creations);
  for (const item of m.creations) writeAclCreation(e, item, version);
  if (flexible) e.uvarint(0);
}

/** Reads a CreateAclsRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeCreateAclsRequest(d: Decoder, version: number): CreateAclsRequest {
  const flexible = version >= 2;
  const creationsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const creations = roomFor<AclCreation>(creationsLength);
  for (let i = 0; i < creationsLength; i++) creations[i] = readAclCreation(d, version);
  if (flexible) d.skipTaggedFields();
  return { creations };
}

/** Part of CreateAclsResponse. Versions 1-3. */
export interface AclCreationResult {
  /** `int16`, versions 1-3. */
  errorCode: number;
  /** `string`, versions 1-3; null from 0+. */
  errorMessage: string | null;
}

/** A AclCreationResult with the protocol's defaults for every field that is not given. */
export function createAclCreationResult(init: Partial<AclCreationResult> = {}): AclCreationResult {
  return {
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? '' : init.errorMessage,
  };
}

function writeAclCreationResult(e: Encoder, m: AclCreationResult, version: number): void {
  const flexible = version >= 2;
  e.int16(m.errorCode);
  if (flexible) e.compactNullableString(m.errorMessage);
  else e.nullableString(m.errorMessage);
  if (flexible) e.uvarint(0);
}

function readAclCreationResult(d: Decoder, version: number): AclCreationResult {
  const flexible = version >= 2;
  const errorCode = d.int16();
  const errorMessage = flexible ? d.compactNullableString() : d.nullableString();
  if (flexible) d.skipTaggedFields();
  return { errorCode, errorMessage };
}

/** The response of CreateAcls. Versions 1-3. */
export interface CreateAclsResponse {
  /** `int32`, versions 1-3. */
  throttleTimeMs: number;
  /** `[]AclCreationResult`, versions 1-3. */
  results: readonly AclCreationResult[];
}

/** A CreateAclsResponse with the protocol's defaults for every field that is not given. */
export function createCreateAclsResponse(init: Partial<CreateAclsResponse> = {}): CreateAclsResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    results: init.results ?? [],
  };
}

/** Writes a CreateAclsResponse in the given version. */
export function encodeCreateAclsResponse(e: Encoder, m: CreateAclsResponse, version: number): void {
  const flexible = version >= 2;
  e.int32(m.throttleTimeMs);
  if (flexible) e.compactArrayLength(m.results);
  else e.arrayLength(m.results);
  for (const item of m.results) writeAclCreationResult(e, item, version);
  if (flexible) e.uvarint(0);
}

/** Reads a CreateAclsResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeCreateAclsResponse(d: Decoder, version: number): CreateAclsResponse {
  const flexible = version >= 2;
  const throttleTimeMs = d.int32();
  const resultsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const results = roomFor<AclCreationResult>(resultsLength);
  for (let i = 0; i < resultsLength; i++) results[i] = readAclCreationResult(d, version);
  if (flexible) d.skipTaggedFields();
  return { throttleTimeMs, results };
}

/** CreateAcls: API key 30, versions 1-3. */
export const createAclsApi: Api<CreateAclsRequest, CreateAclsResponse> = {
  key: 30,
  name: 'CreateAcls',
  route: 'controller',
  listeners: ['broker', 'controller'],
  minVersion: 1,
  maxVersion: 3,
  maxStableVersion: 3,
  requestFlexibleFrom: 2,
  responseFlexibleFrom: 2,
  encodeRequest: encodeCreateAclsRequest,
  decodeRequest: decodeCreateAclsRequest,
  encodeResponse: encodeCreateAclsResponse,
  decodeResponse: decodeCreateAclsResponse,
};
