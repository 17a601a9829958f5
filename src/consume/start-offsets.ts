// Where partitions begin that have no committed offset. Owns: the policy, and that partitions which appear later are read
// from their first record.
import { KafkaError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import type { Isolation } from '../fetch/fetch-settings.ts';
import { listOffsets, type OffsetSpec } from '../fetch/offset-lookup.ts';

/** A start offset, or why there is none. */
export interface Start {
  readonly place: TopicPartition;
  readonly offset: number | KafkaError;
}

export class StartOffsets {
  readonly #cluster: Cluster;
  readonly #spec: OffsetSpec | 'error';
  readonly #startFirst: ReadonlySet<string>;
  readonly #isolation: Isolation;
  /**
   * Partitions that a topic had before this consumer joined; 0 for a topic that did not exist. Later ones are new:
   * whatever is in them was written after this consumer had come to read everything new.
   */
  readonly #firstCounts = new Map<string, number>();

  constructor(cluster: Cluster, spec: OffsetSpec | 'error', startFirst: ReadonlySet<string>, isolation: Isolation) {
    this.#cluster = cluster;
    this.#spec = spec;
    this.#startFirst = startFirst;
    this.#isolation = isolation;
  }

  /** Notes how many partitions there are, the first time only. */
  observe(topics: readonly string[], counts: ReadonlyMap<string, number>): void {
    if (this.#firstCounts.size > 0) return;
    for (const topic of topics) this.#firstCounts.set(topic, counts.get(topic) ?? 0);
  }

  /** Looks the offsets up, again and again, until `signal`. */
  async resolve(places: readonly TopicPartition[], signal: AbortSignal): Promise<Start[]> {
    const isNew = ({ topic, partition }: TopicPartition) => partition >= (this.#firstCounts.get(topic) ?? 0);
    const late = places.filter((place) => this.#startFirst.has(place.topic) || (this.#spec === 'last' && isNew(place)));
    const usual = places.filter((place) => !late.includes(place));
    const [first, rest] = await Promise.all([
      listOffsets(this.#cluster, late, 'first', this.#isolation, { signal }),
      this.#spec === 'error'
        ? new Map(usual.map((place) => [place, noOffset(place)]))
        : listOffsets(this.#cluster, usual, this.#spec, this.#isolation, { signal }),
    ]);
    return places.map((place) => {
      const found = first.get(place) ?? rest.get(place);
      if (found === undefined) throw new KafkaError('INTERNAL', 'no answer about a start offset');
      return { place, offset: KafkaError.is(found) ? found : found.offset };
    });
  }
}

function noOffset({ topic, partition }: TopicPartition): KafkaError {
  const message = `${topic}[${partition}]: the group has committed no offset, and startOffset is 'error'`;
  return new KafkaError('NO_OFFSET', message, { topic, partition });
}
