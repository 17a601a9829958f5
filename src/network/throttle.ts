// How long a broker wants to be left alone (KIP-219). Owns: which answers ask for it, and until when. Must not know
// requests. Invariant: a hold is never shortened by a later, smaller one, and it ends by itself.
import type { Clock, Timer } from '../base/clock.ts';

/**
 * First version in which the client has to keep quiet, for APIs that told a throttle time before. Until then the broker
 * itself held the answer back, so that waiting again would throttle twice. All other APIs: whenever a time is told.
 */
const HONOURED_SINCE: ReadonlyMap<number, number> = new Map([
  [0, 6], // Produce
  [1, 8], // Fetch
  [2, 3], // ListOffsets
  [3, 6], // Metadata
  [8, 4], // OffsetCommit
  [9, 4], // OffsetFetch
  [10, 2], // FindCoordinator
  [11, 3], // JoinGroup
  [12, 2], // Heartbeat
  [13, 2], // LeaveGroup
  [14, 2], // SyncGroup
  [15, 2], // DescribeGroups
  [16, 2], // ListGroups
  [18, 2], // ApiVersions
  [19, 3], // CreateTopics
  [20, 2], // DeleteTopics
  [32, 2], // DescribeConfigs
  // DeleteRecords, InitProducerId, transactions, ACLs, configs, log dirs, partitions, delegation tokens, DeleteGroups.
  ...[21, 22, 24, 25, 26, 28, 29, 30, 31, 33, 34, 35, 37, 38, 39, 40, 41, 42].map((key) => [key, 1] as const),
]);

/** Milliseconds for which this answer asks to send nothing more; 0 for most. */
export function throttleMsOf(api: { readonly key: number }, version: number, response: unknown): number {
  const { throttleTimeMs } = response as { readonly throttleTimeMs?: number };
  if (throttleTimeMs === undefined || throttleTimeMs <= 0) return 0;
  return version >= (HONOURED_SINCE.get(api.key) ?? 0) ? throttleTimeMs : 0;
}

export class Throttle {
  readonly #clock: Clock;
  readonly #onEnd: () => void;
  #timer: Timer | undefined;
  #until = 0;

  /** `onEnd` is called each time the broker may be asked again. */
  constructor(clock: Clock, onEnd: () => void) {
    this.#clock = clock;
    this.#onEnd = onEnd;
  }

  /** Whether the broker wants to be left alone now. */
  get isActive(): boolean {
    return this.#timer !== undefined;
  }

  hold(ms: number): void {
    const until = this.#clock.monotonic() + ms;
    if (this.isActive && until <= this.#until) return;
    this.#timer?.cancel();
    this.#until = until;
    this.#timer = this.#clock.after(ms, () => {
      this.#timer = undefined;
      this.#onEnd();
    });
  }

  cancel(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}
