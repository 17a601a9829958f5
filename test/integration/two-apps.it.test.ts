// Two instances of an application share the partitions of a topic; one dies in the middle. No order may be lost.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { Client, Writer } from '../../src/index.ts';
import { describeEachKafka, uniqueName } from '../support/describe-each-kafka.ts';
import { numbers } from '../support/reading.ts';

const ORDERS = 30_000;
const PER_CALL = 100;

describeEachKafka('two app instances', (kafka) => {
  it('lose no order when one is killed', { timeout: 120_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kafka-wire-two-apps-'));
    const topic = uniqueName('orders');
    const groupId = uniqueName('two-apps');
    const client = new Client({ brokers: kafka.bootstrap });
    const writer = new Writer({ client, topic });
    const apps: ChildProcess[] = [];
    const file = (name: string): string => join(folder, name);
    const handled = async (name: string): Promise<string[]> =>
      (await readFile(file(name), 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
    const assigned = new Map<string, number>();
    const start = (name: string): ChildProcess => {
      const script = join(import.meta.dirname, '../support/order-app.ts');
      const app = spawn(
        process.execPath,
        ['--import', 'tsx', script, kafka.bootstrap.join(','), groupId, topic, file(name)],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      apps.push(app);
      createInterface(app.stdout!).on('line', (line) => assigned.set(name, Number(line.split(' ')[1])));
      return app;
    };
    try {
      const [result] = await client.createTopics([{ topic, partitions: 6, replicationFactor: 1 }]);
      if (result?.error !== undefined) throw result.error;
      const first = start('first');
      start('second');
      await expect.poll(() => [...assigned.values()], { timeout: 30_000 }).toEqual([3, 3]);
      const writing = (async () => {
        for (let order = 0; order < ORDERS; order += PER_CALL) {
          await writer.writeMessages(numbers(PER_CALL).map((i) => ({ key: `k${order + i}`, value: `${order + i}` })));
        }
      })();
      // Both must be at work when one dies.
      await expect.poll(async () => (await handled('first')).length, { timeout: 30_000 }).toBeGreaterThan(ORDERS / 20);
      await expect.poll(async () => (await handled('second')).length, { timeout: 30_000 }).toBeGreaterThan(ORDERS / 20);
      first.kill('SIGKILL');
      await writing;
      const all = async (): Promise<string[]> => [...(await handled('first')), ...(await handled('second'))];
      await expect.poll(async () => new Set(await all()).size, { timeout: 60_000 }).toBe(ORDERS);
      const total = (await all()).length;
      console.log(`${ORDERS} orders, one of two apps killed: 0 lost, ${total - ORDERS} handled again`);
    } finally {
      for (const app of apps) app.kill('SIGKILL');
      await writer.close();
      await client.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
