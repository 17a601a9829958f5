// SASL options, checked once and turned into a mechanism. Invariant: what is kept is held by closures; no password, key or
// token shows in an error, a log line or an inspection of it.
import { configError, KafkaError } from '../../base/errors.ts';
import { booleanOption, functionOption, nameOption } from '../../base/options.ts';
import { awsMskIam, checkAwsCredentials } from './aws-msk-iam.ts';
import { type ClientCredentialsOptions, clientCredentials } from './client-credentials.ts';
import {
  type CredentialFunction,
  checkUserCredentials,
  resolveCredentials,
  type UserCredentials,
} from './credentials.ts';
import type { SaslMechanism } from './mechanism.ts';
import { checkExtensions, checkToken, type OAuthToken } from './oauth-token.ts';
import { oauthBearer } from './oauthbearer.ts';
import { plain } from './plain.ts';
import { scram } from './scram.ts';
import type { AwsCredentials } from './sigv4.ts';
import { TokenCache } from './token-cache.ts';

/** User name and password, or a function that gives both and is called for every authentication. */
export type UserCredentialsOption =
  | (UserCredentials & { readonly credentials?: never })
  | { readonly credentials: CredentialFunction<UserCredentials>; readonly username?: never; readonly password?: never };

/** PLAIN: sends the password, so for use over TLS only. */
export type PlainOptions = { readonly mechanism: 'PLAIN' } & UserCredentialsOption;

/** SCRAM: proves the password without sending it, and checks that the broker knows it too. */
export type ScramMechanismOptions = {
  readonly mechanism: 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
  /** User name and password are id and HMAC of a delegation token (KIP-48). @default false */
  readonly delegationToken?: boolean | undefined;
} & UserCredentialsOption;

/** OAUTHBEARER (KIP-255, KIP-768): a token of the application's own, or one by the client credentials grant. */
export type OAuthBearerOptions = {
  readonly mechanism: 'OAUTHBEARER';
  /** Sent with every token (KIP-342): `logicalCluster` and `identityPoolId` for Confluent Cloud. @default none */
  readonly extensions?: Readonly<Record<string, string>> | undefined;
} & (
  | {
      /** A token, or a function that gives one. All connections share it until it nears its end. */
      readonly token: string | OAuthToken | CredentialFunction<string | OAuthToken>;
      readonly clientCredentials?: never;
    }
  | { readonly clientCredentials: ClientCredentialsOptions; readonly token?: never }
);

/** AWS_MSK_IAM: for Amazon MSK with IAM access control. */
export interface AwsMskIamOptions {
  readonly mechanism: 'AWS_MSK_IAM';
  /** Keys, or a function that gives them: a credential provider of AWS's SDK fits. */
  readonly credentials: AwsCredentials | CredentialFunction<AwsCredentials>;
  /** @default what the broker's host name tells */
  readonly region?: string | undefined;
}

/** How to authenticate: a built-in mechanism with its credentials, or a mechanism of the application's own. */
export type SaslOptions = PlainOptions | ScramMechanismOptions | OAuthBearerOptions | AwsMskIamOptions | SaslMechanism;

/** {@link SaslOptions}, checked. */
export type SaslSettings = SaslMechanism;

const MECHANISMS = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512', 'OAUTHBEARER', 'AWS_MSK_IAM'] as const;

/** Checks SASL options; does no I/O and calls no function. */
export function saslSettings(name: string, options: SaslOptions | undefined): SaslSettings | undefined {
  if (options === undefined) return undefined;
  if (typeof options !== 'object' || options === null) {
    throw configError(name, typeof options, 'an object with a mechanism and its credentials, or a SaslMechanism');
  }
  if ('authenticate' in options) return ownMechanism(name, options);
  const { mechanism } = options;
  if (mechanism === 'PLAIN') return plain(userCredentials(name, options));
  if (mechanism === 'SCRAM-SHA-256' || mechanism === 'SCRAM-SHA-512') {
    const delegationToken = booleanOption(`${name}.delegationToken`, options.delegationToken, false);
    return scram({ name: mechanism, delegationToken }, userCredentials(name, options));
  }
  if (mechanism === 'OAUTHBEARER') return oauthBearerSettings(name, options);
  if (mechanism === 'AWS_MSK_IAM') return awsMskIamSettings(name, options);
  throw configError(
    `${name}.mechanism`,
    mechanism,
    `${MECHANISMS.join(', ')}, or a SaslMechanism in place of the options`,
  );
}

function ownMechanism(name: string, mechanism: SaslMechanism): SaslMechanism {
  nameOption(`${name}.name`, mechanism.name);
  functionOption(`${name}.authenticate`, mechanism.authenticate);
  // Wrapped, so that nothing that it holds shows where settings are printed.
  return { name: mechanism.name, authenticate: (session) => mechanism.authenticate(session) };
}

function userCredentials(
  name: string,
  options: UserCredentialsOption,
): (signal: AbortSignal) => Promise<UserCredentials> {
  const { credentials } = options;
  if (credentials === undefined) {
    const checked = checkUserCredentials(name, options);
    return async () => checked;
  }
  if (typeof credentials !== 'function') {
    throw new KafkaError('CONFIG', `option ${name}.credentials must be a function that gives { username, password }`);
  }
  exclusive(name, 'credentials', options, ['username', 'password']);
  const what = `${name}.credentials`;
  return async (signal) => checkUserCredentials(what, await resolveCredentials(what, credentials, signal));
}

function oauthBearerSettings(name: string, options: OAuthBearerOptions): SaslMechanism {
  const extensions = checkExtensions(`${name}.extensions`, options.extensions);
  if (options.clientCredentials !== undefined) {
    exclusive(name, 'clientCredentials', options, ['token']);
    return oauthBearer(
      new TokenCache(clientCredentials(`${name}.clientCredentials`, options.clientCredentials)),
      extensions,
    );
  }
  const { token } = options;
  if (token === undefined) {
    throw new KafkaError('CONFIG', `option ${name} needs token or clientCredentials for OAUTHBEARER`);
  }
  const what = `${name}.token`;
  if (typeof token !== 'function') checkToken(what, token);
  const cache = new TokenCache(async (_, signal) => checkToken(what, await resolveCredentials(what, token, signal)));
  return oauthBearer(cache, extensions);
}

function awsMskIamSettings(name: string, options: AwsMskIamOptions): SaslMechanism {
  const { credentials } = options;
  const region = options.region === undefined ? undefined : nameOption(`${name}.region`, options.region);
  const what = `${name}.credentials`;
  if (typeof credentials !== 'function') checkAwsCredentials(what, credentials);
  return awsMskIam(region, async (signal) =>
    checkAwsCredentials(what, await resolveCredentials(what, credentials, signal)),
  );
}

/** Options that would be ignored beside another are refused; their values, perhaps secrets, are not shown. */
function exclusive(name: string, given: string, options: object, others: readonly string[]): void {
  for (const other of others) {
    if ((options as Record<string, unknown>)[other] !== undefined) {
      throw new KafkaError('CONFIG', `options ${name}.${given} and ${name}.${other} exclude each other`);
    }
  }
}
