// A process of its own for tests of a Reader that is left alone: reads one message, however long that takes, and ends.
// Arguments: address, topic. Prints `waiting` each time that no broker could be reached, then the message's value.
import { Reader } from '../../src/index.ts';

const [address = '', topic = ''] = process.argv.slice(2);
const ignore = (): void => {};
const reader = new Reader({
  brokers: [address],
  topic,
  partition: 0,
  waitForBrokers: true,
  startTimeoutMs: 200,
  logger: { debug: ignore, info: ignore, error: ignore, warn: () => process.stdout.write('waiting\n') },
});
const message = await reader.fetchMessage();
process.stdout.write(`read ${message.value}\n`);
await reader.close();
