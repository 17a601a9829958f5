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
export function createConsumerProtocolSubscription(init: Partial<ConsumerProtocolSubscription> = {}): ConsumerProtocolSubscription {
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
    for (const item of m.ownedPartitions) writeTopicPartition(e, item, version);
  }
  if (version >= 2) {
    e.int32(m.generationId);
  }
  if (version >= 3) {
    e.nullableString(m.rackId);
  }
}

/** Reads a ConsumerProtocolSubscription of the given version. Byte fields are views of the decoder's buffer. */
export function decodeConsumerProtocolSubscription(d: Decoder, version: number): ConsumerProtocolSubscription {
  let topics: readonly string[] = [];
  const topicsLength = d.arrayLength();
   {
    const items = roomFor<string>(topicsLength);
    for (let i = 0; i < topicsLength; i++) items[i] = d.string();
    topics = items;
  }
  const userData: Buffer | null = d.nullableBytes();
  let ownedPartitions: readonly TopicPartition[] = [];
  if (version >= 1) {
    const ownedPartitionsLength = d.arrayLength();
     {
      const items = roomFor<TopicPartition>(ownedPartitionsLength);
      for (let i = 0; i < ownedPartitionsLength; i++) items[i] = readTopicPartition(d, version);
      ownedPartitions = items;
    }
  }
  const generationId: number = version >= 2 ? d.int32() : -1;
  const rackId: string | null = version >= 3 ? d.nullableString() : null;
  return { topics, userData, ownedPartitions, generationId, rackId };
}
