// Generated from protocol-specs/update-features.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry, roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of UpdateFeaturesRequest. Versions 0-2. */
export interface FeatureUpdateKey {
  /** `string`, versions 0-2. */
  feature: string;
  /** `int16`, versions 0-2. */
  maxVersionLevel: number;
  /** `bool`, versions 0. */
  allowDowngrade: boolean;
  /** `int8`, versions 1-2; default 1. */
  upgradeType: number;
}

/** A FeatureUpdateKey with the protocol's defaults for every field that is not given. */
export function createFeatureUpdateKey(init: Partial<FeatureUpdateKey> = {}): FeatureUpdateKey {
  return {
    feature: init.feature ?? '',
    maxVersionLevel: init.maxVersionLevel ?? 0,
    allowDowngrade: init.allowDowngrade ?? false,
    upgradeType: init.upgradeType ?? 1,
  };
}

function writeFeatureUpdateKey(e: Encoder, m: FeatureUpdateKey, version: number): void {
  if (version > 0 && m.allowDowngrade) throw cannotCarry('FeatureUpdateKey', 'allowDowngrade', version);
  if (version < 1 && m.upgradeType !== 1) throw cannotCarry('FeatureUpdateKey', 'upgradeType', version);
  e.compactString(m.feature);
  e.int16(m.maxVersionLevel);
  if (version <= 0) e.bool(m.allowDowngrade);
  if (version >= 1) e.int8(m.upgradeType);
  e.uvarint(0);
}

function readFeatureUpdateKey(d: Decoder, version: number): FeatureUpdateKey {
  const feature = d.compactString();
  const maxVersionLevel = d.int16();
  const allowDowngrade = version <= 0 ? d.bool() : false;
  const upgradeType = version >= 1 ? d.int8() : 1;
  d.skipTaggedFields();
  return { feature, maxVersionLevel, allowDowngrade, upgradeType };
}

/** The request of UpdateFeatures. Versions 0-2. */
export interface UpdateFeaturesRequest {
  /** `int32`, versions 0-2; default 60000. */
  timeoutMs: number;
  /** `[]FeatureUpdateKey`, versions 0-2. */
  featureUpdates: readonly FeatureUpdateKey[];
  /** `bool`, versions 1-2; default false. */
  validateOnly: boolean;
}

/** A UpdateFeaturesRequest with the protocol's defaults for every field that is not given. */
export function createUpdateFeaturesRequest(init: Partial<UpdateFeaturesRequest> = {}): UpdateFeaturesRequest {
  return {
    timeoutMs: init.timeoutMs ?? 60000,
    featureUpdates: init.featureUpdates ?? [],
    validateOnly: init.validateOnly ?? false,
  };
}

/** Writes a UpdateFeaturesRequest in the given version. */
export function encodeUpdateFeaturesRequest(e: Encoder, m: UpdateFeaturesRequest, version: number): void {
  if (version < 1 && m.validateOnly) throw cannotCarry('UpdateFeaturesRequest', 'validateOnly', version);
  e.int32(m.timeoutMs);
  e.compactArrayLength(m.featureUpdates);
  for (const item of m.featureUpdates) writeFeatureUpdateKey(e, item, version);
  if (version >= 1) e.bool(m.validateOnly);
  e.uvarint(0);
}

/** Reads a UpdateFeaturesRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeUpdateFeaturesRequest(d: Decoder, version: number): UpdateFeaturesRequest {
  const timeoutMs = d.int32();
  const featureUpdatesLength = d.compactArrayLength();
  const featureUpdates = roomFor<FeatureUpdateKey>(featureUpdatesLength);
  for (let i = 0; i < featureUpdatesLength; i++) featureUpdates[i] = readFeatureUpdateKey(d, version);
  const validateOnly = version >= 1 ? d.bool() : false;
  d.skipTaggedFields();
  return { timeoutMs, featureUpdates, validateOnly };
}

/** Part of UpdateFeaturesResponse. Versions 0-1. */
export interface UpdatableFeatureResult {
  /** `string`, versions 0-1. */
  feature: string;
  /** `int16`, versions 0-1. */
  errorCode: number;
  /** `string`, versions 0-1; null from 0+. */
  errorMessage: string | null;
}

/** A UpdatableFeatureResult with the protocol's defaults for every field that is not given. */
export function createUpdatableFeatureResult(init: Partial<UpdatableFeatureResult> = {}): UpdatableFeatureResult {
  return {
    feature: init.feature ?? '',
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? '' : init.errorMessage,
  };
}

function writeUpdatableFeatureResult(e: Encoder, m: UpdatableFeatureResult): void {
  e.compactString(m.feature);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.uvarint(0);
}

function readUpdatableFeatureResult(d: Decoder): UpdatableFeatureResult {
  const feature = d.compactString();
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  d.skipTaggedFields();
  return { feature, errorCode, errorMessage };
}

/** The response of UpdateFeatures. Versions 0-2. */
export interface UpdateFeaturesResponse {
  /** `int32`, versions 0-2. */
  throttleTimeMs: number;
  /** `int16`, versions 0-2. */
  errorCode: number;
  /** `string`, versions 0-2; null from 0+. */
  errorMessage: string | null;
  /** `[]UpdatableFeatureResult`, versions 0-1. */
  results: readonly UpdatableFeatureResult[];
}

/** A UpdateFeaturesResponse with the protocol's defaults for every field that is not given. */
export function createUpdateFeaturesResponse(init: Partial<UpdateFeaturesResponse> = {}): UpdateFeaturesResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? '' : init.errorMessage,
    results: init.results ?? [],
  };
}

/** Writes a UpdateFeaturesResponse in the given version. */
export function encodeUpdateFeaturesResponse(e: Encoder, m: UpdateFeaturesResponse, version: number): void {
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  if (version <= 1) {
    e.compactArrayLength(m.results);
    for (const item of m.results) writeUpdatableFeatureResult(e, item);
  }
  e.uvarint(0);
}

/** Reads a UpdateFeaturesResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeUpdateFeaturesResponse(d: Decoder, version: number): UpdateFeaturesResponse {
  const throttleTimeMs = d.int32();
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  const resultsLength = version <= 1 ? d.compactArrayLength() : 0;
  const results = roomFor<UpdatableFeatureResult>(resultsLength);
  for (let i = 0; i < resultsLength; i++) results[i] = readUpdatableFeatureResult(d);
  d.skipTaggedFields();
  return { throttleTimeMs, errorCode, errorMessage, results };
}

/** UpdateFeatures: API key 57, versions 0-2. */
export const updateFeaturesApi: Api<UpdateFeaturesRequest, UpdateFeaturesResponse> = {
  key: 57,
  name: 'UpdateFeatures',
  route: 'controller',
  listeners: ['broker', 'controller'],
  minVersion: 0,
  maxVersion: 2,
  maxStableVersion: 2,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeUpdateFeaturesRequest,
  decodeRequest: decodeUpdateFeaturesRequest,
  encodeResponse: encodeUpdateFeaturesResponse,
  decodeResponse: decodeUpdateFeaturesResponse,
};
