// One limit for the whole way of a message: from the call, through waiting for a topic, for room, for company and for
// brokers, over every retry, to the acknowledgement.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../../src/base/errors.ts';
import type { WriteErrors } from '../../../src/produce/write-errors.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { type Harness, harness, settle, warmHarness } from './harness.ts';

/** When a call ended, and with what. */
interface End {
  at: number;
  errors: readonly (KafkaError | undefined)[];
}

function watch({ cluster }: Harness, written: Promise<unknown>): End {
  const end: End = { at: Number.NaN, errors: [] };
  const note = (error?: WriteErrors) => {
    end.at = cluster.clock.monotonic();
    end.errors = error?.errors ?? [];
  };
  written.then(() => note(), note);
  return end;
}

describe('deliveryTimeoutMs', () => {
  it('is the limit of retries, however many there are, and there is no other (trap 93)', async () => {
    const it = await warmHarness({ deliveryTimeoutMs: 60_000 });
    it.cluster.respond = (request) => request.answer(ErrorCode.NOT_ENOUGH_REPLICAS);
    const end = watch(it, it.write('a'));
    await it.cluster.clock.advance(59_999);
    expect(end.at).toBeNaN();
    expect(it.cluster.seen.length).toBeGreaterThan(50);
    await it.cluster.clock.advance(1);
    expect(end.at).toBe(60_000);
    expect(end.errors[0]).toMatchObject({ code: 'TIMEOUT', retriable: true, cause: { code: 'NOT_ENOUGH_REPLICAS' } });
  });

  it('covers lingering: a batch that waits for company behind a slow request runs out with it (trap 93)', async () => {
    const it = await warmHarness({ deliveryTimeoutMs: 1_000, lingerMs: 60_000 });
    it.write('under way');
    await settle();
    const end = watch(it, it.write('lingers'));
    await it.cluster.clock.advance(1_000);
    expect(end).toMatchObject({ at: 1_000, errors: [{ code: 'TIMEOUT' }] });
  });

  it('covers the wait for a topic that nobody knows (trap 93)', async () => {
    const it = await warmHarness({ deliveryTimeoutMs: 3_000 });
    const end = watch(it, it.write({ topic: 'nowhere', value: 'a' }));
    await it.cluster.clock.advance(3_000);
    expect(end.at).toBe(3_000);
    expect(end.errors[0]?.message).toBe(
      'not accepted within deliveryTimeoutMs (3000): the partitions of nowhere are not known',
    );
    expect(it.producer.stats()).toMatchObject({ bufferedBytes: 0, waitingCalls: 0 });
    expect(it.cluster.clock.timers).toBe(0);
  });

  it('covers the wait for room, and what was accepted of the call before (trap 93)', async () => {
    const it = await warmHarness({ deliveryTimeoutMs: 3_000, batchBytes: 1024, maxBufferedBytes: 2048, lingerMs: 0 });
    it.cluster.respond = (request) => request.answer(ErrorCode.NOT_ENOUGH_REPLICAS);
    const first = watch(it, it.write('x'.repeat(900)));
    await it.cluster.clock.advance(2_000);
    const second = watch(it, it.write(...Array.from({ length: 4 }, () => 'y'.repeat(900))));
    await it.cluster.clock.advance(2_999);
    expect(first.at).toBe(3_000);
    expect(second.at).toBeNaN();
    await it.cluster.clock.advance(1);
    expect(second.at).toBe(5_000);
    expect(second.errors.map((error) => error?.code)).toEqual(['TIMEOUT', 'TIMEOUT', 'TIMEOUT', 'TIMEOUT']);
    expect(second.errors[3]?.message).toContain('the buffer (maxBufferedBytes, 2048) is full');
    expect(it.producer.stats().bufferedBytes).toBe(0);
  });

  it('counts for what waited for a topic from its call, and leaves its company its own time (trap 93)', async () => {
    const it = await warmHarness({ deliveryTimeoutMs: 10_000 });
    const early = watch(it, it.write({ topic: 'late', value: 'early' }));
    await it.cluster.clock.advance(9_000);
    it.cluster.topic('late', [-1]);
    await settle();
    const later = watch(it, it.write({ topic: 'late', value: 'later' }));
    await it.cluster.clock.advance(1_000);
    expect(early.at).toBe(10_000);
    expect(later.at).toBeNaN();
    it.cluster.respond = (request) => request.answer();
    it.cluster.topic('late', [1]);
    await it.cluster.clock.advance(100);
    expect(later).toMatchObject({ errors: [] });
    expect(it.cluster.seen.flatMap(({ batches }) => batches.flatMap(({ values }) => values))).toEqual(['later']);
  });

  it('does not take the time of a late message because an old one waits in its batch (trap 93)', async () => {
    const it = await warmHarness({ deliveryTimeoutMs: 16_000 });
    it.cluster.topic('t', [-1]);
    const old = watch(it, it.write('old'));
    await it.cluster.clock.advance(900);
    const company = watch(it, it.write('company'));
    await it.cluster.clock.advance(14_000);
    const late = watch(it, it.write('late'));
    await it.cluster.clock.advance(1_100);
    expect([old.at, company.at, late.at]).toEqual([16_000, 16_000, Number.NaN]);
    it.cluster.respond = (request) => request.answer();
    it.cluster.topic('t', [1]);
    await it.cluster.clock.advance(100);
    expect(late).toMatchObject({ errors: [] });
  });

  it('is never passed by more than the clock’s grain, whatever keeps messages (trap 93)', async () => {
    const script = fc.array(
      fc.record({
        topic: fc.constantFrom('t', 'late', 'nowhere'),
        sizes: fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 4 }),
        leader: fc.constantFrom(-1, 1),
        code: fc.constantFrom(0, ErrorCode.NOT_ENOUGH_REPLICAS, ErrorCode.NOT_LEADER_OR_FOLLOWER),
        waitMs: fc.integer({ min: 1, max: 700 }),
      }),
      { minLength: 3, maxLength: 20 },
    );
    const options = { deliveryTimeoutMs: 1_000, batchBytes: 1024, maxBufferedBytes: 3_000, lingerMs: 20 };
    await fc.assert(
      fc.asyncProperty(script, async (steps) => {
        const it = await harness(options);
        const { cluster, producer } = it;
        const took: number[] = [];
        for (const [i, { topic, sizes, leader, code, waitMs }] of steps.entries()) {
          const begun = cluster.clock.monotonic();
          const note = () => void took.push(cluster.clock.monotonic() - begun);
          const list = sizes.map((size) => ({ topic, value: 'x'.repeat(size) }));
          producer.write(list, undefined).then(note, note);
          cluster.topic('t', [leader]);
          if (i === 5) cluster.topic('late', [1]);
          await settle();
          cluster.waiting[0]?.answer(code);
          await cluster.clock.advance(waitMs);
        }
        await cluster.clock.advance(1_001);
        expect(took).toHaveLength(steps.length);
        expect(Math.max(...took)).toBeLessThanOrEqual(1_000);
        expect(producer.stats()).toMatchObject({ bufferedBytes: 0, waitingCalls: 0 });
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});

describe('flush', () => {
  it('overrides linger, also of what comes while it waits (trap 93)', async () => {
    const { cluster, producer, write, values } = await warmHarness({ lingerMs: 60_000 }, [1, 1]);
    write('under way');
    await settle();
    write('lingers');
    await settle();
    expect(cluster.waiting).toHaveLength(1);
    const flushed = producer.flush();
    await settle();
    expect(values(1)).toEqual([['lingers']]);
    write({ value: 'comes', partition: 1 });
    await settle();
    expect(values(2)).toEqual([['comes']]);
    cluster.respond = (request) => request.answer();
    for (const request of [...cluster.waiting]) request.answer();
    await flushed;
    expect(cluster.clock.monotonic()).toBe(0);
  });

  it('ends with its own limit, and lets the messages go on', async () => {
    const { cluster, producer, write } = await warmHarness();
    const written = write('a');
    await settle();
    const flushed = producer.flush({ timeoutMs: 100 }).catch((error: KafkaError) => error);
    await cluster.clock.advance(100);
    expect(await flushed).toMatchObject({ code: 'TIMEOUT' });
    cluster.waiting[0]?.answer();
    await written;
    expect(KafkaError.is(await flushed)).toBe(true);
  });
});
