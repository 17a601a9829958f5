// What one fetch response means for each partition in it. Owns: positions moving on, and the verdict on each error code.
// Must not know connections. Invariant: an answer counts only for what is still wanted exactly as it was asked for.
import { KafkaError } from '../base/errors.ts';
import { classify } from '../cluster/retry-classifier.ts';
import { BrokerError } from '../protocol/broker-error.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import type { FetchResponse, PartitionData } from '../protocol/generated/fetch.ts';
import { joinRawRecords } from '../wire/encoder.ts';
import { AbortedTransactions } from './aborted-transactions.ts';
import type { ByteBudget } from './byte-budget.ts';
import type { FetchCounts } from './fetch-counts.ts';
import type { AskedPartition, FetchSession } from './fetch-session.ts';
import type { FetchSettings } from './fetch-settings.ts';
import { FetchedFrame, FetchedPart } from './fetched-frame.ts';
import type { PartitionCursor } from './partition-cursor.ts';
import { splitRecords } from './split-records.ts';

/** What happens to partitions that got something else than records. */
export interface Verdicts {
  /** The offset is not in the log: a new one is wanted by policy. */
  outOfRange(cursor: PartitionCursor, error: BrokerError): void;
  /** The leader names a follower to read from (KIP-392). */
  redirected(cursor: PartitionCursor, nodeId: number): void;
  /** A follower says what only the leader can know. */
  doubted(cursor: PartitionCursor, error: KafkaError): void;
  /** It passes: leave the partition alone for a while. `hint` is set where the broker names another leader (KIP-951). */
  retry(cursor: PartitionCursor, error: BrokerError, hint: LeaderHint | undefined): void;
  /** The log was cut below what was read (KIP-320): what is queued is not in the log any more. */
  truncated(cursor: PartitionCursor, offset: number, epoch: number): void;
  /** It does not pass: reported, and the partition stands still from `offset` on. */
  stop(cursor: PartitionCursor, offset: number, error: KafkaError): void;
}

export interface LeaderHint {
  readonly leaderId: number;
  readonly leaderEpoch: number;
  readonly node: FetchResponse['nodeEndpoints'][number] | undefined;
}

export class ResponseReader {
  readonly #settings: FetchSettings;
  readonly #budget: ByteBudget;
  readonly #counts: FetchCounts;
  readonly #verdicts: Verdicts;
  readonly #onLastPart: (frame: FetchedFrame) => void;

  constructor(
    settings: FetchSettings,
    budget: ByteBudget,
    counts: FetchCounts,
    verdicts: Verdicts,
    onLastPart: (frame: FetchedFrame) => void,
  ) {
    this.#settings = settings;
    this.#budget = budget;
    this.#counts = counts;
    this.#verdicts = verdicts;
    this.#onLastPart = onLastPart;
  }

  /** Queues what came and moves positions on; answers the partitions that got records. */
  read(nodeId: number, session: FetchSession, response: FetchResponse): PartitionCursor[] {
    const frame = new FetchedFrame(this.#budget, this.#onLastPart);
    const served: PartitionCursor[] = [];
    let bytes = 0;
    let records = 0;
    for (const topic of response.responses) {
      for (const data of topic.partitions) {
        const asked = session.find(topic.topic, topic.topicId, data.partitionIndex);
        if (asked === undefined || !isStillWanted(asked) || asked.cursor.nodeId !== nodeId) continue;
        if (data.errorCode !== ErrorCode.NONE) this.#error(asked.cursor, data, response);
        else if (data.divergingEpoch.endOffset >= 0) this.#diverged(asked.cursor, data);
        else {
          const got = this.#records(asked, data, frame);
          if (got === undefined) continue;
          served.push(asked.cursor);
          bytes += got.bytes;
          records += got.records;
        }
      }
    }
    this.#counts.received(bytes, records);
    return served;
  }

  #diverged(cursor: PartitionCursor, { divergingEpoch }: PartitionData): void {
    const { epoch, endOffset } = divergingEpoch;
    if (cursor.nodeId === cursor.leaderId) return this.#verdicts.truncated(cursor, endOffset, epoch);
    const { topic, partition, fetchOffset } = cursor;
    const message = `fetch ${topic}[${partition}] at ${fetchOffset}: its log ends at ${endOffset} in epoch ${epoch}`;
    this.#verdicts.doubted(cursor, new KafkaError('PROTOCOL', message, { topic, partition, offset: fetchOffset }));
  }

  /** How much there was; undefined where there was nothing. */
  #records(
    { cursor, leaderEpoch }: AskedPartition,
    data: PartitionData,
    frame: FetchedFrame,
  ): { bytes: number; records: number } | undefined {
    const committed = this.#settings.isolation === 'read_committed';
    // A leader that only names another has not helped yet.
    if (data.preferredReadReplica >= 0) this.#verdicts.redirected(cursor, data.preferredReadReplica);
    else cursor.backoff?.reset();
    if (data.highWatermark >= 0) cursor.highWatermark = data.highWatermark;
    const end = committed && data.lastStableOffset >= 0 ? data.lastStableOffset : data.highWatermark;
    if (end >= 0) cursor.endOffset = end;
    if (data.records === null) return undefined;
    const bytes = joinRawRecords(data.records);
    if (bytes.length === 0) return undefined;
    const from = cursor.fetchOffset;
    const split = splitRecords(bytes, from);
    if (split.batches.length > 0) {
      const aborted =
        committed && data.abortedTransactions !== null && data.abortedTransactions.length > 0
          ? new AbortedTransactions(data.abortedTransactions)
          : undefined;
      const { topic, partition } = cursor;
      const origin = { topic, partition, from, highWatermark: data.highWatermark };
      const part = new FetchedPart(frame, cursor, bytes, origin, aborted, split.batches.length);
      for (const { header, at } of split.batches) cursor.raw.push({ header, at, part });
      cursor.advance(split.nextOffset, split.lastEpoch ?? -1);
      cursor.goodSince = leaderEpoch;
      cursor.maxBytes = 0;
    }
    // Not a whole batch although one was asked for: brokers that do not know KIP-74 need to be asked for more.
    if (split.firstBatchBytes !== undefined) cursor.maxBytes = Math.max(cursor.maxBytes, split.firstBatchBytes);
    if (split.error !== undefined) this.#corrupt(cursor, split.error);
    let records = 0;
    for (const { header } of split.batches) records += header.count;
    return { bytes: bytes.length, records };
  }

  #corrupt(cursor: PartitionCursor, cause: KafkaError): void {
    const { topic, partition, fetchOffset } = cursor;
    const message = `read ${topic}[${partition}] at ${fetchOffset}: ${cause.message}`;
    const error = new KafkaError(cause.code, message, { topic, partition, offset: fetchOffset, cause });
    this.#verdicts.stop(cursor, fetchOffset, error);
  }

  #error(cursor: PartitionCursor, data: PartitionData, response: FetchResponse): void {
    const { topic, partition, fetchOffset } = cursor;
    const what = `fetch ${topic}[${partition}] at ${fetchOffset}`;
    const error = new BrokerError(data.errorCode, what, { api: 'Fetch', topic, partition, offset: fetchOffset });
    this.#counts.failed();
    switch (data.errorCode) {
      case ErrorCode.OFFSET_OUT_OF_RANGE:
        this.#verdicts.outOfRange(cursor, error);
        return;
      case ErrorCode.CORRUPT_MESSAGE:
        // What is damaged on the broker's disk stays so.
        this.#verdicts.stop(cursor, fetchOffset, error);
        return;
      case ErrorCode.FENCED_LEADER_EPOCH:
        cursor.fencedEpoch = cursor.leaderEpoch;
    }
    if (classify(error) === 'fail' && data.errorCode !== ErrorCode.UNKNOWN_SERVER_ERROR) {
      this.#verdicts.stop(cursor, fetchOffset, error);
    } else this.#verdicts.retry(cursor, error, hintOf(data, response));
  }
}

function isStillWanted({ cursor, token, offset }: AskedPartition): boolean {
  return cursor.token === token && cursor.fetchOffset === offset && cursor.phase.kind === 'fetching';
}

function hintOf({ currentLeader }: PartitionData, { nodeEndpoints }: FetchResponse): LeaderHint | undefined {
  const { leaderId, leaderEpoch } = currentLeader;
  if (leaderId < 0) return undefined;
  return { leaderId, leaderEpoch, node: nodeEndpoints.find(({ nodeId }) => nodeId === leaderId) };
}
