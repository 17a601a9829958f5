// Generated from protocol-specs/describe-client-quotas.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of DescribeClientQuotasRequest. Versions 0-1. */
export interface ComponentData {
  /** `string`, versions 0-1. */
  entityType: string;
  /** `int8`, versions 0-1. */
  matchType: number;
  /** `string`, versions 0-1; null from 0+. */
  match: string | null;
}

/** A ComponentData with the protocol's defaults for every field that is not given. */
export function createComponentData(init: Partial<ComponentData> = {}): ComponentData {
  return {
    entityType: init.entityType ?? '',
    matchType: init.matchType ?? 0,
    match: init.match === undefined ? '' : init.match,
  };
}

function writeComponentData(e: Encoder, m: ComponentData, version: number): void {
  const flexible = version >= 1;
  if (flexible) e.compactString(m.entityType);
  else e.string(m.entityType);
  e.int8(m.matchType);
  if (flexible) e.compactNullableString(m.match);
  else e.nullableString(m.match);
  if (flexible) e.uvarint(0);
}

function readComponentData(d: Decoder, version: number): ComponentData {
  const flexible = version >= 1;
  const entityType = flexible ? d.compactString() : d.string();
  const matchType = d.int8();
  const match = flexible ? d.compactNullableString() : d.nullableString();
  if (flexible) d.skipTaggedFields();
  return { entityType, matchType, match };
}

/** The request of DescribeClientQuotas. Versions 0-1. */
export interface DescribeClientQuotasRequest {
  /** `[]ComponentData`, versions 0-1. */
  components: readonly ComponentData[];
  /** `bool`, versions 0-1. */
  strict: boolean;
}

/** A DescribeClientQuotasRequest with the protocol's defaults for every field that is not given. */
export function createDescribeClientQuotasRequest(
  init: Partial<DescribeClientQuotasRequest> = {},
): DescribeClientQuotasRequest {
  return {
    components: init.components ?? [],
    strict: init.strict ?? false,
  };
}

/** Writes a DescribeClientQuotasRequest in the given version. */
export function encodeDescribeClientQuotasRequest(e: Encoder, m: DescribeClientQuotasRequest, version: number): void {
  const flexible = version >= 1;
  if (flexible) e.compactArrayLength(m.components);
  else e.arrayLength(m.components);
  for (const item of m.components) writeComponentData(e, item, version);
  e.bool(m.strict);
  if (flexible) e.uvarint(0);
}

/** Reads a DescribeClientQuotasRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDescribeClientQuotasRequest(d: Decoder, version: number): DescribeClientQuotasRequest {
  const flexible = version >= 1;
  const componentsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const components = roomFor<ComponentData>(componentsLength);
  for (let i = 0; i < componentsLength; i++) components[i] = readComponentData(d, version);
  const strict = d.bool();
  if (flexible) d.skipTaggedFields();
  return { components, strict };
}

/** Part of DescribeClientQuotasResponse. Versions 0-1. */
export interface EntityData {
  /** `string`, versions 0-1. */
  entityType: string;
  /** `string`, versions 0-1; null from 0+. */
  entityName: string | null;
}

/** A EntityData with the protocol's defaults for every field that is not given. */
export function createEntityData(init: Partial<EntityData> = {}): EntityData {
  return {
    entityType: init.entityType ?? '',
    entityName: init.entityName === undefined ? '' : init.entityName,
  };
}

function writeEntityData(e: Encoder, m: EntityData, version: number): void {
  const flexible = version >= 1;
  if (flexible) e.compactString(m.entityType);
  else e.string(m.entityType);
  if (flexible) e.compactNullableString(m.entityName);
  else e.nullableString(m.entityName);
  if (flexible) e.uvarint(0);
}

function readEntityData(d: Decoder, version: number): EntityData {
  const flexible = version >= 1;
  const entityType = flexible ? d.compactString() : d.string();
  const entityName = flexible ? d.compactNullableString() : d.nullableString();
  if (flexible) d.skipTaggedFields();
  return { entityType, entityName };
}

/** Part of DescribeClientQuotasResponse. Versions 0-1. */
export interface ValueData {
  /** `string`, versions 0-1. */
  key: string;
  /** `float64`, versions 0-1. */
  value: number;
}

/** A ValueData with the protocol's defaults for every field that is not given. */
export function createValueData(init: Partial<ValueData> = {}): ValueData {
  return {
    key: init.key ?? '',
    value: init.value ?? 0,
  };
}

function writeValueData(e: Encoder, m: ValueData, version: number): void {
  const flexible = version >= 1;
  if (flexible) e.compactString(m.key);
  else e.string(m.key);
  e.float64(m.value);
  if (flexible) e.uvarint(0);
}

function readValueData(d: Decoder, version: number): ValueData {
  const flexible = version >= 1;
  const key = flexible ? d.compactString() : d.string();
  const value = d.float64();
  if (flexible) d.skipTaggedFields();
  return { key, value };
}

/** Part of DescribeClientQuotasResponse. Versions 0-1. */
export interface EntryData {
  /** `[]EntityData`, versions 0-1. */
  entity: readonly EntityData[];
  /** `[]ValueData`, versions 0-1. */
  values: readonly ValueData[];
}

/** A EntryData with the protocol's defaults for every field that is not given. */
export function createEntryData(init: Partial<EntryData> = {}): EntryData {
  return {
    entity: init.entity ?? [],
    values: init.values ?? [],
  };
}

function writeEntryData(e: Encoder, m: EntryData, version: number): void {
  const flexible = version >= 1;
  if (flexible) e.compactArrayLength(m.entity);
  else e.arrayLength(m.entity);
  for (const item of m.entity) writeEntityData(e, item, version);
  if (flexible) e.compactArrayLength(m.values);
  else e.arrayLength(m.values);
  for (const item of m.values) writeValueData(e, item, version);
  if (flexible) e.uvarint(0);
}

function readEntryData(d: Decoder, version: number): EntryData {
  const flexible = version >= 1;
  const entityLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const entity = roomFor<EntityData>(entityLength);
  for (let i = 0; i < entityLength; i++) entity[i] = readEntityData(d, version);
  const valuesLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const values = roomFor<ValueData>(valuesLength);
  for (let i = 0; i < valuesLength; i++) values[i] = readValueData(d, version);
  if (flexible) d.skipTaggedFields();
  return { entity, values };
}

/** The response of DescribeClientQuotas. Versions 0-1. */
export interface DescribeClientQuotasResponse {
  /** `int32`, versions 0-1. */
  throttleTimeMs: number;
  /** `int16`, versions 0-1. */
  errorCode: number;
  /** `string`, versions 0-1; null from 0+. */
  errorMessage: string | null;
  /** `[]EntryData`, versions 0-1; null from 0+. */
  entries: readonly EntryData[] | null;
}

/** A DescribeClientQuotasResponse with the protocol's defaults for every field that is not given. */
export function createDescribeClientQuotasResponse(
  init: Partial<DescribeClientQuotasResponse> = {},
): DescribeClientQuotasResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? '' : init.errorMessage,
    entries: init.entries === undefined ? [] : init.entries,
  };
}

/** Writes a DescribeClientQuotasResponse in the given version. */
export function encodeDescribeClientQuotasResponse(e: Encoder, m: DescribeClientQuotasResponse, version: number): void {
  const flexible = version >= 1;
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  if (flexible) e.compactNullableString(m.errorMessage);
  else e.nullableString(m.errorMessage);
  if (m.entries === null) {
    if (flexible) e.compactArrayLength(null);
    else e.arrayLength(null);
  } else {
    if (flexible) e.compactArrayLength(m.entries);
    else e.arrayLength(m.entries);
    for (const item of m.entries) writeEntryData(e, item, version);
  }
  if (flexible) e.uvarint(0);
}

/** Reads a DescribeClientQuotasResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDescribeClientQuotasResponse(d: Decoder, version: number): DescribeClientQuotasResponse {
  const flexible = version >= 1;
  const throttleTimeMs = d.int32();
  const errorCode = d.int16();
  const errorMessage = flexible ? d.compactNullableString() : d.nullableString();
  const entriesLength = flexible ? d.nullableCompactArrayLength() : d.nullableArrayLength();
  const entries = entriesLength < 0 ? null : roomFor<EntryData>(entriesLength);
  for (let i = 0; i < entriesLength; i++) entries![i] = readEntryData(d, version);
  if (flexible) d.skipTaggedFields();
  return { throttleTimeMs, errorCode, errorMessage, entries };
}

/** DescribeClientQuotas: API key 48, versions 0-1. */
export const describeClientQuotasApi: Api<DescribeClientQuotasRequest, DescribeClientQuotasResponse> = {
  key: 48,
  name: 'DescribeClientQuotas',
  route: 'any',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 1,
  maxStableVersion: 1,
  requestFlexibleFrom: 1,
  responseFlexibleFrom: 1,
  encodeRequest: encodeDescribeClientQuotasRequest,
  decodeRequest: decodeDescribeClientQuotasRequest,
  encodeResponse: encodeDescribeClientQuotasResponse,
  decodeResponse: decodeDescribeClientQuotasResponse,
};
