// Generated from protocol-specs/streams-group-heartbeat.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry, roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of StreamsGroupHeartbeatRequest. Versions 0-1. */
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

/** Part of StreamsGroupHeartbeatRequest. Versions 0-1. */
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

/** Part of StreamsGroupHeartbeatRequest. Versions 0-1. */
export interface CopartitionGroup {
  /** `[]int16`, versions 0-1. */
  sourceTopics: readonly number[];
  /** `[]int16`, versions 0-1. */
  sourceTopicRegex: readonly number[];
  /** `[]int16`, versions 0-1. */
  repartitionSourceTopics: readonly number[];
}

/** A CopartitionGroup with the protocol's defaults for every field that is not given. */
export function createCopartitionGroup(init: Partial<CopartitionGroup> = {}): CopartitionGroup {
  return {
    sourceTopics: init.sourceTopics ?? [],
    sourceTopicRegex: init.sourceTopicRegex ?? [],
    repartitionSourceTopics: init.repartitionSourceTopics ?? [],
  };
}

function writeCopartitionGroup(e: Encoder, m: CopartitionGroup): void {
  e.compactArrayLength(m.sourceTopics);
  for (const item of m.sourceTopics) e.int16(item);
  e.compactArrayLength(m.sourceTopicRegex);
  for (const item of m.sourceTopicRegex) e.int16(item);
  e.compactArrayLength(m.repartitionSourceTopics);
  for (const item of m.repartitionSourceTopics) e.int16(item);
  e.uvarint(0);
}

function readCopartitionGroup(d: Decoder): CopartitionGroup {
  const sourceTopicsLength = d.compactArrayLength();
  const sourceTopics = roomFor<number>(sourceTopicsLength);
  for (let i = 0; i < sourceTopicsLength; i++) sourceTopics[i] = d.int16();
  const sourceTopicRegexLength = d.compactArrayLength();
  const sourceTopicRegex = roomFor<number>(sourceTopicRegexLength);
  for (let i = 0; i < sourceTopicRegexLength; i++) sourceTopicRegex[i] = d.int16();
  const repartitionSourceTopicsLength = d.compactArrayLength();
  const repartitionSourceTopics = roomFor<number>(repartitionSourceTopicsLength);
  for (let i = 0; i < repartitionSourceTopicsLength; i++) repartitionSourceTopics[i] = d.int16();
  d.skipTaggedFields();
  return { sourceTopics, sourceTopicRegex, repartitionSourceTopics };
}

/** Part of StreamsGroupHeartbeatRequest. Versions 0-1. */
export interface Subtopology {
  /** `string`, versions 0-1. */
  subtopologyId: string;
  /** `[]string`, versions 0-1. */
  sourceTopics: readonly string[];
  /** `[]string`, versions 0-1. */
  sourceTopicRegex: readonly string[];
  /** `[]TopicInfo`, versions 0-1. */
  stateChangelogTopics: readonly TopicInfo[];
  /** `[]string`, versions 0-1. */
  repartitionSinkTopics: readonly string[];
  /** `[]TopicInfo`, versions 0-1. */
  repartitionSourceTopics: readonly TopicInfo[];
  /** `[]CopartitionGroup`, versions 0-1. */
  copartitionGroups: readonly CopartitionGroup[];
}

/** A Subtopology with the protocol's defaults for every field that is not given. */
export function createSubtopology(init: Partial<Subtopology> = {}): Subtopology {
  return {
    subtopologyId: init.subtopologyId ?? '',
    sourceTopics: init.sourceTopics ?? [],
    sourceTopicRegex: init.sourceTopicRegex ?? [],
    stateChangelogTopics: init.stateChangelogTopics ?? [],
    repartitionSinkTopics: init.repartitionSinkTopics ?? [],
    repartitionSourceTopics: init.repartitionSourceTopics ?? [],
    copartitionGroups: init.copartitionGroups ?? [],
  };
}

function writeSubtopology(e: Encoder, m: Subtopology): void {
  e.compactString(m.subtopologyId);
  e.compactArrayLength(m.sourceTopics);
  for (const item of m.sourceTopics) e.compactString(item);
  e.compactArrayLength(m.sourceTopicRegex);
  for (const item of m.sourceTopicRegex) e.compactString(item);
  e.compactArrayLength(m.stateChangelogTopics);
  for (const item of m.stateChangelogTopics) writeTopicInfo(e, item);
  e.compactArrayLength(m.repartitionSinkTopics);
  for (const item of m.repartitionSinkTopics) e.compactString(item);
  e.compactArrayLength(m.repartitionSourceTopics);
  for (const item of m.repartitionSourceTopics) writeTopicInfo(e, item);
  e.compactArrayLength(m.copartitionGroups);
  for (const item of m.copartitionGroups) writeCopartitionGroup(e, item);
  e.uvarint(0);
}

function readSubtopology(d: Decoder): Subtopology {
  const subtopologyId = d.compactString();
  const sourceTopicsLength = d.compactArrayLength();
  const sourceTopics = roomFor<string>(sourceTopicsLength);
  for (let i = 0; i < sourceTopicsLength; i++) sourceTopics[i] = d.compactString();
  const sourceTopicRegexLength = d.compactArrayLength();
  const sourceTopicRegex = roomFor<string>(sourceTopicRegexLength);
  for (let i = 0; i < sourceTopicRegexLength; i++) sourceTopicRegex[i] = d.compactString();
  const stateChangelogTopicsLength = d.compactArrayLength();
  const stateChangelogTopics = roomFor<TopicInfo>(stateChangelogTopicsLength);
  for (let i = 0; i < stateChangelogTopicsLength; i++) stateChangelogTopics[i] = readTopicInfo(d);
  const repartitionSinkTopicsLength = d.compactArrayLength();
  const repartitionSinkTopics = roomFor<string>(repartitionSinkTopicsLength);
  for (let i = 0; i < repartitionSinkTopicsLength; i++) repartitionSinkTopics[i] = d.compactString();
  const repartitionSourceTopicsLength = d.compactArrayLength();
  const repartitionSourceTopics = roomFor<TopicInfo>(repartitionSourceTopicsLength);
  for (let i = 0; i < repartitionSourceTopicsLength; i++) repartitionSourceTopics[i] = readTopicInfo(d);
  const copartitionGroupsLength = d.compactArrayLength();
  const copartitionGroups = roomFor<CopartitionGroup>(copartitionGroupsLength);
  for (let i = 0; i < copartitionGroupsLength; i++) copartitionGroups[i] = readCopartitionGroup(d);
  d.skipTaggedFields();
  return {
    subtopologyId,
    sourceTopics,
    sourceTopicRegex,
    stateChangelogTopics,
    repartitionSinkTopics,
    repartitionSourceTopics,
    copartitionGroups,
  };
}

/** Part of StreamsGroupHeartbeatRequest. Versions 0-1. */
export interface Topology {
  /** `int32`, versions 0-1. */
  epoch: number;
  /** `[]Subtopology`, versions 0-1. */
  subtopologies: readonly Subtopology[];
}

/** A Topology with the protocol's defaults for every field that is not given. */
export function createTopology(init: Partial<Topology> = {}): Topology {
  return {
    epoch: init.epoch ?? 0,
    subtopologies: init.subtopologies ?? [],
  };
}

function writeTopology(e: Encoder, m: Topology): void {
  e.int32(m.epoch);
  e.compactArrayLength(m.subtopologies);
  for (const item of m.subtopologies) writeSubtopology(e, item);
  e.uvarint(0);
}

function readTopology(d: Decoder): Topology {
  const epoch = d.int32();
  const subtopologiesLength = d.compactArrayLength();
  const subtopologies = roomFor<Subtopology>(subtopologiesLength);
  for (let i = 0; i < subtopologiesLength; i++) subtopologies[i] = readSubtopology(d);
  d.skipTaggedFields();
  return { epoch, subtopologies };
}

/** Part of StreamsGroupHeartbeatRequest. Versions 0-1. */
export interface StreamsGroupHeartbeatRequestTaskIds {
  /** `string`, versions 0-1. */
  subtopologyId: string;
  /** `[]int32`, versions 0-1. */
  partitions: readonly number[];
}

/** A StreamsGroupHeartbeatRequestTaskIds with the protocol's defaults for every field that is not given. */
export function createStreamsGroupHeartbeatRequestTaskIds(
  init: Partial<StreamsGroupHeartbeatRequestTaskIds> = {},
): StreamsGroupHeartbeatRequestTaskIds {
  return {
    subtopologyId: init.subtopologyId ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeStreamsGroupHeartbeatRequestTaskIds(e: Encoder, m: StreamsGroupHeartbeatRequestTaskIds): void {
  e.compactString(m.subtopologyId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) e.int32(item);
  e.uvarint(0);
}

function readStreamsGroupHeartbeatRequestTaskIds(d: Decoder): StreamsGroupHeartbeatRequestTaskIds {
  const subtopologyId = d.compactString();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<number>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = d.int32();
  d.skipTaggedFields();
  return { subtopologyId, partitions };
}

/** Part of StreamsGroupHeartbeatRequest. Versions 0-1. */
export interface StreamsGroupHeartbeatRequestEndpoint {
  /** `string`, versions 0-1. */
  host: string;
  /** `uint16`, versions 0-1. */
  port: number;
}

/** A StreamsGroupHeartbeatRequestEndpoint with the protocol's defaults for every field that is not given. */
export function createStreamsGroupHeartbeatRequestEndpoint(
  init: Partial<StreamsGroupHeartbeatRequestEndpoint> = {},
): StreamsGroupHeartbeatRequestEndpoint {
  return {
    host: init.host ?? '',
    port: init.port ?? 0,
  };
}

function writeStreamsGroupHeartbeatRequestEndpoint(e: Encoder, m: StreamsGroupHeartbeatRequestEndpoint): void {
  e.compactString(m.host);
  e.uint16(m.port);
  e.uvarint(0);
}

function readStreamsGroupHeartbeatRequestEndpoint(d: Decoder): StreamsGroupHeartbeatRequestEndpoint {
  const host = d.compactString();
  const port = d.uint16();
  d.skipTaggedFields();
  return { host, port };
}

/** Part of StreamsGroupHeartbeatRequest. Versions 0-1. */
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

/** The request of StreamsGroupHeartbeat. Versions 0-1. */
export interface StreamsGroupHeartbeatRequest {
  /** `string`, versions 0-1. */
  groupId: string;
  /** `string`, versions 0-1. */
  memberId: string;
  /** `int32`, versions 0-1. */
  memberEpoch: number;
  /** `int32`, versions 0-1. */
  endpointInformationEpoch: number;
  /** `string`, versions 0-1; null from 0+; default null. */
  instanceId: string | null;
  /** `string`, versions 0-1; null from 0+; default null. */
  rackId: string | null;
  /** `int32`, versions 0-1; default -1. */
  rebalanceTimeoutMs: number;
  /** `Topology`, versions 0-1; null from 0+; default null. */
  topology: Topology | null;
  /** `[]TaskIds`, versions 0-1; null from 0+; default null. */
  activeTasks: readonly StreamsGroupHeartbeatRequestTaskIds[] | null;
  /** `[]TaskIds`, versions 0-1; null from 0+; default null. */
  standbyTasks: readonly StreamsGroupHeartbeatRequestTaskIds[] | null;
  /** `[]TaskIds`, versions 0-1; null from 0+; default null. */
  warmupTasks: readonly StreamsGroupHeartbeatRequestTaskIds[] | null;
  /** `string`, versions 0-1; null from 0+; default null. */
  processId: string | null;
  /** `Endpoint`, versions 0-1; null from 0+; default null. */
  userEndpoint: StreamsGroupHeartbeatRequestEndpoint | null;
  /** `[]KeyValue`, versions 0-1; null from 0+; default null. */
  clientTags: readonly KeyValue[] | null;
  /** `[]TaskOffset`, versions 0-1; null from 0+; default null. */
  taskOffsets: readonly TaskOffset[] | null;
  /** `[]TaskOffset`, versions 0-1; null from 0+; default null. */
  taskEndOffsets: readonly TaskOffset[] | null;
  /** `bool`, versions 0-1; default false. */
  shutdownApplication: boolean;
}

/** A StreamsGroupHeartbeatRequest with the protocol's defaults for every field that is not given. */
export function createStreamsGroupHeartbeatRequest(
  init: Partial<StreamsGroupHeartbeatRequest> = {},
): StreamsGroupHeartbeatRequest {
  return {
    groupId: init.groupId ?? '',
    memberId: init.memberId ?? '',
    memberEpoch: init.memberEpoch ?? 0,
    endpointInformationEpoch: init.endpointInformationEpoch ?? 0,
    instanceId: init.instanceId === undefined ? null : init.instanceId,
    rackId: init.rackId === undefined ? null : init.rackId,
    rebalanceTimeoutMs: init.rebalanceTimeoutMs ?? -1,
    topology: init.topology === undefined ? null : init.topology,
    activeTasks: init.activeTasks === undefined ? null : init.activeTasks,
    standbyTasks: init.standbyTasks === undefined ? null : init.standbyTasks,
    warmupTasks: init.warmupTasks === undefined ? null : init.warmupTasks,
    processId: init.processId === undefined ? null : init.processId,
    userEndpoint: init.userEndpoint === undefined ? null : init.userEndpoint,
    clientTags: init.clientTags === undefined ? null : init.clientTags,
    taskOffsets: init.taskOffsets === undefined ? null : init.taskOffsets,
    taskEndOffsets: init.taskEndOffsets === undefined ? null : init.taskEndOffsets,
    shutdownApplication: init.shutdownApplication ?? false,
  };
}

/** Writes a StreamsGroupHeartbeatRequest in the given version. */
export function encodeStreamsGroupHeartbeatRequest(
  e: Encoder,
  m: StreamsGroupHeartbeatRequest,
  _version: number,
): void {
  e.compactString(m.groupId);
  e.compactString(m.memberId);
  e.int32(m.memberEpoch);
  e.int32(m.endpointInformationEpoch);
  e.compactNullableString(m.instanceId);
  e.compactNullableString(m.rackId);
  e.int32(m.rebalanceTimeoutMs);
  e.int8(m.topology === null ? -1 : 1);
  if (m.topology !== null) writeTopology(e, m.topology);
  if (m.activeTasks === null) {
    e.compactArrayLength(null);
  } else {
    e.compactArrayLength(m.activeTasks);
    for (const item of m.activeTasks) writeStreamsGroupHeartbeatRequestTaskIds(e, item);
  }
  if (m.standbyTasks === null) {
    e.compactArrayLength(null);
  } else {
    e.compactArrayLength(m.standbyTasks);
    for (const item of m.standbyTasks) writeStreamsGroupHeartbeatRequestTaskIds(e, item);
  }
  if (m.warmupTasks === null) {
    e.compactArrayLength(null);
  } else {
    e.compactArrayLength(m.warmupTasks);
    for (const item of m.warmupTasks) writeStreamsGroupHeartbeatRequestTaskIds(e, item);
  }
  e.compactNullableString(m.processId);
  e.int8(m.userEndpoint === null ? -1 : 1);
  if (m.userEndpoint !== null) writeStreamsGroupHeartbeatRequestEndpoint(e, m.userEndpoint);
  if (m.clientTags === null) {
    e.compactArrayLength(null);
  } else {
    e.compactArrayLength(m.clientTags);
    for (const item of m.clientTags) writeKeyValue(e, item);
  }
  if (m.taskOffsets === null) {
    e.compactArrayLength(null);
  } else {
    e.compactArrayLength(m.taskOffsets);
    for (const item of m.taskOffsets) writeTaskOffset(e, item);
  }
  if (m.taskEndOffsets === null) {
    e.compactArrayLength(null);
  } else {
    e.compactArrayLength(m.taskEndOffsets);
    for (const item of m.taskEndOffsets) writeTaskOffset(e, item);
  }
  e.bool(m.shutdownApplication);
  e.uvarint(0);
}

/** Reads a StreamsGroupHeartbeatRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeStreamsGroupHeartbeatRequest(d: Decoder, _version: number): StreamsGroupHeartbeatRequest {
  const groupId = d.compactString();
  const memberId = d.compactString();
  const memberEpoch = d.int32();
  const endpointInformationEpoch = d.int32();
  const instanceId = d.compactNullableString();
  const rackId = d.compactNullableString();
  const rebalanceTimeoutMs = d.int32();
  const topology = d.int8() < 0 ? null : readTopology(d);
  const activeTasksLength = d.nullableCompactArrayLength();
  const activeTasks = activeTasksLength < 0 ? null : roomFor<StreamsGroupHeartbeatRequestTaskIds>(activeTasksLength);
  for (let i = 0; i < activeTasksLength; i++) activeTasks![i] = readStreamsGroupHeartbeatRequestTaskIds(d);
  const standbyTasksLength = d.nullableCompactArrayLength();
  const standbyTasks = standbyTasksLength < 0 ? null : roomFor<StreamsGroupHeartbeatRequestTaskIds>(standbyTasksLength);
  for (let i = 0; i < standbyTasksLength; i++) standbyTasks![i] = readStreamsGroupHeartbeatRequestTaskIds(d);
  const warmupTasksLength = d.nullableCompactArrayLength();
  const warmupTasks = warmupTasksLength < 0 ? null : roomFor<StreamsGroupHeartbeatRequestTaskIds>(warmupTasksLength);
  for (let i = 0; i < warmupTasksLength; i++) warmupTasks![i] = readStreamsGroupHeartbeatRequestTaskIds(d);
  const processId = d.compactNullableString();
  const userEndpoint = d.int8() < 0 ? null : readStreamsGroupHeartbeatRequestEndpoint(d);
  const clientTagsLength = d.nullableCompactArrayLength();
  const clientTags = clientTagsLength < 0 ? null : roomFor<KeyValue>(clientTagsLength);
  for (let i = 0; i < clientTagsLength; i++) clientTags![i] = readKeyValue(d);
  const taskOffsetsLength = d.nullableCompactArrayLength();
  const taskOffsets = taskOffsetsLength < 0 ? null : roomFor<TaskOffset>(taskOffsetsLength);
  for (let i = 0; i < taskOffsetsLength; i++) taskOffsets![i] = readTaskOffset(d);
  const taskEndOffsetsLength = d.nullableCompactArrayLength();
  const taskEndOffsets = taskEndOffsetsLength < 0 ? null : roomFor<TaskOffset>(taskEndOffsetsLength);
  for (let i = 0; i < taskEndOffsetsLength; i++) taskEndOffsets![i] = readTaskOffset(d);
  const shutdownApplication = d.bool();
  d.skipTaggedFields();
  return {
    groupId,
    memberId,
    memberEpoch,
    endpointInformationEpoch,
    instanceId,
    rackId,
    rebalanceTimeoutMs,
    topology,
    activeTasks,
    standbyTasks,
    warmupTasks,
    processId,
    userEndpoint,
    clientTags,
    taskOffsets,
    taskEndOffsets,
    shutdownApplication,
  };
}

/** Part of StreamsGroupHeartbeatResponse. Versions 0-1. */
export interface Status {
  /** `int8`, versions 0-1. */
  statusCode: number;
  /** `string`, versions 0-1. */
  statusDetail: string;
}

/** A Status with the protocol's defaults for every field that is not given. */
export function createStatus(init: Partial<Status> = {}): Status {
  return {
    statusCode: init.statusCode ?? 0,
    statusDetail: init.statusDetail ?? '',
  };
}

function writeStatus(e: Encoder, m: Status): void {
  e.int8(m.statusCode);
  e.compactString(m.statusDetail);
  e.uvarint(0);
}

function readStatus(d: Decoder): Status {
  const statusCode = d.int8();
  const statusDetail = d.compactString();
  d.skipTaggedFields();
  return { statusCode, statusDetail };
}

/** Part of StreamsGroupHeartbeatResponse. Versions 0-1. */
export interface StreamsGroupHeartbeatResponseTaskIds {
  /** `string`, versions 0-1. */
  subtopologyId: string;
  /** `[]int32`, versions 0-1. */
  partitions: readonly number[];
}

/** A StreamsGroupHeartbeatResponseTaskIds with the protocol's defaults for every field that is not given. */
export function createStreamsGroupHeartbeatResponseTaskIds(
  init: Partial<StreamsGroupHeartbeatResponseTaskIds> = {},
): StreamsGroupHeartbeatResponseTaskIds {
  return {
    subtopologyId: init.subtopologyId ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeStreamsGroupHeartbeatResponseTaskIds(e: Encoder, m: StreamsGroupHeartbeatResponseTaskIds): void {
  e.compactString(m.subtopologyId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) e.int32(item);
  e.uvarint(0);
}

function readStreamsGroupHeartbeatResponseTaskIds(d: Decoder): StreamsGroupHeartbeatResponseTaskIds {
  const subtopologyId = d.compactString();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<number>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = d.int32();
  d.skipTaggedFields();
  return { subtopologyId, partitions };
}

/** Part of StreamsGroupHeartbeatResponse. Versions 0-1. */
export interface StreamsGroupHeartbeatResponseEndpoint {
  /** `string`, versions 0-1. */
  host: string;
  /** `uint16`, versions 0-1. */
  port: number;
}

/** A StreamsGroupHeartbeatResponseEndpoint with the protocol's defaults for every field that is not given. */
export function createStreamsGroupHeartbeatResponseEndpoint(
  init: Partial<StreamsGroupHeartbeatResponseEndpoint> = {},
): StreamsGroupHeartbeatResponseEndpoint {
  return {
    host: init.host ?? '',
    port: init.port ?? 0,
  };
}

function writeStreamsGroupHeartbeatResponseEndpoint(e: Encoder, m: StreamsGroupHeartbeatResponseEndpoint): void {
  e.compactString(m.host);
  e.uint16(m.port);
  e.uvarint(0);
}

function readStreamsGroupHeartbeatResponseEndpoint(d: Decoder): StreamsGroupHeartbeatResponseEndpoint {
  const host = d.compactString();
  const port = d.uint16();
  d.skipTaggedFields();
  return { host, port };
}

/** Part of StreamsGroupHeartbeatResponse. Versions 0-1. */
export interface TopicPartition {
  /** `string`, versions 0-1. */
  topic: string;
  /** `[]int32`, versions 0-1. */
  partitions: readonly number[];
}

/** A TopicPartition with the protocol's defaults for every field that is not given. */
export function createTopicPartition(init: Partial<TopicPartition> = {}): TopicPartition {
  return {
    topic: init.topic ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeTopicPartition(e: Encoder, m: TopicPartition): void {
  e.compactString(m.topic);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) e.int32(item);
  e.uvarint(0);
}

function readTopicPartition(d: Decoder): TopicPartition {
  const topic = d.compactString();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<number>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = d.int32();
  d.skipTaggedFields();
  return { topic, partitions };
}

/** Part of StreamsGroupHeartbeatResponse. Versions 0-1. */
export interface EndpointToPartitions {
  /** `Endpoint`, versions 0-1. */
  userEndpoint: StreamsGroupHeartbeatResponseEndpoint;
  /** `[]TopicPartition`, versions 0-1. */
  activePartitions: readonly TopicPartition[];
  /** `[]TopicPartition`, versions 0-1. */
  standbyPartitions: readonly TopicPartition[];
}

/** A EndpointToPartitions with the protocol's defaults for every field that is not given. */
export function createEndpointToPartitions(init: Partial<EndpointToPartitions> = {}): EndpointToPartitions {
  return {
    userEndpoint: init.userEndpoint ?? createStreamsGroupHeartbeatResponseEndpoint(),
    activePartitions: init.activePartitions ?? [],
    standbyPartitions: init.standbyPartitions ?? [],
  };
}

function writeEndpointToPartitions(e: Encoder, m: EndpointToPartitions): void {
  writeStreamsGroupHeartbeatResponseEndpoint(e, m.userEndpoint);
  e.compactArrayLength(m.activePartitions);
  for (const item of m.activePartitions) writeTopicPartition(e, item);
  e.compactArrayLength(m.standbyPartitions);
  for (const item of m.standbyPartitions) writeTopicPartition(e, item);
  e.uvarint(0);
}

function readEndpointToPartitions(d: Decoder): EndpointToPartitions {
  const userEndpoint = readStreamsGroupHeartbeatResponseEndpoint(d);
  const activePartitionsLength = d.compactArrayLength();
  const activePartitions = roomFor<TopicPartition>(activePartitionsLength);
  for (let i = 0; i < activePartitionsLength; i++) activePartitions[i] = readTopicPartition(d);
  const standbyPartitionsLength = d.compactArrayLength();
  const standbyPartitions = roomFor<TopicPartition>(standbyPartitionsLength);
  for (let i = 0; i < standbyPartitionsLength; i++) standbyPartitions[i] = readTopicPartition(d);
  d.skipTaggedFields();
  return { userEndpoint, activePartitions, standbyPartitions };
}

/** The response of StreamsGroupHeartbeat. Versions 0-1. */
export interface StreamsGroupHeartbeatResponse {
  /** `int32`, versions 0-1. */
  throttleTimeMs: number;
  /** `int16`, versions 0-1. */
  errorCode: number;
  /** `string`, versions 0-1; null from 0+; default null. */
  errorMessage: string | null;
  /** `string`, versions 0-1. */
  memberId: string;
  /** `int32`, versions 0-1. */
  memberEpoch: number;
  /** `int32`, versions 0-1. */
  heartbeatIntervalMs: number;
  /** `int32`, versions 0. */
  acceptableRecoveryLagLegacy: number;
  /** `int32`, versions 0-1. */
  taskOffsetIntervalMs: number;
  /** `int64`, versions 1; default -1. */
  acceptableRecoveryLag: number;
  /** `[]Status`, versions 0-1; null from 0+. */
  status: readonly Status[] | null;
  /** `[]TaskIds`, versions 0-1; null from 0+; default null. */
  activeTasks: readonly StreamsGroupHeartbeatResponseTaskIds[] | null;
  /** `[]TaskIds`, versions 0-1; null from 0+; default null. */
  standbyTasks: readonly StreamsGroupHeartbeatResponseTaskIds[] | null;
  /** `[]TaskIds`, versions 0-1; null from 0+; default null. */
  warmupTasks: readonly StreamsGroupHeartbeatResponseTaskIds[] | null;
  /** `bool`, versions 1; default false. */
  topologyDescriptionRequired: boolean;
  /** `int32`, versions 0-1. */
  endpointInformationEpoch: number;
  /** `[]EndpointToPartitions`, versions 0-1; null from 0+; default null. */
  partitionsByUserEndpoint: readonly EndpointToPartitions[] | null;
}

/** A StreamsGroupHeartbeatResponse with the protocol's defaults for every field that is not given. */
export function createStreamsGroupHeartbeatResponse(
  init: Partial<StreamsGroupHeartbeatResponse> = {},
): StreamsGroupHeartbeatResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? null : init.errorMessage,
    memberId: init.memberId ?? '',
    memberEpoch: init.memberEpoch ?? 0,
    heartbeatIntervalMs: init.heartbeatIntervalMs ?? 0,
    acceptableRecoveryLagLegacy: init.acceptableRecoveryLagLegacy ?? 0,
    taskOffsetIntervalMs: init.taskOffsetIntervalMs ?? 0,
    acceptableRecoveryLag: init.acceptableRecoveryLag ?? -1,
    status: init.status === undefined ? [] : init.status,
    activeTasks: init.activeTasks === undefined ? null : init.activeTasks,
    standbyTasks: init.standbyTasks === undefined ? null : init.standbyTasks,
    warmupTasks: init.warmupTasks === undefined ? null : init.warmupTasks,
    topologyDescriptionRequired: init.topologyDescriptionRequired ?? false,
    endpointInformationEpoch: init.endpointInformationEpoch ?? 0,
    partitionsByUserEndpoint: init.partitionsByUserEndpoint === undefined ? null : init.partitionsByUserEndpoint,
  };
}

/** Writes a StreamsGroupHeartbeatResponse in the given version. */
export function encodeStreamsGroupHeartbeatResponse(
  e: Encoder,
  m: StreamsGroupHeartbeatResponse,
  version: number,
): void {
  if (version > 0 && m.acceptableRecoveryLagLegacy !== 0)
    throw cannotCarry('StreamsGroupHeartbeatResponse', 'acceptableRecoveryLagLegacy', version);
  if (version < 1 && m.topologyDescriptionRequired)
    throw cannotCarry('StreamsGroupHeartbeatResponse', 'topologyDescriptionRequired', version);
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.compactString(m.memberId);
  e.int32(m.memberEpoch);
  e.int32(m.heartbeatIntervalMs);
  if (version <= 0) e.int32(m.acceptableRecoveryLagLegacy);
  e.int32(m.taskOffsetIntervalMs);
  if (version >= 1) e.int64(m.acceptableRecoveryLag);
  if (m.status === null) {
    e.compactArrayLength(null);
  } else {
    e.compactArrayLength(m.status);
    for (const item of m.status) writeStatus(e, item);
  }
  if (m.activeTasks === null) {
    e.compactArrayLength(null);
  } else {
    e.compactArrayLength(m.activeTasks);
    for (const item of m.activeTasks) writeStreamsGroupHeartbeatResponseTaskIds(e, item);
  }
  if (m.standbyTasks === null) {
    e.compactArrayLength(null);
  } else {
    e.compactArrayLength(m.standbyTasks);
    for (const item of m.standbyTasks) writeStreamsGroupHeartbeatResponseTaskIds(e, item);
  }
  if (m.warmupTasks === null) {
    e.compactArrayLength(null);
  } else {
    e.compactArrayLength(m.warmupTasks);
    for (const item of m.warmupTasks) writeStreamsGroupHeartbeatResponseTaskIds(e, item);
  }
  if (version >= 1) e.bool(m.topologyDescriptionRequired);
  e.int32(m.endpointInformationEpoch);
  if (m.partitionsByUserEndpoint === null) {
    e.compactArrayLength(null);
  } else {
    e.compactArrayLength(m.partitionsByUserEndpoint);
    for (const item of m.partitionsByUserEndpoint) writeEndpointToPartitions(e, item);
  }
  e.uvarint(0);
}

/** Reads a StreamsGroupHeartbeatResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeStreamsGroupHeartbeatResponse(d: Decoder, version: number): StreamsGroupHeartbeatResponse {
  const throttleTimeMs = d.int32();
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  const memberId = d.compactString();
  const memberEpoch = d.int32();
  const heartbeatIntervalMs = d.int32();
  const acceptableRecoveryLagLegacy = version <= 0 ? d.int32() : 0;
  const taskOffsetIntervalMs = d.int32();
  const acceptableRecoveryLag = version >= 1 ? d.int64() : -1;
  const statusLength = d.nullableCompactArrayLength();
  const status = statusLength < 0 ? null : roomFor<Status>(statusLength);
  for (let i = 0; i < statusLength; i++) status![i] = readStatus(d);
  const activeTasksLength = d.nullableCompactArrayLength();
  const activeTasks = activeTasksLength < 0 ? null : roomFor<StreamsGroupHeartbeatResponseTaskIds>(activeTasksLength);
  for (let i = 0; i < activeTasksLength; i++) activeTasks![i] = readStreamsGroupHeartbeatResponseTaskIds(d);
  const standbyTasksLength = d.nullableCompactArrayLength();
  const standbyTasks =
    standbyTasksLength < 0 ? null : roomFor<StreamsGroupHeartbeatResponseTaskIds>(standbyTasksLength);
  for (let i = 0; i < standbyTasksLength; i++) standbyTasks![i] = readStreamsGroupHeartbeatResponseTaskIds(d);
  const warmupTasksLength = d.nullableCompactArrayLength();
  const warmupTasks = warmupTasksLength < 0 ? null : roomFor<StreamsGroupHeartbeatResponseTaskIds>(warmupTasksLength);
  for (let i = 0; i < warmupTasksLength; i++) warmupTasks![i] = readStreamsGroupHeartbeatResponseTaskIds(d);
  const topologyDescriptionRequired = version >= 1 ? d.bool() : false;
  const endpointInformationEpoch = d.int32();
  const partitionsByUserEndpointLength = d.nullableCompactArrayLength();
  const partitionsByUserEndpoint =
    partitionsByUserEndpointLength < 0 ? null : roomFor<EndpointToPartitions>(partitionsByUserEndpointLength);
  for (let i = 0; i < partitionsByUserEndpointLength; i++) partitionsByUserEndpoint![i] = readEndpointToPartitions(d);
  d.skipTaggedFields();
  return {
    throttleTimeMs,
    errorCode,
    errorMessage,
    memberId,
    memberEpoch,
    heartbeatIntervalMs,
    acceptableRecoveryLagLegacy,
    taskOffsetIntervalMs,
    acceptableRecoveryLag,
    status,
    activeTasks,
    standbyTasks,
    warmupTasks,
    topologyDescriptionRequired,
    endpointInformationEpoch,
    partitionsByUserEndpoint,
  };
}

/** StreamsGroupHeartbeat: API key 88, versions 0-1. */
export const streamsGroupHeartbeatApi: Api<StreamsGroupHeartbeatRequest, StreamsGroupHeartbeatResponse> = {
  key: 88,
  name: 'StreamsGroupHeartbeat',
  route: 'group-coordinator',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 1,
  maxStableVersion: 1,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeStreamsGroupHeartbeatRequest,
  decodeRequest: decodeStreamsGroupHeartbeatRequest,
  encodeResponse: encodeStreamsGroupHeartbeatResponse,
  decodeResponse: decodeStreamsGroupHeartbeatResponse,
};
