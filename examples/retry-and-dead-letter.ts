// A failure that may pass goes to the retry topic and comes back; any other goes to the dead letter topic, with a reason.
//
//     npx tsx examples/retry-and-dead-letter.ts          (in your own project, import from 'kafka-wire')
import { App, deadLetterHeaderNames as names, RetryableError } from '../src/binding/index.ts';
import { Reader, Writer } from '../src/index.ts';
import { onKafka } from './support/on-kafka.ts';

await onKafka({ orders: 3, retry: 3, dlq: 3 }, async (connection, { orders, retry, dlq }) => {
  let settled = 0;
  const app = new App({
    ...connection,
    groupId: `${orders}-billing`,
    retry: { topic: retry, delayMs: 200 },
    deadLetter: { topic: dlq },
    onDone: ({ kind, record }) => {
      console.log(`attempt ${record.attempt} of ${record.key}: ${kind}`);
      if (kind !== 'retry' && ++settled === 3) void app.stop();
    },
    onError: (error) => {
      console.error(error.message);
      return 'stop';
    },
  });
  app.bind(orders, { maxRetries: 2, afterRetry: 'unordered' }, (record) => {
    const order = JSON.parse(`${record.value}`) as { busy: number };
    if (record.attempt <= order.busy) throw new RetryableError('the payment service is busy');
  });
  const writer = new Writer({ ...connection, topic: orders });
  const letters = new Reader({ ...connection, groupId: `${dlq}-look`, topics: [dlq] });
  try {
    await app.start();
    await writer.writeMessages([
      { key: 'fine', value: '{"busy":0}' },
      { key: 'flaky', value: '{"busy":2}' },
      { key: 'poison', value: 'not JSON' },
    ]);
    await app.done;
    const letter = await letters.fetchMessage();
    const origin = `${letter.header(names.topic)}[${letter.header(names.partition)}]`;
    console.log(`dead letter: ${letter.key}, ${letter.header(names.reason)}, from ${origin}`);
    console.log(`its error: ${letter.header(names.message)}`);
  } finally {
    await letters.close();
    await app.stop();
    await writer.close();
  }
});
