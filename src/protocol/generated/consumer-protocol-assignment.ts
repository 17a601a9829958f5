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

function writeTopicPartition(e: Encoder, m: TopicPartition): void {
  e.string(m.topic);
  e.arrayLength(m.partitions);
  for (const item of m.partitions) e.int32(item);
}

function readTopicPartition(d: Decoder): TopicPartition {
  const topic = d.string();
  const partitionsLength = d.arrayLength();
  const partitions = roomFor<number>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = d.int32();
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
export function createConsumerProtocolAssignment(
  init: Partial<ConsumerProtocolAssignment> = {},
): ConsumerProtocolAssignment {
  return {
    assignedPartitions: init.assignedPartitions ?? [],
    userData: init.userData === undefined ? null : init.userData,
  };
}

/** Writes a ConsumerProtocolAssignment in the given version. */
export function encodeConsumerProtocolAssignment(e: Encoder, m: ConsumerProtocolAssignment, _version: number): void {
  e.arrayLength(m.assignedPartitions);
  for (const item of m.assignedPartitions) writeTopicPartition(e, item);
  e.nullableBytes(m.userData);
}

/** Reads a ConsumerProtocolAssignment of the given version. Byte fields are views of the decoder's buffer. */
export function decodeConsumerProtocolAssignment(d: Decoder, _version: number): ConsumerProtocolAssignment {
  const assignedPartitionsLength = d.arrayLength();
  const assignedPartitions = roomFor<TopicPartition>(assignedPartitionsLength);
  for (let i = 0; i < assignedPartitionsLength; i++) assignedPartitions[i] = readTopicPartition(d);
  const userData = d.nullableBytes();
  return { assignedPartitions, userData };
}
