import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/base/clock.ts';
import { type ClientCredentialsOptions, clientCredentials } from '../../../src/network/sasl/client-credentials.ts';
import type { CheckedToken } from '../../../src/network/sasl/oauth-token.ts';
import { eventually } from '../../support/eventually.ts';
import { startTokenServer, type TokenServer, tokenAnswer } from '../../support/token-server.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const pem = (name: string): string => readFileSync(new URL(`../../support/tls/${name}.pem`, import.meta.url), 'utf8');
const SECRET = 's3cret/+=~';
const never = new AbortController().signal;

const open: TokenServer[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function server(...args: Parameters<typeof startTokenServer>): Promise<TokenServer> {
  const one = await startTokenServer(...args);
  open.push(one);
  return one;
}

const options = (url: string, changes: Partial<ClientCredentialsOptions> = {}): ClientCredentialsOptions => ({
  tokenEndpoint: url,
  clientId: 'app',
  clientSecret: SECRET,
  ...changes,
});

function fetchToken(
  url: string,
  changes: Partial<ClientCredentialsOptions> = {},
  clock = systemClock,
): Promise<CheckedToken> {
  return clientCredentials('cc', options(url, changes))(clock, never);
}

async function failure(promise: Promise<unknown>): Promise<Error & { code: string; retriable: boolean }> {
  const error = await promise.then(
    () => {
      throw new Error('no error');
    },
    (thrown) => thrown,
  );
  expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(SECRET);
  return error;
}

describe('The client credentials grant', () => {
  it('asks with id and secret in the header, and reads token and life', async () => {
    const { url, requests } = await server(() => tokenAnswer('abc', { expires_in: 3600 }));
    const token = await fetchToken(url, { scope: 'kafka read', parameters: { audience: 'cluster' } });
    expect(token.value).toBe('abc');
    expect(token.expiresAtMs).toBeGreaterThan(Date.now() + 3_500_000);
    expect(requests[0]).toMatchObject({
      method: 'POST',
      authorization: `Basic ${Buffer.from(`app:${SECRET}`).toString('base64')}`,
    });
    expect(Object.fromEntries(requests[0]!.form)).toEqual({
      grant_type: 'client_credentials',
      scope: 'kafka read',
      audience: 'cluster',
    });
  });

  it('puts id and secret into the body where told to', async () => {
    const { url, requests } = await server(() => tokenAnswer('abc'));
    await fetchToken(url, { authentication: 'body' });
    expect(requests[0]?.authorization).toBeUndefined();
    expect(Object.fromEntries(requests[0]!.form)).toMatchObject({ client_id: 'app', client_secret: SECRET });
  });

  it('encodes the header as the standard says where told to', async () => {
    const { url, requests } = await server(() => tokenAnswer('abc'));
    await fetchToken(url, { urlEncode: true });
    const expected = Buffer.from(`app:${encodeURIComponent(SECRET)}`).toString('base64');
    expect(requests[0]?.authorization).toBe(`Basic ${expected}`);
  });

  it('asks a function for the secret each time', async () => {
    const { url, requests } = await server(() => tokenAnswer('abc'));
    let calls = 0;
    const fetch = clientCredentials(
      'cc',
      options(url, { clientSecret: () => `secret-${++calls}`, authentication: 'body' }),
    );
    for (let i = 0; i < 2; i++) await fetch(systemClock, never);
    expect(requests.map(({ form }) => form.get('client_secret'))).toEqual(['secret-1', 'secret-2']);
  });

  it('trusts the authority it is given, and no other', async () => {
    const tls = { cert: pem('server.cert'), key: pem('server.key') };
    const { url, requests } = await server(() => tokenAnswer('abc'), tls);
    expect((await fetchToken(url, { tls: { ca: pem('ca') } })).value).toBe('abc');
    const error = await failure(fetchToken(url, { timeoutMs: 300 }));
    expect(error).toMatchObject({ code: 'CONNECTION', message: expect.stringContaining('certificate') });
    expect(requests).toHaveLength(1);
  });

  it('checks the name in the certificate', async () => {
    const tls = { cert: pem('server.cert'), key: pem('server.key') };
    const { url } = await server(() => tokenAnswer('abc'), tls);
    const error = await failure(fetchToken(url, { tls: { ca: pem('ca'), servername: 'other.test' }, timeoutMs: 300 }));
    expect(error.message).toContain("does not match certificate's altnames");
  });

  it('is refused for good by a status of 4xx, with the words of the endpoint', async () => {
    const body = JSON.stringify({ error: 'invalid_client', error_description: `no client app with secret ${SECRET}` });
    const { url, requests } = await server(() => ({ status: 401, body }));
    const error = await failure(fetchToken(url));
    expect(error).toMatchObject({
      code: 'AUTHENTICATION',
      retriable: false,
      message: expect.stringMatching(/127\.0\.0\.1.*status 401 \(invalid_client: no client app with secret \*\*\*\)/),
    });
    expect(requests).toHaveLength(1);
  });

  it.each([
    ['status 503', { status: 503, body: '' }],
    ['status 429', { status: 429, body: 'slow down' }],
    ['a connection that ends', 'hang up'],
  ] as const)('tries again after %s, with pauses', async (_, trouble) => {
    const { url, requests } = await server((_request, number) => (number < 3 ? trouble : tokenAnswer('abc')));
    expect((await fetchToken(url)).value).toBe('abc');
    expect(requests).toHaveLength(3);
  });

  it('gives up after its limit, counts few attempts until then, and says what the last one said', async () => {
    const clock = new VirtualClock();
    const one = await server(() => ({ status: 500, body: '' }));
    const failed = failure(fetchToken(one.url, { timeoutMs: 4_000 }, clock));
    for (let i = 0; i < 40; i++) {
      await eventually('quiet', () => one.open === 0);
      await clock.advance(100);
    }
    const error = await failed;
    expect(error).toMatchObject({
      code: 'CONNECTION',
      retriable: true,
      message: expect.stringMatching(/within 4000 ms.*status 500/),
    });
    expect(one.requests.length).toBeGreaterThan(3);
    expect(one.requests.length).toBeLessThan(12);
    expect(clock.timers).toBe(0);
  });

  it('gives one silent attempt up for another', async () => {
    const clock = new VirtualClock();
    const one = await server((_, number) => (number === 1 ? 'silence' : tokenAnswer('abc')));
    const fetching = fetchToken(one.url, { timeoutMs: 4_000 }, clock);
    await eventually('the request', () => one.requests.length === 1);
    await clock.advance(2_000);
    await clock.advance(500);
    expect((await fetching).value).toBe('abc');
    expect(clock.timers).toBe(0);
  });

  it('stops at once when nobody waits any longer, and leaves nothing open', async () => {
    const one = await server(() => 'silence');
    const controller = new AbortController();
    const fetching = clientCredentials('cc', options(one.url))(systemClock, controller.signal);
    await eventually('the request', () => one.requests.length === 1);
    controller.abort(new Error('enough'));
    await expect(fetching).rejects.toThrow('enough');
    await eventually('no connection', () => one.open === 0);
  });

  it.each([
    ['no JSON', 'hello', /no access_token/],
    ['no token', '{}', /no access_token/],
    ['a token that is no text', '{"access_token":{"a":1}}', /no access_token/],
    ['another type of token', '{"access_token":"a","token_type":"mac"}', /mac/],
    ['a token that cannot be sent', '{"access_token":"a\\u0001b"}', /access_token/],
    ['an endless answer', 'x'.repeat(300_000), /larger than/],
  ])('refuses an answer with %s, for good', async (_, body, message) => {
    const { url, requests } = await server(() => ({ status: 200, body }));
    const error = await failure(fetchToken(url));
    expect(error).toMatchObject({ retriable: false, message: expect.stringMatching(message) });
    expect(requests).toHaveLength(1);
  });

  it('follows no redirect: the secret goes where it was told to', async () => {
    const other = await server(() => tokenAnswer('abc'));
    const { url } = await server(() => ({ status: 307, body: '', headers: { location: other.url } }));
    expect(await failure(fetchToken(url))).toMatchObject({ message: expect.stringContaining('status 307') });
    expect(other.requests).toHaveLength(0);
  });

  it.each<[string, object, RegExp]>([
    ['no address', { tokenEndpoint: 'SECRET' }, /tokenEndpoint is no address/],
    ['plain text to another machine', { tokenEndpoint: 'http://id.test/token' }, /https:/],
    ['another protocol', { tokenEndpoint: 'ftp://id.test/token' }, /https:/],
    ['a password in the address', { tokenEndpoint: 'https://u:SECRET@id.test/token' }, /password/],
    ['no client', { clientId: '' }, /clientId/],
    ['no secret', { clientSecret: '' }, /clientSecret/],
    ['its own parameter', { parameters: { client_secret: 'SECRET' } }, /client_secret/],
    ['a parameter that is no text', { parameters: { a: 1 } }, /parameters\.a/],
    ['no time', { timeoutMs: 0 }, /timeoutMs/],
  ])('refuses an option with %s', (_, changes, message) => {
    const check = () => clientCredentials('cc', { ...options('https://id.test/token'), ...changes });
    expect(check).toThrow(expect.objectContaining({ code: 'CONFIG', message: expect.stringMatching(message) }));
    expect(check).toThrow(expect.objectContaining({ message: expect.not.stringContaining('SECRET') }));
  });

  it('sends the secret in clear to another machine only where told to', () => {
    const http = { tokenEndpoint: 'http://id.test/token', allowHttp: true };
    expect(() => clientCredentials('cc', { ...options(''), ...http })).not.toThrow();
  });
});
