import { describe, expect, it } from 'vitest';
import { apiVersionsApi, createApiVersionsResponse } from '../../../src/protocol/generated/api-versions.ts';
import {
  createListOffsetsPartitionResponse,
  createListOffsetsResponse,
  createListOffsetsTopicResponse,
  type ListOffsetsRequest,
  listOffsetsApi,
} from '../../../src/protocol/generated/list-offsets.ts';
import { metadataApi } from '../../../src/protocol/generated/metadata.ts';
import { apis } from '../../support/all-apis.ts';
import { hangUp } from '../../support/scripted-broker.ts';
import { bench } from './bench.ts';

const UNKNOWN_TOPIC_OR_PARTITION = 3;
const NOT_LEADER_OR_FOLLOWER = 6;

const answer = ({ topics }: ListOffsetsRequest, offset: number, codes: Record<number, number> = {}) =>
  createListOffsetsResponse({
    topics: topics.map(({ name, partitions }) =>
      createListOffsetsTopicResponse({
        name,
        partitions: partitions.map(({ partitionIndex }) =>
          createListOffsetsPartitionResponse({ partitionIndex, offset, errorCode: codes[partitionIndex] ?? 0 }),
        ),
      }),
    ),
  });
const last = (partition: number) => ({ topic: 't', partition, spec: 'last' }) as const;

describe('Requests for leaders', () => {
  it('go to each leader once, with the partitions it leads', async () => {
    const { admin, all, picture } = await bench();
    picture.leaders['t'] = [1, 2, 1];
    for (const broker of all) broker.script(listOffsetsApi, (request) => answer(request, broker.nodeId));
    const results = await admin.listOffsets([last(2), last(1), last(0)]);
    expect(results.map(({ partition, offset }) => [partition, offset])).toEqual([
      [2, 1],
      [1, 2],
      [0, 1],
    ]);
    expect(all.map((broker) => broker.of(listOffsetsApi).length)).toEqual([1, 1]);
  });

  it('follow a leader that moves while they are under way, alone', async () => {
    const { admin, all, picture } = await bench();
    picture.leaders['t'] = [1, 1];
    all[0]!.script(listOffsetsApi, (request) => {
      picture.leaders['t'] = [1, 2];
      return answer(request, 1, { 1: NOT_LEADER_OR_FOLLOWER });
    });
    all[1]!.script(listOffsetsApi, (request) => answer(request, 2));
    const results = await admin.listOffsets([last(0), last(1)]);
    expect(results.map(({ offset }) => offset)).toEqual([1, 2]);
    expect(all[0]!.of(listOffsetsApi)).toHaveLength(1);
  });

  it('wait for a broker that does not know a new partition yet, and for a leader', async () => {
    const { admin, all, picture } = await bench(1);
    picture.leaders['t'] = [-1];
    all[0]!.script(listOffsetsApi, (request) => {
      const isFirst = all[0]!.of(listOffsetsApi).length === 1;
      return answer(request, 5, { 0: isFirst ? UNKNOWN_TOPIC_OR_PARTITION : 0 });
    });
    const asking = admin.listOffsets([last(0)]);
    await expect.poll(() => all[0]!.of(metadataApi).length).toBeGreaterThan(2);
    picture.leaders['t'] = [1];
    expect(await asking).toMatchObject([{ offset: 5, error: undefined }]);
    // Partitions that were added since are found, too.
    picture.leaders['t'] = [1, 1];
    expect(await admin.listOffsets([last(1)])).toMatchObject([{ offset: 5, error: undefined }]);
  });

  it('make a broker that is down the error of its partitions alone', async () => {
    const { admin, all, picture } = await bench();
    picture.leaders['t'] = [1, 2];
    all[0]!.script(listOffsetsApi, (request) => answer(request, 1));
    all[1]!.script(listOffsetsApi, () => hangUp);
    const [good, bad] = await admin.listOffsets([last(0), last(1)], { timeoutMs: 1_500 });
    expect(good).toMatchObject({ offset: 1, error: undefined });
    expect(bad).toMatchObject({ offset: undefined, error: { code: 'CONNECTION' } });
  });

  it('ask an old broker for what it knows beside what it does not', async () => {
    const { admin, all, picture } = await bench(1);
    picture.leaders['t'] = [1];
    all[0]!.script(apiVersionsApi, () =>
      createApiVersionsResponse({
        apiKeys: apis.map(({ key, minVersion, maxVersion }) => ({
          apiKey: key,
          minVersion,
          maxVersion: key === listOffsetsApi.key ? 5 : maxVersion,
        })),
      }),
    );
    all[0]!.script(listOffsetsApi, (request) => answer(request, 9));
    const results = await admin.listOffsets([last(0), { topic: 't', partition: 0, spec: 'max-timestamp' }]);
    expect(results[0]).toMatchObject({ offset: 9, error: undefined });
    expect(results[1]?.error).toMatchObject({
      code: 'UNSUPPORTED_VERSION',
      message: expect.stringMatching(
        /ListOffsets version 7: this client speaks versions 1 to \d+, the broker offers versions up to 5/,
      ),
    });
  });

  it('tell brokers their limit in whole milliseconds', async () => {
    const { admin, all, picture } = await bench(1);
    picture.leaders['t'] = [1];
    all[0]!.script(listOffsetsApi, (request) => answer(request, 9));
    expect(await admin.listOffsets([last(0)], { timeoutMs: 1_000.5 })).toMatchObject([{ offset: 9 }]);
    expect((all[0]!.of(listOffsetsApi)[0]!.request as ListOffsetsRequest).timeoutMs).toBe(1_001);
  });

  it('end with ABORTED when the caller aborts', async () => {
    const { admin, picture } = await bench(1);
    picture.leaders['t'] = [-1];
    const signal = AbortSignal.timeout(30);
    await expect(admin.listOffsets([last(0)], { signal })).rejects.toMatchObject({ code: 'ABORTED' });
  });
});
