// No broker for a while, or none yet: Readers, Writers and Apps stay, say that they are not healthy, and go on by
// themselves when brokers are back.
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { App } from '../../../src/binding/index.ts';
import { EmbeddedKafka } from '../../../src/embedded/index.ts';
import { type DialFunction, Reader, Writer } from '../../../src/index.ts';

const HEALTHY = { healthy: true, reasons: [] };
const fast = { retryBackoffMs: 10, retryBackoffMaxMs: 100 };

let kafka: EmbeddedKafka;
beforeEach(async () => {
  kafka = await EmbeddedKafka.start({ brokers: 3, topics: { orders: { partitions: 3, replicationFactor: 3 } } });
});
afterEach(() => kafka.stop());

const allDown = (): Promise<unknown> => Promise.all(kafka.brokers.map((broker) => broker.kill()));
const allUp = (): Promise<unknown> => Promise.all(kafka.brokers.map((broker) => broker.start()));

async function write(...values: string[]): Promise<void> {
  const writer = new Writer({ brokers: kafka.bootstrap, topic: 'orders', ...fast });
  await writer.writeMessages(values.map((value) => ({ value })));
  await writer.close();
}

describe('a Reader with nobody to read from', () => {
  it('keeps its process alive and reads when the first broker comes', async () => {
    await writeTo(0, 'here at last');
    await allDown();
    const script = join(import.meta.dirname, '../../support/patient-reader.ts');
    const broker = kafka.brokers[0]!;
    const child = spawn(process.execPath, ['--import', 'tsx', script, broker.address, 'orders'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const lines: string[] = [];
    createInterface(child.stdout).on('line', (line) => lines.push(line));
    // Three rounds of attempts have failed, each of which would have been the end of it without `waitForBrokers`.
    await expect.poll(() => lines.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(3);
    expect(child.exitCode).toBe(null);
    await allUp();
    await expect.poll(() => lines.at(-1), { timeout: 20_000 }).toBe('read here at last');
    expect(await exit).toBe(0);
  });

  it('waits where it is told to, says so, and reads in its group when brokers come', async () => {
    await write('one');
    await allDown();
    const brokers = kafka.bootstrap;
    const reader = new Reader({
      brokers,
      groupId: 'g',
      topics: ['orders'],
      waitForBrokers: true,
      startTimeoutMs: 100,
      ...fast,
    });
    const message = reader.fetchMessage();
    await expect
      .poll(() => reader.health().reasons.join())
      .toMatch(/no broker was reached yet: .*nothing listens there/s);
    expect(reader.health().healthy).toBe(false);
    await allUp();
    expect(`${(await message).value}`).toBe('one');
    await expect.poll(() => reader.health()).toMatchObject(HEALTHY);
    await reader.close();
  });

  it('may try again where it is not told to wait: the next call makes a new attempt', async () => {
    await write('one');
    await allDown();
    const reader = new Reader({
      brokers: kafka.bootstrap,
      groupId: 'g',
      topics: ['orders'],
      startTimeoutMs: 100,
      ...fast,
    });
    await expect(reader.fetchMessage()).rejects.toMatchObject({ code: 'CONNECTION', retriable: true });
    await expect(reader.fetchMessage()).rejects.toMatchObject({ code: 'CONNECTION', retriable: true });
    await allUp();
    expect(`${(await reader.fetchMessage()).value}`).toBe('one');
    await reader.close();
  });
});

async function writeTo(partition: number, value: string): Promise<void> {
  const writer = new Writer({ brokers: kafka.bootstrap, topic: 'orders', ...fast });
  await writer.writeMessages({ value, partition });
  await writer.close();
}

describe('when all brokers are gone and come back', () => {
  it.each([
    ['a group', { groupId: 'g', topics: ['orders'] }],
    ['a partition', { topic: 'orders', partition: 0 }],
  ] as const)('a Reader of %s goes on where it was', async (_, what) => {
    const reader = new Reader({ brokers: kafka.bootstrap, ...what, ...fast, maxWaitMs: 100 });
    for (let round = 0; round < 3; round++) {
      await writeTo(0, `before ${round}`);
      const message = await reader.fetchMessage({ timeoutMs: 10_000 });
      expect(`${message.value}`).toBe(`before ${round}`);
      if ('groupId' in what) await reader.commitMessages(message, { timeoutMs: 10_000 });
      await expect.poll(() => reader.health()).toMatchObject(HEALTHY);
      const next = reader.fetchMessage({ timeoutMs: 20_000 });
      await allDown();
      await expect.poll(() => reader.health().healthy, { timeout: 5_000 }).toBe(false);
      expect(reader.health().reasons).not.toEqual([]);
      await allUp();
      await writeTo(0, `after ${round}`);
      expect(`${(await next).value}`).toBe(`after ${round}`);
      await expect.poll(() => reader.health(), { timeout: 5_000 }).toMatchObject(HEALTHY);
    }
    await reader.close();
  });

  it('a Writer keeps what it was given and writes it, once and in order', async () => {
    let dials = 0;
    const dial: DialFunction = async (host, port) => {
      dials++;
      return connect(port, host);
    };
    const writer = new Writer({ brokers: kafka.bootstrap, topic: 'orders', dial, ...fast });
    await writer.writeMessages({ value: '0', partition: 0 });
    await allDown();
    const waiting = [1, 2, 3, 4, 5].map((i) => writer.writeMessages({ value: `${i}`, partition: 0 }));
    let settled = 0;
    for (const call of waiting) void call.then(() => settled++);
    const before = dials;
    // Attempts are made and fail, and nobody is told anything yet.
    await expect.poll(() => dials, { timeout: 10_000 }).toBeGreaterThan(before + 5);
    expect(settled).toBe(0);
    await allUp();
    await Promise.all(waiting);
    await writer.writeMessages({ value: '6', partition: 0 });
    const values = (await kafka.topic('orders').partition(0).messages()).map(({ value }) => `${value}`);
    expect(values).toEqual(['0', '1', '2', '3', '4', '5', '6']);
    await writer.close();
  });

  it('an App says that it is not healthy, and handles what comes afterwards; nothing is lost', async () => {
    const handled: string[] = [];
    const app = new App({
      brokers: kafka.bootstrap,
      groupId: 'g',
      commitIntervalMs: 20,
      onError: () => 'stop',
      ...fast,
    });
    app.bind('orders', (record) => void handled.push(`${record.value}`));
    await app.start();
    const expected = new Set<string>();
    for (let round = 0; round < 3; round++) {
      const values = [`a${round}`, `b${round}`, `c${round}`];
      for (const value of values) expected.add(value);
      await write(...values);
      await expect.poll(() => new Set(handled), { timeout: 10_000 }).toEqual(expected);
      await expect.poll(() => app.health(), { timeout: 5_000 }).toEqual(HEALTHY);
      await allDown();
      await expect.poll(() => app.health().healthy, { timeout: 5_000 }).toBe(false);
      expect(app.health().reasons.join()).not.toBe('');
      await allUp();
    }
    await write('last');
    expected.add('last');
    await expect.poll(() => new Set(handled), { timeout: 10_000 }).toEqual(expected);
    await expect.poll(() => app.health(), { timeout: 5_000 }).toEqual(HEALTHY);
    await app.stop();
    await app.done;
  });

  it('an App that starts meanwhile gives up after its limit and leaves nothing open', async () => {
    await allDown();
    const app = new App({
      brokers: kafka.bootstrap,
      groupId: 'g',
      onError: () => 'stop',
      startTimeoutMs: 100,
      ...fast,
    });
    app.bind('orders', () => {});
    await expect(app.start()).rejects.toMatchObject({ code: 'CONNECTION' });
    await expect(app.done).rejects.toMatchObject({ code: 'CONNECTION' });
    expect(app.health()).toEqual({ healthy: false, reasons: ['the app is closed'] });
  });
});
