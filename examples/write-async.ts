// Writing without waiting for acknowledgements: a middleware that stamps messages, a callback per message, one per call.
//
//     npx tsx examples/write-async.ts          (in your own project, import from 'kafka-wire')
import { Writer } from '../src/index.ts';
import { onKafka } from './support/on-kafka.ts';

await onKafka({ orders: 3 }, async (connection, { orders }) => {
  const outcomes = { written: 0, failed: 0 };
  const perPartition = new Map<number, number>();
  const writer = new Writer({
    ...connection,
    topic: orders,
    async: true,
    completion: (messages, error) => {
      if (error === undefined) outcomes.written += messages.length;
      else {
        outcomes.failed += messages.length;
        console.log(`a call failed: ${error.message}`);
      }
    },
  });
  writer.use((messages, next) =>
    next(messages.map((message) => ({ ...message, headers: [['origin', 'example'] as const] }))),
  );
  try {
    await writer.warmUp();
    for (let i = 0; i < 1_000; i++) {
      // Resolves when the message is in the buffer: only a full one makes this loop wait.
      await writer.writeMessages({
        key: `customer-${i % 7}`,
        value: `order ${i}`,
        onDelivery: (error, place) => {
          if (error !== undefined || place === undefined) return;
          perPartition.set(place.partition, (perPartition.get(place.partition) ?? 0) + 1);
        },
      });
    }
    await writer.writeMessages({ value: 'x'.repeat(2_000_000) });
    await writer.flush();
  } finally {
    await writer.close();
  }
  const { messages, batches, batchSize, bufferedBytes } = writer.stats();
  console.log(`${outcomes.written} written, ${outcomes.failed} failed, over ${perPartition.size} partitions`);
  console.log(
    `${messages} messages in ${batches} batches, at most ${batchSize.max} in one; ${bufferedBytes} bytes kept`,
  );
});
