// What members of a classic consumer group tell each other: subscriptions and assignments, as bytes that the broker
// passes on unread. Owns: their versions and how much nonsense is tolerated.
// Invariant: bytes of another member, however wrong, cost that member its partitions and nobody else anything.
import { byTopic } from '../cluster/partition-key.ts';
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
import type { GroupMemberInfo } from './assignor.ts';

/** The version Java writes. Readers of older versions stop where they know no more. */
const VERSION = 3;
const NO_USER_DATA: Buffer = Buffer.alloc(0);

/** What a member tells the leader of its group. */
export interface SubscriptionInfo {
  readonly topics: Iterable<string>;
  /** What it reads and means to keep (KIP-429). @default nothing */
  readonly owned?: readonly TopicPartition[];
  /** The generation it was in last (KIP-792). @default -1: in none */
  readonly generationId?: number;
  /** Where it runs (KIP-881); null and '' say nothing. @default null */
  readonly rack?: string | null;
  /** What the assignor has to say, see `Assignor.userData`. @default nothing */
  readonly userData?: Uint8Array;
}

/** Another member's subscription, as far as it could be read. */
export type DecodedSubscription = Pick<
  GroupMemberInfo,
  'topics' | 'ownedPartitions' | 'generationId' | 'rack' | 'userData'
>;

/** A subscription as bytes. User data is written as empty, not null: some old clients fail on null. */
export function encodeSubscription(info: SubscriptionInfo): Buffer {
  const { topics, owned = [], generationId = -1, rack = null, userData = NO_USER_DATA } = info;
  // In order, as Java writes it: the coordinator compares bytes to see whether a member wants something else.
  const ownedPartitions = byTopic(owned)
    .map(([topic, places]) => ({ topic, partitions: places.map(({ partition }) => partition).sort((a, b) => a - b) }))
    .sort((a, b) => (a.topic < b.topic ? -1 : 1));
  const e = new Encoder();
  e.int16(VERSION);
  const subscription = createConsumerProtocolSubscription({
    topics: [...new Set(topics)].sort(),
    userData: Buffer.from(userData),
    ownedPartitions,
    generationId,
    rackId: rack === '' ? null : rack,
  });
  encodeConsumerProtocolSubscription(e, subscription, VERSION);
  return e.toBuffer();
}

/**
 * Another member's subscription. Versions that do not exist yet are read as far as they are known. Undefined when not even
 * the topics can be read; whatever comes after them and cannot be read counts as not said.
 */
export function decodeSubscription(bytes: Buffer): DecodedSubscription | undefined {
  const d = new Decoder(bytes);
  let version: number;
  const topics = new Set<string>();
  try {
    version = d.int16();
    if (version < 0) return undefined;
    for (let left = d.nullableArrayLength(); left > 0; left--) topics.add(d.string());
  } catch {
    return undefined;
  }
  let userData = NO_USER_DATA;
  let ownedPartitions: readonly TopicPartition[] = [];
  let generationId = -1;
  let rack: string | null = null;
  try {
    userData = d.nullableBytes() ?? NO_USER_DATA;
    // There are clients that call it version 1 and stop here.
    if (version >= 1) ownedPartitions = readPartitions(d);
    if (version >= 2) generationId = Math.max(-1, d.int32());
    if (version >= 3) rack = d.nullableString() || null;
  } catch {
    // The topics were read: the member gets its share.
  }
  return { topics, ownedPartitions, generationId, rack, userData };
}

/** One member's partitions, grouped by topic. */
export function encodeAssignment(partitions: readonly TopicPartition[]): Buffer {
  const assignedPartitions = byTopic(partitions).map(([topic, places]) => {
    return { topic, partitions: places.map(({ partition }) => partition) };
  });
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
  return readPartitions(d);
}

/** A list of topics with partitions, in order; also what the user data of `sticky` begins with. */
export function writePartitions(e: Encoder, partitions: readonly TopicPartition[]): void {
  const topics = byTopic(partitions).sort(([a], [b]) => (a < b ? -1 : 1));
  e.arrayLength(topics);
  for (const [topic, places] of topics) {
    e.string(topic);
    e.arrayLength(places);
    for (const partition of places.map((place) => place.partition).sort((a, b) => a - b)) e.int32(partition);
  }
}

/** Each once, grouped by topic; a list that is null is empty. */
export function readPartitions(d: Decoder): TopicPartition[] {
  const topics = new Map<string, Set<number>>();
  for (let left = d.nullableArrayLength(); left > 0; left--) {
    const topic = d.string();
    const partitions = topics.get(topic) ?? new Set();
    topics.set(topic, partitions);
    for (let rest = d.nullableArrayLength(); rest > 0; rest--) partitions.add(d.int32());
  }
  return [...topics].flatMap(([topic, partitions]) => [...partitions].map((partition) => ({ topic, partition })));
}
