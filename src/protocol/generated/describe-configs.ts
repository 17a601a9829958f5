// Generated from protocol-specs/describe-configs.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry, roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of DescribeConfigsRequest. Versions 1-4. */
export interface DescribeConfigsResource {
  /** `int8`, versions 1-4. */
  resourceType: number;
  /** `string`, versions 1-4. */
  resourceName: string;
  /** `[]string`, versions 1-4; null from 0+. */
  configurationKeys: readonly string[] | null;
}

/** A DescribeConfigsResource with the protocol's defaults for every field that is not given. */
export function createDescribeConfigsResource(init: Partial<DescribeConfigsResource> = {}): DescribeConfigsResource {
  return {
    resourceType: init.resourceType ?? 0,
    resourceName: init.resourceName ?? '',
    configurationKeys: init.configurationKeys === undefined ? [] : init.configurationKeys,
  };
}

function writeDescribeConfigsResource(e: Encoder, m: DescribeConfigsResource, version: number): void {
  const flexible = version >= 4;
  e.int8(m.resourceType);
  if (flexible) e.compactString(m.resourceName);
  else e.string(m.resourceName);
  if (m.configurationKeys === null) {
    if (flexible) e.compactArrayLength(null);
    else e.arrayLength(null);
  } else {
    if (flexible) e.compactArrayLength(m.configurationKeys);
    else e.arrayLength(m.configurationKeys);
    for (const item of m.configurationKeys) {
      if (flexible) e.compactString(item);
      else e.string(item);
    }
  }
  if (flexible) e.uvarint(0);
}

function readDescribeConfigsResource(d: Decoder, version: number): DescribeConfigsResource {
  const flexible = version >= 4;
  const resourceType = d.int8();
  const resourceName = flexible ? d.compactString() : d.string();
  const configurationKeysLength = flexible ? d.nullableCompactArrayLength() : d.nullableArrayLength();
  const configurationKeys = configurationKeysLength < 0 ? null : roomFor<string>(configurationKeysLength);
  for (let i = 0; i < configurationKeysLength; i++) configurationKeys![i] = flexible ? d.compactString() : d.string();
  if (flexible) d.skipTaggedFields();
  return { resourceType, resourceName, configurationKeys };
}

/** The request of DescribeConfigs. Versions 1-4. */
export interface DescribeConfigsRequest {
  /** `[]DescribeConfigsResource`, versions 1-4. */
  resources: readonly DescribeConfigsResource[];
  /** `bool`, versions 1-4; default false. */
  includeSynonyms: boolean;
  /** `bool`, versions 3-4; default false. */
  includeDocumentation: boolean;
}

/** A DescribeConfigsRequest with the protocol's defaults for every field that is not given. */
export function createDescribeConfigsRequest(init: Partial<DescribeConfigsRequest> = {}): DescribeConfigsRequest {
  return {
    resources: init.resources ?? [],
    includeSynonyms: init.includeSynonyms ?? false,
    includeDocumentation: init.includeDocumentation ?? false,
  };
}

/** Writes a DescribeConfigsRequest in the given version. */
export function encodeDescribeConfigsRequest(e: Encoder, m: DescribeConfigsRequest, version: number): void {
  const flexible = version >= 4;
  if (version < 3 && m.includeDocumentation)
    throw cannotCarry('DescribeConfigsRequest', 'includeDocumentation', version);
  if (flexible) e.compactArrayLength(m.resources);
  else e.arrayLength(m.resources);
  for (const item of m.resources) writeDescribeConfigsResource(e, item, version);
  e.bool(m.includeSynonyms);
  if (version >= 3) e.bool(m.includeDocumentation);
  if (flexible) e.uvarint(0);
}

/** Reads a DescribeConfigsRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDescribeConfigsRequest(d: Decoder, version: number): DescribeConfigsRequest {
  const flexible = version >= 4;
  const resourcesLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const resources = roomFor<DescribeConfigsResource>(resourcesLength);
  for (let i = 0; i < resourcesLength; i++) resources[i] = readDescribeConfigsResource(d, version);
  const includeSynonyms = d.bool();
  const includeDocumentation = version >= 3 ? d.bool() : false;
  if (flexible) d.skipTaggedFields();
  return { resources, includeSynonyms, includeDocumentation };
}

/** Part of DescribeConfigsResponse. Versions 1-4. */
export interface DescribeConfigsSynonym {
  /** `string`, versions 1-4. */
  name: string;
  /** `string`, versions 1-4; null from 0+. */
  value: string | null;
  /** `int8`, versions 1-4. */
  source: number;
}

/** A DescribeConfigsSynonym with the protocol's defaults for every field that is not given. */
export function createDescribeConfigsSynonym(init: Partial<DescribeConfigsSynonym> = {}): DescribeConfigsSynonym {
  return {
    name: init.name ?? '',
    value: init.value === undefined ? '' : init.value,
    source: init.source ?? 0,
  };
}

function writeDescribeConfigsSynonym(e: Encoder, m: DescribeConfigsSynonym, version: number): void {
  const flexible = version >= 4;
  if (flexible) e.compactString(m.name);
  else e.string(m.name);
  if (flexible) e.compactNullableString(m.value);
  else e.nullableString(m.value);
  e.int8(m.source);
  if (flexible) e.uvarint(0);
}

function readDescribeConfigsSynonym(d: Decoder, version: number): DescribeConfigsSynonym {
  const flexible = version >= 4;
  const name = flexible ? d.compactString() : d.string();
  const value = flexible ? d.compactNullableString() : d.nullableString();
  const source = d.int8();
  if (flexible) d.skipTaggedFields();
  return { name, value, source };
}

/** Part of DescribeConfigsResponse. Versions 1-4. */
export interface DescribeConfigsResourceResult {
  /** `string`, versions 1-4. */
  name: string;
  /** `string`, versions 1-4; null from 0+. */
  value: string | null;
  /** `bool`, versions 1-4. */
  readOnly: boolean;
  /** `int8`, versions 1-4; default -1. */
  configSource: number;
  /** `bool`, versions 1-4. */
  isSensitive: boolean;
  /** `[]DescribeConfigsSynonym`, versions 1-4. */
  synonyms: readonly DescribeConfigsSynonym[];
  /** `int8`, versions 3-4; default 0. */
  configType: number;
  /** `string`, versions 3-4; null from 0+. */
  documentation: string | null;
}

/** A DescribeConfigsResourceResult with the protocol's defaults for every field that is not given. */
export function createDescribeConfigsResourceResult(
  init: Partial<DescribeConfigsResourceResult> = {},
): DescribeConfigsResourceResult {
  return {
    name: init.name ?? '',
    value: init.value === undefined ? '' : init.value,
    readOnly: init.readOnly ?? false,
    configSource: init.configSource ?? -1,
    isSensitive: init.isSensitive ?? false,
    synonyms: init.synonyms ?? [],
    configType: init.configType ?? 0,
    documentation: init.documentation === undefined ? '' : init.documentation,
  };
}

function writeDescribeConfigsResourceResult(e: Encoder, m: DescribeConfigsResourceResult, version: number): void {
  const flexible = version >= 4;
  if (flexible) e.compactString(m.name);
  else e.string(m.name);
  if (flexible) e.compactNullableString(m.value);
  else e.nullableString(m.value);
  e.bool(m.readOnly);
  e.int8(m.configSource);
  e.bool(m.isSensitive);
  if (flexible) e.compactArrayLength(m.synonyms);
  else e.arrayLength(m.synonyms);
  for (const item of m.synonyms) writeDescribeConfigsSynonym(e, item, version);
  if (version >= 3) {
    e.int8(m.configType);
    if (flexible) e.compactNullableString(m.documentation);
    else e.nullableString(m.documentation);
  }
  if (flexible) e.uvarint(0);
}

function readDescribeConfigsResourceResult(d: Decoder, version: number): DescribeConfigsResourceResult {
  const flexible = version >= 4;
  const name = flexible ? d.compactString() : d.string();
  const value = flexible ? d.compactNullableString() : d.nullableString();
  const readOnly = d.bool();
  const configSource = d.int8();
  const isSensitive = d.bool();
  const synonymsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const synonyms = roomFor<DescribeConfigsSynonym>(synonymsLength);
  for (let i = 0; i < synonymsLength; i++) synonyms[i] = readDescribeConfigsSynonym(d, version);
  const configType = version >= 3 ? d.int8() : 0;
  const documentation = version >= 3 ? (flexible ? d.compactNullableString() : d.nullableString()) : '';
  if (flexible) d.skipTaggedFields();
  return { name, value, readOnly, configSource, isSensitive, synonyms, configType, documentation };
}

/** Part of DescribeConfigsResponse. Versions 1-4. */
export interface DescribeConfigsResult {
  /** `int16`, versions 1-4. */
  errorCode: number;
  /** `string`, versions 1-4; null from 0+. */
  errorMessage: string | null;
  /** `int8`, versions 1-4. */
  resourceType: number;
  /** `string`, versions 1-4. */
  resourceName: string;
  /** `[]DescribeConfigsResourceResult`, versions 1-4. */
  configs: readonly DescribeConfigsResourceResult[];
}

/** A DescribeConfigsResult with the protocol's defaults for every field that is not given. */
export function createDescribeConfigsResult(init: Partial<DescribeConfigsResult> = {}): DescribeConfigsResult {
  return {
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? '' : init.errorMessage,
    resourceType: init.resourceType ?? 0,
    resourceName: init.resourceName ?? '',
    configs: init.configs ?? [],
  };
}

function writeDescribeConfigsResult(e: Encoder, m: DescribeConfigsResult, version: number): void {
  const flexible = version >= 4;
  e.int16(m.errorCode);
  if (flexible) e.compactNullableString(m.errorMessage);
  else e.nullableString(m.errorMessage);
  e.int8(m.resourceType);
  if (flexible) e.compactString(m.resourceName);
  else e.string(m.resourceName);
  if (flexible) e.compactArrayLength(m.configs);
  else e.arrayLength(m.configs);
  for (const item of m.configs) writeDescribeConfigsResourceResult(e, item, version);
  if (flexible) e.uvarint(0);
}

function readDescribeConfigsResult(d: Decoder, version: number): DescribeConfigsResult {
  const flexible = version >= 4;
  const errorCode = d.int16();
  const errorMessage = flexible ? d.compactNullableString() : d.nullableString();
  const resourceType = d.int8();
  const resourceName = flexible ? d.compactString() : d.string();
  const configsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const configs = roomFor<DescribeConfigsResourceResult>(configsLength);
  for (let i = 0; i < configsLength; i++) configs[i] = readDescribeConfigsResourceResult(d, version);
  if (flexible) d.skipTaggedFields();
  return { errorCode, errorMessage, resourceType, resourceName, configs };
}

/** The response of DescribeConfigs. Versions 1-4. */
export interface DescribeConfigsResponse {
  /** `int32`, versions 1-4. */
  throttleTimeMs: number;
  /** `[]DescribeConfigsResult`, versions 1-4. */
  results: readonly DescribeConfigsResult[];
}

/** A DescribeConfigsResponse with the protocol's defaults for every field that is not given. */
export function createDescribeConfigsResponse(init: Partial<DescribeConfigsResponse> = {}): DescribeConfigsResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    results: init.results ?? [],
  };
}

/** Writes a DescribeConfigsResponse in the given version. */
export function encodeDescribeConfigsResponse(e: Encoder, m: DescribeConfigsResponse, version: number): void {
  const flexible = version >= 4;
  e.int32(m.throttleTimeMs);
  if (flexible) e.compactArrayLength(m.results);
  else e.arrayLength(m.results);
  for (const item of m.results) writeDescribeConfigsResult(e, item, version);
  if (flexible) e.uvarint(0);
}

/** Reads a DescribeConfigsResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDescribeConfigsResponse(d: Decoder, version: number): DescribeConfigsResponse {
  const flexible = version >= 4;
  const throttleTimeMs = d.int32();
  const resultsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const results = roomFor<DescribeConfigsResult>(resultsLength);
  for (let i = 0; i < resultsLength; i++) results[i] = readDescribeConfigsResult(d, version);
  if (flexible) d.skipTaggedFields();
  return { throttleTimeMs, results };
}

/** DescribeConfigs: API key 32, versions 1-4. */
export const describeConfigsApi: Api<DescribeConfigsRequest, DescribeConfigsResponse> = {
  key: 32,
  name: 'DescribeConfigs',
  route: 'node',
  listeners: ['broker', 'controller'],
  minVersion: 1,
  maxVersion: 4,
  maxStableVersion: 4,
  requestFlexibleFrom: 4,
  responseFlexibleFrom: 4,
  encodeRequest: encodeDescribeConfigsRequest,
  decodeRequest: decodeDescribeConfigsRequest,
  encodeResponse: encodeDescribeConfigsResponse,
  decodeResponse: decodeDescribeConfigsResponse,
};
