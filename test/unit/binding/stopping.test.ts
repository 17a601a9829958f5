// Commits, revoking and stopping of an App; its outside is under the test’s control.
import { describe, expect, it } from 'vitest';
import { deferred } from '../../../src/base/deferred.ts';
import { KafkaError } from '../../../src/base/errors.ts';
import { retryHeaderNames } from '../../../src/binding/retry-headers.ts';
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

  it('X6: each: a record without an outcome yet is not passed (trap 80)', async () => {
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

  describe('of what no handler sees (markers, aborted records)', () => {
    const COMMIT_MS = 20;
    const started = async (release: Promise<void> = Promise.resolve()) => {
      const bound = bench({ commitIntervalMs: COMMIT_MS });
      bound.app.bind('orders', { concurrency: 8, order: 'none' }, async (record) => {
        bound.log.push(`handle ${record.offset}`);
        await release;
      });
      await bound.app.start();
      await bound.assign(place('orders', 0));
      return bound;
    };

    it('go past it, with and without records before it, and without an epoch (trap 9)', async () => {
      const { app, reader } = await started();
      reader.positions = [{ ...place('orders', 0), offset: 4 }];
      await eventually('nothing was handed out', () => reader.committed('orders', 0) === 4);
      reader.feed(batch('orders', 0, records([4, 5])));
      await eventually('what was handled', () => reader.committed('orders', 0) === 6);
      reader.positions = [{ ...place('orders', 0), offset: 9 }];
      await eventually('the marker behind it', () => reader.committed('orders', 0) === 9);
      expect(reader.commits.flat().at(-1)).toEqual({ ...place('orders', 0), offset: 9 });
      await app.stop();
    });

    it('wait for the records before it', async () => {
      const gate = deferred();
      const { app, log, reader } = await started(gate.promise);
      reader.feed(batch('orders', 0, records([1, 2])));
      reader.positions = [{ ...place('orders', 0), offset: 9 }];
      await eventually('both are handled', () => log.length === 2);
      await turns();
      expect(reader.commits).toEqual([]);
      gate.resolve();
      await eventually('all of it', () => reader.committed('orders', 0) === 9);
      await app.stop();
    });

    it('never pass a batch that is on its way from the reader', async () => {
      const { app, log, reader } = await started();
      // Handed out, as the reader says, and not here yet.
      reader.handedOut++;
      reader.positions = [{ ...place('orders', 0), offset: 9 }];
      await app.stop();
      expect(reader.commits).toEqual([]);
      expect(log.filter((line) => line.startsWith('handle'))).toEqual([]);
    });

    it('come with the last commit of an app that stops', async () => {
      const { app, reader } = bench({ commitIntervalMs: 100_000 });
      app.bind('orders', () => {});
      await app.start();
      await reader.listener?.onAssigned([place('orders', 0)]);
      reader.positions = [{ ...place('orders', 0), offset: 9 }];
      await app.stop();
      expect(reader.committed('orders', 0)).toBe(9);
    });
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

  it('commit requests never overlap and never go back (trap 61)', async () => {
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
  it('lets partitions that are lost go at once: told by the signal, nothing committed (trap 68)', async () => {
    const { app, assign, reader } = bench();
    let signal: AbortSignal | undefined;
    app.bind('orders', (_, context) => {
      signal = context.signal;
      return new Promise(() => {});
    });
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records([1])));
    await eventually('running', () => signal !== undefined);
    reader.listener?.onLost([place('orders', 0)]);
    expect(signal?.aborted).toBe(true);
    await app.stop();
    expect(reader.commits).toEqual([]);
  });

  it('waits for the running handler, commits, and hands out nothing more (trap 80)', async () => {
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
