// Stores of keys and of trust for brokers that read no PEM (before 2.7, KIP-651). Owns: making them of the PEM files.
import { join } from 'node:path';
import { mustRun } from '../run-command.ts';
import { keyPassword } from './certificates.ts';

/** PKCS12 files; the password of both is {@link keyPassword}. */
export interface KeyStores {
  readonly keyStoreFile: string;
  readonly trustStoreFile: string;
}

/** Makes them in a folder where `makeCertificates` has been. */
export async function makeKeyStores(folder: string): Promise<KeyStores> {
  const file = (name: string): string => join(folder, name);
  const [keyStoreFile, trustStoreFile] = [file('server.p12'), file('trust.p12')];
  const secret = ['-passout', `pass:${keyPassword}`];
  const pair = ['-inkey', file('server.key'), '-in', file('server.pem')];
  await mustRun('openssl', ['pkcs12', '-export', ...pair, '-out', keyStoreFile, ...secret]);
  // openssl cannot mark a certificate as one that Java trusts.
  const how = ['-noprompt', '-storetype', 'PKCS12', '-storepass', keyPassword, '-alias', 'ca'];
  await mustRun('keytool', ['-importcert', ...how, '-keystore', trustStoreFile, '-file', file('ca.pem')]);
  return { keyStoreFile, trustStoreFile };
}
