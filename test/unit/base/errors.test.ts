import { describe, expect, it } from 'vitest';
import { configError, KafkaError, toError } from '../../../src/base/errors.ts';
import { invariant } from '../../../src/base/invariant.ts';

describe('KafkaError', () => {
  it('carries code, place and cause, and is not retriable unless it says so', () => {
    const cause = new Error('below');
    const place = { api: 'Fetch', broker: 'b:1', topic: 't', partition: 0, offset: 9 };
    const error = new KafkaError('TIMEOUT', 'late', { ...place, cause });
    expect(error).toMatchObject({ ...place, name: 'KafkaError', code: 'TIMEOUT', message: 'late', retriable: false });
    expect(error.cause).toBe(cause);
    expect(new KafkaError('TIMEOUT', 'late', { retriable: true }).retriable).toBe(true);
    expect('cause' in new KafkaError('TIMEOUT', 'late')).toBe(false);
  });

  it('is known to every installed copy of the library', () => {
    const foreign = Object.defineProperty(new Error('x'), Symbol.for('kafka-wire.error'), { value: true });
    expect(KafkaError.is(new KafkaError('CLOSED', 'x'))).toBe(true);
    expect(KafkaError.is(foreign)).toBe(true);
    for (const other of [new Error('x'), { code: 'CLOSED' }, null, undefined, 'CLOSED']) {
      expect(KafkaError.is(other)).toBe(false);
    }
  });

  it('shows no brand when it is printed', () => {
    expect(Object.keys(new KafkaError('CLOSED', 'x'))).not.toContain('kafka-wire.error');
  });
});

describe('toError', () => {
  it('keeps an error as it is, and what else was thrown as its cause', () => {
    const error = new Error('x');
    expect(toError(error)).toBe(error);
    expect(toError('plain')).toMatchObject({ message: 'plain', cause: 'plain' });
    expect(toError(undefined).message).toBe('undefined');
  });

  it('does not throw for what has no text', () => {
    const odd: unknown = Object.create(null);
    expect(toError(odd).cause).toBe(odd);
    expect(toError(Symbol('s')).message).toBe('Symbol(s)');
  });
});

describe('configError', () => {
  it('names option, value and what is accepted', () => {
    expect(configError('a.b', 'x\n', 'y').message).toBe('option a.b is "x\\n"; it accepts y');
    expect(configError('a', Object.create(null), 'y').message).toBe('option a is [object Object]; it accepts y');
  });
});

describe('invariant', () => {
  it('throws INTERNAL with what was broken', () => {
    invariant(true, 'fine');
    expect(() => invariant(0, 'sent <= acked + 5')).toThrow(
      expect.objectContaining({ code: 'INTERNAL', message: 'broken invariant: sent <= acked + 5' }),
    );
  });
});
