// Generated from protocol-specs/alter-configs.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of AlterConfigsRequest. Versions 0-2. */
export interface AlterableConfig {
  /** `string`, versions 0-2. */
  name: string;
  /** `string`, versions 0-2; null from 0+. */
  value: string | null;
}

/** A AlterableConfig with the protocol's defaults for every field that is not given. */
export function createAlterableConfig(init: Partial<AlterableConfig> = {}): AlterableConfig {
  return {
    name: init.name ?? '',
    value: init.value === undefined ? '' : init.value,
  };
}

function writeAlterableConfig(e: Encoder, m: AlterableConfig, version: number): void {
  const flexible = version >= 2;
  if (flexible) e.compactString(m.name);
  else e.string(m.name);
  if (flexible) e.compactNullableString(m.value);
  else e.nullableString(m.value);
  if (flexible) e.uvarint(0);
}

function readAlterableConfig(d: Decoder, version: number): AlterableConfig {
  const flexible = version >= 2;
  const name = flexible ? d.compactString() : d.string();
  const value = flexible ? d.compactNullableString() : d.nullableString();
  if (flexible) d.skipTaggedFields();
  return { name, value };
}

/** Part of AlterConfigsRequest. Versions 0-2. */
export interface AlterConfigsResource {
  /** `int8`, versions 0-2. */
  resourceType: number;
  /** `string`, versions 0-2. */
  resourceName: string;
  /** `[]AlterableConfig`, versions 0-2. */
  configs: readonly AlterableConfig[];
}

/** A AlterConfigsResource with the protocol's defaults for every field that is not given. */
export function createAlterConfigsResource(init: Partial<AlterConfigsResource> = {}): AlterConfigsResource {
  return {
    resourceType: init.resourceType ?? 0,
    resourceName: init.resourceName ?? '',
    configs: init.configs ?? [],
  };
}

function writeAlterConfigsResource(e: Encoder, m: AlterConfigsResource, version: number): void {
  const flexible = version >= 2;
  e.int8(m.resourceType);
  if (flexible) e.compactString(m.resourceName);
  else e.string(m.resourceName);
  if (flexible) e.compactArrayLength(m.configs);
  else e.arrayLength(m.configs);
  for (const item of m.configs) writeAlterableConfig(e, item, version);
  if (flexible) e.uvarint(0);
}

function readAlterConfigsResource(d: Decoder, version: number): AlterConfigsResource {
  const flexible = version >= 2;
  const resourceType = d.int8();
  const resourceName = flexible ? d.compactString() : d.string();
  const configsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const configs = roomFor<AlterableConfig>(configsLength);
  for (let i = 0; i < configsLength; i++) configs[i] = readAlterableConfig(d, version);
  if (flexible) d.skipTaggedFields();
  return { resourceType, resourceName, configs };
}

/** The request of AlterConfigs. Versions 0-2. */
export interface AlterConfigsRequest {
  /** `[]AlterConfigsResource`, versions 0-2. */
  resources: readonly AlterConfigsResource[];
  /** `bool`, versions 0-2. */
  validateOnly: boolean;
}

/** A AlterConfigsRequest with the protocol's defaults for every field that is not given. */
export function createAlterConfigsRequest(init: Partial<AlterConfigsRequest> = {}): AlterConfigsRequest {
  return {
    resources: init.resources ?? [],
    validateOnly: init.validateOnly ?? false,
  };
}

/** Writes a AlterConfigsRequest in the given version. */
export function encodeAlterConfigsRequest(e: Encoder, m: AlterConfigsRequest, version: number): void {
  const flexible = version >= 2;
  if (flexible) e.compactArrayLength(m.resources);
  else e.arrayLength(m.resources);
  for (const item of m.resources) writeAlterConfigsResource(e, item, version);
  e.bool(m.validateOnly);
  if (flexible) e.uvarint(0);
}

/** Reads a AlterConfigsRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeAlterConfigsRequest(d: Decoder, version: number): AlterConfigsRequest {
  const flexible = version >= 2;
  const resourcesLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const resources = roomFor<AlterConfigsResource>(resourcesLength);
  for (let i = 0; i < resourcesLength; i++) resources[i] = readAlterConfigsResource(d, version);
  const validateOnly = d.bool();
  if (flexible) d.skipTaggedFields();
  return { resources, validateOnly };
}

/** Part of AlterConfigsResponse. Versions 0-2. */
export interface AlterConfigsResourceResponse {
  /** `int16`, versions 0-2. */
  errorCode: number;
  /** `string`, versions 0-2; null from 0+. */
  errorMessage: string | null;
  /** `int8`, versions 0-2. */
  resourceType: number;
  /** `string`, versions 0-2. */
  resourceName: string;
}

/** A AlterConfigsResourceResponse with the protocol's defaults for every field that is not given. */
export function createAlterConfigsResourceResponse(
  init: Partial<AlterConfigsResourceResponse> = {},
): AlterConfigsResourceResponse {
  return {
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? '' : init.errorMessage,
    resourceType: init.resourceType ?? 0,
    resourceName: init.resourceName ?? '',
  };
}

function writeAlterConfigsResourceResponse(e: Encoder, m: AlterConfigsResourceResponse, version: number): void {
  const flexible = version >= 2;
  e.int16(m.errorCode);
  if (flexible) e.compactNullableString(m.errorMessage);
  else e.nullableString(m.errorMessage);
  e.int8(m.resourceType);
  if (flexible) e.compactString(m.resourceName);
  else e.string(m.resourceName);
  if (flexible) e.uvarint(0);
}

function readAlterConfigsResourceResponse(d: Decoder, version: number): AlterConfigsResourceResponse {
  const flexible = version >= 2;
  const errorCode = d.int16();
  const errorMessage = flexible ? d.compactNullableString() : d.nullableString();
  const resourceType = d.int8();
  const resourceName = flexible ? d.compactString() : d.string();
  if (flexible) d.skipTaggedFields();
  return { errorCode, errorMessage, resourceType, resourceName };
}

/** The response of AlterConfigs. Versions 0-2. */
export interface AlterConfigsResponse {
  /** `int32`, versions 0-2. */
  throttleTimeMs: number;
  /** `[]AlterConfigsResourceResponse`, versions 0-2. */
  responses: readonly AlterConfigsResourceResponse[];
}

/** A AlterConfigsResponse with the protocol's defaults for every field that is not given. */
export function createAlterConfigsResponse(init: Partial<AlterConfigsResponse> = {}): AlterConfigsResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    responses: init.responses ?? [],
  };
}

/** Writes a AlterConfigsResponse in the given version. */
export function encodeAlterConfigsResponse(e: Encoder, m: AlterConfigsResponse, version: number): void {
  const flexible = version >= 2;
  e.int32(m.throttleTimeMs);
  if (flexible) e.compactArrayLength(m.responses);
  else e.arrayLength(m.responses);
  for (const item of m.responses) writeAlterConfigsResourceResponse(e, item, version);
  if (flexible) e.uvarint(0);
}

/** Reads a AlterConfigsResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeAlterConfigsResponse(d: Decoder, version: number): AlterConfigsResponse {
  const flexible = version >= 2;
  const throttleTimeMs = d.int32();
  const responsesLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const responses = roomFor<AlterConfigsResourceResponse>(responsesLength);
  for (let i = 0; i < responsesLength; i++) responses[i] = readAlterConfigsResourceResponse(d, version);
  if (flexible) d.skipTaggedFields();
  return { throttleTimeMs, responses };
}

/** AlterConfigs: API key 33, versions 0-2. */
export const alterConfigsApi: Api<AlterConfigsRequest, AlterConfigsResponse> = {
  key: 33,
  name: 'AlterConfigs',
  route: 'node',
  listeners: ['broker', 'controller'],
  minVersion: 0,
  maxVersion: 2,
  maxStableVersion: 2,
  requestFlexibleFrom: 2,
  responseFlexibleFrom: 2,
  encodeRequest: encodeAlterConfigsRequest,
  decodeRequest: decodeAlterConfigsRequest,
  encodeResponse: encodeAlterConfigsResponse,
  decodeResponse: decodeAlterConfigsResponse,
};
