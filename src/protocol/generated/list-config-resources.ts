// Generated from protocol-specs/list-config-resources.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry, roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** The request of ListConfigResources. Versions 0-1. */
export interface ListConfigResourcesRequest {
  /** `[]int8`, versions 1. */
  resourceTypes: readonly number[];
}

/** A ListConfigResourcesRequest with the protocol's defaults for every field that is not given. */
export function createListConfigResourcesRequest(
  init: Partial<ListConfigResourcesRequest> = {},
): ListConfigResourcesRequest {
  return {
    resourceTypes: init.resourceTypes ?? [],
  };
}

/** Writes a ListConfigResourcesRequest in the given version. */
export function encodeListConfigResourcesRequest(e: Encoder, m: ListConfigResourcesRequest, version: number): void {
  if (version < 1 && m.resourceTypes.length > 0)
    throw cannotCarry('ListConfigResourcesRequest', 'resourceTypes', version);
  if (version >= 1) {
    e.compactArrayLength(m.resourceTypes);
    for (const item of m.resourceTypes) e.int8(item);
  }
  e.uvarint(0);
}

/** Reads a ListConfigResourcesRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeListConfigResourcesRequest(d: Decoder, version: number): ListConfigResourcesRequest {
  const resourceTypesLength = version >= 1 ? d.compactArrayLength() : 0;
  const resourceTypes = roomFor<number>(resourceTypesLength);
  for (let i = 0; i < resourceTypesLength; i++) resourceTypes[i] = d.int8();
  d.skipTaggedFields();
  return { resourceTypes };
}

/** Part of ListConfigResourcesResponse. Versions 0-1. */
export interface ConfigResource {
  /** `string`, versions 0-1. */
  resourceName: string;
  /** `int8`, versions 1; default 16. */
  resourceType: number;
}

/** A ConfigResource with the protocol's defaults for every field that is not given. */
export function createConfigResource(init: Partial<ConfigResource> = {}): ConfigResource {
  return {
    resourceName: init.resourceName ?? '',
    resourceType: init.resourceType ?? 16,
  };
}

function writeConfigResource(e: Encoder, m: ConfigResource, version: number): void {
  e.compactString(m.resourceName);
  if (version >= 1) e.int8(m.resourceType);
  e.uvarint(0);
}

function readConfigResource(d: Decoder, version: number): ConfigResource {
  const resourceName = d.compactString();
  const resourceType = version >= 1 ? d.int8() : 16;
  d.skipTaggedFields();
  return { resourceName, resourceType };
}

/** The response of ListConfigResources. Versions 0-1. */
export interface ListConfigResourcesResponse {
  /** `int32`, versions 0-1. */
  throttleTimeMs: number;
  /** `int16`, versions 0-1. */
  errorCode: number;
  /** `[]ConfigResource`, versions 0-1. */
  configResources: readonly ConfigResource[];
}

/** A ListConfigResourcesResponse with the protocol's defaults for every field that is not given. */
export function createListConfigResourcesResponse(
  init: Partial<ListConfigResourcesResponse> = {},
): ListConfigResourcesResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    configResources: init.configResources ?? [],
  };
}

/** Writes a ListConfigResourcesResponse in the given version. */
export function encodeListConfigResourcesResponse(e: Encoder, m: ListConfigResourcesResponse, version: number): void {
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  e.compactArrayLength(m.configResources);
  for (const item of m.configResources) writeConfigResource(e, item, version);
  e.uvarint(0);
}

/** Reads a ListConfigResourcesResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeListConfigResourcesResponse(d: Decoder, version: number): ListConfigResourcesResponse {
  const throttleTimeMs = d.int32();
  const errorCode = d.int16();
  const configResourcesLength = d.compactArrayLength();
  const configResources = roomFor<ConfigResource>(configResourcesLength);
  for (let i = 0; i < configResourcesLength; i++) configResources[i] = readConfigResource(d, version);
  d.skipTaggedFields();
  return { throttleTimeMs, errorCode, configResources };
}

/** ListConfigResources: API key 74, versions 0-1. */
export const listConfigResourcesApi: Api<ListConfigResourcesRequest, ListConfigResourcesResponse> = {
  key: 74,
  name: 'ListConfigResources',
  route: 'any',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 1,
  maxStableVersion: 1,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeListConfigResourcesRequest,
  decodeRequest: decodeListConfigResourcesRequest,
  encodeResponse: encodeListConfigResourcesResponse,
  decodeResponse: decodeListConfigResourcesResponse,
};
