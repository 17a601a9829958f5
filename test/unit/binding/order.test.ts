// Order and concurrency of an App; its outside is under the test’s control.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deferred } from '../../../src/base/deferred.ts';
import { hashKey } from '../../../src/binding/key-pool.ts';
import { eventually } from '../../support/eventually.ts';
import { batch, bench, place, records } from './stand-ins.ts';

/** Lets everything run that is not waiting for time. */
async function turns(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise(setImmediate);
}

/** Runs a handler over records and keeps count of how many run at the same time, in all and per group. */
function meter() {
  const running = new Map<string, number>();
  const result = { most: 0, overlaps: [] as string[], order: [] as string[] };
  const run = async (group: string, label: string): Promise<void> => {
    const now = (running.get(group) ?? 0) + 1;
    running.set(group, now);
    if (now > 1) result.overlaps.push(group);
    result.most = Math.max(
      result.most,
      [...running.values()].reduce((sum, one) => sum + one, 0),
    );
    result.order.push(label);
    await new Promise(setImmediate);
    running.set(group, now - 1);
  };
  return { run, result };
}

describe('order and concurrency', () => {
  it('X4: one at a time by default, partitions in turn', async () => {
    const { app, assign, reader } = bench();
    const { result, run } = meter();
    app.bind('orders', (record) => run('all', `${record.partition}:${record.offset}`));
    await app.start();
    await assign(place('orders', 0), place('orders', 1));
    reader.feed(batch('orders', 0, records([1, 2])));
    reader.feed(batch('orders', 0, records([3])));
    reader.feed(batch('orders', 1, records([1, 2])));
    await eventually('all handled', () => result.order.length === 5);
    expect(result.most).toBe(1);
    expect(result.order).toEqual(['0:1', '0:2', '1:1', '1:2', '0:3']);
    await app.stop();
  });

  it('X4: partitions side by side, each in its own order', async () => {
    const { app, assign, reader } = bench();
    const { result, run } = meter();
    app.bind('orders', { concurrency: 2 }, (record) =>
      run(`${record.partition}`, `${record.partition}:${record.offset}`),
    );
    await app.start();
    await assign(place('orders', 0), place('orders', 1), place('orders', 2));
    for (const partition of [0, 1, 2]) reader.feed(batch('orders', partition, records([1, 2, 3])));
    await eventually('all handled', () => result.order.length === 9);
    expect([result.most, result.overlaps]).toEqual([2, []]);
    for (const partition of [0, 1, 2]) {
      expect(result.order.filter((label) => label.startsWith(`${partition}:`))).toEqual(
        [1, 2, 3].map((i) => `${partition}:${i}`),
      );
    }
    await app.stop();
  });

  it('X4: with no order, N at a time within one partition, never more', async () => {
    const { app, assign, reader } = bench();
    const { result, run } = meter();
    app.bind('orders', { concurrency: 8, order: 'none' }, (record) => run('all', `${record.offset}`));
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records(Array.from({ length: 100 }, (_, i) => i))));
    await eventually('committed', () => reader.committed('orders', 0) === 100);
    expect(result.most).toBe(8);
    expect(result.order.length).toBe(100);
    await app.stop();
  });

  it('Z3: keys side by side within a partition, each key in order; records without a key are spread', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(fc.integer({ min: 0, max: 9 }), { nil: null, freq: 8 }), { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 1, max: 12 }),
        async (keys, concurrency) => {
          const { app, assign, reader } = bench();
          const { result, run } = meter();
          app.bind('orders', { concurrency, order: 'key' }, (record) =>
            run(record.key === null ? `none ${record.offset}` : `${record.key}`, `${record.key}:${record.offset}`),
          );
          await app.start();
          await assign(place('orders', 0));
          reader.feed(
            batch(
              'orders',
              0,
              keys.map((key, offset) => ({ offset, key: key === null ? null : `${key}` })),
            ),
          );
          await eventually('committed', () => reader.committed('orders', 0) === keys.length);
          expect(result.overlaps).toEqual([]);
          expect(result.most).toBeLessThanOrEqual(concurrency);
          for (let key = 0; key < 10; key++) {
            const offsets = result.order
              .filter((label) => label.startsWith(`${key}:`))
              .map((label) => Number(label.slice(2)));
            expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
          }
          await app.stop();
        },
      ),
      { numRuns: 25 },
    );
  });

  it('Z3: goes past the number of partitions', async () => {
    const { app, assign, reader } = bench();
    const { result, run } = meter();
    app.bind('orders', { concurrency: 4, order: 'key' }, (record) => run(`${record.key}`, `${record.offset}`));
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records(Array.from({ length: 200 }, (_, i) => i))));
    await eventually('committed', () => reader.committed('orders', 0) === 200);
    expect(result.most).toBe(4);
    await app.stop();
  });

  it('hashes every byte of a key', () => {
    const lanes = new Set(Array.from({ length: 1000 }, (_, i) => hashKey(Buffer.from(`customer-${i}`)) % 64));
    expect(lanes.size).toBe(64);
  });

  it('M5: a slow binding stalls no other, a slow partition no other', async () => {
    const { app, assign, reader } = bench();
    const stuck = deferred();
    app.bind('orders', { concurrency: 2 }, (record) => (record.partition === 0 ? stuck.promise : undefined));
    app.bind('clicks', () => {});
    await app.start();
    await assign(place('orders', 0), place('orders', 1), place('clicks', 0));
    reader.feed(batch('orders', 0, records([1])));
    reader.feed(batch('orders', 1, records([1])));
    reader.feed(batch('clicks', 0, records([1])));
    await eventually('others go on', () => reader.committed('orders', 1) === 2 && reader.committed('clicks', 0) === 2);
    expect(reader.committed('orders', 0)).toBeUndefined();
    stuck.resolve();
    await app.stop();
  });

  it('stops reading a partition that has enough queued, and goes on when it has worked it off', async () => {
    const { app, assign, reader } = bench();
    let stuck = deferred();
    let handled = 0;
    app.bind('orders', () => {
      handled++;
      return stuck.promise;
    });
    await app.start();
    await assign(place('orders', 0));
    for (let i = 0; i < 12; i++) {
      reader.feed(batch('orders', 0, records(Array.from({ length: 1000 }, (_, j) => i * 1000 + j))));
    }
    await eventually('paused', () => reader.paused.has('orders/0'));
    expect(handled).toBe(1);
    stuck.resolve();
    await eventually('all handled', () => reader.committed('orders', 0) === 12_000, 20_000);
    expect(reader.paused.size).toBe(0);
    stuck = deferred();
    await app.stop();
  });

  it('waits for the oldest record when maxUnsettled are out', async () => {
    const { app, assign, reader } = bench();
    const gates = new Map<number, ReturnType<typeof deferred<void>>>();
    app.bind('orders', { order: 'none', concurrency: 50, maxUnsettled: 8 }, (record) => {
      const gate = deferred();
      gates.set(record.offset, gate);
      return gate.promise;
    });
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records(Array.from({ length: 40 }, (_, i) => i))));
    await eventually('eight are out', () => gates.size === 8);
    for (let offset = 1; offset < 8; offset++) gates.get(offset)!.resolve();
    await turns();
    expect(gates.size).toBe(8);
    gates.get(0)!.resolve();
    await eventually('eight more', () => gates.size === 16);
    await app.stop({ timeoutMs: 0 });
  });

  it('lets the event loop breathe under handlers that never wait', async () => {
    const { app, assign, reader } = bench();
    let rounds = 0;
    let counting = true;
    const count = (): void => {
      rounds++;
      if (counting) setImmediate(count);
    };
    app.bind('orders', () => {
      const end = performance.now() + 0.5;
      while (performance.now() < end);
    });
    await app.start();
    await assign(place('orders', 0));
    setImmediate(count);
    reader.feed(batch('orders', 0, records(Array.from({ length: 200 }, (_, i) => i))));
    await eventually('committed', () => reader.committed('orders', 0) === 200);
    counting = false;
    expect(rounds).toBeGreaterThan(4);
    await app.stop();
  });
});
