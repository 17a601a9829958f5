// Calls into assignors, which applications may have written. Owns: what their answers have to be.
// Invariant: what comes out can be handed to the group: each partition exists, is given once at most, to a member that
// subscribes to it, and not while somebody else reads it.
import { KafkaError, toError } from '../base/errors.ts';
import { partitionKey } from '../cluster/partition-key.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import {
  type AssignableTopic,
  type Assignment,
  type Assignor,
  emptyAssignment,
  type GroupMemberInfo,
  type LastAssignment,
} from './assignor.ts';

/** Shares out; members that the assignor left out get nothing. Throws CONFIG, naming the assignor, when it makes no sense. */
export function runAssignor(
  assignor: Assignor,
  members: readonly GroupMemberInfo[],
  topics: ReadonlyMap<string, AssignableTopic>,
): Assignment {
  const answer = guarded(assignor, () => assignor.assign(members, topics));
  if (!(answer instanceof Map)) throw refusal(assignor, 'did not return a Map');
  const byId = new Map(members.map((member) => [member.memberId, member]));
  // In an eager group everybody has given up everything, whatever a subscription says.
  const claimants = claimantsOf(assignor.rebalance === 'cooperative' ? members : []);
  const givenTo = new Map<string, string>();
  const assignment = emptyAssignment(members);
  for (const [memberId, partitions] of answer as ReadonlyMap<unknown, unknown>) {
    const member = byId.get(memberId as string);
    if (member === undefined) throw refusal(assignor, `gives partitions to ${String(memberId)}, which is no member`);
    if (!Array.isArray(partitions)) throw refusal(assignor, `gives ${member.memberId} something that is no list`);
    for (const given of partitions) {
      const place = placeOf(assignor, given, topics);
      const what = `gives ${place.topic}[${place.partition}] to ${member.memberId}`;
      const key = partitionKey(place.topic, place.partition);
      const other = givenTo.get(key);
      if (other !== undefined) throw refusal(assignor, `${what} and to ${other}`);
      if (!member.topics.has(place.topic)) throw refusal(assignor, `${what}, which does not subscribe to that topic`);
      const owners = claimants.get(key);
      if (owners !== undefined && !owners.includes(member.memberId)) {
        throw refusal(assignor, `${what} while ${owners.join(' and ')} still reads it`);
      }
      givenTo.set(key, member.memberId);
      assignment.get(member.memberId)?.push(place);
    }
  }
  return assignment;
}

/** What the assignor wants the leader to know of this member. */
export function userDataOf(assignor: Assignor, last: LastAssignment): Uint8Array {
  const data = guarded(assignor, () => assignor.userData?.(last)) ?? new Uint8Array(0);
  if (!(data instanceof Uint8Array)) throw refusal(assignor, 'returned user data that is no Uint8Array');
  return data;
}

function placeOf(assignor: Assignor, given: unknown, topics: ReadonlyMap<string, AssignableTopic>): TopicPartition {
  const { topic, partition } = (given ?? {}) as Partial<Record<keyof TopicPartition, unknown>>;
  const count = typeof topic === 'string' ? topics.get(topic)?.partitions : undefined;
  const exists = count !== undefined && Number.isInteger(partition) && (partition as number) < count;
  if (!exists || (partition as number) < 0) {
    throw refusal(assignor, `gives away ${String(topic)}[${String(partition)}], which does not exist`);
  }
  return { topic: topic as string, partition: partition as number };
}

/** By partition, the members that say they read it. */
function claimantsOf(members: readonly GroupMemberInfo[]): ReadonlyMap<string, readonly string[]> {
  const claimants = new Map<string, string[]>();
  for (const { memberId, ownedPartitions } of members) {
    for (const { topic, partition } of ownedPartitions) {
      const key = partitionKey(topic, partition);
      const list = claimants.get(key);
      if (list === undefined) claimants.set(key, [memberId]);
      else list.push(memberId);
    }
  }
  return claimants;
}

function guarded<T>(assignor: Assignor, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw refusal(assignor, `has thrown: ${toError(error).message}`, error);
  }
}

function refusal(assignor: Assignor, what: string, cause?: unknown): KafkaError {
  return new KafkaError('CONFIG', `option assignors: the assignor '${assignor.name}' ${what}`, { cause });
}
