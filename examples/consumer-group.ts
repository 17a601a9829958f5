// Two members of a group share six partitions; what one has read, the other does not get.
//
//     npx tsx examples/consumer-group.ts          (in your own project, import from 'kafka-wire')
import { Reader, Writer } from '../src/index.ts';
import { onKafka } from './support/on-kafka.ts';

const ORDERS = 60;

await onKafka({ orders: 6 }, async (connection, { orders }) => {
  const read = new Map<string, string>();
  const owned = new Map<string, number>();
  let isShared = (): void => {};
  const shared = new Promise<void>((resolve) => {
    isShared = resolve;
  });
  const members = ['first', 'second'].map((name) => {
    const reader = new Reader({
      ...connection,
      groupId: `${orders}-billing`,
      topics: [orders],
      // Called with what is new: what a member keeps through a rebalance it goes on reading.
      onAssigned: () => {
        owned.set(name, reader.assignment().length);
        if (owned.get('first') === 3 && owned.get('second') === 3) isShared();
      },
    });
    return { name, reader };
  });
  const loops = members.map(async ({ name, reader }) => {
    for await (const message of reader) {
      read.set(`${message.value}`, name);
      await reader.commitMessages(message); // done with it: after a crash, reading goes on behind it
      if (read.size === ORDERS) for (const member of members) void member.reader.close();
    }
  });
  const writer = new Writer({ ...connection, topic: orders });
  try {
    await shared;
    await writer.writeMessages(Array.from({ length: ORDERS }, (_, id) => ({ key: `customer ${id}`, value: `${id}` })));
    await Promise.all(loops);
    for (const { name } of members) {
      console.log(`${name}: ${[...read.values()].filter((reader) => reader === name).length} orders`);
    }
    console.log(`${read.size} orders read by two members with 3 partitions each`);
  } finally {
    await Promise.all(members.map(({ reader }) => reader.close()));
    await writer.close();
  }
});
