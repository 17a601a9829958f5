// Generated from protocol-specs/delete-topics.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry, nullNotAllowed, roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of DeleteTopicsRequest. Versions 6. */
export interface DeleteTopicState {
  /** `string`, versions 6; null from 6+; default null. */
  name: string | null;
  /** `uuid`, versions 6. */
  topicId: string;
}

/** A DeleteTopicState with the protocol's defaults for every field that is not given. */
export function createDeleteTopicState(init: Partial<DeleteTopicState> = {}): DeleteTopicState {
  return {
    name: init.name === undefined ? null : init.name,
    topicId: init.topicId ?? ZERO_UUID,
  };
}

function writeDeleteTopicState(e: Encoder, m: DeleteTopicState): void {
  e.compactNullableString(m.name);
  e.uuid(m.topicId);
  e.uvarint(0);
}

function readDeleteTopicState(d: Decoder): DeleteTopicState {
  const name = d.compactNullableString();
  const topicId = d.uuid();
  d.skipTaggedFields();
  return { name, topicId };
}

/** The request of DeleteTopics. Versions 1-6. */
export interface DeleteTopicsRequest {
  /** `[]DeleteTopicState`, versions 6. */
  topics: readonly DeleteTopicState[];
  /** `[]string`, versions 1-5. */
  topicNames: readonly string[];
  /** `int32`, versions 1-6. */
  timeoutMs: number;
}

/** A DeleteTopicsRequest with the protocol's defaults for every field that is not given. */
export function createDeleteTopicsRequest(init: Partial<DeleteTopicsRequest> = {}): DeleteTopicsRequest {
  return {
    topics: init.topics ?? [],
    topicNames: init.topicNames ?? [],
    timeoutMs: init.timeoutMs ?? 0,
  };
}

/** Writes a DeleteTopicsRequest in the given version. */
export function encodeDeleteTopicsRequest(e: Encoder, m: DeleteTopicsRequest, version: number): void {
  const flexible = version >= 4;
  if (version < 6 && m.topics.length > 0) throw cannotCarry('DeleteTopicsRequest', 'topics', version);
  if (version >= 6) {
    if (flexible) e.compactArrayLength(m.topics);
    else e.arrayLength(m.topics);
    for (const item of m.topics) writeDeleteTopicState(e, item);
  }
  if (version <= 5) {
    if (flexible) e.compactArrayLength(m.topicNames);
    else e.arrayLength(m.topicNames);
    for (const item of m.topicNames) {
      if (flexible) e.compactString(item);
      else e.string(item);
    }
  }
  e.int32(m.timeoutMs);
  if (flexible) e.uvarint(0);
}

/** Reads a DeleteTopicsRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDeleteTopicsRequest(d: Decoder, version: number): DeleteTopicsRequest {
  const flexible = version >= 4;
  const topicsLength = version >= 6 ? (flexible ? d.compactArrayLength() : d.arrayLength()) : 0;
  const topics = roomFor<DeleteTopicState>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readDeleteTopicState(d);
  const topicNamesLength = version <= 5 ? (flexible ? d.compactArrayLength() : d.arrayLength()) : 0;
  const topicNames = roomFor<string>(topicNamesLength);
  for (let i = 0; i < topicNamesLength; i++) topicNames[i] = flexible ? d.compactString() : d.string();
  const timeoutMs = d.int32();
  if (flexible) d.skipTaggedFields();
  return { topics, topicNames, timeoutMs };
}

/** Part of DeleteTopicsResponse. Versions 1-6. */
export interface DeletableTopicResult {
  /** `string`, versions 1-6; null from 6+. */
  name: string | null;
  /** `uuid`, versions 6. */
  topicId: string;
  /** `int16`, versions 1-6. */
  errorCode: number;
  /** `string`, versions 5-6; null from 5+; default null. */
  errorMessage: string | null;
}

/** A DeletableTopicResult with the protocol's defaults for every field that is not given. */
export function createDeletableTopicResult(init: Partial<DeletableTopicResult> = {}): DeletableTopicResult {
  return {
    name: init.name === undefined ? '' : init.name,
    topicId: init.topicId ?? ZERO_UUID,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? null : init.errorMessage,
  };
}

function writeDeletableTopicResult(e: Encoder, m: DeletableTopicResult, version: number): void {
  const flexible = version >= 4;
  if (version < 6 && m.name === null) throw nullNotAllowed('DeletableTopicResult', 'name', version);
  if (flexible) e.compactNullableString(m.name);
  else e.nullableString(m.name);
  if (version >= 6) e.uuid(m.topicId);
  e.int16(m.errorCode);
  if (version >= 5) {
    if (flexible) e.compactNullableString(m.errorMessage);
    else e.nullableString(m.errorMessage);
  }
  if (flexible) e.uvarint(0);
}

function readDeletableTopicResult(d: Decoder, version: number): DeletableTopicResult {
  const flexible = version >= 4;
  const name = flexible ? (version >= 6 ? d.compactNullableString() : d.compactString()) : d.string();
  const topicId = version >= 6 ? d.uuid() : ZERO_UUID;
  const errorCode = d.int16();
  const errorMessage = version >= 5 ? (flexible ? d.compactNullableString() : d.nullableString()) : null;
  if (flexible) d.skipTaggedFields();
  return { name, topicId, errorCode, errorMessage };
}

/** The response of DeleteTopics. Versions 1-6. */
export interface DeleteTopicsResponse {
  /** `int32`, versions 1-6. */
  throttleTimeMs: number;
  /** `[]DeletableTopicResult`, versions 1-6. */
  responses: readonly DeletableTopicResult[];
}

/** A DeleteTopicsResponse with the protocol's defaults for every field that is not given. */
export function createDeleteTopicsResponse(init: Partial<DeleteTopicsResponse> = {}): DeleteTopicsResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    responses: init.responses ?? [],
  };
}

/** Writes a DeleteTopicsResponse in the given version. */
export function encodeDeleteTopicsResponse(e: Encoder, m: DeleteTopicsResponse, version: number): void {
  const flexible = version >= 4;
  e.int32(m.throttleTimeMs);
  if (flexible) e.compactArrayLength(m.responses);
  else e.arrayLength(m.responses);
  for (const item of m.responses) writeDeletableTopicResult(e, item, version);
  if (flexible) e.uvarint(0);
}

/** Reads a DeleteTopicsResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDeleteTopicsResponse(d: Decoder, version: number): DeleteTopicsResponse {
  const flexible = version >= 4;
  const throttleTimeMs = d.int32();
  const responsesLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const responses = roomFor<DeletableTopicResult>(responsesLength);
  for (let i = 0; i < responsesLength; i++) responses[i] = readDeletableTopicResult(d, version);
  if (flexible) d.skipTaggedFields();
  return { throttleTimeMs, responses };
}

/** DeleteTopics: API key 20, versions 1-6. */
export const deleteTopicsApi: Api<DeleteTopicsRequest, DeleteTopicsResponse> = {
  key: 20,
  name: 'DeleteTopics',
  route: 'controller',
  listeners: ['broker', 'controller'],
  minVersion: 1,
  maxVersion: 6,
  maxStableVersion: 6,
  requestFlexibleFrom: 4,
  responseFlexibleFrom: 4,
  encodeRequest: encodeDeleteTopicsRequest,
  decodeRequest: decodeDeleteTopicsRequest,
  encodeResponse: encodeDeleteTopicsResponse,
  decodeResponse: decodeDeleteTopicsResponse,
};
