// TLS options and what becomes of them. Owns: the checks, and the names and certificates that a handshake goes by.
// Must not know sockets. Verifies the peer unless told not to.
import { isIP } from 'node:net';
import type { PeerCertificate, SecureContext, SecureVersion } from 'node:tls';
import { configError, KafkaError } from '../base/errors.ts';
import { booleanOption, choiceOption, functionOption, nameOption } from '../base/options.ts';
import { type OwnCertificate, type Pem, TlsMaterial } from './tls-material.ts';

export type { Pem } from './tls-material.ts';

/** Options of TLS connections. `tls: true` means all defaults: the system's certificate authorities, peer verified. */
export interface TlsOptions {
  /** Certificate authorities to trust. @default those that Node trusts */
  readonly ca?: Pem | readonly Pem[] | undefined;
  /** This client's certificate chain for mutual TLS; needs `key`. */
  readonly cert?: Pem | undefined;
  /** Private key of `cert`. */
  readonly key?: Pem | undefined;
  /** Decrypts `key`, where that is encrypted. */
  readonly passphrase?: string | undefined;
  /** Name asked for by SNI and expected in the broker's certificate. @default the host dialed */
  readonly servername?: string | undefined;
  /** False accepts any certificate: anyone in between can read and change everything. @default true */
  readonly rejectUnauthorized?: boolean | undefined;
  /**
   * Checks whom a trusted certificate belongs to, in place of Node's check of the host name; answers an error to refuse.
   * @default Node's `tls.checkServerIdentity`
   */
  readonly checkServerIdentity?: ((host: string, certificate: PeerCertificate) => Error | undefined) | undefined;
  /** Oldest protocol version accepted. @default 'TLSv1.2' */
  readonly minVersion?: SecureVersion | undefined;
  /** OpenSSL cipher list. @default Node's */
  readonly ciphers?: string | undefined;
}

/** What a handshake is told about whom to expect. */
export interface PeerChecks {
  readonly host: string;
  readonly servername?: string;
  readonly rejectUnauthorized: boolean;
  readonly checkServerIdentity?: (host: string, certificate: PeerCertificate) => Error | undefined;
}

/** {@link TlsOptions}, checked. */
export class TlsSettings {
  readonly servername: string | undefined;
  readonly rejectUnauthorized: boolean;
  readonly #checkServerIdentity: PeerChecks['checkServerIdentity'];
  readonly #material: TlsMaterial;

  constructor(name: string, options: TlsOptions) {
    const { servername } = options;
    this.servername = servername === undefined ? undefined : nameOption(`${name}.servername`, servername);
    this.rejectUnauthorized = booleanOption(`${name}.rejectUnauthorized`, options.rejectUnauthorized, true);
    this.#checkServerIdentity = functionOption(`${name}.checkServerIdentity`, options.checkServerIdentity);
    this.#material = new TlsMaterial(name, {
      ca: options.ca,
      cert: options.cert,
      key: options.key,
      passphrase: passphrase(name, options.passphrase),
      minVersion: choiceOption<SecureVersion>(`${name}.minVersion`, options.minVersion, 'TLSv1.2', VERSIONS),
      ciphers: options.ciphers === undefined ? undefined : nameOption(`${name}.ciphers`, options.ciphers),
    });
  }

  /** Keys and authorities for a new connection; where they are files, as these are now. */
  context(): Promise<SecureContext> {
    return this.#material.context();
  }

  /** This client's own certificate, as last used; undefined where it has none. */
  get ownCertificate(): OwnCertificate | undefined {
    return this.#material.ownCertificate;
  }

  /** Whom to expect at `host`. */
  checks(host: string): PeerChecks {
    const name = serverName(host, this);
    return {
      // Without a servername the certificate is checked against this.
      host: host.replace(/\.$/, ''),
      ...(name === undefined ? {} : { servername: name }),
      // Said explicitly, so that no environment variable says otherwise.
      rejectUnauthorized: this.rejectUnauthorized,
      ...(this.#checkServerIdentity === undefined ? {} : { checkServerIdentity: this.#checkServerIdentity }),
    };
  }
}

/** Checks TLS options; undefined and false mean plain text. Reads no file. */
export function tlsSettings(name: string, options: boolean | TlsOptions | undefined): TlsSettings | undefined {
  if (options === undefined || options === false) return undefined;
  if (options !== true && (typeof options !== 'object' || options === null)) {
    throw configError(name, typeof options, 'true, false or an object with ca, cert, key');
  }
  return new TlsSettings(name, options === true ? {} : options);
}

/** The name for SNI: none for addresses (RFC 6066 section 3), and without the dot of a fully qualified name. */
export function serverName(host: string, settings: Pick<TlsSettings, 'servername'>): string | undefined {
  if (settings.servername !== undefined) return settings.servername;
  return isIP(host) === 0 ? host.replace(/\.$/, '') : undefined;
}

const VERSIONS: readonly SecureVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];

function passphrase(name: string, given: string | undefined): string | undefined {
  if (given === undefined || typeof given === 'string') return given;
  throw new KafkaError('CONFIG', `option ${name}.passphrase is no text; it accepts a string`);
}
