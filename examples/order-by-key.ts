// Many handlers at a time, more than there are partitions, and still each key's records one after another.
//
//     npx tsx examples/order-by-key.ts          (in your own project, import from 'kafka-wire')
import { setTimeout as pause } from 'node:timers/promises';
import { App } from '../src/binding/index.ts';
import { Writer } from '../src/index.ts';
import { onKafka } from './support/on-kafka.ts';

const CUSTOMERS = 8;
const ORDERS_EACH = 5;

await onKafka({ orders: 2 }, async (connection, { orders }) => {
  const seen = new Map<string, number[]>();
  let running = 0;
  let most = 0;
  let left = CUSTOMERS * ORDERS_EACH;
  const app = new App({ ...connection, groupId: `${orders}-billing`, onError: () => 'stop' });
  app.bind(orders, { order: 'key', concurrency: CUSTOMERS }, async (record) => {
    most = Math.max(most, ++running);
    await pause(20); // a call to some service
    const customer = `${record.key}`;
    seen.set(customer, [...(seen.get(customer) ?? []), Number(record.value)]);
    running--;
    if (--left === 0) void app.stop();
  });
  const writer = new Writer({ ...connection, topic: orders });
  try {
    const messages = Array.from({ length: CUSTOMERS * ORDERS_EACH }, (_, id) => {
      return { key: `customer ${id % CUSTOMERS}`, value: `${id}` };
    });
    await writer.writeMessages(messages);
    await app.start();
    await app.done;
    const inOrder = [...seen.values()].every((ids) => ids.every((id, index) => index === 0 || id > ids[index - 1]!));
    console.log(`up to ${most} handlers at a time on 2 partitions; each customer's orders in order: ${inOrder}`);
  } finally {
    await app.stop();
    await writer.close();
  }
});
