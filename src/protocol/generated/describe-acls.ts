// Generated from protocol-specs/describe-acls.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** The request of DescribeAcls. Versions 1-3. */
export interface DescribeAclsRequest {
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

/** A DescribeAclsRequest with the protocol's defaults for every field that is not given. */
export function createDescribeAclsRequest(init: Partial<DescribeAclsRequest> = {}): DescribeAclsRequest {
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

/** Writes a DescribeAclsRequest in the given version. */
export function encodeDescribeAclsRequest(e: Encoder, m: DescribeAclsRequest, version: number): void {
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

/** Reads a DescribeAclsRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDescribeAclsRequest(d: Decoder, version: number): DescribeAclsRequest {
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

/** Part of DescribeAclsResponse. Versions 1-3. */
export interface AclDescription {
  /** `string`, versions 1-3. */
  principal: string;
  /** `string`, versions 1-3. */
  host: string;
  /** `int8`, versions 1-3. */
  operation: number;
  /** `int8`, versions 1-3. */
  permissionType: number;
}

/** A AclDescription with the protocol's defaults for every field that is not given. */
export function createAclDescription(init: Partial<AclDescription> = {}): AclDescription {
  return {
    principal: init.principal ?? '',
    host: init.host ?? '',
    operation: init.operation ?? 0,
    permissionType: init.permissionType ?? 0,
  };
}

function writeAclDescription(e: Encoder, m: AclDescription, version: number): void {
  const flexible = version >= 2;
  if (flexible) e.compactString(m.principal);
  else e.string(m.principal);
  if (flexible) e.compactString(m.host);
  else e.string(m.host);
  e.int8(m.operation);
  e.int8(m.permissionType);
  if (flexible) e.uvarint(0);
}

function readAclDescription(d: Decoder, version: number): AclDescription {
  const flexible = version >= 2;
  const principal = flexible ? d.compactString() : d.string();
  const host = flexible ? d.compactString() : d.string();
  const operation = d.int8();
  const permissionType = d.int8();
  if (flexible) d.skipTaggedFields();
  return { principal, host, operation, permissionType };
}

/** Part of DescribeAclsResponse. Versions 1-3. */
export interface DescribeAclsResource {
  /** `int8`, versions 1-3. */
  resourceType: number;
  /** `string`, versions 1-3. */
  resourceName: string;
  /** `int8`, versions 1-3; default 3. */
  patternType: number;
  /** `[]AclDescription`, versions 1-3. */
  acls: readonly AclDescription[];
}

/** A DescribeAclsResource with the protocol's defaults for every field that is not given. */
export function createDescribeAclsResource(init: Partial<DescribeAclsResource> = {}): DescribeAclsResource {
  return {
    resourceType: init.resourceType ?? 0,
    resourceName: init.resourceName ?? '',
    patternType: init.patternType ?? 3,
    acls: init.acls ?? [],
  };
}

function writeDescribeAclsResource(e: Encoder, m: DescribeAclsResource, version: number): void {
  const flexible = version >= 2;
  e.int8(m.resourceType);
  if (flexible) e.compactString(m.resourceName);
  else e.string(m.resourceName);
  e.int8(m.patternType);
  if (flexible) e.compactArrayLength(m.acls);
  else e.arrayLength(m.acls);
  for (const item of m.acls) writeAclDescription(e, item, version);
  if (flexible) e.uvarint(0);
}

function readDescribeAclsResource(d: Decoder, version: number): DescribeAclsResource {
  const flexible = version >= 2;
  const resourceType = d.int8();
  const resourceName = flexible ? d.compactString() : d.string();
  const patternType = d.int8();
  const aclsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const acls = roomFor<AclDescription>(aclsLength);
  for (let i = 0; i < aclsLength; i++) acls[i] = readAclDescription(d, version);
  if (flexible) d.skipTaggedFields();
  return { resourceType, resourceName, patternType, acls };
}

/** The response of DescribeAcls. Versions 1-3. */
export interface DescribeAclsResponse {
  /** `int32`, versions 1-3. */
  throttleTimeMs: number;
  /** `int16`, versions 1-3. */
  errorCode: number;
  /** `string`, versions 1-3; null from 0+. */
  errorMessage: string | null;
  /** `[]DescribeAclsResource`, versions 1-3. */
  resources: readonly DescribeAclsResource[];
}

/** A DescribeAclsResponse with the protocol's defaults for every field that is not given. */
export function createDescribeAclsResponse(init: Partial<DescribeAclsResponse> = {}): DescribeAclsResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? '' : init.errorMessage,
    resources: init.resources ?? [],
  };
}

/** Writes a DescribeAclsResponse in the given version. */
export function encodeDescribeAclsResponse(e: Encoder, m: DescribeAclsResponse, version: number): void {
  const flexible = version >= 2;
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  if (flexible) e.compactNullableString(m.errorMessage);
  else e.nullableString(m.errorMessage);
  if (flexible) e.compactArrayLength(m.resources);
  else e.arrayLength(m.resources);
  for (const item of m.resources) writeDescribeAclsResource(e, item, version);
  if (flexible) e.uvarint(0);
}

/** Reads a DescribeAclsResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDescribeAclsResponse(d: Decoder, version: number): DescribeAclsResponse {
  const flexible = version >= 2;
  const throttleTimeMs = d.int32();
  const errorCode = d.int16();
  const errorMessage = flexible ? d.compactNullableString() : d.nullableString();
  const resourcesLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const resources = roomFor<DescribeAclsResource>(resourcesLength);
  for (let i = 0; i < resourcesLength; i++) resources[i] = readDescribeAclsResource(d, version);
  if (flexible) d.skipTaggedFields();
  return { throttleTimeMs, errorCode, errorMessage, resources };
}

/** DescribeAcls: API key 29, versions 1-3. */
export const describeAclsApi: Api<DescribeAclsRequest, DescribeAclsResponse> = {
  key: 29,
  name: 'DescribeAcls',
  route: 'any',
  listeners: ['broker', 'controller'],
  minVersion: 1,
  maxVersion: 3,
  maxStableVersion: 3,
  requestFlexibleFrom: 2,
  responseFlexibleFrom: 2,
  encodeRequest: encodeDescribeAclsRequest,
  decodeRequest: decodeDescribeAclsRequest,
  encodeResponse: encodeDescribeAclsResponse,
  decodeResponse: decodeDescribeAclsResponse,
};
