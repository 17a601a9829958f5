// Whether a peer that does not answer counts as dead. Owns: when it last spoke, and how many requests ran out of time since.
//
// A broker serves one request of a connection at a time: as long as the oldest is within its time, those behind it are
// late for a reason. Otherwise silence for a whole request timeout, or several timeouts in a row, mean a dead peer.
import type { PendingRequest } from './pending-request.ts';

/** Requests that ran out of time one after another, with no answer between them: the peer counts as dead. */
const MAX_TIMEOUTS_IN_A_ROW = 3;

export class PeerSilence {
  readonly #limitMs: number;
  #lastReceivedAt: number;
  #timeoutsInARow = 0;

  constructor(limitMs: number, now: number) {
    this.#limitMs = limitMs;
    this.#lastReceivedAt = now;
  }

  received(now: number): void {
    this.#lastReceivedAt = now;
  }

  answered(): void {
    this.#timeoutsInARow = 0;
  }

  /** `late` requests ran out of time; how long the peer has been silent, if that is too long. */
  judge(now: number, late: number, oldest: PendingRequest | undefined): number | undefined {
    if (oldest !== undefined && oldest.deadline !== Number.POSITIVE_INFINITY) return undefined;
    this.#timeoutsInARow += late;
    const silentMs = now - Math.max(this.#lastReceivedAt, oldest?.writtenAt ?? this.#lastReceivedAt);
    const isSilent = oldest !== undefined && silentMs >= this.#limitMs;
    return isSilent || this.#timeoutsInARow >= MAX_TIMEOUTS_IN_A_ROW ? silentMs : undefined;
  }
}
