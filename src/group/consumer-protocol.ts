// What members of a classic consumer group tell each other: subscriptions and assignments, as bytes that the broker
// passes on unread. Owns: their versions and how much nonsense is tolerated.
// Invariant: bytes of another member, however wrong, cost that member its partitions and nobody else anything.
import type { TopicPartition } from '../cluster/topic-partition.ts';
import {
  createConsumerProtocolAssignment,
  encodeConsumerProtocolAssignment,
} from '../protocol/generated/consumer-protocol-assignment.ts';
import {
  createConsumerProtocolSubscription,
  encodeConsumerProtocolSubscription,
} from '../protocol/generated/consumer-protocol-subscription.ts';
import { Decoder } from '../wire/decoder.ts';
import { Encoder } from '../wire/encoder.ts';

/** The version Java writes. Readers of older versions stop where they know no more. */
const VERSION = 3;
const NO_USER_DATA = Buffer.alloc(0);

/** What this member subscribes to. User data is written as empty, not null: some old clients fail on null. */
export function encodeSubscription(topics: readonly string[]): Buffer {
  const e = new Encoder();
  e.int16(VERSION);
  const subscription = createConsumerProtocolSubscription({ topics: [...topics].sort(), userData: NO_USER_DATA });
  encodeConsumerProtocolSubscription(e, subscription, VERSION);
  return e.toBuffer();
}

/**
 * The topics in another member's subscription. Only they matter to the assignors of this library, and every version,
 * known or not, begins with them. Undefined when not even they can be read.
 */
export function decodeSubscribedTopics(bytes: Buffer): ReadonlySet<string> | undefined {
  try {
    const d = new Decoder(bytes);
    if (d.int16() < 0) return undefined;
    const topics = new Set<string>();
    for (let left = d.nullableArrayLength(); left > 0; left--) topics.add(d.string());
    return topics;
  } catch {
    return undefined;
  }
}

/** One member's partitions, grouped by topic. */
export function encodeAssignment(partitions: readonly TopicPartition[]): Buffer {
  const byTopic = new Map<string, number[]>();
  for (const { topic, partition } of partitions) {
    const list = byTopic.get(topic);
    if (list === undefined) byTopic.set(topic, [partition]);
    else list.push(partition);
  }
  const assignedPartitions = [...byTopic].map(([topic, list]) => ({ topic, partitions: list }));
  const e = new Encoder();
  e.int16(VERSION);
  const assignment = createConsumerProtocolAssignment({ assignedPartitions, userData: NO_USER_DATA });
  encodeConsumerProtocolAssignment(e, assignment, VERSION);
  return e.toBuffer();
}

/** This member's partitions, each once; none when the leader sent no bytes. Throws PROTOCOL when they make no sense. */
export function decodeAssignment(bytes: Buffer): TopicPartition[] {
  if (bytes.length === 0) return [];
  const d = new Decoder(bytes);
  d.int16();
  // All versions so far are alike; user data and what may follow is nobody's business here.
  const topics = new Map<string, Set<number>>();
  for (let left = d.nullableArrayLength(); left > 0; left--) {
    const topic = d.string();
    const partitions = topics.get(topic) ?? new Set();
    topics.set(topic, partitions);
    for (let rest = d.nullableArrayLength(); rest > 0; rest--) partitions.add(d.int32());
  }
  return [...topics].flatMap(([topic, partitions]) => [...partitions].map((partition) => ({ topic, partition })));
}
