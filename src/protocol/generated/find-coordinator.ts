// Generated from protocol-specs/find-coordinator.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry, roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** The request of FindCoordinator. Versions 0-6. */
export interface FindCoordinatorRequest {
  /** `string`, versions 0-3. */
  key: string;
  /** `int8`, versions 1-6; default 0. */
  keyType: number;
  /** `[]string`, versions 4-6. */
  coordinatorKeys: readonly string[];
}

/** A FindCoordinatorRequest with the protocol's defaults for every field that is not given. */
export function createFindCoordinatorRequest(init: Partial<FindCoordinatorRequest> = {}): FindCoordinatorRequest {
  return {
    key: init.key ?? '',
    keyType: init.keyType ?? 0,
    coordinatorKeys: init.coordinatorKeys ?? [],
  };
}

/** Writes a FindCoordinatorRequest in the given version. */
export function encodeFindCoordinatorRequest(e: Encoder, m: FindCoordinatorRequest, version: number): void {
  const flexible = version >= 3;
  if (version > 3 && m.key !== '') throw cannotCarry('FindCoordinatorRequest', 'key', version);
  if (version < 1 && m.keyType !== 0) throw cannotCarry('FindCoordinatorRequest', 'keyType', version);
  if (version < 4 && m.coordinatorKeys.length > 0)
    throw cannotCarry('FindCoordinatorRequest', 'coordinatorKeys', version);
  if (version <= 3) {
    if (flexible) e.compactString(m.key);
    else e.string(m.key);
  }
  if (version >= 1) e.int8(m.keyType);
  if (version >= 4) {
    if (flexible) e.compactArrayLength(m.coordinatorKeys);
    else e.arrayLength(m.coordinatorKeys);
    for (const item of m.coordinatorKeys) {
      if (flexible) e.compactString(item);
      else e.string(item);
    }
  }
  if (flexible) e.uvarint(0);
}

/** Reads a FindCoordinatorRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeFindCoordinatorRequest(d: Decoder, version: number): FindCoordinatorRequest {
  const flexible = version >= 3;
  const key = version <= 3 ? (flexible ? d.compactString() : d.string()) : '';
  const keyType = version >= 1 ? d.int8() : 0;
  const coordinatorKeysLength = version >= 4 ? (flexible ? d.compactArrayLength() : d.arrayLength()) : 0;
  const coordinatorKeys = roomFor<string>(coordinatorKeysLength);
  for (let i = 0; i < coordinatorKeysLength; i++) coordinatorKeys[i] = flexible ? d.compactString() : d.string();
  if (flexible) d.skipTaggedFields();
  return { key, keyType, coordinatorKeys };
}

/** Part of FindCoordinatorResponse. Versions 4-6. */
export interface Coordinator {
  /** `string`, versions 4-6. */
  key: string;
  /** `int32`, versions 4-6. */
  nodeId: number;
  /** `string`, versions 4-6. */
  host: string;
  /** `int32`, versions 4-6. */
  port: number;
  /** `int16`, versions 4-6. */
  errorCode: number;
  /** `string`, versions 4-6; null from 4+. */
  errorMessage: string | null;
}

/** A Coordinator with the protocol's defaults for every field that is not given. */
export function createCoordinator(init: Partial<Coordinator> = {}): Coordinator {
  return {
    key: init.key ?? '',
    nodeId: init.nodeId ?? 0,
    host: init.host ?? '',
    port: init.port ?? 0,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? '' : init.errorMessage,
  };
}

function writeCoordinator(e: Encoder, m: Coordinator): void {
  e.compactString(m.key);
  e.int32(m.nodeId);
  e.compactString(m.host);
  e.int32(m.port);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.uvarint(0);
}

function readCoordinator(d: Decoder): Coordinator {
  const key = d.compactString();
  const nodeId = d.int32();
  const host = d.compactString();
  const port = d.int32();
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  d.skipTaggedFields();
  return { key, nodeId, host, port, errorCode, errorMessage };
}

/** The response of FindCoordinator. Versions 0-6. */
export interface FindCoordinatorResponse {
  /** `int32`, versions 1-6. */
  throttleTimeMs: number;
  /** `int16`, versions 0-3. */
  errorCode: number;
  /** `string`, versions 1-3; null from 1-3. */
  errorMessage: string | null;
  /** `int32`, versions 0-3. */
  nodeId: number;
  /** `string`, versions 0-3. */
  host: string;
  /** `int32`, versions 0-3. */
  port: number;
  /** `[]Coordinator`, versions 4-6. */
  coordinators: readonly Coordinator[];
}

/** A FindCoordinatorResponse with the protocol's defaults for every field that is not given. */
export function createFindCoordinatorResponse(init: Partial<FindCoordinatorResponse> = {}): FindCoordinatorResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? '' : init.errorMessage,
    nodeId: init.nodeId ?? 0,
    host: init.host ?? '',
    port: init.port ?? 0,
    coordinators: init.coordinators ?? [],
  };
}

/** Writes a FindCoordinatorResponse in the given version. */
export function encodeFindCoordinatorResponse(e: Encoder, m: FindCoordinatorResponse, version: number): void {
  const flexible = version >= 3;
  if (version > 3 && m.errorCode !== 0) throw cannotCarry('FindCoordinatorResponse', 'errorCode', version);
  if (version > 3 && m.nodeId !== 0) throw cannotCarry('FindCoordinatorResponse', 'nodeId', version);
  if (version > 3 && m.host !== '') throw cannotCarry('FindCoordinatorResponse', 'host', version);
  if (version > 3 && m.port !== 0) throw cannotCarry('FindCoordinatorResponse', 'port', version);
  if (version < 4 && m.coordinators.length > 0) throw cannotCarry('FindCoordinatorResponse', 'coordinators', version);
  if (version >= 1) e.int32(m.throttleTimeMs);
  if (version <= 3) e.int16(m.errorCode);
  if (version >= 1 && version <= 3) {
    if (flexible) e.compactNullableString(m.errorMessage);
    else e.nullableString(m.errorMessage);
  }
  if (version <= 3) {
    e.int32(m.nodeId);
    if (flexible) e.compactString(m.host);
    else e.string(m.host);
    e.int32(m.port);
  }
  if (version >= 4) {
    if (flexible) e.compactArrayLength(m.coordinators);
    else e.arrayLength(m.coordinators);
    for (const item of m.coordinators) writeCoordinator(e, item);
  }
  if (flexible) e.uvarint(0);
}

/** Reads a FindCoordinatorResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeFindCoordinatorResponse(d: Decoder, version: number): FindCoordinatorResponse {
  const flexible = version >= 3;
  const throttleTimeMs = version >= 1 ? d.int32() : 0;
  const errorCode = version <= 3 ? d.int16() : 0;
  const errorMessage = version >= 1 && version <= 3 ? (flexible ? d.compactNullableString() : d.nullableString()) : '';
  const nodeId = version <= 3 ? d.int32() : 0;
  const host = version <= 3 ? (flexible ? d.compactString() : d.string()) : '';
  const port = version <= 3 ? d.int32() : 0;
  const coordinatorsLength = version >= 4 ? (flexible ? d.compactArrayLength() : d.arrayLength()) : 0;
  const coordinators = roomFor<Coordinator>(coordinatorsLength);
  for (let i = 0; i < coordinatorsLength; i++) coordinators[i] = readCoordinator(d);
  if (flexible) d.skipTaggedFields();
  return { throttleTimeMs, errorCode, errorMessage, nodeId, host, port, coordinators };
}

/** FindCoordinator: API key 10, versions 0-6. */
export const findCoordinatorApi: Api<FindCoordinatorRequest, FindCoordinatorResponse> = {
  key: 10,
  name: 'FindCoordinator',
  route: 'any',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 6,
  maxStableVersion: 6,
  requestFlexibleFrom: 3,
  responseFlexibleFrom: 3,
  encodeRequest: encodeFindCoordinatorRequest,
  decodeRequest: decodeFindCoordinatorRequest,
  encodeResponse: encodeFindCoordinatorResponse,
  decodeResponse: decodeFindCoordinatorResponse,
};
