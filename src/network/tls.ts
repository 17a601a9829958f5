// TLS. Owns: how options become a security context, and the handshake. Verifies the peer unless told not to.
// Invariant: keys and passphrases live in the context only; no error, log line or inspection shows them.
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect, createSecureContext, type SecureContext, type SecureVersion, type TLSSocket } from 'node:tls';
import { configError, KafkaError } from '../base/errors.ts';
import { booleanOption, choiceOption, nameOption } from '../base/options.ts';
import { whenReady } from './link.ts';

/** PEM text or its bytes. */
export type Pem = string | Buffer;

/** Options of TLS connections. `tls: true` means all defaults: the system's certificate authorities, peer verified. */
export interface TlsOptions {
  /** Certificate authorities to trust, PEM. @default those that Node trusts */
  readonly ca?: Pem | readonly Pem[] | undefined;
  /** This client's certificate chain for mutual TLS, PEM; needs `key`. */
  readonly cert?: Pem | undefined;
  /** Private key of `cert`, PEM. */
  readonly key?: Pem | undefined;
  /** Decrypts `key`, where that is encrypted. */
  readonly passphrase?: string | undefined;
  /** Name asked for by SNI and expected in the broker's certificate. @default the host dialed */
  readonly servername?: string | undefined;
  /** False accepts any certificate: anyone in between can read and change everything. @default true */
  readonly rejectUnauthorized?: boolean | undefined;
  /** Oldest protocol version accepted. @default 'TLSv1.2' */
  readonly minVersion?: SecureVersion | undefined;
  /** OpenSSL cipher list. @default Node's */
  readonly ciphers?: string | undefined;
}

/** {@link TlsOptions}, checked. */
export interface TlsSettings {
  readonly secureContext: SecureContext;
  readonly servername: string | undefined;
  readonly rejectUnauthorized: boolean;
}

/** Checks TLS options; undefined and false mean plain text. */
export function tlsSettings(name: string, options: boolean | TlsOptions | undefined): TlsSettings | undefined {
  if (options === undefined || options === false) return undefined;
  if (options !== true && (typeof options !== 'object' || options === null)) {
    throw configError(name, typeof options, 'true, false or an object with ca, cert, key');
  }
  const given: TlsOptions = options === true ? {} : options;
  if ((given.cert === undefined) !== (given.key === undefined)) {
    const [there, missing] = given.cert === undefined ? ['key', 'cert'] : ['cert', 'key'];
    throw new KafkaError('CONFIG', `option ${name}.${there} is given without ${name}.${missing}: they go together`);
  }
  return {
    secureContext: secureContext(name, given),
    servername: given.servername === undefined ? undefined : nameOption(`${name}.servername`, given.servername),
    rejectUnauthorized: booleanOption(`${name}.rejectUnauthorized`, given.rejectUnauthorized, true),
  };
}

const VERSIONS: readonly SecureVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];
const CERTIFICATE = /-----BEGIN (X509 |TRUSTED )?CERTIFICATE-----/;

/** Node ignores authorities that it cannot read, and then trusts nobody without saying why. */
function authorities(name: string, ca: Pem | readonly Pem[]): Pem[] {
  const list = Array.isArray(ca) ? [...(ca as readonly Pem[])] : [ca as Pem];
  if (list.length === 0 || !list.every((one) => CERTIFICATE.test(String(one)))) {
    throw new KafkaError(
      'CONFIG',
      `option ${name}.ca holds no certificate; it accepts PEM text or its bytes, or a list`,
    );
  }
  return list;
}

function secureContext(name: string, given: TlsOptions): SecureContext {
  const minVersion = choiceOption<SecureVersion>(`${name}.minVersion`, given.minVersion, 'TLSv1.2', VERSIONS);
  const ciphers = given.ciphers === undefined ? undefined : nameOption(`${name}.ciphers`, given.ciphers);
  if (given.passphrase !== undefined && typeof given.passphrase !== 'string') {
    throw new KafkaError('CONFIG', `option ${name}.passphrase is no text; it accepts a string`);
  }
  const ca = given.ca === undefined ? undefined : authorities(name, given.ca);
  try {
    return createSecureContext({
      minVersion,
      ...(ca === undefined ? {} : { ca }),
      ...(given.cert === undefined ? {} : { cert: given.cert }),
      ...(given.key === undefined ? {} : { key: given.key }),
      ...(given.passphrase === undefined ? {} : { passphrase: given.passphrase }),
      ...(ciphers === undefined ? {} : { ciphers }),
    });
  } catch (error) {
    // OpenSSL's text names the fault, never the content.
    const reason = error instanceof Error ? error.message : String(error);
    throw new KafkaError('CONFIG', `option ${name}: ca, cert, key or passphrase cannot be used: ${reason}`);
  }
}

/** The name for SNI: none for addresses (RFC 6066 section 3), and without the dot of a fully qualified name. */
export function serverName(host: string, settings: TlsSettings): string | undefined {
  if (settings.servername !== undefined) return settings.servername;
  return isIP(host) === 0 ? host.replace(/\.$/, '') : undefined;
}

/** Runs the handshake over a connected stream. */
export async function startTls(
  under: Duplex,
  host: string,
  settings: TlsSettings,
  signal: AbortSignal,
): Promise<TLSSocket> {
  const name = serverName(host, settings);
  const socket = connect({
    socket: under,
    // Without a servername the certificate is checked against `host`.
    host: host.replace(/\.$/, ''),
    ...(name === undefined ? {} : { servername: name }),
    secureContext: settings.secureContext,
    rejectUnauthorized: settings.rejectUnauthorized,
  });
  // An error of the stream below is told by the TLS socket's own error or close.
  let cause: unknown;
  const remember = (error: unknown) => {
    cause = error;
  };
  under.on('error', remember);
  try {
    await whenReady(socket, 'secureConnect', signal);
  } catch (error) {
    under.destroy();
    throw cause ?? error;
  }
  return socket;
}
