import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Client } from '../../../src/client/client.ts';
import { Writer } from '../../../src/client/writer.ts';
import type { WriterOptions } from '../../../src/client/writer-options.ts';
import { writerSettings } from '../../../src/client/writer-options.ts';
import { propertyTable, type WriterProperties } from '../../../src/client/writer-properties.ts';

const brokers = ['localhost:9092'];
const settings = (properties: object, more: object = {}) =>
  writerSettings({ brokers, ...more, properties } as unknown as WriterOptions);

describe('properties (Z10)', () => {
  it('stand for typed options, as numbers or as text', () => {
    const given: WriterProperties = {
      acks: '0',
      'enable.idempotence': 'false',
      'linger.ms': '20',
      'batch.size': 65_536,
      'message.max.bytes': 50_000,
      'delivery.timeout.ms': '60000',
      'request.timeout.ms': 7_000,
      'queue.buffering.max.kbytes': 2_048,
      'max.in.flight': 2,
      'allow.auto.create.topics': true,
      'compression.type': 'gzip',
      'client.id': 'old',
      'retry.backoff.ms': undefined,
    };
    const { producer, source } = settings(given);
    expect(producer).toMatchObject({
      acks: 0,
      idempotent: false,
      lingerMs: 20,
      batchBytes: 65_536,
      maxMessageBytes: 50_000,
      deliveryTimeoutMs: 60_000,
      requestTimeoutMs: 7_000,
      maxBufferedBytes: 2_097_152,
      maxInFlight: 2,
      allowAutoTopicCreation: true,
    });
    expect(producer.codecOf('t')?.name).toBe('gzip');
    expect(source).toMatchObject({ clientId: 'old', requestTimeoutMs: 7_000 });
  });

  it('leave the caller’s options as they are', () => {
    const options = Object.freeze({ brokers, properties: Object.freeze({ 'linger.ms': 20 }) });
    expect(writerSettings(options).producer.lingerMs).toBe(20);
    expect(options).toEqual({ brokers, properties: { 'linger.ms': 20 } });
  });

  it.each([
    [
      { 'linger.ms': 20 },
      { lingerMs: 20 },
      "option properties['linger.ms'] is 20; it accepts nothing where lingerMs is given, which it means",
    ],
    [
      { 'linger.ms': 5, 'queue.buffering.max.ms': 5 },
      {},
      "option properties['queue.buffering.max.ms'] is 5; it accepts nothing where lingerMs is given, which it means",
    ],
    [{ 'linger.msec': 20 }, {}, 'option linger.msec is unknown to properties; the nearest that it knows is linger.ms'],
    [
      { retries: 3 },
      {},
      "option properties['retries'] has no counterpart here; use deliveryTimeoutMs: time is the limit, not tries",
    ],
    [{ 'sasl.username': 'me' }, {}, "option properties['sasl.username'] has no counterpart here; use sasl"],
    [{ 'bootstrap.servers': 'a:1' }, {}, "option properties['bootstrap.servers'] has no counterpart here; use brokers"],
    [{ 'linger.ms': 'soon' }, {}, 'option properties[\'linger.ms\'] is "soon"; it accepts a number'],
    [{ 'linger.ms': '' }, {}, 'option properties[\'linger.ms\'] is ""; it accepts a number'],
    [
      { 'linger.ms': {} },
      {},
      "option properties['linger.ms'] is [object Object]; it accepts text, a number, true or false",
    ],
    [{ 'linger.ms': -1 }, {}, 'option lingerMs is -1; it accepts milliseconds from 0 to 2147483647'],
    [{ acks: 2 }, {}, "option properties['acks'] is 2; it accepts 'all', -1, 1 or 0"],
    [
      { acks: 1 },
      {},
      `option requiredAcks is "one"; it accepts 'all', because the writer is idempotent; or set idempotent: false`,
    ],
    [{ 'enable.idempotence': 1 }, {}, "option properties['enable.idempotence'] is 1; it accepts true or false"],
    ['linger.ms=5', {}, `option properties is "linger.ms=5"; it accepts an object such as { 'linger.ms': 5 }`],
  ])('are refused where they are wrong: %j beside %j', (properties, more, message) => {
    expect(() => settings(properties as object, more)).toThrow(expect.objectContaining({ code: 'CONFIG', message }));
  });

  it('of the connection are the client’s, where there is one', async () => {
    const client = new Client({ brokers });
    try {
      expect(() => new Writer({ client, properties: { 'client.id': 'me' } })).toThrow('nothing where client is given');
    } finally {
      await client.close();
    }
  });

  it('are in the documentation, each with its option', () => {
    const text = readFileSync(join(import.meta.dirname, '../../../docs/writing.md'), 'utf8');
    const documented = new Map<string, string>();
    for (const [, names, option] of text.matchAll(/^\| (`[a-z.`, ]+`) +\| `(\w+)` +\|$/gm)) {
      for (const [, name] of (names as string).matchAll(/`([a-z.]+)`/g))
        documented.set(name as string, option as string);
    }
    expect(documented).toEqual(propertyTable);
  });
});
