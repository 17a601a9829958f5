// Tokens as an identity provider makes them. Owns: their encoding and signature.
import { createSign } from 'node:crypto';
import { tokenKeyId } from './real-kafka/certificates.ts';
import { tokenClaims } from './real-kafka/server-properties.ts';

/** What brokers accept without asking for a signature, on listeners set up for tests. */
export function unsecuredToken(subject: string, lifeMs: number): string {
  return `${unsigned({ alg: 'none' }, { sub: subject }, lifeMs)}.`;
}

/** A token of the test's own identity provider, signed with its key (PEM). */
export function signedToken(subject: string, lifeMs: number, keyPem: string, claims: object = {}): string {
  const { audience: aud, issuer: iss } = tokenClaims;
  const text = unsigned({ alg: 'RS256', kid: tokenKeyId }, { sub: subject, aud, iss, ...claims }, lifeMs);
  return `${text}.${createSign('RSA-SHA256').update(text).sign(keyPem, 'base64url')}`;
}

function unsigned(header: object, claims: object, lifeMs: number): string {
  const now = Date.now() / 1000;
  const all = { iat: Math.floor(now), exp: now + lifeMs / 1000, ...claims };
  return [header, all].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
}
