// What becomes of a partition whose log is not what was read of it: the offset wanted is not there, the log was cut below
// it (KIP-320), or it is another topic's by now (KIP-516). Owns: resets by policy, and asking leaders in case of doubt. Must not know connections.
//
//     fetch:  OUT_OF_RANGE --from a follower--------------> doubt --\
//             OUT_OF_RANGE --with the last epoch----------> doubt ---> leader asked --> good: go on
//             an epoch that ends earlier, at a follower --> doubt --/               --> cut: go back there
//             OUT_OF_RANGE from the leader, offset alone --------------\            --> unknown --\
//             an epoch that ends earlier, at the leader --> cut         `------> reset by policy <-´
//
// Invariant: nothing moves but by a leader's word; an error moves nothing.
import type { CallOptions } from '../base/abort.ts';
import type { KafkaError } from '../base/errors.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import { BrokerError } from '../protocol/broker-error.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import { ZERO_UUID } from '../wire/message-codec.ts';
import { CursorLookups } from './cursor-lookups.ts';
import type { DeliveryQueue } from './delivery-queue.ts';
import { checkEpochs, type EpochVerdict } from './epoch-ends.ts';
import type { FetchCluster } from './fetch-cluster.ts';
import type { FetchSettings } from './fetch-settings.ts';
import { describeSpec, type FoundOffset, lookupOffsets, type OffsetSpec } from './offset-lookup.ts';
import type { PartitionCursor } from './partition-cursor.ts';

/** What it needs from the engine. */
export interface LogChangesHost {
  readonly cluster: FetchCluster;
  readonly settings: FetchSettings;
  readonly queue: DeliveryQueue;
  /** Reading goes on elsewhere than what was handed out would have it. */
  moved(cursor: PartitionCursor, offset: number): void;
  /** Goes on at an offset; the queue is empty. */
  restart(cursor: PartitionCursor, offset: number): void;
  stop(cursor: PartitionCursor, offset: number, error: KafkaError): void;
  /** Leaves the partition alone, longer each time until it succeeds. */
  retryLater(cursor: PartitionCursor): void;
  /** Reads it from no follower; true where it did. */
  leaveFollower(cursor: PartitionCursor): boolean;
  pumpSoon(): void;
}

export class LogChanges {
  readonly #host: LogChangesHost;
  readonly #resets: CursorLookups<OffsetSpec, FoundOffset>;
  /** Under which epoch of the leader it is asked. */
  readonly #checks: CursorLookups<number, EpochVerdict>;

  constructor(host: LogChangesHost) {
    this.#host = host;
    this.#resets = new CursorLookups(host.cluster, {
      ask: (wanted, call) => this.#lookUp(wanted, call),
      found: (cursor, { offset }) => {
        host.moved(cursor, offset);
        host.restart(cursor, offset);
      },
      failed: (cursor, error) => host.stop(cursor, cursor.fetchOffset, error),
    });
    this.#checks = new CursorLookups(host.cluster, {
      ask: (wanted, call) => checkEpochs(host.cluster, [...wanted.keys()], call),
      found: (cursor, verdict, leaderEpoch) => this.#checked(cursor, verdict, leaderEpoch),
      failed: (cursor, error) => this.#uncheckable(cursor, error),
    });
  }

  /** A fetch said that the offset is not in the log. */
  outOfRange(cursor: PartitionCursor, error: BrokerError): void {
    // A follower may lag behind, or have more than a leader that has deleted: only the leader knows what there is.
    if (cursor.nodeId !== cursor.leaderId) return this.doubt(cursor, error);
    // A broker also says so when it cannot place the last epoch: only without it is the offset itself meant.
    if (cursor.lastEpoch >= 0) cursor.isDoubted = true;
    else this.#reset(cursor, error);
  }

  /** A follower said what cannot be, unless the leader says so too. */
  doubt(cursor: PartitionCursor, error: KafkaError): void {
    const { topic, partition, nodeId } = cursor;
    const fields = { topic, partition, broker: nodeId, error: error.message };
    this.#host.cluster.logger.debug('a follower cannot be read from', fields);
    // A leader that goes on naming the same follower is not asked in a loop.
    this.#host.retryLater(cursor);
    this.#host.leaveFollower(cursor);
    cursor.isDoubted = cursor.lastEpoch >= 0;
  }

  /** Asks the leader whether what was read is still in its log. */
  check(cursor: PartitionCursor): void {
    cursor.check();
    this.#checks.add(cursor, cursor.leaderEpoch);
  }

  /** The leader says that its log is another one from `offset` on, after a record of `epoch`. */
  cut(cursor: PartitionCursor, offset: number, epoch: number): void {
    const { cluster, queue, settings } = this.#host;
    const { topic, partition, position: before } = cursor;
    const to = Math.min(offset, cursor.fetchOffset);
    const position = Math.min(before, to);
    const fields = { topic, partition, offset: to, handedOutAndGone: before - position };
    cluster.logger.warn('the log was cut below what was read (KIP-320)', fields);
    queue.purge(cursor);
    // What was queued but not handed out is fetched again where it is still there.
    cursor.restart(position, position === to ? epoch : -1);
    cursor.goodSince = cursor.leaderEpoch;
    if (position === before) return;
    this.#host.moved(cursor, position);
    if (settings.outOfRange !== 'error') return;
    const what = `fetch ${topic}[${partition}] at ${before}`;
    const place = { api: 'Fetch', topic, partition, offset: position };
    const detail = `the log was cut: from ${position} on it is not what was read`;
    this.#host.stop(cursor, position, new BrokerError(ErrorCode.OFFSET_OUT_OF_RANGE, what, place, detail));
  }

  /** Where the topic was deleted and made anew, offsets of the old one mean nothing in the new one (KIP-516). */
  topicIs(cursor: PartitionCursor, topicId: string): void {
    const { cluster, queue, settings } = this.#host;
    const { topic, partition, topicId: before } = cursor;
    if (topicId === before || topicId === ZERO_UUID) return;
    cursor.topicId = topicId;
    if (before === '' || before === ZERO_UUID) return;
    cluster.logger.warn('the topic was made anew', { topic, partition });
    queue.purge(cursor);
    this.#host.moved(cursor, 0);
    cursor.restart(0);
    if (settings.outOfRange !== 'error') return;
    const what = `fetch ${topic}[${partition}]`;
    this.#host.stop(cursor, 0, new BrokerError(ErrorCode.INCONSISTENT_TOPIC_ID, what, { topic, partition }));
  }

  close(): void {
    this.#resets.close();
    this.#checks.close();
  }

  #reset(cursor: PartitionCursor, error: KafkaError): void {
    const { cluster, settings } = this.#host;
    if (settings.outOfRange === 'error') return this.#host.stop(cursor, cursor.fetchOffset, error);
    // What is queued is good, and comes first.
    if (!cursor.isDrained) return this.#host.retryLater(cursor);
    const { topic, partition, fetchOffset: offset } = cursor;
    cluster.logger.warn('offset out of range', {
      topic,
      partition,
      offset,
      goesOnAt: describeSpec(settings.outOfRange),
    });
    cursor.reset();
    this.#resets.add(cursor, settings.outOfRange);
  }

  async #lookUp(
    wanted: ReadonlyMap<PartitionCursor, OffsetSpec>,
    call: CallOptions,
  ): Promise<ReadonlyMap<PartitionCursor, FoundOffset | KafkaError>> {
    const { cluster, settings } = this.#host;
    const [spec] = wanted.values();
    if (spec === undefined) return new Map();
    // One policy for all of them.
    const answers = await lookupOffsets(cluster, [...wanted.keys()], spec, settings.isolation, call);
    return answers as ReadonlyMap<TopicPartition, FoundOffset | KafkaError> as ReadonlyMap<
      PartitionCursor,
      FoundOffset | KafkaError
    >;
  }

  #checked(cursor: PartitionCursor, verdict: EpochVerdict, leaderEpoch: number): void {
    this.#host.pumpSoon();
    // Another leader by now: what the one before had in its log says nothing.
    if (leaderEpoch !== cursor.leaderEpoch) return cursor.uncheck();
    if (verdict.kind === 'good') return cursor.checked(leaderEpoch);
    cursor.uncheck();
    if (verdict.kind === 'cut') return this.cut(cursor, verdict.offset, verdict.epoch);
    // Nothing that was read can be placed in the log. The policy decides, as it does for Java's consumer; while something
    // is queued it will be asked again.
    cursor.isDoubted = true;
    const { topic, partition, fetchOffset: offset, lastEpoch } = cursor;
    const place = { api: 'OffsetForLeaderEpoch', topic, partition, offset };
    const detail = `the leader cannot tell where records of epoch ${lastEpoch} end`;
    const what = `check ${topic}[${partition}] at ${offset}`;
    this.#reset(cursor, new BrokerError(ErrorCode.OFFSET_OUT_OF_RANGE, what, place, detail));
  }

  /** An error that does not pass is told, and moves nothing; a broker that is too old to say is read without the check. */
  #uncheckable(cursor: PartitionCursor, error: KafkaError): void {
    if (error.code !== 'UNSUPPORTED_VERSION') return this.#host.stop(cursor, cursor.fetchOffset, error);
    cursor.checked(cursor.leaderEpoch);
    this.#host.pumpSoon();
  }
}
