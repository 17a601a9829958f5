// Generated from protocol-specs/delete-share-group-offsets.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of DeleteShareGroupOffsetsRequest. Versions 0. */
export interface DeleteShareGroupOffsetsRequestTopic {
  /** `string`, versions 0. */
  topicName: string;
}

/** A DeleteShareGroupOffsetsRequestTopic with the protocol's defaults for every field that is not given. */
export function createDeleteShareGroupOffsetsRequestTopic(
  init: Partial<DeleteShareGroupOffsetsRequestTopic> = {},
): DeleteShareGroupOffsetsRequestTopic {
  return {
    topicName: init.topicName ?? '',
  };
}

function writeDeleteShareGroupOffsetsRequestTopic(e: Encoder, m: DeleteShareGroupOffsetsRequestTopic): void {
  e.compactString(m.topicName);
  e.uvarint(0);
}

function readDeleteShareGroupOffsetsRequestTopic(d: Decoder): DeleteShareGroupOffsetsRequestTopic {
  const topicName = d.compactString();
  d.skipTaggedFields();
  return { topicName };
}

/** The request of DeleteShareGroupOffsets. Versions 0. */
export interface DeleteShareGroupOffsetsRequest {
  /** `string`, versions 0. */
  groupId: string;
  /** `[]DeleteShareGroupOffsetsRequestTopic`, versions 0. */
  topics: readonly DeleteShareGroupOffsetsRequestTopic[];
}

/** A DeleteShareGroupOffsetsRequest with the protocol's defaults for every field that is not given. */
export function createDeleteShareGroupOffsetsRequest(
  init: Partial<DeleteShareGroupOffsetsRequest> = {},
): DeleteShareGroupOffsetsRequest {
  return {
    groupId: init.groupId ?? '',
    topics: init.topics ?? [],
  };
}

/** Writes a DeleteShareGroupOffsetsRequest in the given version. */
export function encodeDeleteShareGroupOffsetsRequest(
  e: Encoder,
  m: DeleteShareGroupOffsetsRequest,
  _version: number,
): void {
  e.compactString(m.groupId);
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeDeleteShareGroupOffsetsRequestTopic(e, item);
  e.uvarint(0);
}

/** Reads a DeleteShareGroupOffsetsRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDeleteShareGroupOffsetsRequest(d: Decoder, _version: number): DeleteShareGroupOffsetsRequest {
  const groupId = d.compactString();
  const topicsLength = d.compactArrayLength();
  const topics = roomFor<DeleteShareGroupOffsetsRequestTopic>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readDeleteShareGroupOffsetsRequestTopic(d);
  d.skipTaggedFields();
  return { groupId, topics };
}

/** Part of DeleteShareGroupOffsetsResponse. Versions 0. */
export interface DeleteShareGroupOffsetsResponseTopic {
  /** `string`, versions 0. */
  topicName: string;
  /** `uuid`, versions 0. */
  topicId: string;
  /** `int16`, versions 0. */
  errorCode: number;
  /** `string`, versions 0; null from 0+; default null. */
  errorMessage: string | null;
}

/** A DeleteShareGroupOffsetsResponseTopic with the protocol's defaults for every field that is not given. */
export function createDeleteShareGroupOffsetsResponseTopic(
  init: Partial<DeleteShareGroupOffsetsResponseTopic> = {},
): DeleteShareGroupOffsetsResponseTopic {
  return {
    topicName: init.topicName ?? '',
    topicId: init.topicId ?? ZERO_UUID,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? null : init.errorMessage,
  };
}

function writeDeleteShareGroupOffsetsResponseTopic(e: Encoder, m: DeleteShareGroupOffsetsResponseTopic): void {
  e.compactString(m.topicName);
  e.uuid(m.topicId);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.uvarint(0);
}

function readDeleteShareGroupOffsetsResponseTopic(d: Decoder): DeleteShareGroupOffsetsResponseTopic {
  const topicName = d.compactString();
  const topicId = d.uuid();
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  d.skipTaggedFields();
  return { topicName, topicId, errorCode, errorMessage };
}

/** The response of DeleteShareGroupOffsets. Versions 0. */
export interface DeleteShareGroupOffsetsResponse {
  /** `int32`, versions 0. */
  throttleTimeMs: number;
  /** `int16`, versions 0. */
  errorCode: number;
  /** `string`, versions 0; null from 0+; default null. */
  errorMessage: string | null;
  /** `[]DeleteShareGroupOffsetsResponseTopic`, versions 0. */
  responses: readonly DeleteShareGroupOffsetsResponseTopic[];
}

/** A DeleteShareGroupOffsetsResponse with the protocol's defaults for every field that is not given. */
export function createDeleteShareGroupOffsetsResponse(
  init: Partial<DeleteShareGroupOffsetsResponse> = {},
): DeleteShareGroupOffsetsResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? null : init.errorMessage,
    responses: init.responses ?? [],
  };
}

/** Writes a DeleteShareGroupOffsetsResponse in the given version. */
export function encodeDeleteShareGroupOffsetsResponse(
  e: Encoder,
  m: DeleteShareGroupOffsetsResponse,
  _version: number,
): void {
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.compactArrayLength(m.responses);
  for (const item of m.responses) writeDeleteShareGroupOffsetsResponseTopic(e, item);
  e.uvarint(0);
}

/** Reads a DeleteShareGroupOffsetsResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDeleteShareGroupOffsetsResponse(d: Decoder, _version: number): DeleteShareGroupOffsetsResponse {
  const throttleTimeMs = d.int32();
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  const responsesLength = d.compactArrayLength();
  const responses = roomFor<DeleteShareGroupOffsetsResponseTopic>(responsesLength);
  for (let i = 0; i < responsesLength; i++) responses[i] = readDeleteShareGroupOffsetsResponseTopic(d);
  d.skipTaggedFields();
  return { throttleTimeMs, errorCode, errorMessage, responses };
}

/** DeleteShareGroupOffsets: API key 92, versions 0. */
export const deleteShareGroupOffsetsApi: Api<DeleteShareGroupOffsetsRequest, DeleteShareGroupOffsetsResponse> = {
  key: 92,
  name: 'DeleteShareGroupOffsets',
  route: 'group-coordinator',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 0,
  maxStableVersion: 0,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeDeleteShareGroupOffsetsRequest,
  decodeRequest: decodeDeleteShareGroupOffsetsRequest,
  encodeResponse: encodeDeleteShareGroupOffsetsResponse,
  decodeResponse: decodeDeleteShareGroupOffsetsResponse,
};
