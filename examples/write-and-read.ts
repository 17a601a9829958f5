// Writing messages, learning where they are and which one failed; reading a partition back from an offset.
//
//     npx tsx examples/write-and-read.ts          (in your own project, import from 'kafka-wire')
import { Reader, WriteErrors, Writer } from '../src/index.ts';
import { onKafka } from './support/on-kafka.ts';

await onKafka({ orders: 1 }, async (connection, { orders }) => {
  const writer = new Writer({ ...connection, topic: orders, compression: 'gzip', maxMessageBytes: 10_000 });
  const reader = new Reader({ ...connection, topic: orders, partition: 0, startOffset: 1 });
  try {
    const result = await writer.writeMessages([
      { key: 'alice', value: 'apples', headers: [['trace', 'abc']] },
      { key: 'bob', value: Buffer.from('bread') },
      { key: 'alice', value: null }, // a tombstone: no value, which is not the same as an empty one
    ]);
    for (const place of result) console.log(`written at offset ${place?.offset} of partition ${place?.partition}`);

    const large = { key: 'carol', value: 'x'.repeat(20_000) };
    await writer.writeMessages([large, { key: 'dave', value: 'dates' }]).catch((error: unknown) => {
      if (!(error instanceof WriteErrors)) throw error;
      // One slot per message: the others were written.
      console.log(`message 0: ${error.errors[0]?.code}; message 1 is at offset ${error.result.offset(1)}`);
    });

    for await (const message of reader) {
      console.log(`read ${message.offset}: ${message.key} = ${message.value ?? '(none)'}`);
      if (message.offset === 3) break;
    }
    console.log(`lag ${reader.lag()}`);
  } finally {
    await reader.close();
    await writer.close();
  }
});
