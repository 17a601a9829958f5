// Generated from protocol-specs/streams-group-heartbeat.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import type { Api } from '../api.ts';
import { cannotCarry, roomFor } from '../../wire/message-codec.ts';

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

function writeKeyValue(e: Encoder, m: KeyValue, version: number): void {
  e.compactString(m.key);
  e.compactString(m.value);
  e.uvarint(0);
  void version;
}

function readKeyValue(d: Decoder, version: number): KeyValue {
  const key: string = d.compactString();
  const value: string = d.compactString();
  d.skipTaggedFields();
  void version;
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

function writeTopicInfo(e: Encoder, m: TopicInfo, version: number): void {
  e.compactString(m.name);
  e.int32(m.partitions);
  e.int16(m.replicationFactor);
  e.compactArrayLength(m.topicConfigs);
  for (const item of m.topicConfigs) writeKeyValue(e, item, version);
  e.uvarint(0);
}

function readTopicInfo(d: Decoder, version: number): TopicInfo {
  const name: string = d.compactString();
  const partitions: number = d.int32();
  const replicationFactor: number = d.int16();
  let topicConfigs: readonly KeyValue[] = [];
  const topicConfigsLength = d.compactArrayLength();
   {
    const items = roomFor<KeyValue>(topicConfigsLength);
    for (let i = 0; i < topicConfigsLength; i++) items[i] = readKeyValue(d, version);
    topicConfigs = items;
  }
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

function writeCopartitionGroup(e: Encoder, m: CopartitionGroup, version: number): void {
  e.compactArrayLength(m.sourceTopics);
  for (const item of m.sourceTopics) e.int16(item);
  e.compactArrayLength(m.sourceTopicRegex);
  for (const item of m.sourceTopicRegex) e.int16(item);
  e.compactArrayLength(m.repartitionSourceTopics);
  for (const item of m.repartitionSourceTopics) e.int16(item);
  e.uvarint(0);
  void version;
}

function readCopartitionGroup(d: Decoder, version: number): CopartitionGroup {
  let sourceTopics: readonly number[] = [];
  const sourceTopicsLength = d.compactArrayLength();
   {
    const items = roomFor<number>(sourceTopicsLength);
    for (let i = 0; i < sourceTopicsLength; i++) items[i] = d.int16();
    sourceTopics = items;
  }
  let sourceTopicRegex: readonly number[] = [];
  const sourceTopicRegexLength = d.compactArrayLength();
   {
    const items = roomFor<number>(sourceTopicRegexLength);
    for (let i = 0; i < sourceTopicRegexLength; i++) items[i] = d.int16();
    sourceTopicRegex = items;
  }
  let repartitionSourceTopics: readonly number[] = [];
  const repartitionSourceTopicsLength = d.compactArrayLength();
   {
    const items = roomFor<number>(repartitionSourceTopicsLength);
    for (let i = 0; i < repartitionSourceTopicsLength; i++) items[i] = d.int16();
    repartitionSourceTopics = items;
  }
  d.skipTaggedFields();
  void version;
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

function writeSubtopology(e: Encoder, m: Subtopology, version: number): void {
  e.compactString(m.subtopologyId);
  e.compactArrayLength(m.sourceTopics);
  for (const item of m.sourceTopics) e.compactString(item);
  e.compactArrayLength(m.sourceTopicRegex);
  for (const item of m.sourceTopicRegex) e.compactString(item);
  e.compactArrayLength(m.stateChangelogTopics);
  for (const item of m.stateChangelogTopics) writeTopicInfo(e, item, version);
  e.compactArrayLength(m.repartitionSinkTopics);
  for (const item of m.repartitionSinkTopics) e.compactString(item);
  e.compactArrayLength(m.repartitionSourceTopics);
  for (const item of m.repartitionSourceTopics) writeTopicInfo(e, item, version);
  e.compactArrayLength(m.copartitionGroups);
  for (const item of m.copartitionGroups) writeCopartitionGroup(e, item, version);
  e.uvarint(0);
}

function readSubtopology(d: Decoder, version: number): Subtopology {
  const subtopologyId: string = d.compactString();
  let sourceTopics: readonly string[] = [];
  const sourceTopicsLength = d.compactArrayLength();
   {
    const items = roomFor<string>(sourceTopicsLength);
    for (let i = 0; i < sourceTopicsLength; i++) items[i] = d.compactString();
    sourceTopics = items;
  }
  let sourceTopicRegex: readonly string[] = [];
  const sourceTopicRegexLength = d.compactArrayLength();
   {
    const items = roomFor<string>(sourceTopicRegexLength);
    for (let i = 0; i < sourceTopicRegexLength; i++) items[i] = d.compactString();
    sourceTopicRegex = items;
  }
  let stateChangelogTopics: readonly TopicInfo[] = [];
  const stateChangelogTopicsLength = d.compactArrayLength();
   {
    const items = roomFor<TopicInfo>(stateChangelogTopicsLength);
    for (let i = 0; i < stateChangelogTopicsLength; i++) items[i] = readTopicInfo(d, version);
    stateChangelogTopics = items;
  }
  let repartitionSinkTopics: readonly string[] = [];
  const repartitionSinkTopicsLength = d.compactArrayLength();
   {
    const items = roomFor<string>(repartitionSinkTopicsLength);
    for (let i = 0; i < repartitionSinkTopicsLength; i++) items[i] = d.compactString();
    repartitionSinkTopics = items;
  }
  let repartitionSourceTopics: readonly TopicInfo[] = [];
  const repartitionSourceTopicsLength = d.compactArrayLength();
   {
    const items = roomFor<TopicInfo>(repartitionSourceTopicsLength);
    for (let i = 0; i < repartitionSourceTopicsLength; i++) items[i] = readTopicInfo(d, version);
    repartitionSourceTopics = items;
  }
  let copartitionGroups: readonly CopartitionGroup[] = [];
  const copartitionGroupsLength = d.compactArrayLength();
   {
    const items = roomFor<CopartitionGroup>(copartitionGroupsLength);
    for (let i = 0; i < copartitionGroupsLength; i++) items[i] = readCopartitionGroup(d, version);
    copartitionGroups = items;
  }
  d.skipTaggedFields();
  return { subtopologyId, sourceTopics, sourceTopicRegex, stateChangelogTopics, repartitionSinkTopics, repartitionSourceTopics, copartitionGroups };
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

function writeTopology(e: Encoder, m: Topology, version: number): void {
  e.int32(m.epoch);
  e.compactArrayLength(m.subtopologies);
  for (const item of m.subtopologies) writeSubtopology(e, item, version);
  e.uvarint(0);
}

function readTopology(d: Decoder, version: number): Topology {
  const epoch: number = d.int32();
  let subtopologies: readonly Subtopology[] = [];
  const subtopologiesLength = d.compactArrayLength();
   {
    const items = roomFor<Subtopology>(subtopologiesLength);
    for (let i = 0; i < subtopologiesLength; i++) items[i] = readSubtopology(d, version);
    subtopologies = items;
  }
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
export function createStreamsGroupHeartbeatRequestTaskIds(init: Partial<StreamsGroupHeartbeatRequestTaskIds> = {}): StreamsGroupHeartbeatRequestTaskIds {
  return {
    subtopologyId: init.subtopologyId ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeStreamsGroupHeartbeatRequestTaskIds(e: Encoder, m: StreamsGroupHeartbeatRequestTaskIds, version: number): void {
  e.compactString(m.subtopologyId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) e.int32(item);
  e.uvarint(0);
  void version;
}

function readStreamsGroupHeartbeatRequestTaskIds(d: Decoder, version: number): StreamsGroupHeartbeatRequestTaskIds {
  const subtopologyId: string = d.compactString();
  let partitions: readonly number[] = [];
  const partitionsLength = d.compactArrayLength();
   {
    const items = roomFor<number>(partitionsLength);
    for (let i = 0; i < partitionsLength; i++) items[i] = d.int32();
    partitions = items;
  }
  d.skipTaggedFields();
  void version;
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
export function createStreamsGroupHeartbeatRequestEndpoint(init: Partial<StreamsGroupHeartbeatRequestEndpoint> = {}): StreamsGroupHeartbeatRequestEndpoint {
  return {
    host: init.host ?? '',
    port: init.port ?? 0,
  };
}

function writeStreamsGroupHeartbeatRequestEndpoint(e: Encoder, m: StreamsGroupHeartbeatRequestEndpoint, version: number): void {
  e.compactString(m.host);
  e.uint16(m.port);
  e.uvarint(0);
  void version;
}

function readStreamsGroupHeartbeatRequestEndpoint(d: Decoder, version: number): StreamsGroupHeartbeatRequestEndpoint {
  const host: string = d.compactString();
  const port: number = d.uint16();
  d.skipTaggedFields();
  void version;
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

function writeTaskOffset(e: Encoder, m: TaskOffset, version: number): void {
  e.compactString(m.subtopologyId);
  e.int32(m.partition);
  e.int64(m.offset);
  e.uvarint(0);
  void version;
}

function readTaskOffset(d: Decoder, version: number): TaskOffset {
  const subtopologyId: string = d.compactString();
  const partition: number = d.int32();
  const offset: number = d.int64();
  d.skipTaggedFields();
  void version;
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
export function createStreamsGroupHeartbeatRequest(init: Partial<StreamsGroupHeartbeatRequest> = {}): StreamsGroupHeartbeatRequest {
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
export function encodeStreamsGroupHeartbeatRequest(e: Encoder, m: StreamsGroupHeartbeatRequest, version: number): void {
  e.compactString(m.groupId);
  e.compactString(m.memberId);
  e.int32(m.memberEpoch);
  e.int32(m.endpointInformationEpoch);
  e.compactNullableString(m.instanceId);
  e.compactNullableString(m.rackId);
  e.int32(m.rebalanceTimeoutMs);
  e.int8(m.topology === null ? -1 : 1);
  if (m.topology !== null) writeTopology(e, m.topology, version);
  if (m.activeTasks === null) {
    e.compactArrayLength(null);
  }
  else {
    e.compactArrayLength(m.activeTasks);
    for (const item of m.activeTasks) writeStreamsGroupHeartbeatRequestTaskIds(e, item, version);
  }
  if (m.standbyTasks === null) {
    e.compactArrayLength(null);
  }
  else {
    e.compactArrayLength(m.standbyTasks);
    for (const item of m.standbyTasks) writeStreamsGroupHeartbeatRequestTaskIds(e, item, version);
  }
  if (m.warmupTasks === null) {
    e.compactArrayLength(null);
  }
  else {
    e.compactArrayLength(m.warmupTasks);
    for (const item of m.warmupTasks) writeStreamsGroupHeartbeatRequestTaskIds(e, item, version);
  }
  e.compactNullableString(m.processId);
  e.int8(m.userEndpoint === null ? -1 : 1);
  if (m.userEndpoint !== null) writeStreamsGroupHeartbeatRequestEndpoint(e, m.userEndpoint, version);
  if (m.clientTags === null) {
    e.compactArrayLength(null);
  }
  else {
    e.compactArrayLength(m.clientTags);
    for (const item of m.clientTags) writeKeyValue(e, item, version);
  }
  if (m.taskOffsets === null) {
    e.compactArrayLength(null);
  }
  else {
    e.compactArrayLength(m.taskOffsets);
    for (const item of m.taskOffsets) writeTaskOffset(e, item, version);
  }
  if (m.taskEndOffsets === null) {
    e.compactArrayLength(null);
  }
  else {
    e.compactArrayLength(m.taskEndOffsets);
    for (const item of m.taskEndOffsets) writeTaskOffset(e, item, version);
  }
  e.bool(m.shutdownApplication);
  e.uvarint(0);
}

/** Reads a StreamsGroupHeartbeatRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeStreamsGroupHeartbeatRequest(d: Decoder, version: number): StreamsGroupHeartbeatRequest {
  const groupId: string = d.compactString();
  const memberId: string = d.compactString();
  const memberEpoch: number = d.int32();
  const endpointInformationEpoch: number = d.int32();
  const instanceId: string | null = d.compactNullableString();
  const rackId: string | null = d.compactNullableString();
  const rebalanceTimeoutMs: number = d.int32();
  let topology: Topology | null = null;
  topology = d.int8() < 0 ? null : readTopology(d, version);
  let activeTasks: readonly StreamsGroupHeartbeatRequestTaskIds[] | null = null;
  const activeTasksLength = d.nullableCompactArrayLength();
  if (activeTasksLength >= 0) {
    const items = roomFor<StreamsGroupHeartbeatRequestTaskIds>(activeTasksLength);
    for (let i = 0; i < activeTasksLength; i++) items[i] = readStreamsGroupHeartbeatRequestTaskIds(d, version);
    activeTasks = items;
  }
  else activeTasks = null;
  let standbyTasks: readonly StreamsGroupHeartbeatRequestTaskIds[] | null = null;
  const standbyTasksLength = d.nullableCompactArrayLength();
  if (standbyTasksLength >= 0) {
    const items = roomFor<StreamsGroupHeartbeatRequestTaskIds>(standbyTasksLength);
    for (let i = 0; i < standbyTasksLength; i++) items[i] = readStreamsGroupHeartbeatRequestTaskIds(d, version);
    standbyTasks = items;
  }
  else standbyTasks = null;
  let warmupTasks: readonly StreamsGroupHeartbeatRequestTaskIds[] | null = null;
  const warmupTasksLength = d.nullableCompactArrayLength();
  if (warmupTasksLength >= 0) {
    const items = roomFor<StreamsGroupHeartbeatRequestTaskIds>(warmupTasksLength);
    for (let i = 0; i < warmupTasksLength; i++) items[i] = readStreamsGroupHeartbeatRequestTaskIds(d, version);
    warmupTasks = items;
  }
  else warmupTasks = null;
  const processId: string | null = d.compactNullableString();
  let userEndpoint: StreamsGroupHeartbeatRequestEndpoint | null = null;
  userEndpoint = d.int8() < 0 ? null : readStreamsGroupHeartbeatRequestEndpoint(d, version);
  let clientTags: readonly KeyValue[] | null = null;
  const clientTagsLength = d.nullableCompactArrayLength();
  if (clientTagsLength >= 0) {
    const items = roomFor<KeyValue>(clientTagsLength);
    for (let i = 0; i < clientTagsLength; i++) items[i] = readKeyValue(d, version);
    clientTags = items;
  }
  else clientTags = null;
  let taskOffsets: readonly TaskOffset[] | null = null;
  const taskOffsetsLength = d.nullableCompactArrayLength();
  if (taskOffsetsLength >= 0) {
    const items = roomFor<TaskOffset>(taskOffsetsLength);
    for (let i = 0; i < taskOffsetsLength; i++) items[i] = readTaskOffset(d, version);
    taskOffsets = items;
  }
  else taskOffsets = null;
  let taskEndOffsets: readonly TaskOffset[] | null = null;
  const taskEndOffsetsLength = d.nullableCompactArrayLength();
  if (taskEndOffsetsLength >= 0) {
    const items = roomFor<TaskOffset>(taskEndOffsetsLength);
    for (let i = 0; i < taskEndOffsetsLength; i++) items[i] = readTaskOffset(d, version);
    taskEndOffsets = items;
  }
  else taskEndOffsets = null;
  const shutdownApplication: boolean = d.bool();
  d.skipTaggedFields();
  return { groupId, memberId, memberEpoch, endpointInformationEpoch, instanceId, rackId, rebalanceTimeoutMs, topology, activeTasks, standbyTasks, warmupTasks, processId, userEndpoint, clientTags, taskOffsets, taskEndOffsets, shutdownApplication };
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

function writeStatus(e: Encoder, m: Status, version: number): void {
  e.int8(m.statusCode);
  e.compactString(m.statusDetail);
  e.uvarint(0);
  void version;
}

function readStatus(d: Decoder, version: number): Status {
  const statusCode: number = d.int8();
  const statusDetail: string = d.compactString();
  d.skipTaggedFields();
  void version;
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
export function createStreamsGroupHeartbeatResponseTaskIds(init: Partial<StreamsGroupHeartbeatResponseTaskIds> = {}): StreamsGroupHeartbeatResponseTaskIds {
  return {
    subtopologyId: init.subtopologyId ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeStreamsGroupHeartbeatResponseTaskIds(e: Encoder, m: StreamsGroupHeartbeatResponseTaskIds, version: number): void {
  e.compactString(m.subtopologyId);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) e.int32(item);
  e.uvarint(0);
  void version;
}

function readStreamsGroupHeartbeatResponseTaskIds(d: Decoder, version: number): StreamsGroupHeartbeatResponseTaskIds {
  const subtopologyId: string = d.compactString();
  let partitions: readonly number[] = [];
  const partitionsLength = d.compactArrayLength();
   {
    const items = roomFor<number>(partitionsLength);
    for (let i = 0; i < partitionsLength; i++) items[i] = d.int32();
    partitions = items;
  }
  d.skipTaggedFields();
  void version;
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
export function createStreamsGroupHeartbeatResponseEndpoint(init: Partial<StreamsGroupHeartbeatResponseEndpoint> = {}): StreamsGroupHeartbeatResponseEndpoint {
  return {
    host: init.host ?? '',
    port: init.port ?? 0,
  };
}

function writeStreamsGroupHeartbeatResponseEndpoint(e: Encoder, m: StreamsGroupHeartbeatResponseEndpoint, version: number): void {
  e.compactString(m.host);
  e.uint16(m.port);
  e.uvarint(0);
  void version;
}

function readStreamsGroupHeartbeatResponseEndpoint(d: Decoder, version: number): StreamsGroupHeartbeatResponseEndpoint {
  const host: string = d.compactString();
  const port: number = d.uint16();
  d.skipTaggedFields();
  void version;
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

function writeTopicPartition(e: Encoder, m: TopicPartition, version: number): void {
  e.compactString(m.topic);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) e.int32(item);
  e.uvarint(0);
  void version;
}

function readTopicPartition(d: Decoder, version: number): TopicPartition {
  const topic: string = d.compactString();
  let partitions: readonly number[] = [];
  const partitionsLength = d.compactArrayLength();
   {
    const items = roomFor<number>(partitionsLength);
    for (let i = 0; i < partitionsLength; i++) items[i] = d.int32();
    partitions = items;
  }
  d.skipTaggedFields();
  void version;
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

function writeEndpointToPartitions(e: Encoder, m: EndpointToPartitions, version: number): void {
  writeStreamsGroupHeartbeatResponseEndpoint(e, m.userEndpoint, version);
  e.compactArrayLength(m.activePartitions);
  for (const item of m.activePartitions) writeTopicPartition(e, item, version);
  e.compactArrayLength(m.standbyPartitions);
  for (const item of m.standbyPartitions) writeTopicPartition(e, item, version);
  e.uvarint(0);
}

function readEndpointToPartitions(d: Decoder, version: number): EndpointToPartitions {
  const userEndpoint: StreamsGroupHeartbeatResponseEndpoint = readStreamsGroupHeartbeatResponseEndpoint(d, version);
  let activePartitions: readonly TopicPartition[] = [];
  const activePartitionsLength = d.compactArrayLength();
   {
    const items = roomFor<TopicPartition>(activePartitionsLength);
    for (let i = 0; i < activePartitionsLength; i++) items[i] = readTopicPartition(d, version);
    activePartitions = items;
  }
  let standbyPartitions: readonly TopicPartition[] = [];
  const standbyPartitionsLength = d.compactArrayLength();
   {
    const items = roomFor<TopicPartition>(standbyPartitionsLength);
    for (let i = 0; i < standbyPartitionsLength; i++) items[i] = readTopicPartition(d, version);
    standbyPartitions = items;
  }
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
export function createStreamsGroupHeartbeatResponse(init: Partial<StreamsGroupHeartbeatResponse> = {}): StreamsGroupHeartbeatResponse {
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
export function encodeStreamsGroupHeartbeatResponse(e: Encoder, m: StreamsGroupHeartbeatResponse, version: number): void {
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.compactString(m.memberId);
  e.int32(m.memberEpoch);
  e.int32(m.heartbeatIntervalMs);
  if (version <= 0) {
    e.int32(m.acceptableRecoveryLagLegacy);
  }
  if (!(version <= 0)) {
    if (!(m.acceptableRecoveryLagLegacy === 0)) throw cannotCarry('StreamsGroupHeartbeatResponse', 'acceptableRecoveryLagLegacy', version);
  }
  e.int32(m.taskOffsetIntervalMs);
  if (version >= 1) {
    e.int64(m.acceptableRecoveryLag);
  }
  if (m.status === null) {
    e.compactArrayLength(null);
  }
  else {
    e.compactArrayLength(m.status);
    for (const item of m.status) writeStatus(e, item, version);
  }
  if (m.activeTasks === null) {
    e.compactArrayLength(null);
  }
  else {
    e.compactArrayLength(m.activeTasks);
    for (const item of m.activeTasks) writeStreamsGroupHeartbeatResponseTaskIds(e, item, version);
  }
  if (m.standbyTasks === null) {
    e.compactArrayLength(null);
  }
  else {
    e.compactArrayLength(m.standbyTasks);
    for (const item of m.standbyTasks) writeStreamsGroupHeartbeatResponseTaskIds(e, item, version);
  }
  if (m.warmupTasks === null) {
    e.compactArrayLength(null);
  }
  else {
    e.compactArrayLength(m.warmupTasks);
    for (const item of m.warmupTasks) writeStreamsGroupHeartbeatResponseTaskIds(e, item, version);
  }
  if (version >= 1) {
    e.bool(m.topologyDescriptionRequired);
  }
  if (!(version >= 1)) {
    if (!(m.topologyDescriptionRequired === false)) throw cannotCarry('StreamsGroupHeartbeatResponse', 'topologyDescriptionRequired', version);
  }
  e.int32(m.endpointInformationEpoch);
  if (m.partitionsByUserEndpoint === null) {
    e.compactArrayLength(null);
  }
  else {
    e.compactArrayLength(m.partitionsByUserEndpoint);
    for (const item of m.partitionsByUserEndpoint) writeEndpointToPartitions(e, item, version);
  }
  e.uvarint(0);
}

/** Reads a StreamsGroupHeartbeatResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeStreamsGroupHeartbeatResponse(d: Decoder, version: number): StreamsGroupHeartbeatResponse {
  const throttleTimeMs: number = d.int32();
  const errorCode: number = d.int16();
  const errorMessage: string | null = d.compactNullableString();
  const memberId: string = d.compactString();
  const memberEpoch: number = d.int32();
  const heartbeatIntervalMs: number = d.int32();
  const acceptableRecoveryLagLegacy: number = version <= 0 ? d.int32() : 0;
  const taskOffsetIntervalMs: number = d.int32();
  const acceptableRecoveryLag: number = version >= 1 ? d.int64() : -1;
  let status: readonly Status[] | null = null;
  const statusLength = d.nullableCompactArrayLength();
  if (statusLength >= 0) {
    const items = roomFor<Status>(statusLength);
    for (let i = 0; i < statusLength; i++) items[i] = readStatus(d, version);
    status = items;
  }
  else status = null;
  let activeTasks: readonly StreamsGroupHeartbeatResponseTaskIds[] | null = null;
  const activeTasksLength = d.nullableCompactArrayLength();
  if (activeTasksLength >= 0) {
    const items = roomFor<StreamsGroupHeartbeatResponseTaskIds>(activeTasksLength);
    for (let i = 0; i < activeTasksLength; i++) items[i] = readStreamsGroupHeartbeatResponseTaskIds(d, version);
    activeTasks = items;
  }
  else activeTasks = null;
  let standbyTasks: readonly StreamsGroupHeartbeatResponseTaskIds[] | null = null;
  const standbyTasksLength = d.nullableCompactArrayLength();
  if (standbyTasksLength >= 0) {
    const items = roomFor<StreamsGroupHeartbeatResponseTaskIds>(standbyTasksLength);
    for (let i = 0; i < standbyTasksLength; i++) items[i] = readStreamsGroupHeartbeatResponseTaskIds(d, version);
    standbyTasks = items;
  }
  else standbyTasks = null;
  let warmupTasks: readonly StreamsGroupHeartbeatResponseTaskIds[] | null = null;
  const warmupTasksLength = d.nullableCompactArrayLength();
  if (warmupTasksLength >= 0) {
    const items = roomFor<StreamsGroupHeartbeatResponseTaskIds>(warmupTasksLength);
    for (let i = 0; i < warmupTasksLength; i++) items[i] = readStreamsGroupHeartbeatResponseTaskIds(d, version);
    warmupTasks = items;
  }
  else warmupTasks = null;
  const topologyDescriptionRequired: boolean = version >= 1 ? d.bool() : false;
  const endpointInformationEpoch: number = d.int32();
  let partitionsByUserEndpoint: readonly EndpointToPartitions[] | null = null;
  const partitionsByUserEndpointLength = d.nullableCompactArrayLength();
  if (partitionsByUserEndpointLength >= 0) {
    const items = roomFor<EndpointToPartitions>(partitionsByUserEndpointLength);
    for (let i = 0; i < partitionsByUserEndpointLength; i++) items[i] = readEndpointToPartitions(d, version);
    partitionsByUserEndpoint = items;
  }
  else partitionsByUserEndpoint = null;
  d.skipTaggedFields();
  return { throttleTimeMs, errorCode, errorMessage, memberId, memberEpoch, heartbeatIntervalMs, acceptableRecoveryLagLegacy, taskOffsetIntervalMs, acceptableRecoveryLag, status, activeTasks, standbyTasks, warmupTasks, topologyDescriptionRequired, endpointInformationEpoch, partitionsByUserEndpoint };
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
