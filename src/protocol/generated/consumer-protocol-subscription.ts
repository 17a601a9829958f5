// Generated from protocol-specs/consumer-protocol-subscription.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor } from '../../wire/message-codec.ts';

/** Part of ConsumerProtocolSubscription. Versions 1-3. */
export interface TopicPartition {
  /** `string`, versions 1-3. */
  topic: string;
  /** `[]int32`, versions 1-3. */
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

/** Kafka's ConsumerProtocolSubscription. Versions 0-3. */
export interface ConsumerProtocolSubscription {
  /** `[]string`, versions 0-3. */
  topics: readonly string[];
  /** `bytes`, versions 0-3; null from 0+; default null. */
  userData: Buffer | null;
  /** `[]TopicPartition`, versions 1-3. */
  ownedPartitions: readonly TopicPartition[];
  /** `int32`, versions 2-3; default -1. */
  generationId: number;
  /** `string`, versions 3; null from 3+; default null. */
  rackId: string | null;
}

/** A ConsumerProtocolSubscription with the protocol's defaults for every field that is not given. */
export function createConsumerProtocolSubscription(
  init: Partial<ConsumerProtocolSubscription> = {},
): ConsumerProtocolSubscription {
  return {
    topics: init.topics ?? [],
    userData: init.userData === undefined ? null : init.userData,
    ownedPartitions: init.ownedPartitions ?? [],
    generationId: init.generationId ?? -1,
    rackId: init.rackId === undefined ? null : init.rackId,
  };
}

/** Writes a ConsumerProtocolSubscription in the given version. */
export function encodeConsumerProtocolSubscription(e: Encoder, m: ConsumerProtocolSubscription, version: number): void {
  e.arrayLength(m.topics);
  for (const item of m.topics) e.string(item);
  e.nullableBytes(m.userData);
  if (version >= 1) {
    e.arrayLength(m.ownedPartitions);
    for (const item of m.ownedPartitions) writeTopicPartition(e, item);
  }
  if (version >= 2) e.int32(m.generationId);
  if (version >= 3) e.nullableString(m.rackId);
}

/** Reads a ConsumerProtocolSubscription of the given version. Byte fields are views of the decoder's buffer. */
export function decodeConsumerProtocolSubscription(d: Decoder, version: number): ConsumerProtocolSubscription {
  const topicsLength = d.arrayLength();
  const topics = roomFor<string>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = d.string();
  const userData = d.nullableBytes();
  const ownedPartitionsLength = version >= 1 ? d.arrayLength() : 0;
  const ownedPartitions = roomFor<TopicPartition>(ownedPartitionsLength);
  for (let i = 0; i < ownedPartitionsLength; i++) ownedPartitions[i] = readTopicPartition(d);
  const generationId = version >= 2 ? d.int32() : -1;
  const rackId = version >= 3 ? d.nullableString() : null;
  return { topics, userData, ownedPartitions, generationId, rackId };
}
