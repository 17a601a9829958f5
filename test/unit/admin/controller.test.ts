import { describe, expect, it } from 'vitest';
import {
  alterUserScramCredentialsApi,
  createAlterUserScramCredentialsResponse,
  createAlterUserScramCredentialsResult,
} from '../../../src/protocol/generated/alter-user-scram-credentials.ts';
import {
  createCreatePartitionsResponse,
  createCreatePartitionsTopicResult,
  createPartitionsApi,
} from '../../../src/protocol/generated/create-partitions.ts';
import {
  type CreateTopicsRequest,
  createCreatableTopicResult,
  createCreateTopicsResponse,
  createTopicsApi,
} from '../../../src/protocol/generated/create-topics.ts';
import {
  createElectLeadersResponse,
  createPartitionResult,
  createReplicaElectionResult,
  electLeadersApi,
} from '../../../src/protocol/generated/elect-leaders.ts';
import {
  createUnregisterBrokerResponse,
  unregisterBrokerApi,
} from '../../../src/protocol/generated/unregister-broker.ts';
import { hangUp, silence } from '../../support/scripted-broker.ts';
import { bench } from './bench.ts';

const NOT_CONTROLLER = 41;
const TOPIC_ALREADY_EXISTS = 36;
const THROTTLING_QUOTA_EXCEEDED = 89;
const REQUEST_TIMED_OUT = 7;

const answerTopics = ({ topics }: CreateTopicsRequest, codes: Record<string, number> = {}) =>
  createCreateTopicsResponse({
    topics: topics.map(({ name }) => createCreatableTopicResult({ name, errorCode: codes[name] ?? 0 })),
  });

describe('Requests for the controller', () => {
  it('follow it when it has moved, whether each item or the whole answer says so', async () => {
    const { admin, all, picture } = await bench();
    const [first, second] = all;
    const move = () => {
      picture.controllerId = 2;
    };
    first!.script(createTopicsApi, (request) => {
      move();
      return answerTopics(request, { a: NOT_CONTROLLER });
    });
    second!.script(createTopicsApi, (request) => answerTopics(request));
    expect(await admin.createTopics([{ topic: 'a' }])).toMatchObject([{ topic: 'a', error: undefined }]);
    picture.controllerId = 1;
    first!.script(unregisterBrokerApi, () => {
      move();
      return createUnregisterBrokerResponse({ errorCode: NOT_CONTROLLER });
    });
    second!.script(unregisterBrokerApi, () => createUnregisterBrokerResponse());
    await admin.unregisterBroker(7);
    expect(second!.of(unregisterBrokerApi)).toHaveLength(1);
  });

  it('follow it where only single partitions of an election name it', async () => {
    const { admin, all, picture } = await bench();
    const [first, second] = all;
    const answer = (errorCode: number) =>
      createElectLeadersResponse({
        replicaElectionResults: [
          createReplicaElectionResult({
            topic: 'a',
            partitionResult: [createPartitionResult({ partitionId: 0, errorCode })],
          }),
        ],
      });
    first!.script(electLeadersApi, () => {
      picture.controllerId = 2;
      return answer(NOT_CONTROLLER);
    });
    second!.script(electLeadersApi, () => answer(0));
    const elected = await admin.electLeaders('unclean', [{ topic: 'a', partition: 0 }]);
    expect(elected.map(({ error }) => error?.code)).toEqual([undefined]);
    expect(first!.of(electLeadersApi)).toHaveLength(1);
  });

  it('are sent again when the connection breaks', async () => {
    const { admin, all } = await bench(1);
    all[0]!.script(createTopicsApi, (request) =>
      all[0]!.of(createTopicsApi).length < 2 ? hangUp : answerTopics(request),
    );
    expect(await admin.createTopics([{ topic: 'a' }])).toMatchObject([{ error: undefined }]);
  });

  it('ask again only for topics that a quota has put off (KIP-599)', async () => {
    const { admin, all } = await bench(1);
    const asked: string[][] = [];
    all[0]!.script(createTopicsApi, (request) => {
      asked.push(request.topics.map(({ name }) => name));
      const isFirst = asked.length === 1;
      return answerTopics(request, { b: TOPIC_ALREADY_EXISTS, c: isFirst ? THROTTLING_QUOTA_EXCEEDED : 0 });
    });
    const results = await admin.createTopics([{ topic: 'a' }, { topic: 'b' }, { topic: 'c' }]);
    expect(results.map(({ topic, error }) => [topic, error?.code])).toEqual([
      ['a', undefined],
      ['b', 'TOPIC_ALREADY_EXISTS'],
      ['c', undefined],
    ]);
    expect(asked).toEqual([['a', 'b', 'c'], ['c']]);
  });

  it('do not repeat what may have been done: a time-out of the controller is the outcome', async () => {
    const { admin, all } = await bench(1);
    all[0]!.script(createTopicsApi, (request) => answerTopics(request, { a: REQUEST_TIMED_OUT }));
    expect(await admin.createTopics([{ topic: 'a' }])).toMatchObject([{ error: { code: 'REQUEST_TIMED_OUT' } }]);
    expect(all[0]!.of(createTopicsApi)).toHaveLength(1);
  });

  it('end at their limit with its last reason', async () => {
    const { admin, all } = await bench(1);
    all[0]!.script(createTopicsApi, () => silence);
    all[0]!.script(unregisterBrokerApi, () => createUnregisterBrokerResponse({ errorCode: NOT_CONTROLLER }));
    await expect(admin.createTopics([{ topic: 'a' }], { timeoutMs: 60 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    await expect(admin.unregisterBroker(7, { timeoutMs: 1_500 })).rejects.toMatchObject({
      code: 'TIMEOUT',
      message: expect.stringContaining('NOT_CONTROLLER'),
    });
  });

  it('tell the broker no more time than is left', async () => {
    const { admin, all } = await bench(1);
    all[0]!.script(createTopicsApi, (request) => answerTopics(request));
    await admin.createTopics([{ topic: 'a' }], { timeoutMs: 1_234 });
    const { timeoutMs } = all[0]!.of(createTopicsApi)[0]!.request as CreateTopicsRequest;
    expect(timeoutMs).toBeGreaterThan(0);
    expect(timeoutMs).toBeLessThanOrEqual(1_234);
  });

  it('are given up when the caller aborts', async () => {
    const { admin, all } = await bench(1);
    const controller = new AbortController();
    all[0]!.script(createTopicsApi, () => {
      controller.abort(new Error('enough'));
      return silence;
    });
    await expect(admin.createTopics([{ topic: 'a' }], { signal: controller.signal })).rejects.toMatchObject({
      code: 'ABORTED',
    });
  });

  it('have their results in the order asked, and an error for what the answer leaves out', async () => {
    const { admin, all } = await bench(1);
    const broker = all[0]!;
    broker.script(createPartitionsApi, () =>
      createCreatePartitionsResponse({
        results: ['b', 'a'].map((name) =>
          createCreatePartitionsTopicResult({ name, errorCode: name === 'b' ? 37 : 0 }),
        ),
      }),
    );
    const grown = await admin.createPartitions(['a', 'b', 'c'].map((topic) => ({ topic, count: 2 })));
    expect(grown.map(({ topic, error }) => [topic, error?.code])).toEqual([
      ['a', undefined],
      ['b', 'INVALID_PARTITIONS'],
      ['c', 'UNKNOWN_SERVER_ERROR'],
    ]);
    broker.script(electLeadersApi, () =>
      createElectLeadersResponse({
        replicaElectionResults: [
          createReplicaElectionResult({
            topic: 't',
            partitionResult: [1, 0].map((partitionId) =>
              createPartitionResult({ partitionId, errorCode: partitionId * 84 }),
            ),
          }),
        ],
      }),
    );
    const elected = await admin.electLeaders(
      'preferred',
      [0, 1, 2].map((partition) => ({ topic: 't', partition })),
    );
    expect(elected.map(({ partition, error }) => [partition, error?.code])).toEqual([
      [0, undefined],
      [1, 'ELECTION_NOT_NEEDED'],
      [2, 'UNKNOWN_SERVER_ERROR'],
    ]);
    broker.script(alterUserScramCredentialsApi, () =>
      createAlterUserScramCredentialsResponse({
        results: ['b', 'a'].map((user) =>
          createAlterUserScramCredentialsResult({ user, errorCode: user === 'b' ? 91 : 0 }),
        ),
      }),
    );
    const users = await admin.alterUserScramCredentials(
      ['a', 'b'].map((user) => ({ user, mechanism: 'SCRAM-SHA-256', remove: true })),
    );
    expect(users.map(({ user, error }) => [user, error?.code])).toEqual([
      ['a', undefined],
      ['b', 'RESOURCE_NOT_FOUND'],
    ]);
  });
});
