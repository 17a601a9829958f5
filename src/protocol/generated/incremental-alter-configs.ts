// Generated from protocol-specs/incremental-alter-configs.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of IncrementalAlterConfigsRequest. Versions 0-1. */
export interface AlterableConfig {
  /** `string`, versions 0-1. */
  name: string;
  /** `int8`, versions 0-1. */
  configOperation: number;
  /** `string`, versions 0-1; null from 0+. */
  value: string | null;
}

/** A AlterableConfig with the protocol's defaults for every field that is not given. */
export function createAlterableConfig(init: Partial<AlterableConfig> = {}): AlterableConfig {
  return {
    name: init.name ?? '',
    configOperation: init.configOperation ?? 0,
    value: init.value === undefined ? '' : init.value,
  };
}

function writeAlterableConfig(e: Encoder, m: AlterableConfig, version: number): void {
  const flexible = version >= 1;
  if (flexible) e.compactString(m.name);
  else e.string(m.name);
  e.int8(m.configOperation);
  if (flexible) e.compactNullableString(m.value);
  else e.nullableString(m.value);
  if (flexible) e.uvarint(0);
}

function readAlterableConfig(d: Decoder, version: number): AlterableConfig {
  const flexible = version >= 1;
  const name = flexible ? d.compactString() : d.string();
  const configOperation = d.int8();
  const value = flexible ? d.compactNullableString() : d.nullableString();
  if (flexible) d.skipTaggedFields();
  return { name, configOperation, value };
}

/** Part of IncrementalAlterConfigsRequest. Versions 0-1. */
export interface AlterConfigsResource {
  /** `int8`, versions 0-1. */
  resourceType: number;
  /** `string`, versions 0-1. */
  resourceName: string;
  /** `[]AlterableConfig`, versions 0-1. */
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
  const flexible = version >= 1;
  e.int8(m.resourceType);
  if (flexible) e.compactString(m.resourceName);
  else e.string(m.resourceName);
  if (flexible) e.compactArrayLength(m.configs);
  else e.arrayLength(m.configs);
  for (const item of m.configs) writeAlterableConfig(e, item, version);
  if (flexible) e.uvarint(0);
}

function readAlterConfigsResource(d: Decoder, version: number): AlterConfigsResource {
  const flexible = version >= 1;
  const resourceType = d.int8();
  const resourceName = flexible ? d.compactString() : d.string();
  const configsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const configs = roomFor<AlterableConfig>(configsLength);
  for (let i = 0; i < configsLength; i++) configs[i] = readAlterableConfig(d, version);
  if (flexible) d.skipTaggedFields();
  return { resourceType, resourceName, configs };
}

/** The request of IncrementalAlterConfigs. Versions 0-1. */
export interface IncrementalAlterConfigsRequest {
  /** `[]AlterConfigsResource`, versions 0-1. */
  resources: readonly AlterConfigsResource[];
  /** `bool`, versions 0-1. */
  validateOnly: boolean;
}

/** A IncrementalAlterConfigsRequest with the protocol's defaults for every field that is not given. */
export function createIncrementalAlterConfigsRequest(
  init: Partial<IncrementalAlterConfigsRequest> = {},
): IncrementalAlterConfigsRequest {
  return {
    resources: init.resources ?? [],
    validateOnly: init.validateOnly ?? false,
  };
}

/** Writes a IncrementalAlterConfigsRequest in the given version. */
export function encodeIncrementalAlterConfigsRequest(
  e: Encoder,
  m: IncrementalAlterConfigsRequest,
  version: number,
): void {
  const flexible = version >= 1;
  if (flexible) e.compactArrayLength(m.resources);
  else e.arrayLength(m.resources);
  for (const item of m.resources) writeAlterConfigsResource(e, item, version);
  e.bool(m.validateOnly);
  if (flexible) e.uvarint(0);
}

/** Reads a IncrementalAlterConfigsRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeIncrementalAlterConfigsRequest(d: Decoder, version: number): IncrementalAlterConfigsRequest {
  const flexible = version >= 1;
  const resourcesLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const resources = roomFor<AlterConfigsResource>(resourcesLength);
  for (let i = 0; i < resourcesLength; i++) resources[i] = readAlterConfigsResource(d, version);
  const validateOnly = d.bool();
  if (flexible) d.skipTaggedFields();
  return { resources, validateOnly };
}

/** Part of IncrementalAlterConfigsResponse. Versions 0-1. */
export interface AlterConfigsResourceResponse {
  /** `int16`, versions 0-1. */
  errorCode: number;
  /** `string`, versions 0-1; null from 0+. */
  errorMessage: string | null;
  /** `int8`, versions 0-1. */
  resourceType: number;
  /** `string`, versions 0-1. */
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
  const flexible = version >= 1;
  e.int16(m.errorCode);
  if (flexible) e.compactNullableString(m.errorMessage);
  else e.nullableString(m.errorMessage);
  e.int8(m.resourceType);
  if (flexible) e.compactString(m.resourceName);
  else e.string(m.resourceName);
  if (flexible) e.uvarint(0);
}

function readAlterConfigsResourceResponse(d: Decoder, version: number): AlterConfigsResourceResponse {
  const flexible = version >= 1;
  const errorCode = d.int16();
  const errorMessage = flexible ? d.compactNullableString() : d.nullableString();
  const resourceType = d.int8();
  const resourceName = flexible ? d.compactString() : d.string();
  if (flexible) d.skipTaggedFields();
  return { errorCode, errorMessage, resourceType, resourceName };
}

/** The response of IncrementalAlterConfigs. Versions 0-1. */
export interface IncrementalAlterConfigsResponse {
  /** `int32`, versions 0-1. */
  throttleTimeMs: number;
  /** `[]AlterConfigsResourceResponse`, versions 0-1. */
  responses: readonly AlterConfigsResourceResponse[];
}

/** A IncrementalAlterConfigsResponse with the protocol's defaults for every field that is not given. */
export function createIncrementalAlterConfigsResponse(
  init: Partial<IncrementalAlterConfigsResponse> = {},
): IncrementalAlterConfigsResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    responses: init.responses ?? [],
  };
}

/** Writes a IncrementalAlterConfigsResponse in the given version. */
export function encodeIncrementalAlterConfigsResponse(
  e: Encoder,
  m: IncrementalAlterConfigsResponse,
  version: number,
): void {
  const flexible = version >= 1;
  e.int32(m.throttleTimeMs);
  if (flexible) e.compactArrayLength(m.responses);
  else e.arrayLength(m.responses);
  for (const item of m.responses) writeAlterConfigsResourceResponse(e, item, version);
  if (flexible) e.uvarint(0);
}

/** Reads a IncrementalAlterConfigsResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeIncrementalAlterConfigsResponse(d: Decoder, version: number): IncrementalAlterConfigsResponse {
  const flexible = version >= 1;
  const throttleTimeMs = d.int32();
  const responsesLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const responses = roomFor<AlterConfigsResourceResponse>(responsesLength);
  for (let i = 0; i < responsesLength; i++) responses[i] = readAlterConfigsResourceResponse(d, version);
  if (flexible) d.skipTaggedFields();
  return { throttleTimeMs, responses };
}

/** IncrementalAlterConfigs: API key 44, versions 0-1. */
export const incrementalAlterConfigsApi: Api<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse> = {
  key: 44,
  name: 'IncrementalAlterConfigs',
  route: 'node',
  listeners: ['broker', 'controller'],
  minVersion: 0,
  maxVersion: 1,
  maxStableVersion: 1,
  requestFlexibleFrom: 1,
  responseFlexibleFrom: 1,
  encodeRequest: encodeIncrementalAlterConfigsRequest,
  decodeRequest: decodeIncrementalAlterConfigsRequest,
  encodeResponse: encodeIncrementalAlterConfigsResponse,
  decodeResponse: decodeIncrementalAlterConfigsResponse,
};
