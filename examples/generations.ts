// Membership by generations, as kafka-go has it: what each member has is read by hand, until the group is shared out anew.
//
//     npx tsx examples/generations.ts          (in your own project, import from 'kafka-wire')
import { ConsumerGroup, type Generation, Reader, Writer } from '../src/index.ts';
import { onKafka } from './support/on-kafka.ts';

const ORDERS = 40;

await onKafka({ orders: 4 }, async (connection, { orders }) => {
  const writer = new Writer({ ...connection, topic: orders });
  try {
    await writer.writeMessages(Array.from({ length: ORDERS }, (_, id) => ({ partition: id % 4, value: `${id}` })));
  } finally {
    await writer.close();
  }
  const read = new Set<string>();
  const done = new AbortController();

  /** Reads the share of a generation until it is over. */
  async function work(generation: Generation, signal: AbortSignal): Promise<void> {
    const partitions = Object.entries(generation.assignments).flatMap(([topic, list]) =>
      list.map(({ partition, offset }) => ({ topic, partition, startOffset: offset })),
    );
    const reader = new Reader({ ...connection, partitions });
    try {
      while (!signal.aborted) {
        const { topic, partition, offset, value } = await reader.fetchMessage({ signal });
        await generation.commitOffsets([{ topic, partition, offset: offset + 1 }]);
        read.add(`${value}`);
        if (read.size === ORDERS) done.abort();
      }
    } finally {
      await reader.close();
    }
  }

  const members = ['first', 'second'].map(async () => {
    const group = new ConsumerGroup({ ...connection, groupId: `${orders}-audit`, topics: [orders] });
    try {
      while (!done.signal.aborted) {
        const generation = await group.next({ signal: done.signal });
        generation.start((signal) => work(generation, signal));
      }
    } catch (error) {
      if (!done.signal.aborted) throw error;
    } finally {
      await group.close();
    }
  });
  await Promise.all(members);
  console.log(`${read.size} orders read in generations`);
});
