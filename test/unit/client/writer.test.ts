import { describe, expect, expectTypeOf, it } from 'vitest';
import { Client } from '../../../src/client/client.ts';
import { Reader } from '../../../src/client/reader.ts';
import { Writer } from '../../../src/client/writer.ts';
import type { WriterOptions } from '../../../src/client/writer-options.ts';
import { producerOptionNames, resolveProducerSettings } from '../../../src/produce/settings.ts';

const brokers = ['localhost:9092'];

describe('options of Writer', () => {
  const wrong: [string, Record<string, unknown>][] = [
    ['brokers', { brokers: [] }],
    ['client', { brokers: undefined, client: {} }],
    ['topic', { topic: 'a/b' }],
    ['balancer', { balancer: 'murmur2' }],
    ['requiredAcks', { requiredAcks: 1, idempotent: false }],
    ['requiredAcks', { requiredAcks: 'one' }],
    ['idempotent', { idempotent: 'yes' }],
    ['compression', { compression: 'zip' }],
    ['batchBytes', { batchBytes: 100 }],
    ['batchBytes', { batchBytes: 1.5e9 }],
    ['maxMessageBytes', { maxMessageBytes: 0 }],
    ['lingerMs', { lingerMs: -1 }],
    ['deliveryTimeoutMs', { deliveryTimeoutMs: 0 }],
    ['requestTimeoutMs', { requestTimeoutMs: Number.NaN }],
    ['maxBufferedBytes', { maxBufferedBytes: 1000 }],
    ['allowAutoTopicCreation', { allowAutoTopicCreation: 1 }],
    ['async', { async: 'yes', completion: () => {} }],
    ['completion', { async: true }],
    ['completion', { completion: 'log' }],
    ['whenFull', { whenFull: 'drop' }],
    ['maxInFlight', { maxInFlight: 6 }],
    ['maxInFlight', { maxInFlight: 0 }],
    ['maxRequestBytes', { maxRequestBytes: 1000 }],
  ];

  it.each(wrong)('%s is checked at construction (%j)', (name, options) => {
    expect(() => new Writer({ brokers, ...options } as never)).toThrow(
      new RegExp(`option ${name}(\\[|\\b).*it accepts`),
    );
  });

  it('have their defaults, also where they are given as undefined', () => {
    const balancer = () => ({ pick: () => 0 });
    const defaults = resolveProducerSettings({}, balancer);
    expect(defaults).toMatchObject({
      acks: -1,
      idempotent: true,
      whenFull: 'wait',
      maxInFlight: 5,
      maxRequestBytes: 16 * 1024 * 1024,
      batchBytes: 1_000_000,
      maxMessageBytes: 999_939,
      lingerMs: 5,
      deliveryTimeoutMs: 120_000,
      requestTimeoutMs: 30_000,
      maxBufferedBytes: 32 * 1024 * 1024,
      allowAutoTopicCreation: false,
    });
    expect(defaults.codecOf('orders')).toBeUndefined();
    const undefineds = Object.fromEntries(Object.keys(producerOptionNames).map((name) => [name, undefined]));
    expect(resolveProducerSettings(undefineds, balancer)).toEqual({ ...defaults, codecOf: expect.any(Function) });
  });

  it('keep the buffer at least as large as one batch', () => {
    const balancer = () => ({ pick: () => 0 });
    const batchBytes = 64 * 1024 * 1024;
    expect(resolveProducerSettings({ batchBytes }, balancer).maxBufferedBytes).toBe(batchBytes);
  });

  it('that idempotence needs are not to be had lower: acks, requests under way, tries (trap 90)', () => {
    const make = (options: Record<string, unknown>) => () => new Writer({ brokers, ...options } as never);
    const settings = resolveProducerSettings({}, () => ({ pick: () => 0 }));
    expect(settings).toMatchObject({ idempotent: true, acks: -1, maxInFlight: 5 });
    expect(make({ requiredAcks: 'none' })).toThrow('because the writer is idempotent; or set idempotent: false');
    expect(make({ maxInFlight: 6 })).toThrow('option maxInFlight is 6; it accepts a whole number from 1 to 5');
    for (const name of ['retries', 'maxAttempts']) {
      expect(make({ [name]: 0 })).toThrow(
        `option ${name} is unknown to Writer; the nearest that it knows is deliveryTimeoutMs`,
      );
    }
    const weaker = resolveProducerSettings({ idempotent: false, requiredAcks: 'one' }, () => ({ pick: () => 0 }));
    expect(weaker).toMatchObject({ idempotent: false, acks: 1 });
  });

  it('are checked by the compiler where a choice excludes another', () => {
    expectTypeOf<{ brokers: string[]; requiredAcks: 'one'; idempotent: false }>().toExtend<WriterOptions>();
    expectTypeOf<{ brokers: string[]; requiredAcks: 'one' }>().not.toExtend<WriterOptions>();
    expectTypeOf<{ brokers: string[]; requiredAcks: 'none'; idempotent: true }>().not.toExtend<WriterOptions>();
    expectTypeOf<{ client: Client; brokers: string[] }>().not.toExtend<WriterOptions>();
  });
});

describe('beside a client', () => {
  it('what the client has of its own is refused, instead of ignored', async () => {
    const client = new Client({ brokers });
    const own = { startTimeoutMs: 5, metadataMaxAgeMs: 5, retryBackoffMs: 5, logger: console, clientId: 'me' };
    try {
      for (const [name, value] of Object.entries(own)) {
        const refusal = new RegExp(`option ${name} is .*; it accepts nothing where client is given`);
        expect(() => new Writer({ client, [name]: value } as never)).toThrow(refusal);
        const reading = { client, topic: 't', partition: 0, [name]: value };
        expect(() => new Reader(reading as never)).toThrow(refusal);
      }
      await new Writer({ client, requestTimeoutMs: 5 }).close();
    } finally {
      await client.close();
    }
  });
});

describe('Writer', () => {
  it('fails with the address when nobody is there', async () => {
    const writer = new Writer({ brokers: ['127.0.0.1:1'], topic: 't', startTimeoutMs: 300 });
    try {
      await expect(writer.writeMessages({ value: 'x' })).rejects.toMatchObject({
        code: 'WRITE',
        message: expect.stringContaining('127.0.0.1:1'),
      });
    } finally {
      await writer.close();
    }
  });

  it('does nothing for no messages, and refuses them all once it is closed', async () => {
    const writer = new Writer({ brokers, topic: 't' });
    expect((await writer.writeMessages([])).length).toBe(0);
    await writer.close();
    await writer.close();
    await expect(writer.writeMessages({ value: 'x' })).rejects.toMatchObject({ code: 'CLOSED' });
  });

  it('leaves a client that it shares open', async () => {
    const client = new Client({ brokers });
    const release = client.close.bind(client);
    let isClosed = false;
    client._cluster.close = async () => {
      isClosed = true;
    };
    await new Writer({ client, topic: 't' }).close();
    expect(isClosed).toBe(false);
    await release();
  });
});
