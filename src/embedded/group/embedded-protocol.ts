// What consumers of the classic protocol write into their joins and find in their assignments, for a coordinator that has
// to understand both (KIP-848). Must not know groups. Throws where bytes cannot be read.
import {
  createConsumerProtocolAssignment,
  decodeConsumerProtocolAssignment,
  encodeConsumerProtocolAssignment,
} from '../../protocol/generated/consumer-protocol-assignment.ts';
import {
  type ConsumerProtocolSubscription,
  decodeConsumerProtocolSubscription,
} from '../../protocol/generated/consumer-protocol-subscription.ts';
import { Decoder } from '../../wire/decoder.ts';
import { Encoder } from '../../wire/encoder.ts';
import type { GroupTopics } from './group-environment.ts';
import { NO_PARTITIONS, type PartitionSets, partitionSets } from './partition-sets.ts';

const NEWEST = 3;

export function readSubscription(metadata: Buffer): ConsumerProtocolSubscription {
  const d = new Decoder(metadata);
  return decodeConsumerProtocolSubscription(d, Math.min(d.int16(), NEWEST));
}

/** Partitions by name, as ids of topics that exist. */
export function byTopicId(
  named: readonly { readonly topic: string; readonly partitions: readonly number[] }[],
  topics: GroupTopics,
): PartitionSets {
  return partitionSets(
    named.flatMap(({ topic, partitions }) => {
      const found = topics.get(topic);
      return found === undefined ? [] : [{ topicId: found.id, partitions }];
    }),
  );
}

/** Undefined where an assignor has put data of its own there, which the other protocol cannot keep. */
export function readAssignment(assignment: Buffer, topics: GroupTopics): PartitionSets | undefined {
  if (assignment.length === 0) return NO_PARTITIONS;
  const d = new Decoder(assignment);
  const { assignedPartitions, userData } = decodeConsumerProtocolAssignment(d, Math.min(d.int16(), NEWEST));
  return userData === null || userData.length === 0 ? byTopicId(assignedPartitions, topics) : undefined;
}

/** In the version in which the member wrote its subscription. */
export function writeAssignment(partitions: PartitionSets, metadata: Buffer, topics: GroupTopics): Buffer {
  const version = Math.min(new Decoder(metadata).int16(), NEWEST);
  const assignedPartitions = [...partitions].flatMap(([topicId, numbers]) => {
    const topic = topics.byId(topicId);
    return topic === undefined ? [] : [{ topic: topic.name, partitions: [...numbers].sort((a, b) => a - b) }];
  });
  const e = new Encoder();
  e.int16(version);
  encodeConsumerProtocolAssignment(
    e,
    createConsumerProtocolAssignment({ assignedPartitions, userData: null }),
    version,
  );
  return e.toBuffer();
}
