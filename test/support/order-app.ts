// A process of its own for tests that kill it: one App that notes every order it handled in a file.
// Arguments: brokers, group, topic, file. Prints `assigned N` whenever the group has given it N partitions.
import { appendFileSync } from 'node:fs';
import { App } from '../../src/binding/index.ts';

const [brokers = '', groupId = '', topic = '', file = ''] = process.argv.slice(2);

const app = new App({
  brokers: brokers.split(','),
  groupId,
  sessionTimeoutMs: 6_000,
  onAssigned: (partitions) => process.stdout.write(`assigned ${partitions.length}\n`),
  onError: (error) => {
    console.error(error);
    return 'stop';
  },
});
app.bind(topic, (record) => {
  // Synchronous, so that what the file does not have was not handled.
  appendFileSync(file, `${record.value}\n`);
});
await app.start();
process.once('SIGTERM', () => void app.stop());
await app.done;
