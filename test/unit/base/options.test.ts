import { describe, expect, it } from 'vitest';
import {
  brokersOption,
  choiceOption,
  durationOption,
  integerOption,
  nameOption,
  parseAddress,
  topicOption,
} from '../../../src/base/options.ts';

const wrong = (message: string) => expect.objectContaining({ code: 'CONFIG', message });
/** What JavaScript callers can pass and the types forbid. */
const any = (value: unknown): never => value as never;

describe('integerOption', () => {
  it('takes the bounds, and the fallback for undefined only', () => {
    expect([
      integerOption('n', 1, 5, 1, 9),
      integerOption('n', 9, 5, 1, 9),
      integerOption('n', undefined, 5, 1, 9),
    ]).toEqual([1, 9, 5]);
  });

  it.each([0, 10, 1.5, Number.NaN, any(null), any('3')])('refuses %j and says what it accepts', (value) => {
    const shown = typeof value === 'string' ? `"${value}"` : String(value);
    expect(() => integerOption('maxBytes', value, 5, 1, 9)).toThrow(
      wrong(`option maxBytes is ${shown}; it accepts a whole number from 1 to 9`),
    );
  });
});

describe('durationOption', () => {
  it('takes fractions and 0, which means zero', () => {
    expect([durationOption('t', 0, 5), durationOption('t', 0.5, 5), durationOption('t', undefined, 5)]).toEqual([
      0, 0.5, 5,
    ]);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, any('1s'), any(null)])('refuses %j', (value) => {
    expect(() => durationOption('timeoutMs', value, 5)).toThrow('option timeoutMs is');
  });
});

describe('choiceOption', () => {
  it('takes one of its words', () => {
    expect(choiceOption('acks', 'all', 'one', ['all', 'one'])).toBe('all');
    expect(choiceOption('acks', undefined, 'one', ['all', 'one'])).toBe('one');
    expect(() => choiceOption('acks', any('some'), 'one', ['all', 'one'])).toThrow(
      wrong(`option acks is "some"; it accepts 'all', 'one'`),
    );
  });
});

describe('names', () => {
  it('are not empty', () => {
    expect(nameOption('groupId', 'g')).toBe('g');
    for (const value of ['', undefined, any(7)])
      expect(() => nameOption('groupId', value)).toThrow('option groupId is');
  });

  it('of topics are as Kafka accepts them', () => {
    expect(topicOption('topic', 'a.b_c-D9')).toBe('a.b_c-D9');
    expect(topicOption('topic', 'x'.repeat(249))).toHaveLength(249);
    for (const value of ['', '.', '..', 'a b', 'ä', 'x'.repeat(250), 'a/b', 'a\n', undefined]) {
      expect(() => topicOption('topic', value)).toThrow('option topic is');
    }
  });
});

describe('brokersOption', () => {
  it('takes hosts, IPv4 and IPv6 addresses, as a copy of the list', () => {
    const list = ['localhost:9092', 'kafka-1.example.com.:9093', '10.0.0.1:1', '[::1]:65535', '[fe80::1%eth0]:9092'];
    const taken = brokersOption('brokers', list);
    expect(taken).toEqual(list);
    expect(taken).not.toBe(list);
  });

  it.each([
    'localhost',
    'localhost:',
    ':9092',
    'localhost:0',
    'localhost:65536',
    'a:b',
    '::1:9092',
    'kafka://h:1',
    ' h:1',
    'h:1\n',
    'h:1,i:2',
    'h: 1',
  ])('refuses %j and says which', (address) => {
    expect(() => brokersOption('brokers', ['ok:1', address])).toThrow(
      wrong(`option brokers[1] is ${JSON.stringify(address)}; it accepts host:port, for example localhost:9092`),
    );
  });

  it.each([undefined, [], 'localhost:9092', null])('refuses %j', (value) => {
    expect(() => brokersOption('brokers', any(value))).toThrow('it accepts a list of one or more host:port');
  });

  it('splits host and port', () => {
    expect(parseAddress('b', '[::1]:9092')).toEqual({ host: '::1', port: 9092 });
    expect(parseAddress('b', 'localhost:80')).toEqual({ host: 'localhost', port: 80 });
  });
});
