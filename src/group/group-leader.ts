// What the leader of a generation does besides: shares out the partitions, and watches whether what it shared out is
// still all there is. Must not know: requests of the group.
import type { CallOptions } from '../base/abort.ts';
import type { Timer } from '../base/clock.ts';
import { KafkaError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Assignment, Assignor, GroupMemberInfo } from './assignor.ts';
import { rangeAssignor } from './range-assignor.ts';
import { roundRobinAssignor } from './round-robin-assignor.ts';

const ASSIGNORS: readonly Assignor[] = [rangeAssignor, roundRobinAssignor];
/** How long the leader waits for a topic that brokers say they do not know: the rest of the group waits meanwhile. */
const UNKNOWN_TOPIC_WAIT_MS = 500;
/** How often topics that do not exist yet are looked for; those that do are looked at when metadata is refreshed. */
const MISSING_TOPIC_CHECK_MS = 5_000;

/** What a topic may be besides known: the group reads the others, and this one once it is there. */
const MISSING: ReadonlySet<string> = new Set([
  'UNKNOWN_TOPIC_OR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'TOPIC_AUTHORIZATION_FAILED',
  'INVALID_TOPIC_EXCEPTION',
]);

/** Every topic that a member subscribes to. */
export function topicsOf(members: readonly GroupMemberInfo[]): ReadonlySet<string> {
  return new Set(members.flatMap((member) => [...member.topics]));
}

/** Partition counts of the topics that exist. */
export async function partitionCounts(
  cluster: Cluster,
  topics: Iterable<string>,
  call: CallOptions,
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const find = async (name: string): Promise<void> => {
    try {
      const topic = await cluster.metadata.topic(name, { ...call, timeoutMs: UNKNOWN_TOPIC_WAIT_MS });
      counts.set(name, topic.partitions.length);
    } catch (error) {
      if (!KafkaError.is(error) || !MISSING.has(error.code)) throw error;
      cluster.logger.warn('a topic of the group cannot be read yet', { topic: name, reason: error.code });
    }
  };
  await Promise.all([...topics].map(find));
  // In name order, so that the result does not depend on who answered first.
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Runs the assignor that the coordinator chose. */
export function assign(
  protocol: string,
  members: readonly GroupMemberInfo[],
  counts: ReadonlyMap<string, number>,
): Assignment {
  const topics = new Map([...counts].map(([topic, partitions]) => [topic, { partitions }]));
  const assignor = ASSIGNORS.find(({ name }) => name === protocol);
  if (assignor === undefined)
    throw new KafkaError('INTERNAL', `the coordinator chose the unknown assignor ${protocol}`);
  return assignor.assign(members, topics);
}

/** Calls back once when topics appear, disappear or grow. */
export class PartitionWatch {
  readonly #cluster: Cluster;
  readonly #counts: ReadonlyMap<string, number>;
  readonly #topics: ReadonlySet<string>;
  readonly #onChange: (what: string) => void;
  #unlisten: () => void = () => {};
  #timer: Timer | undefined;

  constructor(
    cluster: Cluster,
    topics: ReadonlySet<string>,
    counts: ReadonlyMap<string, number>,
    onChange: (what: string) => void,
  ) {
    this.#cluster = cluster;
    this.#topics = topics;
    this.#counts = counts;
    this.#onChange = onChange;
    this.#unlisten = cluster.metadata.onChange(() => this.#look());
    this.#armTimer();
    this.#look();
  }

  /** Topics that were not there when the partitions were shared out. */
  get missing(): readonly string[] {
    return [...this.#topics].filter((topic) => !this.#counts.has(topic));
  }

  close(): void {
    this.#unlisten();
    this.#timer?.cancel();
  }

  #look(): void {
    for (const topic of this.#topics) {
      const before = this.#counts.get(topic) ?? 0;
      const now = this.#cluster.metadata.get(topic)?.partitions.length ?? 0;
      if (now === before) continue;
      this.close();
      this.#onChange(`${topic} has ${now} partitions, before ${before}`);
      return;
    }
  }

  #armTimer(): void {
    this.#timer = this.#cluster.clock.after(MISSING_TOPIC_CHECK_MS, () => {
      this.#armTimer();
      // Says that the topics are in use, too, so that metadata keeps up with them.
      this.#look();
      if (this.missing.length > 0) this.#cluster.metadata.refreshSoon();
    });
  }
}
