// ApiVersions, Metadata, CreateTopics, DeleteTopics, InitProducerId: right and wrong.

import { apiVersionsApi, createApiVersionsRequest } from '../../../src/protocol/generated/api-versions.ts';
import {
  createCreatableTopic,
  createCreateTopicsRequest,
  createTopicsApi,
} from '../../../src/protocol/generated/create-topics.ts';
import { createDeleteTopicsRequest, deleteTopicsApi } from '../../../src/protocol/generated/delete-topics.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { createInitProducerIdRequest, initProducerIdApi } from '../../../src/protocol/generated/init-producer-id.ts';
import { createMetadataRequest, type MetadataResponse, metadataApi } from '../../../src/protocol/generated/metadata.ts';
import {
  createSaslAuthenticateRequest,
  saslAuthenticateApi,
} from '../../../src/protocol/generated/sasl-authenticate.ts';
import { createSaslHandshakeRequest, saslHandshakeApi } from '../../../src/protocol/generated/sasl-handshake.ts';
import { ZERO_UUID } from '../../../src/wire/message-codec.ts';
import type { Transcript } from './transcript.ts';

const UNKNOWN_ID = 'AAAAAAAAAAAAAAAAAAAAZQ';

const software = { clientSoftwareName: 'answers', clientSoftwareVersion: '1' };

async function apiVersions(t: Transcript): Promise<void> {
  for (const version of [0, 1, 2, 3, 4, 5]) {
    const request = createApiVersionsRequest(version >= 3 ? software : {});
    // Our broker has fewer APIs and features; those that it has must have Kafka's own versions.
    const ours = (await t.quietly(apiVersionsApi, version, request))?.apiKeys ?? [];
    t.exchanges.push({ what: `ApiVersions v${version}`, answer: ours.filter(({ apiKey }) => shared.has(apiKey)) });
  }
  const wrong = [
    { clientSoftwareName: '' },
    { clientSoftwareVersion: '-' },
    { nodeId: 1 },
    { clusterId: 'other', nodeId: 1 },
  ];
  for (const part of wrong) {
    await t.ask(JSON.stringify(part), apiVersionsApi, 5, createApiVersionsRequest({ ...software, ...part }));
  }
}

const shared = new Set([0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 22, 36]);

function named(name: string | null, topicId: string = ZERO_UUID): { name: string | null; topicId: string } {
  return { name, topicId };
}

async function createTopics(t: Transcript): Promise<void> {
  const p = t.prefix;
  const topic = createCreatableTopic;
  const assign = (...brokers: number[][]) =>
    brokers.map((brokerIds, partitionIndex) => ({ partitionIndex, brokerIds }));
  const config = (name: string, value: string | null) => [{ name, value }];
  const one = { numPartitions: 1, replicationFactor: 1 };
  const chosen = { numPartitions: -1, replicationFactor: -1 };
  const wishes = [
    topic({ name: `${p}-t`, numPartitions: 2, replicationFactor: 1 }),
    topic({ name: `${p}-default`, ...chosen }),
    topic({ name: `${p}-dot.ted`, ...one }),
    topic({
      name: `${p}-configs`,
      ...one,
      configs: [
        ...config('max.message.bytes', '1000'),
        ...config('retention.ms', '-1'),
        ...config('cleanup.policy', 'compact,delete'),
      ],
    }),
    topic({ name: `${p}-stamped`, ...one, configs: config('message.timestamp.type', 'LogAppendTime') }),
    topic({ name: `${p}-two-replicas-needed`, ...one, configs: config('min.insync.replicas', '2') }),
    topic({ name: `${p}-assigned`, ...chosen, assignments: assign([1], [1]) }),
  ];
  const refused = [
    topic({ name: `${p}-t`, ...one }),
    topic({ name: `${p}-dot_ted`, ...one }),
    topic({ name: `${p} x`, ...one }),
    topic({ name: '', ...one }),
    topic({ name: '.', ...one }),
    topic({ name: 'x'.repeat(250), ...one }),
    topic({ name: `${p}-a`, numPartitions: 0, replicationFactor: 1 }),
    topic({ name: `${p}-b`, numPartitions: -2, replicationFactor: 1 }),
    topic({ name: `${p}-c`, numPartitions: 1, replicationFactor: 9 }),
    topic({ name: `${p}-d`, numPartitions: 1, replicationFactor: 0 }),
    topic({ name: `${p}-e`, ...one, configs: config('nope', '1') }),
    topic({ name: `${p}-f`, ...one, configs: config('max.message.bytes', 'x') }),
    topic({ name: `${p}-g`, ...one, configs: config('max.message.bytes', '-5') }),
    topic({ name: `${p}-h`, ...one, configs: config('max.message.bytes', null) }),
    topic({ name: `${p}-i`, ...one, configs: config('cleanup.policy', 'shrink') }),
    topic({ name: `${p}-j`, ...one, configs: config('compression.type', 'zip') }),
    topic({ name: `${p}-k`, ...one, configs: config('message.timestamp.type', 'Never') }),
    topic({ name: `${p}-l`, ...one, configs: config('preallocate', 'maybe') }),
    topic({ name: `${p}-m`, ...one, configs: config('min.cleanable.dirty.ratio', '-1') }),
    topic({ name: `${p}-n`, ...one, configs: config('segment.bytes', '1') }),
    topic({ name: `${p}-o`, ...one, configs: config('retention.ms', '-2') }),
    topic({ name: `${p}-p`, ...one, configs: config('max.message.bytes', '3000000000') }),
    topic({ name: `${p}-q`, ...one, assignments: assign([1]) }),
    topic({ name: `${p}-r`, numPartitions: 2, replicationFactor: -1, assignments: assign([1]) }),
    topic({ name: `${p}-s`, ...chosen, assignments: assign([9]) }),
    topic({ name: `${p}-u`, ...chosen, assignments: assign([]) }),
    topic({ name: `${p}-v`, ...chosen, assignments: assign([1, 1]) }),
    topic({ name: `${p}-w`, ...chosen, assignments: [{ partitionIndex: 1, brokerIds: [1] }] }),
    topic({ name: `${p}-twice`, ...one }),
    topic({ name: `${p}-twice`, ...one }),
  ];
  await t.ask('only validated', createTopicsApi, 7, createCreateTopicsRequest({ topics: wishes, validateOnly: true }), {
    show: ({ topics }) => topics.map((each) => ({ ...each, topicId: '', configs: each.configs?.length })),
  });
  await t.ask('created', createTopicsApi, 7, createCreateTopicsRequest({ topics: wishes }));
  await t.settled(
    wishes.map(({ name }) => name),
    true,
  );
  const retry = createCreateTopicsRequest({ topics: refused });
  for (const version of [2, 5, 7]) await t.ask('refused', createTopicsApi, version, retry);
}

async function metadata(t: Transcript): Promise<void> {
  const p = t.prefix;
  const topics = [`${p}-t`, `${p}-configs`, `${p}-missing`, `${p} wrong`].map((name) => named(name));
  const show = (answer: MetadataResponse) => ({ ...answer, topics: [...answer.topics].sort(byName) });
  for (let version = 0; version <= 13; version++) {
    await t.ask(
      'by name',
      metadataApi,
      version,
      createMetadataRequest({
        // Before version 4 asking is creating.
        topics: topics.filter(({ name }) => version >= 4 || name !== `${p}-missing`),
        allowAutoTopicCreation: version < 4,
      }),
      { show },
    );
    await t.settled([`${p}-t`], true);
  }
  const asked = { allowAutoTopicCreation: false, includeTopicAuthorizedOperations: true };
  await t.ask(
    'operations',
    metadataApi,
    10,
    createMetadataRequest({ topics, ...asked, includeClusterAuthorizedOperations: true }),
    { show },
  );
  await t.ask('no topics', metadataApi, 13, createMetadataRequest({ topics: [], ...asked }));
  const found = await t.quietly(metadataApi, 13, createMetadataRequest({ topics: [named(`${p}-t`)] }));
  const topicId = found?.topics[0]?.topicId ?? '';
  const byIds = [named(null, topicId), named(null, UNKNOWN_ID)];
  for (const version of [12, 13]) {
    await t.ask('by id', metadataApi, version, createMetadataRequest({ topics: byIds, ...asked }), {
      show: (answer) => ({ ...answer, topics: [...answer.topics].sort((a, b) => a.errorCode - b.errorCode) }),
    });
  }
  const auto = createMetadataRequest({ topics: [named(`${p}-auto`)], allowAutoTopicCreation: true });
  await t.ask('created on demand, first answer', metadataApi, 12, auto);
  await t.settled([`${p}-auto`], true);
  await t.ask('created on demand, later', metadataApi, 12, auto);
}

function byName(a: { name: string | null }, b: { name: string | null }): number {
  return (a.name ?? '') < (b.name ?? '') ? -1 : 1;
}

async function deleteTopics(t: Transcript): Promise<void> {
  const p = t.prefix;
  const timeoutMs = 10_000;
  const found = await t.quietly(metadataApi, 13, createMetadataRequest({ topics: [named(`${p}-default`)] }));
  const id = found?.topics[0]?.topicId ?? '';
  const sorted = <A extends { errorCode: number; name: string | null; topicId: string }>(
    responses: readonly A[],
  ): A[] =>
    [...responses].sort((a, b) => a.errorCode - b.errorCode || byName(a, b) || (a.topicId < b.topicId ? -1 : 1));
  for (const topics of [
    [named(null)],
    [named(`${p}-t`, id)],
    [named(`${p}-missing`)],
    [named(null, UNKNOWN_ID)],
    [named(`${p}-t`), named(`${p}-t`)],
    [named(null, id)],
    [named(`${p}-assigned`)],
  ]) {
    await t.ask(`delete ${topics.length}`, deleteTopicsApi, 6, createDeleteTopicsRequest({ topics, timeoutMs }), {
      show: ({ responses }) => sorted(responses),
    });
  }
  for (const version of [1, 5]) {
    const request = createDeleteTopicsRequest({ topicNames: [`${p}-missing`], timeoutMs });
    await t.ask('by name', deleteTopicsApi, version, request, { show: ({ responses }) => sorted(responses) });
  }
  await t.settled([`${p}-default`, `${p}-assigned`], false);
}

async function others(t: Transcript): Promise<void> {
  // A real broker has to fetch its first block of ids: COORDINATOR_LOAD_IN_PROGRESS until then.
  const anyId = createInitProducerIdRequest({ transactionalId: null });
  while ((await t.quietly(initProducerIdApi, 0, anyId))?.errorCode !== ErrorCode.NONE);
  for (const version of [0, 3, 5]) {
    await t.ask(
      'idempotent',
      initProducerIdApi,
      version,
      createInitProducerIdRequest({ transactionalId: null, transactionTimeoutMs: 1000 }),
    );
  }
  await t.ask(
    'given an id',
    initProducerIdApi,
    4,
    createInitProducerIdRequest({ transactionalId: null, producerId: 5, producerEpoch: 3 }),
  );
  await t.ask('empty transactional id', initProducerIdApi, 4, createInitProducerIdRequest({ transactionalId: '' }));
  await t.ask('not on this listener', saslHandshakeApi, 1, createSaslHandshakeRequest({ mechanism: 'PLAIN' }));
  await t.ask(
    'not on this listener',
    saslAuthenticateApi,
    2,
    createSaslAuthenticateRequest({ authBytes: Buffer.from('x') }),
  );
}

export async function topicsScript(t: Transcript): Promise<void> {
  await apiVersions(t);
  await createTopics(t);
  await metadata(t);
  await others(t);
  await deleteTopics(t);
}
