// A process of its own for tests that kill it: one App that notes every order it handled in a file.
// Arguments: brokers, group, topic, file. Prints `assigned N`, how many partitions it has, whenever that changes.
import { appendFileSync } from 'node:fs';
import { App } from '../../src/binding/index.ts';

const [brokers = '', groupId = '', topic = '', file = ''] = process.argv.slice(2);

let owned = 0;
const changed = (by: number): void => {
  owned += by;
  process.stdout.write(`assigned ${owned}\n`);
};

const app = new App({
  brokers: brokers.split(','),
  groupId,
  sessionTimeoutMs: 6_000,
  onAssigned: (partitions) => changed(partitions.length),
  onRevoked: (partitions) => changed(-partitions.length),
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
