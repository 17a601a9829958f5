// Generated from protocol-specs/delete-acls.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of DeleteAclsRequest. Versions 1-3. */
export interface DeleteAclsFilter {
  /** `int8`, versions 1-3. */
  resourceTypeFilter: number;
  /** `string`, versions 1-3; null from 0+. */
  resourceNameFilter: string | null;
  /** `int8`, versions 1-3; default 3. */
  patternTypeFilter: number;
  /** `string`, versions 1-3; null from 0+. */
  principalFilter: string | null;
  /** `string`, versions 1-3; null from 0+. */
  hostFilter: string | null;
  /** `int8`, versions 1-3. */
  operation: number;
  /** `int8`, versions 1-3. */
  permissionType: number;
}

/** A DeleteAclsFilter with the protocol's defaults for every field that is not given. */
export function createDeleteAclsFilter(init: Partial<DeleteAclsFilter> = {}): DeleteAclsFilter {
  return {
    resourceTypeFilter: init.resourceTypeFilter ?? 0,
    resourceNameFilter: init.resourceNameFilter === undefined ? '' : init.resourceNameFilter,
    patternTypeFilter: init.patternTypeFilter ?? 3,
    principalFilter: init.principalFilter === undefined ? '' : init.principalFilter,
    hostFilter: init.hostFilter === undefined ? '' : init.hostFilter,
    operation: init.operation ?? 0,
    permissionType: init.permissionType ?? 0,
  };
}

function writeDeleteAclsFilter(e: Encoder, m: DeleteAclsFilter, version: number): void {
  const flexible = version >= 2;
  e.int8(m.resourceTypeFilter);
  if (flexible) e.compactNullableString(m.resourceNameFilter);
  else e.nullableString(m.resourceNameFilter);
  e.int8(m.patternTypeFilter);
  if (flexible) e.compactNullableString(m.principalFilter);
  else e.nullableString(m.principalFilter);
  if (flexible) e.compactNullableString(m.hostFilter);
  else e.nullableString(m.hostFilter);
  e.int8(m.operation);
  e.int8(m.permissionType);
  if (flexible) e.uvarint(0);
}

function readDeleteAclsFilter(d: Decoder, version: number): DeleteAclsFilter {
  const flexible = version >= 2;
  const resourceTypeFilter = d.int8();
  const resourceNameFilter = flexible ? d.compactNullableString() : d.nullableString();
  const patternTypeFilter = d.int8();
  const principalFilter = flexible ? d.compactNullableString() : d.nullableString();
  const hostFilter = flexible ? d.compactNullableString() : d.nullableString();
  const operation = d.int8();
  const permissionType = d.int8();
  if (flexible) d.skipTaggedFields();
  return {
    resourceTypeFilter,
    resourceNameFilter,
    patternTypeFilter,
    principalFilter,
    hostFilter,
    operation,
    permissionType,
  };
}

/** The request of DeleteAcls. Versions 1-3. */
export interface DeleteAclsRequest {
  /** `[]DeleteAclsFilter`, versions 1-3. */
  filters: readonly DeleteAclsFilter[];
}

/** A DeleteAclsRequest with the protocol's defaults for every field that is not given. */
export function createDeleteAclsRequest(init: Partial<DeleteAclsRequest> = {}): DeleteAclsRequest {
  return {
    filters: init.filters ?? [],
  };
}

/** Writes a DeleteAclsRequest in the given version. */
export function encodeDeleteAclsRequest(e: Encoder, m: DeleteAclsRequest, version: number): void {
  const flexible = version >= 2;
  if (flexible) e.compactArrayLength(m.filters);
  else e.arrayLength(m.filters);
  for (const item of m.filters) writeDeleteAclsFilter(e, item, version);
  if (flexible) e.uvarint(0);
}

/** Reads a DeleteAclsRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDeleteAclsRequest(d: Decoder, version: number): DeleteAclsRequest {
  const flexible = version >= 2;
  const filtersLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const filters = roomFor<DeleteAclsFilter>(filtersLength);
  for (let i = 0; i < filtersLength; i++) filters[i] = readDeleteAclsFilter(d, version);
  if (flexible) d.skipTaggedFields();
  return { filters };
}

/** Part of DeleteAclsResponse. Versions 1-3. */
export interface DeleteAclsMatchingAcl {
  /** `int16`, versions 1-3. */
  errorCode: number;
  /** `string`, versions 1-3; null from 0+. */
  errorMessage: string | null;
  /** `int8`, versions 1-3. */
  resourceType: number;
  /** `string`, versions 1-3. */
  resourceName: string;
  /** `int8`, versions 1-3; default 3. */
  patternType: number;
  /** `string`, versions 1-3. */
  principal: string;
  /** `string`, versions 1-3. */
  host: string;
  /** `int8`, versions 1-3. */
  operation: number;
  /** `int8`, versions 1-3. */
  permissionType: number;
}

/** A DeleteAclsMatchingAcl with the protocol's defaults for every field that is not given. */
export function createDeleteAclsMatchingAcl(init: Partial<DeleteAclsMatchingAcl> = {}): DeleteAclsMatchingAcl {
  return {
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? '' : init.errorMessage,
    resourceType: init.resourceType ?? 0,
    resourceName: init.resourceName ?? '',
    patternType: init.patternType ?? 3,
    principal: init.principal ?? '',
    host: init.host ?? '',
    operation: init.operation ?? 0,
    permissionType: init.permissionType ?? 0,
  };
}

function writeDeleteAclsMatchingAcl(e: Encoder, m: DeleteAclsMatchingAcl, version: number): void {
  const flexible = version >= 2;
  e.int16(m.errorCode);
  if (flexible) e.compactNullableString(m.errorMessage);
  else e.nullableString(m.errorMessage);
  e.int8(m.resourceType);
  if (flexible) e.compactString(m.resourceName);
  else e.string(m.resourceName);
  e.int8(m.patternType);
  if (flexible) e.compactString(m.principal);
  else e.string(m.principal);
  if (flexible) e.compactString(m.host);
  else e.string(m.host);
  e.int8(m.operation);
  e.int8(m.permissionType);
  if (flexible) e.uvarint(0);
}

function readDeleteAclsMatchingAcl(d: Decoder, version: number): DeleteAclsMatchingAcl {
  const flexible = version >= 2;
  const errorCode = d.int16();
  const errorMessage = flexible ? d.compactNullableString() : d.nullableString();
  const resourceType = d.int8();
  const resourceName = flexible ? d.compactString() : d.string();
  const patternType = d.int8();
  const principal = flexible ? d.compactString() : d.string();
  const host = flexible ? d.compactString() : d.string();
  const operation = d.int8();
  const permissionType = d.int8();
  if (flexible) d.skipTaggedFields();
  return {
    errorCode,
    errorMessage,
    resourceType,
    resourceName,
    patternType,
    principal,
    host,
    operation,
    permissionType,
  };
}

/** Part of DeleteAclsResponse. Versions 1-3. */
export interface DeleteAclsFilterResult {
  /** `int16`, versions 1-3. */
  errorCode: number;
  /** `string`, versions 1-3; null from 0+. */
  errorMessage: string | null;
  /** `[]DeleteAclsMatchingAcl`, versions 1-3. */
  matchingAcls: readonly DeleteAclsMatchingAcl[];
}

/** A DeleteAclsFilterResult with the protocol's defaults for every field that is not given. */
export function createDeleteAclsFilterResult(init: Partial<DeleteAclsFilterResult> = {}): DeleteAclsFilterResult {
  return {
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? '' : init.errorMessage,
    matchingAcls: init.matchingAcls ?? [],
  };
}

function writeDeleteAclsFilterResult(e: Encoder, m: DeleteAclsFilterResult, version: number): void {
  const flexible = version >= 2;
  e.int16(m.errorCode);
  if (flexible) e.compactNullableString(m.errorMessage);
  else e.nullableString(m.errorMessage);
  if (flexible) e.compactArrayLength(m.matchingAcls);
  else e.arrayLength(m.matchingAcls);
  for (const item of m.matchingAcls) writeDeleteAclsMatchingAcl(e, item, version);
  if (flexible) e.uvarint(0);
}

function readDeleteAclsFilterResult(d: Decoder, version: number): DeleteAclsFilterResult {
  const flexible = version >= 2;
  const errorCode = d.int16();
  const errorMessage = flexible ? d.compactNullableString() : d.nullableString();
  const matchingAclsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const matchingAcls = roomFor<DeleteAclsMatchingAcl>(matchingAclsLength);
  for (let i = 0; i < matchingAclsLength; i++) matchingAcls[i] = readDeleteAclsMatchingAcl(d, version);
  if (flexible) d.skipTaggedFields();
  return { errorCode, errorMessage, matchingAcls };
}

/** The response of DeleteAcls. Versions 1-3. */
export interface DeleteAclsResponse {
  /** `int32`, versions 1-3. */
  throttleTimeMs: number;
  /** `[]DeleteAclsFilterResult`, versions 1-3. */
  filterResults: readonly DeleteAclsFilterResult[];
}

/** A DeleteAclsResponse with the protocol's defaults for every field that is not given. */
export function createDeleteAclsResponse(init: Partial<DeleteAclsResponse> = {}): DeleteAclsResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    filterResults: init.filterResults ?? [],
  };
}

/** Writes a DeleteAclsResponse in the given version. */
export function encodeDeleteAclsResponse(e: Encoder, m: DeleteAclsResponse, version: number): void {
  const flexible = version >= 2;
  e.int32(m.throttleTimeMs);
  if (flexible) e.compactArrayLength(m.filterResults);
  else e.arrayLength(m.filterResults);
  for (const item of m.filterResults) writeDeleteAclsFilterResult(e, item, version);
  if (flexible) e.uvarint(0);
}

/** Reads a DeleteAclsResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDeleteAclsResponse(d: Decoder, version: number): DeleteAclsResponse {
  const flexible = version >= 2;
  const throttleTimeMs = d.int32();
  const filterResultsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const filterResults = roomFor<DeleteAclsFilterResult>(filterResultsLength);
  for (let i = 0; i < filterResultsLength; i++) filterResults[i] = readDeleteAclsFilterResult(d, version);
  if (flexible) d.skipTaggedFields();
  return { throttleTimeMs, filterResults };
}

/** DeleteAcls: API key 31, versions 1-3. */
export const deleteAclsApi: Api<DeleteAclsRequest, DeleteAclsResponse> = {
  key: 31,
  name: 'DeleteAcls',
  route: 'controller',
  listeners: ['broker', 'controller'],
  minVersion: 1,
  maxVersion: 3,
  maxStableVersion: 3,
  requestFlexibleFrom: 2,
  responseFlexibleFrom: 2,
  encodeRequest: encodeDeleteAclsRequest,
  decodeRequest: decodeDeleteAclsRequest,
  encodeResponse: encodeDeleteAclsResponse,
  decodeResponse: decodeDeleteAclsResponse,
};
