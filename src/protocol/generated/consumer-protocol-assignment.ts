// Generated from protocol-specs/consumer-protocol-assignment.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor } from '../../wire/message-codec.ts';

/** Part of ConsumerProtocolAssignment. Versions 0-3. */
export interface TopicPartition {
  /** `string`, versions 0-3. */
  topic: string;
  /** `[]int32`, versions 0-3. */
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
  e.string(m.topic);
  e.arrayLength(m.partitions);
  for (const item of m.partitions) e.int32(item);
  void version;
}

function readTopicPartition(d: Decoder, version: number): TopicPartition {
  const topic: string = d.string();
  let partitions: readonly number[] = [];
  const partitionsLength = d.arrayLength();
   {
    const items = roomFor<number>(partitionsLength);
    for (let i = 0; i < partitionsLength; i++) items[i] = d.int32();
    partitions = items;
  }
  void version;
  return { topic, partitions };
}

/** Kafka's ConsumerProtocolAssignment. Versions 0-3. */
export interface ConsumerProtocolAssignment {
  /** `[]TopicPartition`, versions 0-3. */
  assignedPartitions: readonly TopicPartition[];
  /** `bytes`, versions 0-3; null from 0+; default null. */
  userData: Buffer | null;
}

/** A ConsumerProtocolAssignment with the protocol's defaults for every field that is not given. */
export function createConsumerProtocolAssignment(init: Partial<ConsumerProtocolAssignment> = {}): ConsumerProtocolAssignment {
  return {
    assignedPartitions: init.assignedPartitions ?? [],
    userData: init.userData === undefined ? null : init.userData,
  };
}

/** Writes a ConsumerProtocolAssignment in the given version. */
export function encodeConsumerProtocolAssignment(e: Encoder, m: ConsumerProtocolAssignment, version: number): void {
  e.arrayLength(m.assignedPartitions);
  for (const item of m.assignedPartitions) writeTopicPartition(e, item, version);
  e.nullableBytes(m.userData);
}

/** Reads a ConsumerProtocolAssignment of the given version. Byte fields are views of the decoder's buffer. */
export function decodeConsumerProtocolAssignment(d: Decoder, version: number): ConsumerProtocolAssignment {
  let assignedPartitions: readonly TopicPartition[] = [];
  const assignedPartitionsLength = d.arrayLength();
   {
    const items = roomFor<TopicPartition>(assignedPartitionsLength);
    for (let i = 0; i < assignedPartitionsLength; i++) items[i] = readTopicPartition(d, version);
    assignedPartitions = items;
  }
  const userData: Buffer | null = d.nullableBytes();
  return { assignedPartitions, userData };
}
