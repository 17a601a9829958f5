// Which topics that a member wants are not there. Owns: looking for them until they are, so that people can be told, and so
// that metadata knows them when the coordinator assigns them. Must not know: groups.
import type { Timer } from '../base/clock.ts';
import type { Cluster } from '../cluster/cluster.ts';

/** How often topics that do not exist yet are looked for. */
const INTERVAL_MS = 5_000;
/** A broker that says at once that it knows no such topic is asked again for no longer than this. */
const LOOK_MS = 500;

export class MissingTopics {
  readonly #cluster: Cluster;
  readonly #stop = new AbortController();
  #missing: readonly string[] = [];
  #timer: Timer | undefined;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  get names(): readonly string[] {
    return this.#missing;
  }

  /** Looks for these, and goes on doing so while one is missing. */
  async look(topics: readonly string[]): Promise<void> {
    const { signal } = this.#stop;
    const find = async (topic: string) => {
      const isThere = await this.#cluster.metadata.topic(topic, { signal, timeoutMs: LOOK_MS }).then(
        () => true,
        () => false,
      );
      return isThere ? [] : [topic];
    };
    const missing = (await Promise.all(topics.map(find))).flat();
    if (signal.aborted) return;
    this.#missing = missing;
    if (missing.length > 0) this.#timer = this.#cluster.clock.after(INTERVAL_MS, () => void this.look(missing));
  }

  close(): void {
    this.#stop.abort();
    this.#timer?.cancel();
  }
}
