// A damaged batch: whoever reads hears of it with topic, partition and offset; nobody passes over it unasked.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { App, type AppRecord, type ErrorDecision } from '../../../src/binding/index.ts';
import { EmbeddedKafka } from '../../../src/embedded/index.ts';
import { dialLeader, KafkaError, Reader, Writer } from '../../../src/index.ts';
import { damage } from '../../support/damage.ts';
import { numbers, take } from '../../support/reading.ts';

let kafka: EmbeddedKafka;
let brokers: string[];

/** Three batches of two records each in partition 0: offsets 0-1, 2-3 (damaged), 4-5; and one good batch in partition 1. */
beforeEach(async () => {
  kafka = await EmbeddedKafka.start({ topics: { orders: 2 } });
  brokers = kafka.bootstrap;
  const writer = new Writer({ brokers, topic: 'orders' });
  for (const first of [0, 2, 4]) {
    await writer.writeMessages([first, first + 1].map((i) => ({ value: `${i}`, partition: 0 })));
  }
  await writer.writeMessages({ value: 'other', partition: 1 });
  await writer.close();
});
afterEach(() => kafka.stop());

const place = { topic: 'orders', partition: 0 };
const corrupt = { code: 'CORRUPT_BATCH', topic: 'orders', partition: 0, offset: 2 };

async function thrown(call: Promise<unknown>): Promise<KafkaError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(KafkaError.is(error), String(error)).toBe(true);
  return error as KafkaError;
}

describe.each(['a value', 'the header', 'the magic', 'the length', 'a record'] as const)(
  'a batch damaged in %s',
  (where) => {
    beforeEach(() => damage(kafka, 'orders', 0, 2, where));

    it('ends for await with its place, after all records before it', async () => {
      const reader = new Reader({ brokers, ...place });
      const values: string[] = [];
      const error = await thrown(
        (async () => {
          for await (const message of reader) values.push(`${message.value}`);
        })(),
      );
      expect(error).toMatchObject(corrupt);
      expect(error.message).toMatch(/orders\[0\] at 2/);
      expect(values).toEqual(['0', '1']);
      expect(reader.offset()).toBe(2);
      expect(reader.health().healthy).toBe(false);
      expect(reader.health().reasons.join()).toMatch(/orders\[0\].*2/);
      await reader.close();
    });

    it('rejects fetchMessage once, hands out nothing behind it, and is passed over by seek alone', async () => {
      const reader = new Reader({ brokers, groupId: 'g', topics: ['orders'] });
      const values: string[] = [];
      const error = await thrown(
        (async () => {
          for (;;) values.push(`${(await reader.fetchMessage()).value}`);
        })(),
      );
      expect(error).toMatchObject(corrupt);
      // The other partition goes on, this one stands.
      for (let i = values.length; i < 3; i++) values.push(`${(await reader.fetchMessage()).value}`);
      expect(values.toSorted()).toEqual(['0', '1', 'other']);
      await expect(reader.fetchMessage({ timeoutMs: 300 })).rejects.toMatchObject({ code: 'TIMEOUT' });
      expect(reader.health().reasons.join()).toMatch(/orders\[0\]/);
      await reader.seek(place, 4);
      expect((await take(reader, 2)).map(({ value }) => `${value}`)).toEqual(['4', '5']);
      expect(reader.health()).toMatchObject({ healthy: true, reasons: [] });
      await reader.close();
    });

    it('rejects a Batch of a Conn with its place', async () => {
      const conn = await dialLeader(brokers[0] as string, place);
      const values: string[] = [];
      const error = await thrown(
        (async () => {
          const batch = await conn.readBatch({ minBytes: 1, maxBytes: 1_000_000 });
          try {
            for await (const message of batch) values.push(`${message.value}`);
          } finally {
            await batch.close();
          }
        })(),
      );
      expect(error).toMatchObject(corrupt);
      expect(values).toEqual(['0', '1']);
      await conn.close();
    });

    /** Runs an app whose onError answers so; it stops at the end of the test. */
    const run = async (decision: ErrorDecision) => {
      const handled: string[] = [];
      const errors: { error: Error; record: AppRecord | undefined }[] = [];
      const app = new App({
        brokers,
        groupId: 'g',
        commitIntervalMs: 20,
        onError: (error, { record }) => {
          errors.push({ error, record });
          return decision;
        },
      });
      app.bind('orders', (record) => void handled.push(`${record.value}`));
      await app.start();
      return { app, handled, errors };
    };
    const committed = async (): Promise<string> => {
      const reader = new Reader({ brokers, groupId: 'g', topics: ['orders'] });
      const error = await thrown(reader.fetchMessage());
      await reader.close();
      return `${error.code} at ${error.offset}`;
    };

    it("stops an app whose onError says 'stop': the offset stays before it", async () => {
      const { app, handled, errors } = await run('stop');
      await expect(app.done).rejects.toMatchObject(corrupt);
      expect(errors).toEqual([{ error: expect.objectContaining(corrupt), record: undefined }]);
      expect(handled.filter((value) => value !== 'other')).toEqual(['0', '1']);
      expect(await committed()).toBe('CORRUPT_BATCH at 2');
    });

    it("lets its partition stand in an app whose onError says 'pause': the others go on", async () => {
      const { app, handled, errors } = await run('pause');
      await expect.poll(() => errors.length).toBe(1);
      await expect.poll(() => handled.toSorted()).toEqual(['0', '1', 'other']);
      expect(app.health().reasons.join()).toMatch(/orders\[0\]/);
      const writer = new Writer({ brokers, topic: 'orders' });
      await writer.writeMessages({ value: 'another', partition: 1 });
      await writer.close();
      await expect.poll(() => handled).toContain('another');
      await app.stop();
      expect(handled).not.toContain('4');
      expect(errors).toHaveLength(1);
      expect(await committed()).toBe('CORRUPT_BATCH at 2');
    });

    it("is passed over in an app whose onError says 'skip', and nothing else is", async () => {
      const { app, handled, errors } = await run('skip');
      await expect.poll(() => handled.toSorted(), { timeout: 5_000 }).toEqual(['0', '1', '4', '5', 'other']);
      await expect.poll(() => app.health()).toEqual({ healthy: true, reasons: [] });
      // Where the header cannot be believed, every offset of the batch is asked about.
      const asked = where === 'the magic' || where === 'the length' ? [2, 3] : [2];
      const each = asked.map((offset) => ({
        error: expect.objectContaining({ ...corrupt, offset }),
        record: undefined,
      }));
      expect(errors).toEqual(each);
      await app.stop();
      const reader = new Reader({ brokers, groupId: 'g', topics: ['orders'] });
      await expect(reader.fetchMessage({ timeoutMs: 300 })).rejects.toMatchObject({ code: 'TIMEOUT' });
      await reader.close();
    });
  },
);

it('a batch whose checksum alone is wrong is read as it stands where checkCrcs is false', async () => {
  await damage(kafka, 'orders', 0, 2, 'the header');
  const reader = new Reader({ brokers, ...place, checkCrcs: false });
  expect((await take(reader, 6)).map(({ value }) => `${value}`)).toEqual(['0', '1', '2', '3', '4', '5']);
  await reader.close();
  const conn = await dialLeader(brokers[0] as string, place);
  const values: string[] = [];
  for await (const message of await conn.readBatch({ checkCrcs: false })) values.push(`${message.value}`);
  expect(values).toEqual(['0', '1', '2', '3', '4', '5']);
  await conn.close();
});

it('a base offset that hides a batch is no way to skip it', async () => {
  await damage(kafka, 'orders', 0, 2, 'the base offset');
  const reader = new Reader({ brokers, ...place });
  expect((await take(reader, 2)).map(({ offset }) => offset)).toEqual([0, 1]);
  expect(await thrown(reader.fetchMessage())).toMatchObject(corrupt);
  await reader.close();
});

it('many batches are read in one go before a damaged one is met', async () => {
  const writer = new Writer({ brokers, topic: 'orders' });
  for (const i of numbers(50)) await writer.writeMessages({ value: `${6 + i}`, partition: 0 });
  await writer.close();
  await damage(kafka, 'orders', 0, 40, 'a value');
  const reader = new Reader({ brokers, ...place });
  expect((await take(reader, 40)).map(({ offset }) => offset)).toEqual(numbers(40));
  expect(await thrown(reader.fetchMessage())).toMatchObject({ ...corrupt, offset: 40 });
  await reader.close();
});
