import { describe, expect, it } from 'vitest';
import {
  createDeletableGroupResult,
  createDeleteGroupsResponse,
  type DeleteGroupsRequest,
  deleteGroupsApi,
} from '../../../src/protocol/generated/delete-groups.ts';
import {
  createCoordinator,
  createFindCoordinatorResponse,
  findCoordinatorApi,
} from '../../../src/protocol/generated/find-coordinator.ts';
import {
  createInitProducerIdResponse,
  type InitProducerIdRequest,
  initProducerIdApi,
} from '../../../src/protocol/generated/init-producer-id.ts';
import {
  createOffsetCommitResponse,
  createOffsetCommitResponsePartition,
  createOffsetCommitResponseTopic,
  type OffsetCommitRequest,
  offsetCommitApi,
} from '../../../src/protocol/generated/offset-commit.ts';
import {
  createOffsetFetchResponse,
  createOffsetFetchResponseGroup,
  createOffsetFetchResponsePartitions,
  createOffsetFetchResponseTopics,
  offsetFetchApi,
} from '../../../src/protocol/generated/offset-fetch.ts';
import { hangUp } from '../../support/scripted-broker.ts';
import { bench } from './bench.ts';

const COORDINATOR_LOAD_IN_PROGRESS = 14;
const COORDINATOR_NOT_AVAILABLE = 15;
const NOT_COORDINATOR = 16;
const CONCURRENT_TRANSACTIONS = 51;
const NON_EMPTY_GROUP = 68;
const UNSTABLE_OFFSET_COMMIT = 88;

const deleted = ({ groupsNames }: DeleteGroupsRequest, codes: Record<string, number> = {}) =>
  createDeleteGroupsResponse({
    results: groupsNames.map((groupId) => createDeletableGroupResult({ groupId, errorCode: codes[groupId] ?? 0 })),
  });

describe('Requests for coordinators', () => {
  it('go to each coordinator once, with its groups', async () => {
    const { admin, all, picture } = await bench();
    picture.coordinators = { a: 1, b: 2, c: 1 };
    for (const broker of all) broker.script(deleteGroupsApi, (request) => deleted(request, { b: NON_EMPTY_GROUP }));
    const results = await admin.deleteGroups(['a', 'b', 'c']);
    expect(results.map(({ groupId, error }) => [groupId, error?.code])).toEqual([
      ['a', undefined],
      ['b', 'NON_EMPTY_GROUP'],
      ['c', undefined],
    ]);
    expect(all.map((broker) => broker.of(deleteGroupsApi).length)).toEqual([1, 1]);
  });

  it.each([
    ['moved', NOT_COORDINATOR],
    ['is not there at the moment', COORDINATOR_NOT_AVAILABLE],
  ])('look the coordinator up anew when it has %s, for that group alone', async (_, code) => {
    const { admin, all, picture } = await bench();
    all[0]!.script(deleteGroupsApi, (request) => {
      picture.coordinators['b'] = 2;
      return deleted(request, { b: code });
    });
    all[1]!.script(deleteGroupsApi, (request) => deleted(request));
    expect((await admin.deleteGroups(['a', 'b'])).map(({ error }) => error)).toEqual([undefined, undefined]);
    expect((all[1]!.of(deleteGroupsApi)[0]!.request as DeleteGroupsRequest).groupsNames).toEqual(['b']);
    expect(all[0]!.of(deleteGroupsApi)).toHaveLength(1);
  });

  it('follow a single group as well, and wait while its coordinator loads', async () => {
    const { admin, all, picture } = await bench();
    const codes = [COORDINATOR_LOAD_IN_PROGRESS, NOT_COORDINATOR];
    const committed = ({ topics }: OffsetCommitRequest, errorCode: number) =>
      createOffsetCommitResponse({
        topics: topics.map(({ name, partitions }) =>
          createOffsetCommitResponseTopic({
            name,
            partitions: partitions.map(({ partitionIndex }) =>
              createOffsetCommitResponsePartition({ partitionIndex, errorCode }),
            ),
          }),
        ),
      });
    all[0]!.script(offsetCommitApi, (request) => {
      const code = codes.shift() ?? 0;
      if (code === NOT_COORDINATOR) picture.coordinatorId = 2;
      return committed(request, code);
    });
    all[1]!.script(offsetCommitApi, (request) => committed(request, 0));
    expect(await admin.alterGroupOffsets('g', [{ topic: 't', partition: 0, offset: 1 }])).toEqual([
      { topic: 't', partition: 0, error: undefined },
    ]);
    expect(all.map((broker) => broker.of(offsetCommitApi).length)).toEqual([2, 1]);
  });

  it('make a coordinator that is down the error of its groups alone', async () => {
    const { admin, all, picture } = await bench();
    picture.coordinators = { a: 1, b: 2 };
    all[0]!.script(deleteGroupsApi, (request) => deleted(request));
    all[1]!.script(deleteGroupsApi, () => hangUp);
    const [good, bad] = await admin.deleteGroups(['a', 'b'], { timeoutMs: 1_500 });
    expect(good?.error).toBeUndefined();
    expect(bad?.error).toMatchObject({ code: 'CONNECTION' });
  });

  it('wait with requireStable until open transactions have ended (KIP-447)', async () => {
    const { admin, all } = await bench(1);
    all[0]!.script(offsetFetchApi, ({ groups }) => {
      const errorCode = all[0]!.of(offsetFetchApi).length < 3 ? UNSTABLE_OFFSET_COMMIT : 0;
      const partition = createOffsetFetchResponsePartitions({ partitionIndex: 0, committedOffset: 4, errorCode });
      return createOffsetFetchResponse({
        groups: groups.map(({ groupId }) =>
          createOffsetFetchResponseGroup({
            groupId,
            topics: [createOffsetFetchResponseTopics({ name: 't', partitions: [partition] })],
          }),
        ),
      });
    });
    const [group] = await admin.listGroupOffsets([{ groupId: 'g' }], { requireStable: true });
    expect(group?.offsets).toMatchObject([{ offset: 4, error: undefined }]);
    expect(all[0]!.of(offsetFetchApi)).toHaveLength(3);
  });

  it('fence producers when the transaction under way has been ended', async () => {
    const { admin, all } = await bench(1);
    all[0]!.script(initProducerIdApi, () => {
      const errorCode = all[0]!.of(initProducerIdApi).length === 1 ? CONCURRENT_TRANSACTIONS : 0;
      return createInitProducerIdResponse({ errorCode, producerId: 7, producerEpoch: 3 });
    });
    expect(await admin.fenceProducers(['x'], { timeoutMs: 5_000 })).toEqual([
      { transactionalId: 'x', producerId: 7, producerEpoch: 3, error: undefined },
    ]);
    // The coordinator gives its own log this long: Java sends the limit of the call, too.
    expect((all[0]!.of(initProducerIdApi)[0]!.request as InitProducerIdRequest).transactionTimeoutMs).toBe(5_000);
  });

  it('are found anew by findCoordinators, those that pass asked again alone', async () => {
    const { admin, all } = await bench(1);
    const asked: (readonly string[])[] = [];
    all[0]!.script(findCoordinatorApi, ({ coordinatorKeys }) => {
      asked.push(coordinatorKeys);
      return createFindCoordinatorResponse({
        coordinators: coordinatorKeys.map((key) =>
          createCoordinator({
            key,
            nodeId: 1,
            host: 'h',
            port: 9,
            errorCode: key === 'b' && asked.length === 1 ? COORDINATOR_NOT_AVAILABLE : key === 'c' ? 30 : 0,
          }),
        ),
      });
    });
    const results = await admin.findCoordinators('group', ['a', 'b', 'c']);
    expect(results.map(({ key, brokerId, error }) => [key, brokerId, error?.code])).toEqual([
      ['a', 1, undefined],
      ['b', 1, undefined],
      ['c', undefined, 'GROUP_AUTHORIZATION_FAILED'],
    ]);
    expect(asked).toEqual([['a', 'b', 'c'], ['b']]);
  });
});
