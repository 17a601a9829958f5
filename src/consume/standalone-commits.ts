// Commits to a group by somebody who is no member of it: partitions are assigned by hand, generation -1. Owns: its link to
// the coordinator, and what of an answer is different for those who are no members. Must not know: fetching.
// Invariant: as with members, one request is under way at a time, and no partition goes backwards unless told to.
import { type CallOptions, waitFor } from '../base/abort.ts';
import { KafkaError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { GroupMetadata } from '../cluster/group-metadata.ts';
import { partitionKey } from '../cluster/partition-key.ts';
import type { TopicPartition, TopicPartitionOffset } from '../cluster/topic-partition.ts';
import { CommitQueue, type CommitResult } from '../group/commit-queue.ts';
import { CoordinatorLink, type Outage } from '../group/coordinator-link.ts';
import { offsetCommit, offsetFetch } from '../group/offset-requests.ts';

/** Who commits for a group without being in it. */
const NOBODY = { memberId: '', generationId: -1 } as const;

export class StandaloneCommits {
  readonly #cluster: Cluster;
  readonly #link: CoordinatorLink;
  readonly #queue: CommitQueue;

  /** `owns`: whether a partition is assigned at the moment. */
  constructor(cluster: Cluster, groupId: string, owns: (place: TopicPartition) => boolean) {
    this.#cluster = cluster;
    this.#link = new CoordinatorLink(cluster, groupId);
    this.#queue = new CommitQueue({
      clock: cluster.clock,
      identity: () => NOBODY,
      owns: (topic, partition) => owns({ topic, partition }),
      send: (identity, offsets) => offsetCommit(this.#link, identity, null, offsets, {}),
      onFault: () => {},
    });
  }

  get metadata(): GroupMetadata {
    return { groupId: this.#link.groupId, ...NOBODY, groupInstanceId: null };
  }

  get outage(): Outage | undefined {
    return this.#link.outage;
  }

  async commit(offsets: readonly TopicPartitionOffset[], call: CallOptions): Promise<readonly CommitResult[]> {
    const what = `commit to group ${this.#link.groupId}`;
    const results = await waitFor(this.#queue.add(offsets), this.#cluster.clock, what, call);
    return results.map((result) => ({ ...result, error: this.#explained(result.error) }));
  }

  /** Committed offsets by partition key; undefined where there is none. */
  async committed(
    partitions: readonly TopicPartition[],
    call: CallOptions,
  ): Promise<ReadonlyMap<string, TopicPartitionOffset | undefined>> {
    if (partitions.length === 0) return new Map();
    const coordinator = { kind: 'group', key: this.#link.groupId } as const;
    const attempt = () => offsetFetch(this.#link, partitions, { signal: call.signal });
    const what = `committed offsets of group ${this.#link.groupId}`;
    const committed = await this.#cluster.retry(what, attempt, { ...call, coordinator });
    for (const place of committed.values()) if (place !== undefined) this.#queue.learn(place);
    return committed;
  }

  goBack(place: TopicPartitionOffset): void {
    this.#queue.goBack(place);
  }

  close(error: KafkaError): void {
    this.#queue.stop(error);
    this.#link.close();
  }

  /** A coordinator knows commits of strangers only while the group has no members. */
  #explained(error: KafkaError | undefined): KafkaError | undefined {
    const { cause } = error ?? {};
    if (error?.code !== 'REBALANCE' || !KafkaError.is(cause)) return error;
    const { topic, partition, offset } = error;
    const message = `${cause.message}: group ${this.#link.groupId} has members, and only they may commit; read by hand in a group of its own`;
    return new KafkaError(cause.code, message, { topic, partition, offset, cause });
  }
}

/** The partitions of a list that are not in another one. */
export function withoutThose<P extends TopicPartition>(
  partitions: readonly P[],
  others: readonly TopicPartition[],
): P[] {
  const keys = new Set(others.map(({ topic, partition }) => partitionKey(topic, partition)));
  return partitions.filter(({ topic, partition }) => !keys.has(partitionKey(topic, partition)));
}
