// Why an app is not healthy, by cause: set when something goes wrong, cleared when it is mended.

/** The state of an app in words. */
export interface AppHealth {
  readonly healthy: boolean;
  /** One sentence per thing that is wrong, or that is waited for, as a rebalance. */
  readonly reasons: readonly string[];
}

/** A board of reasons; one key is one cause. */
export class HealthBoard {
  readonly #reasons = new Map<string, string>();

  set(key: string, reason: string): void {
    this.#reasons.set(key, reason);
  }

  clear(key: string): void {
    this.#reasons.delete(key);
  }

  /** Forgets every cause whose key begins so: of a partition that is gone, say. */
  clearAll(prefix: string): void {
    for (const key of this.#reasons.keys()) if (key.startsWith(prefix)) this.#reasons.delete(key);
  }

  reasons(): string[] {
    return [...this.#reasons.values()];
  }
}
