import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { App } from '../../../src/binding/index.ts';
import { EmbeddedKafka } from '../../../src/embedded/index.ts';
import { Client, Writer } from '../../../src/index.ts';
import { consumerGroupScenarios } from '../../support/consumer-group-scenarios.ts';

describe('groups of the consumer protocol on the embedded broker', () => {
  let kafka: EmbeddedKafka;
  beforeAll(async () => {
    const consumerGroups = { heartbeatIntervalMs: 100, sessionTimeoutMs: 2_000, assignmentIntervalMs: 0 };
    kafka = await EmbeddedKafka.start({ brokers: 3, consumerGroups });
  });
  afterAll(() => kafka.stop());
  consumerGroupScenarios({ bootstrap: () => kafka.bootstrap });

  it('is what an App joins with where it is told to, and how its assignor is chosen', { timeout: 60_000 }, async () => {
    const client = new Client({ brokers: kafka.bootstrap });
    const writer = new Writer({ client, topic: 'app-orders' });
    await client.createTopics([{ topic: 'app-orders', partitions: 3, replicationFactor: 1 }]);
    await writer.writeMessages([{ value: 'one' }, { value: 'two' }]);
    const seen: string[] = [];
    const app = new App({
      client,
      groupId: 'app',
      protocol: 'consumer',
      remoteAssignor: 'range',
      onError: () => 'stop',
    });
    app.bind('app-orders', (record) => void seen.push(`${record.value}`));
    await app.start();
    await expect.poll(() => seen.length, { timeout: 20_000 }).toBe(2);
    const [described] = await client.admin.describeConsumerGroups(['app']);
    expect(described?.group).toMatchObject({ state: 'stable', assignor: 'range' });
    await app.stop();
    await writer.close();
    await client.close();
  });
});
