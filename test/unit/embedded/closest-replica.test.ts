import { afterEach, describe, expect, it } from 'vitest';
import { EmbeddedKafka } from '../../../src/embedded/index.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import {
  createFetchPartition,
  createFetchRequest,
  fetchApi,
  type PartitionData,
} from '../../../src/protocol/generated/fetch.ts';
import { createMetadataRequest, metadataApi } from '../../../src/protocol/generated/metadata.ts';
import { ZERO_UUID } from '../../../src/wire/message-codec.ts';
import { WireClient } from '../../support/wire-client.ts';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});

async function start(): Promise<EmbeddedKafka> {
  const kafka = await EmbeddedKafka.start({ brokers: 3, racks: ['a', 'b', 'b'], topics: { t: 1 } });
  opened.push(kafka);
  kafka.moveLeader('t', 0, 1);
  return kafka;
}

async function read(kafka: EmbeddedKafka, broker: number, rackId: string, version = 12): Promise<PartitionData> {
  const client = await WireClient.open(kafka.broker(broker).address);
  opened.push(client);
  const partitions = [createFetchPartition({ partition: 0, partitionMaxBytes: 1000 })];
  const request = createFetchRequest({
    maxWaitMs: 0,
    sessionEpoch: -1,
    rackId,
    topics: [{ topic: 't', topicId: ZERO_UUID, partitions }],
  });
  const [data] = (await client.send(fetchApi, version, request)).responses[0]?.partitions ?? [];
  if (data === undefined) throw new Error('no partition in the answer');
  return data;
}

describe('reading from the closest replica (KIP-392)', () => {
  it('is told to readers of another rack that has a replica', async () => {
    const kafka = await start();
    expect((await read(kafka, 1, 'b')).preferredReadReplica).toBe(2);
    expect((await read(kafka, 1, 'a')).preferredReadReplica).toBe(-1);
    expect((await read(kafka, 1, 'c')).preferredReadReplica).toBe(-1);
    expect((await read(kafka, 1, '')).preferredReadReplica).toBe(-1);
  });

  it('takes replicas that run only', async () => {
    const kafka = await start();
    await kafka.broker(2).kill();
    expect((await read(kafka, 1, 'b')).preferredReadReplica).toBe(3);
    await kafka.broker(3).kill();
    expect((await read(kafka, 1, 'b')).preferredReadReplica).toBe(-1);
  });

  it('is served by followers, from the version on in which clients know of it', async () => {
    const kafka = await start();
    expect(await read(kafka, 2, 'b')).toMatchObject({ errorCode: ErrorCode.NONE, preferredReadReplica: -1 });
    expect((await read(kafka, 2, '', 10)).errorCode).toBe(ErrorCode.NOT_LEADER_OR_FOLLOWER);
  });
});

describe('racks', () => {
  it('are told to clients', async () => {
    const kafka = await start();
    const client = await WireClient.open(kafka.bootstrap[0] as string);
    opened.push(client);
    const { brokers } = await client.send(metadataApi, 12, createMetadataRequest({ topics: [] }));
    expect(brokers.map(({ rack }) => rack)).toEqual(['a', 'b', 'b']);
  });

  it('are one for each broker', async () => {
    await expect(EmbeddedKafka.start({ brokers: 2, racks: ['a'] })).rejects.toThrow('racks');
    await expect(EmbeddedKafka.start({ racks: [''] })).rejects.toThrow('racks');
  });
});
