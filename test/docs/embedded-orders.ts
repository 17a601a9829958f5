// The broker that a program from the docs gets: one embedded cluster for each, with orders to read.
import { EmbeddedKafka } from '../../src/embedded/index.ts';
import { dial, Writer } from '../../src/index.ts';
import { createListGroupsRequest, listGroupsApi } from '../../src/protocol/generated/list-groups.ts';
import { createOffsetFetchRequest, offsetFetchApi } from '../../src/protocol/generated/offset-fetch.ts';

/** What stands in the topic `orders` before the program starts. */
const ORDERS = [
  { key: 'alice', value: '{"id":1,"product":"apples"}' },
  { key: 'bob', value: '{"id":2,"product":"bread"}' },
  { key: null, value: '{"id":3,"product":"cheese"}' },
];

/** First version of OffsetFetch for which no list of topics means all of them. */
const ALL_TOPICS_VERSION = 5;

/** A broker with a topic `orders` that has some, and a topic `bills` that has none; other topics are created when they are asked for. */
export async function startWithOrders(): Promise<EmbeddedKafka> {
  const kafka = await EmbeddedKafka.start({ topics: { orders: 3, bills: 3 } });
  const writer = new Writer({ brokers: kafka.bootstrap, topic: 'orders' });
  try {
    await writer.writeMessages(ORDERS);
    return kafka;
  } catch (error) {
    await kafka.stop();
    throw error;
  } finally {
    await writer.close();
  }
}

/** Whether some group has committed every order that was there from the beginning. */
export async function ordersCommitted(kafka: EmbeddedKafka): Promise<boolean> {
  const [address = ''] = kafka.bootstrap;
  const conn = await dial(address);
  try {
    const { groups } = await conn.send(listGroupsApi, createListGroupsRequest({}));
    for (const { groupId } of groups) {
      const request = createOffsetFetchRequest({ groupId, topics: null });
      const { topics } = await conn.send(offsetFetchApi, request, { version: ALL_TOPICS_VERSION });
      const partitions = topics.find(({ name }) => name === 'orders')?.partitions ?? [];
      const done = partitions.reduce((sum, { committedOffset }) => sum + Math.max(0, committedOffset), 0);
      if (done >= ORDERS.length) return true;
    }
    return false;
  } finally {
    await conn.close();
  }
}
