// Generated from protocol-specs/streams-group-describe.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry, roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** The request of StreamsGroupDescribe. Versions 0-1. */
export interface StreamsGroupDescribeRequest {
  /** `[]string`, versions 0-1. */
  groupIds: readonly string[];
  /** `bool`, versions 0-1. */
  includeAuthorizedOperations: boolean;
  /** `bool`, versions 1; default false. */
  includeTopologyDescription: boolean;
}

/** A StreamsGroupDescribeRequest with the protocol's defaults for every field that is not given. */
export function createStreamsGroupDescribeRequest(
  init: Partial<StreamsGroupDescribeRequest> = {},
): StreamsGroupDescribeRequest {
  return {
    groupIds: init.groupIds ?? [],
    includeAuthorizedOperations: init.includeAuthorizedOperations ?? false,
    includeTopologyDescription: init.includeTopologyDescription ?? false,
  };
}

/** Writes a StreamsGroupDescribeRequest in the given version. */
export function encodeStreamsGroupDescribeRequest(e: Encoder, m: StreamsGroupDescribeRequest, version: number): void {
  if (version < 1 && m.includeTopologyDescription)
    throw cannotCarry('StreamsGroupDescribeRequest', 'includeTopologyDescription', version);
  e.compactArrayLength(m.groupIds);
  for (const item of m.groupIds) e.compactString(item);
  e.bool(m.includeAuthorizedOperations);
  if (version >= 1) e.bool(m.includeTopologyDescription);
  e.uvarint(0);
}

/** Reads a StreamsGroupDescribeRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeStreamsGroupDescribeRequest(d: Decoder, version: number): StreamsGroupDescribeRequest {
  const groupIdsLength = d.compactArrayLength();
  const groupIds = roomFor<string>(groupIdsLength);
  for (let i = 0; i < groupIdsLength; i++) groupIds[i] = d.compactString();
  const includeAuthorizedOperations = d.bool();
  const includeTopologyDescription = version >= 1 ? d.bool() : false;
  d.skipTaggedFields();
  return { groupIds, includeAuthorizedOperations, includeTopologyDescription };
}

/** Part of StreamsGroupDescribeResponse. Versions 0-1. */
export interface KeyValue {
  /** `string`, versions 0-1. */
  key: string;
  /** `string`, versions 0-1. */
  value: string;
}

/** A KeyValue with the protocol's defaults for every field that is not given. */
export function createKeyValue(init: Partial<KeyValue> = {}): KeyValue {
  return {
    key: init.key ?? '',
    value: init.value ?? '',
  };
}

function writeKeyValue(e: Encoder, m: KeyValue): void {
  e.compactString(m.key);
  e.compactString(m.value);
  e.uvarint(0);
}

function readKeyValue(d: Decoder): KeyValue {
  const key = d.compactString();
  const value = d.compactString();
  d.skipTaggedFields();
  return { key, value };
}

/** Part of StreamsGroupDescribeResponse. Versions 0-1. */
export interface TopicInfo {
  /** `string`, versions 0-1. */
  name: string;
  /** `int32`, versions 0-1. */
  partitions: number;
  /** `int16`, versions 0-1. */
  replicationFactor: number;
  /** `[]KeyValue`, versions 0-1. */
  topicConfigs: readonly KeyValue[];
}

/** A TopicInfo with the protocol's defaults for every field that is not given. */
export function createTopicInfo(init: Partial<TopicInfo> = {}): TopicInfo {
  return {
    name: init.name ?? '',
    partitions: init.partitions ?? 0,
    replicationFactor: init.replicationFactor ?? 0,
    topicConfigs: init.topicConfigs ?? [],
  };
}

function writeTopicInfo(e: Encoder, m: TopicInfo): void {
  e.compactString(m.name);
  e.int32(m.partitions);
  e.int16(m.replicationFactor);
  e.compactArrayLength(m.topicConfigs);
  for (const item of m.topicConfigs) writeKeyValue(e, item);
  e.uvarint(0);
}

function readTopicInfo(d: Decoder): TopicInfo {
  const name = d.compactString();
  const partitions = d.int32();
  const replicationFactor = d.int16();
  const topicConfigsLength = d.compactArrayLength();
  const topicConfigs = roomFor<KeyValue>(topicConfigsLength);
  for (let i = 0; i < topicConfigsLength; i++) topicConfigs[i] = readKeyValue(d);
  d.skipTaggedFields();
  return { name, partitions, replicationFactor, topicConfigs };
}

/** Part of StreamsGroupDescribeResponse. Versions 0-1. */
export interface Subtopology {
  /** `string`, versions 0-1. */
  subtopologyId: string;
  /** `[]string`, versions 0-1. */
  sourceTopics: readonly string[];
  /** `[]string`, versions 0-1. */
  repartitionSinkTopics: readonly string[];
  /** `[]TopicInfo`, versions 0-1. */
  stateChangelogTopics: readonly TopicInfo[];
  /** `[]TopicInfo`, versions 0-1. */
  repartitionSourceTopics: readonly TopicInfo[];
}

/** A Subtopology with the protocol's defaults for every field that is not given. */
export function createSubtopology(init: Partial<Subtopology> = {}): Subtopology {
  return {
    subtopologyId: init.subtopologyId ?? '',
    sourceTopics: init.sourceTopics ?? [],
    repartitionSinkTopics: init.repartitionSinkTopics ?? [],
    stateChangelogTopics: init.stateChangelogTopics ?? [],
    repartitionSourceTopics: init.repartitionSourceTopics ?? [],
  };
}

function writeSubtopology(e: Encoder, m: Subtopology): void {
  e.compactString(m.subtopologyId);
  e.compactArrayLength(m.sourceTopics);
  for (const item of m.sourceTopics) e.compactString(item);
  e.compactArrayLength(m.repartitionSinkTopics);
  for (const item of m.repartitionSinkTopics) e.compactString(item);
  e.compactArrayLength(m.stateChangelogTopics);
  for (const item of m.stateChangelogTopics) writeTopicInfo(e, item);
  e.compactArrayLength(m.repartitionSourceTopics);
  for (const item of m.repartitionSourceTopics) writeTopicInfo(e, item);
  e.uvarint(0);
}

function readSubtopology(d: Decoder): Subtopology {
  const subtopologyId = d.compactString();
  const sourceTopicsLength = d.compactArrayLength();
  const sourceTopics = roomFor<string>(sourceTopicsLength);
  for (let i = 0; i < sourceTopicsLength; i++) sourceTopics[i] = d.compactString();
  const repartitionSinkTopicsLength = d.compactArrayLength();
  const repartitionSinkTopics = roomFor<string>(repartitionSinkTopicsLength);
  for (let i = 0; i < repartitionSinkTopicsLength; i++) repartitionSinkTopics[i] = d.compactString();
  const stateChangelogTopicsLength = d.compactArrayLength();
  const stateChangelogTopics = roomFor<TopicInfo>(stateChangelogTopicsLength);
  for (let i = 0; i < stateChangelogTopicsLength; i++) stateChangelogTopics[i] = readTopicInfo(d);
  const repartitionSourceTopicsLength = d.compactArrayLength();
  const repartitionSourceTopics = roomFor<TopicInfo>(repartitionSourceTopicsLength);
  for (let i = 0; i < repartitionSourceTopicsLength; i++) repartitionSourceTopics[i] = readTopicInfo(d);
  d.skipTaggedFields();
  return { subtopologyId, sourceTopics, repartitionSinkTopics, stateChangelogTopics, repartitionSourceTopics };
}

/** Part of StreamsGroupDescribeResponse. Versions 0-1. */
export interface Topology {
  /** `int32`, versions 0-1. */
  epoch: number;
  /** `[]Subtopology`, versions 0-1; null from 0+; default null. */
  subtopologies: readonly Subtopology[] | null;
}

/** A Topology with the protocol's defaults for every field that is not given. */
export function createTopology(init: Partial<Topology> = {}): Topology {
  return {
    epoch: init.epoch ?? 0,
    subtopologies: init.subtopologies === undefined ? null : init.subtopologies,
  };
}

function writeTopology(e: Encoder, m: Topology): void {
  e.int32(m.epoch);
  if (m.subtopologies === null) {
    e.compactArrayLength(null);
  } else {
    e.compactArrayLength(m.subtopologies);
    for (const item of m.subtopologies) writeSubtopology(e, item);
  }
  e.uvarint(0);
}

function readTopology(d: Decoder): Topology {
  const epoch = d.int32();
  const subtopologiesLength = d.nullableCompactArrayLength();
  const subtopologies = subtopologiesLength < 0 ? null : roomFor<Subtopology>(subtopologiesLength);
  for (let i = 0; i < subtopologiesLength; i++) subtopologies![i] = readSubtopology(d);
  d.skipTaggedFields();
  return { epoch, subtopologies };
}

/** Part of StreamsGroupDescribeResponse. Versions 0-1. */
export interface Endpoint {
  /** `string`, versions 0-1. */
  host: string;
  /** `uint16`, versions 0-1. */
  port: number;
}

/** A Endpoint with the protocol's defaults for every field that is not given. */
export function createEndpoint(init: Partial<Endpoint> = {}): Endpoint {
  return {
    host: init.host ?? '',
    port: init.port ?? 0,
  };
}

function writeEndpoint(e: Encoder, m: Endpoint): void {
  e.compactString(m.host);
  e.uint16(m.port);
  e.uvarint(0);
}

function readEndpoint(d: Decoder): Endpoint {
  const host = d.compactString();
  const port = d.uint16();
  d.skipTaggedFields();
  return { host, port };
}

/** Part of StreamsGroupDescribeResponse. Versions 0-1. */
export interface TaskOffset {
  /** `string`, versions 0-1. */
  subtopologyId: string;
  /** `int32`, versions 0-1. */
  partition: number;
  /** `int64`, versions 0-1. */
  offset: number;
}

/** A TaskOffset with the protocol's defaults for every field that is not given. */
export function createTaskOffset(init: Partial<TaskOffset> = {}): TaskOffset {
  return {
    subtopologyId: init.subtopologyId ?? '',
    partition: init.partition ?? 0,
    offset: init.offset ?? 0,
  };
}

function writeTaskOffset(e: Encoder, m: TaskOffset): void {
  e.compactString(m.subtopologyId);
  e.int32(m.partition);
  e.int64(m.offset);
  e.uvarint(0);
}

function readTaskOffset(d: Decoder): TaskOffset {
  const subtopologyId = d.compactString();
  const partition = d.int32();
  const offset = d.int64();
  d.skipTaggedFields();
  return { subtopologyId, partition, offset };
}

/** Part of StreamsGroupDescribeResponse. Versions 0-1. */
export interface TaskIds {
  /** `string`, versions 0-1. */
  subtopologyId: string;
  /** `[]int32`, versions 0-1. */
  partitions: readonly number[];
}

/** A TaskIds with the protocol's defaults for every field that is not given. */
export function createTaskIds(init: Partial<TaskIds> = {}): TaskIds {
  return {
    subtopologyId: init.subtopologyId ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeTaskIds(e: Encoder, m: TaskIds): void {
  e.compactString(m.subtopologyId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) e.int32(item);
  e.uvarint(0);
}

function readTaskIds(d: Decoder): TaskIds {
  const subtopologyId = d.compactString();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<number>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = d.int32();
  d.skipTaggedFields();
  return { subtopologyId, partitions };
}

/** Part of StreamsGroupDescribeResponse. Versions 0-1. */
export interface Assignment {
  /** `[]TaskIds`, versions 0-1. */
  activeTasks: readonly TaskIds[];
  /** `[]TaskIds`, versions 0-1. */
  standbyTasks: readonly TaskIds[];
  /** `[]TaskIds`, versions 0-1. */
  warmupTasks: readonly TaskIds[];
}

/** A Assignment with the protocol's defaults for every field that is not given. */
export function createAssignment(init: Partial<Assignment> = {}): Assignment {
  return {
    activeTasks: init.activeTasks ?? [],
    standbyTasks: init.standbyTasks ?? [],
    warmupTasks: init.warmupTasks ?? [],
  };
}

function writeAssignment(e: Encoder, m: Assignment): void {
  e.compactArrayLength(m.activeTasks);
  for (const item of m.activeTasks) writeTaskIds(e, item);
  e.compactArrayLength(m.standbyTasks);
  for (const item of m.standbyTasks) writeTaskIds(e, item);
  e.compactArrayLength(m.warmupTasks);
  for (const item of m.warmupTasks) writeTaskIds(e, item);
  e.uvarint(0);
}

function readAssignment(d: Decoder): Assignment {
  const activeTasksLength = d.compactArrayLength();
  const activeTasks = roomFor<TaskIds>(activeTasksLength);
  for (let i = 0; i < activeTasksLength; i++) activeTasks[i] = readTaskIds(d);
  const standbyTasksLength = d.compactArrayLength();
  const standbyTasks = roomFor<TaskIds>(standbyTasksLength);
  for (let i = 0; i < standbyTasksLength; i++) standbyTasks[i] = readTaskIds(d);
  const warmupTasksLength = d.compactArrayLength();
  const warmupTasks = roomFor<TaskIds>(warmupTasksLength);
  for (let i = 0; i < warmupTasksLength; i++) warmupTasks[i] = readTaskIds(d);
  d.skipTaggedFields();
  return { activeTasks, standbyTasks, warmupTasks };
}

/** Part of StreamsGroupDescribeResponse. Versions 0-1. */
export interface Member {
  /** `string`, versions 0-1. */
  memberId: string;
  /** `int32`, versions 0-1. */
  memberEpoch: number;
  /** `string`, versions 0-1; null from 0+; default null. */
  instanceId: string | null;
  /** `string`, versions 0-1; null from 0+; default null. */
  rackId: string | null;
  /** `string`, versions 0-1. */
  clientId: string;
  /** `string`, versions 0-1. */
  clientHost: string;
  /** `int32`, versions 0-1. */
  topologyEpoch: number;
  /** `string`, versions 0-1. */
  processId: string;
  /** `Endpoint`, versions 0-1; null from 0+; default null. */
  userEndpoint: Endpoint | null;
  /** `[]KeyValue`, versions 0-1. */
  clientTags: readonly KeyValue[];
  /** `[]TaskOffset`, versions 0-1. */
  taskOffsets: readonly TaskOffset[];
  /** `[]TaskOffset`, versions 0-1. */
  taskEndOffsets: readonly TaskOffset[];
  /** `Assignment`, versions 0-1. */
  assignment: Assignment;
  /** `Assignment`, versions 0-1. */
  targetAssignment: Assignment;
  /** `bool`, versions 0-1. */
  isClassic: boolean;
}

/** A Member with the protocol's defaults for every field that is not given. */
export function createMember(init: Partial<Member> = {}): Member {
  return {
    memberId: init.memberId ?? '',
    memberEpoch: init.memberEpoch ?? 0,
    instanceId: init.instanceId === undefined ? null : init.instanceId,
    rackId: init.rackId === undefined ? null : init.rackId,
    clientId: init.clientId ?? '',
    clientHost: init.clientHost ?? '',
    topologyEpoch: init.topologyEpoch ?? 0,
    processId: init.processId ?? '',
    userEndpoint: init.userEndpoint === undefined ? null : init.userEndpoint,
    clientTags: init.clientTags ?? [],
    taskOffsets: init.taskOffsets ?? [],
    taskEndOffsets: init.taskEndOffsets ?? [],
    assignment: init.assignment ?? createAssignment(),
    targetAssignment: init.targetAssignment ?? createAssignment(),
    isClassic: init.isClassic ?? false,
  };
}

function writeMember(e: Encoder, m: Member): void {
  e.compactString(m.memberId);
  e.int32(m.memberEpoch);
  e.compactNullableString(m.instanceId);
  e.compactNullableString(m.rackId);
  e.compactString(m.clientId);
  e.compactString(m.clientHost);
  e.int32(m.topologyEpoch);
  e.compactString(m.processId);
  e.int8(m.userEndpoint === null ? -1 : 1);
  if (m.userEndpoint !== null) writeEndpoint(e, m.userEndpoint);
  e.compactArrayLength(m.clientTags);
  for (const item of m.clientTags) writeKeyValue(e, item);
  e.compactArrayLength(m.taskOffsets);
  for (const item of m.taskOffsets) writeTaskOffset(e, item);
  e.compactArrayLength(m.taskEndOffsets);
  for (const item of m.taskEndOffsets) writeTaskOffset(e, item);
  writeAssignment(e, m.assignment);
  writeAssignment(e, m.targetAssignment);
  e.bool(m.isClassic);
  e.uvarint(0);
}

function readMember(d: Decoder): Member {
  const memberId = d.compactString();
  const memberEpoch = d.int32();
  const instanceId = d.compactNullableString();
  const rackId = d.compactNullableString();
  const clientId = d.compactString();
  const clientHost = d.compactString();
  const topologyEpoch = d.int32();
  const processId = d.compactString();
  const userEndpoint = d.int8() < 0 ? null : readEndpoint(d);
  const clientTagsLength = d.compactArrayLength();
  const clientTags = roomFor<KeyValue>(clientTagsLength);
  for (let i = 0; i < clientTagsLength; i++) clientTags[i] = readKeyValue(d);
  const taskOffsetsLength = d.compactArrayLength();
  const taskOffsets = roomFor<TaskOffset>(taskOffsetsLength);
  for (let i = 0; i < taskOffsetsLength; i++) taskOffsets[i] = readTaskOffset(d);
  const taskEndOffsetsLength = d.compactArrayLength();
  const taskEndOffsets = roomFor<TaskOffset>(taskEndOffsetsLength);
  for (let i = 0; i < taskEndOffsetsLength; i++) taskEndOffsets[i] = readTaskOffset(d);
  const assignment = readAssignment(d);
  const targetAssignment = readAssignment(d);
  const isClassic = d.bool();
  d.skipTaggedFields();
  return {
    memberId,
    memberEpoch,
    instanceId,
    rackId,
    clientId,
    clientHost,
    topologyEpoch,
    processId,
    userEndpoint,
    clientTags,
    taskOffsets,
    taskEndOffsets,
    assignment,
    targetAssignment,
    isClassic,
  };
}

/** Part of StreamsGroupDescribeResponse. Versions 1. */
export interface TopologyDescriptionNode {
  /** `string`, versions 1. */
  name: string;
  /** `int8`, versions 1. */
  nodeType: number;
  /** `[]string`, versions 1. */
  sourceTopics: readonly string[];
  /** `string`, versions 1; null from 1+; default null. */
  sinkTopic: string | null;
  /** `[]string`, versions 1. */
  stores: readonly string[];
  /** `[]string`, versions 1. */
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

/** Part of StreamsGroupDescribeResponse. Versions 1. */
export interface TopologyDescriptionSubtopology {
  /** `string`, versions 1. */
  subtopologyId: string;
  /** `[]TopologyDescriptionNode`, versions 1. */
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

/** Part of StreamsGroupDescribeResponse. Versions 1. */
export interface TopologyDescriptionGlobalStore {
  /** `TopologyDescriptionNode`, versions 1. */
  source: TopologyDescriptionNode;
  /** `TopologyDescriptionNode`, versions 1. */
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

/** Part of StreamsGroupDescribeResponse. Versions 1. */
export interface TopologyDescription {
  /** `[]TopologyDescriptionSubtopology`, versions 1. */
  subtopologies: readonly TopologyDescriptionSubtopology[];
  /** `[]TopologyDescriptionGlobalStore`, versions 1. */
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

/** Part of StreamsGroupDescribeResponse. Versions 0-1. */
export interface DescribedGroup {
  /** `int16`, versions 0-1. */
  errorCode: number;
  /** `string`, versions 0-1; null from 0+; default null. */
  errorMessage: string | null;
  /** `string`, versions 0-1. */
  groupId: string;
  /** `string`, versions 0-1. */
  groupState: string;
  /** `int32`, versions 0-1. */
  groupEpoch: number;
  /** `int32`, versions 0-1. */
  assignmentEpoch: number;
  /** `Topology`, versions 0-1; null from 0+; default null. */
  topology: Topology | null;
  /** `[]Member`, versions 0-1. */
  members: readonly Member[];
  /** `int32`, versions 0-1; default -2147483648. */
  authorizedOperations: number;
  /** `TopologyDescription`, versions 1; null from 1+; default null. */
  topologyDescription: TopologyDescription | null;
  /** `int8`, versions 1; default 0. */
  topologyDescriptionStatus: number;
  /** `string`, versions 1; null from 1+; default null. */
  assignorName: string | null;
}

/** A DescribedGroup with the protocol's defaults for every field that is not given. */
export function createDescribedGroup(init: Partial<DescribedGroup> = {}): DescribedGroup {
  return {
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? null : init.errorMessage,
    groupId: init.groupId ?? '',
    groupState: init.groupState ?? '',
    groupEpoch: init.groupEpoch ?? 0,
    assignmentEpoch: init.assignmentEpoch ?? 0,
    topology: init.topology === undefined ? null : init.topology,
    members: init.members ?? [],
    authorizedOperations: init.authorizedOperations ?? -2147483648,
    topologyDescription: init.topologyDescription === undefined ? null : init.topologyDescription,
    topologyDescriptionStatus: init.topologyDescriptionStatus ?? 0,
    assignorName: init.assignorName === undefined ? null : init.assignorName,
  };
}

function writeDescribedGroup(e: Encoder, m: DescribedGroup, version: number): void {
  if (version < 1 && m.topologyDescription !== null)
    throw cannotCarry('DescribedGroup', 'topologyDescription', version);
  if (version < 1 && m.topologyDescriptionStatus !== 0)
    throw cannotCarry('DescribedGroup', 'topologyDescriptionStatus', version);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.compactString(m.groupId);
  e.compactString(m.groupState);
  e.int32(m.groupEpoch);
  e.int32(m.assignmentEpoch);
  e.int8(m.topology === null ? -1 : 1);
  if (m.topology !== null) writeTopology(e, m.topology);
  e.compactArrayLength(m.members);
  for (const item of m.members) writeMember(e, item);
  e.int32(m.authorizedOperations);
  if (version >= 1) {
    e.int8(m.topologyDescription === null ? -1 : 1);
    if (m.topologyDescription !== null) writeTopologyDescription(e, m.topologyDescription);
    e.int8(m.topologyDescriptionStatus);
    e.compactNullableString(m.assignorName);
  }
  e.uvarint(0);
}

function readDescribedGroup(d: Decoder, version: number): DescribedGroup {
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  const groupId = d.compactString();
  const groupState = d.compactString();
  const groupEpoch = d.int32();
  const assignmentEpoch = d.int32();
  const topology = d.int8() < 0 ? null : readTopology(d);
  const membersLength = d.compactArrayLength();
  const members = roomFor<Member>(membersLength);
  for (let i = 0; i < membersLength; i++) members[i] = readMember(d);
  const authorizedOperations = d.int32();
  const topologyDescription = version >= 1 ? (d.int8() < 0 ? null : readTopologyDescription(d)) : null;
  const topologyDescriptionStatus = version >= 1 ? d.int8() : 0;
  const assignorName = version >= 1 ? d.compactNullableString() : null;
  d.skipTaggedFields();
  return {
    errorCode,
    errorMessage,
    groupId,
    groupState,
    groupEpoch,
    assignmentEpoch,
    topology,
    members,
    authorizedOperations,
    topologyDescription,
    topologyDescriptionStatus,
    assignorName,
  };
}

/** The response of StreamsGroupDescribe. Versions 0-1. */
export interface StreamsGroupDescribeResponse {
  /** `int32`, versions 0-1. */
  throttleTimeMs: number;
  /** `[]DescribedGroup`, versions 0-1. */
  groups: readonly DescribedGroup[];
}

/** A StreamsGroupDescribeResponse with the protocol's defaults for every field that is not given. */
export function createStreamsGroupDescribeResponse(
  init: Partial<StreamsGroupDescribeResponse> = {},
): StreamsGroupDescribeResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    groups: init.groups ?? [],
  };
}

/** Writes a StreamsGroupDescribeResponse in the given version. */
export function encodeStreamsGroupDescribeResponse(e: Encoder, m: StreamsGroupDescribeResponse, version: number): void {
  e.int32(m.throttleTimeMs);
  e.compactArrayLength(m.groups);
  for (const item of m.groups) writeDescribedGroup(e, item, version);
  e.uvarint(0);
}

/** Reads a StreamsGroupDescribeResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeStreamsGroupDescribeResponse(d: Decoder, version: number): StreamsGroupDescribeResponse {
  const throttleTimeMs = d.int32();
  const groupsLength = d.compactArrayLength();
  const groups = roomFor<DescribedGroup>(groupsLength);
  for (let i = 0; i < groupsLength; i++) groups[i] = readDescribedGroup(d, version);
  d.skipTaggedFields();
  return { throttleTimeMs, groups };
}

/** StreamsGroupDescribe: API key 89, versions 0-1. */
export const streamsGroupDescribeApi: Api<StreamsGroupDescribeRequest, StreamsGroupDescribeResponse> = {
  key: 89,
  name: 'StreamsGroupDescribe',
  route: 'group-coordinator',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 1,
  maxStableVersion: 1,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeStreamsGroupDescribeRequest,
  decodeRequest: decodeStreamsGroupDescribeRequest,
  encodeResponse: encodeStreamsGroupDescribeResponse,
  decodeResponse: decodeStreamsGroupDescribeResponse,
};
