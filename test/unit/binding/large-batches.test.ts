// Handlers that return at once, on batches of very many records: no record runs on the stack of the one before.
import { describe, expect, it } from 'vitest';
import { deferred } from '../../../src/base/deferred.ts';
import type { AppRecord } from '../../../src/binding/app-record.ts';
import { eventually } from '../../support/eventually.ts';
import { batch, bench, place, records } from './stand-ins.ts';

const MANY = 30_000;
const offsets = Array.from({ length: MANY }, (_, offset) => offset);

const settling: readonly [string, 'return' | 'manual', (record: AppRecord) => void | Promise<void>][] = [
  ['return', 'return', () => {}],
  ['return promises that are settled', 'return', () => Promise.resolve()],
  ['ack', 'manual', (record) => void record.ack()],
  ['skip', 'return', (record) => void record.skip()],
  [
    'throw what is skipped',
    'return',
    () => {
      throw Object.assign(new Error('bad'), { deadLetter: false });
    },
  ],
];

describe('a batch of 30 000 records', () => {
  describe.each(['none', 'partition', 'key'] as const)('in the order %s', (order) => {
    it.each(settling)(
      'takes handlers that %s (trap 101)',
      async (_, settle, handle) => {
        const { app, assign, reader, errors } = bench();
        let handled = 0;
        app.bind('orders', { order, settle, concurrency: 4 } as never, (record: AppRecord) => {
          handled++;
          return handle(record) as undefined;
        });
        await app.start();
        await assign(place('orders', 0));
        reader.feed(batch('orders', 0, records(offsets)));
        await eventually('all of it is committed', () => reader.committed('orders', 0) === MANY, 15_000);
        expect(handled).toBe(MANY);
        expect(errors).toEqual([]);
        await app.stop();
      },
      20_000,
    );
  });

  it('is not read on while handlers have enough, and read to the end when they go on (trap 104)', async () => {
    const { app, assign, reader } = bench();
    const gate = deferred();
    app.bind('orders', { concurrency: 2, order: 'none' }, () => gate.promise);
    await app.start();
    await assign(place('orders', 0));
    for (let from = 0; from < MANY; from += 1_000) {
      reader.feed(batch('orders', 0, records(offsets.slice(from, from + 1_000))));
    }
    await eventually('enough is queued', () => reader.paused.has('orders/0'));
    expect(reader.handedOut).toBeLessThan(15);
    gate.resolve();
    await eventually('all of it is committed', () => reader.committed('orders', 0) === MANY, 15_000);
    expect(reader.paused.size).toBe(0);
    await app.stop();
  }, 20_000);

  it('may come in many small ones, too (trap 101)', async () => {
    const { app, assign, reader } = bench();
    app.bind('orders', () => {});
    await app.start();
    await assign(place('orders', 0));
    for (let from = 0; from < MANY; from += 10)
      reader.feed(batch('orders', 0, records(offsets.slice(from, from + 10))));
    await eventually('all of it is committed', () => reader.committed('orders', 0) === MANY, 15_000);
    await app.stop();
  }, 20_000);
});
