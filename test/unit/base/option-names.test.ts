import { describe, expect, it } from 'vitest';
import { knownOptions, type OptionNames } from '../../../src/base/options.ts';
import { App, type AppOptions } from '../../../src/binding/index.ts';
import { EmbeddedKafka } from '../../../src/embedded/index.ts';
import { Client, Dialer, Reader, Writer } from '../../../src/index.ts';

type Sample = { readonly lingerMs?: number } & ({ readonly topic: string } | { readonly topics: readonly string[] });
const names: OptionNames<Sample> = { lingerMs: true, topic: true, topics: true };

describe('knownOptions', () => {
  it('takes every name of the type, whatever its value', () => {
    knownOptions('Sample', { lingerMs: undefined, topic: 't' }, names);
    knownOptions('Sample', {}, names);
  });

  it.each([
    ['lingerMS', 'lingerMs'],
    ['linger.ms', 'lingerMs'],
    ['linger_ms', 'lingerMs'],
    ['topik', 'topic'],
    ['topicss', 'topics'],
    ['toString', 'topic'],
    ['__proto__x', 'topic'],
  ])('refuses %s, and names %s', (given, meant) => {
    expect(() => knownOptions('Sample', { [given]: undefined }, names)).toThrow(
      expect.objectContaining({
        code: 'CONFIG',
        message: `option ${given} is unknown to Sample; the nearest that it knows is ${meant}`,
      }),
    );
  });

  it('knows what others call it', () => {
    const meant = { batchTimeout: 'lingerMs' };
    expect(() => knownOptions('Sample', { batchTimeout: 1 }, names, meant)).toThrow(/is lingerMs$/);
    expect(() => knownOptions('Sample', { constructor: 1 }, names, meant)).toThrow(/constructor is unknown/);
  });

  it('is quick with the longest name', () => {
    expect(() => knownOptions('Sample', { ['x'.repeat(1_000_000)]: 1 }, names)).toThrow('the nearest');
  });
});

describe('every public constructor', () => {
  const brokers = ['localhost:9092'];
  const app = { brokers, groupId: 'g', onError: () => 'stop' } as AppOptions;
  const makers: [string, string, () => unknown][] = [
    ['Client', 'brokers', () => new Client({ brokers, broker: 'b:1' } as never)],
    ['Dialer', 'timeoutMs', () => new Dialer({ timeout: 5 } as never)],
    ['Reader', 'groupId', () => new Reader({ brokers, groupID: 'g', topics: ['t'] } as never)],
    ['Writer', 'lingerMs', () => new Writer({ brokers, lingerMS: 5 } as never)],
    ['Writer', 'deliveryTimeoutMs', () => new Writer({ brokers, maxAttempts: 5 } as never)],
    ['Writer', 'requiredAcks', () => new Writer({ brokers, acks: 1 } as never)],
    ['App', 'deadLetter', () => new App({ ...app, deadletter: { topic: 't' } } as never)],
    ['App', 'none: app.bind(topic, handler)', () => new App({ ...app, topics: ['t'] } as never)],
  ];

  it.each(makers)('refuses what it does not know: %s, where %s is meant', (owner, meant, make) => {
    expect(make).toThrow(
      new RegExp(
        `^option \\w+ is unknown to ${owner}; the nearest that it knows is ${meant.replaceAll(/[().]/g, '\\$&')}$`,
      ),
    );
  });

  it('refuses what it does not know: EmbeddedKafka', async () => {
    await expect(EmbeddedKafka.start({ broker: 3 } as never)).rejects.toThrow(
      'option broker is unknown to EmbeddedKafka; the nearest that it knows is brokers',
    );
  });
});
