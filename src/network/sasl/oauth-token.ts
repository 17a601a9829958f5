// A token of OAUTHBEARER. Owns: its shape, its checks, and reading the time at which a JWT ends.
// Invariant: no error shows a token. Signatures are the broker's business: nothing in a token is trusted here.
import { configError, KafkaError } from '../../base/errors.ts';

/** A bearer token. */
export interface OAuthToken {
  /** The token itself: a JWT or whatever the broker understands. */
  readonly value: string;
  /**
   * When it ends, milliseconds since 1970. Until shortly before it serves all connections; without it, the token is
   * asked for at every authentication. @default the `exp` of a JWT
   */
  readonly expiresAtMs?: number | undefined;
  /** Sent along (KIP-342), on top of the `extensions` option. */
  readonly extensions?: Readonly<Record<string, string>> | undefined;
}

/** {@link OAuthToken}, checked. */
export interface CheckedToken {
  readonly value: string;
  /** Undefined where nobody knows. */
  readonly expiresAtMs: number | undefined;
  readonly extensions: Readonly<Record<string, string>>;
  /** `sub` of a JWT, for the messages of errors. */
  readonly subject: string | undefined;
}

// RFC 6750 allows less, RFC 7628's separator must not occur; anything printable is left to the broker.
const TOKEN = /^[\x21-\x7e]+$/;
const EXTENSION_NAME = /^[A-Za-z]+$/;
const EXTENSION_VALUE = /^[\x21-\x7e \t\r\n]+$/;

/** Checks what a function or an option gave; `name` says which. */
export function checkToken(name: string, given: OAuthToken | string): CheckedToken {
  const token: OAuthToken = typeof given === 'string' ? { value: given } : given;
  if (typeof token !== 'object' || token === null) {
    throw configError(name, typeof given, 'a token: text, or { value, expiresAtMs, extensions }');
  }
  if (typeof token.value !== 'string' || !TOKEN.test(token.value)) {
    throw new KafkaError('CONFIG', `${name} is no token: it must be text of visible ASCII characters`);
  }
  const { expiresAtMs } = token;
  if (expiresAtMs !== undefined && !Number.isFinite(expiresAtMs)) {
    throw configError(`${name}.expiresAtMs`, expiresAtMs, 'milliseconds since 1970');
  }
  const claims = claimsOf(token.value);
  return {
    value: token.value,
    expiresAtMs: expiresAtMs ?? (typeof claims['exp'] === 'number' ? claims['exp'] * 1000 : undefined),
    extensions: checkExtensions(`${name}.extensions`, token.extensions),
    subject: typeof claims['sub'] === 'string' ? claims['sub'].slice(0, 200) : undefined,
  };
}

/** Checks names and values as brokers do (KIP-342). */
export function checkExtensions(
  name: string,
  given: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> {
  if (given === undefined) return {};
  if (typeof given !== 'object' || given === null) throw configError(name, typeof given, 'an object of text');
  for (const [key, value] of Object.entries(given)) {
    if (!EXTENSION_NAME.test(key) || key === 'auth') {
      throw configError(name, key, "names of letters only, and not 'auth'");
    }
    if (typeof value !== 'string' || !EXTENSION_VALUE.test(value)) {
      throw new KafkaError('CONFIG', `${name}.${key} must be non-empty text of ASCII characters`);
    }
  }
  return { ...given };
}

/** The claims of a JWT; none for anything else. */
function claimsOf(token: string): Readonly<Record<string, unknown>> {
  const parts = token.split('.');
  if (parts.length !== 3) return {};
  try {
    const claims: unknown = JSON.parse(Buffer.from(parts[1] as string, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
