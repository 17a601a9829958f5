// From one topic to another, each order with effect exactly once: also where the function fails in the middle.
//
//     npx tsx examples/exactly-once.ts          (in your own project, import from 'kafka-wire')
import { Reader, TransactSession, Writer } from '../src/index.ts';
import { onKafka } from './support/on-kafka.ts';

const ORDERS = 30;

await onKafka({ orders: 3, bills: 1 }, async (connection, { orders, bills }) => {
  const writer = new Writer({ ...connection, topic: orders });
  await writer.writeMessages(Array.from({ length: ORDERS }, (_, id) => ({ key: `customer ${id}`, value: `${id}` })));
  await writer.close();

  const session = new TransactSession({
    ...connection,
    reader: { groupId: `${orders}-billing`, topics: [orders] },
    // Names this instance; a process that comes back after a crash takes its old name.
    writer: { transactionalId: `${orders}-billing-1`, topic: bills },
    maxMessages: 10,
  });
  const reader = new Reader({ ...connection, topic: bills, partition: 0 });
  const done = new AbortController();
  let calls = 0;
  const billing = async (): Promise<void> => {
    await session.run(
      async (messages, tx) => {
        await tx.writeMessages(messages.map(({ key, value }) => ({ key, value: `a bill for order ${value}` })));
        // The bills are in the log by now. They are aborted, and the orders come again.
        if (++calls === 2) throw new Error('the printer is on fire');
      },
      { signal: done.signal },
    );
  };
  try {
    const running = billing().catch((error: unknown) => {
      console.log(`aborted: ${error}`);
      return billing();
    });
    const seen = new Set<string>();
    for await (const message of reader) {
      if (seen.has(`${message.value}`)) throw new Error(`${message.value}, twice`);
      seen.add(`${message.value}`);
      if (seen.size === ORDERS) break;
    }
    done.abort();
    await running;
    console.log(`${seen.size} bills, each once`);
  } finally {
    await session.close();
    await reader.close();
  }
});
