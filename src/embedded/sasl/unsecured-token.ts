// JSON web tokens without a signature, as a broker takes them in tests (KIP-255): anyone can make one.
import type { Clock } from '../../base/clock.ts';
import type { AcceptedToken } from './sasl-options.ts';

/** Whose token it is and when it ends; undefined where it is not an unsecured token of now. */
export function readUnsecuredToken(token: string, clock: Clock): AcceptedToken | undefined {
  const [header, claims, signature, ...rest] = token.split('.');
  if (signature !== '' || rest.length > 0) return undefined;
  const { alg } = parsed(header);
  const { sub, exp, iat } = parsed(claims);
  if (alg !== 'none' || typeof sub !== 'string' || sub === '' || typeof exp !== 'number') return undefined;
  const now = clock.now();
  if (now >= exp * 1000 || (iat !== undefined && !(typeof iat === 'number' && iat * 1000 <= now))) return undefined;
  return { principal: sub, expiresAtMs: exp * 1000 };
}

function parsed(part: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'));
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
