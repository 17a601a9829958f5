// TLS for test brokers, by openssl. Owns: one authority and the two certificates it signs. Valid for two days.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mustRun } from '../run-command.ts';

export interface ServerCertificates {
  readonly caFile: string;
  /** Key and certificate in one PEM file, as Kafka reads it. */
  readonly serverKeyStoreFile: string;
  readonly clientCertFile: string;
  readonly clientKeyFile: string;
}

/** Of the server's key: Kafka 2.8 refuses a key without one. */
export const keyPassword = 'key-secret';

const NAMES = 'subjectAltName=DNS:localhost,IP:127.0.0.1';
const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** Makes the certificates in an existing folder. */
export async function makeCertificates(folder: string): Promise<ServerCertificates> {
  const file = (name: string): string => join(folder, name);
  await mustRun('openssl', [
    'req',
    '-x509',
    ...NEW_KEY,
    '-days',
    '2',
    '-subj',
    '/CN=kafka-wire test authority',
    '-keyout',
    file('ca.key'),
    '-out',
    file('ca.pem'),
  ]);
  await signed(folder, 'server', 'localhost');
  await signed(folder, 'client', 'test-client');
  const [key, certificate] = await Promise.all([encrypted(file('server.key')), readFile(file('server.pem'))]);
  await writeFile(file('server-keystore.pem'), `${key}${certificate}`);
  return {
    caFile: file('ca.pem'),
    serverKeyStoreFile: file('server-keystore.pem'),
    clientCertFile: file('client.pem'),
    clientKeyFile: file('client.key'),
  };
}

async function signed(folder: string, name: string, commonName: string): Promise<void> {
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
    '2',
    '-extfile',
    file('ext'),
    '-out',
    file('pem'),
    '-CA',
    join(folder, 'ca.pem'),
    '-CAkey',
    join(folder, 'ca.key'),
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
