// What the members of a consumer group want, all together: topics by name and by resolved expressions. Owns: what
// expressions resolved to and when they have to be looked at again. Must not know assignments.
import type { ConsumerGroupMember } from './consumer-group-member.ts';
import type { GroupTopics } from './group-environment.ts';
import { compileTopicRegex } from './topic-regex.ts';

interface Resolved {
  readonly topics: ReadonlySet<string>;
  /** As of which change of the cluster's topics. */
  readonly version: number;
  readonly at: number;
}

const NOTHING: ReadonlySet<string> = new Set();
/** Expressions of a group are looked at no more often than this. */
const MIN_REFRESH_MS = 10_000;
/** group.consumer.regex.refresh.interval.ms */
const REFRESH_MS = 600_000;

export class Subscriptions {
  readonly #topics: GroupTopics;
  readonly #resolved = new Map<string, Resolved>();

  constructor(topics: GroupTopics) {
    this.#topics = topics;
  }

  /** Whether an expression has been resolved. */
  knows(regex: string): boolean {
    return this.#resolved.has(regex);
  }

  /** Names of the topics that a member wants, whether they exist or not. */
  namesOf({ topicNames, topicRegex }: ConsumerGroupMember): ReadonlySet<string> {
    const matching = this.#resolved.get(topicRegex)?.topics ?? NOTHING;
    return matching.size === 0 ? topicNames : new Set([...topicNames, ...matching]);
  }

  /** Ids of the topics that a member wants and that exist. */
  idsOf(member: ConsumerGroupMember): ReadonlySet<string> {
    return new Set([...this.namesOf(member)].flatMap((name) => this.#topics.get(name)?.id ?? []));
  }

  /** Names of the topics that anybody wants. */
  namesOfAll(members: readonly ConsumerGroupMember[]): ReadonlySet<string> {
    return new Set(members.flatMap((member) => [...this.namesOf(member)]));
  }

  /** What tells one state of the wanted topics from another (KIP-1101): which there are, with how many partitions where. */
  metadataHash(members: readonly ConsumerGroupMember[]): string {
    const names = [...this.namesOfAll(members)].sort();
    return names.flatMap((name) => this.#topics.get(name)?.fingerprint ?? []).join();
  }

  /** Whether all want the same: by names alone, or all by one expression. */
  isUniform(members: readonly ConsumerGroupMember[]): boolean {
    const regexes = new Set(members.flatMap(({ topicRegex }) => (topicRegex === '' ? [] : [topicRegex])));
    const byName = new Map<string, number>();
    for (const { topicNames } of members) {
      for (const name of topicNames) byName.set(name, (byName.get(name) ?? 0) + 1);
    }
    if (regexes.size === 0) return [...byName.values()].every((count) => count === members.length);
    return byName.size === 0 && regexes.size === 1 && members.every(({ topicRegex }) => topicRegex !== '');
  }

  /** Forgets expressions that nobody uses any more. */
  forgetUnused(members: readonly ConsumerGroupMember[]): void {
    const used = new Set(members.map(({ topicRegex }) => topicRegex));
    for (const regex of this.#resolved.keys()) if (!used.has(regex)) this.#resolved.delete(regex);
  }

  /** Whether expressions have to be looked at now; `isNew`: one of them has come up right now. */
  mustResolve(members: readonly ConsumerGroupMember[], now: number, isNew: boolean): boolean {
    const used = new Set(members.flatMap(({ topicRegex }) => (topicRegex === '' ? [] : [topicRegex])));
    const [last] = this.#resolved.values();
    if (used.size === 0) return false;
    if (last === undefined) return true;
    if (now <= last.at + MIN_REFRESH_MS) return false;
    const isOutdated = last.version < this.#topics.newest || now > last.at + REFRESH_MS;
    return isNew || isOutdated || used.size !== this.#resolved.size;
  }

  /** Looks at every expression in use. Whether some now match other topics than before. */
  resolve(members: readonly ConsumerGroupMember[], now: number): boolean {
    const used = new Set(members.flatMap(({ topicRegex }) => (topicRegex === '' ? [] : [topicRegex])));
    let hasChanged = false;
    for (const regex of used) {
      const matches = compileTopicRegex(regex);
      const topics = new Set(this.#topics.names().filter(matches));
      const before = this.#resolved.get(regex)?.topics ?? NOTHING;
      if (topics.size !== before.size || [...topics].some((topic) => !before.has(topic))) hasChanged = true;
      this.#resolved.delete(regex);
      this.#resolved.set(regex, { topics, version: this.#topics.newest, at: now });
    }
    return hasChanged;
  }
}
