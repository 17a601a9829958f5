import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { deferred } from '../../../src/base/deferred.ts';
import { CLIENT_SOFTWARE_NAME, CLIENT_SOFTWARE_VERSION } from '../../../src/network/client-software.ts';
import { type ConnectionOptions, formatAddress, openConnection } from '../../../src/network/open-connection.ts';
import { saslSettings } from '../../../src/network/sasl/settings.ts';
import { apiVersionsApi, createApiVersionsResponse } from '../../../src/protocol/generated/api-versions.ts';
import {
  createHeartbeatRequest,
  createHeartbeatResponse,
  type HeartbeatResponse,
  heartbeatApi,
} from '../../../src/protocol/generated/heartbeat.ts';
import {
  createSaslAuthenticateResponse,
  saslAuthenticateApi,
} from '../../../src/protocol/generated/sasl-authenticate.ts';
import { createSaslHandshakeResponse, saslHandshakeApi } from '../../../src/protocol/generated/sasl-handshake.ts';
import { apis } from '../../support/all-apis.ts';
import { connectionOptions } from '../../support/connection-options.ts';
import { eventually } from '../../support/eventually.ts';
import { hangUp, inVersion, ScriptedBroker, silence } from '../../support/scripted-broker.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function scripted(): Promise<ScriptedBroker> {
  const broker = await ScriptedBroker.start();
  open.push(broker);
  return broker;
}

async function connected(port: number, changes: Partial<ConnectionOptions> = {}) {
  const connection = await openConnection(connectionOptions(port, changes));
  open.push(connection);
  return connection;
}

/** A server that is no Kafka broker. */
async function server(onConnection: (socket: Socket) => void): Promise<number> {
  const one: Server = createServer((socket) => {
    socket.on('error', () => {});
    onConnection(socket);
  });
  await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));
  open.push(one);
  return (one.address() as AddressInfo).port;
}

const allVersions = apis.map(({ key, minVersion, maxVersion }) => ({ apiKey: key, minVersion, maxVersion }));

describe('openConnection', () => {
  it('negotiates versions before anything else', async () => {
    const broker = await scripted();
    const connection = await connected(broker.port);
    expect(connection.address).toBe(broker.address);
    expect(connection.versions.pick(heartbeatApi)).toBe(4);
    expect(broker.received.map(({ api }) => api)).toEqual(['ApiVersions']);
    expect(broker.received[0]?.request).toMatchObject({ clientSoftwareName: CLIENT_SOFTWARE_NAME });
  });

  it('names itself as package.json does', () => {
    const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
    expect([CLIENT_SOFTWARE_NAME, CLIENT_SOFTWARE_VERSION]).toEqual([manifest.name, manifest.version]);
  });

  it('understands the version 0 answer of a broker that does not know the version asked (KIP-511)', async () => {
    const broker = await scripted();
    broker.script(apiVersionsApi, (_, { version }) => {
      if (version <= 2) return createApiVersionsResponse({ apiKeys: allVersions });
      const apiKeys = [{ apiKey: apiVersionsApi.key, minVersion: 0, maxVersion: 2 }];
      return inVersion(createApiVersionsResponse({ errorCode: 35, apiKeys }), 0);
    });
    const connection = await connected(broker.port);
    expect(broker.of(apiVersionsApi).map(({ version }) => version)).toEqual([5, 2]);
    expect(connection.versions.pick(heartbeatApi)).toBe(4);
  });

  it('asks in version 0 on a new connection where the broker hangs up on newer ones', async () => {
    const broker = await scripted();
    broker.script(apiVersionsApi, (_, { version }) =>
      version > 0 ? hangUp : createApiVersionsResponse({ apiKeys: allVersions }),
    );
    await connected(broker.port);
    expect(broker.of(apiVersionsApi).map(({ version }) => version)).toEqual([5, 0]);
  });

  it('says who refuses the connection, and what to try', async () => {
    const broker = await scripted();
    const { address, port } = broker;
    open.pop();
    await broker.close();
    await expect(openConnection(connectionOptions(port))).rejects.toMatchObject({
      code: 'CONNECTION',
      retriable: true,
      message: expect.stringMatching(new RegExp(`${address}.*nothing listens there`)),
    });
  });

  it('says that an HTTP port is no Kafka port', async () => {
    const http = createHttpServer();
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    open.push(http);
    const { port } = http.address() as AddressInfo;
    await expect(openConnection(connectionOptions(port))).rejects.toMatchObject({
      code: 'PROTOCOL',
      retriable: false,
      message: expect.stringContaining('HTTP'),
    });
  });

  it('says that a port answering with a TLS alert wants the tls option', async () => {
    const port = await server((socket) => socket.write(Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28])));
    await expect(openConnection(connectionOptions(port))).rejects.toMatchObject({
      code: 'PROTOCOL',
      message: expect.stringContaining('set the tls option'),
    });
  });

  it('says what a port that hangs up at once may be', async () => {
    const port = await server((socket) => socket.on('data', () => socket.destroy()));
    await expect(openConnection(connectionOptions(port))).rejects.toMatchObject({
      code: 'CONNECTION',
      retriable: true,
      message: expect.stringMatching(/without an answer.*TLS/),
    });
  });

  it('survives a peer that speaks first', async () => {
    const port = await server((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'));
    await expect(openConnection(connectionOptions(port))).rejects.toMatchObject({ code: 'PROTOCOL' });
  });

  it('gives up on a peer that accepts and says nothing, within connectTimeoutMs, and leaves nothing open', async () => {
    const clock = new VirtualClock();
    const broker = await scripted();
    broker.script(apiVersionsApi, () => silence);
    const opening = openConnection(connectionOptions(broker.port, { clock, connectTimeoutMs: 700 }));
    const failed = expect(opening).rejects.toMatchObject({
      code: 'CONNECTION',
      message: expect.stringMatching(/within 700 ms; check the address/),
    });
    await eventually('the request', () => broker.received.length === 1);
    await clock.advance(700);
    await failed;
    expect(clock.timers).toBe(0);
    await eventually('no connection', () => broker.open === 0);
  });

  it('is given up by its signal, and leaves nothing open', async () => {
    const broker = await scripted();
    broker.script(apiVersionsApi, () => silence);
    const controller = new AbortController();
    const opening = openConnection(connectionOptions(broker.port), { signal: controller.signal });
    await eventually('the request', () => broker.received.length === 1);
    controller.abort();
    await expect(opening).rejects.toMatchObject({ code: 'ABORTED' });
    await eventually('no connection', () => broker.open === 0);
  });

  it('opens nothing for a signal that has fired', async () => {
    const broker = await scripted();
    const opening = openConnection(connectionOptions(broker.port), { signal: AbortSignal.abort() });
    await expect(opening).rejects.toMatchObject({ code: 'ABORTED' });
    expect(broker.received).toEqual([]);
  });

  it('writes IPv6 addresses in brackets', () => {
    expect(formatAddress('::1', 9092)).toBe('[::1]:9092');
    expect(formatAddress('host', 9092)).toBe('host:9092');
  });
});

describe('the dial hook', () => {
  it('is used instead of TCP', async () => {
    const broker = await scripted();
    const dialed: string[] = [];
    const connection = await connected(1, {
      host: 'nowhere.test',
      dial: async (host, port) => {
        dialed.push(`${host}:${port}`);
        return connect(broker.port, '127.0.0.1');
      },
    });
    expect(dialed).toEqual(['nowhere.test:1']);
    expect(connection.address).toBe('nowhere.test:1');
  });

  it('does not hold up the caller when it ignores the signal, and its late stream is destroyed', async () => {
    const clock = new VirtualClock();
    const late = deferred<Duplex>();
    const dial = () => late.promise;
    const opening = openConnection(connectionOptions(1, { clock, dial, connectTimeoutMs: 100 }));
    const failed = expect(opening).rejects.toMatchObject({ code: 'CONNECTION' });
    await clock.advance(100);
    await failed;
    const stream = new Duplex({ read() {}, write: (_c, _e, done) => done() });
    late.resolve(stream);
    await eventually('the stream destroyed', () => stream.destroyed);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('no route');
      },
      'no route',
    ],
    ['rejects', () => Promise.reject(new Error('proxy says no')), 'proxy says no'],
    ['returns no stream', () => Promise.resolve(undefined as never), 'no stream'],
    ['returns a closed stream', () => Promise.resolve(new Duplex().destroy()), 'closed stream'],
  ])('that %s is an error with the address', async (_, dial, why) => {
    await expect(openConnection(connectionOptions(1, { dial }))).rejects.toMatchObject({
      code: 'CONNECTION',
      message: expect.stringMatching(new RegExp(`127.0.0.1:1: .*${why}`)),
    });
  });
});

const PASSWORD = 's3cret=,pass';

/** The server's side of SCRAM-SHA-256. */
function scramServer(password: string, cheat: { signature?: boolean } = {}) {
  const salt = Buffer.from('0123456789abcdef');
  let first = '';
  let serverFirst = '';
  return (message: Buffer): string => {
    const text = message.toString();
    if (text.startsWith('n,,')) {
      first = text.slice(3);
      serverFirst = `r=${/r=(.*)$/.exec(first)?.[1]}server,s=${salt.toString('base64')},i=4096`;
      return serverFirst;
    }
    const withoutProof = text.slice(0, text.indexOf(',p='));
    const hmac = (key: Buffer, what: string) => createHmac('sha256', key).update(what).digest();
    const salted = pbkdf2Sync(password, salt, 4096, 32, 'sha256');
    const signed = `${first},${serverFirst},${withoutProof}`;
    const clientKey = hmac(salted, 'Client Key');
    const proof = hmac(createHash('sha256').update(clientKey).digest(), signed).map((byte, i) => byte ^ clientKey[i]!);
    if (text.slice(text.indexOf(',p=') + 3) !== Buffer.from(proof).toString('base64')) return 'e=invalid-proof';
    return `v=${(cheat.signature ? Buffer.alloc(32) : hmac(hmac(salted, 'Server Key'), signed)).toString('base64')}`;
  };
}

describe('SASL', () => {
  const plainSasl = saslSettings('sasl', { mechanism: 'PLAIN', username: 'alice', password: PASSWORD });
  const scramSasl = saslSettings('sasl', { mechanism: 'SCRAM-SHA-256', username: 'alice', password: PASSWORD });

  async function saslBroker(answer: (bytes: Buffer) => string, lifetimeMs = 0): Promise<ScriptedBroker> {
    const broker = await scripted();
    broker.script(saslHandshakeApi, () => createSaslHandshakeResponse({ mechanisms: ['PLAIN'] }));
    broker.script(saslAuthenticateApi, ({ authBytes }) => {
      const text = answer(authBytes);
      const errorCode = text.startsWith('refuse:') ? 58 : 0;
      const errorMessage = errorCode === 0 ? null : text.slice(7);
      return createSaslAuthenticateResponse({
        errorCode,
        errorMessage,
        authBytes: Buffer.from(text),
        sessionLifetimeMs: lifetimeMs,
      });
    });
    broker.script(heartbeatApi, () => createHeartbeatResponse());
    return broker;
  }

  it('PLAIN sends name and password, and ignores extra bytes of the answer', async () => {
    const seen: string[] = [];
    const broker = await saslBroker((bytes) => {
      seen.push(bytes.toString());
      return 'welcome';
    });
    await connected(broker.port, { sasl: plainSasl });
    expect(seen).toEqual([`\0alice\0${PASSWORD}`]);
    expect(broker.received.map(({ api }) => api)).toEqual(['ApiVersions', 'SaslHandshake', 'SaslAuthenticate']);
  });

  it('SCRAM proves the password and checks the broker', async () => {
    const broker = await saslBroker(scramServer(PASSWORD));
    await expect(connected(broker.port, { sasl: scramSasl })).resolves.toBeDefined();
  });

  it('SCRAM refuses a broker that does not know the password', async () => {
    const broker = await saslBroker(scramServer(PASSWORD, { signature: true }));
    await expect(connected(broker.port, { sasl: scramSasl })).rejects.toMatchObject({ code: 'AUTHENTICATION' });
    await eventually('no connection', () => broker.open === 0);
  });

  it('a refusal is an AUTHENTICATION error with address, user and reason, and without the password', async () => {
    const broker = await saslBroker(() => 'refuse:invalid credentials');
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
    const broker = await scripted();
    broker.script(saslHandshakeApi, () =>
      createSaslHandshakeResponse({ errorCode: 33, mechanisms: ['GSSAPI', 'PLAIN'] }),
    );
    await expect(connected(broker.port, { sasl: scramSasl })).rejects.toMatchObject({
      code: 'AUTHENTICATION',
      message: expect.stringContaining('GSSAPI, PLAIN'),
    });
  });

  it('says so when the port does not authenticate', async () => {
    const broker = await scripted();
    broker.script(saslHandshakeApi, () => createSaslHandshakeResponse({ errorCode: 34 }));
    await expect(connected(broker.port, { sasl: scramSasl })).rejects.toMatchObject({
      message: expect.stringContaining('does not authenticate'),
    });
  });

  it('takes a connection closed in the middle as a hint at wrong credentials, but may try again', async () => {
    const broker = await saslBroker(() => '');
    broker.script(saslAuthenticateApi, () => hangUp);
    await expect(connected(broker.port, { sasl: plainSasl })).rejects.toMatchObject({
      code: 'CONNECTION',
      retriable: true,
      message: expect.stringContaining('check user name and password'),
    });
  });

  it('closes as planned before the session ends, so that nothing is sent on an expired one (KIP-368)', async () => {
    const clock = new VirtualClock();
    const broker = await saslBroker(() => 'ok', 10_000);
    const connection = await connected(broker.port, { sasl: plainSasl, clock });
    await clock.advance(8_400);
    expect(connection.state).toBe('open');
    await connection.send(heartbeatApi, 4, createHeartbeatRequest());
    let reason = '';
    connection.onClose((error) => {
      reason = error.code;
    });
    await clock.advance(1_200);
    expect(connection.state).toBe('closed');
    expect(reason).toBe('CLOSED');
    expect(clock.timers).toBe(0);
  });

  it('lets a request that is under way finish when the session ends', async () => {
    const clock = new VirtualClock();
    const broker = await saslBroker(() => 'ok', 1_000);
    const answer = deferred<HeartbeatResponse>();
    broker.script(heartbeatApi, () => answer.promise);
    const connection = await connected(broker.port, { sasl: plainSasl, clock });
    const underWay = connection.send(heartbeatApi, 4, createHeartbeatRequest());
    await eventually('the request', () => broker.of(heartbeatApi).length === 1);
    await clock.advance(1_000);
    expect(connection.state).toBe('draining');
    answer.resolve(createHeartbeatResponse());
    await underWay;
    await eventually('closed', () => connection.state === 'closed');
  });

  it('shows the password in no inspection of settings, connection or options', async () => {
    const broker = await saslBroker(() => 'ok');
    const options = connectionOptions(broker.port, { sasl: plainSasl });
    const connection = await connected(broker.port, { sasl: plainSasl });
    for (const one of [plainSasl, options, connection]) {
      expect(inspect(one, { depth: 20 })).not.toContain(PASSWORD);
      expect(JSON.stringify(one)).not.toContain(PASSWORD);
    }
  });
});
