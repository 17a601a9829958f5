// One connection to the leader of one partition: deadlines, batches, offsets, seeking, metadata.
//
//     npx tsx examples/connection-by-hand.ts          (in your own project, import from 'kafka-wire')
import { Dialer, KafkaError } from '../src/index.ts';
import { onKafka } from './support/on-kafka.ts';

await onKafka({ orders: 1 }, async ({ brokers, ...security }, { orders }) => {
  const [broker = ''] = brokers;
  const dialer = new Dialer(security);
  const conn = await dialer.dialLeader(broker, { topic: orders, partition: 0 });
  try {
    conn.setDeadline(Date.now() + 10_000); // absolute, for every call until it is set anew
    const bytes = await conn.writeMessages([{ value: 'one' }, { value: 'two' }, { value: 'three' }]);
    const { first, last } = await conn.readOffsets();
    console.log(`wrote ${bytes > 0 ? 'one batch' : 'nothing'}; offsets ${first} to ${last}`);

    const batch = await conn.readBatch({ maxBytes: 100_000 });
    for await (const message of batch) console.log(`read ${message.offset}: ${message.value}`);
    await batch.close();

    await conn.seek(1, 'end'); // one before the end
    console.log(`the last message: ${(await conn.readMessage()).value}`);

    conn.setReadDeadline(Date.now() + 100);
    await conn.readMessage().catch((error: unknown) => {
      if (!KafkaError.is(error)) throw error;
      console.log(`nothing more in time: ${error.code}`);
    });
    conn.setReadDeadline(undefined);
    console.log(`${(await conn.brokers()).length > 0 ? 'brokers known' : 'no brokers'}`);
  } finally {
    await conn.close();
  }
});
