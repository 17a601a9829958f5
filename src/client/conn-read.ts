// One Fetch request of a Conn. Must not know deadlines or connections.
import { configError, KafkaError } from '../base/errors.ts';
import { booleanOption, choiceOption, durationOption, integerOption } from '../base/options.ts';
import { AbortedTransactions } from '../fetch/aborted-transactions.ts';
import type { Isolation } from '../fetch/fetch-settings.ts';
import { splitRecords } from '../fetch/split-records.ts';
import { throwIfBrokerError } from '../protocol/broker-error.ts';
import { createFetchPartition, createFetchRequest, fetchApi } from '../protocol/generated/fetch.ts';
import { joinRawRecords } from '../wire/encoder.ts';
import { type BatchContent, placedError } from './batch.ts';
import type { ConnTarget } from './conn-offsets.ts';
import { NAMED_VERSION, type SendRequest } from './conn-request.ts';

/** How a Conn reads a batch. */
export interface ReadBatchOptions {
  /** The broker answers when it has this many bytes, or after `maxWaitMs`. @default 1 */
  readonly minBytes?: number | undefined;
  /** Most bytes to fetch; a single record batch that is larger comes whole. @default 1 000 000 */
  readonly maxBytes?: number | undefined;
  /** Which records of transactions are seen. @default 'read_committed' */
  readonly isolation?: Isolation | undefined;
  /**
   * How long to wait for messages, milliseconds; after that the batch is empty.
   * @default until there is a message, or the read deadline passes
   */
  readonly maxWaitMs?: number | undefined;
  /** Most that one record batch may decompress to. @default 64 MiB */
  readonly maxDecompressedBytes?: number | undefined;
  /** False: record batches whose checksum is wrong are read as they stand, whatever that gives. @default true */
  readonly checkCrcs?: boolean | undefined;
}

/** How a Conn reads a message: it waits until there is one. */
export type ReadMessageOptions = Omit<ReadBatchOptions, 'maxWaitMs'>;

export interface ReadSettings {
  readonly minBytes: number;
  readonly maxBytes: number;
  readonly isolation: Isolation;
  readonly maxWaitMs: number | undefined;
  readonly maxDecompressedBytes: number;
  readonly checkCrcs: boolean;
}

const MAX_INT32 = 2 ** 31 - 1;

export function readSettings(given: ReadBatchOptions): ReadSettings {
  const maxBytes = integerOption('maxBytes', given.maxBytes, 1_000_000, 1, MAX_INT32);
  const { maxDecompressedBytes: most } = given;
  return {
    minBytes: integerOption('minBytes', given.minBytes, 1, 0, maxBytes),
    maxBytes,
    isolation: choiceOption('isolation', given.isolation, 'read_committed', ['read_committed', 'read_uncommitted']),
    maxWaitMs: given.maxWaitMs === undefined ? undefined : durationOption('maxWaitMs', given.maxWaitMs, 0),
    maxDecompressedBytes: integerOption('maxDecompressedBytes', most, 64 * 1024 * 1024, 1, MAX_INT32),
    checkCrcs: booleanOption('checkCrcs', given.checkCrcs, true),
  };
}

export function messageSettings(given: ReadBatchOptions): ReadSettings {
  if (given.maxWaitMs !== undefined) {
    throw configError('maxWaitMs', given.maxWaitMs, 'nothing: it waits for a message until its deadline or timeoutMs');
  }
  return readSettings(given);
}

/** Fetches from `offset`, with the broker waiting at most `maxWaitMs` for something to answer. */
export async function fetchContent(
  send: SendRequest,
  { topic, partition }: ConnTarget,
  offset: number,
  settings: ReadSettings,
  maxWaitMs: number,
): Promise<BatchContent> {
  const { minBytes, maxBytes, isolation, maxDecompressedBytes, checkCrcs } = settings;
  const request = createFetchRequest({
    maxWaitMs: Math.floor(maxWaitMs),
    minBytes,
    maxBytes,
    isolationLevel: isolation === 'read_committed' ? 1 : 0,
    topics: [
      {
        topic,
        topicId: '',
        partitions: [createFetchPartition({ partition, fetchOffset: offset, partitionMaxBytes: maxBytes })],
      },
    ],
  });
  const response = await send(fetchApi, () => request, { maxVersion: NAMED_VERSION, timeoutMs: maxWaitMs });
  const what = `fetch ${topic}[${partition}] at ${offset}`;
  const place = { api: 'Fetch', topic, partition, offset };
  throwIfBrokerError(response.errorCode, what, place);
  const data = response.responses[0]?.partitions[0];
  if (data === undefined) throw new KafkaError('PROTOCOL', `${what}: the broker left it out`, place);
  throwIfBrokerError(data.errorCode, what, place);
  const bytes = data.records === null ? Buffer.alloc(0) : joinRawRecords(data.records);
  const split = splitRecords(bytes, offset);
  if (split.firstBatchBytes !== undefined) {
    throw new KafkaError(
      'PROTOCOL',
      `${what}: the first batch needs ${split.firstBatchBytes} bytes; maxBytes is ${maxBytes}`,
      place,
    );
  }
  const isFilter = isolation === 'read_committed' && (data.abortedTransactions?.length ?? 0) > 0;
  return {
    origin: { topic, partition, from: offset, highWatermark: data.highWatermark },
    bytes,
    batches: split.batches,
    nextOffset: split.nextOffset,
    error: split.error === undefined ? undefined : placedError(split.error, topic, partition, split.nextOffset),
    aborted: isFilter ? new AbortedTransactions(data.abortedTransactions ?? []) : undefined,
    throttleMs: response.throttleTimeMs,
    maxDecompressedBytes,
    checkCrcs,
  };
}
