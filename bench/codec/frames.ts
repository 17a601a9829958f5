// The frames that clients decode, and those that they have to encode, written by hand: no client's encoder makes the
// bytes that clients are measured with or compared to.
import { int16, int32, int64, request, text } from '../floor/protocol.ts';
import { encodeRecords, newBatchBuffer } from '../floor/records.ts';
import {
  brokers,
  CLIENT_ID,
  CORRELATION_ID,
  clusterId,
  controllerId,
  type Partition,
  type ProducedRecord,
  type Topic,
  topicName,
  topics,
} from './model.ts';

/** Keys and versions: each the newest that this client, kafkajs 2.2.4 and @platformatic/kafka 2.12.1 speak. */
export const METADATA = { key: 3, version: 6 } as const;
export const FETCH = { key: 1, version: 11 } as const;
export const PRODUCE = { key: 0, version: 7 } as const;
export const OFFSET_COMMIT = { key: 8, version: 5 } as const;

/** Fields of requests that are the same in every one of them. */
export const fetchLimits = { maxWaitMs: 500, minBytes: 1, maxBytes: 52_428_800, partitionBytes: 1_048_576 } as const;
export const commitGroup = { groupId: 'billing', generation: 42, memberId: 'billing-7c1d54f0' } as const;
export const produceTimeoutMs = 30_000;
/** The time of the first record of every batch, in milliseconds since 1970. */
export const BASE_TIMESTAMP = 1_790_000_000_000;
/** Where a fetch begins; above 32 bits. */
export const BASE_OFFSET = 20_000_000_000;
export const LEADER_EPOCH = 5;
/** Bytes of a batch in a fetch response: what Java's producer sends unless told otherwise. */
const FETCHED_BATCH_BYTES = 16_384;

const NULL_ARRAY = int32(-1);
const NONE = int32(0);
const bool = (value: boolean): Buffer => Buffer.from([value ? 1 : 0]);

function list<T>(items: readonly T[], write: (item: T) => readonly Buffer[]): Buffer {
  return Buffer.concat([int32(items.length), ...items.flatMap(write)]);
}

function topicList(write: (partition: Partition) => readonly Buffer[]): Buffer {
  return list<Topic>(topics, ({ name, partitions }) => [text(name), list(partitions, write)]);
}

const ids = (values: readonly number[]): Buffer => list(values, (id) => [int32(id)]);

function requestFrame({ key, version }: { key: number; version: number }, body: readonly Buffer[]): Buffer {
  return Buffer.concat(request(key, version, CORRELATION_ID, body, CLIENT_ID));
}

/** A response as clients get it to decode: without its size prefix, from the correlation id on. */
function responseFrame(body: readonly Buffer[]): Buffer {
  // A buffer of its own, as a socket's reader makes it: not a slice of a pool.
  const joined = Buffer.concat([int32(CORRELATION_ID), ...body]);
  const own = Buffer.allocUnsafeSlow(joined.length);
  joined.copy(own);
  return own;
}

export function metadataRequest(): Buffer {
  return requestFrame(METADATA, [list(topics, ({ name }) => [text(name)]), bool(false)]);
}

export function metadataResponse(): Buffer {
  const nodes = list(brokers, (one) => [int32(one.nodeId), text(one.host), int32(one.port), text(one.rack)]);
  const topicList = list(topics, ({ name, partitions }) => [
    int16(0),
    text(name),
    bool(false),
    list(partitions, ({ index, leader, replicas }) => [
      int16(0),
      int32(index),
      int32(leader),
      ids(replicas),
      ids(replicas),
      ids([]),
    ]),
  ]);
  return responseFrame([NONE, nodes, text(clusterId), int32(controllerId), topicList]);
}

export function fetchRequest(): Buffer {
  const { maxWaitMs, minBytes, maxBytes, partitionBytes } = fetchLimits;
  const head = [int32(-1), int32(maxWaitMs), int32(minBytes), int32(maxBytes), Buffer.from([1]), int32(0), int32(-1)];
  const partitions = topicList(({ index, offset }) => [
    int32(index),
    int32(LEADER_EPOCH),
    int64(offset),
    int64(-1),
    int32(partitionBytes),
  ]);
  return requestFrame(FETCH, [...head, partitions, NONE, text('')]);
}

/** One partition with batches of 16 KB; a millisecond lies between two records. */
export function fetchResponse(records: readonly ProducedRecord[]): Buffer {
  const batches: Buffer[] = [];
  const buffer = newBatchBuffer(FETCHED_BATCH_BYTES);
  for (let from = 0; from < records.length; ) {
    const { batch, count } = encodeRecords(buffer, records, from, BASE_TIMESTAMP + from, 1);
    batches.push(placed(batch, BASE_OFFSET + from));
    from += count;
  }
  const bytes = Buffer.concat(batches);
  const end = BASE_OFFSET + records.length;
  const partition = [
    ...[int32(0), int16(0), int64(end), int64(end), int64(0), NULL_ARRAY, int32(-1)],
    ...[int32(bytes.length), bytes],
  ];
  return responseFrame([NONE, int16(0), NONE, int32(1), text(topicName), int32(1), ...partition]);
}

/** A copy of the batch as a broker stores it. Base offset and leader epoch are not covered by its CRC. */
function placed(batch: Buffer, offset: number): Buffer {
  const own = Buffer.from(batch);
  own.writeBigInt64BE(BigInt(offset), 0);
  own.writeInt32BE(LEADER_EPOCH, 12);
  return own;
}

/** One batch for one partition; `timestamp` is that of every record. */
export function produceRequest(records: readonly ProducedRecord[], timestamp: number): Buffer {
  const { batch } = encodeRecords(newBatchBuffer(2 * 1024 ** 2), records, 0, timestamp, 0);
  return requestFrame(PRODUCE, [...produceHead(), int32(batch.length), batch]);
}

/** The fields before the size of the batch. */
export function produceHead(): Buffer[] {
  return [int16(-1), int16(-1), int32(produceTimeoutMs), int32(1), text(topicName), int32(1), int32(0)];
}

export function produceResponse(): Buffer {
  const partitions = topicList(({ index, offset }) => [int32(index), int16(0), int64(offset), int64(-1), int64(0)]);
  return responseFrame([partitions, NONE]);
}

export function offsetCommitRequest(): Buffer {
  const { groupId, generation, memberId } = commitGroup;
  const partitions = topicList(({ index, offset }) => [int32(index), int64(offset), int16(-1)]);
  return requestFrame(OFFSET_COMMIT, [text(groupId), int32(generation), text(memberId), partitions]);
}

export function offsetCommitResponse(): Buffer {
  return responseFrame([NONE, topicList(({ index }) => [int32(index), int16(0)])]);
}
