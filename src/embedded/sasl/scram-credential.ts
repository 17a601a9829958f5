// What a broker keeps of a password for SCRAM (RFC 5802): nothing that would let a reader of it log in.
import { createHash, createHmac, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

/** The mechanisms, with the number that the protocol gives each (KIP-554). */
export const scramMechanisms = {
  'SCRAM-SHA-256': { id: 1, digest: 'sha256', length: 32 },
  'SCRAM-SHA-512': { id: 2, digest: 'sha512', length: 64 },
} as const;

export type ScramMechanism = keyof typeof scramMechanisms;

export interface ScramCredential {
  readonly salt: Buffer;
  readonly iterations: number;
  readonly storedKey: Buffer;
  readonly serverKey: Buffer;
}

const pbkdf2Async = promisify(pbkdf2);
const ITERATIONS = 4096;

/** Makes the credential of a password, with a salt of its own. */
export async function scramCredential(mechanism: ScramMechanism, password: string): Promise<ScramCredential> {
  const { digest, length } = scramMechanisms[mechanism];
  const salt = randomBytes(24);
  const salted = await pbkdf2Async(password, salt, ITERATIONS, length, digest);
  return credentialOfSalted(mechanism, salted, salt, ITERATIONS);
}

/** Makes it of a password that was salted elsewhere, as AlterUserScramCredentials sends it. */
export function credentialOfSalted(
  mechanism: ScramMechanism,
  saltedPassword: Buffer,
  salt: Buffer,
  iterations: number,
): ScramCredential {
  const { digest } = scramMechanisms[mechanism];
  const clientKey = hmac(digest, saltedPassword, 'Client Key');
  return {
    salt,
    iterations,
    storedKey: createHash(digest).update(clientKey).digest(),
    serverKey: hmac(digest, saltedPassword, 'Server Key'),
  };
}

export function hmac(digest: string, key: Buffer, text: string): Buffer {
  return createHmac(digest, key).update(text).digest();
}
