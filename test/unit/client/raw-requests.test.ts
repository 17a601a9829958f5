// Requests by hand, on one connection and in a cluster.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmbeddedKafka } from '../../../src/embedded/index.ts';
import { Client, type Conn, dial } from '../../../src/index.ts';
import { ApiKey } from '../../../src/protocol/generated/api-index.ts';
import {
  createDescribeClusterRequest,
  createDescribeClusterResponse,
  describeClusterApi,
} from '../../../src/protocol/generated/describe-cluster.ts';
import { createEndTxnRequest, createEndTxnResponse, endTxnApi } from '../../../src/protocol/generated/end-txn.ts';
import { createFindCoordinatorResponse, findCoordinatorApi } from '../../../src/protocol/generated/find-coordinator.ts';
import {
  createHeartbeatRequest,
  createHeartbeatResponse,
  heartbeatApi,
} from '../../../src/protocol/generated/heartbeat.ts';
import {
  createListOffsetsRequest,
  createListOffsetsResponse,
  listOffsetsApi,
} from '../../../src/protocol/generated/list-offsets.ts';
import {
  createMetadataRequest,
  createMetadataResponse,
  createMetadataResponseBroker,
  metadataApi,
} from '../../../src/protocol/generated/metadata.ts';
import { createProduceRequest, type ProduceRequest, produceApi } from '../../../src/protocol/generated/produce.ts';
import {
  createReadShareGroupStateRequest,
  createReadShareGroupStateResponse,
  readShareGroupStateApi,
} from '../../../src/protocol/generated/read-share-group-state.ts';
import { createShareFetchRequest } from '../../../src/protocol/generated/share-fetch.ts';
import { batchOf } from '../../support/batches.ts';
import { brokers, closeLater } from '../../support/clusters.ts';
import { eventually } from '../../support/eventually.ts';
import { type ScriptedBroker, topicAnswer } from '../../support/scripted-broker.ts';

describe('conn.send', () => {
  let kafka: EmbeddedKafka;
  let conn: Conn;
  beforeAll(async () => {
    kafka = await EmbeddedKafka.start({ topics: { orders: 1 } });
    conn = await dial(kafka.bootstrap[0] as string);
  });
  afterAll(async () => {
    await conn.close();
    await kafka.stop();
  });

  it('takes an entry, a name or a key, and knows the response by it', async () => {
    const request = createMetadataRequest({ topics: null });
    const byEntry = await conn.send(metadataApi, request);
    const byName = await conn.send('Metadata', request);
    const byKey = await conn.send(ApiKey.Metadata, request);
    expect(byEntry.topics.map(({ name }) => name)).toEqual(['orders']);
    expect([byName.topics, byKey.topics]).toEqual([byEntry.topics, byEntry.topics]);
  });

  it('refuses what it does not know, and what the broker lacks', async () => {
    await expect(conn.send('Metadatta' as 'Metadata', createMetadataRequest())).rejects.toMatchObject({
      code: 'UNSUPPORTED',
    });
    await expect(conn.send('ShareFetch', createShareFetchRequest())).rejects.toMatchObject({
      code: 'UNSUPPORTED_VERSION',
      api: 'ShareFetch',
    });
    await expect(conn.send(metadataApi, createMetadataRequest(), { version: 99 })).rejects.toThrow('0 to 13 are known');
  });

  it('says which field of a request is wrong', async () => {
    const request = { ...createMetadataRequest(), topics: [{ name: 7 }] };
    await expect(conn.send('Metadata', request as never, { version: 9 })).rejects.toMatchObject({
      code: 'PROTOCOL',
      message: expect.stringContaining('Metadata request version 9, topics[0].name: string 7 cannot be written'),
    });
  });

  it('waits for no answer where there is none: Produce with acks 0', async () => {
    const write = (acks: number): ProduceRequest =>
      createProduceRequest({
        acks,
        timeoutMs: 1000,
        topicData: [
          { name: 'orders', topicId: '', partitionData: [{ index: 0, records: batchOf({ values: ['a', 'b'] }) }] },
        ],
      });
    await expect(conn.send('Produce', write(0))).rejects.toMatchObject({
      code: 'CONFIG',
      message: expect.stringContaining('expectResponse'),
    });
    const options = { version: 9, expectResponse: false } as const;
    expect(await conn.send(produceApi, write(0), options)).toBeUndefined();
    expect(await conn.send('Produce', write(0), options)).toBeUndefined();
    const answer = await conn.send(produceApi, write(1), { version: 9 });
    expect(answer.responses[0]?.partitionResponses[0]?.baseOffset).toBe(4);
  });

  it('ends at its own limit, also one longer than that of other requests', async () => {
    const [broker] = (await brokers(1)) as [ScriptedBroker];
    broker.script(heartbeatApi, () => new Promise(() => {}));
    const slow = await dial(broker.address, { requestTimeoutMs: 20 });
    closeLater(slow);
    const begun = performance.now();
    await expect(slow.send('Heartbeat', createHeartbeatRequest(), { timeoutMs: 120 })).rejects.toMatchObject({
      code: 'TIMEOUT',
    });
    expect(performance.now() - begun).toBeGreaterThan(100);
  });
});

describe('client.send', () => {
  /** Three brokers, with a topic led by 2 and 3, and coordinators on 3. The first that is asked is the controller. */
  async function scripted(): Promise<{ client: Client; all: ScriptedBroker[] }> {
    const all = await brokers(3);
    for (const broker of all) {
      broker.topics = [topicAnswer('orders', [2, 3, -1])];
      broker.script(describeClusterApi, () => createDescribeClusterResponse({ clusterId: `from ${broker.nodeId}` }));
      broker.script(heartbeatApi, () => createHeartbeatResponse({ errorCode: broker.nodeId }));
      broker.script(endTxnApi, () => createEndTxnResponse({ errorCode: broker.nodeId }));
      broker.script(listOffsetsApi, () => createListOffsetsResponse({ throttleTimeMs: 0 }));
      broker.script(findCoordinatorApi, ({ coordinatorKeys }) => {
        const at = { nodeId: 3, host: '127.0.0.1', port: (all[2] as ScriptedBroker).port };
        const found = coordinatorKeys.map((key) => ({ key, ...at, errorCode: 0, errorMessage: null }));
        return createFindCoordinatorResponse({ coordinators: found });
      });
    }
    const client = new Client({ brokers: all.map(({ address }) => address) });
    closeLater(client);
    return { client, all };
  }
  const askedOf = (all: readonly ScriptedBroker[], api: { readonly name: string }): number[] =>
    all.filter((broker) => broker.of(api).length > 0).map(({ nodeId }) => nodeId);

  it('goes where the API belongs, or where it is told to', async () => {
    const { client, all } = await scripted();
    expect((await client.send('DescribeCluster', createDescribeClusterRequest())).clusterId).toMatch(/^from [123]$/);
    const to = { broker: 2 };
    expect((await client.send(describeClusterApi, createDescribeClusterRequest(), { to })).clusterId).toBe('from 2');
    expect((await client.send(heartbeatApi, createHeartbeatRequest(), { to: { group: 'g' } })).errorCode).toBe(3);
    const byId = { to: { transactionalId: 't' } };
    expect((await client.send(ApiKey.EndTxn, createEndTxnRequest(), byId)).errorCode).toBe(3);
    await client.send('ListOffsets', createListOffsetsRequest(), { to: { topic: 'orders', partition: 0 } });
    expect(askedOf(all, listOffsetsApi)).toEqual([2]);
    await client.send('ListOffsets', createListOffsetsRequest(), { to: { topic: 'orders', partition: 1 } });
    expect(askedOf(all, listOffsetsApi)).toEqual([2, 3]);
  });

  it('goes to the coordinator of a share partition, which is looked up by its key (KIP-932)', async () => {
    const { client, all } = await scripted();
    for (const broker of all) broker.script(readShareGroupStateApi, () => createReadShareGroupStateResponse());
    const to = { shareGroup: 'g', topicId: 'b3JkZXJzMDAwMDAwMDAwMA', partition: 1 };
    const request = createReadShareGroupStateRequest({ groupId: 'g' });
    await client.send('ReadShareGroupState', request, { to });
    expect(askedOf(all, readShareGroupStateApi)).toEqual([3]);
    const asked = all.flatMap((broker) => broker.of(findCoordinatorApi)).map((one) => one.request);
    expect(asked).toMatchObject([{ keyType: 2, coordinatorKeys: ['g:b3JkZXJzMDAwMDAwMDAwMA:1'] }]);
    for (const broker of all) {
      broker.script(findCoordinatorApi, ({ coordinatorKeys: [key] }) => {
        const none = { key: key!, nodeId: -1, host: '', port: -1, errorCode: 15, errorMessage: null };
        return createFindCoordinatorResponse({ coordinators: [none] });
      });
    }
    await expect(client.send('ReadShareGroupState', request, { to, timeoutMs: 200 })).rejects.toMatchObject({
      code: 'COORDINATOR_NOT_AVAILABLE',
    });
  });

  it('waits for no answer where there is none: Produce with acks 0', async () => {
    const { client, all } = await scripted();
    const request = createProduceRequest({ acks: 0 });
    const to = { broker: 2 };
    await expect(client.send('Produce', request, { to })).rejects.toMatchObject({
      code: 'CONFIG',
      message: expect.stringContaining('expectResponse'),
    });
    expect(await client.send('Produce', request, { to, expectResponse: false })).toBeUndefined();
    await eventually('it has arrived', () => askedOf(all, produceApi).length === 1);
    expect(askedOf(all, produceApi)).toEqual([2]);
  });

  it('goes to the controller', async () => {
    const { client, all } = await scripted();
    const members = all.map(({ nodeId, port }) => createMetadataResponseBroker({ nodeId, port, host: '127.0.0.1' }));
    for (const broker of all) {
      broker.script(metadataApi, () => createMetadataResponse({ controllerId: 2, brokers: members }));
    }
    await client.send('DescribeCluster', createDescribeClusterRequest(), { to: 'controller' });
    expect(askedOf(all, describeClusterApi)).toEqual([2]);
  });

  it('keeps to maxVersion', async () => {
    const { client, all } = await scripted();
    await client.send(heartbeatApi, createHeartbeatRequest(), { to: { broker: 1 }, maxVersion: 2 });
    expect(all[0]?.of(heartbeatApi)[0]?.version).toBe(2);
  });

  it('says what it needs to know', async () => {
    const { client } = await scripted();
    const refused = (send: Promise<unknown>, message: string): Promise<void> =>
      expect(send).rejects.toMatchObject({ code: 'CONFIG', message: expect.stringContaining(message) });
    await refused(client.send('Heartbeat', createHeartbeatRequest()), '{ group } for Heartbeat');
    await refused(client.send('ListOffsets', createListOffsetsRequest()), '{ topic, partition } for ListOffsets');
    await refused(client.send('EndTxn', createEndTxnRequest()), '{ transactionalId } for EndTxn');
    const share = client.send('ReadShareGroupState', createReadShareGroupStateRequest());
    await refused(share, '{ shareGroup, topicId, partition } for ReadShareGroupState');
    for (const to of [
      {},
      { broker: -1 },
      { broker: '1' },
      { topic: 'orders' },
      { shareGroup: 'g', partition: -1 },
      'leader',
      null,
      5,
    ]) {
      await refused(client.send('Heartbeat', createHeartbeatRequest(), { to: to as never }), 'option to is');
    }
  });

  it('rejects for a partition without a leader, or that there is not', async () => {
    const { client } = await scripted();
    const ask = (topic: string, partition: number): Promise<unknown> =>
      client.send('ListOffsets', createListOffsetsRequest(), { to: { topic, partition }, timeoutMs: 2000 });
    await expect(ask('orders', 2)).rejects.toMatchObject({ code: 'LEADER_NOT_AVAILABLE', partition: 2 });
    await expect(ask('orders', 3)).rejects.toMatchObject({ code: 'UNKNOWN_TOPIC_OR_PARTITION', partition: 3 });
  });
});
