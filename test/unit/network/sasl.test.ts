import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { type ConnectionOptions, openConnection } from '../../../src/network/open-connection.ts';
import type { SaslMechanism } from '../../../src/network/sasl/mechanism.ts';
import { type SaslOptions, saslSettings } from '../../../src/network/sasl/settings.ts';
import { saslAuthenticateApi } from '../../../src/protocol/generated/sasl-authenticate.ts';
import { createSaslHandshakeResponse, saslHandshakeApi } from '../../../src/protocol/generated/sasl-handshake.ts';
import { connectionOptions } from '../../support/connection-options.ts';
import { eventually } from '../../support/eventually.ts';
import { saslBroker, scramServer } from '../../support/sasl-script.ts';
import { hangUp, type ScriptedBroker, silence, type Trick } from '../../support/scripted-broker.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const PASSWORD = 's3cret=,pass';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function scripted(answer: (bytes: Buffer) => string | Trick): Promise<ScriptedBroker> {
  const broker = await saslBroker(answer);
  open.push(broker);
  return broker;
}

async function connected(port: number, changes: Partial<ConnectionOptions> = {}) {
  const connection = await openConnection(connectionOptions(port, changes));
  open.push(connection);
  return connection;
}

const settings = (options: SaslOptions): SaslMechanism => saslSettings('sasl', options) as SaslMechanism;
const plainSasl = settings({ mechanism: 'PLAIN', username: 'alice', password: PASSWORD });
const scramSasl = settings({ mechanism: 'SCRAM-SHA-256', username: 'alice', password: PASSWORD });

describe('SASL', () => {
  it('PLAIN sends name and password, and ignores extra bytes of the answer (trap 42)', async () => {
    const seen: string[] = [];
    const broker = await scripted((bytes) => {
      seen.push(bytes.toString());
      return 'welcome';
    });
    await connected(broker.port, { sasl: plainSasl });
    expect(seen).toEqual([`\0alice\0${PASSWORD}`]);
    expect(broker.received.map(({ api }) => api)).toEqual(['ApiVersions', 'SaslHandshake', 'SaslAuthenticate']);
  });

  it('SCRAM proves the password and checks the broker', async () => {
    const broker = await scripted(scramServer(PASSWORD));
    await expect(connected(broker.port, { sasl: scramSasl })).resolves.toBeDefined();
  });

  it('SCRAM refuses a broker that does not know the password', async () => {
    const broker = await scripted(scramServer(PASSWORD, { signature: true }));
    await expect(connected(broker.port, { sasl: scramSasl })).rejects.toMatchObject({ code: 'AUTHENTICATION' });
    await eventually('no connection', () => broker.open === 0);
  });

  it('a refusal is an AUTHENTICATION error with address, user and reason, and without the password', async () => {
    const broker = await scripted(() => 'refuse:invalid credentials');
    const error = await openConnection(connectionOptions(broker.port, { sasl: plainSasl })).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'AUTHENTICATION', retriable: false });
    expect(error.message).toContain(broker.address);
    expect(error.message).toContain('alice');
    expect(error.message).toContain('invalid credentials');
    const shown = inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error) + error.stack;
    expect(shown).not.toContain(PASSWORD);
    expect(shown).not.toContain(Buffer.from(PASSWORD).toString('base64'));
  });

  it('names the mechanisms that the broker accepts', async () => {
    const broker = await scripted(() => '');
    broker.script(saslHandshakeApi, () =>
      createSaslHandshakeResponse({ errorCode: 33, mechanisms: ['GSSAPI', 'PLAIN'] }),
    );
    await expect(connected(broker.port, { sasl: scramSasl })).rejects.toMatchObject({
      code: 'AUTHENTICATION',
      message: expect.stringContaining('GSSAPI, PLAIN'),
    });
  });

  it('says so when the port does not authenticate', async () => {
    const broker = await scripted(() => '');
    broker.script(saslHandshakeApi, () => createSaslHandshakeResponse({ errorCode: 34 }));
    await expect(connected(broker.port, { sasl: scramSasl })).rejects.toMatchObject({
      message: expect.stringContaining('does not authenticate'),
    });
  });

  it('takes a connection closed in the middle as a hint at wrong credentials, but may try again (trap 42)', async () => {
    const broker = await scripted(() => '');
    broker.script(saslAuthenticateApi, () => hangUp);
    await expect(connected(broker.port, { sasl: plainSasl })).rejects.toMatchObject({
      code: 'CONNECTION',
      retriable: true,
      message: expect.stringContaining(
        'PLAIN authentication of "alice": it may have refused the credentials, check them',
      ),
    });
  });

  it('shows the password in no inspection of settings, connection or options', async () => {
    const broker = await scripted(() => 'ok');
    const options = connectionOptions(broker.port, { sasl: plainSasl });
    const connection = await connected(broker.port, { sasl: plainSasl });
    for (const one of [plainSasl, options, connection]) {
      expect(inspect(one, { depth: 20 })).not.toContain(PASSWORD);
      expect(JSON.stringify(one)).not.toContain(PASSWORD);
    }
  });

  it('never falls back to a weaker mechanism than the one asked for: no password is sent', async () => {
    const broker = await scripted(() => 'ok');
    broker.script(saslHandshakeApi, () => createSaslHandshakeResponse({ errorCode: 33, mechanisms: ['PLAIN'] }));
    await expect(connected(broker.port, { sasl: scramSasl })).rejects.toMatchObject({ code: 'AUTHENTICATION' });
    expect(broker.of(saslAuthenticateApi)).toEqual([]);
  });

  it('asks a credentials function for every connection, so that passwords may change', async () => {
    const seen: string[] = [];
    const broker = await scripted((bytes) => {
      seen.push(bytes.toString());
      return 'ok';
    });
    let calls = 0;
    const sasl = settings({
      mechanism: 'PLAIN',
      credentials: async () => ({ username: 'alice', password: `secret-${++calls}` }),
    });
    for (let i = 0; i < 2; i++) await connected(broker.port, { sasl });
    expect(seen).toEqual(['\0alice\0secret-1', '\0alice\0secret-2']);
  });

  it('bounds a credentials function by the limit of the connection, and tells it (trap 34)', async () => {
    const clock = new VirtualClock();
    const broker = await scripted(() => 'ok');
    let told: AbortSignal | undefined;
    const sasl = settings({
      mechanism: 'PLAIN',
      credentials: ({ signal }) => {
        told = signal;
        return new Promise(() => {});
      },
    });
    const opening = openConnection(connectionOptions(broker.port, { sasl, clock, connectTimeoutMs: 700 }));
    const failed = expect(opening).rejects.toMatchObject({
      code: 'CONNECTION',
      message: expect.stringContaining('within 700 ms'),
    });
    await eventually('the call', () => told !== undefined);
    await clock.advance(700);
    await failed;
    expect(told?.aborted).toBe(true);
    await eventually('no connection', () => broker.open === 0);
    expect(clock.timers).toBe(0);
  });

  it('bounds a broker that is silent in the middle by the limit of the connection (trap 34)', async () => {
    const clock = new VirtualClock();
    const broker = await scripted(() => silence);
    const opening = openConnection(connectionOptions(broker.port, { sasl: plainSasl, clock, connectTimeoutMs: 700 }));
    const failed = expect(opening).rejects.toMatchObject({
      code: 'CONNECTION',
      message: expect.stringContaining('within 700 ms'),
    });
    await eventually('the request', () => broker.of(saslAuthenticateApi).length === 1);
    await clock.advance(700);
    await failed;
    await eventually('no connection', () => broker.open === 0);
    expect(clock.timers).toBe(0);
  });

  it('tells what a credentials function failed with, but passes nothing on that its error carries', async () => {
    const broker = await scripted(() => 'ok');
    const sasl = settings({
      mechanism: 'PLAIN',
      credentials: () => {
        throw Object.assign(new Error('the vault is sealed'), { config: { headers: { authorization: PASSWORD } } });
      },
    });
    const error = await openConnection(connectionOptions(broker.port, { sasl })).catch((thrown) => thrown);
    expect(error).toMatchObject({
      code: 'CONNECTION',
      retriable: true,
      message: expect.stringMatching(/127\.0\.0\.1.*sasl\.credentials failed: the vault is sealed/),
    });
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(PASSWORD);
  });

  it('does not repeat what a credentials function throws that is no error', async () => {
    const broker = await scripted(() => 'ok');
    const sasl = settings({ mechanism: 'PLAIN', credentials: () => Promise.reject(PASSWORD) });
    const error = await openConnection(connectionOptions(broker.port, { sasl })).catch((thrown) => thrown);
    expect(error.code).toBe('CONNECTION');
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(PASSWORD);
  });

  it.each([
    ['no object', 'alice', /sasl\.credentials/],
    ['no password', { username: 'alice' }, /sasl\.credentials\.password/],
  ])('a credentials function that gives %s is a CONFIG error', async (_, given, message) => {
    const broker = await scripted(() => 'ok');
    const sasl = settings({ mechanism: 'PLAIN', credentials: () => given as never });
    await expect(openConnection(connectionOptions(broker.port, { sasl }))).rejects.toMatchObject({
      code: 'CONFIG',
      retriable: false,
      message: expect.stringMatching(message),
    });
  });

  describe('of a mechanism of the application', () => {
    it('runs it with the address, and names who authenticates in errors', async () => {
      const broker = await scripted((bytes) => (bytes.toString() === 'open' ? 'who?' : 'refuse:nobody of that name'));
      const sasl = settings({
        name: 'KNOCK',
        async authenticate(session) {
          session.identify(`guest of ${session.host}:${session.port}`);
          const question = await session.exchange(Buffer.from('open'));
          await session.exchange(Buffer.from(`answer to ${question}`));
        },
      });
      await expect(openConnection(connectionOptions(broker.port, { sasl }))).rejects.toMatchObject({
        code: 'AUTHENTICATION',
        message: `KNOCK authentication of "guest of ${broker.address}" at ${broker.address} failed: nobody of that name`,
      });
      expect(broker.of(saslHandshakeApi)[0]?.request).toEqual({ mechanism: 'KNOCK' });
    });

    it('ends a conversation that has no end', async () => {
      const broker = await scripted(() => 'more');
      const sasl = settings({
        name: 'TALK',
        async authenticate(session) {
          for (;;) await session.exchange(Buffer.from('more'));
        },
      });
      await expect(openConnection(connectionOptions(broker.port, { sasl }))).rejects.toMatchObject({
        code: 'AUTHENTICATION',
        message: expect.stringContaining('does not end'),
      });
      expect(broker.of(saslAuthenticateApi).length).toBeLessThan(20);
    });

    it('refuses one that says nothing at all', async () => {
      const broker = await scripted(() => 'ok');
      const sasl = settings({ name: 'MUTE', authenticate: async () => {} });
      await expect(openConnection(connectionOptions(broker.port, { sasl }))).rejects.toMatchObject({
        code: 'AUTHENTICATION',
        message: expect.stringContaining('sent nothing'),
      });
    });
  });

  describe('by OAUTHBEARER', () => {
    const DOCUMENT = '{"status":"invalid_token","openid-configuration":"https://id.test/"}';

    it('sends the token with its extensions', async () => {
      const seen: string[] = [];
      const broker = await scripted((bytes) => {
        seen.push(bytes.toString());
        return '';
      });
      const sasl = settings({
        mechanism: 'OAUTHBEARER',
        token: () => ({ value: 'abc.def', extensions: { identityPoolId: 'pool' } }),
        extensions: { logicalCluster: 'lkc-1' },
      });
      await connected(broker.port, { sasl });
      expect(seen).toEqual(['n,,\x01auth=Bearer abc.def\x01logicalCluster=lkc-1\x01identityPoolId=pool\x01\x01']);
    });

    it.each([
      ['ends with an error, as Kafka does', () => `refuse:${DOCUMENT}`],
      ['hangs up', () => hangUp],
      ['ends without one', () => ''],
    ])('shows the document of a broker that refuses and %s, and says goodbye first', async (_, end) => {
      const seen: string[] = [];
      const broker = await scripted((bytes) => {
        seen.push(bytes.toString());
        return seen.length === 1 ? DOCUMENT : end();
      });
      const sasl = settings({ mechanism: 'OAUTHBEARER', token: 'SECRETTOKEN' });
      const error = await openConnection(connectionOptions(broker.port, { sasl })).catch((thrown) => thrown);
      expect(error).toMatchObject({
        code: 'AUTHENTICATION',
        message: expect.stringMatching(/OAUTHBEARER authentication at .*"status":"invalid_token"/),
      });
      expect(seen[1]).toBe('\x01');
      expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('SECRETTOKEN');
    });

    it('asks for a new token after the broker has refused one', async () => {
      let calls = 0;
      const broker = await scripted((bytes) => (bytes.toString().includes('token-1') ? 'refuse:revoked' : ''));
      const sasl = settings({
        mechanism: 'OAUTHBEARER',
        token: () => ({ value: `token-${++calls}`, expiresAtMs: Date.now() + 3_600_000 }),
      });
      await expect(openConnection(connectionOptions(broker.port, { sasl }))).rejects.toMatchObject({
        code: 'AUTHENTICATION',
      });
      await connected(broker.port, { sasl });
      await connected(broker.port, { sasl });
      expect(calls).toBe(2);
    });

    it.each([
      ['no token', {}, /token or clientCredentials/],
      ['an empty token', { token: '' }, /sasl\.token/],
      ['a token with a line break', { token: 'SECRET\nTOKEN' }, /sasl\.token/],
      ['an extension called auth', { token: 't', extensions: { auth: 'x' } }, /'auth'/],
      ['an extension with a separator', { token: 't', extensions: { a: 'x\x01y' } }, /sasl\.extensions\.a/],
      ['both kinds of tokens', { token: 't', clientCredentials: {} }, /exclude each other/],
    ])('refuses %s', (_, options, message) => {
      const error = thrownBy(() => saslSettings('sasl', { mechanism: 'OAUTHBEARER', ...options } as SaslOptions));
      expect(error).toMatchObject({ code: 'CONFIG', message: expect.stringMatching(message) });
      expect(inspect(error)).not.toContain('SECRET');
    });
  });
});

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
