// A program as a user would write it, in plain JavaScript: a record there and back, through the published package.

/** For `import`; prints what it read. */
export const roundTripModule: string = `
import { Reader, Writer } from 'kafka-wire';
import { EmbeddedKafka } from 'kafka-wire/embedded';
${body()}
`;

/** For \`require\`, in an async function as CommonJS has no top-level await. */
export const roundTripCommonJs: string = `
const { Reader, Writer } = require('kafka-wire');
const { EmbeddedKafka } = require('kafka-wire/embedded');
(async () => {${body()}})();
`;

/** Constructs a Writer for each codec, and prints what became of it. */
export const codecsModule: string = `
import { Writer } from 'kafka-wire';
for (const compression of ['none', 'gzip', 'snappy', 'lz4', 'zstd']) {
  try {
    await new Writer({ brokers: ['localhost:9092'], compression }).close();
    console.log(compression, 'is there');
  } catch (error) {
    console.log(error.code, error.message);
  }
}
`;

function body(): string {
  return `
const kafka = await EmbeddedKafka.start({ topics: { orders: 1 } });
const writer = new Writer({ brokers: kafka.bootstrap, topic: 'orders' });
const reader = new Reader({ brokers: kafka.bootstrap, topic: 'orders', partition: 0 });
try {
  await writer.writeMessages([{ key: 'alice', value: 'one', headers: [['trace', 'abc']] }]);
  const message = await reader.readMessage();
  console.log(String(message.key), String(message.value), String(message.header('trace')));
} finally {
  await reader.close();
  await writer.close();
  await kafka.stop();
}
`;
}
