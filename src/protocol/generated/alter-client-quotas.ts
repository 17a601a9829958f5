// Generated from protocol-specs/alter-client-quotas.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of AlterClientQuotasRequest. Versions 0-1. */
export interface AlterClientQuotasRequestEntityData {
  /** `string`, versions 0-1. */
  entityType: string;
  /** `string`, versions 0-1; null from 0+. */
  entityName: string | null;
}

/** A AlterClientQuotasRequestEntityData with the protocol's defaults for every field that is not given. */
export function createAlterClientQuotasRequestEntityData(
  init: Partial<AlterClientQuotasRequestEntityData> = {},
): AlterClientQuotasRequestEntityData {
  return {
    entityType: init.entityType ?? '',
    entityName: init.entityName === undefined ? '' : init.entityName,
  };
}

function writeAlterClientQuotasRequestEntityData(
  e: Encoder,
  m: AlterClientQuotasRequestEntityData,
  version: number,
): void {
  const flexible = version >= 1;
  if (flexible) e.compactString(m.entityType);
  else e.string(m.entityType);
  if (flexible) e.compactNullableString(m.entityName);
  else e.nullableString(m.entityName);
  if (flexible) e.uvarint(0);
}

function readAlterClientQuotasRequestEntityData(d: Decoder, version: number): AlterClientQuotasRequestEntityData {
  const flexible = version >= 1;
  const entityType = flexible ? d.compactString() : d.string();
  const entityName = flexible ? d.compactNullableString() : d.nullableString();
  if (flexible) d.skipTaggedFields();
  return { entityType, entityName };
}

/** Part of AlterClientQuotasRequest. Versions 0-1. */
export interface OpData {
  /** `string`, versions 0-1. */
  key: string;
  /** `float64`, versions 0-1. */
  value: number;
  /** `bool`, versions 0-1. */
  remove: boolean;
}

/** A OpData with the protocol's defaults for every field that is not given. */
export function createOpData(init: Partial<OpData> = {}): OpData {
  return {
    key: init.key ?? '',
    value: init.value ?? 0,
    remove: init.remove ?? false,
  };
}

function writeOpData(e: Encoder, m: OpData, version: number): void {
  const flexible = version >= 1;
  if (flexible) e.compactString(m.key);
  else e.string(m.key);
  e.float64(m.value);
  e.bool(m.remove);
  if (flexible) e.uvarint(0);
}

function readOpData(d: Decoder, version: number): OpData {
  const flexible = version >= 1;
  const key = flexible ? d.compactString() : d.string();
  const value = d.float64();
  const remove = d.bool();
  if (flexible) d.skipTaggedFields();
  return { key, value, remove };
}

/** Part of AlterClientQuotasRequest. Versions 0-1. */
export interface AlterClientQuotasRequestEntryData {
  /** `[]EntityData`, versions 0-1. */
  entity: readonly AlterClientQuotasRequestEntityData[];
  /** `[]OpData`, versions 0-1. */
  ops: readonly OpData[];
}

/** A AlterClientQuotasRequestEntryData with the protocol's defaults for every field that is not given. */
export function createAlterClientQuotasRequestEntryData(
  init: Partial<AlterClientQuotasRequestEntryData> = {},
): AlterClientQuotasRequestEntryData {
  return {
    entity: init.entity ?? [],
    ops: init.ops ?? [],
  };
}

function writeAlterClientQuotasRequestEntryData(
  e: Encoder,
  m: AlterClientQuotasRequestEntryData,
  version: number,
): void {
  const flexible = version >= 1;
  if (flexible) e.compactArrayLength(m.entity);
  else e.arrayLength(m.entity);
  for (const item of m.entity) writeAlterClientQuotasRequestEntityData(e, item, version);
  if (flexible) e.compactArrayLength(m.ops);
  else e.arrayLength(m.ops);
  for (const item of m.ops) writeOpData(e, item, version);
  if (flexible) e.uvarint(0);
}

function readAlterClientQuotasRequestEntryData(d: Decoder, version: number): AlterClientQuotasRequestEntryData {
  const flexible = version >= 1;
  const entityLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const entity = roomFor<AlterClientQuotasRequestEntityData>(entityLength);
  for (let i = 0; i < entityLength; i++) entity[i] = readAlterClientQuotasRequestEntityData(d, version);
  const opsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const ops = roomFor<OpData>(opsLength);
  for (let i = 0; i < opsLength; i++) ops[i] = readOpData(d, version);
  if (flexible) d.skipTaggedFields();
  return { entity, ops };
}

/** The request of AlterClientQuotas. Versions 0-1. */
export interface AlterClientQuotasRequest {
  /** `[]EntryData`, versions 0-1. */
  entries: readonly AlterClientQuotasRequestEntryData[];
  /** `bool`, versions 0-1. */
  validateOnly: boolean;
}

/** A AlterClientQuotasRequest with the protocol's defaults for every field that is not given. */
export function createAlterClientQuotasRequest(init: Partial<AlterClientQuotasRequest> = {}): AlterClientQuotasRequest {
  return {
    entries: init.entries ?? [],
    validateOnly: init.validateOnly ?? false,
  };
}

/** Writes a AlterClientQuotasRequest in the given version. */
export function encodeAlterClientQuotasRequest(e: Encoder, m: AlterClientQuotasRequest, version: number): void {
  const flexible = version >= 1;
  if (flexible) e.compactArrayLength(m.entries);
  else e.arrayLength(m.entries);
  for (const item of m.entries) writeAlterClientQuotasRequestEntryData(e, item, version);
  e.bool(m.validateOnly);
  if (flexible) e.uvarint(0);
}

/** Reads a AlterClientQuotasRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeAlterClientQuotasRequest(d: Decoder, version: number): AlterClientQuotasRequest {
  const flexible = version >= 1;
  const entriesLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const entries = roomFor<AlterClientQuotasRequestEntryData>(entriesLength);
  for (let i = 0; i < entriesLength; i++) entries[i] = readAlterClientQuotasRequestEntryData(d, version);
  const validateOnly = d.bool();
  if (flexible) d.skipTaggedFields();
  return { entries, validateOnly };
}

/** Part of AlterClientQuotasResponse. Versions 0-1. */
export interface AlterClientQuotasResponseEntityData {
  /** `string`, versions 0-1. */
  entityType: string;
  /** `string`, versions 0-1; null from 0+. */
  entityName: string | null;
}

/** A AlterClientQuotasResponseEntityData with the protocol's defaults for every field that is not given. */
export function createAlterClientQuotasResponseEntityData(
  init: Partial<AlterClientQuotasResponseEntityData> = {},
): AlterClientQuotasResponseEntityData {
  return {
    entityType: init.entityType ?? '',
    entityName: init.entityName === undefined ? '' : init.entityName,
  };
}

function writeAlterClientQuotasResponseEntityData(
  e: Encoder,
  m: AlterClientQuotasResponseEntityData,
  version: number,
): void {
  const flexible = version >= 1;
  if (flexible) e.compactString(m.entityType);
  else e.string(m.entityType);
  if (flexible) e.compactNullableString(m.entityName);
  else e.nullableString(m.entityName);
  if (flexible) e.uvarint(0);
}

function readAlterClientQuotasResponseEntityData(d: Decoder, version: number): AlterClientQuotasResponseEntityData {
  const flexible = version >= 1;
  const entityType = flexible ? d.compactString() : d.string();
  const entityName = flexible ? d.compactNullableString() : d.nullableString();
  if (flexible) d.skipTaggedFields();
  return { entityType, entityName };
}

/** Part of AlterClientQuotasResponse. Versions 0-1. */
export interface AlterClientQuotasResponseEntryData {
  /** `int16`, versions 0-1. */
  errorCode: number;
  /** `string`, versions 0-1; null from 0+. */
  errorMessage: string | null;
  /** `[]EntityData`, versions 0-1. */
  entity: readonly AlterClientQuotasResponseEntityData[];
}

/** A AlterClientQuotasResponseEntryData with the protocol's defaults for every field that is not given. */
export function createAlterClientQuotasResponseEntryData(
  init: Partial<AlterClientQuotasResponseEntryData> = {},
): AlterClientQuotasResponseEntryData {
  return {
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? '' : init.errorMessage,
    entity: init.entity ?? [],
  };
}

function writeAlterClientQuotasResponseEntryData(
  e: Encoder,
  m: AlterClientQuotasResponseEntryData,
  version: number,
): void {
  const flexible = version >= 1;
  e.int16(m.errorCode);
  if (flexible) e.compactNullableString(m.errorMessage);
  else e.nullableString(m.errorMessage);
  if (flexible) e.compactArrayLength(m.entity);
  else e.arrayLength(m.entity);
  for (const item of m.entity) writeAlterClientQuotasResponseEntityData(e, item, version);
  if (flexible) e.uvarint(0);
}

function readAlterClientQuotasResponseEntryData(d: Decoder, version: number): AlterClientQuotasResponseEntryData {
  const flexible = version >= 1;
  const errorCode = d.int16();
  const errorMessage = flexible ? d.compactNullableString() : d.nullableString();
  const entityLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const entity = roomFor<AlterClientQuotasResponseEntityData>(entityLength);
  for (let i = 0; i < entityLength; i++) entity[i] = readAlterClientQuotasResponseEntityData(d, version);
  if (flexible) d.skipTaggedFields();
  return { errorCode, errorMessage, entity };
}

/** The response of AlterClientQuotas. Versions 0-1. */
export interface AlterClientQuotasResponse {
  /** `int32`, versions 0-1. */
  throttleTimeMs: number;
  /** `[]EntryData`, versions 0-1. */
  entries: readonly AlterClientQuotasResponseEntryData[];
}

/** A AlterClientQuotasResponse with the protocol's defaults for every field that is not given. */
export function createAlterClientQuotasResponse(
  init: Partial<AlterClientQuotasResponse> = {},
): AlterClientQuotasResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    entries: init.entries ?? [],
  };
}

/** Writes a AlterClientQuotasResponse in the given version. */
export function encodeAlterClientQuotasResponse(e: Encoder, m: AlterClientQuotasResponse, version: number): void {
  const flexible = version >= 1;
  e.int32(m.throttleTimeMs);
  if (flexible) e.compactArrayLength(m.entries);
  else e.arrayLength(m.entries);
  for (const item of m.entries) writeAlterClientQuotasResponseEntryData(e, item, version);
  if (flexible) e.uvarint(0);
}

/** Reads a AlterClientQuotasResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeAlterClientQuotasResponse(d: Decoder, version: number): AlterClientQuotasResponse {
  const flexible = version >= 1;
  const throttleTimeMs = d.int32();
  const entriesLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const entries = roomFor<AlterClientQuotasResponseEntryData>(entriesLength);
  for (let i = 0; i < entriesLength; i++) entries[i] = readAlterClientQuotasResponseEntryData(d, version);
  if (flexible) d.skipTaggedFields();
  return { throttleTimeMs, entries };
}

/** AlterClientQuotas: API key 49, versions 0-1. */
export const alterClientQuotasApi: Api<AlterClientQuotasRequest, AlterClientQuotasResponse> = {
  key: 49,
  name: 'AlterClientQuotas',
  route: 'controller',
  listeners: ['broker', 'controller'],
  minVersion: 0,
  maxVersion: 1,
  maxStableVersion: 1,
  requestFlexibleFrom: 1,
  responseFlexibleFrom: 1,
  encodeRequest: encodeAlterClientQuotasRequest,
  decodeRequest: decodeAlterClientQuotasRequest,
  encodeResponse: encodeAlterClientQuotasResponse,
  decodeResponse: decodeAlterClientQuotasResponse,
};
