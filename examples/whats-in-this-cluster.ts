// What is in this cluster: brokers and their newest APIs, topics with their records, groups and how far behind they are.
//
//     npx tsx examples/whats-in-this-cluster.ts          (in your own project, import from 'kafka-wire')
import { Client, Reader, Writer } from '../src/index.ts';
import { onKafka } from './support/on-kafka.ts';

await onKafka({ orders: 3 }, async (connection, { orders }) => {
  const client = new Client(connection);
  const { admin } = client;
  try {
    const writer = new Writer({ client, topic: orders });
    await writer.writeMessages(Array.from({ length: 10 }, (_, id) => ({ value: `${id}` })));
    await writer.close();
    const reader = new Reader({ client, groupId: `${orders}-billing`, topics: [orders] });
    for (let left = 4; left > 0; left--) await reader.commitMessages(await reader.fetchMessage());
    await reader.close();

    for (const { brokerId, apis, error } of await admin.describeApiVersions()) {
      if (error !== undefined) console.log(`broker ${brokerId} cannot be asked: ${error.message}`);
      else console.log(`broker ${brokerId} answers ${apis.length} APIs`);
    }
    for (const { topic, partitions } of await admin.listTopics()) {
      const indexes = Array.from({ length: partitions }, (_, partition) => partition);
      const specs = ['first', 'last'] as const;
      const found = await admin.listOffsets(
        indexes.flatMap((partition) => specs.map((spec) => ({ topic, partition, spec }))),
      );
      const offset = (at: number): number => found[at]?.offset ?? 0;
      const records = indexes.reduce((sum, at) => sum + offset(2 * at + 1) - offset(2 * at), 0);
      console.log(`${topic}: ${partitions} partitions, ${records} records`);
    }
    const { groups } = await admin.listGroups();
    for (const { groupId, total } of await admin.groupLag(groups.map((group) => group.groupId))) {
      console.log(`${groupId}: ${total} records behind`);
    }
  } finally {
    await client.close();
  }
});
