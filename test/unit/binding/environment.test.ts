import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { fromEnvironment } from '../../../src/binding/environment.ts';

const env = (values: Record<string, string>) => (name: string) => values[name];

describe('fromEnvironment', () => {
  it('M8: has defaults for an empty environment', () => {
    expect(fromEnvironment(env({}))).toEqual({ brokers: ['localhost:29092'] });
    expect(fromEnvironment(env({ KAFKA_BROKERS: '', KAFKA_TLS_ENABLED: '', KAFKA_GLOBAL_SUFFIX: '' }))).toEqual({
      brokers: ['localhost:29092'],
    });
  });

  it('M8: reads what Confluent Cloud needs', () => {
    const options = fromEnvironment(
      env({
        KAFKA_BROKERS: 'pkc-1.cloud:9092, pkc-2.cloud:9092',
        KAFKA_TLS_ENABLED: 'TRUE',
        KAFKA_SASL_MECHANISM: 'PLAIN',
        KAFKA_SASL_USERNAME: 'key',
        KAFKA_SASL_PASSWORD: 'top-secret',
      }),
    );
    expect(options.brokers).toEqual(['pkc-1.cloud:9092', 'pkc-2.cloud:9092']);
    expect(options.tls).toBe(true);
    expect(options.sasl?.mechanism).toBe('PLAIN');
    expect(options.sasl?.username).toBe('key');
    expect(options.sasl?.password).toBe('top-secret');
  });

  it('shows the password to nobody who prints the options', () => {
    const options = fromEnvironment(
      env({ KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512', KAFKA_SASL_USERNAME: 'u', KAFKA_SASL_PASSWORD: 'top-secret' }),
    );
    expect(inspect(options, { depth: 9 }) + JSON.stringify(options)).not.toContain('top-secret');
  });

  it('M8: takes a start time by RFC 3339, with any zone', () => {
    const time = (value: string) => fromEnvironment(env({ KAFKA_CONSUMER_START_FROM: value })).startOffset?.time;
    expect(time('2026-11-21T12:00:00Z')).toBe(Date.UTC(2026, 10, 21, 12));
    expect(time('2026-11-21t12:00:00.250+02:00')).toBe(Date.UTC(2026, 10, 21, 10, 0, 0, 250));
    expect(time('2028-02-29T00:00:00-01:30')).toBe(Date.UTC(2028, 1, 29, 1, 30));
  });

  it('M8: takes a suffix', () => {
    expect(fromEnvironment(env({ KAFKA_GLOBAL_SUFFIX: '-dev' })).suffix).toBe('-dev');
  });

  it.each([
    ['KAFKA_BROKERS', { KAFKA_BROKERS: 'localhost' }],
    ['KAFKA_BROKERS', { KAFKA_BROKERS: 'a:1,,b:2' }],
    ['KAFKA_BROKERS', { KAFKA_BROKERS: 'http://a:1' }],
    ['KAFKA_BROKERS', { KAFKA_BROKERS: 'a:70000' }],
    ['KAFKA_TLS_ENABLED', { KAFKA_TLS_ENABLED: 'yes' }],
    ['KAFKA_SASL_MECHANISM', { KAFKA_SASL_MECHANISM: 'GSSAPI', KAFKA_SASL_USERNAME: 'u', KAFKA_SASL_PASSWORD: 'p' }],
    ['KAFKA_SASL_MECHANISM', { KAFKA_SASL_USERNAME: 'u', KAFKA_SASL_PASSWORD: 'p' }],
    ['KAFKA_SASL_MECHANISM', { KAFKA_SASL_PASSWORD: 'p' }],
    ['KAFKA_SASL_USERNAME', { KAFKA_SASL_MECHANISM: 'PLAIN', KAFKA_SASL_PASSWORD: 'p' }],
    ['KAFKA_SASL_PASSWORD', { KAFKA_SASL_MECHANISM: 'PLAIN', KAFKA_SASL_USERNAME: 'u' }],
    ['KAFKA_CONSUMER_START_FROM', { KAFKA_CONSUMER_START_FROM: 'yesterday' }],
    ['KAFKA_CONSUMER_START_FROM', { KAFKA_CONSUMER_START_FROM: '2026-11-21' }],
    ['KAFKA_CONSUMER_START_FROM', { KAFKA_CONSUMER_START_FROM: '2026-02-30T00:00:00Z' }],
    ['KAFKA_CONSUMER_START_FROM', { KAFKA_CONSUMER_START_FROM: '2026-13-01T00:00:00Z' }],
    ['KAFKA_CONSUMER_START_FROM', { KAFKA_CONSUMER_START_FROM: '2026-01-01T24:00:00Z' }],
    ['KAFKA_CONSUMER_START_FROM', { KAFKA_CONSUMER_START_FROM: '1950-01-01T00:00:00Z' }],
    ['KAFKA_GLOBAL_SUFFIX', { KAFKA_GLOBAL_SUFFIX: ' dev' }],
  ])('names %s when %j is wrong', (variable, values) => {
    expect(() => fromEnvironment(env(values))).toThrow(
      expect.objectContaining({
        code: 'CONFIG',
        message: expect.stringMatching(new RegExp(`^environment variable ${variable} is .*; it accepts `)),
      }),
    );
  });
});
