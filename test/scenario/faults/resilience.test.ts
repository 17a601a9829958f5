// The short way of test/integration/resilience.it.test.ts: everything that a process does with a cluster, all at once, while
// brokers die, all of them too, and coordinators and leaders move.
import { getEventListeners } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { EmbeddedKafka } from '../../../src/embedded/index.ts';
import { settledHandles } from '../../support/handles.ts';
import { Callers } from '../../support/resilience/callers.ts';
import { Outcomes } from '../../support/resilience/outcomes.ts';

const PARTITIONS = 3;
const GROWTH_BYTES = 8 * 1024 * 1024;

/** Collected heap: the runner is started with --expose-gc. */
function heap(): number {
  (globalThis as unknown as { gc(): void }).gc();
  return process.memoryUsage().heapUsed;
}

it('every call ends well or truly, everything goes on by itself, nothing is left', { timeout: 120_000 }, async () => {
  const kafka = await EmbeddedKafka.start({
    brokers: 3,
    topics: { orders: { partitions: PARTITIONS, replicationFactor: 3 } },
  });
  onTestFinished(() => kafka.stop());
  const target = { brokers: kafka.bootstrap, topic: 'orders', partitions: PARTITIONS, groupId: 'g' };
  const allGoOn = async (callers: Callers, outcomes: Outcomes): Promise<void> => {
    outcomes.during = `after ${outcomes.during}`;
    const goals = callers.names.map((name) => ({ name, goal: outcomes.count(name) + 3 }));
    const waiting = (): string[] =>
      goals.filter(({ name, goal }) => outcomes.count(name) < goal).map(({ name }) => name);
    await expect.poll(waiting, { timeout: 30_000, interval: 20 }).toEqual([]);
  };
  // What is loaded, compiled and cached once is no leak.
  const rehearsal = new Outcomes();
  const first = new Callers(target, rehearsal);
  await allGoOn(first, rehearsal);
  await first.close();
  const before = { handles: await settledHandles(), heap: heap() };

  const outcomes = new Outcomes();
  onTestFinished(() => console.log([...outcomes.lines(), ...outcomes.complaints].join('\n')));
  const callers = new Callers(target, outcomes);
  await allGoOn(callers, outcomes);

  outcomes.during = 'the coordinator is killed';
  const victim = kafka.broker(kafka.coordinatorOf('g'));
  await victim.kill();
  await allGoOn(callers, outcomes);
  await victim.start();
  await allGoOn(callers, outcomes);

  outcomes.during = 'all three are killed';
  const ended = outcomes.count('write, short', 'TIMEOUT');
  await Promise.all(kafka.brokers.map((broker) => broker.kill()));
  // Calls with a short deadline end at it, meanwhile.
  await expect.poll(() => outcomes.count('write, short', 'TIMEOUT'), { timeout: 20_000 }).toBeGreaterThan(ended);
  await Promise.all(kafka.brokers.map((broker) => broker.start()));
  await allGoOn(callers, outcomes);

  outcomes.during = 'leaders and the coordinator are moved';
  const coordinator = kafka.coordinatorOf('g');
  const offsets = kafka.topic('__consumer_offsets');
  const other = (id: number): number => (id % kafka.brokers.length) + 1;
  for (const { partition, leaderId } of offsets.partitions) {
    if (leaderId === coordinator) kafka.moveLeader('__consumer_offsets', partition, other(leaderId));
  }
  for (const { partition, leaderId } of kafka.topic('orders').partitions)
    kafka.moveLeader('orders', partition, other(leaderId));
  await allGoOn(callers, outcomes);

  await callers.stopWriting();
  const missing = (): number => [...callers.written].filter((value) => !callers.read.has(value)).length;
  await expect.poll(missing, { timeout: 30_000, interval: 50 }).toBe(0);
  await callers.close();
  expect(outcomes.complaints).toEqual([]);
  expect(getEventListeners(callers.signal, 'abort')).toHaveLength(0);
  expect(await settledHandles()).toEqual(before.handles);
  expect(heap() - before.heap).toBeLessThan(GROWTH_BYTES);
});
