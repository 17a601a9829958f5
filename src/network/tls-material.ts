// Keys and certificates, given as text, bytes or files. Owns: reading the files, and the security context made of them.
// Invariant: keys and passphrases live in private fields and in the context only; no error or inspection shows them.
import { createHash, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext, type SecureContext, type SecureVersion } from 'node:tls';
import { KafkaError, toError } from '../base/errors.ts';

/** PEM text, its bytes, or the file that holds it. A file is read for every connection, so that it may be replaced. */
export type Pem = string | Buffer | { readonly path: string };

/** The parts of TlsOptions that make a security context. */
export interface MaterialOptions {
  readonly ca: Pem | readonly Pem[] | undefined;
  readonly cert: Pem | undefined;
  readonly key: Pem | undefined;
  readonly passphrase: string | undefined;
  readonly minVersion: SecureVersion;
  readonly ciphers: string | undefined;
}

/** Facts of this client's certificate, for errors that it may explain. */
export interface OwnCertificate {
  readonly subject: string;
  readonly validFrom: Date;
  readonly validTo: Date;
}

interface Loaded {
  readonly ca: readonly Buffer[] | undefined;
  readonly cert: Buffer | undefined;
  readonly key: Buffer | undefined;
}

const CERTIFICATE = /-----BEGIN (X509 |TRUSTED )?CERTIFICATE-----/;

export class TlsMaterial {
  readonly #name: string;
  readonly #options: MaterialOptions;
  readonly #hasFiles: boolean;
  #context: SecureContext | undefined;
  #cert: Buffer | undefined;
  /** Of what the context was made of. */
  #fingerprint = '';

  /** Checks the options; text and bytes are tried at once, files are not read. */
  constructor(name: string, options: MaterialOptions) {
    this.#name = name;
    const { cert, key, ca } = options;
    if ((cert === undefined) !== (key === undefined)) {
      const [there, missing] = cert === undefined ? ['key', 'cert'] : ['cert', 'key'];
      throw new KafkaError('CONFIG', `option ${name}.${there} is given without ${name}.${missing}: they go together`);
    }
    const authorities = ca === undefined ? undefined : (Array.isArray(ca) ? ca : [ca]).map(copied);
    this.#options = { ...options, ca: authorities, cert: copied(cert), key: copied(key) };
    const all: [string, Pem | undefined][] = [
      ['cert', cert],
      ['key', key],
    ];
    for (const one of authorities ?? []) all.push(['ca', one]);
    if (authorities?.length === 0) throw noCertificate(`${name}.ca`);
    for (const [part, one] of all) checkPem(`${name}.${part}`, one);
    this.#hasFiles = all.some(([, one]) => isFile(one));
    if (!this.#hasFiles) this.#make(load(this.#options));
  }

  /** See {@link OwnCertificate}. */
  get ownCertificate(): OwnCertificate | undefined {
    if (this.#cert === undefined) return undefined;
    const { subject, validFrom, validTo } = new X509Certificate(this.#cert);
    return { subject: subject.replaceAll('\n', ', '), validFrom: new Date(validFrom), validTo: new Date(validTo) };
  }

  /** The context; made anew when a file has changed. */
  async context(): Promise<SecureContext> {
    if (!this.#hasFiles) return this.#context as SecureContext;
    const before = this.#context;
    try {
      return this.#make(await this.#read());
    } catch (error) {
      if (before === undefined || !KafkaError.is(error)) throw error;
      // Certificate and key are replaced one after the other: a moment later they fit together.
      const message = `${error.message} (the files of ${this.#name} have changed; they were good before)`;
      throw new KafkaError('CONNECTION', message, { retriable: true, cause: error });
    }
  }

  async #read(): Promise<Loaded> {
    const { ca, cert, key } = this.#options;
    const name = this.#name;
    const list = ca as readonly Pem[] | undefined;
    return {
      ca: list === undefined ? undefined : await Promise.all(list.map((one) => bytesOf(`${name}.ca`, one))),
      cert: cert === undefined ? undefined : await bytesOf(`${name}.cert`, cert),
      key: key === undefined ? undefined : await bytesOf(`${name}.key`, key),
    };
  }

  #make(loaded: Loaded): SecureContext {
    const { ca, cert, key } = loaded;
    const hash = createHash('sha256');
    for (const one of [...(ca ?? []), cert, key]) hash.update(`${one?.length},`).update(one ?? '');
    const fingerprint = hash.digest('hex');
    if (this.#context !== undefined && fingerprint === this.#fingerprint) return this.#context;
    // Node ignores authorities that it cannot read, and then trusts nobody without saying why.
    if (ca?.every((one) => CERTIFICATE.test(one.toString('latin1'))) === false) throw noCertificate(`${this.#name}.ca`);
    this.#context = this.#create(loaded);
    this.#fingerprint = fingerprint;
    this.#cert = cert;
    return this.#context;
  }

  #create({ ca, cert, key }: Loaded): SecureContext {
    const { passphrase, minVersion, ciphers } = this.#options;
    try {
      return createSecureContext({
        minVersion,
        ...(ca === undefined ? {} : { ca: [...ca] }),
        ...(cert === undefined ? {} : { cert }),
        ...(key === undefined ? {} : { key }),
        ...(passphrase === undefined ? {} : { passphrase }),
        ...(ciphers === undefined ? {} : { ciphers }),
      });
    } catch (error) {
      // OpenSSL's text names the fault, never the content.
      const message = `option ${this.#name}: ca, cert, key or passphrase cannot be used: ${toError(error).message}`;
      throw new KafkaError('CONFIG', message);
    }
  }
}

function isFile(pem: Pem | undefined): pem is { readonly path: string } {
  return typeof pem === 'object' && !Buffer.isBuffer(pem);
}

/** Bytes may be the caller's to reuse. */
function copied<T extends Pem | undefined>(pem: T): T {
  return Buffer.isBuffer(pem) ? (Buffer.from(pem) as typeof pem) : pem;
}

function checkPem(name: string, pem: Pem | undefined): void {
  if (pem === undefined || typeof pem === 'string' || Buffer.isBuffer(pem)) return;
  if (typeof pem === 'object' && pem !== null && typeof pem.path === 'string' && pem.path !== '') return;
  throw new KafkaError(
    'CONFIG',
    `option ${name} is of type ${typeof pem}; it accepts PEM text, its bytes, or { path }`,
  );
}

function load({ ca, cert, key }: MaterialOptions): Loaded {
  const bytes = (pem: Pem | undefined): Buffer | undefined =>
    pem === undefined ? undefined : Buffer.from(pem as string);
  return {
    ca: (ca as readonly Pem[] | undefined)?.map((one) => bytes(one) as Buffer),
    cert: bytes(cert),
    key: bytes(key),
  };
}

async function bytesOf(name: string, pem: Pem): Promise<Buffer> {
  if (!isFile(pem)) return Buffer.from(pem as string);
  try {
    return await readFile(pem.path);
  } catch (error) {
    throw new KafkaError('CONFIG', `option ${name}: its file cannot be read: ${toError(error).message}`);
  }
}

function noCertificate(name: string): KafkaError {
  return new KafkaError(
    'CONFIG',
    `option ${name} holds no certificate; it accepts PEM text, its bytes or { path }, or a list of them`,
  );
}
