// Offsets of an App whose log was cut, or made anew; its outside is under the test's control.
import { describe, expect, it } from 'vitest';
import { deferred } from '../../../src/base/deferred.ts';
import { eventually } from '../../support/eventually.ts';
import { batch, bench, place, records } from './stand-ins.ts';

/** Lets everything run that is not waiting for time. */
async function turns(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise(setImmediate);
}

describe('commits of a log that was cut', () => {
  it('go back with it, and on from there (trap 52)', async () => {
    const { app, assign, log, reader } = bench();
    app.bind('orders', (record) => void log.push(`handle ${record.offset}`));
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records([40, 41, 42, 43])));
    await eventually('all of it', () => reader.committed('orders', 0) === 44);
    reader.feed(batch('orders', 0, records([41])));
    await eventually('the one written since', () => reader.committed('orders', 0) === 42);
    reader.feed(batch('orders', 0, records([42])));
    await eventually('the next', () => reader.committed('orders', 0) === 43);
    expect(log.filter((line) => line.startsWith('handle')).slice(4)).toEqual(['handle 41', 'handle 42']);
    await app.stop();
  });

  it('go back before anything was written to it again (trap 52)', async () => {
    const { app, assign, reader } = bench();
    app.bind('orders', () => {});
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records([40, 41, 42, 43])));
    await eventually('all of it', () => reader.committed('orders', 0) === 44);
    reader.positions = [{ ...place('orders', 0), offset: 41 }];
    await eventually('the cut', () => reader.committed('orders', 0) === 41);
    expect(reader.commits.flat().at(-1)).toEqual({ ...place('orders', 0), offset: 41 });
    await app.stop();
  });

  it('neither wait for what is gone nor count it, and wait for what is not (trap 52)', async () => {
    const { app, assign, log, reader } = bench();
    const gates = new Map([10, 11, 12].map((offset) => [offset, deferred()]));
    const held = new Set(gates.keys());
    app.bind('orders', { concurrency: 8, order: 'none' }, async ({ offset }) => {
      log.push(`handle ${offset}`);
      if (held.delete(offset)) await gates.get(offset)?.promise;
    });
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records([10])));
    reader.feed(batch('orders', 0, records([11, 12])));
    await eventually('three run', () => log.length === 3);
    // Cut at 11, and another 11 is there.
    reader.feed(batch('orders', 0, records([11])));
    await eventually('the other one has run', () => log.length === 4);
    gates.get(12)?.resolve();
    await turns();
    expect(reader.commits).toEqual([]);
    gates.get(10)?.resolve();
    await eventually('both', () => reader.committed('orders', 0) === 12);
    gates.get(11)?.resolve();
    await turns();
    expect(reader.committed('orders', 0)).toBe(12);
    await app.stop();
  });

  it('know it from reading that begins in the middle of a batch (trap 52)', async () => {
    const { app, assign, log, reader } = bench();
    const gate = deferred();
    app.bind('orders', async ({ offset }) => {
      log.push(`handle ${offset}`);
      await gate.promise;
    });
    app.bind('clicks', () => {});
    await app.start();
    // Committed in the middle of a batch before, as the reader says; the batch comes whole.
    reader.positions = [{ ...place('orders', 0), offset: 42 }];
    await assign(place('orders', 0), place('clicks', 0));
    await eventually('the position is known', () => reader.committed('orders', 0) === 42);
    reader.feed({ ...batch('orders', 0, records([42, 43])), baseOffset: 40 });
    await eventually('it is being handled', () => log.includes('handle 42'));
    // What is committed is committed together.
    reader.feed(batch('clicks', 0, records([1])));
    await eventually('the others are committed', () => reader.committed('clicks', 0) === 2);
    gate.resolve();
    await eventually('all of it', () => reader.committed('orders', 0) === 44);
    const ofOrders = reader.commits.flat().filter(({ topic }) => topic === 'orders');
    expect(ofOrders.map(({ offset }) => offset).filter((offset) => offset < 42)).toEqual([]);
    await app.stop();
  });

  it('are not undone by a commit that was under way, and no record waits for one for ever (trap 52)', async () => {
    const { app, assign, log, reader } = bench();
    const gate = deferred();
    let isHeld = true;
    reader.onCommit = () => (isHeld ? gate.promise : undefined);
    app.bind('orders', { commit: 'before' }, (record) => void log.push(`handle ${record.offset}`));
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records([40])));
    await turns();
    reader.feed(batch('orders', 0, records([20])));
    await turns();
    isHeld = false;
    gate.resolve();
    await eventually('the one that is there', () => log.includes('handle 20'));
    expect(log.filter((line) => line.startsWith('handle'))).toEqual(['handle 20']);
    expect(reader.committed('orders', 0)).toBe(21);
    await app.stop();
  });
});
