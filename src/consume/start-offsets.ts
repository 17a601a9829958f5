// Where partitions begin that have no committed offset. Owns: the policy, and that partitions which appear later are read
// from their first record.
import { KafkaError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { classify } from '../cluster/retry-classifier.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import type { Isolation } from '../fetch/fetch-settings.ts';
import { type FoundOffsets, lookupOffsets, type OffsetSpec } from '../fetch/offset-lookup.ts';

/** A start offset, or why there is none. */
export interface Start {
  readonly place: TopicPartition;
  readonly offset: number | KafkaError;
}

export class StartOffsets {
  readonly #cluster: Cluster;
  readonly #spec: OffsetSpec;
  readonly #startFirst: ReadonlySet<string>;
  readonly #isolation: Isolation;
  /**
   * Partitions that a topic had before this consumer joined; none of a topic that did not exist. Later ones are new:
   * whatever is in them was written after this consumer had come to read everything new.
   */
  #firstCounts: ReadonlyMap<string, number> = new Map();

  constructor(cluster: Cluster, spec: OffsetSpec, startFirst: ReadonlySet<string>, isolation: Isolation) {
    this.#cluster = cluster;
    this.#spec = spec;
    this.#startFirst = startFirst;
    this.#isolation = isolation;
  }

  /** Notes how many partitions there are before reading begins. */
  observe(counts: ReadonlyMap<string, number>): void {
    this.#firstCounts = counts;
  }

  /**
   * Looks the offsets up, again and again, until `signal`. Hands on after every attempt what that has found, perhaps nothing:
   * one may have to wait for its leader.
   */
  async resolve(
    places: readonly TopicPartition[],
    signal: AbortSignal,
    found: (starts: readonly Start[]) => Promise<void>,
  ): Promise<void> {
    let left = places;
    const attempt = async (): Promise<void> => {
      const answers = await this.#lookUp(left, signal);
      const again: KafkaError[] = [];
      const starts: Start[] = [];
      left = left.filter((place) => {
        const answer = answers.get(place) ?? new KafkaError('INTERNAL', 'no answer about a start offset');
        const passes = KafkaError.is(answer) && classify(answer) !== 'fail';
        if (passes) again.push(answer);
        else starts.push({ place, offset: KafkaError.is(answer) ? answer : answer.offset });
        return passes;
      });
      await found(starts);
      if (again[0] !== undefined) throw again[0];
    };
    await this.#cluster.retry('start offsets', attempt, { signal });
  }

  async #lookUp(places: readonly TopicPartition[], signal: AbortSignal): Promise<FoundOffsets> {
    const isNew = ({ topic, partition }: TopicPartition) => partition >= (this.#firstCounts.get(topic) ?? 0);
    const late = places.filter((place) => this.#startFirst.has(place.topic) || (this.#spec === 'last' && isNew(place)));
    const usual = places.filter((place) => !late.includes(place));
    const [first, rest] = await Promise.all([
      lookupOffsets(this.#cluster, late, 'first', this.#isolation, { signal }),
      lookupOffsets(this.#cluster, usual, this.#spec, this.#isolation, { signal }),
    ]);
    return new Map([...first, ...rest]);
  }
}
