// The client credentials grant of OAuth 2 (RFC 6749 section 4.4, KIP-768): a token from a token endpoint.
// Owns: the request, reading its answer, and what is tried again. Invariant: no error shows the client's secret or a token.
import { sleep } from '../../base/abort.ts';
import { Backoff } from '../../base/backoff.ts';
import type { Clock } from '../../base/clock.ts';
import { configError, KafkaError } from '../../base/errors.ts';
import { booleanOption, choiceOption, durationOption, nameOption } from '../../base/options.ts';
import { type TlsOptions, type TlsSettings, tlsSettings } from '../tls.ts';
import { bareError, type CredentialFunction, messageOf, resolveCredentials, unlessAborted } from './credentials.ts';
import { type CheckedToken, checkToken } from './oauth-token.ts';
import { type PostAnswer, postForm } from './token-endpoint.ts';

/** Where tokens come from, and who asks for them. */
export interface ClientCredentialsOptions {
  /** Address of the token endpoint, `https://...`; `http:` only on this machine, or with `allowHttp`. */
  readonly tokenEndpoint: string;
  readonly clientId: string;
  /** The secret, or a function that gives it, called for every token. */
  readonly clientSecret: string | CredentialFunction<string>;
  /** Scopes, separated by spaces. @default none */
  readonly scope?: string | undefined;
  /** Further parameters of the request: `audience`, `resource`. @default none */
  readonly parameters?: Readonly<Record<string, string>> | undefined;
  /** Whether id and secret go in the Authorization header or in the body. @default 'header' */
  readonly authentication?: 'header' | 'body' | undefined;
  /** Encodes id and secret in the header as RFC 6749 says and few servers expect (KIP-768). @default false */
  readonly urlEncode?: boolean | undefined;
  /** TLS of the token endpoint. @default the authorities that Node trusts */
  readonly tls?: TlsOptions | undefined;
  /** Sends the secret over `http:` in clear. @default false */
  readonly allowHttp?: boolean | undefined;
  /** Longest time for a token, further attempts included, milliseconds, 1 or more. @default 8 000 */
  readonly timeoutMs?: number | undefined;
}

/** Asks for one token. */
export type TokenFetch = (clock: Clock, signal: AbortSignal) => Promise<CheckedToken>;

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
/** An attempt gets no more than this part of the whole time, so that one lost packet is not all. */
const ATTEMPT_PART = 0.5;
const MAX_SHOWN = 500;
/** Fields that the grant itself sets. */
const OWN_PARAMETERS: readonly string[] = ['grant_type', 'scope', 'client_id', 'client_secret'];

/** Checks the options; does no I/O. */
export function clientCredentials(name: string, options: ClientCredentialsOptions): TokenFetch {
  const grant = checkGrant(name, options);
  return async (clock, signal) => {
    const limit = new AbortController();
    const timer = clock.after(grant.timeoutMs, () => limit.abort());
    const backoff = new Backoff({ minMs: 100, maxMs: 1_000 });
    let last: unknown;
    try {
      for (;;) {
        try {
          return await attempt(grant, clock, AbortSignal.any([signal, limit.signal]));
        } catch (error) {
          if (signal.aborted) throw signal.reason;
          if (limit.signal.aborted) throw tooLate(grant, last ?? error);
          if (KafkaError.is(error) && !error.retriable) throw error;
          last = error;
        }
        await sleep(clock, backoff.next(), AbortSignal.any([signal, limit.signal])).catch(() => {
          throw signal.aborted ? signal.reason : tooLate(grant, last);
        });
      }
    } finally {
      timer.cancel();
    }
  };
}

interface Grant {
  readonly name: string;
  readonly url: URL;
  readonly clientId: string;
  readonly clientSecret: string | CredentialFunction<string>;
  readonly scope: string | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  readonly authentication: 'header' | 'body';
  readonly urlEncode: boolean;
  readonly tls: TlsSettings;
  readonly timeoutMs: number;
}

function checkGrant(name: string, options: ClientCredentialsOptions): Grant {
  if (typeof options !== 'object' || options === null) {
    throw configError(name, typeof options, '{ tokenEndpoint, clientId, clientSecret }');
  }
  const { clientSecret, scope, parameters = {} } = options;
  if (typeof clientSecret !== 'function' && (typeof clientSecret !== 'string' || clientSecret.length === 0)) {
    throw new KafkaError('CONFIG', `option ${name}.clientSecret must be a non-empty string or a function`);
  }
  if (typeof parameters !== 'object' || parameters === null) {
    throw configError(`${name}.parameters`, typeof parameters, 'an object of text');
  }
  for (const [key, value] of Object.entries(parameters)) {
    if (OWN_PARAMETERS.includes(key)) {
      throw configError(`${name}.parameters`, key, `names other than ${OWN_PARAMETERS.join(', ')}`);
    }
    if (typeof value !== 'string') throw configError(`${name}.parameters.${key}`, typeof value, 'text');
  }
  return {
    name,
    url: endpoint(name, options),
    clientId: nameOption(`${name}.clientId`, options.clientId),
    clientSecret,
    scope: scope === undefined ? undefined : nameOption(`${name}.scope`, scope),
    parameters: { ...parameters },
    authentication: choiceOption(`${name}.authentication`, options.authentication, 'header', ['header', 'body']),
    urlEncode: booleanOption(`${name}.urlEncode`, options.urlEncode, false),
    tls: tlsSettings(`${name}.tls`, options.tls ?? true) as TlsSettings,
    timeoutMs: durationOption(`${name}.timeoutMs`, options.timeoutMs, 8_000, 1),
  };
}

function endpoint(name: string, { tokenEndpoint, allowHttp }: ClientCredentialsOptions): URL {
  const isAllowed = booleanOption(`${name}.allowHttp`, allowHttp, false);
  const accepts = 'an address that begins with https://';
  // What is wrong with it is not shown: people put passwords into addresses.
  if (typeof tokenEndpoint !== 'string' || !URL.canParse(tokenEndpoint)) {
    throw new KafkaError('CONFIG', `option ${name}.tokenEndpoint is no address; it accepts ${accepts}`);
  }
  const url = new URL(tokenEndpoint);
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && (isAllowed || LOOPBACK.test(url.hostname)));
  if (!isSafe) {
    throw new KafkaError('CONFIG', `option ${name}.tokenEndpoint must be ${accepts}: the secret would travel in clear`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new KafkaError('CONFIG', `option ${name}.tokenEndpoint must not hold a user name or password`);
  }
  return url;
}

async function attempt(grant: Grant, clock: Clock, signal: AbortSignal): Promise<CheckedToken> {
  const limit = new AbortController();
  const timer = clock.after(grant.timeoutMs * ATTEMPT_PART, () => limit.abort(new Error('no answer in time')));
  try {
    const both = AbortSignal.any([signal, limit.signal]);
    const secret = await resolveCredentials(`${grant.name}.clientSecret`, grant.clientSecret, both);
    if (typeof secret !== 'string' || secret.length === 0) {
      throw new KafkaError('CONFIG', `the function ${grant.name}.clientSecret must give a non-empty string`);
    }
    const answer = await unlessAborted(post(grant, secret, both), both).catch((error: unknown) => {
      if (KafkaError.is(error)) throw error;
      throw unreachable(grant, messageOf(error), error);
    });
    return read(grant, secret, answer, clock.now());
  } finally {
    timer.cancel();
  }
}

function post(grant: Grant, secret: string, signal: AbortSignal): Promise<PostAnswer> {
  const { clientId, scope, parameters, urlEncode, url, tls } = grant;
  const form = new URLSearchParams({ grant_type: 'client_credentials', ...parameters });
  if (scope !== undefined) form.set('scope', scope);
  if (grant.authentication === 'body') {
    form.set('client_id', clientId);
    form.set('client_secret', secret);
    return postForm({ url, headers: {}, form, tls, signal });
  }
  const [id, password] = urlEncode ? [encodeURIComponent(clientId), encodeURIComponent(secret)] : [clientId, secret];
  const authorization = `Basic ${Buffer.from(`${id}:${password}`).toString('base64')}`;
  return postForm({ url, headers: { authorization }, form, tls, signal });
}

function read(grant: Grant, secret: string, { status, body }: PostAnswer, nowMs: number): CheckedToken {
  const fields = fieldsOf(body);
  if (status !== 200) {
    const told = ['error', 'error_description'].map((field) => fields[field]).filter((one) => typeof one === 'string');
    const shown = withoutSecret(told.join(': '), grant, secret)
      .replace(/[^\x20-\x7e]/g, ' ')
      .slice(0, MAX_SHOWN);
    const why = `it answers with status ${status}${shown === '' ? '' : ` (${shown})`}`;
    if (status >= 500 || status === 429 || status === 408) throw unreachable(grant, why);
    throw new KafkaError('AUTHENTICATION', `${label(grant)} gives no token: ${why}`);
  }
  const { access_token: value, expires_in: seconds, token_type: type } = fields;
  if (typeof value !== 'string') {
    throw new KafkaError('AUTHENTICATION', `${label(grant)} gives no token: its answer has no access_token`);
  }
  if (typeof type === 'string' && type.toLowerCase() !== 'bearer') {
    throw new KafkaError('AUTHENTICATION', `${label(grant)} gives a token of type ${JSON.stringify(type)}, not bearer`);
  }
  const lifeMs = Number(seconds) * 1000;
  const expiresAtMs = Number.isFinite(lifeMs) && lifeMs > 0 ? nowMs + lifeMs : undefined;
  return checkToken('the access_token', { value, expiresAtMs });
}

/** An endpoint that is set up badly repeats what it was sent. */
function withoutSecret(text: string, { clientId }: Grant, secret: string): string {
  const spellings = [secret, encodeURIComponent(secret)];
  const encoded = [...spellings, ...spellings.map((one) => `${clientId}:${one}`)].map((one) =>
    Buffer.from(one).toString('base64'),
  );
  return [...spellings, ...encoded].reduce((shown, spelling) => shown.replaceAll(spelling, '***'), text);
}

function fieldsOf(body: string): Readonly<Record<string, unknown>> {
  try {
    const fields: unknown = JSON.parse(body);
    return typeof fields === 'object' && fields !== null ? (fields as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function label({ url }: Grant): string {
  return `the token endpoint ${url.origin}${url.pathname}`;
}

function unreachable(grant: Grant, why: string, error?: unknown): KafkaError {
  const message = `${label(grant)} gives no token: ${why}`;
  return new KafkaError('CONNECTION', message, { retriable: true, cause: bareError(error) });
}

function tooLate(grant: Grant, last: unknown): KafkaError {
  const why = KafkaError.is(last) ? `; the last attempt: ${last.message}` : '';
  const message = `${label(grant)} gives no token within ${grant.timeoutMs} ms${why}`;
  return new KafkaError('CONNECTION', message, { retriable: true, cause: last });
}
