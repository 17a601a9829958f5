// Produce, Fetch and ListOffsets: right and wrong, idempotence, in every version.

import {
  createFetchPartition,
  createFetchRequest,
  type FetchPartition,
  fetchApi,
} from '../../../src/protocol/generated/fetch.ts';
import { createFindCoordinatorRequest, findCoordinatorApi } from '../../../src/protocol/generated/find-coordinator.ts';
import { createInitProducerIdRequest, initProducerIdApi } from '../../../src/protocol/generated/init-producer-id.ts';
import {
  createListOffsetsPartition,
  createListOffsetsRequest,
  listOffsetsApi,
} from '../../../src/protocol/generated/list-offsets.ts';
import { createProduceRequest, type ProduceRequest, produceApi } from '../../../src/protocol/generated/produce.ts';
import { buildMessageSet } from '../../../src/record/message-set.ts';
import { ZERO_UUID } from '../../../src/wire/message-codec.ts';
import { type BatchOptions, batchOf } from '../../support/batches.ts';
import type { Transcript } from './transcript.ts';

const UNKNOWN_ID = 'AAAAAAAAAAAAAAAAAAAAZQ';
const BY_ID_FROM = { produce: 13, fetch: 13 } as const;
const START = 1_700_000_000_000;

interface Place {
  readonly name: string;
  readonly topicId: string;
}

function produceTo(place: Place, version: number, index: number, records: Buffer | null, acks = -1): ProduceRequest {
  const isById = version >= BY_ID_FROM.produce;
  const topic = { name: isById ? '' : place.name, topicId: isById ? place.topicId : ZERO_UUID };
  return createProduceRequest({
    acks,
    timeoutMs: 5000,
    topicData: [{ ...topic, partitionData: [{ index, records }] }],
  });
}

function changed(bytes: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = value;
  return copy;
}

const MAGIC_AT = 16;
const LAST_BYTE = -1;

async function produce(t: Transcript, place: Place): Promise<void> {
  const good = batchOf({ values: ['a', 'b', null] });
  for (let version = 3; version <= 13; version++) {
    await t.ask('a batch', produceApi, version, produceTo(place, version, 0, good));
  }
  await t.ask('a gzip batch', produceApi, 9, produceTo(place, 9, 0, batchOf({ values: ['x', 'y'], gzip: true })));
  await t.ask('acks 1', produceApi, 9, produceTo(place, 9, 0, good, 1));
  await t.post('acks 0', produceApi, 9, produceTo(place, 9, 0, good, 0));
  await t.post('acks 0 to a missing partition', produceApi, 9, produceTo(place, 9, 7, good, 0));
  await t.ask('acks 2', produceApi, 9, produceTo(place, 9, 0, good, 2));
  await t.ask('missing partition', produceApi, 9, produceTo(place, 9, 7, good));
  await t.ask('missing topic', produceApi, 9, produceTo({ name: `${t.prefix}-no`, topicId: '' }, 9, 0, good));
  await t.ask('missing topic id', produceApi, 13, produceTo({ name: '', topicId: UNKNOWN_ID }, 13, 0, good));
  await t.ask('nothing', produceApi, 9, createProduceRequest({ acks: -1, timeoutMs: 1000 }));
  const wrong: Readonly<Record<string, Buffer>> = {
    'empty records': Buffer.alloc(0),
    'half a batch': good.subarray(0, 70),
    'few bytes': good.subarray(0, 9),
    'a wrong CRC': changed(good, good.length + LAST_BYTE, 1),
    ...(await messageSets(good)),
    'a batch that is too short': changed(good, 11, 2),
    'magic 1': changed(good, MAGIC_AT, 1),
    'magic 9': changed(good, MAGIC_AT, 9),
    'two batches': Buffer.concat([good, good]),
    'no record': batchOf({ values: [], lastOffsetDelta: 0, count: 0 }),
    'wrong count': batchOf({ count: 3 }),
    'wrong last offset': batchOf({ lastOffsetDelta: 4 }),
    'negative count': batchOf({ count: -1 }),
    'a control batch': batchOf({ attributes: 0x20 }),
    'a sequence below zero': batchOf({ producerId: 5, producerEpoch: 0, baseSequence: -1 }),
    'a transactional batch': batchOf({ attributes: 0x10, producerId: 5, producerEpoch: 0, baseSequence: 0 }),
    'a far future': batchOf({ timestamps: [Date.now() + 2 * 86_400_000] }),
    'a far past': batchOf({ timestamps: [1] }),
    'no time': batchOf({ timestamps: [-1] }),
  };
  for (const [what, records] of Object.entries(wrong)) {
    for (const version of [3, 9, 12]) {
      await t.ask(what, produceApi, version, produceTo(place, version, 1, records), { show: withoutTimes });
    }
  }
}

/** What producers sent before magic 2. */
async function messageSets(batch: Buffer): Promise<Readonly<Record<string, Buffer>>> {
  const sets: Record<string, Buffer> = {};
  for (const magic of [0, 1] as const) {
    const messages = [
      { value: 'a', timestamp: START },
      { value: 'b', timestamp: START },
    ];
    const set = await buildMessageSet(messages, { magic });
    sets[`a message of magic ${magic}`] = await buildMessageSet(messages.slice(1), { magic });
    sets[`messages of magic ${magic}`] = set;
    sets[`a compressed set of magic ${magic}`] = await buildMessageSet(messages, { magic, compression: 'gzip' });
    sets[`a message of magic ${magic} with a wrong CRC`] = changed(set, MAGIC_AT - 1, 0);
    sets[`half a message of magic ${magic}`] = set.subarray(0, 20);
    sets[`a message of magic ${magic} that is too short`] = changed(set, 11, 2);
    sets[`a batch, and messages of magic ${magic}`] = Buffer.concat([batch, set]);
    sets[`messages of magic ${magic}, and a batch`] = Buffer.concat([set, batch]);
  }
  return sets;
}

/** A message about times says when now is. */
function withoutTimes(answer: object): unknown {
  return JSON.parse(JSON.stringify(answer).replace(/-?\b\d{13,}\b/g, '0'));
}

async function topicRules(t: Transcript): Promise<void> {
  const good = batchOf({ values: ['a', 'b'] });
  const topic = async (name: string, configs: Record<string, string>): Promise<Place> => {
    const full = `${t.prefix}-${name}`;
    return { name: full, topicId: await t.createTopic(full, 1, configs) };
  };
  const compacted = await topic('compacted', { 'cleanup.policy': 'compact' });
  for (const version of [7, 8, 13]) {
    const keyless = batchOf({ values: ['a', 'b', 'c', 'd', 'e'], keys: [null, 'k', null, null, null] });
    await t.ask('records without keys', produceApi, version, produceTo(compacted, version, 0, keyless));
    const keyed = batchOf({ values: ['a', 'b'], keys: ['k', ''] });
    await t.ask('records with keys', produceApi, version, produceTo(compacted, version, 0, keyed));
  }
  const small = await topic('small', { 'max.message.bytes': '100' });
  const large = batchOf({ values: ['x'.repeat(200)] });
  for (const version of [3, 9, 13]) await t.ask('too large', produceApi, version, produceTo(small, version, 0, large));
  const stamped = await topic('stamped', { 'message.timestamp.type': 'LogAppendTime' });
  await t.ask('stamped by the broker', produceApi, 9, produceTo(stamped, 9, 0, good));
  await t.ask('max timestamp of stamped', listOffsetsApi, 10, list(stamped.name, 0, -3));
  const safe = await topic('safe', { 'min.insync.replicas': '2' });
  await t.ask('too few replicas', produceApi, 9, produceTo(safe, 9, 0, good));
  await t.ask('too few replicas, acks 1', produceApi, 9, produceTo(safe, 9, 0, good, 1));
  await t.until(async () => {
    const found = await t.quietly(findCoordinatorApi, 3, createFindCoordinatorRequest({ key: t.prefix }));
    return found?.errorCode === 0;
  });
  await t.settled(['__consumer_offsets'], true);
  await t.ask('internal', produceApi, 9, produceTo({ name: '__consumer_offsets', topicId: '' }, 9, 0, good));
}

async function idempotence(t: Transcript): Promise<void> {
  const name = `${t.prefix}-idempotent`;
  const place = { name, topicId: await t.createTopic(name, 2) };
  const producerId = async (): Promise<number> => {
    for (;;) {
      const answer = await t.quietly(initProducerIdApi, 4, createInitProducerIdRequest({ transactionalId: null }));
      if (answer !== undefined && answer.errorCode === 0) return answer.producerId;
    }
  };
  const send = async (what: string, batch: BatchOptions): Promise<void> => {
    await t.ask(what, produceApi, 9, produceTo(place, 9, 0, batchOf({ values: ['a', 'b'], ...batch })));
  };
  const first = { producerId: await producerId(), producerEpoch: 0 };
  for (const baseSequence of [0, 2, 4, 6, 8, 10]) await send(`sequence ${baseSequence}`, { ...first, baseSequence });
  for (const baseSequence of [10, 2, 0]) await send(`sequence ${baseSequence} again`, { ...first, baseSequence });
  await send('another length at a known sequence', { ...first, baseSequence: 10, values: ['a'] });
  await send('a gap', { ...first, baseSequence: 14 });
  await send('the next', { ...first, baseSequence: 12 });
  await send('a new epoch, not from zero', { ...first, producerEpoch: 1, baseSequence: 14 });
  await send('a new epoch', { ...first, producerEpoch: 1, baseSequence: 0 });
  await send('the old epoch', { ...first, baseSequence: 14 });
  await send('the old epoch, a known batch', { ...first, baseSequence: 12 });
  await send('the new epoch, the old sequence', { ...first, producerEpoch: 1, baseSequence: 14 });
  const second = { producerId: await producerId(), producerEpoch: 0 };
  await send('an unknown producer, not from zero', { ...second, baseSequence: 2 ** 31 - 4 });
  await send('up to the last sequence', { ...second, baseSequence: 2 ** 31 - 2 });
  await send('from zero after the last', { ...second, baseSequence: 0 });
  const third = { producerId: await producerId(), producerEpoch: 0 };
  await send('near the last sequence', { ...third, baseSequence: 2 ** 31 - 3 });
  await send('across the last sequence', { ...third, baseSequence: 2 ** 31 - 1 });
  await send('across the last sequence again', { ...third, baseSequence: 2 ** 31 - 1 });
  await send('after it', { ...third, baseSequence: 1 });
}

function list(name: string, partitionIndex: number, timestamp: number, currentLeaderEpoch = -1) {
  const partition = createListOffsetsPartition({ partitionIndex, timestamp, currentLeaderEpoch });
  return createListOffsetsRequest({ replicaId: -1, topics: [{ name, partitions: [partition] }] });
}

async function listOffsets(t: Transcript): Promise<void> {
  const name = `${t.prefix}-times`;
  const place = { name, topicId: await t.createTopic(name, 2) };
  await t.ask('empty: max timestamp', listOffsetsApi, 8, list(name, 0, -3));
  await t.ask('empty: earliest', listOffsetsApi, 8, list(name, 0, -2));
  await t.ask('empty: latest', listOffsetsApi, 8, list(name, 0, -1));
  const times = [
    [0, 10, 5],
    [20, 15],
    [30, 40, 40, 35],
  ].map((part) => part.map((each) => START + each));
  for (const [at, timestamps] of times.entries()) {
    const batch = batchOf({ values: timestamps.map(String), timestamps, gzip: at === 2 });
    await t.quietly(produceApi, 9, produceTo(place, 9, 0, batch));
  }
  for (let version = 1; version <= 11; version++) {
    for (const timestamp of [-1, -2, -3, -4, -5, -6, -7, START - 1, START + 6, START + 16, START + 33, START + 41]) {
      await t.ask(`time ${timestamp}`, listOffsetsApi, version, list(name, 0, timestamp));
    }
  }
  await t.ask('missing partition', listOffsetsApi, 8, list(name, 9, -1));
  await t.ask('missing topic', listOffsetsApi, 8, list(`${name}-no`, 0, -1));
  await t.ask('this epoch', listOffsetsApi, 8, list(name, 0, -1, 0));
  await t.ask('a later epoch', listOffsetsApi, 8, list(name, 0, -1, 3));
}

async function fetch(t: Transcript, place: Place): Promise<void> {
  const fetchOne = async (
    what: string,
    version: number,
    partition: Partial<FetchPartition>,
    whole: Parameters<typeof createFetchRequest>[0] = {},
    from: Place = place,
  ): Promise<void> => {
    const isById = version >= BY_ID_FROM.fetch;
    const topic = { topic: isById ? '' : from.name, topicId: isById ? from.topicId : ZERO_UUID };
    const partitions = [createFetchPartition({ partitionMaxBytes: 100_000, ...partition })];
    const request = createFetchRequest({ maxWaitMs: 100, minBytes: 1, ...whole, topics: [{ ...topic, partitions }] });
    await t.ask(what, fetchApi, version, request);
  };
  for (let version = 4; version <= 18; version++) {
    await fetchOne('from the beginning', version, {});
    await fetchOne('at the end', version, { fetchOffset: 41 }, { maxWaitMs: 0 });
    await fetchOne('past the end', version, { fetchOffset: 4000 });
    await fetchOne('missing partition', version, { partition: 9 });
  }
  for (const version of [4, 12, 17]) {
    await fetchOne('one byte', version, { partitionMaxBytes: 1 });
    await fetchOne('one byte of all', version, {}, { maxBytes: 1 });
    await fetchOne('a batch and a half', version, { partitionMaxBytes: 120 });
    await fetchOne('in the middle of a batch', version, { fetchOffset: 4, partitionMaxBytes: 200 });
    await fetchOne('below zero', version, { fetchOffset: -1 });
    await fetchOne('read committed', version, { fetchOffset: 30 }, { isolationLevel: 1 });
    await fetchOne('missing topic', version, {}, {}, { name: `${t.prefix}-no`, topicId: UNKNOWN_ID });
    await fetchOne('more than there is', version, {}, { minBytes: 10_000_000 });
  }
  for (const version of [9, 12, 16, 17]) {
    await fetchOne('this epoch', version, { fetchOffset: 40, currentLeaderEpoch: 0 });
    await fetchOne('a later epoch', version, { currentLeaderEpoch: 2 });
    await fetchOne('an unknown session', version, {}, { sessionId: 77, sessionEpoch: 3 });
  }
  for (const lastFetchedEpoch of [0, 3]) {
    await fetchOne(`last fetched epoch ${lastFetchedEpoch}`, 12, { fetchOffset: 40, lastFetchedEpoch });
  }
  await t.ask('nothing', fetchApi, 12, createFetchRequest({ maxWaitMs: 100, minBytes: 1 }));
  const two = [0, 1].map((partition) => createFetchPartition({ partition, partitionMaxBytes: 100_000 }));
  for (const maxBytes of [1, 100, 1000, 10_000]) {
    const topics = [{ topic: place.name, topicId: ZERO_UUID, partitions: two }];
    await t.ask(
      `two partitions, ${maxBytes}`,
      fetchApi,
      12,
      createFetchRequest({ maxWaitMs: 0, minBytes: 1, maxBytes, topics }),
    );
  }
}

export async function recordsScript(t: Transcript): Promise<void> {
  const name = `${t.prefix}-records`;
  const place = { name, topicId: await t.createTopic(name, 2) };
  await produce(t, place);
  await fetch(t, place);
  await topicRules(t);
  await idempotence(t);
  await listOffsets(t);
}
