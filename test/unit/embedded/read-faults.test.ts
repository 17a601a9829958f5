import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddedKafka } from '../../../src/embedded/index.ts';
import type { ReadFault } from '../../../src/embedded/read-fault.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import {
  createFetchPartition,
  createFetchRequest,
  type FetchRequest,
  type FetchResponse,
  fetchApi,
  type PartitionData,
} from '../../../src/protocol/generated/fetch.ts';
import { createProduceRequest, produceApi } from '../../../src/protocol/generated/produce.ts';
import { readBatchHeader, verifyBatchCrc } from '../../../src/record/batch-header.ts';
import { joinRawRecords } from '../../../src/wire/encoder.ts';
import { ZERO_UUID } from '../../../src/wire/message-codec.ts';
import { batchOf } from '../../support/batches.ts';
import { turn, VirtualClock } from '../../support/virtual-clock.ts';
import { WireClient } from '../../support/wire-client.ts';

const { FETCH_SESSION_ID_NOT_FOUND, NONE, OFFSET_OUT_OF_RANGE } = ErrorCode;
const VERSION = 12;

let clock: VirtualClock;
let kafka: EmbeddedKafka;
let client: WireClient;

beforeEach(async () => {
  clock = new VirtualClock();
  kafka = await EmbeddedKafka.start({ topics: { t: 2 }, clock });
  client = await WireClient.open(kafka.bootstrap[0] as string);
});

afterEach(async () => {
  await client.close();
  await kafka.stop();
});

async function write(partition = 0, count = 1): Promise<void> {
  const values = Array.from({ length: count }, (_, at) => `${at}`);
  const records = batchOf({ values, timestamps: [clock.now()] });
  const topicData = [{ name: 't', topicId: ZERO_UUID, partitionData: [{ index: partition, records }] }];
  await client.send(produceApi, 10, createProduceRequest({ acks: -1, timeoutMs: 1000, topicData }));
}

function read(init: Partial<FetchRequest> = {}, offset = 0): Promise<FetchResponse> {
  const partitions = [0, 1].map((partition) =>
    createFetchPartition({ partition, fetchOffset: partition === 0 ? offset : 0, partitionMaxBytes: 1_000_000 }),
  );
  const topics = [{ topic: 't', topicId: ZERO_UUID, partitions }];
  const request = createFetchRequest({
    maxWaitMs: 0,
    minBytes: 1,
    maxBytes: 1_000_000,
    topics,
    sessionEpoch: -1,
    ...init,
  });
  return client.send(fetchApi, VERSION, request);
}

function partition({ responses }: FetchResponse, index = 0): PartitionData {
  const found = responses.flatMap(({ partitions }) => partitions).find((each) => each.partitionIndex === index);
  if (found === undefined) throw new Error(`the answer says nothing of partition ${index}`);
  return found;
}

function bytesOf(response: FetchResponse): Buffer {
  const { records } = partition(response);
  return records === null ? Buffer.alloc(0) : joinRawRecords(records);
}

describe('a planned fault of Fetch', () => {
  it('is an error of one partition, so often, and then gone', async () => {
    await write();
    kafka.failFetch({ topic: 't', partition: 0, errorCode: OFFSET_OUT_OF_RANGE, times: 2 });
    const codes: number[] = [];
    for (let i = 0; i < 3; i++) {
      const answer = await read();
      codes.push(partition(answer).errorCode);
      expect(partition(answer, 1).errorCode).toBe(NONE);
    }
    expect(codes).toEqual([OFFSET_OUT_OF_RANGE, OFFSET_OUT_OF_RANGE, NONE]);
  });

  it('is told at once, also in a session where the partition has no news', async () => {
    const { sessionId } = await read({ sessionEpoch: 0 });
    kafka.failFetch({ topic: 't', partition: 1, errorCode: ErrorCode.KAFKA_STORAGE_ERROR });
    const answer = await read({ sessionId, sessionEpoch: 1, topics: [], maxWaitMs: 60_000 });
    expect(partition(answer, 1).errorCode).toBe(ErrorCode.KAFKA_STORAGE_ERROR);
  });

  it('is a session that is gone', async () => {
    const { sessionId } = await read({ sessionEpoch: 0 });
    kafka.failFetch({ answerErrorCode: FETCH_SESSION_ID_NOT_FOUND });
    const next = { sessionId, sessionEpoch: 1, topics: [] };
    expect((await read(next)).errorCode).toBe(FETCH_SESSION_ID_NOT_FOUND);
    expect((await read(next)).errorCode).toBe(FETCH_SESSION_ID_NOT_FOUND);
  });

  it('is a wrong CRC, a batch cut short, no records, or what the test makes of them', async () => {
    await write(0, 2);
    const whole = bytesOf(await read());
    const damaged = async (records: ReadFault['records']): Promise<Buffer> => {
      kafka.failFetch({ topic: 't', partition: 0, withRecords: true, ...(records === undefined ? {} : { records }) });
      return bytesOf(await read());
    };
    const wrong = await damaged('wrong-crc');
    const header = readBatchHeader(wrong, 0);
    expect(() => header !== undefined && verifyBatchCrc(wrong, 0, header)).toThrow('CRC-32C');
    expect((await damaged('truncated')).equals(whole.subarray(0, Math.floor(whole.length / 2)))).toBe(true);
    expect(await damaged('none')).toHaveLength(0);
    expect(await damaged((records) => Buffer.concat([records, records]))).toHaveLength(2 * whole.length);
    expect((await damaged(undefined)).equals(whole)).toBe(true);
  });

  it('waits for records where it is about them', async () => {
    kafka.failFetch({ topic: 't', partition: 0, withRecords: true, records: 'none' });
    expect(bytesOf(await read())).toHaveLength(0);
    await write();
    expect(bytesOf(await read())).toHaveLength(0);
    expect(bytesOf(await read()).length).toBeGreaterThan(0);
  });

  it('is a late answer', async () => {
    kafka.failFetch({ answerDelayMs: 5000 });
    let isAnswered = false;
    const answer = read().then(() => {
      isAnswered = true;
    });
    await clock.advance(4999);
    expect(isAnswered).toBe(false);
    while (!isAnswered) await clock.advance(1);
    await answer;
  });

  it('is a connection that closes before or within the answer', async () => {
    for (const disconnect of ['before', { afterBytes: 10 }] as const) {
      kafka.failFetch({ disconnect });
      await expect(read()).rejects.toThrow('closed the connection');
      client = await WireClient.open(kafka.bootstrap[0] as string);
    }
  });

  it('is an answer in drips', async () => {
    await write();
    kafka.failFetch({ drip: { bytes: 20, everyMs: 100 } });
    let answer: FetchResponse | undefined;
    void read().then((each) => {
      answer = each;
    });
    await clock.advance(200);
    expect(answer).toBeUndefined();
    while (answer === undefined) await clock.advance(100);
    expect(bytesOf(answer).length).toBeGreaterThan(0);
  });

  it('is an answer that comes twice, or the one before once more', async () => {
    await write();
    const first = await read({ sessionEpoch: 0 });
    const next = { sessionId: first.sessionId, sessionEpoch: 1 };
    kafka.failFetch({ repeats: 'previous' });
    const repeated = await read(next, 1);
    expect(bytesOf(repeated).equals(bytesOf(first))).toBe(true);
    kafka.failFetch({ repeats: 'same' });
    const before = client.answered.length;
    await read({ ...next, sessionEpoch: 2 }, 1);
    while (client.answered.length < before + 2) await turn();
    expect(client.answered.at(-1)).toBe(client.answered.at(-2));
  });

  it('sends a reader to another replica', async () => {
    kafka.failFetch({ topic: 't', partition: 0, preferredReadReplica: 7 });
    expect(partition(await read()).preferredReadReplica).toBe(7);
  });

  it('has to make sense', () => {
    expect(() => kafka.failFetch({ errorCode: 1, records: 'none' })).toThrow('records');
    expect(() => kafka.failFetch({ times: 0 })).toThrow('times');
  });
});

describe('a compacted log', () => {
  const offsets = async (): Promise<number[]> =>
    (await kafka.topic('t').partition(0).messages()).map(({ offset }) => offset);

  it('keeps offsets, and batches without records where they are to be kept', async () => {
    await write(0, 3);
    await write(0, 2);
    await write(0, 1);
    kafka.compact('t', 0, (offset) => [1, 5].includes(offset), { emptyBatches: 'keep' });
    expect(await offsets()).toEqual([1, 5]);
    const bytes = bytesOf(await read());
    const headers: [number, number, number][] = [];
    for (let at = 0; at < bytes.length; ) {
      const header = readBatchHeader(bytes, at);
      if (header === undefined) throw new Error('cut short');
      verifyBatchCrc(bytes, at, header);
      headers.push([header.baseOffset, header.lastOffsetDelta, header.count]);
      at += header.sizeInBytes;
    }
    expect(headers).toEqual([
      [0, 2, 1],
      [3, 1, 0],
      [5, 0, 1],
    ]);
  });

  it('goes on behind a hole at its end', async () => {
    await write(0, 2);
    await write(0, 2);
    kafka.compact('t', 0, (offset) => offset === 0);
    await write();
    expect(await offsets()).toEqual([0, 4]);
    expect(kafka.topic('t').partition(0).endOffset).toBe(5);
  });

  it('has control batches that concern nobody', async () => {
    await write();
    kafka.appendControlBatch('t', 0);
    await write();
    expect(await offsets()).toEqual([0, 2]);
  });
});
