// TLS for test brokers, by openssl. Owns: one authority and the certificates it signs, valid for two days, and some that
// nobody should accept.
import { generateKeyPair } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { mustRun } from '../run-command.ts';

export interface ServerCertificates {
  readonly caFile: string;
  /** Key and certificate in one PEM file, as Kafka reads it. */
  readonly serverKeyStoreFile: string;
  readonly clientCertFile: string;
  readonly clientKeyFile: string;
  /** Key that an identity provider signs tokens with, and the set of keys (JWKS) that the brokers check them by. */
  readonly tokenKeyFile: string;
  readonly tokenKeySetFile: string;
}

/** Of the server's key: Kafka 2.8 refuses a key without one. */
export const keyPassword = 'key-secret';

const NAMES = 'subjectAltName=DNS:localhost,IP:127.0.0.1';
const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** Makes the certificates in an existing folder. */
export async function makeCertificates(folder: string): Promise<ServerCertificates> {
  const file = (name: string): string => join(folder, name);
  await authority(folder, 'ca');
  await signed(folder, 'server', { commonName: 'localhost' });
  await signed(folder, 'client', { commonName: 'test-client' });
  const [key, certificate] = await Promise.all([encrypted(file('server.key')), readFile(file('server.pem'))]);
  await writeFile(file('server-keystore.pem'), `${key}${certificate}`);
  return {
    caFile: file('ca.pem'),
    serverKeyStoreFile: file('server-keystore.pem'),
    clientCertFile: file('client.pem'),
    clientKeyFile: file('client.key'),
    ...(await tokenKey(folder)),
  };
}

/** Id of the one key in the set. */
export const tokenKeyId = 'test-key';

async function tokenKey(folder: string): Promise<Pick<ServerCertificates, 'tokenKeyFile' | 'tokenKeySetFile'>> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const [tokenKeyFile, tokenKeySetFile] = [join(folder, 'token.key'), join(folder, 'token-keys.json')];
  const key = { ...publicKey.export({ format: 'jwk' }), kid: tokenKeyId, alg: 'RS256', use: 'sig' };
  await writeFile(tokenKeyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await writeFile(tokenKeySetFile, JSON.stringify({ keys: [key] }));
  return { tokenKeyFile, tokenKeySetFile };
}

/** Certificates that fail in one way each, beside those of {@link makeCertificates}; `cert` and `key` are PEM files. */
export interface OddCertificates {
  readonly expiredServer: CertificateFiles;
  readonly expiredClient: CertificateFiles;
  /** Signed by an authority that nobody knows. */
  readonly strangeClient: CertificateFiles;
  readonly strangeCaFile: string;
}

export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

/** Makes them in a folder where {@link makeCertificates} has been. */
export async function makeOddCertificates(folder: string): Promise<OddCertificates> {
  await authority(folder, 'strange-ca');
  await signed(folder, 'expired-server', { commonName: 'localhost', days: -1 });
  await signed(folder, 'expired-client', { commonName: 'late-client', days: -1 });
  await signed(folder, 'strange-client', { commonName: 'strange-client', by: 'strange-ca' });
  const files = (name: string): CertificateFiles => ({
    cert: join(folder, `${name}.pem`),
    key: join(folder, `${name}.key`),
  });
  return {
    expiredServer: files('expired-server'),
    expiredClient: files('expired-client'),
    strangeClient: files('strange-client'),
    strangeCaFile: join(folder, 'strange-ca.pem'),
  };
}

async function authority(folder: string, name: string): Promise<void> {
  const subject = ['-subj', `/CN=kafka-wire test authority (${name})`];
  const files = ['-keyout', join(folder, `${name}.key`), '-out', join(folder, `${name}.pem`)];
  await mustRun('openssl', ['req', '-x509', ...NEW_KEY, '-days', '2', ...subject, ...files]);
}

async function signed(
  folder: string,
  name: string,
  how: { readonly commonName: string; readonly days?: number; readonly by?: string },
): Promise<void> {
  const { commonName, days = 2, by = 'ca' } = how;
  const file = (suffix: string): string => join(folder, `${name}.${suffix}`);
  await mustRun('openssl', [
    'req',
    ...NEW_KEY,
    '-subj',
    `/CN=${commonName}`,
    '-keyout',
    file('key'),
    '-out',
    file('csr'),
  ]);
  await writeFile(file('ext'), NAMES);
  await mustRun('openssl', [
    'x509',
    '-req',
    '-in',
    file('csr'),
    '-days',
    String(days),
    '-extfile',
    file('ext'),
    '-out',
    file('pem'),
    '-CA',
    join(folder, `${by}.pem`),
    '-CAkey',
    join(folder, `${by}.key`),
    '-CAcreateserial',
  ]);
}

/** The key as Java 8 to 25 can all decrypt it. */
function encrypted(keyFile: string): Promise<string> {
  return mustRun('openssl', [
    'pkcs8',
    '-topk8',
    '-in',
    keyFile,
    '-v1',
    'PBE-SHA1-3DES',
    '-passout',
    `pass:${keyPassword}`,
  ]);
}
