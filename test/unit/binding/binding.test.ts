// Binding, middleware, callbacks and errors of reading; the outside of the App is under the test’s control.
import { describe, expect, it } from 'vitest';
import { deferred } from '../../../src/base/deferred.ts';
import { KafkaError } from '../../../src/base/errors.ts';
import type { Outcome } from '../../../src/binding/outcome.ts';
import { RetryableError } from '../../../src/binding/retryable-error.ts';
import { eventually } from '../../support/eventually.ts';
import { batch, bench, place, records } from './stand-ins.ts';

const failureTopics = { retry: { topic: 'retry', delayMs: 1000 }, deadLetter: { topic: 'dlq' } };

describe('binding', () => {
  it('M1: routes records to the function of their topic, suffix included', async () => {
    const { app, assign, reader } = bench({ suffix: '-dev', topics: { 'orders-dev': 1, 'clicks-dev': 1 } });
    const seen: string[] = [];
    app.bind('orders', (record) => void seen.push(`orders ${record.topic} ${record.value}`));
    app.bind('clicks', (record) => void seen.push(`clicks ${record.topic} ${record.value}`));
    await app.start();
    expect(reader.topics).toEqual(['orders-dev', 'clicks-dev']);
    await assign(place('orders-dev', 0), place('clicks-dev', 0));
    reader.feed(batch('clicks-dev', 0, records([1])));
    reader.feed(batch('orders-dev', 0, records([2])));
    await eventually('both handled', () => seen.length === 2);
    expect(seen).toEqual(['clicks clicks-dev v1', 'orders orders-dev v2']);
    await app.stop();
  });

  it('refuses a second binding, a binding after start, and the failure topics', async () => {
    const { app } = bench(failureTopics);
    app.bind('orders', () => {});
    expect(() => app.bind('orders', () => {})).toThrow('bind orders: the topic is bound already');
    expect(() => app.bind('retry', () => {})).toThrow('bind retry: it is the retry topic of this app');
    expect(() => app.bind('dlq', () => {})).toThrow('bind dlq: it is the dead letter topic of this app');
    await app.start();
    expect(() => app.bind('clicks', () => {})).toThrow('bind clicks: the app has started');
    expect(() => app.use((next) => next)).toThrow('use: the app has started');
    await app.stop();
    await expect(bench().app.start()).rejects.toThrow('no topic is bound');
  });

  it('does not start without its topics, and says how to create them', async () => {
    const one = bench({ ...failureTopics, topics: { orders: 6 } });
    one.app.bind('orders', () => {});
    await expect(one.app.start()).rejects.toThrow(
      `missing retry or dead letter topics retry, dlq; create with await client.createTopics([{ topic: 'retry', partitions: 6 }, { topic: 'dlq', partitions: 6 }])`,
    );
    await expect(one.app.done).rejects.toThrow('missing retry');
    const two = bench();
    two.app.bind('unknown', () => {});
    await expect(two.app.start()).rejects.toThrow('no broker serves the bound topic unknown');
    expect(two.log).toContain('ports closed');
  });

  it('has started when the group has assigned partitions, and not before', async () => {
    const { app, assign, reader } = bench();
    reader.joins = false;
    app.bind('orders', () => {});
    let started = false;
    const starting = app.start().then(() => {
      started = true;
    });
    await eventually('subscribed', () => reader.topics.length === 1);
    for (let i = 0; i < 5; i++) await new Promise(setImmediate);
    expect(started).toBe(false);
    await assign(place('orders', 0));
    await starting;
    await app.stop();
  });

  it('does not start where the group lets it wait for too long, or refuses it', async () => {
    const waiting = bench();
    waiting.reader.joins = false;
    waiting.app.bind('orders', () => {});
    await expect(waiting.app.start({ timeoutMs: 10 })).rejects.toThrow(expect.objectContaining({ code: 'TIMEOUT' }));
    await expect(waiting.app.done).rejects.toThrow('the group has not assigned partitions');
    const refused = bench();
    refused.reader.joins = false;
    refused.app.bind('orders', () => {});
    refused.reader.failReading(new KafkaError('GROUP_AUTHORIZATION_FAILED', 'no access'));
    await expect(refused.app.start()).rejects.toThrow('no access');
    expect(refused.log).toEqual(['reader closed', 'ports closed']);
  });

  it('creates failure topics where it is told to', async () => {
    const { app, created } = bench({ ...failureTopics, createTopics: true, topics: { orders: 6, retry: 3 } });
    app.bind('orders', () => {});
    await app.start();
    expect(created).toEqual([{ topic: 'dlq', partitions: 6, configs: { 'cleanup.policy': 'delete' } }]);
    await app.stop();
  });
});

describe('middleware', () => {
  it('X1: wraps handlers in the order given, and may catch what they throw', async () => {
    const log: string[] = [];
    const { app, assign, reader } = bench();
    app.use(
      (next) => async (record, context) => {
        log.push('outer in');
        await next(record, context);
        log.push(`outer out ${record.settlement.kind}`);
      },
      (next) => async (record, context) => {
        log.push('inner in');
        await Promise.resolve(next(record, context)).catch(() => record.skip());
        log.push('inner out');
      },
    );
    app.bind('orders', async () => {
      log.push('handler');
      throw new Error('caught on the way');
    });
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records([1])));
    await eventually('committed', () => reader.committed('orders', 0) === 2);
    expect(log).toEqual(['outer in', 'inner in', 'handler', 'inner out', 'outer out skip']);
    await app.stop();
  });

  it('X7: sees every outcome', async () => {
    const outcomes: Outcome[] = [];
    const { app, assign, reader } = bench({ ...failureTopics, onError: () => 'skip' });
    app.use((next) => (record, context) => {
      record.onOutcome((outcome) => outcomes.push(outcome));
      return next(record, context);
    });
    app.bind('orders', { maxRetries: 1, order: 'none' }, (record) => {
      if (record.offset === 2) record.skip();
      if (record.offset === 3) throw new RetryableError('busy');
      if (record.offset === 4) throw new Error('bad');
    });
    app.bind('clicks', { deadLetter: false }, () => {
      throw new Error('nowhere to go');
    });
    await app.start();
    await assign(place('orders', 0), place('clicks', 0));
    reader.feed(batch('orders', 0, records([1, 2, 3, 4])));
    reader.feed(batch('clicks', 0, records([5])));
    await eventually('five outcomes', () => outcomes.length === 5);
    expect(outcomes.map(({ kind, record }) => `${record.offset} ${kind}`).sort()).toEqual([
      '1 ack',
      '2 skip',
      '3 retry',
      '4 dead-letter',
      '5 dropped',
    ]);
    await app.stop();
  });
});

describe('callbacks', () => {
  it('Z8: tell of reading, committing, assignment; an error in one goes no further', async () => {
    const log: string[] = [];
    const { app, assign, reader, revoke } = bench({
      onRead: (one) => {
        log.push(`read ${one.topic}[${one.partition}] to ${one.lastOffset}`);
        throw new Error('in a callback');
      },
      onCommit: (offsets) => log.push(`commit ${offsets.map(({ offset }) => offset)}`),
      onAssigned: (partitions) => log.push(`assigned ${partitions.length}`),
      onRevoked: (partitions) => log.push(`revoked ${partitions.length}`),
    });
    app.bind('orders', () => {});
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records([1, 2])));
    await eventually('committed', () => log.includes('commit 3'));
    await revoke(place('orders', 0));
    expect(log).toEqual(['assigned 0', 'assigned 1', 'read orders[0] to 2', 'commit 3', 'revoked 1']);
    await app.stop();
  });

  it('M5: report a record that is not settled in its time, once, and name it in health', async () => {
    const stalled: string[] = [];
    const { app, assign, reader } = bench({
      onStalled: ({ offset, partition, topic }) => stalled.push(`${topic}[${partition}]@${offset}`),
    });
    const gate = deferred();
    app.bind('orders', { maxProcessingMs: 30 }, () => gate.promise);
    app.bind('clicks', { settle: 'manual', maxProcessingMs: 30 }, () => {});
    await app.start();
    await assign(place('orders', 0), place('clicks', 2));
    reader.feed(batch('orders', 0, records([4])));
    reader.feed(batch('clicks', 2, records([9])));
    await eventually('both reported', () => stalled.length === 2);
    expect(stalled.sort()).toEqual(['clicks[2]@9', 'orders[0]@4']);
    expect(app.health().reasons).toEqual([
      'orders[0] at 4 is not settled within its time',
      'clicks[2] at 9 is not settled within its time',
    ]);
    gate.resolve();
    await eventually('one is mended', () => app.health().reasons.length === 1);
    await app.stop({ timeoutMs: 0 });
    expect(stalled.length).toBe(2);
  });
});

describe('reading errors', () => {
  it('M6: close the app once, with their cause, when onError says stop', async () => {
    const { app, errors, reader } = bench();
    app.bind('orders', () => {});
    await app.start();
    reader.failReading(new KafkaError('GROUP_AUTHORIZATION_FAILED', 'no access to group billing'));
    await expect(app.done).rejects.toThrow('no access to group billing');
    expect(errors.length).toBe(1);
    expect(app.health()).toEqual({ healthy: false, reasons: ['the app is closed'] });
  });

  it('a batch that cannot be decoded is reported, and skipped only by a word of onError', async () => {
    const errors: string[] = [];
    const { app, assign, reader } = bench({
      onError: (error) => {
        errors.push(error.message);
        return 'skip';
      },
    });
    const seen: number[] = [];
    app.bind('orders', (record) => void seen.push(record.offset));
    await app.start();
    await assign(place('orders', 0));
    reader.feed({
      ...batch('orders', 0, records([1, 2, 3])),
      *[Symbol.iterator]() {
        yield* batch('orders', 0, records([1]));
        throw new KafkaError('CORRUPT_BATCH', 'orders[0] at 2: nonsense');
      },
    });
    reader.feed(batch('orders', 0, records([4])));
    await eventually('committed', () => reader.committed('orders', 0) === 5);
    expect([errors, seen]).toEqual([['orders[0] at 2: nonsense'], [1, 4]]);
    await app.stop();
  });

  it('a commit that is refused by a rebalance is no error; one that nothing mends is', async () => {
    const { app, assign, errors, reader } = bench();
    reader.onCommit = () => {
      reader.onCommit = () => {};
      throw new KafkaError('REBALANCE_IN_PROGRESS', 'not now');
    };
    app.bind('orders', () => {});
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records([1])));
    await eventually('committed', () => reader.committed('orders', 0) === 2);
    expect(errors).toEqual([]);
    reader.onCommit = () => {
      throw new KafkaError('OFFSET_METADATA_TOO_LARGE', 'never');
    };
    reader.feed(batch('orders', 0, records([2])));
    await expect(app.done).rejects.toThrow('never');
  });
});
