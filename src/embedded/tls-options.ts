// What users may say about TLS. Owns: the option and its check: a certificate that does not fit its key is found here,
// not by the first client.
import { createSecureContext, type TlsOptions } from 'node:tls';
import { configError } from '../base/errors.ts';
import { booleanOption } from '../base/options.ts';

/** TLS of the embedded cluster's listeners; everything is PEM. */
export interface EmbeddedTlsOptions {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
  /** Authority that client certificates are checked by. */
  readonly ca?: string | Buffer;
  /** Whether a client needs a certificate that `ca` has signed (mutual TLS). @default false */
  readonly requestClientCert?: boolean;
}

/** @internal What node:tls is told. */
export function tlsOption(tls: EmbeddedTlsOptions | undefined): TlsOptions | undefined {
  if (tls === undefined) return undefined;
  if (tls === null || typeof tls !== 'object') throw configError('tls', tls, 'an object with cert and key');
  const cert = pem('tls.cert', tls.cert);
  const key = pem('tls.key', tls.key);
  const ca = tls.ca === undefined ? undefined : pem('tls.ca', tls.ca);
  const isMutual = booleanOption('tls.requestClientCert', tls.requestClientCert, false);
  if (isMutual && ca === undefined) {
    throw configError('tls.ca', undefined, 'the authority that client certificates are checked by');
  }
  const options = { cert, key, ...(ca === undefined ? {} : { ca }) };
  try {
    createSecureContext(options);
  } catch (error) {
    // The values are secrets; what is wrong with them is not.
    const reason = error instanceof Error ? error.message : String(error);
    throw configError('tls', reason, 'a certificate with its own key, and an authority, in PEM');
  }
  return { ...options, requestCert: isMutual, rejectUnauthorized: isMutual };
}

function pem(name: string, value: string | Buffer): string | Buffer {
  const isPem = (typeof value === 'string' || Buffer.isBuffer(value)) && value.includes('-----BEGIN ');
  if (!isPem) throw configError(name, typeof value, 'PEM text, as a string or a Buffer');
  return value;
}
