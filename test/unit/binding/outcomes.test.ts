// What becomes of records: settled by word or by return, retried, dead-lettered, or for onError to decide.
import { describe, expect, it, vi } from 'vitest';
import { deferred } from '../../../src/base/deferred.ts';
import { KafkaError } from '../../../src/base/errors.ts';
import type { AppRecord } from '../../../src/binding/app-record.ts';
import { deadLetterHeaderNames } from '../../../src/binding/dead-letter-headers.ts';
import { retryHeaderNames } from '../../../src/binding/retry-headers.ts';
import { RetryableError } from '../../../src/binding/retryable-error.ts';
import { eventually } from '../../support/eventually.ts';
import { batch, bench, headerText, place, records } from './stand-ins.ts';

const failureTopics = { retry: { topic: 'retry', delayMs: 1000 }, deadLetter: { topic: 'dlq' } };

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
