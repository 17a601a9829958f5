// Generated from protocol-specs/streams-group-topology-description-update.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of StreamsGroupTopologyDescriptionUpdateRequest. Versions 0. */
export interface TopologyDescriptionNode {
  /** `string`, versions 0. */
  name: string;
  /** `int8`, versions 0. */
  nodeType: number;
  /** `[]string`, versions 0. */
  sourceTopics: readonly string[];
  /** `string`, versions 0; null from 0+; default null. */
  sinkTopic: string | null;
  /** `[]string`, versions 0. */
  stores: readonly string[];
  /** `[]string`, versions 0. */
  successors: readonly string[];
}

/** A TopologyDescriptionNode with the protocol's defaults for every field that is not given. */
export function createTopologyDescriptionNode(init: Partial<TopologyDescriptionNode> = {}): TopologyDescriptionNode {
  return {
    name: init.name ?? '',
    nodeType: init.nodeType ?? 0,
    sourceTopics: init.sourceTopics ?? [],
    sinkTopic: init.sinkTopic === undefined ? null : init.sinkTopic,
    stores: init.stores ?? [],
    successors: init.successors ?? [],
  };
}

function writeTopologyDescriptionNode(e: Encoder, m: TopologyDescriptionNode): void {
  e.compactString(m.name);
  e.int8(m.nodeType);
  e.compactArrayLength(m.sourceTopics);
  for (const item of m.sourceTopics) e.compactString(item);
  e.compactNullableString(m.sinkTopic);
  e.compactArrayLength(m.stores);
  for (const item of m.stores) e.compactString(item);
  e.compactArrayLength(m.successors);
  for (const item of m.successors) e.compactString(item);
  e.uvarint(0);
}

function readTopologyDescriptionNode(d: Decoder): TopologyDescriptionNode {
  const name = d.compactString();
  const nodeType = d.int8();
  const sourceTopicsLength = d.compactArrayLength();
  const sourceTopics = roomFor<string>(sourceTopicsLength);
  for (let i = 0; i < sourceTopicsLength; i++) sourceTopics[i] = d.compactString();
  const sinkTopic = d.compactNullableString();
  const storesLength = d.compactArrayLength();
  const stores = roomFor<string>(storesLength);
  for (let i = 0; i < storesLength; i++) stores[i] = d.compactString();
  const successorsLength = d.compactArrayLength();
  const successors = roomFor<string>(successorsLength);
  for (let i = 0; i < successorsLength; i++) successors[i] = d.compactString();
  d.skipTaggedFields();
  return { name, nodeType, sourceTopics, sinkTopic, stores, successors };
}

/** Part of StreamsGroupTopologyDescriptionUpdateRequest. Versions 0. */
export interface TopologyDescriptionSubtopology {
  /** `string`, versions 0. */
  subtopologyId: string;
  /** `[]TopologyDescriptionNode`, versions 0. */
  nodes: readonly TopologyDescriptionNode[];
}

/** A TopologyDescriptionSubtopology with the protocol's defaults for every field that is not given. */
export function createTopologyDescriptionSubtopology(
  init: Partial<TopologyDescriptionSubtopology> = {},
): TopologyDescriptionSubtopology {
  return {
    subtopologyId: init.subtopologyId ?? '',
    nodes: init.nodes ?? [],
  };
}

function writeTopologyDescriptionSubtopology(e: Encoder, m: TopologyDescriptionSubtopology): void {
  e.compactString(m.subtopologyId);
  e.compactArrayLength(m.nodes);
  for (const item of m.nodes) writeTopologyDescriptionNode(e, item);
  e.uvarint(0);
}

function readTopologyDescriptionSubtopology(d: Decoder): TopologyDescriptionSubtopology {
  const subtopologyId = d.compactString();
  const nodesLength = d.compactArrayLength();
  const nodes = roomFor<TopologyDescriptionNode>(nodesLength);
  for (let i = 0; i < nodesLength; i++) nodes[i] = readTopologyDescriptionNode(d);
  d.skipTaggedFields();
  return { subtopologyId, nodes };
}

/** Part of StreamsGroupTopologyDescriptionUpdateRequest. Versions 0. */
export interface TopologyDescriptionGlobalStore {
  /** `TopologyDescriptionNode`, versions 0. */
  source: TopologyDescriptionNode;
  /** `TopologyDescriptionNode`, versions 0. */
  processor: TopologyDescriptionNode;
}

/** A TopologyDescriptionGlobalStore with the protocol's defaults for every field that is not given. */
export function createTopologyDescriptionGlobalStore(
  init: Partial<TopologyDescriptionGlobalStore> = {},
): TopologyDescriptionGlobalStore {
  return {
    source: init.source ?? createTopologyDescriptionNode(),
    processor: init.processor ?? createTopologyDescriptionNode(),
  };
}

function writeTopologyDescriptionGlobalStore(e: Encoder, m: TopologyDescriptionGlobalStore): void {
  writeTopologyDescriptionNode(e, m.source);
  writeTopologyDescriptionNode(e, m.processor);
  e.uvarint(0);
}

function readTopologyDescriptionGlobalStore(d: Decoder): TopologyDescriptionGlobalStore {
  const source = readTopologyDescriptionNode(d);
  const processor = readTopologyDescriptionNode(d);
  d.skipTaggedFields();
  return { source, processor };
}

/** Part of StreamsGroupTopologyDescriptionUpdateRequest. Versions 0. */
export interface TopologyDescription {
  /** `[]TopologyDescriptionSubtopology`, versions 0. */
  subtopologies: readonly TopologyDescriptionSubtopology[];
  /** `[]TopologyDescriptionGlobalStore`, versions 0. */
  globalStores: readonly TopologyDescriptionGlobalStore[];
}

/** A TopologyDescription with the protocol's defaults for every field that is not given. */
export function createTopologyDescription(init: Partial<TopologyDescription> = {}): TopologyDescription {
  return {
    subtopologies: init.subtopologies ?? [],
    globalStores: init.globalStores ?? [],
  };
}

function writeTopologyDescription(e: Encoder, m: TopologyDescription): void {
  e.compactArrayLength(m.subtopologies);
  for (const item of m.subtopologies) writeTopologyDescriptionSubtopology(e, item);
  e.compactArrayLength(m.globalStores);
  for (const item of m.globalStores) writeTopologyDescriptionGlobalStore(e, item);
  e.uvarint(0);
}

function readTopologyDescription(d: Decoder): TopologyDescription {
  const subtopologiesLength = d.compactArrayLength();
  const subtopologies = roomFor<TopologyDescriptionSubtopology>(subtopologiesLength);
  for (let i = 0; i < subtopologiesLength; i++) subtopologies[i] = readTopologyDescriptionSubtopology(d);
  const globalStoresLength = d.compactArrayLength();
  const globalStores = roomFor<TopologyDescriptionGlobalStore>(globalStoresLength);
  for (let i = 0; i < globalStoresLength; i++) globalStores[i] = readTopologyDescriptionGlobalStore(d);
  d.skipTaggedFields();
  return { subtopologies, globalStores };
}

/** The request of StreamsGroupTopologyDescriptionUpdate. Versions 0. */
export interface StreamsGroupTopologyDescriptionUpdateRequest {
  /** `string`, versions 0. */
  groupId: string;
  /** `string`, versions 0. */
  memberId: string;
  /** `int32`, versions 0. */
  topologyEpoch: number;
  /** `TopologyDescription`, versions 0. */
  topologyDescription: TopologyDescription;
}

/** A StreamsGroupTopologyDescriptionUpdateRequest with the protocol's defaults for every field that is not given. */
export function createStreamsGroupTopologyDescriptionUpdateRequest(
  init: Partial<StreamsGroupTopologyDescriptionUpdateRequest> = {},
): StreamsGroupTopologyDescriptionUpdateRequest {
  return {
    groupId: init.groupId ?? '',
    memberId: init.memberId ?? '',
    topologyEpoch: init.topologyEpoch ?? 0,
    topologyDescription: init.topologyDescription ?? createTopologyDescription(),
  };
}

/** Writes a StreamsGroupTopologyDescriptionUpdateRequest in the given version. */
export function encodeStreamsGroupTopologyDescriptionUpdateRequest(
  e: Encoder,
  m: StreamsGroupTopologyDescriptionUpdateRequest,
  _version: number,
): void {
  e.compactString(m.groupId);
  e.compactString(m.memberId);
  e.int32(m.topologyEpoch);
  writeTopologyDescription(e, m.topologyDescription);
  e.uvarint(0);
}

/** Reads a StreamsGroupTopologyDescriptionUpdateRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeStreamsGroupTopologyDescriptionUpdateRequest(
  d: Decoder,
  _version: number,
): StreamsGroupTopologyDescriptionUpdateRequest {
  const groupId = d.compactString();
  const memberId = d.compactString();
  const topologyEpoch = d.int32();
  const topologyDescription = readTopologyDescription(d);
  d.skipTaggedFields();
  return { groupId, memberId, topologyEpoch, topologyDescription };
}

/** The response of StreamsGroupTopologyDescriptionUpdate. Versions 0. */
export interface StreamsGroupTopologyDescriptionUpdateResponse {
  /** `int32`, versions 0. */
  throttleTimeMs: number;
  /** `int16`, versions 0. */
  errorCode: number;
  /** `string`, versions 0; null from 0+; default null. */
  errorMessage: string | null;
}

/** A StreamsGroupTopologyDescriptionUpdateResponse with the protocol's defaults for every field that is not given. */
export function createStreamsGroupTopologyDescriptionUpdateResponse(
  init: Partial<StreamsGroupTopologyDescriptionUpdateResponse> = {},
): StreamsGroupTopologyDescriptionUpdateResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? null : init.errorMessage,
  };
}

/** Writes a StreamsGroupTopologyDescriptionUpdateResponse in the given version. */
export function encodeStreamsGroupTopologyDescriptionUpdateResponse(
  e: Encoder,
  m: StreamsGroupTopologyDescriptionUpdateResponse,
  _version: number,
): void {
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.uvarint(0);
}

/** Reads a StreamsGroupTopologyDescriptionUpdateResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeStreamsGroupTopologyDescriptionUpdateResponse(
  d: Decoder,
  _version: number,
): StreamsGroupTopologyDescriptionUpdateResponse {
  const throttleTimeMs = d.int32();
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  d.skipTaggedFields();
  return { throttleTimeMs, errorCode, errorMessage };
}

/** StreamsGroupTopologyDescriptionUpdate: API key 93, versions 0. */
export const streamsGroupTopologyDescriptionUpdateApi: Api<
  StreamsGroupTopologyDescriptionUpdateRequest,
  StreamsGroupTopologyDescriptionUpdateResponse
> = {
  key: 93,
  name: 'StreamsGroupTopologyDescriptionUpdate',
  route: 'group-coordinator',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 0,
  maxStableVersion: 0,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeStreamsGroupTopologyDescriptionUpdateRequest,
  decodeRequest: decodeStreamsGroupTopologyDescriptionUpdateRequest,
  encodeResponse: encodeStreamsGroupTopologyDescriptionUpdateResponse,
  decodeResponse: decodeStreamsGroupTopologyDescriptionUpdateResponse,
};
