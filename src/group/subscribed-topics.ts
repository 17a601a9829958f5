// The topics that a member asks for. Owns: which topics of the cluster a pattern matches, and when that is looked at anew.
// Must not know: who is assigned what.
// Invariants: internal topics never match; a topic is taken for gone only when two looks in a row do not show it, as a
// broker may lag behind; what is gone is no longer kept up to date (KIP-516 names it anew should it come back).
import { type CallOptions, waitFor } from '../base/abort.ts';
import type { Timer } from '../base/clock.ts';
import { KafkaError, toError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { TopicMetadata } from '../cluster/topic-metadata.ts';
import { assignableTopics } from './group-leader.ts';
import type { Subscription } from './subscription.ts';

/** The second look at a topic that the first did not show. */
const DOUBT_MS = 5_000;

export class SubscribedTopics {
  readonly #cluster: Cluster;
  readonly #subscription: Subscription;
  readonly #onChange: (what: string) => void;
  readonly #closed = new AbortController();
  #names: readonly string[] | undefined;
  /** Those of them that the cache of metadata has shown. */
  readonly #cached = new Set<string>();
  /** Matching topics that the last look did not show. */
  #doubted: ReadonlySet<string> = new Set();
  #looking: Promise<readonly string[]> | undefined;
  #timer: Timer | undefined;
  #unlisten = (): void => {};

  /** `onChange`: the topics are others than those that names() gave. */
  constructor(cluster: Cluster, subscription: Subscription, onChange: (what: string) => void) {
    this.#cluster = cluster;
    this.#subscription = subscription;
    this.#onChange = onChange;
    if (subscription.kind === 'topics') this.#names = subscription.topics;
  }

  /** What is known without asking; undefined before the first look at the cluster. */
  get known(): readonly string[] | undefined {
    return this.#names;
  }

  /** The topics, in name order where they are found by a pattern. Asks until the cluster has answered, or `call` ends it. */
  async names(call: CallOptions): Promise<readonly string[]> {
    if (this.#names !== undefined) return this.#names;
    const subscription = this.#subscription;
    if (subscription.kind === 'pattern') {
      return waitFor(this.#look(subscription.pattern), this.#cluster.clock, 'topics of the pattern', call);
    }
    const message = 'serverPattern: only brokers that speak the consumer protocol (KIP-848) match it';
    throw new KafkaError('UNSUPPORTED', message);
  }

  close(): void {
    this.#closed.abort();
    this.#unlisten();
    this.#timer?.cancel();
  }

  /** One at a time. */
  #look(pattern: RegExp): Promise<readonly string[]> {
    this.#looking ??= this.#compare(pattern).finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #compare(pattern: RegExp): Promise<readonly string[]> {
    const { metadata, metadataMaxAgeMs } = this.#cluster;
    const before = this.#names;
    try {
      const found = await matchingTopics(this.#cluster, pattern, { signal: this.#closed.signal });
      const seen = new Set(found.map(({ name }) => name));
      const missing = (before ?? []).filter((name) => !seen.has(name));
      const gone = missing.filter((name) => this.#doubted.has(name));
      this.#doubted = new Set(missing.filter((name) => !gone.includes(name)));
      const names = [...seen, ...this.#doubted].sort();
      // The same list as long as it says the same.
      if (names.join() !== before?.join()) this.#names = names;
      if (before === undefined) this.#unlisten = metadata.onChange(() => this.#lookIfGone(pattern));
      else if (this.#names !== before) this.#report(before, names);
      for (const name of gone) metadata.forget(name);
      return names;
    } finally {
      this.#arm(pattern, this.#doubted.size > 0 ? Math.min(DOUBT_MS, metadataMaxAgeMs) : metadataMaxAgeMs);
    }
  }

  #report(before: readonly string[], after: readonly string[]): void {
    if (this.#closed.signal.aborted) return;
    const appeared = after.filter((name) => !before.includes(name)).map((name) => `${name} has appeared`);
    const gone = before.filter((name) => !after.includes(name)).map((name) => `${name} is gone`);
    this.#onChange(`topics of the pattern: ${[...appeared, ...gone].join(', ')}`);
  }

  /** What is in use has disappeared: that is worth a look before its time. */
  #lookIfGone(pattern: RegExp): void {
    for (const name of this.#names ?? []) {
      if (this.#cluster.metadata.get(name) !== undefined) this.#cached.add(name);
      else if (this.#cached.delete(name) && !this.#doubted.has(name)) this.#lookLater(pattern);
    }
  }

  #arm(pattern: RegExp, ms: number): void {
    this.#timer?.cancel();
    if (this.#closed.signal.aborted) return;
    this.#timer = this.#cluster.clock.after(ms, () => this.#lookLater(pattern), { keepAlive: false });
  }

  #lookLater(pattern: RegExp): void {
    this.#look(pattern).catch((error: unknown) => {
      if (this.#closed.signal.aborted) return;
      this.#cluster.logger.warn('the topics of the pattern could not be looked at', { error: toError(error).message });
    });
  }
}

/**
 * How many partitions the topics have that a subscription means, as far as they exist. Where only the coordinator knows
 * which these are: of all topics.
 */
export async function subscribedCounts(
  cluster: Cluster,
  subscription: Subscription,
  call: CallOptions,
): Promise<ReadonlyMap<string, number>> {
  if (subscription.kind === 'topics') {
    const topics = await assignableTopics(cluster, subscription.topics, call);
    return new Map([...topics].map(([name, { partitions }]) => [name, partitions]));
  }
  const pattern = subscription.kind === 'pattern' ? subscription.pattern : /^/;
  const topics = await matchingTopics(cluster, pattern, call);
  return new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
}

async function matchingTopics(
  cluster: Cluster,
  { source, flags }: RegExp,
  call: CallOptions,
): Promise<readonly TopicMetadata[]> {
  // A global or sticky expression remembers where it stopped in the text before.
  const pattern = new RegExp(source, flags.replaceAll(/[gy]/g, ''));
  return (await cluster.metadata.all(call)).filter(({ name, isInternal }) => !isInternal && pattern.test(name));
}
