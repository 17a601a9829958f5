// Which options go together: by types, and for JavaScript by errors.
import { describe, expect, expectTypeOf, it } from 'vitest';
import { App } from '../../../src/binding/app.ts';
import type { AppOptions, ErrorDecision } from '../../../src/binding/app-options.ts';
import type { BindOptions } from '../../../src/binding/bind-options.ts';
import { bench } from './stand-ins.ts';

const full = { retry: { topic: 'retry', delayMs: 100 }, deadLetter: { topic: 'dlq' } };
const handler = (): void => {};

/** Accepts what compiles. */
function accept(...options: BindOptions[]): void {
  for (const one of options) expect(() => bench(full).app.bind('orders', one, handler)).not.toThrow();
}

/** For what must not compile: the error of those who have no compiler. */
function refused(options: unknown, message: string): void {
  expect(() => bench(full).app.bind('orders', options as BindOptions, handler)).toThrow(
    expect.objectContaining({ code: 'CONFIG', message: expect.stringContaining(message) }),
  );
}

describe('BindOptions', () => {
  it('takes what can be kept together', () => {
    accept(
      {},
      { maxRetries: 2, order: 'none', concurrency: 64 },
      { maxRetries: 2, afterRetry: 'unordered' },
      { maxRetries: 2, order: 'key', afterRetry: 'unordered', concurrency: 8 },
      { order: 'key', retry: { inPlace: { retries: 3, backoffMs: 10 } } },
      { commit: 'before' },
      { commit: 'each', order: 'none', concurrency: 4 },
      { settle: 'manual', order: 'none', maxProcessingMs: 1000 },
      { maxRetries: undefined, order: undefined, commit: undefined, settle: undefined },
    );
  });

  it('asks for a word where a retry through a topic gives the order up', () => {
    // @ts-expect-error the order of the partition is the default
    const first: BindOptions = { maxRetries: 2 };
    refused(first, 'bind(orders).afterRetry');
    // @ts-expect-error the order of keys is given up too
    const second: BindOptions = { maxRetries: 2, order: 'key' };
    refused(second, 'bind(orders).afterRetry');
  });

  it('commits ahead of handlers only in the order of the partition', () => {
    // @ts-expect-error a later record may start first
    const first: BindOptions = { commit: 'before', order: 'none' };
    refused(first, 'bind(orders).commit');
    // @ts-expect-error a later record may start first
    const second: BindOptions = { commit: 'before', order: 'key' };
    refused(second, 'bind(orders).commit');
  });

  it('has neither commits per record nor retries in place where records are settled by hand', () => {
    // @ts-expect-error the handler has returned long before
    const first: BindOptions = { settle: 'manual', commit: 'each' };
    refused(first, 'bind(orders).commit');
    // @ts-expect-error the handler has returned long before
    const second: BindOptions = { settle: 'manual', retry: { inPlace: { retries: 1, backoffMs: 1 } } };
    refused(second, 'bind(orders).retry');
  });

  it('names the option and what it accepts', () => {
    refused({ concurrency: 0 }, 'bind(orders).concurrency is 0; it accepts a whole number from 1 to 10000');
    refused({ order: 'random' }, `bind(orders).order is "random"; it accepts 'partition', 'key', 'none'`);
    refused({ maxRetries: -1 }, 'bind(orders).maxRetries');
    refused({ deadLetter: 'yes' }, 'bind(orders).deadLetter');
    refused({ retry: { inPlace: { backoffMs: 1 } } }, 'bind(orders).retry.inPlace.retries');
    refused(null, 'bind(orders)');
  });

  it('needs the topic that it wants to use', () => {
    const { app } = bench();
    expect(() => app.bind('orders', { maxRetries: 1, order: 'none' }, handler)).toThrow('the app has no retry topic');
    expect(() => app.bind('orders', { deadLetter: true }, handler)).toThrow('the app has no dead letter topic');
  });
});

describe('AppOptions', () => {
  const given = { brokers: ['localhost:1'], groupId: 'g', onError: (): ErrorDecision => 'stop' };

  it('X8: has no app without onError', () => {
    expectTypeOf<Omit<typeof given, 'onError'>>().not.toExtend<AppOptions>();
    expectTypeOf(given).toExtend<AppOptions>();
    expect(() => new App({ brokers: ['localhost:1'], groupId: 'g' } as never)).toThrow('option onError');
  });

  it.each([
    ['groupId', { groupId: '' }],
    ['groupId', { groupId: 'g'.repeat(2000) }],
    ['retry.topic', { retry: { topic: 'a b', delayMs: 1 } }],
    ['retry.delayMs', { retry: { topic: 'retry' } }],
    ['retry.delayMs', { retry: { topic: 'retry', delayMs: -1 } }],
    ['retry.delayMs', { retry: { topic: 'retry', delayMs: 86_400_001 } }],
    ['deadLetter.topic', { deadLetter: {} }],
    ['deadLetter.topic', { deadLetter: { topic: 'same' }, retry: { topic: 'same', delayMs: 1 } }],
    ['createTopics', { createTopics: 'yes' }],
    ['createTopics.partitions', { createTopics: { partitions: 0 } }],
    ['startOffset', { startOffset: { time: -1 } }],
    ['startOffset', { startOffset: 'middle' }],
    ['suffix', { suffix: '/dev' }],
    ['commitIntervalMs', { commitIntervalMs: 0 }],
    ['stopTimeoutMs', { stopTimeoutMs: Number.NaN }],
    ['brokers', { brokers: [] }],
  ])('names option %s when %j is wrong', (option, wrong) => {
    expect(() => new App({ ...given, ...wrong } as never)).toThrow(
      expect.objectContaining({ code: 'CONFIG', message: expect.stringContaining(`option ${option}`) }),
    );
  });
});
