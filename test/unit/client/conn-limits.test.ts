// What a Conn tells the broker about time, and how it reads and writes without more words than needed.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Conn, dialLeader } from '../../../src/index.ts';
import { createCreateTopicsResponse, createTopicsApi } from '../../../src/protocol/generated/create-topics.ts';
import { createDeleteTopicsResponse, deleteTopicsApi } from '../../../src/protocol/generated/delete-topics.ts';
import {
  createFetchResponse,
  createPartitionData,
  type FetchRequest,
  fetchApi,
} from '../../../src/protocol/generated/fetch.ts';
import {
  createListOffsetsPartitionResponse,
  createListOffsetsResponse,
  createListOffsetsTopicResponse,
  listOffsetsApi,
} from '../../../src/protocol/generated/list-offsets.ts';
import { metadataApi } from '../../../src/protocol/generated/metadata.ts';
import {
  createPartitionProduceResponse,
  createProduceResponse,
  createTopicProduceResponse,
  type ProduceRequest,
  produceApi,
} from '../../../src/protocol/generated/produce.ts';
import { batchOf } from '../../support/batches.ts';
import { brokers } from '../../support/clusters.ts';
import { type ScriptedBroker, topicAnswer } from '../../support/scripted-broker.ts';

let broker: ScriptedBroker;
let conn: Conn;

/** What the log holds, one batch; an empty answer comes after its waiting time, as Kafka's does. */
let log: { values: string[]; baseOffset: number };

beforeEach(async () => {
  [broker] = (await brokers(1)) as [ScriptedBroker];
  log = { values: [], baseOffset: 0 };
  broker.topics = [topicAnswer('orders', [1])];
  broker.script(listOffsetsApi, () => {
    const partitions = [createListOffsetsPartitionResponse({ partitionIndex: 0, offset: 0 })];
    return createListOffsetsResponse({ topics: [createListOffsetsTopicResponse({ name: 'orders', partitions })] });
  });
  broker.script(fetchApi, async ({ maxWaitMs, topics }) => {
    const at = topics[0]!.partitions[0]!.fetchOffset - log.baseOffset;
    const isThere = at >= 0 && at < log.values.length;
    if (!isThere) await new Promise((resolve) => setTimeout(resolve, maxWaitMs));
    const records = isThere ? batchOf({ ...log }) : [];
    const partitions = [createPartitionData({ partitionIndex: 0, highWatermark: 9, records })];
    return createFetchResponse({ responses: [{ topic: 'orders', topicId: '', partitions }] });
  });
  broker.script(produceApi, () => {
    const partitionResponses = [createPartitionProduceResponse({ index: 0, baseOffset: 7 })];
    return createProduceResponse({ responses: [createTopicProduceResponse({ name: 'orders', partitionResponses })] });
  });
  broker.script(createTopicsApi, () => createCreateTopicsResponse());
  broker.script(deleteTopicsApi, () => createDeleteTopicsResponse());
  conn = await dialLeader(broker.address, { topic: 'orders', partition: 0 });
});
afterEach(() => conn.close());

const sent = <T>(api: { readonly name: string }): T[] => broker.of(api).map(({ request }) => request as T);

describe('the time that a broker is given', () => {
  it('for a write is what is left until the write deadline, without the way back', async () => {
    await conn.writeMessages({ value: 'a' });
    conn.setWriteDeadline(Date.now() + 20_000);
    await conn.writeMessages({ value: 'b' });
    conn.setDeadline(undefined);
    await conn.writeMessages({ value: 'c' }, { timeoutMs: 2_000 });
    const [free, bounded, limited] = sent<ProduceRequest>(produceApi).map(({ timeoutMs }) => timeoutMs);
    expect(free).toBe(29_000);
    expect(bounded).toBeGreaterThan(17_000);
    expect(bounded).toBeLessThanOrEqual(19_000);
    expect(limited).toBeGreaterThan(1_000);
    expect(limited).toBeLessThanOrEqual(1_500);
  });

  it('for changes of topics, too', async () => {
    conn.setWriteDeadline(Date.now() + 4_000);
    await conn.createTopics({ topic: 'a' });
    await conn.createTopics([{ topic: 'a' }, { topic: 'b' }], { timeoutMs: 400 });
    await conn.deleteTopics(['a']);
    const times = [...sent<{ timeoutMs: number }>(createTopicsApi), ...sent<{ timeoutMs: number }>(deleteTopicsApi)];
    expect(times.map(({ timeoutMs }) => timeoutMs > 2_000 && timeoutMs <= 3_000)).toEqual([true, false, true]);
    expect(times[1]!.timeoutMs).toBeLessThanOrEqual(300);
  });

  it('for a read ends before the read deadline, in few steps', async () => {
    const begun = performance.now();
    conn.setReadDeadline(Date.now() + 300);
    await expect(conn.readBatch()).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect(performance.now() - begun).toBeGreaterThan(290);
    const waits = sent<FetchRequest>(fetchApi).map(({ maxWaitMs }) => maxWaitMs);
    expect(waits[0]).toBeGreaterThan(50);
    expect(waits[0]).toBeLessThanOrEqual(225);
    expect(waits.length).toBeLessThan(40);
    expect(Math.min(...waits)).toBeGreaterThan(0);
  });

  it('for a read is at most what was asked for, and then the batch is empty', async () => {
    const empty = await conn.readBatch({ maxWaitMs: 20 });
    conn.setReadDeadline(Date.now() + 100);
    const cut = await conn.readBatch({ maxWaitMs: 60_000 });
    expect([await empty.readMessage(), await cut.readMessage()]).toEqual([undefined, undefined]);
    const [asked, capped] = sent<FetchRequest>(fetchApi).map(({ maxWaitMs }) => maxWaitMs);
    expect(asked).toBe(20);
    expect(capped).toBeLessThanOrEqual(75);
  });

  it('is no more than half a second for one fetch where there is no deadline', async () => {
    const reading = conn.readMessage({ timeoutMs: 10_000 });
    log = { values: ['a'], baseOffset: 0 };
    expect(String((await reading).value)).toBe('a');
    expect(sent<FetchRequest>(fetchApi)[0]?.maxWaitMs).toBe(500);
  });
});

describe('a Conn', () => {
  it('knows the broker that it was dialed as', () => {
    expect(conn.broker).toEqual({ id: 1, host: '127.0.0.1', port: broker.port, rack: null });
  });

  it('reads and writes plain values', async () => {
    expect(await conn.write('hello')).toBeGreaterThan(61);
    log = { values: ['a', 'b'], baseOffset: 0 };
    expect(String(await conn.read())).toBe('a');
    const batch = await conn.readBatch();
    expect(String(await batch.read())).toBe('b');
    expect(await batch.read()).toBeUndefined();
  });

  it('reads the partitions of topics that are named, and is given up by a signal', async () => {
    expect(await conn.readPartitions('orders')).toHaveLength(1);
    expect(await conn.readPartitions(['orders', 'orders'])).toHaveLength(2);
    broker.script(metadataApi, () => new Promise(() => {}));
    const stop = new AbortController();
    const reading = expect(conn.readPartitions(undefined, { signal: stop.signal })).rejects.toMatchObject({
      code: 'ABORTED',
    });
    stop.abort();
    await reading;
  });

  it('refuses several topics that do not stand in a list, instead of forgetting some', async () => {
    const refused = (call: () => Promise<unknown>): Promise<void> =>
      expect((async () => call())()).rejects.toMatchObject({
        code: 'CONFIG',
        message: expect.stringContaining('several topics stand in a list before it'),
      });
    await refused(() => conn.readPartitions('a', 'b' as never));
    await refused(() => conn.deleteTopics('a', 'b' as never));
    await refused(() => conn.createTopics({ topic: 'a' }, { topic: 'b' } as never));
    await expect(conn.readPartitions('no/name')).rejects.toMatchObject({ code: 'CONFIG' });
  });

  it('refuses a waiting time where it always waits', async () => {
    await expect(conn.readMessage({ maxWaitMs: 5 } as never)).rejects.toThrow('option maxWaitMs is 5');
  });
});
