// Order, concurrency, due times, commits and stopping of an App; its outside is under the test's control.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deferred } from '../../../src/base/deferred.ts';
import { KafkaError } from '../../../src/base/errors.ts';
import { hashKey } from '../../../src/binding/key-pool.ts';
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

describe('commits', () => {
  it('X6: each: after every handler, before the next record', async () => {
    const { app, assign, log, reader } = bench({ commitIntervalMs: 100_000 });
    app.bind('orders', { commit: 'each' }, (record) => void log.push(`handle ${record.offset}`));
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records([1, 2])));
    await eventually('both committed', () => log.filter((line) => line.startsWith('commit')).length === 2);
    expect(log).toEqual(['handle 1', 'commit orders[0]@2', 'handle 2', 'commit orders[0]@3']);
    await app.stop();
  });

  it('X6: each: a record without an outcome yet is not passed', async () => {
    const { app, assign, log, reader, writer } = bench({ ...failureTopics, commitIntervalMs: 100_000 });
    const gate = deferred();
    writer.before = () => gate.promise;
    app.bind('orders', { commit: 'each' }, (record) => {
      log.push(`handle ${record.offset}`);
      if (record.offset === 1) throw new Error('bad');
    });
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records([1, 2])));
    await turns();
    expect(log).toEqual(['handle 1']);
    gate.resolve();
    await eventually('both', () => reader.committed('orders', 0) === 3);
    expect(log).toEqual(['handle 1', 'write dlq[0]', 'commit orders[0]@2', 'handle 2', 'commit orders[0]@3']);
    await app.stop();
  });

  it('X6: before: committed before the handler runs, so that it never comes back', async () => {
    const { app, assign, log, reader } = bench({ commitIntervalMs: 100_000 });
    app.bind('orders', { commit: 'before', concurrency: 2 }, (record) => {
      log.push(`handle ${record.partition}:${record.offset}`);
    });
    await app.start();
    await assign(place('orders', 0), place('orders', 1));
    reader.feed(batch('orders', 0, records([1, 2])));
    reader.feed(batch('orders', 1, records([7])));
    await eventually('three handled', () => log.filter((line) => line.startsWith('handle')).length === 3);
    for (const [partition, offset] of [
      [0, 1],
      [0, 2],
      [1, 7],
    ] as const) {
      const handled = log.indexOf(`handle ${partition}:${offset}`);
      const committed = log.findIndex((line) => line.includes(`orders[${partition}]@${offset + 1}`));
      expect(committed).toBeGreaterThanOrEqual(0);
      expect(committed).toBeLessThan(handled);
    }
    await app.stop();
  });

  it('X6: before: while the commit fails the handler does not run', async () => {
    const { app, assign, log, reader } = bench();
    let refusals = 3;
    reader.onCommit = () => {
      if (refusals-- > 0) throw new KafkaError('COORDINATOR_NOT_AVAILABLE', 'moving', { retriable: true });
    };
    app.bind('orders', { commit: 'before' }, () => void log.push('handle'));
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records([1])));
    await eventually('handled', () => log.includes('handle'));
    expect(log).toEqual(['commit orders[0]@2', 'handle']);
    expect(refusals).toBeLessThan(0);
    await app.stop();
  });

  it('commit requests never overlap and never go back', async () => {
    const { app, assign, reader } = bench({ commitIntervalMs: 1 });
    let underWay = 0;
    reader.onCommit = async () => {
      expect(++underWay).toBe(1);
      await new Promise(setImmediate);
      underWay--;
    };
    app.bind('orders', { commit: 'each', order: 'none', concurrency: 16 }, () => new Promise<void>(setImmediate));
    await app.start();
    await assign(place('orders', 0), place('orders', 1));
    for (const partition of [0, 1])
      reader.feed(batch('orders', partition, records(Array.from({ length: 200 }, (_, i) => i))));
    await eventually('all', () => reader.committed('orders', 0) === 200 && reader.committed('orders', 1) === 200);
    for (const partition of [0, 1]) {
      const offsets = reader.commits
        .flat()
        .filter((one) => one.partition === partition)
        .map(({ offset }) => offset);
      expect(offsets).toEqual([...new Set(offsets)].sort((a, b) => a - b));
    }
    await app.stop();
  });
});

describe('revoking', () => {
  it('waits for the running handler, commits, and hands out nothing more', async () => {
    const { app, assign, reader, revoke } = bench({ commitIntervalMs: 100_000 });
    const gate = deferred();
    const seen: number[] = [];
    app.bind('orders', (record) => {
      seen.push(record.offset);
      return gate.promise;
    });
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records([1, 2])));
    await eventually('running', () => seen.length === 1);
    const revoking = revoke(place('orders', 0));
    gate.resolve();
    await revoking;
    expect([seen, reader.committed('orders', 0)]).toEqual([[1], 2]);
    await app.stop();
  });

  it('does not wait for ever: the handler is told by its signal, and its record not committed', async () => {
    const { app, assign, reader, revoke } = bench({ revokeTimeoutMs: 10 });
    let aborted = false;
    let running = false;
    const gate = deferred();
    app.bind('orders', async (_, { signal }) => {
      running = true;
      signal.addEventListener('abort', () => {
        aborted = true;
      });
      await gate.promise;
      throw new Error('too late to matter');
    });
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records([1])));
    await eventually('running', () => running);
    await revoke(place('orders', 0));
    expect(aborted).toBe(true);
    gate.resolve();
    await turns();
    expect(reader.commits).toEqual([]);
    expect(app.health().healthy).toBe(true);
    await app.stop();
  });

  it('a failure that is being written is not written again for a partition that is gone', async () => {
    const { app, assign, reader, revoke, writer } = bench({ ...failureTopics, revokeTimeoutMs: 10 });
    writer.before = () => {
      throw new KafkaError('CONNECTION', 'no broker', { retriable: true });
    };
    app.bind('orders', () => {
      throw new Error('bad');
    });
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records([1])));
    await eventually('one try', () => writer.tries > 0);
    await revoke(place('orders', 0));
    const { tries } = writer;
    writer.before = () => {};
    await turns();
    expect([writer.tries, writer.written, app.health().healthy]).toEqual([tries, [], true]);
    await app.stop();
  });
});

describe('stopping', () => {
  it('M7, Z2: gracefully: reads no more, lets what runs finish, flushes, commits, leaves, closes', async () => {
    const { app, assign, log, reader } = bench({ ...failureTopics, commitIntervalMs: 100_000 });
    const gate = deferred();
    app.bind('orders', async (record) => {
      log.push(`begin ${record.offset}`);
      await gate.promise;
      log.push(`end ${record.offset}`);
      throw new Error('bad');
    });
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records([1, 2])));
    await eventually('running', () => log.length === 1);
    const stopping = app.stop();
    expect(app.health().reasons).toEqual(['the app is stopping']);
    await turns();
    gate.resolve();
    await stopping;
    await app.done;
    expect(log).toEqual([
      'begin 1',
      'end 1',
      'write dlq[0]',
      'commit orders[0]@2',
      'reader closed',
      'writer closed',
      'ports closed',
    ]);
    await app.stop();
  });

  it('Z2: gracefully first, abruptly at the deadline', async () => {
    const { app, assign, log, reader } = bench();
    let reason: unknown;
    app.bind('orders', { order: 'none', concurrency: 2 }, (record, { signal }) => {
      if (record.offset === 1) return;
      return new Promise<void>((_, reject) =>
        signal.addEventListener('abort', () => {
          reason = signal.reason;
          reject(reason);
        }),
      );
    });
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records([1, 2])));
    await eventually('the first is committed', () => reader.committed('orders', 0) === 2);
    await app.stop({ timeoutMs: 20 });
    expect(reason).toBeDefined();
    expect(log.slice(-2)).toEqual(['reader closed', 'ports closed']);
    expect(reader.committed('orders', 0)).toBe(2);
    await app.done;
  });

  it('M7: abort ends at once, also a graceful stop; the finished part is committed, the rest is not', async () => {
    const { app, assign, reader } = bench({ commitIntervalMs: 100_000 });
    let handled = 0;
    app.bind('orders', (record) => {
      handled++;
      return record.offset === 1 ? undefined : new Promise(() => {});
    });
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records([1, 2])));
    await eventually('the second hangs', () => handled === 2);
    const stopping = app.stop();
    await app.abort();
    await stopping;
    expect(reader.commits.flat().map(({ offset }) => offset)).toEqual([2]);
  });

  it('M7: the signal of the options aborts', async () => {
    const controller = new AbortController();
    const { app, log } = bench({ signal: controller.signal });
    app.bind('orders', () => {});
    await app.start();
    controller.abort();
    await app.done;
    expect(log).toEqual(['reader closed', 'ports closed']);
  });

  it('by hand, waits for records that are out, within its time', async () => {
    const { app, assign, reader } = bench({ commitIntervalMs: 100_000 });
    let settle = (): void => {};
    app.bind('orders', { settle: 'manual' }, (record) => {
      settle = () => record.ack();
    });
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records([1])));
    await turns();
    const stopping = app.stop();
    await turns();
    settle();
    await stopping;
    expect(reader.committed('orders', 0)).toBe(2);
  });

  it('from inside a handler does not wait for itself for ever', async () => {
    const { app, assign, reader } = bench({ stopTimeoutMs: 20 });
    app.bind('orders', () => app.stop());
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records([1])));
    await app.done;
  });

  it('before start, and while starting, closes too', async () => {
    const first = bench();
    await first.app.stop();
    await first.app.done;
    await expect(first.app.start()).rejects.toThrow(expect.objectContaining({ code: 'CLOSED' }));
    const second = bench();
    second.app.bind('orders', () => {});
    const starting = second.app.start();
    const refused = expect(starting).rejects.toThrow(expect.objectContaining({ code: 'CLOSED' }));
    await second.app.stop();
    await refused;
    await second.app.done;
    expect(second.log).toContain('ports closed');
  });

  it('leaves no timer behind', async () => {
    const clock = new ManualClock();
    const { app, assign, reader } = bench({ ...failureTopics, clock });
    app.bind('orders', { maxRetries: 1, order: 'none' }, () => {});
    await app.start();
    await assign(place('orders', 0), place('retry', 0));
    reader.feed(batch('orders', 0, records([1])));
    reader.feed(batch('retry', 0, [{ offset: 1, headers: dueHeaders(clock.now() + 500) }]));
    await turns();
    expect(clock.pending).toBeGreaterThan(0);
    await app.stop();
    expect(clock.pending).toBe(0);
  });
});
