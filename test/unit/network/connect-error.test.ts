import { describe, expect, it } from 'vitest';
import { connectError } from '../../../src/network/connect-error.ts';

const NOW = Date.UTC(2026, 10, 21);
const DAY_MS = 86_400_000;
/** What Node says of a broker before 2.6 that refuses a certificate within the handshake of TLS 1.2. */
const brokenOff = Object.assign(new Error('error:0A0000F4:SSL routines:ossl_statem_client_read_transition'), {
  code: 'ERR_SSL_UNEXPECTED_MESSAGE',
  reason: 'unexpected message',
});
const own = (untilMs: number) => ({
  subject: 'CN=somebody',
  validFrom: new Date(NOW - 2 * DAY_MS),
  validTo: new Date(NOW + untilMs),
});

describe('A TLS handshake that the broker breaks off', () => {
  it.each([
    ['may want a certificate', undefined, 'CONNECTION', true, /it may want a certificate of this client \(tls\.cert/],
    ['may refuse the one it got', own(DAY_MS), 'CONNECTION', true, /it may refuse this client's .*\(CN=somebody\)/],
    ['refuses one that has ended', own(-DAY_MS), 'AUTHENTICATION', false, /\(CN=somebody\) has expired at 2026-11-20/],
  ])('%s, and is not called a plain-text port', (_, ownCertificate, code, retriable, message) => {
    const error = connectError('host:9093', brokenOff, { ownCertificate, now: NOW });
    expect(error).toMatchObject({ code, retriable, broker: 'host:9093', message: expect.stringMatching(message) });
    expect(error.message).toContain('cannot connect to host:9093 by TLS: unexpected message');
    expect(error.message).not.toContain('plain-text');
  });
});
