// Says why a connection could not be made, and what to try. Owns: the wording. Invariant: never throws.
import { KafkaError } from '../base/errors.ts';
import type { OwnCertificate } from './tls-material.ts';

const HINTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there: is the broker running, and is this its port?',
  ENOTFOUND: 'the name does not resolve: check the host name and DNS',
  EAI_AGAIN: 'the name could not be resolved just now: check DNS',
  EHOSTUNREACH: 'there is no route to it: check the address, the network and firewalls',
  ENETUNREACH: 'there is no route to it: check the address, the network and firewalls',
  ETIMEDOUT: 'it does not answer: check the address, the network and firewalls',
  ECONNRESET: 'it closed the connection at once: check the port, and whether it expects TLS or SASL',
  EMFILE: 'this process has too many open files: raise the limit',
};

/** Errors of certificate verification begin with one of these (OpenSSL's and Node's own codes). */
const CERTIFICATE =
  /^(ERR_TLS_CERT|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|HOSTNAME_MISMATCH|INVALID_CA|ERR_SSL_(TLSV1|SSLV3|TLSV13)_ALERT)/;
/** The broker's alerts about this client's certificate. Without one, a broker that wants one may say either kind. */
const OWN_CERTIFICATE =
  /_ALERT_(CERTIFICATE_\w+|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED|DECRYPT_ERROR|HANDSHAKE_FAILURE)$/;
/** What brokers before 2.6 break a handshake of TLS 1.2 off with, where they refuse this client's certificate or want one. */
const BROKEN_OFF = 'ERR_SSL_UNEXPECTED_MESSAGE';

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : '';
}

function reasonOf(error: unknown): string {
  // A name with several addresses fails with one error for each.
  const errors = (error as { errors?: unknown } | null | undefined)?.errors;
  if (Array.isArray(errors) && errors.length > 0) return errors.map(reasonOf).join(', ');
  // OpenSSL's message is a line of its log; the reason is a part of it.
  const reason = (error as { reason?: unknown } | null | undefined)?.reason;
  if (codeOf(error).startsWith('ERR_SSL_') && typeof reason === 'string') return reason;
  return error instanceof Error ? error.message || codeOf(error) || error.name : String(error);
}

/** The certificate error somewhere among the causes of `error`, undefined if there is none. */
export function refusedCertificate(error: unknown): unknown {
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    if (!KafkaError.is(at) && CERTIFICATE.test(codeOf(at))) return at;
  }
  return undefined;
}

/** What is known of the TLS of a connection that failed. */
export interface TlsFacts {
  readonly ownCertificate: OwnCertificate | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The KafkaError of a failed connect; `tls` where it was by TLS. One that is a KafkaError already stays as it is. */
export function connectError(address: string, cause: unknown, tls: TlsFacts | undefined): KafkaError {
  if (KafkaError.is(cause)) return cause;
  const code = codeOf(cause);
  const reason = reasonOf(cause);
  if (tls !== undefined && CERTIFICATE.test(code)) {
    const message = `cannot connect to ${address} by TLS: ${reason} (${code}); ${certificateHint(code, tls)}`;
    return new KafkaError('AUTHENTICATION', message, { broker: address, cause });
  }
  if (tls !== undefined && code === BROKEN_OFF) {
    return refusedUnsaid(address, `cannot connect to ${address} by TLS: ${reason} (${code})`, cause, tls);
  }
  let hint = HINTS[code];
  if (tls !== undefined && (hint === undefined || code === 'ECONNRESET')) {
    hint = 'the TLS handshake did not complete: is this a plain-text port? then leave the tls option out';
  }
  const message = `cannot connect to ${address}: ${reason}${hint === undefined ? '' : `; ${hint}`}`;
  // Whatever it was may be over later: only a refused certificate is final.
  return new KafkaError('CONNECTION', message, { broker: address, retriable: true, cause });
}

function certificateHint(code: string, tls: TlsFacts): string {
  if (code === 'CERT_HAS_EXPIRED')
    return "the broker's certificate, or one that signed it, has expired: renew it there";
  if (code === 'CERT_NOT_YET_VALID')
    return "the broker's certificate is not valid yet: check the clocks of both machines";
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH') {
    return "the broker's certificate is for other names: dial one of them, or set tls.servername to one";
  }
  if (OWN_CERTIFICATE.test(code)) return ownCertificateHint(tls);
  if (code.includes('_ALERT_'))
    return 'both sides must have a TLS version and a cipher in common: check tls.minVersion, tls.ciphers';
  return 'no authority that is trusted has signed it: check tls.ca against the authority that signed the broker';
}

/**
 * A broker has closed the connection after the handshake without a word. Some refuse a client's certificate like that:
 * where this client's own cannot be good, that is the reason.
 */
export function silentCloseError(address: string, cause: unknown, tls: TlsFacts | undefined): KafkaError {
  const closes = `${address} closes the connection without an answer to ApiVersions`;
  if (tls !== undefined) return refusedUnsaid(address, closes, cause, tls);
  const message = `${closes}; it may expect TLS (set the tls option), or is not a Kafka broker`;
  return new KafkaError('CONNECTION', message, { broker: address, retriable: true, cause });
}

/** The peer speaks TLS, ends it, and does not say that it is because of a certificate. */
function refusedUnsaid(address: string, what: string, cause: unknown, tls: TlsFacts): KafkaError {
  const own = tls.ownCertificate;
  if (own !== undefined && !isValid(own, tls.now)) {
    return new KafkaError('AUTHENTICATION', `${what}; ${ownCertificateHint(tls)}`, { broker: address, cause });
  }
  const hint =
    own === undefined
      ? 'it may want a certificate of this client (tls.cert and tls.key)'
      : `it may refuse this client's certificate (${own.subject})`;
  const message = `${what}; ${hint}, or is not a Kafka broker`;
  return new KafkaError('CONNECTION', message, { broker: address, retriable: true, cause });
}

function isValid({ validFrom, validTo }: OwnCertificate, now: number): boolean {
  return validFrom.getTime() <= now && now <= validTo.getTime();
}

function ownCertificateHint({ ownCertificate, now }: TlsFacts): string {
  if (ownCertificate === undefined) {
    return 'the broker wants a certificate of this client: set tls.cert and tls.key';
  }
  const { subject, validFrom, validTo } = ownCertificate;
  const own = `this client's certificate (${subject})`;
  if (validTo.getTime() < now) return `${own} has expired at ${validTo.toISOString()}: renew tls.cert`;
  if (validFrom.getTime() > now) return `${own} is not valid before ${validFrom.toISOString()}: check the clocks`;
  return `the broker refuses ${own}: check tls.cert and tls.key against the authorities that the broker trusts`;
}
