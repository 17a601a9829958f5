// Generated from protocol-specs/api-versions.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { Encoder } from '../../wire/encoder.ts';
import { roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** The request of ApiVersions. Versions 0-5. */
export interface ApiVersionsRequest {
  /** `string`, versions 3-5. */
  clientSoftwareName: string;
  /** `string`, versions 3-5. */
  clientSoftwareVersion: string;
  /** `string`, versions 5; null from 5+; default null. */
  clusterId: string | null;
  /** `int32`, versions 5; default -1. */
  nodeId: number;
}

/** A ApiVersionsRequest with the protocol's defaults for every field that is not given. */
export function createApiVersionsRequest(init: Partial<ApiVersionsRequest> = {}): ApiVersionsRequest {
  return {
    clientSoftwareName: init.clientSoftwareName ?? '',
    clientSoftwareVersion: init.clientSoftwareVersion ?? '',
    clusterId: init.clusterId === undefined ? null : init.clusterId,
    nodeId: init.nodeId ?? -1,
  };
}

/** Writes a ApiVersionsRequest in the given version. */
export function encodeApiVersionsRequest(e: Encoder, m: ApiVersionsRequest, version: number): void {
  const flexible = version >= 3;
  if (version >= 3) {
    if (flexible) e.compactString(m.clientSoftwareName);
    else e.string(m.clientSoftwareName);
    if (flexible) e.compactString(m.clientSoftwareVersion);
    else e.string(m.clientSoftwareVersion);
  }
  if (version >= 5) {
    if (flexible) e.compactNullableString(m.clusterId);
    else e.nullableString(m.clusterId);
    e.int32(m.nodeId);
  }
  if (flexible) e.uvarint(0);
}

/** Reads a ApiVersionsRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeApiVersionsRequest(d: Decoder, version: number): ApiVersionsRequest {
  const flexible = version >= 3;
  const clientSoftwareName = version >= 3 ? (flexible ? d.compactString() : d.string()) : '';
  const clientSoftwareVersion = version >= 3 ? (flexible ? d.compactString() : d.string()) : '';
  const clusterId = version >= 5 ? (flexible ? d.compactNullableString() : d.nullableString()) : null;
  const nodeId = version >= 5 ? d.int32() : -1;
  if (flexible) d.skipTaggedFields();
  return { clientSoftwareName, clientSoftwareVersion, clusterId, nodeId };
}

/** Part of ApiVersionsResponse. Versions 0-5. */
export interface ApiVersion {
  /** `int16`, versions 0-5. */
  apiKey: number;
  /** `int16`, versions 0-5. */
  minVersion: number;
  /** `int16`, versions 0-5. */
  maxVersion: number;
}

/** A ApiVersion with the protocol's defaults for every field that is not given. */
export function createApiVersion(init: Partial<ApiVersion> = {}): ApiVersion {
  return {
    apiKey: init.apiKey ?? 0,
    minVersion: init.minVersion ?? 0,
    maxVersion: init.maxVersion ?? 0,
  };
}

function writeApiVersion(e: Encoder, m: ApiVersion, version: number): void {
  const flexible = version >= 3;
  e.int16(m.apiKey);
  e.int16(m.minVersion);
  e.int16(m.maxVersion);
  if (flexible) e.uvarint(0);
}

function readApiVersion(d: Decoder, version: number): ApiVersion {
  const flexible = version >= 3;
  const apiKey = d.int16();
  const minVersion = d.int16();
  const maxVersion = d.int16();
  if (flexible) d.skipTaggedFields();
  return { apiKey, minVersion, maxVersion };
}

/** Part of ApiVersionsResponse. Versions 3-5. */
export interface SupportedFeatureKey {
  /** `string`, versions 3-5. */
  name: string;
  /** `int16`, versions 3-5. */
  minVersion: number;
  /** `int16`, versions 3-5. */
  maxVersion: number;
}

/** A SupportedFeatureKey with the protocol's defaults for every field that is not given. */
export function createSupportedFeatureKey(init: Partial<SupportedFeatureKey> = {}): SupportedFeatureKey {
  return {
    name: init.name ?? '',
    minVersion: init.minVersion ?? 0,
    maxVersion: init.maxVersion ?? 0,
  };
}

function writeSupportedFeatureKey(e: Encoder, m: SupportedFeatureKey): void {
  e.compactString(m.name);
  e.int16(m.minVersion);
  e.int16(m.maxVersion);
  e.uvarint(0);
}

function readSupportedFeatureKey(d: Decoder): SupportedFeatureKey {
  const name = d.compactString();
  const minVersion = d.int16();
  const maxVersion = d.int16();
  d.skipTaggedFields();
  return { name, minVersion, maxVersion };
}

/** Part of ApiVersionsResponse. Versions 3-5. */
export interface FinalizedFeatureKey {
  /** `string`, versions 3-5. */
  name: string;
  /** `int16`, versions 3-5. */
  maxVersionLevel: number;
  /** `int16`, versions 3-5. */
  minVersionLevel: number;
}

/** A FinalizedFeatureKey with the protocol's defaults for every field that is not given. */
export function createFinalizedFeatureKey(init: Partial<FinalizedFeatureKey> = {}): FinalizedFeatureKey {
  return {
    name: init.name ?? '',
    maxVersionLevel: init.maxVersionLevel ?? 0,
    minVersionLevel: init.minVersionLevel ?? 0,
  };
}

function writeFinalizedFeatureKey(e: Encoder, m: FinalizedFeatureKey): void {
  e.compactString(m.name);
  e.int16(m.maxVersionLevel);
  e.int16(m.minVersionLevel);
  e.uvarint(0);
}

function readFinalizedFeatureKey(d: Decoder): FinalizedFeatureKey {
  const name = d.compactString();
  const maxVersionLevel = d.int16();
  const minVersionLevel = d.int16();
  d.skipTaggedFields();
  return { name, maxVersionLevel, minVersionLevel };
}

/** The response of ApiVersions. Versions 0-5. */
export interface ApiVersionsResponse {
  /** `int16`, versions 0-5. */
  errorCode: number;
  /** `[]ApiVersion`, versions 0-5. */
  apiKeys: readonly ApiVersion[];
  /** `int32`, versions 1-5. */
  throttleTimeMs: number;
  /** `[]SupportedFeatureKey`, versions 3-5; tag 0. */
  supportedFeatures: readonly SupportedFeatureKey[];
  /** `int64`, versions 3-5; tag 1; default -1. */
  finalizedFeaturesEpoch: number;
  /** `[]FinalizedFeatureKey`, versions 3-5; tag 2. */
  finalizedFeatures: readonly FinalizedFeatureKey[];
  /** `bool`, versions 3-5; tag 3; default false. */
  zkMigrationReady: boolean;
}

/** A ApiVersionsResponse with the protocol's defaults for every field that is not given. */
export function createApiVersionsResponse(init: Partial<ApiVersionsResponse> = {}): ApiVersionsResponse {
  return {
    errorCode: init.errorCode ?? 0,
    apiKeys: init.apiKeys ?? [],
    throttleTimeMs: init.throttleTimeMs ?? 0,
    supportedFeatures: init.supportedFeatures ?? [],
    finalizedFeaturesEpoch: init.finalizedFeaturesEpoch ?? -1,
    finalizedFeatures: init.finalizedFeatures ?? [],
    zkMigrationReady: init.zkMigrationReady ?? false,
  };
}

/** Writes a ApiVersionsResponse in the given version. */
export function encodeApiVersionsResponse(e: Encoder, m: ApiVersionsResponse, version: number): void {
  const flexible = version >= 3;
  e.int16(m.errorCode);
  if (flexible) e.compactArrayLength(m.apiKeys);
  else e.arrayLength(m.apiKeys);
  for (const item of m.apiKeys) writeApiVersion(e, item, version);
  if (version >= 1) e.int32(m.throttleTimeMs);
  if (flexible) {
    const hasSupportedFeatures = m.supportedFeatures.length > 0;
    const hasFinalizedFeaturesEpoch = m.finalizedFeaturesEpoch !== -1;
    const hasFinalizedFeatures = m.finalizedFeatures.length > 0;
    const hasZkMigrationReady = m.zkMigrationReady;
    e.uvarint(
      Number(hasSupportedFeatures) +
        Number(hasFinalizedFeaturesEpoch) +
        Number(hasFinalizedFeatures) +
        Number(hasZkMigrationReady),
    );
    if (hasSupportedFeatures) {
      const content = new Encoder(64);
      content.compactArrayLength(m.supportedFeatures);
      for (const item of m.supportedFeatures) writeSupportedFeatureKey(content, item);
      e.taggedField(0, content);
    }
    if (hasFinalizedFeaturesEpoch) {
      const content = new Encoder(64);
      content.int64(m.finalizedFeaturesEpoch);
      e.taggedField(1, content);
    }
    if (hasFinalizedFeatures) {
      const content = new Encoder(64);
      content.compactArrayLength(m.finalizedFeatures);
      for (const item of m.finalizedFeatures) writeFinalizedFeatureKey(content, item);
      e.taggedField(2, content);
    }
    if (hasZkMigrationReady) {
      const content = new Encoder(64);
      content.bool(m.zkMigrationReady);
      e.taggedField(3, content);
    }
  }
}

/** Reads a ApiVersionsResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeApiVersionsResponse(d: Decoder, version: number): ApiVersionsResponse {
  const flexible = version >= 3;
  const errorCode = d.int16();
  const apiKeysLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const apiKeys = roomFor<ApiVersion>(apiKeysLength);
  for (let i = 0; i < apiKeysLength; i++) apiKeys[i] = readApiVersion(d, version);
  const throttleTimeMs = version >= 1 ? d.int32() : 0;
  let supportedFeatures: SupportedFeatureKey[] = [];
  let finalizedFeaturesEpoch: number = -1;
  let finalizedFeatures: FinalizedFeatureKey[] = [];
  let zkMigrationReady: boolean = false;
  if (flexible) {
    for (let count = d.uvarint(); count > 0; count--) {
      const tag = d.uvarint();
      const size = d.uvarint();
      const end = d.pos + size;
      switch (tag) {
        case 0: {
          const length = d.compactArrayLength();
          supportedFeatures = roomFor<SupportedFeatureKey>(length);
          for (let i = 0; i < length; i++) supportedFeatures[i] = readSupportedFeatureKey(d);
          break;
        }
        case 1: {
          finalizedFeaturesEpoch = d.int64();
          break;
        }
        case 2: {
          const length = d.compactArrayLength();
          finalizedFeatures = roomFor<FinalizedFeatureKey>(length);
          for (let i = 0; i < length; i++) finalizedFeatures[i] = readFinalizedFeatureKey(d);
          break;
        }
        case 3: {
          zkMigrationReady = d.bool();
          break;
        }
        default:
          d.raw(size);
      }
      d.expectTagEnd(end, 'ApiVersionsResponse', tag);
    }
  }
  return {
    errorCode,
    apiKeys,
    throttleTimeMs,
    supportedFeatures,
    finalizedFeaturesEpoch,
    finalizedFeatures,
    zkMigrationReady,
  };
}

/** ApiVersions: API key 18, versions 0-5. */
export const apiVersionsApi: Api<ApiVersionsRequest, ApiVersionsResponse> = {
  key: 18,
  name: 'ApiVersions',
  route: 'node',
  listeners: ['broker', 'controller'],
  minVersion: 0,
  maxVersion: 5,
  maxStableVersion: 5,
  requestFlexibleFrom: 3,
  responseFlexibleFrom: 3,
  encodeRequest: encodeApiVersionsRequest,
  decodeRequest: decodeApiVersionsRequest,
  encodeResponse: encodeApiVersionsResponse,
  decodeResponse: decodeApiVersionsResponse,
};
