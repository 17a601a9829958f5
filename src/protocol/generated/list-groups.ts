// Generated from protocol-specs/list-groups.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry, roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** The request of ListGroups. Versions 0-5. */
export interface ListGroupsRequest {
  /** `[]string`, versions 4-5. */
  statesFilter: readonly string[];
  /** `[]string`, versions 5. */
  typesFilter: readonly string[];
}

/** A ListGroupsRequest with the protocol's defaults for every field that is not given. */
export function createListGroupsRequest(init: Partial<ListGroupsRequest> = {}): ListGroupsRequest {
  return {
    statesFilter: init.statesFilter ?? [],
    typesFilter: init.typesFilter ?? [],
  };
}

/** Writes a ListGroupsRequest in the given version. */
export function encodeListGroupsRequest(e: Encoder, m: ListGroupsRequest, version: number): void {
  const flexible = version >= 3;
  if (version < 4 && m.statesFilter.length > 0) throw cannotCarry('ListGroupsRequest', 'statesFilter', version);
  if (version < 5 && m.typesFilter.length > 0) throw cannotCarry('ListGroupsRequest', 'typesFilter', version);
  if (version >= 4) {
    if (flexible) e.compactArrayLength(m.statesFilter);
    else e.arrayLength(m.statesFilter);
    for (const item of m.statesFilter) {
      if (flexible) e.compactString(item);
      else e.string(item);
    }
  }
  if (version >= 5) {
    if (flexible) e.compactArrayLength(m.typesFilter);
    else e.arrayLength(m.typesFilter);
    for (const item of m.typesFilter) {
      if (flexible) e.compactString(item);
      else e.string(item);
    }
  }
  if (flexible) e.uvarint(0);
}

/** Reads a ListGroupsRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeListGroupsRequest(d: Decoder, version: number): ListGroupsRequest {
  const flexible = version >= 3;
  const statesFilterLength = version >= 4 ? (flexible ? d.compactArrayLength() : d.arrayLength()) : 0;
  const statesFilter = roomFor<string>(statesFilterLength);
  for (let i = 0; i < statesFilterLength; i++) statesFilter[i] = flexible ? d.compactString() : d.string();
  const typesFilterLength = version >= 5 ? (flexible ? d.compactArrayLength() : d.arrayLength()) : 0;
  const typesFilter = roomFor<string>(typesFilterLength);
  for (let i = 0; i < typesFilterLength; i++) typesFilter[i] = flexible ? d.compactString() : d.string();
  if (flexible) d.skipTaggedFields();
  return { statesFilter, typesFilter };
}

/** Part of ListGroupsResponse. Versions 0-5. */
export interface ListedGroup {
  /** `string`, versions 0-5. */
  groupId: string;
  /** `string`, versions 0-5. */
  protocolType: string;
  /** `string`, versions 4-5. */
  groupState: string;
  /** `string`, versions 5. */
  groupType: string;
}

/** A ListedGroup with the protocol's defaults for every field that is not given. */
export function createListedGroup(init: Partial<ListedGroup> = {}): ListedGroup {
  return {
    groupId: init.groupId ?? '',
    protocolType: init.protocolType ?? '',
    groupState: init.groupState ?? '',
    groupType: init.groupType ?? '',
  };
}

function writeListedGroup(e: Encoder, m: ListedGroup, version: number): void {
  const flexible = version >= 3;
  if (flexible) e.compactString(m.groupId);
  else e.string(m.groupId);
  if (flexible) e.compactString(m.protocolType);
  else e.string(m.protocolType);
  if (version >= 4) {
    if (flexible) e.compactString(m.groupState);
    else e.string(m.groupState);
  }
  if (version >= 5) {
    if (flexible) e.compactString(m.groupType);
    else e.string(m.groupType);
  }
  if (flexible) e.uvarint(0);
}

function readListedGroup(d: Decoder, version: number): ListedGroup {
  const flexible = version >= 3;
  const groupId = flexible ? d.compactString() : d.string();
  const protocolType = flexible ? d.compactString() : d.string();
  const groupState = version >= 4 ? (flexible ? d.compactString() : d.string()) : '';
  const groupType = version >= 5 ? (flexible ? d.compactString() : d.string()) : '';
  if (flexible) d.skipTaggedFields();
  return { groupId, protocolType, groupState, groupType };
}

/** The response of ListGroups. Versions 0-5. */
export interface ListGroupsResponse {
  /** `int32`, versions 1-5. */
  throttleTimeMs: number;
  /** `int16`, versions 0-5. */
  errorCode: number;
  /** `[]ListedGroup`, versions 0-5. */
  groups: readonly ListedGroup[];
}

/** A ListGroupsResponse with the protocol's defaults for every field that is not given. */
export function createListGroupsResponse(init: Partial<ListGroupsResponse> = {}): ListGroupsResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    groups: init.groups ?? [],
  };
}

/** Writes a ListGroupsResponse in the given version. */
export function encodeListGroupsResponse(e: Encoder, m: ListGroupsResponse, version: number): void {
  const flexible = version >= 3;
  if (version >= 1) e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  if (flexible) e.compactArrayLength(m.groups);
  else e.arrayLength(m.groups);
  for (const item of m.groups) writeListedGroup(e, item, version);
  if (flexible) e.uvarint(0);
}

/** Reads a ListGroupsResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeListGroupsResponse(d: Decoder, version: number): ListGroupsResponse {
  const flexible = version >= 3;
  const throttleTimeMs = version >= 1 ? d.int32() : 0;
  const errorCode = d.int16();
  const groupsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const groups = roomFor<ListedGroup>(groupsLength);
  for (let i = 0; i < groupsLength; i++) groups[i] = readListedGroup(d, version);
  if (flexible) d.skipTaggedFields();
  return { throttleTimeMs, errorCode, groups };
}

/** ListGroups: API key 16, versions 0-5. */
export const listGroupsApi: Api<ListGroupsRequest, ListGroupsResponse> = {
  key: 16,
  name: 'ListGroups',
  route: 'node',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 5,
  maxStableVersion: 5,
  requestFlexibleFrom: 3,
  responseFlexibleFrom: 3,
  encodeRequest: encodeListGroupsRequest,
  decodeRequest: decodeListGroupsRequest,
  encodeResponse: encodeListGroupsResponse,
  decodeResponse: decodeListGroupsResponse,
};
