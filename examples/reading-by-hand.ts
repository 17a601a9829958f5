// Partitions named by hand: two at first, another one while it runs, and a group to remember how far it is.
//
//     npx tsx examples/reading-by-hand.ts          (in your own project, import from 'kafka-wire')
import { Reader, Writer } from '../src/index.ts';
import { onKafka } from './support/on-kafka.ts';

await onKafka({ orders: 3 }, async (connection, { orders }) => {
  const writer = new Writer({ ...connection, topic: orders });
  try {
    const messages = Array.from({ length: 30 }, (_, id) => ({ partition: id % 3, value: `order ${id}` }));
    await writer.writeMessages(messages);
  } finally {
    await writer.close();
  }
  const read = async (reader: Reader, count: number): Promise<number> => {
    for (let left = count; left > 0; left--) {
      const message = await reader.fetchMessage();
      reader.markMessages(message); // handled; committed when it is asked for, and on close
    }
    await reader.commitMarked();
    return count;
  };
  const [first, second, third] = [0, 1, 2].map((partition) => ({ topic: orders, partition }));
  const options = { ...connection, groupId: `${orders}-by-hand` };
  let count = 0;
  const reader = new Reader({ ...options, partitions: [first!, { ...second!, startOffset: 5 }] });
  try {
    count += await read(reader, 15); // ten of the first partition, five of the second
    await reader.assign([second!, third!]);
    count += await read(reader, 4);
  } finally {
    await reader.close();
  }
  const again = new Reader({ ...options, partitions: [third!] });
  try {
    count += await read(again, 6); // goes on where the one before has committed
    console.log(`${count} records read by hand, up to offset ${again.offset(third!)}`);
  } finally {
    await again.close();
  }
});
