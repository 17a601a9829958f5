// What the leader of a generation has to know: which partitions there are, and whether those that were shared out are
// still all there is. Must not know: requests of the group, assignors.
import type { CallOptions } from '../base/abort.ts';
import type { Timer } from '../base/clock.ts';
import { KafkaError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { PartitionMetadata } from '../cluster/topic-metadata.ts';
import type { AssignableTopic, GroupMemberInfo } from './assignor.ts';

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

/** The topics that exist, in name order, with what assignors need to know of them. */
export async function assignableTopics(
  cluster: Cluster,
  topics: Iterable<string>,
  call: CallOptions,
): Promise<ReadonlyMap<string, AssignableTopic>> {
  const found = new Map<string, AssignableTopic>();
  const racks = new Map(
    cluster.metadata.brokers().flatMap(({ id, rack }) => (rack === null || rack === '' ? [] : [[id, rack]])),
  );
  const find = async (name: string): Promise<void> => {
    try {
      const { partitions } = await cluster.metadata.topic(name, { ...call, timeoutMs: UNKNOWN_TOPIC_WAIT_MS });
      const racksOf = ({ replicas }: PartitionMetadata) => [...new Set(replicas.flatMap((id) => racks.get(id) ?? []))];
      found.set(name, { partitions: partitions.length, ...(racks.size > 0 && { racks: partitions.map(racksOf) }) });
    } catch (error) {
      if (!KafkaError.is(error) || !MISSING.has(error.code)) throw error;
      cluster.logger.warn('a topic of the group cannot be read yet', { topic: name, reason: error.code });
    }
  };
  await Promise.all([...topics].map(find));
  // In name order, so that the result does not depend on who answered first.
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Calls back once when topics appear, disappear or grow. */
export class PartitionWatch {
  readonly #cluster: Cluster;
  readonly #shared: ReadonlyMap<string, AssignableTopic>;
  readonly #topics: ReadonlySet<string>;
  readonly #onChange: (what: string) => void;
  #unlisten: () => void = () => {};
  #timer: Timer | undefined;

  constructor(
    cluster: Cluster,
    topics: ReadonlySet<string>,
    shared: ReadonlyMap<string, AssignableTopic>,
    onChange: (what: string) => void,
  ) {
    this.#cluster = cluster;
    this.#topics = topics;
    this.#shared = shared;
    this.#onChange = onChange;
    this.#unlisten = cluster.metadata.onChange(() => this.#look());
    this.#armTimer();
    this.#look();
  }

  /** Topics that were not there when the partitions were shared out. */
  get missing(): readonly string[] {
    return [...this.#topics].filter((topic) => !this.#shared.has(topic));
  }

  close(): void {
    this.#unlisten();
    this.#timer?.cancel();
  }

  #look(): void {
    for (const topic of this.#topics) {
      const before = this.#shared.get(topic)?.partitions ?? 0;
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
