// Requests by hand, answered by a real broker.
import { expect, it } from 'vitest';
import { Client, Dialer } from '../../src/index.ts';
import { createDescribeConfigsResource } from '../../src/protocol/generated/describe-configs.ts';
import { createFetchPartition, createFetchRequest, createFetchTopic } from '../../src/protocol/generated/fetch.ts';
import { createListOffsetsRequest } from '../../src/protocol/generated/list-offsets.ts';
import { apiInfo, BrokerVersions, isControlBatch, joinRawRecords, readBatches } from '../../src/protocol.ts';
import { describeEachKafka, uniqueName } from '../support/describe-each-kafka.ts';

describeEachKafka('requests by hand', (kafka) => {
  const [address = ''] = kafka.bootstrap;

  const onTopic = async (run: (client: Client, topic: string) => Promise<void>): Promise<void> => {
    const client = new Client({ brokers: kafka.bootstrap });
    const topic = uniqueName('by-hand');
    try {
      await client.createTopics([
        { topic, partitions: 1, replicationFactor: 1, configs: { 'retention.ms': '12345678' } },
      ]);
      await client.topic(topic);
      await run(client, topic);
    } finally {
      await client.deleteTopics([topic]);
      await client.close();
    }
  };

  it('ask for what this library has no method for, in the oldest and the newest version that both speak', async () => {
    await onTopic(async (_, topic) => {
      const conn = await new Dialer().dial(address);
      try {
        const offered = await conn.apiVersions();
        const newest = BrokerVersions.of(offered).require(apiInfo('DescribeConfigs'));
        const oldest = offered.find(({ name }) => name === 'DescribeConfigs')?.minVersion as number;
        const resources = [
          createDescribeConfigsResource({ resourceType: 2, resourceName: topic, configurationKeys: null }),
        ];
        for (const version of [Math.max(1, oldest), newest]) {
          const request = { resources, includeSynonyms: false, includeDocumentation: false };
          const { results } = await conn.send('DescribeConfigs', request, { version });
          const retention = results[0]?.configs.find(({ name }) => name === 'retention.ms');
          expect([version, retention?.value]).toEqual([version, '12345678']);
        }
      } finally {
        await conn.close();
      }
    });
  });

  it('find the coordinator of a share partition, where the broker knows of any', async () => {
    await onTopic(async (client, topic) => {
      const { topicId } = await client.topic(topic);
      const to = { shareGroup: uniqueName('share'), topicId, partition: 0 };
      const topics = [{ topicId: to.topicId, partitions: [{ partition: 0, leaderEpoch: 0 }] }];
      const ask = () => client.send('ReadShareGroupStateSummary', { groupId: to.shareGroup, topics }, { to });
      const conn = await new Dialer().dial(address);
      const isKnown = (await conn.apiVersions()).some(({ name }) => name === 'ReadShareGroupStateSummary');
      await conn.close();
      if (!isKnown) return expect(ask()).rejects.toMatchObject({ code: 'UNSUPPORTED_VERSION' });
      const { results } = await ask();
      expect(results).toMatchObject([{ topicId, partitions: [{ partition: 0 }] }]);
    });
  });

  it('write and read raw batches, at the leader that the client finds', async () => {
    await onTopic(async (client, topic) => {
      const dialer = new Dialer({ maxVersions: { ApiVersions: 0, Metadata: 5, Produce: 5, Fetch: 7 } });
      const conn = await dialer.dialLeader(address, { topic, partition: 0 });
      try {
        await conn.writeMessages([{ key: 'k', value: 'one' }, { value: 'two' }]);
      } finally {
        await conn.close();
      }
      const to = { topic, partition: 0 };
      const partitions = [createFetchPartition({ partition: 0, fetchOffset: 0, partitionMaxBytes: 100_000 })];
      const topics = [createFetchTopic({ topic, partitions })];
      const request = createFetchRequest({ maxWaitMs: 500, minBytes: 1, maxBytes: 100_000, topics });
      const { responses } = await client.send('Fetch', request, { to, maxVersion: 12 });
      const bytes = joinRawRecords(responses[0]?.partitions[0]?.records ?? Buffer.alloc(0));
      const values: string[] = [];
      for await (const { header, messages } of readBatches(bytes)) {
        expect(isControlBatch(header)).toBe(false);
        for (const { value } of messages) values.push(String(value));
      }
      expect(values).toEqual(['one', 'two']);
      const wanted = [{ name: topic, partitions: [{ partitionIndex: 0, currentLeaderEpoch: -1, timestamp: -1 }] }];
      const { topics: ends } = await client.send('ListOffsets', createListOffsetsRequest({ topics: wanted }), { to });
      expect(ends[0]?.partitions[0]?.offset).toBe(2);
    });
  });
});
