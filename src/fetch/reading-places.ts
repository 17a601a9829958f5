// From which broker each partition is read: its leader, a follower that the leader named (KIP-392), or nobody for now.
// Owns: the loops, and who is in which; asking for leaders that are missing. Must not know records.
//
//     homeless --leader known--> at its leader <--named / aged, failed, another leader--> at a follower
//        ^-------- leader lost ------'
//
// Invariant: a partition is in the set of one loop, that of `nodeId`, or homeless.
import { Backoff } from '../base/backoff.ts';
import type { Timer } from '../base/clock.ts';
import { type KafkaError, toError } from '../base/errors.ts';
import { classify } from '../cluster/retry-classifier.ts';
import { BrokerLoop, type BrokerLoopHost } from './broker-loop.ts';
import type { PartitionCursor } from './partition-cursor.ts';

/** What it needs from the engine. */
export interface ReadingPlacesHost {
  readonly loopHost: BrokerLoopHost;
  /** The topic's id, as of the metadata. */
  topicIs(cursor: PartitionCursor, topicId: string): void;
  stop(cursor: PartitionCursor, offset: number, error: KafkaError): void;
  /** Leaves the partition alone, longer each time until it succeeds. */
  retryLater(cursor: PartitionCursor): void;
  pumpSoon(): void;
}

export class ReadingPlaces {
  readonly #host: ReadingPlacesHost;
  readonly #loops = new Map<number, BrokerLoop>();
  /** Partitions without a known leader. */
  readonly #homeless = new Set<PartitionCursor>();
  readonly #backoff = new Backoff();
  readonly #abort = new AbortController();
  #timer: Timer | undefined;

  constructor(host: ReadingPlacesHost) {
    this.#host = host;
  }

  get loops(): Iterable<BrokerLoop> {
    return this.#loops.values();
  }

  /** How many brokers there is something to read from, at least 1. */
  get brokerCount(): number {
    let count = 0;
    for (const loop of this.#loops.values()) if (loop.cursors.size > 0) count++;
    return Math.max(1, count);
  }

  /** The loop that reads a partition. */
  loopOf(cursor: PartitionCursor): BrokerLoop | undefined {
    return this.#loops.get(cursor.nodeId);
  }

  /** Puts a partition where the metadata says. */
  locate(cursor: PartitionCursor): void {
    const { topic, partition } = cursor;
    const { metadata } = this.#host.loopHost.cluster;
    const known = metadata.get(topic);
    const leader = metadata.leader(topic, partition);
    if (known !== undefined) this.#host.topicIs(cursor, known.topicId);
    if (known === undefined || leader === undefined || leader.id < 0) return this.#makeHomeless(cursor);
    this.#homeless.delete(cursor);
    // A new leader, or a new term of the old one, is worth trying at once; what the one before said of followers is over.
    if (leader.id !== cursor.leaderId || leader.epoch !== cursor.leaderEpoch) {
      cursor.retry();
      cursor.preferred = undefined;
    }
    cursor.leaderId = leader.id;
    cursor.leaderEpoch = leader.epoch;
    this.#readFrom(cursor, this.#follower(cursor) ?? leader.id);
  }

  /** It is not read any more. */
  remove(cursor: PartitionCursor): void {
    this.#homeless.delete(cursor);
    this.loopOf(cursor)?.cursors.delete(cursor);
  }

  /** The leader names a follower that is nearer. */
  redirect(cursor: PartitionCursor, nodeId: number): void {
    const { clock, metadata, metadataMaxAgeMs } = this.#host.loopHost.cluster;
    if (nodeId === cursor.nodeId) return;
    if (metadata.broker(nodeId) === undefined) {
      // Too new to be known, or gone already: the leader is asked again when there is news.
      this.#host.retryLater(cursor);
      return metadata.refreshSoon();
    }
    cursor.preferred = { nodeId, until: clock.monotonic() + metadataMaxAgeMs };
    this.#readFrom(cursor, nodeId);
    this.#host.pumpSoon();
  }

  /** It cannot be read from the follower, whatever the leader said. True where there was one. */
  leaveFollower(cursor: PartitionCursor): boolean {
    if (cursor.preferred === undefined) return false;
    cursor.preferred = undefined;
    this.#readFrom(cursor, cursor.leaderId);
    this.#host.pumpSoon();
    return true;
  }

  /** Brings back what a loop has read for its leaders for long enough: by now they may name others, or none. */
  leaveOldFollowers(loop: BrokerLoop): void {
    for (const cursor of [...loop.cursors]) {
      if (cursor.preferred === undefined || this.#follower(cursor) !== undefined) continue;
      this.#readFrom(cursor, cursor.leaderId);
      this.#host.pumpSoon();
    }
  }

  close(): void {
    this.#timer?.cancel();
    this.#abort.abort();
    for (const loop of this.#loops.values()) loop.close();
    this.#loops.clear();
    this.#homeless.clear();
  }

  #readFrom(cursor: PartitionCursor, nodeId: number): void {
    if (nodeId === cursor.nodeId) return;
    this.loopOf(cursor)?.cursors.delete(cursor);
    cursor.nodeId = nodeId;
    if (nodeId < 0) return;
    let loop = this.#loops.get(nodeId);
    if (loop === undefined) {
      loop = new BrokerLoop(nodeId, this.#host.loopHost);
      this.#loops.set(nodeId, loop);
    }
    loop.cursors.add(cursor);
  }

  /** The follower to read from; undefined where the leader is to be asked (again). */
  #follower(cursor: PartitionCursor): number | undefined {
    const { preferred } = cursor;
    if (preferred === undefined) return undefined;
    const { clock, metadata } = this.#host.loopHost.cluster;
    if (clock.monotonic() < preferred.until && metadata.broker(preferred.nodeId) !== undefined) return preferred.nodeId;
    cursor.preferred = undefined;
    return undefined;
  }

  #makeHomeless(cursor: PartitionCursor): void {
    this.#readFrom(cursor, -1);
    cursor.leaderId = -1;
    cursor.preferred = undefined;
    this.#homeless.add(cursor);
    if (this.#timer !== undefined || this.#abort.signal.aborted) return;
    // The first time at once: mostly the topic has just not been asked for yet.
    const isFirst = this.#backoff.failures === 0;
    const pauseMs = this.#backoff.next();
    this.#timer = this.#host.loopHost.cluster.clock.after(isFirst ? 0 : pauseMs, () => this.#askLeaders());
  }

  /** Learns topics that are not known and leaders that are missing; goes on until there are none. */
  #askLeaders(): void {
    const { metadata } = this.#host.loopHost.cluster;
    const { signal } = this.#abort;
    const topics = new Set([...this.#homeless].map(({ topic }) => topic));
    const unknown = [...topics].filter((topic) => metadata.get(topic) === undefined);
    if (unknown.length < topics.size) metadata.refreshSoon();
    const asked = unknown.map((topic) =>
      metadata.topic(topic, { signal }).then(
        () => {},
        (error: unknown) => this.#topicFailed(topic, error),
      ),
    );
    void Promise.all(asked).then(() => {
      this.#timer = undefined;
      if (signal.aborted) return;
      for (const cursor of [...this.#homeless]) this.locate(cursor);
      if (this.#homeless.size === 0) this.#backoff.reset();
      this.#host.pumpSoon();
    });
  }

  #topicFailed(topic: string, thrown: unknown): void {
    if (this.#abort.signal.aborted) return;
    const error = toError(thrown);
    if (classify(thrown) !== 'fail') {
      this.#host.loopHost.cluster.logger.warn('topic cannot be read yet', { topic, error: error.message });
      return;
    }
    for (const cursor of [...this.#homeless]) {
      if (cursor.topic !== topic) continue;
      this.#homeless.delete(cursor);
      this.#host.stop(cursor, cursor.fetchOffset, error as KafkaError);
    }
  }
}
