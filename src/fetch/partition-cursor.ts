// Where reading one partition stands. Owns: its phase, positions and queues. Must not know brokers, sessions, sockets.
//
//     handed out | ready: opened batches | raw: batches to check and open | asked for
//                ^ position                                               ^ fetchOffset
//
// Invariant: position <= fetchOffset; they are equal when nothing is queued. `token` changes whenever what was asked
// for is no longer wanted (seek, unassign, truncation, eviction), so that late answers can be told apart.
import type { Backoff } from '../base/backoff.ts';
import { Ring } from '../base/ring.ts';
import type { BatchHeader } from '../record/batch-header.ts';
import type { MessageBatch } from '../record/message-batch.ts';
import type { FetchedPart } from './fetched-frame.ts';

/** What a partition is doing. Paused is not a phase: it is the user's wish, and goes with any of them. */
export type PartitionPhase =
  /** Part of every fetch to its leader. */
  | { readonly kind: 'fetching' }
  /** Its offset was out of range; another one is being looked up. */
  | { readonly kind: 'resetting' }
  /** Its leader is being asked whether what was read is still in the log. */
  | { readonly kind: 'checking' }
  /** Left alone until `until` (monotonic), or until its leader changes. */
  | { readonly kind: 'backing-off'; readonly until: number }
  /** An error was reported; it stands still until seek(). */
  | { readonly kind: 'stopped' }
  /** No longer assigned. Final. */
  | { readonly kind: 'gone' };

const FETCHING: PartitionPhase = { kind: 'fetching' };
const RESETTING: PartitionPhase = { kind: 'resetting' };
const CHECKING: PartitionPhase = { kind: 'checking' };
const STOPPED: PartitionPhase = { kind: 'stopped' };
const GONE: PartitionPhase = { kind: 'gone' };

/** A follower to read from instead of the leader, because the leader said so (KIP-392). */
export interface PreferredReplica {
  readonly nodeId: number;
  /** When the leader is asked again (monotonic). */
  readonly until: number;
}

/** A batch that waits to be checked and opened. */
export interface RawBatch {
  readonly header: BatchHeader;
  readonly at: number;
  readonly part: FetchedPart;
}

/** A batch that can be handed out. */
export interface ReadyBatch {
  batch: MessageBatch;
  /** The part whose bytes it looks into; undefined when it has bytes of its own. */
  part: FetchedPart | undefined;
  /** Bytes it keeps: its own, or those of the frame. */
  bytes: number;
}

export class PartitionCursor {
  readonly topic: string;
  readonly partition: number;
  readonly ready: Ring<ReadyBatch> = new Ring();
  readonly raw: Ring<RawBatch> = new Ring();
  /** A batch is being decompressed off the event loop. */
  isOpening = false;
  /** In the queue of partitions that have something to hand out. */
  isListed = false;
  isPaused = false;
  token = 0;
  /** How often the queues were emptied: a batch that was being opened then is dropped. */
  purges = 0;
  /** Next offset to hand out. */
  position: number;
  fetchOffset: number;
  /** Leader epoch of the batch before `fetchOffset`, so that the broker can tell a truncated log (KIP-320); -1 unknown. */
  lastEpoch: number;
  /** Empty while the topic is not known. */
  topicId = '';
  leaderId = -1;
  leaderEpoch = -1;
  /** The broker that it is fetched from: the leader, or a follower that the leader named; -1 while there is none. */
  nodeId = -1;
  preferred: PreferredReplica | undefined;
  /** The leader's epoch under which `fetchOffset` is known to be in its log; matters where Fetch itself does not check. */
  goodSince = -1;
  /** Something was said that the leader has to confirm, before anything else is fetched. */
  isDoubted = false;
  /** The epoch that brokers found outdated: -1 is sent instead, until the metadata has another one. */
  fencedEpoch = -2;
  highWatermark: number | undefined;
  /** The end for readers of the chosen isolation: last stable offset or high watermark. */
  endOffset: number | undefined;
  /** Larger than the setting once a batch did not come whole. */
  maxBytes = 0;
  backoff: Backoff | undefined;
  #phase: PartitionPhase = FETCHING;

  constructor(topic: string, partition: number, offset: number, lastEpoch: number) {
    this.topic = topic;
    this.partition = partition;
    this.position = offset;
    this.fetchOffset = offset;
    this.lastEpoch = lastEpoch;
  }

  get phase(): PartitionPhase {
    return this.#phase;
  }

  get isFetchable(): boolean {
    return this.#phase.kind === 'fetching' && !this.isPaused;
  }

  /** True when batches wait that can be handed out now. */
  get hasReady(): boolean {
    return this.ready.length > 0 && !this.isPaused;
  }

  get isDrained(): boolean {
    return this.ready.length === 0 && this.raw.length === 0 && !this.isOpening;
  }

  /** Epoch to send with requests. */
  get epochToSend(): number {
    return this.leaderEpoch === this.fencedEpoch ? -1 : this.leaderEpoch;
  }

  /** Whether the leader has to be asked first. `fetchChecks`: the fetch itself would tell a log that was cut (version 12). */
  needsCheck(fetchChecks: boolean): boolean {
    // Without an epoch there is nothing to compare, and under an unknown leader's nothing is known to have changed.
    if (this.lastEpoch < 0) return false;
    return this.isDoubted || (!fetchChecks && this.leaderEpoch >= 0 && this.goodSince !== this.leaderEpoch);
  }

  /** From any phase but gone: reading goes on at `offset`. The queues must be empty. */
  restart(offset: number, lastEpoch = -1): void {
    this.token++;
    this.position = offset;
    this.fetchOffset = offset;
    this.lastEpoch = lastEpoch;
    this.isDoubted = false;
    this.#enter(FETCHING);
  }

  /** A part of a response was taken over: the next fetch goes on after it. */
  advance(nextOffset: number, lastEpoch: number): void {
    this.fetchOffset = nextOffset;
    this.lastEpoch = lastEpoch;
  }

  /** Passes over what was filtered out, once nothing is queued before it. */
  settle(): void {
    if (this.isDrained && this.#phase.kind !== 'resetting') this.position = Math.max(this.position, this.fetchOffset);
  }

  backOff(until: number): void {
    this.#enter({ kind: 'backing-off', until });
  }

  /** Ends a back-off; nothing in other phases. */
  retry(): void {
    if (this.#phase.kind === 'backing-off') this.#enter(FETCHING);
  }

  reset(): void {
    this.token++;
    this.#enter(RESETTING);
  }

  /** What is under way for it does not count, what is queued stays. */
  check(): void {
    this.token++;
    this.#enter(CHECKING);
  }

  /** The leader of this epoch has said that it is where it was read: fetching goes on. */
  checked(leaderEpoch: number): void {
    // It has vouched for the offset; a fetch that asks for more than that would meet the same doubt again.
    if (this.isDoubted) this.lastEpoch = -1;
    this.isDoubted = false;
    this.goodSince = leaderEpoch;
    this.uncheck();
  }

  /** There is no word of the leader after all: whether one is needed is looked at again. */
  uncheck(): void {
    if (this.#phase.kind === 'checking') this.#enter(FETCHING);
  }

  /** What was asked for from `offset` on is not wanted; batches opened before it stay. */
  stop(offset: number): void {
    this.token++;
    this.fetchOffset = offset;
    this.#enter(STOPPED);
  }

  leave(): void {
    this.token++;
    this.#enter(GONE);
  }

  #enter(phase: PartitionPhase): void {
    if (this.#phase.kind !== 'gone') this.#phase = phase;
  }
}
