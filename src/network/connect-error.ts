// Says why a connection could not be made, and what to try. Owns: the wording. Invariant: never throws.
import { KafkaError } from '../base/errors.ts';

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

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : '';
}

function reasonOf(error: unknown): string {
  // A name with several addresses fails with one error for each.
  const errors = (error as { errors?: unknown } | null | undefined)?.errors;
  if (Array.isArray(errors) && errors.length > 0) return errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message || codeOf(error) || error.name : String(error);
}

/** The KafkaError of a failed connect. One that is a KafkaError already stays as it is. */
export function connectError(address: string, cause: unknown, options: { tls: boolean }): KafkaError {
  if (KafkaError.is(cause)) return cause;
  const code = codeOf(cause);
  const reason = reasonOf(cause);
  if (options.tls && CERTIFICATE.test(code)) {
    const hint = 'check tls.ca against the authority that signed the broker, tls.cert and tls.key, and the host name';
    const message = `cannot connect to ${address} by TLS: ${reason} (${code}); ${hint}`;
    return new KafkaError('AUTHENTICATION', message, { broker: address, cause });
  }
  let hint = HINTS[code];
  if (options.tls && (hint === undefined || code === 'ECONNRESET')) {
    hint = 'the TLS handshake did not complete: is this a plain-text port? then leave the tls option out';
  }
  const message = `cannot connect to ${address}: ${reason}${hint === undefined ? '' : `; ${hint}`}`;
  // Whatever it was may be over later: only a refused certificate is final.
  return new KafkaError('CONNECTION', message, { broker: address, retriable: true, cause });
}
