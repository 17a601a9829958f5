// A test of your own code against a Kafka that starts in milliseconds: real TCP, real protocol, no container.
//
//     npx tsx examples/embedded-in-a-test.ts          (with any test runner; here Node's own)
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { EmbeddedKafka } from '../src/embedded/index.ts';
import { Reader, Writer } from '../src/index.ts';

/** The code under test. */
async function placeOrder(writer: Writer, customer: string, product: string): Promise<void> {
  await writer.writeMessages({ topic: 'orders', key: customer, value: JSON.stringify({ product }) });
}

let kafka: EmbeddedKafka;
let writer: Writer;

before(async () => {
  kafka = await EmbeddedKafka.start({ brokers: 3, topics: { orders: 3 } });
  writer = new Writer({ brokers: kafka.bootstrap });
});

after(async () => {
  await writer.close();
  await kafka.stop();
});

test('an order is one record under its customer', async () => {
  await placeOrder(writer, 'alice', 'apples');
  const partitions = kafka.topic('orders').partitions;
  const messages = (await Promise.all(partitions.map((partition) => partition.messages()))).flat();
  assert.deepEqual(
    messages.map(({ key, value }) => [`${key}`, `${value}`]),
    [['alice', '{"product":"apples"}']],
  );
});

test('orders survive the loss of a leader', async () => {
  const held = kafka.topic('orders').size;
  const { leaderId } = kafka.topic('orders').partition(0);
  await kafka.broker(leaderId).kill();
  for (let id = 0; id < 30; id++) await placeOrder(writer, `customer ${id}`, 'bread');
  assert.equal(kafka.topic('orders').size, held + 30);
});

test('a group reads them', async () => {
  const reader = new Reader({ brokers: kafka.bootstrap, groupId: 'billing', topics: ['orders'] });
  try {
    for (let left = kafka.topic('orders').size; left > 0; left--) await reader.readMessage();
  } finally {
    await reader.close();
  }
});
