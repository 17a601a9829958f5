// One partition: its log and who leads it. Owns: leader, epoch, in-sync replicas, up to where the log is decided, and who
// waits for a change.
// Must not know requests. Invariant: the leader is -1 or one of the in-sync replicas, and every change of leader
// raises the epoch (KIP-101). All replicas share the one log, so that none ever lags.
import { invariant } from '../base/invariant.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import { BATCH_OVERHEAD, isControlBatch, readBatchHeader } from '../record/batch-header.ts';
import type { TopicSettings } from './configs/topic-configs.ts';
import { AbortedIndex } from './log/aborted-index.ts';
import { withoutRecords } from './log/batch-surgery.ts';
import { endMarkerBatch } from './log/end-marker-batch.ts';
import { PartitionLog } from './log/partition-log.ts';
import { type EndMarker, ProducerStates } from './log/producer-states.ts';

/** The leader of a partition that has none. */
export const NO_LEADER = -1;

/** Of a producer that has written nothing here. */
const NOBODYS_MARKER: EndMarker = {
  producerId: 2 ** 40,
  producerEpoch: 0,
  coordinatorEpoch: 0,
  type: 'commit',
  transactionVersion: 0,
};

export class Partition {
  readonly index: number;
  readonly log: PartitionLog = new PartitionLog();
  readonly producers: ProducerStates = new ProducerStates();
  readonly aborted: AbortedIndex = new AbortedIndex();
  readonly #settingsAt: (brokerId: number) => TopicSettings;
  #replicas: readonly number[];
  #isr: readonly number[];
  #leaderId: number;
  #leaderEpoch = 0;
  #isDeleted = false;
  readonly #waiting = new Set<() => void>();

  /**
   * `alive`: brokers that run now; the first replica among them leads. `settingsAt`: what the topic is like where a
   * broker leads.
   */
  constructor(
    index: number,
    replicas: readonly number[],
    settingsAt: (brokerId: number) => TopicSettings,
    alive: ReadonlySet<number>,
  ) {
    this.index = index;
    this.#replicas = replicas;
    this.#settingsAt = settingsAt;
    const running = replicas.filter((id) => alive.has(id));
    this.#isr = running.length > 0 ? running : replicas;
    this.#leaderId = running[0] ?? NO_LEADER;
    if (this.#leaderId !== NO_LEADER) this.log.beginEpoch(this.#leaderEpoch);
  }

  /** How many replicas must be in sync for acks=all; never more than there are (KIP-966). */
  get minInsyncReplicas(): number {
    return Math.min(this.settings.minInsyncReplicas, this.replicas.length);
  }

  /** Up to here every transaction has ended: readers of committed records get no further (KIP-98). */
  get lastStableOffset(): number {
    const { endOffset, startOffset } = this.log;
    return Math.max(startOffset, this.producers.firstOpenOffset ?? endOffset);
  }

  /** The preferred leader comes first. */
  get replicas(): readonly number[] {
    return this.#replicas;
  }

  /** As the leader sees it. */
  get settings(): TopicSettings {
    return this.#settingsAt(this.#leaderId);
  }

  get isr(): readonly number[] {
    return this.#isr;
  }

  get leaderId(): number {
    return this.#leaderId;
  }

  get leaderEpoch(): number {
    return this.#leaderEpoch;
  }

  get isDeleted(): boolean {
    return this.#isDeleted;
  }

  /**
   * Brokers died or came back. A dead one leaves the in-sync replicas unless it is the last of them; one that came back
   * is in sync at once. While nobody leads, only a replica that was in sync may take over: it has every record.
   */
  brokersChanged(alive: ReadonlySet<number>): void {
    if (this.#isDeleted) return;
    const running = this.replicas.filter((id) => alive.has(id));
    const eligible = running.filter((id) => this.#isr.includes(id));
    const next = eligible[0];
    if (next === undefined) {
      if (this.#leaderId !== NO_LEADER) this.#lead(NO_LEADER);
      return;
    }
    this.#isr = running;
    if (!eligible.includes(this.#leaderId)) this.#lead(next);
  }

  /** Makes an in-sync replica the leader. */
  moveLeader(id: number): void {
    invariant(this.#isr.includes(id), `broker ${id} is an in-sync replica of the partition it shall lead`);
    if (id !== this.#leaderId) this.#lead(id);
  }

  /**
   * Other brokers hold the partition from now on. The log is there at once, for it is the same one; the leader stays
   * where it is still a replica that runs.
   */
  reassign(replicas: readonly number[], alive: ReadonlySet<number>): void {
    if (this.#isDeleted) return;
    this.#replicas = replicas;
    const running = replicas.filter((id) => alive.has(id));
    this.#isr = running.length > 0 ? running : replicas;
    if (!running.includes(this.#leaderId)) this.#lead(running[0] ?? NO_LEADER);
    this.wake();
  }

  /** Records before `offset` are gone; whoever waits has to look again. */
  deleteBefore(offset: number): void {
    this.log.deleteBefore(offset);
    this.wake();
  }

  /** The topic was deleted: whoever waits has to look again. */
  delete(): void {
    this.#isDeleted = true;
    this.#leaderId = NO_LEADER;
    this.wake();
  }

  /** Ends a transaction here: a control batch goes into the log. An error code. */
  writeMarker(marker: EndMarker, now: number): number {
    const errorCode = this.producers.markerFault(marker);
    if (errorCode !== ErrorCode.NONE) return errorCode;
    const bytes = endMarkerBatch(marker, now);
    const header = readBatchHeader(bytes, 0);
    invariant(header !== undefined, 'a marker is a whole batch');
    const lastOffset = this.log.append(header, bytes, this.#leaderEpoch);
    const firstOffset = this.producers.ended(marker, now);
    if (firstOffset !== undefined && marker.type === 'abort') {
      this.aborted.add({ producerId: marker.producerId, firstOffset, lastOffset }, this.log.startOffset);
    }
    this.wake();
    return ErrorCode.NONE;
  }

  /** Records go as the log cleaner takes them: their offsets stay empty. `how.emptyBatches`: what a batch leaves. */
  compact(isKept: (offset: number) => boolean, how: { readonly emptyBatches: 'keep' | 'drop' }): void {
    this.log.compact(({ bytes }) => {
      const header = readBatchHeader(bytes, 0);
      if (header === undefined || isControlBatch(header)) return bytes;
      const rewritten = withoutRecords(bytes, isKept);
      return how.emptyBatches === 'drop' && rewritten.length === BATCH_OVERHEAD ? undefined : rewritten;
    });
    this.wake();
  }

  /** A control batch that means nothing to clients and takes an offset. */
  appendControlBatch(now: number): void {
    const bytes = endMarkerBatch(NOBODYS_MARKER, now);
    const header = readBatchHeader(bytes, 0);
    invariant(header !== undefined, 'a marker is a whole batch');
    this.log.append(header, bytes, this.#leaderEpoch);
    this.wake();
  }

  /** Calls `run` after the next append or change of leader, once; returns a function that stops waiting. */
  onChange(run: () => void): () => void {
    this.#waiting.add(run);
    return () => this.#waiting.delete(run);
  }

  /** Tells everyone who waits that something changed. */
  wake(): void {
    if (this.#waiting.size === 0) return;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const run of waiting) run();
  }

  /** Drops what the topic's retention no longer covers. Called when the partition is used, not by a timer. */
  applyRetention(now: number): void {
    const { retentionMs, retentionBytes } = this.settings;
    if (retentionMs === undefined && retentionBytes === undefined) return;
    this.log.retain({ ms: retentionMs, bytes: retentionBytes }, now);
  }

  #lead(id: number): void {
    this.#leaderId = id;
    this.#leaderEpoch++;
    if (id !== NO_LEADER) this.log.beginEpoch(this.#leaderEpoch);
    this.wake();
  }
}
