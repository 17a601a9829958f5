// Callers give up at any time: no batch is torn, nothing of others is lost, and the fate that each message is told is
// what stands in the log.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../../src/base/errors.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { BrokerLog } from './broker-log.ts';
import type { ArrivedRequest } from './fake-cluster.ts';
import { harness, settle } from './harness.ts';

type Step =
  | { readonly kind: 'write'; readonly counts: readonly number[]; readonly timeoutMs: number | undefined }
  | { readonly kind: 'abort'; readonly which: number }
  | { readonly kind: 'serve' }
  | { readonly kind: 'refuse'; readonly code: number }
  | { readonly kind: 'lose-answer' }
  | { readonly kind: 'wait'; readonly ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('write' as const),
      counts: fc.array(fc.nat(5), { minLength: 1, maxLength: 2 }),
      timeoutMs: fc.constantFrom(undefined, undefined, 5, 50),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('abort' as const), which: fc.nat(20) }) },
  { weight: 4, arbitrary: fc.constant({ kind: 'serve' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('refuse' as const),
      code: fc.constantFrom(ErrorCode.NOT_ENOUGH_REPLICAS, ErrorCode.MESSAGE_TOO_LARGE),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'lose-answer' as const }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 60 }) }) },
);

async function play(steps: readonly Step[]): Promise<void> {
  const options = { batchBytes: 1024, maxBufferedBytes: 1300, lingerMs: 2 };
  const { cluster, producer } = await harness(options, [1, 1]);
  const logs = [new BrokerLog(), new BrokerLog()];
  const controllers: AbortController[] = [];
  const fates = new Map<string, string>();
  const resolved: string[] = [];
  const codes = new Set<string>();
  let written = 0;
  let calls = 0;
  let ended = 0;
  const serve = (request: ArrivedRequest) =>
    request.answer((batch) => (logs[batch.partition] as BrokerLog).append(batch));

  for (const one of steps) {
    switch (one.kind) {
      case 'write': {
        const controller = new AbortController();
        controllers.push(controller);
        const messages = one.counts.flatMap((count, partition) =>
          Array.from({ length: count }, () => {
            const value = `${written++}`.padEnd(180, '.');
            const onDelivery = (error: KafkaError | undefined, place?: { partition: number; offset: number }) => {
              expect(fates.has(value)).toBe(false);
              fates.set(value, error === undefined ? `${place?.partition}@${place?.offset}` : 'not written');
            };
            return { value, partition, onDelivery };
          }),
        );
        calls++;
        producer
          .write(messages, 't', { signal: controller.signal, timeoutMs: one.timeoutMs })
          .then(
            () => void resolved.push(...messages.map(({ value }) => value)),
            (error: KafkaError) => void codes.add(error.code),
          )
          .then(() => void ended++);
        break;
      }
      case 'abort':
        controllers[one.which]?.abort();
        break;
      case 'serve':
        if (cluster.waiting[0] !== undefined) serve(cluster.waiting[0]);
        break;
      case 'refuse':
        cluster.waiting[0]?.answer(({ header, values }) => {
          const isWritten = logs.some((log) => log.values.includes(values[0] ?? ''));
          const isFinal = one.code === ErrorCode.MESSAGE_TOO_LARGE && (header.count === 1 || isWritten);
          return { errorCode: isFinal ? ErrorCode.NOT_ENOUGH_REPLICAS : one.code, baseOffset: -1 };
        });
        break;
      case 'lose-answer':
        for (const { batches } of cluster.waiting) {
          for (const batch of batches) (logs[batch.partition] as BrokerLog).append(batch);
        }
        cluster.disconnect(1);
        break;
      case 'wait':
        await cluster.clock.advance(one.ms);
        break;
    }
    await settle();
  }
  cluster.respond = serve;
  for (const request of [...cluster.waiting]) serve(request);
  await cluster.clock.advance(30_000);
  await settle();

  expect(ended).toBe(calls);
  // A torn or half-written batch would be refused by the fake broker, which shows as another code.
  expect([...codes].filter((code) => code !== 'ABORTED' && code !== 'TIMEOUT')).toEqual([]);
  expect(fates.size).toBe(written);
  const inLogs = new Map(logs.flatMap(({ values }, at) => values.map((value, offset) => [value, `${at}@${offset}`])));
  expect(inLogs.size).toBe(logs.reduce((sum, { values }) => sum + values.length, 0));
  for (const [value, fate] of fates) expect(fate).toBe(inLogs.get(value) ?? 'not written');
  for (const value of resolved) expect(inLogs.has(value)).toBe(true);
  for (const { values } of logs) {
    const order = values.map((value) => Number.parseInt(value, 10));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  }
  expect(producer.stats()).toMatchObject({ bufferedBytes: 0, waitingCalls: 0, inFlight: 0 });
  expect(cluster.clock.timers).toBe(0);
}

describe('calls that are given up', () => {
  it('tear no batch, take nothing from others, and each message’s fate is told as it is', async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), play), { numRuns: 300 });
  }, 60_000);

  it('before they are in a batch are not written; what is in one is', async () => {
    const { cluster, producer } = await harness({ batchBytes: 1024, maxBufferedBytes: 1024, lingerMs: 0 });
    const controller = new AbortController();
    const fates: string[] = [];
    const messages = Array.from({ length: 5 }, (_, i) => ({
      value: `${i}`.padEnd(300),
      onDelivery: (error: KafkaError | undefined) => void fates.push(`${i} ${error?.code ?? 'written'}`),
    }));
    const written = producer.write(messages, 't', { signal: controller.signal }).catch((error) => error);
    await settle();
    controller.abort();
    expect(await written).toMatchObject({ code: 'ABORTED' });
    expect(fates).toEqual(['3 ABORTED', '4 ABORTED']);
    cluster.waiting[0]?.answer();
    await settle();
    expect(fates.slice(2)).toEqual(['0 written', '1 written', '2 written']);
  });

  it('take the place of nobody: 10 000 of them aborted at once cost no more than they are', async () => {
    const { cluster, producer } = await harness();
    const controller = new AbortController();
    const waits = Array.from({ length: 10_000 }, (_, i) =>
      producer
        .write([{ topic: 'new', value: `${i}` }], undefined, { signal: controller.signal })
        .catch(() => 'given up'),
    );
    await settle();
    const begun = performance.now();
    controller.abort();
    expect(new Set(await Promise.all(waits))).toEqual(new Set(['given up']));
    // Work that grows with the square of the calls took ten seconds here.
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(producer.stats()).toMatchObject({ bufferedBytes: 0, waitingCalls: 0 });
    expect(cluster.clock.timers).toBe(0);
  });
});

describe('onDelivery', () => {
  it('is told per message, when its own batch is done', async () => {
    const { cluster, producer } = await harness({ lingerMs: 0 }, [1, 2]);
    const told: string[] = [];
    const onDelivery = (error: KafkaError | undefined, place?: { partition: number; offset: number }) =>
      void told.push(error?.code ?? `${place?.partition}@${place?.offset}`);
    const messages = [
      { value: 'a', partition: 0, onDelivery },
      { value: 'b', partition: 1, onDelivery },
      { value: 'c', partition: 0 },
      { value: 5 as never, onDelivery },
      { value: 'd', partition: 0, onDelivery },
    ];
    const written = producer.write(messages, 't').catch((error) => error);
    await settle();
    expect(told).toEqual(['CONFIG']);
    cluster.waiting.find(({ node }) => node === 1)?.answer();
    await settle();
    expect(told.slice(1)).toEqual(['0@0', '0@2']);
    cluster.waiting[0]?.answer(ErrorCode.TOPIC_AUTHORIZATION_FAILED);
    expect((await written).count).toBe(2);
    expect(told.slice(3)).toEqual(['TOPIC_AUTHORIZATION_FAILED']);
  });

  it('that throws is logged and harms nobody; one that is no function is the message’s own error', async () => {
    const { cluster, producer } = await harness();
    const warnings: string[] = [];
    Object.assign(cluster, { logger: { ...cluster.logger, warn: (line: string) => void warnings.push(line) } });
    cluster.respond = (request) => request.answer();
    const onDelivery = () => {
      throw new Error('not today');
    };
    await producer.write([{ value: 'a', onDelivery }, { value: 'b' }], 't');
    expect(warnings).toEqual(['onDelivery has thrown']);
    const bad = await producer.write([{ value: 'a', onDelivery: 'call me' as never }], 't').catch((error) => error);
    expect(bad.message).toContain("the message's onDelivery is call me; it accepts a function");
  });

  it('comes before the call’s own answer', async () => {
    const { cluster, write } = await harness();
    cluster.respond = (request) => request.answer();
    const order: string[] = [];
    const written = write({ value: 'a', onDelivery: () => void order.push('message') });
    await written.then(() => order.push('call'));
    expect(order).toEqual(['message', 'call']);
  });
});

describe('MessageTooLargeError', () => {
  it('names the message, and what is left to write again', async () => {
    const { cluster, write } = await harness({ batchBytes: 2048, lingerMs: 0 }, [1, 2]);
    const large = { value: 'x'.repeat(3000), partition: 0 };
    const refused = { value: 'b', partition: 1 };
    const written = write({ value: 'a', partition: 0 }, large, refused).catch((error) => error);
    await settle();
    for (const request of [...cluster.waiting]) {
      request.answer(request.node === 1 ? 0 : ErrorCode.TOPIC_AUTHORIZATION_FAILED);
    }
    const { errors } = await written;
    expect(errors[1]).toMatchObject({ name: 'MessageTooLargeError', code: 'MESSAGE_TOO_LARGE', topic: 't' });
    expect(KafkaError.is(errors[1])).toBe(true);
    expect(errors[1].outgoing).toBe(large);
    expect(errors[1].remaining).toEqual([refused]);
  });

  it('is also what a topic finds too large, alone in its batch', async () => {
    const { cluster, write } = await harness();
    cluster.respond = (request) =>
      request.answer(({ values }) =>
        values.some((value) => value === 'large') ? { errorCode: ErrorCode.MESSAGE_TOO_LARGE } : { errorCode: 0 },
      );
    const large = { value: 'large' };
    const { errors, count } = await write('a', large, 'b').catch((error) => error);
    expect(count).toBe(1);
    expect(errors[1].outgoing).toBe(large);
    expect(errors[1].remaining).toEqual([]);
    expect(errors[1].cause.errorCode).toBe(ErrorCode.MESSAGE_TOO_LARGE);
  });
});
