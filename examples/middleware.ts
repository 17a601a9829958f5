// Middleware around every handler: one that times it, and one that says what became of each record.
//
//     npx tsx examples/middleware.ts          (in your own project, import from 'kafka-wire/binding')
import { App, type Middleware } from '../src/binding/index.ts';
import { Writer } from '../src/index.ts';
import { onKafka } from './support/on-kafka.ts';

const times: number[] = [];

const timing: Middleware = (next) => async (record, context) => {
  const begun = performance.now();
  try {
    await next(record, context);
  } finally {
    times.push(performance.now() - begun);
  }
};

const outcomes: Middleware = (next) => (record, context) => {
  record.onOutcome(({ kind }) => console.log(`${record.value}: ${kind}`));
  return next(record, context);
};

await onKafka({ orders: 1 }, async (connection, { orders }) => {
  const app = new App({
    ...connection,
    groupId: `${orders}-billing`,
    onError: (error, { record }) => {
      console.log(`onError decides about ${record?.value}: ${error.message}`);
      return 'skip';
    },
  });
  app.use(outcomes, timing); // the first one is the outermost
  app.bind(orders, (record) => {
    if (`${record.value}` === 'old') record.skip();
    if (`${record.value}` === 'bad') throw new Error('no such product');
    if (`${record.value}` === 'last') void app.stop();
  });
  const writer = new Writer({ ...connection, topic: orders });
  try {
    await writer.writeMessages(['good', 'old', 'bad', 'last'].map((value) => ({ value })));
    await app.start();
    await app.done;
    console.log(`${times.length} handlers timed`);
  } finally {
    await app.stop();
    await writer.close();
  }
});
