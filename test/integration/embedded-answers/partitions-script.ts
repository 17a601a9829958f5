// What administers topics and their partitions: more of them, fewer records, leaders, replicas, epochs, producers.
import {
  alterPartitionReassignmentsApi,
  createAlterPartitionReassignmentsRequest,
} from '../../../src/protocol/generated/alter-partition-reassignments.ts';
import {
  type CreatePartitionsTopic,
  createCreatePartitionsRequest,
  createPartitionsApi,
} from '../../../src/protocol/generated/create-partitions.ts';
import { createDeleteRecordsRequest, deleteRecordsApi } from '../../../src/protocol/generated/delete-records.ts';
import { createDescribeLogDirsRequest, describeLogDirsApi } from '../../../src/protocol/generated/describe-log-dirs.ts';
import {
  createDescribeProducersRequest,
  describeProducersApi,
} from '../../../src/protocol/generated/describe-producers.ts';
import {
  createDescribeTopicPartitionsRequest,
  describeTopicPartitionsApi,
} from '../../../src/protocol/generated/describe-topic-partitions.ts';
import { createElectLeadersRequest, electLeadersApi } from '../../../src/protocol/generated/elect-leaders.ts';
import { createFetchPartition, createFetchRequest, fetchApi } from '../../../src/protocol/generated/fetch.ts';
import {
  createListOffsetsPartition,
  createListOffsetsRequest,
  listOffsetsApi,
} from '../../../src/protocol/generated/list-offsets.ts';
import {
  createListPartitionReassignmentsRequest,
  listPartitionReassignmentsApi,
} from '../../../src/protocol/generated/list-partition-reassignments.ts';
import {
  createOffsetForLeaderEpochRequest,
  offsetForLeaderEpochApi,
} from '../../../src/protocol/generated/offset-for-leader-epoch.ts';
import { createProduceRequest, produceApi } from '../../../src/protocol/generated/produce.ts';
import { ZERO_UUID } from '../../../src/wire/message-codec.ts';
import { type BatchOptions, batchOf } from '../../support/batches.ts';
import type { Transcript } from './transcript.ts';

const timeoutMs = 10_000;

async function createPartitions(t: Transcript): Promise<void> {
  const name = `${t.prefix}-grow`;
  await t.createTopic(name);
  const ask = (what: string, version: number, topics: readonly CreatePartitionsTopic[], validateOnly = false) =>
    t.ask(what, createPartitionsApi, version, createCreatePartitionsRequest({ topics, validateOnly, timeoutMs }));
  const to = (count: number, brokers: readonly (readonly number[])[] | null = null): CreatePartitionsTopic => ({
    name,
    count,
    assignments: brokers?.map((brokerIds) => ({ brokerIds })) ?? null,
  });
  for (const version of [0, 1, 2, 3]) await ask('one more', version, [to(2 + version)]);
  await ask('only checked', 3, [to(9)], true);
  await ask('as many as there are', 3, [to(5)]);
  await ask('fewer', 3, [to(2)]);
  await ask('none', 3, [to(0)]);
  await ask('below none', 3, [to(-1)]);
  await ask('missing topic', 3, [{ ...to(3), name: `${t.prefix}-no` }]);
  await ask('a name that is none', 3, [{ ...to(3), name: 'a b' }]);
  await ask('twice', 3, [to(7), to(7)]);
  await ask('too few assignments', 3, [to(8, [[1]])]);
  await ask('too many assignments', 3, [to(6, [[1], [1]])]);
  await ask('no assignments', 3, [to(6, [])]);
  await ask('an unknown broker', 3, [to(6, [[77]])]);
  await ask('a broker twice', 3, [to(6, [[1, 1]])]);
  await ask('no broker', 3, [to(6, [[]])]);
  await ask('assigned', 3, [to(6, [[1]])]);
  await ask('nothing', 3, []);
  await t.until(async () => {
    const request = createDescribeTopicPartitionsRequest({ topics: [{ name }] });
    const answer = await t.quietly(describeTopicPartitionsApi, 0, request);
    return answer?.topics[0]?.partitions.length === 6;
  });
}

async function describePartitions(t: Transcript): Promise<void> {
  const [a, b] = [`${t.prefix}-grow`, `${t.prefix}-other`];
  await t.createTopic(b, 2);
  type Init = Parameters<typeof createDescribeTopicPartitionsRequest>[0];
  const ask = (what: string, init: Init) =>
    t.ask(what, describeTopicPartitionsApi, 0, createDescribeTopicPartitionsRequest(init));
  await ask('two topics', { topics: [{ name: b }, { name: a }] });
  await ask('twice', { topics: [{ name: b }, { name: b }] });
  await ask('missing', { topics: [{ name: `${t.prefix}-no` }, { name: b }] });
  await ask('at most three', { topics: [{ name: a }, { name: b }], responsePartitionLimit: 3 });
  await ask('going on', {
    topics: [{ name: a }, { name: b }],
    responsePartitionLimit: 3,
    cursor: { topicName: a, partitionIndex: 3 },
  });
  await ask('exactly all', { topics: [{ name: a }, { name: b }], responsePartitionLimit: 8 });
  await ask('from a topic that is not asked for', {
    topics: [{ name: b }],
    cursor: { topicName: a, partitionIndex: 0 },
  });
  await ask('from the end of a topic', {
    topics: [{ name: a }, { name: b }],
    cursor: { topicName: a, partitionIndex: 9 },
  });
  await ask('from below', { topics: [{ name: a }], cursor: { topicName: a, partitionIndex: -1 } });
}

async function write(t: Transcript, name: string, options: BatchOptions = {}): Promise<void> {
  const partitionData = [{ index: 0, records: batchOf(options) }];
  const topicData = [{ name, topicId: ZERO_UUID, partitionData }];
  await t.quietly(produceApi, 9, createProduceRequest({ acks: -1, timeoutMs, topicData }));
}

async function deleteRecords(t: Transcript): Promise<void> {
  const name = `${t.prefix}-cut`;
  await t.createTopic(name);
  for (let i = 0; i < 4; i++) await write(t, name, { values: ['a', 'b', 'c'] });
  const ask = (what: string, version: number, offset: number, partitionIndex = 0, topic = name) =>
    t.ask(
      what,
      deleteRecordsApi,
      version,
      createDeleteRecordsRequest({ topics: [{ name: topic, partitions: [{ partitionIndex, offset }] }], timeoutMs }),
    );
  await ask('before 2, amid a batch', 0, 2);
  await ask('before 3', 1, 3);
  await ask('before 1 again', 2, 1);
  await ask('beyond the end', 2, 13);
  await ask('below zero', 2, -2);
  await ask('missing partition', 2, 0, 7);
  await ask('missing topic', 2, 0, 0, `${t.prefix}-no`);
  await ask('before 8, amid a batch', 2, 8);
  const offsets = (timestamp: number) =>
    createListOffsetsRequest({
      replicaId: -1,
      topics: [{ name, partitions: [createListOffsetsPartition({ timestamp })] }],
    });
  for (const timestamp of [-2, -1, 0]) await t.ask(`offset of ${timestamp}`, listOffsetsApi, 7, offsets(timestamp));
  for (const fetchOffset of [7, 8]) {
    const partitions = [createFetchPartition({ fetchOffset, partitionMaxBytes: 10_000 })];
    const topics = [{ topic: name, topicId: ZERO_UUID, partitions }];
    await t.ask(`fetch ${fetchOffset}`, fetchApi, 12, createFetchRequest({ maxWaitMs: 0, topics }));
  }
  await ask('everything', 2, -1);
  for (const timestamp of [-2, -1]) await t.ask(`offset of ${timestamp}`, listOffsetsApi, 7, offsets(timestamp));
  await ask('everything again', 2, -1);
}

async function epochs(t: Transcript): Promise<void> {
  const name = `${t.prefix}-cut`;
  const ask = (what: string, version: number, leaderEpoch: number, more: object = {}) =>
    t.ask(
      what,
      offsetForLeaderEpochApi,
      version,
      createOffsetForLeaderEpochRequest({
        replicaId: version >= 3 ? -1 : -2,
        topics: [{ topic: name, partitions: [{ partition: 0, currentLeaderEpoch: -1, leaderEpoch, ...more }] }],
      }),
    );
  for (const version of [2, 3, 4]) await ask('epoch 0', version, 0);
  await ask('a later epoch', 4, 5);
  await ask('no epoch', 4, -1);
  await ask('as of now', 4, 0, { currentLeaderEpoch: 0 });
  await ask('as of a later epoch', 4, 0, { currentLeaderEpoch: 4 });
  await ask('missing partition', 4, 0, { partition: 7 });
  const missing = [{ topic: `${t.prefix}-no`, partitions: [{ partition: 0, currentLeaderEpoch: -1, leaderEpoch: 0 }] }];
  await t.ask('missing topic', offsetForLeaderEpochApi, 4, createOffsetForLeaderEpochRequest({ topics: missing }));
}

async function producers(t: Transcript): Promise<void> {
  const name = `${t.prefix}-produced`;
  await t.createTopic(name);
  const ask = (what: string, topic = name, partitionIndexes: readonly number[] = [0]) =>
    t.ask(
      what,
      describeProducersApi,
      0,
      createDescribeProducersRequest({ topics: [{ name: topic, partitionIndexes }] }),
    );
  await ask('none yet');
  await write(t, name, { values: ['x'] });
  await ask('none of an idempotent producer');
  await write(t, name, { values: ['a', 'b'], producerId: 500, producerEpoch: 0, baseSequence: 0 });
  await write(t, name, {
    values: ['c'],
    producerId: 500,
    producerEpoch: 0,
    baseSequence: 2,
    timestamps: [1_700_000_009_000],
  });
  await ask('one');
  await ask('missing partition', name, [7]);
  await ask('missing topic', `${t.prefix}-no`);
  await ask('a name that is none', 'a b');
}

async function elections(t: Transcript): Promise<void> {
  const name = `${t.prefix}-other`;
  const ask = (what: string, version: number, electionType: number, topic: string, partitions: readonly number[]) =>
    t.ask(
      what,
      electLeadersApi,
      version,
      createElectLeadersRequest({ electionType, topicPartitions: [{ topic, partitions }], timeoutMs }),
    );
  for (const version of [0, 1, 2]) await ask('the preferred one leads', version, 0, name, [0]);
  await ask('one leads', 2, 1, name, [1]);
  await ask('missing partition', 2, 0, name, [9]);
  await ask('missing topic', 2, 0, `${t.prefix}-no`, [0]);
  await ask('an unknown type', 2, 7, name, [0]);
}

async function reassignments(t: Transcript): Promise<void> {
  const name = `${t.prefix}-other`;
  const ask = (
    what: string,
    version: number,
    replicas: readonly number[] | null,
    { topic = name, partitionIndex = 0, allowReplicationFactorChange = true } = {},
  ) =>
    t.ask(
      what,
      alterPartitionReassignmentsApi,
      version,
      createAlterPartitionReassignmentsRequest({
        timeoutMs,
        allowReplicationFactorChange,
        topics: [{ name: topic, partitions: [{ partitionIndex, replicas }] }],
      }),
    );
  for (const version of [0, 1]) await ask('to where it is', version, [1]);
  await ask('cancel none', 1, null);
  await ask('to nowhere', 1, []);
  await ask('to an unknown broker', 1, [77]);
  await ask('to a broker below zero', 1, [-1]);
  await ask('to a broker twice', 1, [1, 1]);
  await ask('with other replicas', 1, [1, 77], { allowReplicationFactorChange: false });
  await ask('missing partition', 1, [1], { partitionIndex: 9 });
  await ask('missing topic', 1, [1], { topic: `${t.prefix}-no` });
  const list = (what: string, topics: { name: string; partitionIndexes: number[] }[] | null) =>
    t.ask(what, listPartitionReassignmentsApi, 0, createListPartitionReassignmentsRequest({ topics, timeoutMs }));
  await list('all', null);
  await list('some', [{ name, partitionIndexes: [0, 1] }]);
  await list('of a missing topic', [{ name: `${t.prefix}-no`, partitionIndexes: [0] }]);
  await list('of none', []);
}

async function logDirs(t: Transcript): Promise<void> {
  const name = `${t.prefix}-cut`;
  for (let version = 1; version <= 5; version++) {
    const topics = [
      { topic: name, partitions: [0, 9] },
      { topic: `${t.prefix}-no`, partitions: [0] },
    ];
    await t.ask('log dirs', describeLogDirsApi, version, createDescribeLogDirsRequest({ topics }), {
      // Where the records lie and how large the disk is, is up to who started the broker; how large they are, to its segments.
      show: ({ errorCode, results }) => ({
        errorCode,
        results: results.map(({ logDir, totalBytes, usableBytes, topics: found, ...rest }) => ({
          ...rest,
          isAbsolute: logDir.startsWith('/'),
          isSized: [totalBytes > 0, usableBytes > 0],
          topics: found.map((topic) => ({
            ...topic,
            partitions: topic.partitions.map((partition) => ({ ...partition, partitionSize: '?' })),
          })),
        })),
      }),
    });
  }
  await t.ask('of no topic', describeLogDirsApi, 4, createDescribeLogDirsRequest({ topics: [] }), {
    show: ({ errorCode, results }) => [errorCode, results.map(({ topics }) => topics)],
  });
}

export async function partitionsScript(t: Transcript): Promise<void> {
  await createPartitions(t);
  await describePartitions(t);
  await deleteRecords(t);
  await epochs(t);
  await producers(t);
  await elections(t);
  await reassignments(t);
  await logDirs(t);
}
