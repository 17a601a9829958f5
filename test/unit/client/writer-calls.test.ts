// Middleware, completion and async writes, over the engine on a fake cluster.
import { describe, expect, it } from 'vitest';
import type { CallOptions } from '../../../src/base/abort.ts';
import { KafkaError } from '../../../src/base/errors.ts';
import { type NextWrite, type WriteMiddleware, WriterCalls } from '../../../src/client/writer-calls.ts';
import { type CompletionCallback, type WriterOptions, writerSettings } from '../../../src/client/writer-options.ts';
import type { OutgoingMessage } from '../../../src/produce/outgoing-message.ts';
import { Producer } from '../../../src/produce/producer.ts';
import type { WriteResult } from '../../../src/produce/write-result.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { FakeCluster } from '../produce/fake-cluster.ts';
import { settle } from '../produce/harness.ts';

interface Told {
  readonly messages: readonly OutgoingMessage[];
  readonly error: Error | undefined;
  readonly result: WriteResult | undefined;
}

interface Bench {
  readonly cluster: FakeCluster;
  readonly calls: WriterCalls;
  readonly told: Told[];
  readonly warnings: string[];
  write(values: readonly string[], call?: CallOptions): Promise<WriteResult>;
}

function bench(options: Partial<WriterOptions> = {}): Bench {
  const cluster = new FakeCluster();
  cluster.topic('t', [1]);
  const warnings: string[] = [];
  Object.assign(cluster, { logger: { ...cluster.logger, warn: (line: string) => void warnings.push(line) } });
  const told: Told[] = [];
  const completion: CompletionCallback = (messages, error, result) => void told.push({ messages, error, result });
  const settings = writerSettings({ brokers: ['b:1'], topic: 't', completion, ...options } as WriterOptions);
  const calls = new WriterCalls(new Producer(cluster, settings.producer), settings, cluster);
  const write: Bench['write'] = (values, call = {}) =>
    calls.write(
      values.map((value) => ({ value })),
      call,
    ).answer;
  return { cluster, calls, told, warnings, write };
}

const small = { batchBytes: 1024, maxBufferedBytes: 1024, lingerMs: 0 };

describe('an async writer', () => {
  it('resolves once messages are accepted, with their partitions; offsets are known when completion is called', async () => {
    const { cluster, told, write } = bench({ async: true });
    const result = await write(['a', 'b']);
    expect([...result]).toEqual([
      { topic: 't', partition: 0, offset: -1 },
      { topic: 't', partition: 0, offset: -1 },
    ]);
    expect(told).toEqual([]);
    await settle();
    cluster.waiting[0]?.answer(() => ({ baseOffset: 7 }));
    await settle();
    expect(told).toHaveLength(1);
    expect(told[0]?.error).toBeUndefined();
    expect(told[0]?.result).toBe(result);
    expect(result.offset(1)).toBe(8);
  });

  it('tells what was not written, one slot per message, and rejects nothing that was accepted', async () => {
    const { cluster, told, write } = bench({ async: true });
    cluster.respond = (request) => request.answer(ErrorCode.TOPIC_AUTHORIZATION_FAILED);
    await write(['a', 'b']);
    await settle();
    expect(told[0]).toMatchObject({
      messages: [{ value: 'a' }, { value: 'b' }],
      error: { code: 'WRITE', count: 2, errors: [{ code: 'TOPIC_AUTHORIZATION_FAILED' }, {}] },
    });
  });

  it('waits for room; its limits hold until then and no longer', async () => {
    const { cluster, told, write } = bench({ async: true, ...small });
    const controller = new AbortController();
    await write(['x'.repeat(500)], { signal: controller.signal, timeoutMs: 50 });
    const waits = write(['y'.repeat(400), 'z'.repeat(400)], { timeoutMs: 50 }).catch((error) => error);
    await settle();
    controller.abort();
    await cluster.clock.advance(50);
    expect(await waits).toMatchObject({
      code: 'TIMEOUT',
      message: expect.stringMatching(
        /^write: not accepted within 50 ms; messages already accepted may still be written; .* has not answered yet$/,
      ),
    });
    expect(told).toEqual([]);
    cluster.respond = (request) => request.answer();
    for (const request of [...cluster.waiting]) request.answer();
    await settle();
    // The first call is whole, whatever its limits were. Of the second, one message was accepted.
    const outcome = (at: number) => [...(told[at]?.result ?? [])].map((place) => place !== undefined);
    expect([outcome(0), outcome(1)]).toEqual([[true], [true, false]]);
    expect(told[1]?.error).toMatchObject({ code: 'WRITE', count: 1 });
  });

  it('tells completion, too, of what it refused at once, so that nobody has to look at the promise', async () => {
    const { told, write, calls } = bench({ async: true, whenFull: 'throw', ...small });
    // Not awaited: it ends no process.
    void write(Array.from({ length: 5 }, () => 'x'.repeat(500)));
    void calls.refuse([], new KafkaError('CLOSED', 'late'));
    await settle();
    expect(told.map(({ error }) => (error as KafkaError).code).sort()).toEqual(['BUFFER_FULL', 'CLOSED']);
    expect(told[0]?.result).toBeUndefined();
  });
});

describe('completion', () => {
  it('is told before the caller of a writer that waits, once per call', async () => {
    const { cluster, told, write } = bench();
    cluster.respond = (request) => request.answer();
    const result = await write(['a']);
    expect(told).toEqual([{ messages: [{ value: 'a' }], error: undefined, result }]);
    await write([]);
    expect(told).toHaveLength(2);
  });

  it('is told the truth of a call that was given up', async () => {
    const { cluster, told, write } = bench();
    const controller = new AbortController();
    const written = write(['a'], { signal: controller.signal }).catch((error) => error);
    await settle();
    controller.abort();
    expect(await written).toMatchObject({ code: 'ABORTED' });
    expect(told).toEqual([]);
    cluster.waiting[0]?.answer(() => ({ baseOffset: 3 }));
    await settle();
    expect(told[0]?.error).toBeUndefined();
    expect(told[0]?.result?.offset(0)).toBe(3);
  });

  it('that throws is logged and harms nobody', async () => {
    const { cluster, warnings, write } = bench({
      completion: () => {
        throw new Error('not today');
      },
    });
    cluster.respond = (request) => request.answer();
    await write(['a']);
    expect(warnings).toEqual(['completion has thrown']);
  });
});

describe('middleware', () => {
  it('runs in the order of use, around the write, and may change messages', async () => {
    const { cluster, calls, write } = bench();
    const log: string[] = [];
    const named =
      (name: string): WriteMiddleware =>
      async (messages, next) => {
        log.push(`${name} before`);
        const result = await next(messages.map((message) => ({ ...message, value: `${message.value}${name}` })));
        log.push(`${name} after, offset ${result.offset(0)}`);
        return result;
      };
    calls.use(named('1'));
    calls.use(named('2'));
    const written = write(['a', 'b']);
    await settle();
    expect(cluster.waiting[0]?.batches[0]?.values).toEqual(['a12', 'b12']);
    cluster.waiting[0]?.answer();
    await written;
    expect(log).toEqual(['1 before', '2 before', '2 after, offset 0', '1 after, offset 0']);
  });

  it('may refuse, which ends the call, or leave messages out', async () => {
    const { cluster, calls, told, write } = bench();
    cluster.respond = (request) => request.answer();
    calls.use((messages, next) => {
      if (messages.some(({ value }) => value === 'secret')) throw new Error('not for the log');
      return next(messages.filter(({ value }) => value !== 'noise'));
    });
    await expect(write(['secret'])).rejects.toThrow('not for the log');
    expect(told[0]).toMatchObject({ error: { message: 'not for the log' }, result: undefined });
    expect((await write(['noise', 'signal', 'noise'])).length).toBe(1);
    expect(cluster.seen.map(({ batches }) => batches[0]?.values)).toEqual([['signal']]);
  });

  it('may look at the outcome later than it is there', async () => {
    const { cluster, calls, write } = bench();
    cluster.respond = (request) => request.answer(ErrorCode.TOPIC_AUTHORIZATION_FAILED);
    calls.use(async (messages, next) => {
      const written = next(messages);
      await settle();
      return written;
    });
    await expect(write(['a'])).rejects.toMatchObject({ code: 'WRITE' });
  });

  it('may try again', async () => {
    const { cluster, calls, told, write } = bench();
    const codes = [ErrorCode.TOPIC_AUTHORIZATION_FAILED, 0];
    cluster.respond = (request) => request.answer(codes.shift());
    calls.use((messages, next) => next(messages).catch(() => next(messages)));
    expect((await write(['a'])).offset(0)).toBe(0);
    expect(told).toHaveLength(1);
    expect(cluster.seen).toHaveLength(2);
  });

  it('sees the fate of what an async writer has accepted, and its failure is told to completion', async () => {
    const { cluster, calls, told, write } = bench({ async: true });
    let seen: WriteResult | undefined;
    calls.use(async (messages, next) => {
      seen = await next(messages);
      throw new Error('after the fact');
    });
    await write(['a']);
    await settle();
    expect(seen).toBeUndefined();
    cluster.waiting[0]?.answer();
    await settle();
    expect(seen?.offset(0)).toBe(0);
    expect(told[0]?.error?.message).toBe('after the fact');
  });

  it('that returns nothing, or hands on no list, is told so', async () => {
    const { cluster, calls, write } = bench();
    cluster.respond = (request) => request.answer();
    const forgetful = async (_messages: unknown, next: NextWrite): Promise<void> => {
      await next([]);
    };
    calls.use(forgetful as unknown as WriteMiddleware);
    await expect(write(['a'])).rejects.toMatchObject({
      code: 'HANDLER',
      message: 'a middleware of the writer returned something else than the result of next',
    });
    const other = bench();
    other.calls.use((_messages, next) => next({ value: 'a' } as never));
    await expect(other.write(['a'])).rejects.toMatchObject({ code: 'CONFIG' });
    expect(() => calls.use(undefined as never)).toThrow('it accepts a function of (messages, next)');
  });

  it('is waited for by who waits for everything that runs', async () => {
    const { cluster, calls, write } = bench();
    cluster.respond = (request) => request.answer();
    let goOn = () => {};
    calls.use(async (messages, next) => {
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
      return next(messages);
    });
    const written = write(['a']);
    let isOver = false;
    const ended = calls.ended().then(() => {
      isOver = true;
    });
    await settle();
    expect(isOver).toBe(false);
    goOn();
    await ended;
    expect((await written).offset(0)).toBe(0);
  });
});
