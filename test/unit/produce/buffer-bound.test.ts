// The memory bound: whatever happens, no more bytes are kept than were allowed, and in the end none.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KafkaError } from '../../../src/base/errors.ts';
import type { OutgoingMessage } from '../../../src/produce/outgoing-message.ts';
import type { ProducerOptions } from '../../../src/produce/settings.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { harness, settle, warmHarness } from './harness.ts';

const small = { batchBytes: 1024, maxBufferedBytes: 4096, lingerMs: 0 };

const codeOf = (written: Promise<unknown>): Promise<string> =>
  written.then(
    () => 'written',
    (error: KafkaError) => error.code,
  );

describe('a full buffer', () => {
  it('wakes calls in their order, one after the other, each as far as there is room (trap 94)', async () => {
    const { cluster, producer, write } = await warmHarness(small);
    const woken: string[] = [];
    for (const name of ['first', 'second', 'third', 'fourth']) {
      write(...Array.from({ length: 7 }, () => name.padEnd(500, '.'))).then(() => woken.push(name));
    }
    await settle();
    expect(producer.stats().waitingCalls).toBe(3);
    while (cluster.waiting.length > 0) {
      cluster.waiting[0]?.answer();
      await settle();
      expect(producer.stats().bufferedBytes).toBeLessThanOrEqual(4096);
    }
    expect(woken).toEqual(['first', 'second', 'third', 'fourth']);
    const sent = cluster.seen.flatMap(({ batches }) => batches.flatMap((batch) => batch.values));
    expect(sent.map((value) => value.replaceAll('.', ''))).toEqual(
      ['first', 'second', 'third', 'fourth'].flatMap((name) => Array.from({ length: 7 }, () => name)),
    );
    expect(producer.stats()).toMatchObject({ bufferedBytes: 0, waitingCalls: 0 });
  });

  it('does not lock up on messages of which only one fits, nor on the largest there may be (trap 94)', async () => {
    const { cluster, producer, write } = await warmHarness({ batchBytes: 2048, maxBufferedBytes: 2048, lingerMs: 0 });
    cluster.respond = (request) => request.answer();
    const largest = 2048 - 61 - 11;
    await write(...Array.from({ length: 10 }, () => 'x'.repeat(largest)));
    await write(...Array.from({ length: 30 }, (_, i) => 'x'.repeat(i % 2 === 0 ? 10 : 1900)));
    expect(producer.stats()).toMatchObject({ bufferedBytes: 0, messages: 41 });
  });

  it('holds nobody up for a message that is too large for it', async () => {
    for (const whenFull of ['wait', 'throw'] as const) {
      const { cluster, write } = await warmHarness({ ...small, whenFull });
      write(...Array.from({ length: 6 }, () => 'x'.repeat(500)));
      await settle();
      const { errors } = await write({ value: 'x'.repeat(1_000_000) }).catch((error) => error);
      expect(errors[0].code).toBe('MESSAGE_TOO_LARGE');
      expect(cluster.waiting.length).toBeGreaterThan(0);
    }
  });

  it('lets a call that waits be aborted, and the next one takes its place (trap 94)', async () => {
    const { cluster, producer, write } = await warmHarness(small);
    write(...Array.from({ length: 7 }, () => 'x'.repeat(500)));
    const controller = new AbortController();
    const list = Array.from({ length: 3 }, () => ({ value: 'a'.repeat(500) }));
    const aborted = codeOf(producer.write(list, 't', { signal: controller.signal }));
    const next = codeOf(write('next'));
    await settle();
    controller.abort();
    expect(await aborted).toBe('ABORTED');
    cluster.respond = (request) => request.answer();
    for (const request of [...cluster.waiting]) request.answer();
    expect(await next).toBe('written');
    const values = cluster.seen.flatMap(({ batches }) => batches.flatMap((batch) => batch.values));
    expect(values).toHaveLength(8);
    expect(producer.stats().bufferedBytes).toBe(0);
  });

  it('refuses a call whole with BUFFER_FULL where it is told to throw, and takes it when there is room', async () => {
    const { cluster, producer, write } = await warmHarness({ ...small, whenFull: 'throw' });
    write(...Array.from({ length: 6 }, () => 'x'.repeat(500)));
    await settle();
    const { messages, bufferedBytes } = producer.stats();
    const two = ['y'.repeat(500), 'z'.repeat(500)];
    await expect(write(...two)).rejects.toMatchObject({
      code: 'BUFFER_FULL',
      retriable: true,
      message: expect.stringContaining(`${bufferedBytes} of maxBufferedBytes (4096) are taken`),
    });
    expect(producer.stats()).toMatchObject({ messages, bufferedBytes, waitingCalls: 0 });
    cluster.respond = (request) => request.answer();
    for (const request of [...cluster.waiting]) request.answer();
    await settle();
    await write(...two);
  });

  it('refuses what can never fit as such, and counts calls that wait for a topic', async () => {
    const { cluster, producer, write } = await warmHarness({ ...small, whenFull: 'throw' });
    const tooMuch = write(...Array.from({ length: 20 }, () => 'x'.repeat(500)));
    await expect(tooMuch).rejects.toMatchObject({ code: 'BUFFER_FULL', retriable: false });
    const parked = write(...Array.from({ length: 4 }, () => ({ topic: 'new', value: 'x'.repeat(700) })));
    expect(producer.stats().bufferedBytes).toBeGreaterThan(2800);
    expect(await codeOf(write('y'.repeat(900), 'z'.repeat(900)))).toBe('BUFFER_FULL');
    cluster.respond = (request) => request.answer();
    await write('small');
    cluster.topic('new', [1]);
    await parked;
    expect(producer.stats().bufferedBytes).toBe(0);
  });
});

/** What happens next in a run. */
type Step =
  | { readonly kind: 'write'; readonly sizes: readonly number[]; readonly topic: 't' | 'late' }
  | { readonly kind: 'abort' }
  | { readonly kind: 'answer'; readonly code: number }
  | { readonly kind: 'disconnect' }
  | { readonly kind: 'learn' }
  | { readonly kind: 'wait'; readonly ms: number };

const codes = [0, ErrorCode.NOT_ENOUGH_REPLICAS, ErrorCode.MESSAGE_TOO_LARGE, ErrorCode.TOPIC_AUTHORIZATION_FAILED];
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('write' as const),
      sizes: fc.array(fc.nat(1200), { minLength: 1, maxLength: 6 }),
      topic: fc.constantFrom('t' as const, 't' as const, 'late' as const),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'abort' as const }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('answer' as const), code: fc.constantFrom(0, 0, ...codes) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'disconnect' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'learn' as const }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 900 }) }) },
);

async function play(steps: readonly Step[], options: ProducerOptions): Promise<void> {
  const { cluster, producer } = await harness(options, [1, 1]);
  const bound = options.maxBufferedBytes as number;
  const controllers: AbortController[] = [];
  let calls = 0;
  let ended = 0;
  let told = 0;
  let messages = 0;
  let largest = 0;
  const look = () => {
    const { bufferedBytes } = producer.stats();
    largest = Math.max(largest, bufferedBytes);
  };
  for (const one of steps) {
    switch (one.kind) {
      case 'write': {
        const controller = new AbortController();
        controllers.push(controller);
        const list: OutgoingMessage[] = one.sizes.map((size, i) => ({
          topic: one.topic,
          // Text, whose bytes are more than its length.
          value: (i % 2 === 0 ? 'x' : 'é').repeat(Math.ceil(size / (1 + (i % 2)))),
          partition: one.topic === 't' ? i % 2 : 0,
          headers: size % 3 === 0 ? [['name', 'v'.repeat(size % 50)]] : undefined,
          onDelivery: () => void told++,
        }));
        calls++;
        messages += list.length;
        const end = () => void ended++;
        producer.write(list, undefined, { signal: controller.signal }).then(end, end);
        break;
      }
      case 'abort':
        controllers.shift()?.abort();
        break;
      case 'answer':
        cluster.waiting[0]?.answer(one.code);
        break;
      case 'disconnect':
        cluster.disconnect(1);
        break;
      case 'learn':
        cluster.topic('late', [1]);
        break;
      case 'wait':
        await cluster.clock.advance(one.ms);
        break;
    }
    look();
    await settle();
    look();
  }
  cluster.respond = (request) => {
    look();
    request.answer();
    look();
  };
  cluster.topic('late', [1]);
  for (const request of [...cluster.waiting]) request.answer();
  await cluster.clock.advance(30_000);
  await settle();
  expect(largest).toBeLessThanOrEqual(bound);
  expect({ ended, told }).toEqual({ ended: calls, told: messages });
  expect(producer.stats()).toMatchObject({ bufferedBytes: 0, waitingCalls: 0, inFlight: 0 });
  expect(cluster.clock.timers).toBe(0);
}

describe('the bytes kept', () => {
  it.each([
    ['none', 'wait'],
    ['gzip', 'wait'],
    ['none', 'throw'],
  ] as const)(
    'are never more than the bound, and 0 in the end, with compression %s and whenFull %s',
    async (compression, whenFull) => {
      const options = { batchBytes: 1400, maxBufferedBytes: 3000, lingerMs: 2, deliveryTimeoutMs: 5_000 };
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) =>
          play(steps, { ...options, compression, whenFull }),
        ),
        { numRuns: 100 },
      );
    },
    60_000,
  );
});
