// What users may say about SASL. Owns: the options, their checks and their defaults.
import { configError } from '../../base/errors.ts';
import { durationOption, functionOption } from '../../base/options.ts';

const mechanisms = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512', 'OAUTHBEARER'] as const;

export type EmbeddedSaslMechanism = (typeof mechanisms)[number];

/** A token that was found good. */
export interface AcceptedToken {
  /** Who the client is. */
  readonly principal: string;
  /** The session ends then at the latest, milliseconds since 1970. @default never */
  readonly expiresAtMs?: number;
}

/** Judges a token of OAUTHBEARER; to refuse it, throw or answer undefined. */
export type ValidateToken = (
  token: string,
  extensions: Readonly<Record<string, string>>,
) => AcceptedToken | undefined | Promise<AcceptedToken | undefined>;

/** How clients of the embedded cluster prove who they are. */
export interface EmbeddedSaslOptions {
  readonly mechanisms: readonly EmbeddedSaslMechanism[];
  /** Passwords by user name, for PLAIN and SCRAM alike. */
  readonly users?: Readonly<Record<string, string>>;
  /** How long a session lasts before the client has to authenticate again, as `connections.max.reauth.ms` (KIP-368).
   * As in Kafka a connection may do so once per second. @default 0: without end */
  readonly maxReauthMs?: number;
  /** @default unsecured tokens are taken, as Kafka takes them for tests: header and claims without a signature */
  readonly validateToken?: ValidateToken;
}

/** The options after their check. */
export interface SaslSettings {
  readonly mechanisms: readonly EmbeddedSaslMechanism[];
  readonly users: ReadonlyMap<string, string>;
  readonly maxReauthMs: number;
  readonly validateToken: ValidateToken | undefined;
}

/** @internal */
export function saslOption(sasl: EmbeddedSaslOptions | undefined): SaslSettings | undefined {
  if (sasl === undefined) return undefined;
  if (sasl === null || typeof sasl !== 'object') throw configError('sasl', sasl, 'an object with mechanisms');
  const wanted: unknown = sasl.mechanisms;
  if (!Array.isArray(wanted) || wanted.length === 0 || !wanted.every((each) => mechanisms.includes(each))) {
    throw configError('sasl.mechanisms', String(wanted), `a list of one or more of ${mechanisms.join(', ')}`);
  }
  const users = usersOption(sasl.users);
  if (users.size === 0 && !sasl.mechanisms.includes('OAUTHBEARER')) {
    throw configError(
      'sasl.users',
      sasl.users,
      `at least one user: nobody could log in by ${sasl.mechanisms.join(', ')}`,
    );
  }
  if (sasl.validateToken !== undefined && !sasl.mechanisms.includes('OAUTHBEARER')) {
    throw configError('sasl.validateToken', sasl.validateToken, 'nothing unless sasl.mechanisms has OAUTHBEARER');
  }
  return {
    mechanisms: [...new Set(sasl.mechanisms)],
    users,
    maxReauthMs: durationOption('sasl.maxReauthMs', sasl.maxReauthMs, 0),
    validateToken: functionOption('sasl.validateToken', sasl.validateToken, 'a function that judges a token'),
  };
}

function usersOption(users: Readonly<Record<string, string>> | undefined): ReadonlyMap<string, string> {
  if (users === undefined) return new Map();
  if (users === null || typeof users !== 'object') throw configError('sasl.users', users, 'passwords by user name');
  for (const [name, password] of Object.entries(users)) {
    if (name === '') throw configError('sasl.users', name, 'names that are not empty');
    // The value is a secret, also a wrong one.
    if (typeof password !== 'string' || password === '') {
      throw configError(`sasl.users.${name}`, typeof password, 'a password that is not empty');
    }
  }
  return new Map(Object.entries(users));
}
