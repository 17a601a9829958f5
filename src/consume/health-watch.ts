// Whether reading makes progress, looked at every second. Owns: what is a stall and since when, and that each episode is
// told once. Must not know: the public API, what the reasons mean to anyone.
//
//     healthy <--> rebalancing (within its time) --too long--> stalled --reasons gone--> healthy       any --> failed
//
// Invariant: looking changes nothing but what is remembered here; a stall is told once, its end too, failing once.
import type { Clock, Timer } from '../base/clock.ts';
import { partitionKey } from '../cluster/partition-key.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import type { Feed } from './feed.ts';
import type { Standing } from './record-source.ts';

/** How reading stands. `rebalancing`: within the time that it may take, so nothing is wrong. */
export type HealthState = 'healthy' | 'rebalancing' | 'stalled' | 'failed';

/** Somebody who is handed out records one after another. */
export interface ReadingLoop {
  /** Items handed out so far. */
  readonly handedOut: number;
  /** It waits for the next one. */
  readonly isWaiting: boolean;
}

/** What one look has found. Times are wall-clock milliseconds. */
export interface HealthLook {
  readonly state: HealthState;
  readonly reasons: readonly string[];
  readonly joined: boolean;
  readonly lastPollAt: number | undefined;
  readonly lastHeartbeatAt: number | undefined;
  readonly oldestInFlightAt: number | undefined;
  readonly fellBack: string | undefined;
}

export interface HealthWatchOptions {
  readonly clock: Clock;
  /** Without a next call for so long, what was handed out last counts as stuck. */
  readonly stalledAfterMs: number;
  readonly feed: Pick<Feed, 'end' | 'states' | 'ends' | 'position'>;
  standing(): Standing;
  loops(): Iterable<ReadingLoop>;
  /** An episode begins. `isIdle`: nothing was read for too long, whatever else there is. */
  onStalled(reasons: readonly string[]): void;
  onRecovered(): void;
  onFailed(reasons: readonly string[]): void;
  /** What was handed out is stuck; told once until it moves again. */
  onIdle(): void;
}

const LOOK_MS = 1_000;
const SHORTEST_LOOK_MS = 10;
/** Leaders move and connections break: what heals within this time is not worth an event. */
export const PASSING_TROUBLE_MS = 10_000;

interface Seen {
  handedOut: number;
  /** Monotonic. */
  at: number;
}

export class HealthWatch {
  readonly #options: HealthWatchOptions;
  readonly #seen = new WeakMap<ReadingLoop, Seen>();
  /** Partitions whose readable end stands below the end of the log, and since when (monotonic). */
  readonly #held = new Map<string, { readonly readable: number; readonly since: number }>();
  #timer: Timer | undefined;
  #settlingSince: number | undefined;
  #troubleSince: number | undefined;
  #lastPollAt: number | undefined;
  #isIdle = false;
  #told: 'nothing' | 'stalled' | 'failed' = 'nothing';

  constructor(options: HealthWatchOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#timer !== undefined) return;
    const pauseMs = Math.max(SHORTEST_LOOK_MS, Math.min(LOOK_MS, this.#options.stalledAfterMs / 4));
    const again = (): void => {
      this.#timer = this.#options.clock.after(
        pauseMs,
        () => {
          this.look();
          again();
        },
        { keepAlive: false },
      );
    };
    again();
  }

  stop(): void {
    this.#timer?.cancel();
  }

  /** How it stands now; tells of an episode that has begun or ended. */
  look(): HealthLook {
    const now = this.#options.clock.monotonic();
    const standing = this.#options.standing();
    const { end } = this.#options.feed;
    const { stuckMs, oldest } = this.#lookAtLoops(now);
    const overdue = [...this.#overdue(standing, now), ...this.#heldBack(now), ...stuckMs.map(stuck)];
    const reasons = [...standing.troubles, ...overdue];
    let state: HealthState = 'healthy';
    if (end !== undefined) state = 'failed';
    else if (reasons.length > 0) state = 'stalled';
    else if (standing.isRebalancing || standing.settling.length > 0) state = 'rebalancing';
    if (reasons.length === 0) this.#troubleSince = undefined;
    else this.#troubleSince ??= now;
    this.#tell(state, reasons, overdue.length > 0, now);
    return {
      state,
      reasons: state === 'rebalancing' ? standing.settling : reasons,
      joined: standing.joined,
      lastPollAt: this.#lastPollAt,
      lastHeartbeatAt: standing.lastHeartbeatAt,
      fellBack: standing.fellBack,
      oldestInFlightAt: oldest === undefined ? undefined : this.#options.clock.now() - (now - oldest),
    };
  }

  #tell(state: HealthState, reasons: readonly string[], isOverdue: boolean, now: number): void {
    const { stalledAfterMs, feed, onFailed, onRecovered, onStalled } = this.#options;
    if (this.#told === 'failed') return;
    if (state === 'failed') {
      this.#told = 'failed';
      // A reader that was closed has not failed.
      if (feed.end?.code !== 'CLOSED') onFailed(reasons);
    } else if (state === 'stalled' && this.#told === 'nothing') {
      const lasted = now - (this.#troubleSince ?? now);
      if (!isOverdue && lasted < Math.min(PASSING_TROUBLE_MS, stalledAfterMs)) return;
      this.#told = 'stalled';
      onStalled(reasons);
    } else if (state !== 'stalled' && this.#told === 'stalled') {
      this.#told = 'nothing';
      onRecovered();
    }
  }

  /** How long each loop that is stuck has been, and since when the oldest item is being worked on (monotonic). */
  #lookAtLoops(now: number): { stuckMs: number[]; oldest: number | undefined } {
    const { clock, stalledAfterMs, loops, onIdle } = this.#options;
    const stuckMs: number[] = [];
    let oldest: number | undefined;
    for (const loop of loops()) {
      const { handedOut, isWaiting } = loop;
      const seen = this.#seen.get(loop) ?? { handedOut: -1, at: now };
      this.#seen.set(loop, seen);
      if (seen.handedOut !== handedOut || isWaiting) {
        seen.handedOut = handedOut;
        seen.at = now;
        this.#lastPollAt = clock.now();
      }
      if (isWaiting || handedOut === 0) continue;
      oldest = Math.min(oldest ?? seen.at, seen.at);
      if (now - seen.at >= stalledAfterMs) stuckMs.push(now - seen.at);
    }
    if (stuckMs.length > 0 && !this.#isIdle) onIdle();
    this.#isIdle = stuckMs.length > 0;
    return { stuckMs, oldest };
  }

  #overdue({ settling, settlingLimitMs }: Standing, now: number): readonly string[] {
    if (settling.length === 0) this.#settlingSince = undefined;
    else this.#settlingSince ??= now;
    const lasted = now - (this.#settlingSince ?? now);
    if (settling.length === 0 || lasted < settlingLimitMs) return [];
    return settling.map((line) => `${line}, for ${seconds(lasted)}`);
  }

  /** An open transaction ends what readers of committed records may see (KIP-98), while records are written behind it. */
  #heldBack(now: number): string[] {
    const { feed } = this.#options;
    const reasons: string[] = [];
    const seen = new Set<string>();
    for (const state of feed.states) {
      const { topic, partition }: TopicPartition = state;
      const ends = feed.ends(state);
      if (ends === undefined || ends.readable >= ends.log || (feed.position(state) ?? 0) < ends.readable) continue;
      const key = partitionKey(topic, partition);
      seen.add(key);
      const before = this.#held.get(key);
      const since = before?.readable === ends.readable ? before.since : now;
      this.#held.set(key, { readable: ends.readable, since });
      if (now - since < PASSING_TROUBLE_MS) continue;
      const what = `${topic}[${partition}] is held at ${ends.readable} by an open transaction`;
      reasons.push(`${what} for ${seconds(now - since)}, the log goes on to ${ends.log}`);
    }
    for (const key of this.#held.keys()) if (!seen.has(key)) this.#held.delete(key);
    return reasons;
  }
}

function stuck(ms: number): string {
  return `what was handed out ${seconds(ms)} ago is still being handled: nothing was asked for since`;
}

function seconds(ms: number): string {
  return `${Math.floor(ms / 1_000)} s`;
}
