// Each partition as a stream of its own: a slow one holds up no other.
//
//     npx tsx examples/partition-streams.ts          (in your own project, import from 'kafka-wire')
import { setTimeout as pause } from 'node:timers/promises';
import { type PartitionStream, Reader, Writer } from '../src/index.ts';
import { onKafka } from './support/on-kafka.ts';

const ORDERS = 60;

await onKafka({ orders: 3 }, async (connection, { orders }) => {
  const writer = new Writer({ ...connection, topic: orders });
  try {
    await writer.writeMessages(Array.from({ length: ORDERS }, (_, id) => ({ partition: id % 3, value: `${id}` })));
  } finally {
    await writer.close();
  }
  const reader = new Reader({
    ...connection,
    groupId: `${orders}-shipping`,
    topics: [orders],
    commitIntervalMs: 100,
    onEvent: (event) => {
      if (event.type === 'rebalance-ok') console.log(`claimed ${event.claimed.length} partitions`);
    },
  });
  const finished: number[] = [];
  async function handle(stream: PartitionStream): Promise<void> {
    let left = ORDERS / 3;
    for await (const message of stream) {
      if (stream.partition === 0) await pause(10); // a slow handler
      stream.markOffset(message.offset);
      if (--left === 0) break;
    }
    finished.push(stream.partition);
    if (finished.length === 3) void reader.close();
  }
  const handlers: Promise<void>[] = [];
  for await (const stream of reader.partitions()) handlers.push(handle(stream));
  await Promise.all(handlers);
  console.log(`the slow partition was done last: ${finished.at(-1) === 0}`);
});
