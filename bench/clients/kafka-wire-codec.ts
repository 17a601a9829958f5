// This client's codecs, as it is shipped: from dist/. Records go the way of the Reader and the Writer, CRC both ways.

import type { Api } from '../../src/protocol/api.ts';
import type * as FrameModule from '../../src/protocol/frame.ts';
import type * as FetchModule from '../../src/protocol/generated/fetch.ts';
import type * as MetadataModule from '../../src/protocol/generated/metadata.ts';
import type * as OffsetCommitModule from '../../src/protocol/generated/offset-commit.ts';
import type * as ProduceModule from '../../src/protocol/generated/produce.ts';
import type * as BuilderModule from '../../src/record/batch-builder.ts';
import type * as HeaderModule from '../../src/record/batch-header.ts';
import type * as PoolModule from '../../src/record/chunk-pool.ts';
import type { MessageBatch } from '../../src/record/message-batch.ts';
import type * as OpenModule from '../../src/record/open-batch.ts';
import { type CodecAdapter, type CodecInput, type Operation, touchPartitions, touchRecord } from '../codec/contract.ts';
import * as frames from '../codec/frames.ts';
import { CLIENT_ID, CORRELATION_ID, type Partition, type ProducedRecord, topicName, topics } from '../codec/model.ts';

const dist = (path: string): Promise<unknown> => import(new URL(`../../dist/${path}`, import.meta.url).href);
const { BatchBuilder } = (await dist('record/batch-builder.js')) as typeof BuilderModule;
const { BATCH_OVERHEAD, readBatchHeader, writeBatchHeader } = (await dist(
  'record/batch-header.js',
)) as typeof HeaderModule;
const { ChunkPool } = (await dist('record/chunk-pool.js')) as typeof PoolModule;
const { openBatch } = (await dist('record/open-batch.js')) as typeof OpenModule;
const { decodeResponseFrame, encodeRequestFrame } = (await dist('protocol/frame.js')) as typeof FrameModule;
const fetch = (await dist('protocol/generated/fetch.js')) as typeof FetchModule;
const metadata = (await dist('protocol/generated/metadata.js')) as typeof MetadataModule;
const offsetCommit = (await dist('protocol/generated/offset-commit.js')) as typeof OffsetCommitModule;
const produce = (await dist('protocol/generated/produce.js')) as typeof ProduceModule;

const NO_LIMIT = Number.MAX_SAFE_INTEGER;
/** More than any batch here, but a small integer, as the Writer's limit is. */
const MAX_BATCH_BYTES = 16 * 1024 ** 2;

function sizeOf(pieces: readonly Buffer[]): number {
  let bytes = 0;
  for (const piece of pieces) bytes += piece.length;
  return bytes;
}

function encoding<Request>(api: Api<Request, unknown>, version: number, request: Request): Operation {
  const encode = (): Buffer[] => encodeRequestFrame(api, version, CORRELATION_ID, CLIENT_ID, request);
  return { once: () => sizeOf(encode()), result: () => Buffer.concat(encode()) };
}

function decoding<Request, Response>(
  api: Api<Request, Response>,
  version: number,
  { frame }: CodecInput,
  touch: (response: Response) => number,
  plain: (response: Response) => unknown,
): Operation {
  const decode = (): Response => decodeResponseFrame(api, version, frame);
  return { once: () => touch(decode()), result: () => plain(decode()) };
}

/** Hands each batch of a fetch response to `each`, CRC checked. */
function readBatches(frame: Buffer, each: (batch: MessageBatch) => void): void {
  const response = decodeResponseFrame(fetch.fetchApi, frames.FETCH.version, frame);
  for (const { topic, partitions } of response.responses) {
    for (const { partitionIndex: partition, highWatermark, records } of partitions) {
      const bytes = records as Buffer;
      const origin = { topic, partition, from: frames.BASE_OFFSET, highWatermark };
      let at = 0;
      for (let header = readBatchHeader(bytes, at); header !== undefined; header = readBatchHeader(bytes, at)) {
        each(openBatch(origin, header, bytes, at, NO_LIMIT) as MessageBatch);
        at += header.sizeInBytes;
      }
    }
  }
}

function fetchResponse({ frame }: CodecInput): Operation {
  return {
    once() {
      let sum = 0;
      readBatches(frame, (batch) => {
        for (const { key, value } of batch) sum += touchRecord(key!, value!);
      });
      return sum;
    },
    result() {
      const seen: unknown[] = [];
      readBatches(frame, (batch) => {
        for (const { offset, timestamp, key, value } of batch) {
          seen.push([offset, timestamp, key!.toString('hex'), value!.toString('hex')]);
        }
      });
      return seen;
    },
  };
}

/** The batch of a Produce request, header first, as the Writer makes it. */
function encodeBatch(builder: BuilderModule.BatchBuilder, records: readonly ProducedRecord[]): Buffer[] {
  const now = Date.now();
  for (const { key, value } of records) builder.append(key, value, undefined, now, MAX_BATCH_BYTES);
  const body = builder.finish();
  const header = Buffer.allocUnsafe(BATCH_OVERHEAD);
  const { baseTimestamp, maxTimestamp, count } = builder;
  const numbers = { producerId: -1, producerEpoch: -1, baseSequence: -1, count, lastOffsetDelta: count - 1 };
  writeBatchHeader(header, { attributes: 0, baseTimestamp, maxTimestamp, ...numbers }, body);
  return [header, ...body];
}

function produceRequest({ records }: CodecInput): Operation {
  const pool = new ChunkPool();
  /** `use` gets the frame before its chunks go back to the pool, as they do after an acknowledgement. */
  const encode = <T>(use: (pieces: Buffer[]) => T): T => {
    const builder = new BatchBuilder(pool);
    const partition = { index: 0, records: encodeBatch(builder, records) };
    const topic = produce.createTopicProduceData({ name: topicName, partitionData: [partition] });
    const { produceTimeoutMs: timeoutMs } = frames;
    const request = produce.createProduceRequest({ acks: -1, timeoutMs, topicData: [topic] });
    const { version } = frames.PRODUCE;
    const used = use(encodeRequestFrame(produce.produceApi, version, CORRELATION_ID, CLIENT_ID, request));
    builder.recycle();
    return used;
  };
  return { once: () => encode(sizeOf), result: () => encode((pieces) => Buffer.concat(pieces)) };
}

const perTopic = <P>(write: (partition: Partition) => P): { name: string; partitions: P[] }[] =>
  topics.map(({ name, partitions }) => ({ name, partitions: partitions.map(write) }));

const { maxWaitMs, minBytes, maxBytes, partitionBytes } = frames.fetchLimits;

export const adapter: CodecAdapter = {
  'metadata-request': () =>
    encoding(
      metadata.metadataApi,
      frames.METADATA.version,
      metadata.createMetadataRequest({
        topics: topics.map(({ name }) => metadata.createMetadataRequestTopic({ name })),
        allowAutoTopicCreation: false,
      }),
    ),
  'metadata-response': (input) =>
    decoding(
      metadata.metadataApi,
      frames.METADATA.version,
      input,
      (response) =>
        touchPartitions(
          response.topics,
          (one) => one.partitionIndex + one.leaderId + one.replicaNodes.length + one.isrNodes.length,
        ),
      ({ brokers, clusterId, controllerId, topics: found }) => ({
        brokers,
        clusterId,
        controllerId,
        topics: found.map(({ errorCode, name, isInternal, partitions }) => ({
          errorCode,
          name,
          isInternal,
          partitions: partitions.map((one) => ({
            errorCode: one.errorCode,
            index: one.partitionIndex,
            leader: one.leaderId,
            replicas: one.replicaNodes,
            isr: one.isrNodes,
            offline: one.offlineReplicas,
          })),
        })),
      }),
    ),
  'fetch-request': () =>
    encoding(
      fetch.fetchApi,
      frames.FETCH.version,
      fetch.createFetchRequest({
        maxWaitMs,
        minBytes,
        maxBytes,
        isolationLevel: 1,
        topics: perTopic(({ index, offset }) =>
          fetch.createFetchPartition({
            partition: index,
            currentLeaderEpoch: frames.LEADER_EPOCH,
            fetchOffset: offset,
            partitionMaxBytes: partitionBytes,
          }),
        ).map(({ name, partitions }) => fetch.createFetchTopic({ topic: name, partitions })),
      }),
    ),
  'fetch-response-100': fetchResponse,
  'fetch-response-1k': fetchResponse,
  'produce-request-100': produceRequest,
  'produce-request-1k': produceRequest,
  'produce-response': (input) =>
    decoding(
      produce.produceApi,
      frames.PRODUCE.version,
      input,
      ({ responses }) => {
        let sum = 0;
        for (const { partitionResponses } of responses) for (const { index } of partitionResponses) sum += index + 1;
        return sum;
      },
      ({ responses }) =>
        responses.map(({ name, partitionResponses }) => ({
          name,
          partitions: partitionResponses.map(({ index, errorCode, baseOffset, logAppendTimeMs, logStartOffset }) => ({
            index,
            errorCode,
            baseOffset,
            logAppendTime: logAppendTimeMs,
            logStartOffset,
          })),
        })),
    ),
  'offset-commit-request': () =>
    encoding(
      offsetCommit.offsetCommitApi,
      frames.OFFSET_COMMIT.version,
      offsetCommit.createOffsetCommitRequest({
        groupId: frames.commitGroup.groupId,
        generationIdOrMemberEpoch: frames.commitGroup.generation,
        memberId: frames.commitGroup.memberId,
        topics: perTopic(({ index, offset }) =>
          offsetCommit.createOffsetCommitRequestPartition({
            partitionIndex: index,
            committedOffset: offset,
            committedMetadata: null,
          }),
        ).map((topic) => offsetCommit.createOffsetCommitRequestTopic(topic)),
      }),
    ),
  'offset-commit-response': (input) =>
    decoding(
      offsetCommit.offsetCommitApi,
      frames.OFFSET_COMMIT.version,
      input,
      (response) => touchPartitions(response.topics, ({ partitionIndex }) => partitionIndex + 1),
      (response) =>
        response.topics.map(({ name, partitions }) => ({
          name,
          partitions: partitions.map(({ partitionIndex: index, errorCode }) => ({ index, errorCode })),
        })),
    ),
};
