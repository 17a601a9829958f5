// Handlers that return at once and settle their records later, together: here, when a bulk insert is done.
//
//     npx tsx examples/settle-later.ts          (in your own project, import from 'kafka-wire/binding')
import { App, type AppRecord } from '../src/binding/index.ts';
import { Writer } from '../src/index.ts';
import { onKafka } from './support/on-kafka.ts';

const ORDERS = 25;
const BULK = 10;

await onKafka({ orders: 3 }, async (connection, { orders }) => {
  let bulk: AppRecord[] = [];
  let taken = 0;
  let inserted = 0;
  const committed = new Map<number, number>();
  const insert = (records: readonly AppRecord[]): void => {
    inserted += records.length;
    // Offsets move only over records that were settled, whatever the order in which that happens.
    for (const record of records) record.ack();
    console.log(`inserted ${records.length}`);
    if (inserted === ORDERS) void app.stop();
  };
  const app = new App({
    ...connection,
    groupId: `${orders}-archive`,
    onCommit: (offsets) => {
      for (const { partition, offset } of offsets) committed.set(partition, offset);
    },
    onError: () => 'stop',
  });
  app.bind(orders, { settle: 'manual', maxProcessingMs: 60_000 }, (record) => {
    bulk.push(record);
    if (++taken < ORDERS && bulk.length < BULK) return;
    const records = bulk;
    bulk = [];
    setImmediate(insert, records);
  });
  const writer = new Writer({ ...connection, topic: orders });
  try {
    await writer.writeMessages(Array.from({ length: ORDERS }, (_, id) => ({ key: `${id}`, value: `order ${id}` })));
    await app.start();
    await app.done;
    console.log(`committed ${[...committed.values()].reduce((sum, offset) => sum + offset, 0)} of ${ORDERS}`);
  } finally {
    await app.stop();
    await writer.close();
  }
});
