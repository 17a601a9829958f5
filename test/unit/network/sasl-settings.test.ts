import { describe, expect, it } from 'vitest';
import { type SaslOptions, saslSettings } from '../../../src/network/sasl/settings.ts';

const check = (options: unknown) => () => saslSettings('sasl', options as SaslOptions);

describe('saslSettings', () => {
  it.each([
    ['an unknown mechanism', { mechanism: 'GSSAPI', username: 'u', password: 'p' }, /sasl\.mechanism.*SCRAM-SHA-512/],
    ['no mechanism', { username: 'u', password: 'p' }, /sasl\.mechanism/],
    ['no user name', { mechanism: 'PLAIN', password: 'p' }, /sasl\.username/],
    ['no password', { mechanism: 'PLAIN', username: 'u' }, /sasl\.password/],
    ['a null character', { mechanism: 'PLAIN', username: 'u', password: 'a\0b' }, /null character/],
    ['text', 'PLAIN', /sasl.*object/],
    ['null', null, /sasl.*object/],
  ])('refuses %s with a CONFIG error that names the option', (_, options, message) => {
    expect(check(options)).toThrow(
      expect.objectContaining({ code: 'CONFIG', message: expect.stringMatching(message) }),
    );
  });

  it('never repeats a password, not even a wrong one', () => {
    expect(check({ mechanism: 'PLAIN', username: 'u', password: 12345678 })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('12345678') }),
    );
  });

  it('leaves the caller’s object as it is', () => {
    const options = Object.freeze({ mechanism: 'PLAIN', username: 'u', password: 'p' } as const);
    expect(saslSettings('sasl', options)?.name).toBe('PLAIN');
    expect(options).toEqual({ mechanism: 'PLAIN', username: 'u', password: 'p' });
  });
});
