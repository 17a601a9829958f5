// A record larger than a limit is the error of that record alone: its neighbours in the call and in the batch are written.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmbeddedKafka } from '../../../src/embedded/index.ts';
import { Client, WriteErrors, Writer } from '../../../src/index.ts';
import { numbers } from '../../support/reading.ts';

let kafka: EmbeddedKafka;
let client: Client;

beforeAll(async () => {
  kafka = await EmbeddedKafka.start({
    brokers: 3,
    topics: { wide: 1, narrow: { partitions: 1, configs: { 'max.message.bytes': 2000 } } },
  });
  client = new Client({ brokers: kafka.bootstrap });
});
afterAll(async () => {
  await client.close();
  await kafka.stop();
});

async function errorsOf(writing: Promise<unknown>): Promise<WriteErrors> {
  const error: unknown = await writing.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(WriteErrors);
  return error as WriteErrors;
}

const text = async (topic: string): Promise<string[]> =>
  (await kafka.topic(topic).partition(0).messages()).map(({ value }) => `${value}`);

describe.each(['none', 'gzip'] as const)('with compression %s, a record that is too large', (compression) => {
  it('for the writer fails alone, with both sizes (trap 23)', async () => {
    const writer = new Writer({ client, topic: 'wide', maxMessageBytes: 1000, compression });
    const before = kafka.topic('wide').size;
    const headers = [['é', '12']] as const;
    const messages = numbers(5).map((i) => ({ value: i === 2 ? 'x'.repeat(1500) : `small ${i}`, headers }));
    const { errors, result } = await errorsOf(writer.writeMessages(messages));
    expect(errors.map((error) => error?.code)).toEqual([
      undefined,
      undefined,
      'MESSAGE_TOO_LARGE',
      undefined,
      undefined,
    ]);
    expect(errors[2]?.message).toMatch(/more than 1000 bytes, which is what maxMessageBytes .* are 1504$/);
    expect(errors[2]?.retriable).toBe(false);
    expect([0, 1, 3, 4].map((i) => result.at(i)?.offset)).toEqual([0, 1, 2, 3].map((i) => before + i));
    expect((await text('wide')).slice(before)).toEqual(['small 0', 'small 1', 'small 3', 'small 4']);
    await writer.close();
  });

  it('for the topic fails alone, and its batch is split around it (trap 23)', async () => {
    const writer = new Writer({ client, topic: 'narrow', compression });
    const before = kafka.topic('narrow').size;
    // Random enough that gzip does not bring it below the limit.
    const large = numbers(4000)
      .map((i) => Math.sin(i).toString(36).slice(3, 7))
      .join('');
    const messages = numbers(41).map((i) => ({ value: i === 23 ? large : `${i} `.padEnd(150, `${i}`) }));
    const { errors } = await errorsOf(writer.writeMessages(messages));
    expect(errors.map((error, i) => (error === undefined ? undefined : i)).filter((i) => i !== undefined)).toEqual([
      23,
    ]);
    expect(errors[23]).toMatchObject({ code: 'MESSAGE_TOO_LARGE', topic: 'narrow', partition: 0, retriable: false });
    expect(errors[23]?.message).toMatch(
      /one record makes a batch of \d{4,5} bytes, more than the topic's max.message.bytes/,
    );
    const expected = messages.filter((_, i) => i !== 23).map(({ value }) => value);
    expect((await text('narrow')).slice(before)).toEqual(expected);
    // The writer goes on.
    await writer.writeMessages(messages.slice(0, 3));
    expect((await text('narrow')).slice(before)).toEqual([...expected, ...messages.slice(0, 3).map((m) => m.value)]);
    await writer.close();
  });

  it('for the topic fails alone while other calls are under way', async () => {
    const writer = new Writer({ client, topic: 'narrow', compression });
    const before = kafka.topic('narrow').size;
    const large = numbers(4000)
      .map((i) => Math.cos(i).toString(36).slice(3, 7))
      .join('');
    const calls = numbers(60).map((i) =>
      writer.writeMessages({ value: i % 20 === 7 ? large : `call ${i} `.padEnd(200, '.') }),
    );
    const settled = await Promise.allSettled(calls);
    const failed = settled.flatMap(({ status }, i) => (status === 'rejected' ? [i] : []));
    expect(failed).toEqual([7, 27, 47]);
    const expected = numbers(60)
      .filter((i) => i % 20 !== 7)
      .map((i) => `call ${i} `.padEnd(200, '.'));
    expect((await text('narrow')).slice(before)).toEqual(expected);
    await writer.close();
  });
});
