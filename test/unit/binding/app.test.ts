// What an App does with records, one behaviour each; its outside is under the test's control.
import { describe, expect, it, vi } from 'vitest';
import { deferred } from '../../../src/base/deferred.ts';
import { KafkaError } from '../../../src/base/errors.ts';
import type { AppRecord } from '../../../src/binding/app-record.ts';
import { deadLetterHeaderNames } from '../../../src/binding/dead-letter-headers.ts';
import type { Outcome } from '../../../src/binding/outcome.ts';
import { retryHeaderNames } from '../../../src/binding/retry-headers.ts';
import { RetryableError } from '../../../src/binding/retryable-error.ts';
import { eventually } from '../../support/eventually.ts';
import { batch, bench, headerText, place, records } from './stand-ins.ts';

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

describe('outcomes', () => {
  it('X5, Z6: commits behind what was handled, and at the end of a batch behind its last offset', async () => {
    const { app, assign, reader } = bench();
    app.bind('orders', () => {});
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records([10, 12, 17]), 29));
    await eventually('committed', () => reader.committed('orders', 0) === 30);
    expect(reader.commits.at(-1)).toEqual([{ topic: 'orders', partition: 0, offset: 30, leaderEpoch: 3 }]);
    await app.stop();
  });

  it('Z6: commits the contiguous prefix only, in whatever order work finishes', async () => {
    const { app, assign, reader } = bench();
    const gates = new Map([1, 2, 3].map((offset) => [offset, deferred()]));
    app.bind('orders', { order: 'none', concurrency: 3 }, (record) => gates.get(record.offset)!.promise);
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records([1, 2, 3])));
    gates.get(2)!.resolve();
    gates.get(3)!.resolve();
    await new Promise(setImmediate);
    expect(reader.commits).toEqual([]);
    gates.get(1)!.resolve();
    await eventually('committed', () => reader.committed('orders', 0) === 4);
    await app.stop();
  });

  it('M2: an earlier ack, skip or fail wins over returning and throwing; a second one is refused', async () => {
    const outcomes: string[] = [];
    const answers: boolean[] = [];
    const { app, assign, reader } = bench({
      onDone: ({ kind, record }) => outcomes.push(`${record.offset} ${kind}`),
      ...failureTopics,
    });
    app.bind('orders', (record) => {
      if (record.offset === 1) answers.push(record.ack(), record.fail('late'), record.skip());
      if (record.offset === 2) record.skip();
      if (record.offset === 3) record.fail('bad');
      if (record.offset !== 4) return;
      record.ack();
      throw new Error('after the ack');
    });
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records([1, 2, 3, 4])));
    await eventually('all done', () => outcomes.length === 4);
    expect(outcomes.sort()).toEqual(['1 ack', '2 skip', '3 dead-letter', '4 ack']);
    expect(answers).toEqual([true, false, false]);
    await app.stop();
  });

  it('M2: by hand, only ack, fail and skip settle, at any time, from anywhere', async () => {
    const { app, assign, reader, writer } = bench(failureTopics);
    const seen: AppRecord[] = [];
    app.bind('orders', { settle: 'manual' }, (record) => void seen.push(record));
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records([1, 2, 3])));
    await eventually('all handed out', () => seen.length === 3);
    expect(seen[1]!.ack()).toBe(true);
    expect(seen[2]!.fail(new Error('bad'))).toBe(true);
    await eventually('dead-lettered', () => writer.written.length === 1);
    expect(reader.commits).toEqual([]);
    seen[0]!.skip();
    await eventually('committed', () => reader.committed('orders', 0) === 4);
    expect(seen[0]!.ack()).toBe(false);
    await app.stop();
  });

  it('by hand, an error that the handler throws fails the record', async () => {
    const { app, assign, reader, writer } = bench(failureTopics);
    app.bind('orders', { settle: 'manual' }, () => {
      throw new Error('at once');
    });
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records([1])));
    await eventually('dead-lettered', () => headerText(writer.written[0], deadLetterHeaderNames.message) === 'at once');
    await app.stop();
  });

  it('by hand, a settlement after the partition was taken away reports false and commits nothing', async () => {
    const { app, assign, reader, revoke } = bench();
    const seen: AppRecord[] = [];
    app.bind('orders', { settle: 'manual' }, (record) => void seen.push(record));
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records([1])));
    await eventually('handed out', () => seen.length === 1);
    await revoke(place('orders', 0));
    expect(seen[0]!.ack()).toBe(false);
    await app.stop();
    expect(reader.commits).toEqual([]);
  });
});

describe('failures', () => {
  it('a plain failure goes to the dead letter topic, and the offset moves after the acknowledgement', async () => {
    const { app, assign, log, reader, writer } = bench(failureTopics);
    const gate = deferred();
    writer.before = () => gate.promise;
    app.bind('orders', () => {
      throw new TypeError('no such customer');
    });
    await app.start();
    await assign(place('orders', 5));
    const original = [
      ['trace', Buffer.from('abc')],
      ['trace', null],
      ['empty', Buffer.alloc(0)],
    ] as const;
    reader.feed(batch('orders', 5, [{ offset: 7, key: 'k', value: null, headers: original, timestamp: 123 }]));
    await eventually('written', () => writer.tries === 1);
    await new Promise(setImmediate);
    expect(reader.commits).toEqual([]);
    gate.resolve();
    await eventually('committed', () => reader.committed('orders', 5) === 8);
    expect(log.slice(0, 2)).toEqual(['write dlq[1]', 'commit orders[5]@8']);
    const [letter] = writer.written;
    expect([letter!.key?.toString(), letter!.value]).toEqual(['k', null]);
    expect(letter!.headers.slice(0, 3)).toEqual(original);
    const text = (name: string) => headerText(letter, name);
    expect([text('__dlq.errors.topic'), text('__dlq.errors.partition'), text('__dlq.errors.offset')]).toEqual([
      'orders',
      '5',
      '7',
    ]);
    expect([text('__dlq.errors.group'), text('__dlq.errors.delivery.count')]).toEqual(['billing', '1']);
    expect([text(deadLetterHeaderNames.reason), text(deadLetterHeaderNames.errorName)]).toEqual([
      'rejected',
      'TypeError',
    ]);
    expect(text(deadLetterHeaderNames.timestamp)).toBe('123');
    await app.stop();
  });

  it('a retryable one goes to the retry topic until its retries are used up, then to the dead letter topic', async () => {
    const { app, assign, reader, writer } = bench({ ...failureTopics, retry: { topic: 'retry', delayMs: 0 } });
    const attempts: number[] = [];
    app.bind('orders', { maxRetries: 2, afterRetry: 'unordered' }, (record) => {
      attempts.push(record.attempt);
      expect(record.origin).toMatchObject({ topic: 'orders', partition: 4, offset: 7, timestamp: 99 });
      expect(record.headers).toEqual([['h', Buffer.from('1')]]);
      throw new RetryableError(new RangeError('busy'));
    });
    await app.start();
    await assign(place('orders', 4), place('retry', 1));
    reader.feed(
      batch('orders', 4, [{ offset: 7, key: 'k', value: 'v', headers: [['h', Buffer.from('1')]], timestamp: 99 }]),
    );
    for (let hop = 0; hop < 2; hop++) {
      await eventually(`hop ${hop}`, () => writer.written.length === hop + 1);
      const written = writer.written[hop]!;
      expect([written.topic, written.partition, written.key?.toString(), written.value?.toString()]).toEqual([
        'retry',
        1,
        'k',
        'v',
      ]);
      expect(headerText(written, retryHeaderNames.count)).toBe(`${hop + 1}`);
      expect(headerText(written, retryHeaderNames.errorName)).toBe('RangeError');
      reader.feed(batch('retry', 1, [{ offset: 100 + hop, key: 'k', value: 'v', headers: written.headers }]));
    }
    await eventually('dead-lettered', () => writer.written.length === 3);
    const letter = writer.written[2];
    expect([letter?.topic, letter?.partition]).toEqual(['dlq', 0]);
    expect(headerText(letter, deadLetterHeaderNames.reason)).toBe('retries-exhausted');
    expect(headerText(letter, deadLetterHeaderNames.deliveryCount)).toBe('3');
    expect(letter?.headers.some(([name]) => name.startsWith('kafka-wire.retry.'))).toBe(false);
    expect(attempts).toEqual([1, 2, 3]);
    await eventually('committed', () => reader.committed('retry', 1) === 102 && reader.committed('orders', 4) === 8);
    await app.stop();
  });

  it('M4: records of other groups in a shared retry topic are passed over in silence', async () => {
    const { app, assign, reader } = bench(failureTopics);
    const handler = vi.fn();
    app.bind('orders', { maxRetries: 1, order: 'none' }, handler);
    await app.start();
    await assign(place('retry', 0));
    const theirs = [[retryHeaderNames.group, Buffer.from('shipping')]] as const;
    reader.feed(batch('retry', 0, [{ offset: 1, headers: theirs }, { offset: 2 }]));
    await eventually('committed', () => reader.committed('retry', 0) === 3);
    expect(handler).not.toHaveBeenCalled();
    await app.stop();
  });

  it('a retry for a topic that is not bound any more is dead-lettered, not lost', async () => {
    const { app, assign, reader, writer } = bench(failureTopics);
    app.bind('orders', () => {});
    await app.start();
    await assign(place('retry', 0));
    const headers = [
      [retryHeaderNames.group, 'billing'],
      [retryHeaderNames.topic, 'gone'],
      [retryHeaderNames.partition, '3'],
      [retryHeaderNames.offset, '8'],
    ].map(([name, value]) => [name, Buffer.from(value!)] as [string, Buffer]);
    reader.feed(batch('retry', 0, [{ offset: 1, value: 'v', headers }]));
    await eventually('dead-lettered', () => writer.written.length === 1);
    expect(headerText(writer.written[0], deadLetterHeaderNames.reason)).toBe('unroutable');
    expect(headerText(writer.written[0], deadLetterHeaderNames.topic)).toBe('gone');
    await app.stop();
  });

  it('Z4: an error can decline the dead letter topic', async () => {
    const kinds: string[] = [];
    const { app, assign, reader, writer } = bench({ ...failureTopics, onDone: ({ kind }) => kinds.push(kind) });
    app.bind('orders', () => {
      throw Object.assign(new Error('malformed'), { deadLetter: false });
    });
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records([1])));
    await eventually('committed', () => reader.committed('orders', 0) === 2);
    expect([kinds, writer.written]).toEqual([['skip'], []]);
    await app.stop();
  });

  it('with nowhere to go, onError says stop: the app closes with the cause, the offset stays', async () => {
    const kinds: string[] = [];
    const { app, assign, errors, log, reader } = bench({ onDone: ({ kind }) => kinds.push(kind) });
    app.bind('orders', (record) => {
      if (record.offset === 2) throw new Error('boom');
    });
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records([1, 2, 3])));
    await expect(app.done).rejects.toThrow(
      expect.objectContaining({
        code: 'HANDLER',
        topic: 'orders',
        partition: 0,
        offset: 2,
        cause: expect.objectContaining({ message: 'boom' }),
      }),
    );
    expect(reader.committed('orders', 0)).toBe(2);
    expect(kinds).toEqual(['ack', 'failed']);
    expect(errors.map(({ message }) => message)).toEqual(['boom']);
    expect(log).toEqual(['commit orders[0]@2', 'reader closed', 'ports closed']);
  });

  it('with nowhere to go, onError says skip: the offset moves, the outcome is dropped', async () => {
    const kinds: string[] = [];
    const { app, assign, reader } = bench({ onError: () => 'skip', onDone: ({ kind }) => kinds.push(kind) });
    app.bind('orders', () => {
      throw new Error('boom');
    });
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records([1])));
    await eventually('committed', () => reader.committed('orders', 0) === 2);
    expect(kinds).toEqual(['dropped']);
    await app.stop();
  });

  it('with nowhere to go, onError says pause: that partition stands still, health names it, others go on', async () => {
    const { app, assign, reader } = bench({ onError: () => Promise.resolve('pause' as const) });
    app.bind('orders', (record) => {
      if (record.partition === 0) throw new Error('boom');
    });
    await app.start();
    await assign(place('orders', 0), place('orders', 1));
    reader.feed(batch('orders', 0, records([1, 2])));
    await eventually('paused', () => reader.paused.has('orders/0'));
    reader.feed(batch('orders', 1, records([5])));
    await eventually('the other goes on', () => reader.committed('orders', 1) === 6);
    expect(app.health()).toEqual({ healthy: false, reasons: ['orders[0] is paused at 1, as onError said: boom'] });
    expect(reader.committed('orders', 0)).toBeUndefined();
    await app.stop();
  });

  it('a write that fails is tried again without end, its partition paused and the app unhealthy; nothing is skipped', async () => {
    const { app, assign, errors, reader, writer } = bench(failureTopics);
    let broken = true;
    writer.before = () => {
      if (broken) throw new KafkaError('CONNECTION', 'no broker', { retriable: true });
    };
    app.bind('orders', () => {
      throw new Error('boom');
    });
    await app.start();
    await assign(place('orders', 0), place('orders', 1));
    reader.feed(batch('orders', 0, records([1])));
    await eventually('three tries', () => writer.tries >= 3);
    expect(app.health().reasons).toEqual(['orders[0] waits: a failed record cannot be written to dlq: no broker']);
    expect([reader.paused.has('orders/0'), reader.commits, errors]).toEqual([true, [], []]);
    broken = false;
    await eventually('committed', () => reader.committed('orders', 0) === 2);
    expect(app.health()).toEqual({ healthy: true, reasons: [] });
    expect(reader.paused.size).toBe(0);
    await app.stop();
  });

  it('a write that waiting cannot mend is told to onError, whose stop ends the app without skipping', async () => {
    const { app, assign, errors, reader, writer } = bench({ ...failureTopics, stopTimeoutMs: 20 });
    writer.before = () => {
      throw new KafkaError('TOPIC_AUTHORIZATION_FAILED', 'not allowed');
    };
    app.bind('orders', () => {
      throw new Error('boom');
    });
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records([1])));
    await expect(app.done).rejects.toThrow('not allowed');
    expect(errors.map(({ message }) => message)).toEqual(['not allowed']);
    expect(reader.commits).toEqual([]);
  });

  it('retries in place keep the order and count attempts', async () => {
    const seen: string[] = [];
    const { app, assign, reader, writer } = bench(failureTopics);
    app.bind('orders', { retry: { inPlace: { retries: 2, backoffMs: 1 } } }, (record) => {
      seen.push(`${record.offset} ${record.attempt}`);
      if (record.offset === 1 && record.attempt < 3) throw new RetryableError('busy');
      if (record.offset === 2) throw new RetryableError('always');
    });
    await app.start();
    await assign(place('orders', 0));
    reader.feed(batch('orders', 0, records([1, 2, 3])));
    await eventually('committed', () => reader.committed('orders', 0) === 4);
    expect(seen).toEqual(['1 1', '1 2', '1 3', '2 1', '2 2', '2 3', '3 1']);
    expect(headerText(writer.written[0], deadLetterHeaderNames.deliveryCount)).toBe('3');
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
