// Transactions: ids and epochs, partitions, records, markers, offsets, ends, in every version, right and wrong.
import {
  addOffsetsToTxnApi,
  createAddOffsetsToTxnRequest,
} from '../../../src/protocol/generated/add-offsets-to-txn.ts';
import {
  addPartitionsToTxnApi,
  createAddPartitionsToTxnRequest,
  createAddPartitionsToTxnTransaction,
} from '../../../src/protocol/generated/add-partitions-to-txn.ts';
import {
  createDescribeProducersRequest,
  describeProducersApi,
} from '../../../src/protocol/generated/describe-producers.ts';
import {
  createDescribeTransactionsRequest,
  describeTransactionsApi,
} from '../../../src/protocol/generated/describe-transactions.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import {
  createFetchPartition,
  createFetchRequest,
  type FetchResponse,
  fetchApi,
} from '../../../src/protocol/generated/fetch.ts';
import { createFindCoordinatorRequest, findCoordinatorApi } from '../../../src/protocol/generated/find-coordinator.ts';
import { createInitProducerIdRequest, initProducerIdApi } from '../../../src/protocol/generated/init-producer-id.ts';
import {
  createListOffsetsPartition,
  createListOffsetsRequest,
  listOffsetsApi,
} from '../../../src/protocol/generated/list-offsets.ts';
import {
  createListTransactionsRequest,
  type ListTransactionsRequest,
  listTransactionsApi,
} from '../../../src/protocol/generated/list-transactions.ts';
import { createOffsetCommitRequest, offsetCommitApi } from '../../../src/protocol/generated/offset-commit.ts';
import { createOffsetFetchRequest, offsetFetchApi } from '../../../src/protocol/generated/offset-fetch.ts';
import {
  createWritableTxnMarker,
  createWriteTxnMarkersRequest,
  type WritableTxnMarker,
  writeTxnMarkersApi,
} from '../../../src/protocol/generated/write-txn-markers.ts';
import { walkBatches } from '../../../src/record/read-batches.ts';
import { joinRawRecords } from '../../../src/wire/encoder.ts';
import { ZERO_UUID } from '../../../src/wire/message-codec.ts';
import { type Place, RECORD_TIME, TransactionalProducer } from './transactional-producer.ts';
import type { Transcript } from './transcript.ts';

const NO_TOPIC_ID = 'AAAAAAAAAAAAAAAAAAAAZQ';
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);

async function coordinators(t: Transcript): Promise<void> {
  const key = `${t.prefix}-id`;
  const first = createFindCoordinatorRequest({ key, keyType: 1 });
  await t.until(async () => (await t.quietly(findCoordinatorApi, 3, first))?.errorCode === ErrorCode.NONE);
  for (const version of range(1, 6)) {
    const request = version < 4 ? first : createFindCoordinatorRequest({ coordinatorKeys: [key, ''], keyType: 1 });
    await t.ask('coordinator of a transactional id', findCoordinatorApi, version, request);
  }
}

async function identities(t: Transcript): Promise<void> {
  const producer = await TransactionalProducer.begin(t, 'identities');
  for (const version of range(0, 5)) await producer.init('another producer', version);
  for (const version of [0, 3, 4, 5]) {
    await producer.init('an empty id', version, { transactionalId: '' });
    await producer.init('no time at all', version, { transactionTimeoutMs: 0 });
    await producer.init('a negative time', version, { transactionTimeoutMs: -1 });
    await producer.init('too long a time', version, { transactionTimeoutMs: 900_001 });
  }
  for (const version of [3, 4, 5]) {
    const before = producer.identity;
    await producer.init('goes on', version, before);
    await producer.init('goes on, asked again', version, before);
    await producer.init('an older epoch', version, { ...before, producerEpoch: before.producerEpoch - 1 });
    await producer.init('a later epoch', version, { ...before, producerEpoch: before.producerEpoch + 9 });
    await producer.init('another producer id', version, { ...before, producerId: before.producerId + 100_000 });
    await producer.init('an id without an epoch', version, { producerId: 5 });
    await producer.init('an epoch without an id', version, { producerEpoch: 5 });
    const idempotent = createInitProducerIdRequest({ transactionalId: null, ...before });
    await t.ask('goes on without a transactional id', initProducerIdApi, version, idempotent);
    const unknown = { transactionalId: `${t.prefix}-unknown-${version}`, ...before };
    await t.ask('goes on with an id that is new', initProducerIdApi, version, {
      ...createInitProducerIdRequest({ ...unknown, transactionTimeoutMs: 1000 }),
    });
  }
}

async function partitions(t: Transcript, place: Place): Promise<void> {
  const producer = await TransactionalProducer.begin(t, 'partitions');
  const { identity } = producer;
  const both = [{ name: place.name, partitions: [0, 1] }];
  const missing = [
    { name: place.name, partitions: [0, 7] },
    { name: `${place.name}-no`, partitions: [0] },
  ];
  for (const version of range(0, 3)) {
    await producer.describe('before');
    await producer.add('partitions that are not there', version, missing);
    await producer.add('no partition', version, []);
    await producer.add('an empty id', version, both, { transactionalId: '' });
    await producer.add('an unknown id', version, both, { transactionalId: `${t.prefix}-nobody` });
    await producer.add('an older epoch', version, both, { producerEpoch: identity.producerEpoch - 1 });
    await producer.add('a later epoch', version, both, { producerEpoch: identity.producerEpoch + 1 });
    await producer.add('another producer id', version, both, { producerId: identity.producerId + 100_000 });
    await producer.add('one', version, [{ name: place.name, partitions: [1] }]);
    await producer.add('both', version, both);
    await producer.add('both again', version, both);
    await producer.describe('open');
    await producer.end('nothing written', version, version % 2 === 0);
    await producer.describe('ended');
  }
  for (const version of [4, 5]) {
    const transaction = (transactionalId: string, verifyOnly: boolean, topics = both, epoch = identity.producerEpoch) =>
      createAddPartitionsToTxnTransaction({
        transactionalId,
        ...identity,
        producerEpoch: epoch,
        verifyOnly,
        topics,
      });
    const id = producer.transactionalId;
    const asks: Readonly<Record<string, ReturnType<typeof transaction>>> = {
      'whether it takes part, before': transaction(id, true),
      'whether it takes part, of an older epoch': transaction(id, true, both, identity.producerEpoch - 1),
      'whether it takes part, of an unknown id': transaction(`${t.prefix}-nobody`, true),
      'to take part, of an older epoch': transaction(id, false, both, identity.producerEpoch - 1),
      'to take part, where one is missing': transaction(id, false, missing),
      'to take part': transaction(id, false, [{ name: place.name, partitions: [0] }]),
      'whether it takes part, after': transaction(id, true),
    };
    for (const [what, one] of Object.entries(asks)) {
      const request = createAddPartitionsToTxnRequest({ transactions: [one] });
      await t.ask(`a broker asks ${what}`, addPartitionsToTxnApi, version, request);
    }
    await producer.end('abort', 4, false);
  }
}

function batchesOf(answer: FetchResponse): unknown {
  return answer.responses.flatMap(({ partitions: all }) =>
    all.map(({ records, ...rest }) => ({
      ...rest,
      batches: [...walkBatches(joinRawRecords(records ?? []))].map(({ header }) => [
        ...[header.baseOffset, header.attributes, header.producerEpoch, header.baseSequence, header.count],
      ]),
    })),
  );
}

async function read(t: Transcript, what: string, place: Place, fetchOffset = 0): Promise<void> {
  for (const isolationLevel of [0, 1]) {
    for (const version of isolationLevel === 0 ? [11] : [4, 11, 12]) {
      const wanted = createFetchPartition({ fetchOffset, partitionMaxBytes: 1 << 20 });
      const request = createFetchRequest({
        maxBytes: 1 << 20,
        isolationLevel,
        topics: [{ topic: place.name, topicId: ZERO_UUID, partitions: [wanted] }],
      });
      const how = isolationLevel === 0 ? 'uncommitted' : 'committed';
      await t.ask(`${what}, ${how} from ${fetchOffset}`, fetchApi, version, request, { show: batchesOf });
    }
    // Two markers can have the same time: the latest one is told only where there is none yet.
    const latest = what === 'open' ? [-3] : [];
    for (const timestamp of [-1, -2, ...latest, RECORD_TIME, RECORD_TIME + 5]) {
      const wanted = createListOffsetsPartition({ timestamp });
      const topics = [{ name: place.name, partitions: [wanted] }];
      const request = createListOffsetsRequest({ replicaId: -1, isolationLevel, topics });
      await t.ask(
        `${what}: offset at ${timestamp - (timestamp > 0 ? RECORD_TIME : 0)}, isolation ${isolationLevel}`,
        listOffsetsApi,
        7,
        request,
      );
    }
  }
  const topics = [{ name: place.name, partitionIndexes: [0] }];
  await t.ask(`${what}: producers`, describeProducersApi, 0, createDescribeProducersRequest({ topics }), {
    show: (answer) => answer.topics[0]?.partitions[0]?.activeProducers.toSorted((a, b) => a.producerId - b.producerId),
  });
}

async function records(t: Transcript, version: number): Promise<void> {
  const name = `${t.prefix}-records-${version}`;
  const place = { name, topicId: await t.createTopic(name, 2) };
  const producer = await TransactionalProducer.begin(t, `records-${version}`);
  const adds = version >= 12;
  const endVersion = adds ? 5 : 3;
  const partitionsOf = (...all: number[]) => [{ name, partitions: all }];
  await producer.write('outside of any transaction', version, place);
  await producer.write('with a late sequence', version, place, { batch: { baseSequence: 4 } });
  if (adds) await producer.end('what that opened', endVersion, false);
  else await producer.add('begin', 3, partitionsOf(0));
  await producer.write('first', version, place);
  await producer.write('again', version, place, { batch: { baseSequence: producer.sequence - 1 } });
  await producer.write('a gap', version, place, { batch: { baseSequence: producer.sequence + 2 } });
  await producer.write('not of the transaction', version, place, { batch: { attributes: 0 } });
  await producer.write('without the id', version, place, { transactionalId: null });
  await producer.write('with an empty id', version, place, {
    transactionalId: '',
    partition: 1,
    batch: { baseSequence: 0 },
  });
  await producer.write('with an unknown id', version, place, {
    transactionalId: `${t.prefix}-nobody`,
    partition: 1,
    batch: { baseSequence: 0 },
  });
  for (const epoch of [producer.producerEpoch - 1, producer.producerEpoch + 1]) {
    const batch = { producerEpoch: epoch, baseSequence: 0 };
    await producer.write(`of epoch ${epoch}`, version, place, { batch });
    await producer.write(`of epoch ${epoch} elsewhere`, version, place, { partition: 1, batch });
  }
  await producer.write('elsewhere', version, place, { partition: 1, batch: { baseSequence: 0 } });
  await producer.write('missing partition', version, place, { partition: 9, batch: { baseSequence: 0 } });
  await producer.describe('open');
  await read(t, 'open', place);
  const other = await TransactionalProducer.begin(t, `records-other-${version}`);
  await other.add('begin', 3, partitionsOf(0));
  await other.write('of another producer', version, place, { batch: { timestamps: [RECORD_TIME + 9] } });
  await producer.end('abort', endVersion, false);
  await read(t, 'one is open', place);
  await other.end('commit', endVersion, true);
  await read(t, 'both ended', place);
  await read(t, 'both ended', place, 2);
  if (!adds) await producer.add('begin again', 3, partitionsOf(0));
  await producer.write('next transaction', version, place);
  await producer.end('commit', endVersion, true);
  await producer.write('after the end, again', version, place, { batch: { baseSequence: producer.sequence } });
  await producer.end('abort', endVersion, false);
  await read(t, 'in the end', place, 4);
}

async function ends(t: Transcript, place: Place): Promise<void> {
  for (const version of range(0, 5)) {
    const producer = await TransactionalProducer.begin(t, `ends-${version}`);
    const begin = () => producer.add('begin', 3, [{ name: place.name, partitions: [0] }]);
    await producer.end('commit nothing', version, true);
    await producer.end('abort nothing', version, false);
    await producer.describe('nothing ended');
    await producer.end('an unknown id', version, true, { transactionalId: `${t.prefix}-nobody` });
    await producer.end('an empty id', version, true, { transactionalId: '' });
    for (const committed of [true, false]) {
      const result = committed ? 'commit' : 'abort';
      await begin();
      const { identity } = producer;
      const { producerId, producerEpoch } = identity;
      await producer.end(`${result} of an older epoch`, version, committed, { producerEpoch: producerEpoch - 1 });
      await producer.end(`${result} of a later epoch`, version, committed, { producerEpoch: producerEpoch + 1 });
      await producer.end(`${result} of another id`, version, committed, { producerId: producerId + 100_000 });
      await producer.end(result, version, committed);
      await producer.end(`${result} again`, version, committed, identity);
      await producer.end(`${result}, and then the other way`, version, !committed, identity);
      await producer.describe(`after ${result}`);
    }
    await producer.end('commit of a transaction that is none', version, true);
    await producer.end('abort of a transaction that is none', version, false);
  }
}

/** Whoever comes later ends what is open and fences those before. */
async function fencing(t: Transcript, place: Place): Promise<void> {
  const old = await TransactionalProducer.begin(t, 'fencing');
  await old.add('begin', 3, [{ name: place.name, partitions: [0] }]);
  const identity = { ...old.identity };
  const request = createInitProducerIdRequest({ transactionalId: old.transactionalId, transactionTimeoutMs: 60_000 });
  await t.ask('a successor', initProducerIdApi, 4, request);
  await old.settled();
  await old.describe('after a successor asked');
  await old.end('the old one commits', 3, true, identity);
  await t.ask('the successor again', initProducerIdApi, 4, request);
  await old.describe('after the successor began');
  for (const version of range(0, 5)) {
    await old.end('the old one commits', version, true, identity);
    await old.end('the old one aborts', version, false, identity);
  }
  for (const version of range(0, 3))
    await old.add('the old one adds', version, [{ name: place.name, partitions: [0] }]);
  for (const version of [8, 10, 11, 12]) await old.write('the old one writes', version, place);
  await old.init('the old one goes on', 3, identity);
  await old.init('the old one goes on', 4, identity);
}

async function offsets(t: Transcript, place: Place): Promise<void> {
  const groupId = `${t.prefix}-offsets-group`;
  const fetchOffsets = async (what: string): Promise<void> => {
    for (const requireStable of [false, true]) {
      const topics = [{ name: place.name, partitionIndexes: [0, 1] }];
      const old = createOffsetFetchRequest({ groupId, topics, requireStable });
      await t.ask(`${what}, stable ${requireStable}`, offsetFetchApi, 7, old);
      const all = { groupId, memberId: null, memberEpoch: -1, topics: null };
      const request = createOffsetFetchRequest({ groups: [all], requireStable });
      await t.ask(`${what}, all, stable ${requireStable}`, offsetFetchApi, 9, request);
    }
  };
  const first = createFindCoordinatorRequest({ key: groupId, keyType: 0 });
  await t.until(async () => (await t.quietly(findCoordinatorApi, 3, first))?.errorCode === ErrorCode.NONE);
  const producer = await TransactionalProducer.begin(t, 'offsets');
  const addOffsets = async (what: string, version: number, as: object = {}): Promise<void> => {
    const request = createAddOffsetsToTxnRequest({
      transactionalId: producer.transactionalId,
      ...producer.identity,
      groupId,
      ...as,
    });
    await t.ask(what, addOffsetsToTxnApi, version, request);
  };
  for (const version of range(0, 4)) {
    const { producerEpoch, producerId } = producer;
    await addOffsets('offsets of an older epoch', version, { producerEpoch: producerEpoch - 1 });
    await addOffsets('offsets of another id', version, { producerId: producerId + 100_000 });
    await addOffsets('offsets of an unknown id', version, { transactionalId: `${t.prefix}-nobody` });
    await addOffsets('offsets of an empty id', version, { transactionalId: '' });
    await addOffsets('offsets', version);
    await producer.end('abort', version, false);
  }
  const member = { generationIdOrMemberEpoch: 3, memberId: 'nobody' };
  for (const version of range(0, 6)) {
    const endVersion = version >= 5 ? 5 : 3;
    await producer.commitOffset('not added', version, groupId, place);
    if (version < 5) await addOffsets('add', 3);
    else await producer.end('what that opened', endVersion, false);
    await producer.commitOffset('of an older epoch', version, groupId, place, {
      producerEpoch: producer.producerEpoch - 1,
    });
    await producer.commitOffset('of another id', version, groupId, place, {
      producerId: producer.producerId + 100_000,
    });
    await producer.commitOffset('of an empty group', version, '', place);
    await producer.commitOffset('added', version, groupId, place, { offset: 100 + version });
    await producer.commitOffset('missing partition', version, groupId, place, { partition: 9 });
    const missing = { name: `${place.name}-no`, topicId: NO_TOPIC_ID };
    await producer.commitOffset('missing topic', version, groupId, missing);
    if (version >= 3) {
      await producer.commitOffset('of a member that is none', version, groupId, place, member);
      await producer.commitOffset('of a group that is none', version, `${groupId}-no`, place, member);
    }
    await producer.describe('offsets');
    await fetchOffsets('pending');
    await producer.end('commit', endVersion, true);
    await fetchOffsets('committed');
  }
  await addOffsets('add', 3);
  await producer.commitOffset('one', 3, groupId, place, { offset: 500 });
  const partition = { partitionIndex: 0, committedOffset: 600, committedLeaderEpoch: -1, committedMetadata: '' };
  const topics = [{ name: place.name, topicId: ZERO_UUID, partitions: [partition] }];
  await t.ask('outside', offsetCommitApi, 8, createOffsetCommitRequest({ groupId, topics }));
  await fetchOffsets('both');
  await producer.end('commit', 3, true);
  await fetchOffsets('the later one');
  await addOffsets('add', 3);
  await producer.commitOffset('one', 3, groupId, place, { offset: 700 });
  await producer.end('abort', 3, false);
  await fetchOffsets('aborted');
}

async function markers(t: Transcript, place: Place): Promise<void> {
  const name = `${t.prefix}-markers`;
  const own = { name, topicId: await t.createTopic(name) };
  const producer = await TransactionalProducer.begin(t, 'markers');
  await producer.add('begin', 3, [{ name, partitions: [0] }]);
  await producer.write('one', 9, own);
  const mark = async (what: string, version: number, init: Partial<WritableTxnMarker> = {}): Promise<void> => {
    const topics = [{ name, partitionIndexes: [0] }];
    const marker = createWritableTxnMarker({ ...producer.identity, coordinatorEpoch: 0, topics, ...init });
    await t.ask(what, writeTxnMarkersApi, version, createWriteTxnMarkersRequest({ markers: [marker] }));
  };
  await mark('nowhere', 1, { topics: [{ name: `${place.name}-no`, partitionIndexes: [0] }] });
  await mark('in a missing partition', 1, { topics: [{ name, partitionIndexes: [4] }] });
  await mark('of an older epoch', 1, { producerEpoch: producer.producerEpoch - 1 });
  await mark('of version 2, in the same epoch', 2, { transactionVersion: 2 });
  await mark('abort', 1, { coordinatorEpoch: 5 });
  await read(t, 'a marker by hand', own);
  await mark('abort again', 2, { coordinatorEpoch: 5 });
  await mark('of a coordinator of before', 1, { coordinatorEpoch: 4 });
  await mark('of a producer that is not known', 1, { producerId: producer.producerId + 100_000 });
  await t.ask('none', writeTxnMarkersApi, 1, createWriteTxnMarkersRequest());
}

async function lists(t: Transcript, place: Place): Promise<void> {
  const producer = await TransactionalProducer.begin(t, 'lists');
  await producer.add('begin', 3, [{ name: place.name, partitions: [1] }]);
  const list = async (what: string, version: number, init: Partial<ListTransactionsRequest> = {}): Promise<void> => {
    await t.ask(what, listTransactionsApi, version, createListTransactionsRequest(init), {
      show: ({ transactionStates, ...rest }) => [
        rest,
        ...transactionStates
          .filter(({ transactionalId }) => transactionalId.startsWith(`${t.prefix}-lists`))
          .sort((a, b) => (a.transactionalId < b.transactionalId ? -1 : 1)),
      ],
    });
  };
  for (const version of [0, 1, 2]) {
    await list('all', version);
    await list('open ones', version, { stateFilters: ['Ongoing'] });
    await list('ended ones', version, { stateFilters: ['CompleteCommit', 'ongoing', 'Nonsense', 'Dead'] });
    await list('of a producer', version, { producerIdFilters: [producer.producerId] });
    await list('of another', version, { producerIdFilters: [producer.producerId + 100_000] });
  }
  await list('long ones', 1, { durationFilter: 3_000_000 });
  await list('short ones', 1, { durationFilter: 0 });
  await list('by name', 2, { transactionalIdPattern: `${t.prefix}-li.*` });
  await list('by another name', 2, { transactionalIdPattern: 'li.*' });
  await list('by a wrong pattern', 2, { transactionalIdPattern: '(' });
  const ids = ['', `${t.prefix}-nobody`, producer.transactionalId];
  const request = createDescribeTransactionsRequest({ transactionalIds: ids });
  await t.ask('described', describeTransactionsApi, 0, request);
  await producer.end('commit', 3, true);
}

export async function transactionsScript(t: Transcript): Promise<void> {
  const name = `${t.prefix}-transactions`;
  const place = { name, topicId: await t.createTopic(name, 2) };
  await coordinators(t);
  await identities(t);
  await partitions(t, place);
  for (const version of [3, 10, 11, 12, 13]) await records(t, version);
  await ends(t, place);
  await fencing(t, place);
  await offsets(t, place);
  await markers(t, place);
  await lists(t, place);
}
