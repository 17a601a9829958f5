// Generated from protocol-specs/delete-groups.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** The request of DeleteGroups. Versions 0-3. */
export interface DeleteGroupsRequest {
  /** `[]string`, versions 0-3. */
  groupsNames: readonly string[];
}

/** A DeleteGroupsRequest with the protocol's defaults for every field that is not given. */
export function createDeleteGroupsRequest(init: Partial<DeleteGroupsRequest> = {}): DeleteGroupsRequest {
  return {
    groupsNames: init.groupsNames ?? [],
  };
}

/** Writes a DeleteGroupsRequest in the given version. */
export function encodeDeleteGroupsRequest(e: Encoder, m: DeleteGroupsRequest, version: number): void {
  const flexible = version >= 2;
  if (flexible) e.compactArrayLength(m.groupsNames);
  else e.arrayLength(m.groupsNames);
  for (const item of m.groupsNames) {
    if (flexible) e.compactString(item);
    else e.string(item);
  }
  if (flexible) e.uvarint(0);
}

/** Reads a DeleteGroupsRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDeleteGroupsRequest(d: Decoder, version: number): DeleteGroupsRequest {
  const flexible = version >= 2;
  const groupsNamesLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const groupsNames = roomFor<string>(groupsNamesLength);
  for (let i = 0; i < groupsNamesLength; i++) groupsNames[i] = flexible ? d.compactString() : d.string();
  if (flexible) d.skipTaggedFields();
  return { groupsNames };
}

/** Part of DeleteGroupsResponse. Versions 0-3. */
export interface DeletableGroupResult {
  /** `string`, versions 0-3. */
  groupId: string;
  /** `int16`, versions 0-3. */
  errorCode: number;
  /** `string`, versions 3; null from 3+; default null. */
  errorMessage: string | null;
}

/** A DeletableGroupResult with the protocol's defaults for every field that is not given. */
export function createDeletableGroupResult(init: Partial<DeletableGroupResult> = {}): DeletableGroupResult {
  return {
    groupId: init.groupId ?? '',
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? null : init.errorMessage,
  };
}

function writeDeletableGroupResult(e: Encoder, m: DeletableGroupResult, version: number): void {
  const flexible = version >= 2;
  if (flexible) e.compactString(m.groupId);
  else e.string(m.groupId);
  e.int16(m.errorCode);
  if (version >= 3) {
    if (flexible) e.compactNullableString(m.errorMessage);
    else e.nullableString(m.errorMessage);
  }
  if (flexible) e.uvarint(0);
}

function readDeletableGroupResult(d: Decoder, version: number): DeletableGroupResult {
  const flexible = version >= 2;
  const groupId = flexible ? d.compactString() : d.string();
  const errorCode = d.int16();
  const errorMessage = version >= 3 ? (flexible ? d.compactNullableString() : d.nullableString()) : null;
  if (flexible) d.skipTaggedFields();
  return { groupId, errorCode, errorMessage };
}

/** The response of DeleteGroups. Versions 0-3. */
export interface DeleteGroupsResponse {
  /** `int32`, versions 0-3. */
  throttleTimeMs: number;
  /** `[]DeletableGroupResult`, versions 0-3. */
  results: readonly DeletableGroupResult[];
}

/** A DeleteGroupsResponse with the protocol's defaults for every field that is not given. */
export function createDeleteGroupsResponse(init: Partial<DeleteGroupsResponse> = {}): DeleteGroupsResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    results: init.results ?? [],
  };
}

/** Writes a DeleteGroupsResponse in the given version. */
export function encodeDeleteGroupsResponse(e: Encoder, m: DeleteGroupsResponse, version: number): void {
  const flexible = version >= 2;
  e.int32(m.throttleTimeMs);
  if (flexible) e.compactArrayLength(m.results);
  else e.arrayLength(m.results);
  for (const item of m.results) writeDeletableGroupResult(e, item, version);
  if (flexible) e.uvarint(0);
}

/** Reads a DeleteGroupsResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDeleteGroupsResponse(d: Decoder, version: number): DeleteGroupsResponse {
  const flexible = version >= 2;
  const throttleTimeMs = d.int32();
  const resultsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const results = roomFor<DeletableGroupResult>(resultsLength);
  for (let i = 0; i < resultsLength; i++) results[i] = readDeletableGroupResult(d, version);
  if (flexible) d.skipTaggedFields();
  return { throttleTimeMs, results };
}

/** DeleteGroups: API key 42, versions 0-3. */
export const deleteGroupsApi: Api<DeleteGroupsRequest, DeleteGroupsResponse> = {
  key: 42,
  name: 'DeleteGroups',
  route: 'group-coordinator',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 3,
  maxStableVersion: 3,
  requestFlexibleFrom: 2,
  responseFlexibleFrom: 2,
  encodeRequest: encodeDeleteGroupsRequest,
  decodeRequest: decodeDeleteGroupsRequest,
  encodeResponse: encodeDeleteGroupsResponse,
  decodeResponse: decodeDeleteGroupsResponse,
};
