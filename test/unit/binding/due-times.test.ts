// When retries are due; time is under the test’s control.
import { describe, expect, it } from 'vitest';
import { deferred } from '../../../src/base/deferred.ts';
import { retryHeaderNames } from '../../../src/binding/retry-headers.ts';
import { RetryableError } from '../../../src/binding/retryable-error.ts';
import { eventually } from '../../support/eventually.ts';
import { ManualClock } from '../base/manual-clock.ts';
import { batch, bench, place, records } from './stand-ins.ts';

const failureTopics = { retry: { topic: 'retry', delayMs: 1000 }, deadLetter: { topic: 'dlq' } };

/** Lets everything run that is not waiting for time. */
async function turns(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise(setImmediate);
}

function dueHeaders(dueMs: number | string, group = 'billing'): [string, Buffer][] {
  const given = { group, due: dueMs, count: 1, attempts: 1, topic: 'orders', partition: 0, offset: 5, timestamp: 9 };
  return Object.entries(given).map(([name, value]) => [
    retryHeaderNames[name as keyof typeof retryHeaderNames],
    Buffer.from(`${value}`),
  ]);
}

describe('due times', () => {
  it('Z5: the retry partition is paused until its head is due, and never handled earlier', async () => {
    const clock = new ManualClock();
    const { app, assign, reader } = bench({ ...failureTopics, clock });
    const seen: number[] = [];
    app.bind('orders', { maxRetries: 3, order: 'none' }, (record) => void seen.push(record.offset));
    await app.start();
    await assign(place('retry', 0));
    const due = clock.now() + 600;
    reader.feed(
      batch('retry', 0, [
        { offset: 1, headers: dueHeaders(clock.now()) },
        { offset: 2, headers: dueHeaders(due) },
        { offset: 3, headers: dueHeaders(due + 10) },
      ]),
    );
    await turns();
    expect([seen, reader.paused.has('retry/0')]).toEqual([[1], true]);
    clock.advance(599);
    await turns();
    expect(seen).toEqual([1]);
    clock.advance(1);
    await turns();
    expect([seen, reader.paused.has('retry/0')]).toEqual([[1, 2], true]);
    clock.advance(10);
    await turns();
    expect([seen, reader.paused.has('retry/0')]).toEqual([[1, 2, 3], false]);
    await app.abort();
  });

  it('clamps what a header says to the delay of this app, from when the record was read', async () => {
    const clock = new ManualClock();
    const { app, assign, reader } = bench({ ...failureTopics, clock });
    const seen: number[] = [];
    app.bind('orders', { maxRetries: 3, order: 'none' }, (record) => void seen.push(record.offset));
    await app.start();
    await assign(place('retry', 0), place('retry', 1));
    reader.feed(batch('retry', 0, [{ offset: 1, headers: dueHeaders(8e15) }]));
    reader.feed(batch('retry', 1, [{ offset: 2, headers: dueHeaders('soon') }]));
    await turns();
    expect(seen).toEqual([2]);
    clock.advance(999);
    await turns();
    expect(seen).toEqual([2]);
    clock.advance(1);
    await turns();
    expect(seen).toEqual([2, 1]);
    await app.abort();
  });

  it('are worked out anew on every assignment: nothing stays paused, and the old timer is gone', async () => {
    const clock = new ManualClock();
    const { app, assign, reader, revoke } = bench({ ...failureTopics, clock });
    const seen: number[] = [];
    app.bind('orders', { maxRetries: 3, order: 'none' }, (record) => void seen.push(record.offset));
    await app.start();
    const before = clock.pending;
    await assign(place('retry', 0));
    reader.feed(batch('retry', 0, [{ offset: 1, headers: dueHeaders(clock.now() + 500) }]));
    await turns();
    expect([reader.paused.has('retry/0'), clock.pending]).toEqual([true, before + 1]);
    await revoke(place('retry', 0));
    expect(clock.pending).toBe(before);
    await assign(place('retry', 0));
    expect(reader.paused.has('retry/0')).toBe(false);
    reader.feed(batch('retry', 0, [{ offset: 1, headers: dueHeaders(clock.now() + 500) }]));
    await turns();
    clock.advance(500);
    await turns();
    expect(seen).toEqual([1]);
    await app.abort();
  });

  it('are written as now plus the delay', async () => {
    const clock = new ManualClock();
    const { app, assign, reader, writer } = bench({ ...failureTopics, clock });
    app.bind('orders', { maxRetries: 3, order: 'none' }, () => {
      throw new RetryableError('busy');
    });
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records([1])));
    await turns();
    const due = writer.written[0]?.headers.find(([name]) => name === retryHeaderNames.due)?.[1];
    expect(`${due}`).toBe(`${clock.now() + 1000}`);
    await app.abort();
  });

  it('a record of another group at the head holds nobody up', async () => {
    const clock = new ManualClock();
    const { app, assign, reader } = bench({ ...failureTopics, clock });
    const seen: number[] = [];
    app.bind('orders', { maxRetries: 3, order: 'none' }, (record) => void seen.push(record.offset));
    await app.start();
    await assign(place('retry', 0));
    reader.feed(
      batch('retry', 0, [
        { offset: 1, headers: dueHeaders(clock.now() + 900, 'shipping') },
        { offset: 2, headers: dueHeaders(clock.now()) },
      ]),
    );
    await turns();
    expect(seen).toEqual([2]);
    await app.abort();
  });

  it('more due retries than a slow binding takes wait in the topic, and all are handled', async () => {
    const { app, assign, reader } = bench(failureTopics);
    const gate = deferred();
    let handled = 0;
    app.bind('orders', { maxRetries: 3, order: 'none', concurrency: 2 }, () => {
      handled++;
      return gate.promise;
    });
    await app.start();
    await assign(place('retry', 0));
    reader.feed(
      batch(
        'retry',
        0,
        Array.from({ length: 3000 }, (_, offset) => ({ offset, headers: dueHeaders(0) })),
      ),
    );
    await eventually('two run', () => handled === 2);
    gate.resolve();
    await eventually('all handled', () => reader.committed('retry', 0) === 3000, 20_000);
    expect(handled).toBe(3000);
    await app.stop();
  });
});
