// Groups whose coordinator shares out the partitions (KIP-848), on real Kafka, and what becomes of `protocol: 'consumer'`
// where there is no such coordinator.
import { afterEach, expect, it } from 'vitest';
import { Client, Writer } from '../../src/index.ts';
import { consumerGroupScenarios } from '../support/consumer-group-scenarios.ts';
import { describeEachKafka, uniqueName } from '../support/describe-each-kafka.ts';
import { javaTool, toolNames } from '../support/java-tools.ts';
import { MortalReader } from '../support/mortal-reader.ts';
import { numbers } from '../support/reading.ts';
import { isAtLeast } from '../support/real-kafka/real-kafka.ts';

const TOOLS = '4.4.0';
const WAIT = { timeout: 30_000, interval: 20 };

describeEachKafka('groups of the consumer protocol', ({ bootstrap, version }) => {
  if (isAtLeast(version, 4, 0)) {
    return consumerGroupScenarios({
      bootstrap: () => bootstrap,
      shortSession: async (client, groupId) => {
        const changes = [{ name: 'consumer.session.timeout.ms', value: '4000' }];
        const [altered] = await client.admin.incrementalAlterConfigs([{ type: 'group', name: groupId, changes }]);
        if (altered?.error !== undefined) throw altered.error;
      },
      consume: (topic, groupId) =>
        javaTool(TOOLS, toolNames(TOOLS).consoleConsumer, [
          ...['--bootstrap-server', bootstrap.join(','), '--topic', topic, '--group', groupId],
          ...['--consumer-property', 'group.protocol=consumer', '--consumer-property', 'auto.offset.reset=earliest'],
          ...['--timeout-ms', '6000'],
        ]),
    });
  }
  const open: MortalReader[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((reader) => reader.close()));
  });

  it('are classic ones where the brokers have none, which is told once', { timeout: 60_000 }, async () => {
    const client = new Client({ brokers: bootstrap });
    const topic = uniqueName('shared');
    const [created] = await client.createTopics([{ topic, partitions: 4, replicationFactor: 1 }]);
    if (created?.error !== undefined) throw created.error;
    const writer = new Writer({ client, topic });
    await writer.writeMessages(numbers(50).map((i) => ({ key: `k${i}`, value: String(i) })));
    await writer.close();
    await client.close();
    const start = (options: object): MortalReader => {
      const reader = new MortalReader({ brokers: bootstrap }, { protocol: 'consumer', ...options } as never);
      open.push(reader);
      return reader;
    };
    const groupId = uniqueName('group');
    const both = [start({ groupId, topics: [topic] }), start({ groupId, topics: [topic] })];
    await expect.poll(() => both.map(({ share }) => share.size), WAIT).toEqual([2, 2]);
    await expect
      .poll(() => new Set(both.flatMap(({ messages }) => messages.map(({ value }) => String(value)))).size, WAIT)
      .toBe(50);
    for (const { warnings } of both) {
      expect(warnings.filter((line) => line.includes('classic protocol'))).toHaveLength(1);
    }
    const matched = start({ groupId: uniqueName('group'), serverPattern: '.*' });
    await expect.poll(() => String(matched.error), WAIT).toContain('option serverPattern needs brokers');
  });
});
