import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, unlink } from 'node:fs/promises';
import { connect, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  connect as connectTls,
  createServer,
  type PeerCertificate,
  type Server,
  type TlsOptions as ServerOptions,
  type TLSSocket,
} from 'node:tls';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ConnectionOptions, openConnection } from '../../../src/network/open-connection.ts';
import { serverName, type TlsOptions, tlsSettings } from '../../../src/network/tls.ts';
import { connectionOptions } from '../../support/connection-options.ts';
import { eventually } from '../../support/eventually.ts';
import { makeCertificates, makeOddCertificates, type OddCertificates } from '../../support/real-kafka/certificates.ts';
import { ScriptedBroker } from '../../support/scripted-broker.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const pem = (name: string): string => readFileSync(new URL(`../../support/tls/${name}.pem`, import.meta.url), 'utf8');
const ca = pem('ca');
const client = { cert: pem('client.cert'), key: pem('client.key') };

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

/** A TLS port in front of a scripted broker. */
async function tlsPort(options: ServerOptions = {}): Promise<{ port: number; names: (string | false | null)[] }> {
  const broker = await ScriptedBroker.start();
  const names: (string | false | null)[] = [];
  const server: Server = createServer({ cert: pem('server.cert'), key: pem('server.key'), ...options }, (socket) => {
    names.push((socket as TLSSocket).servername);
    const behind = connect(broker.port, '127.0.0.1');
    for (const one of [socket, behind]) one.on('error', () => {});
    socket.pipe(behind).pipe(socket);
    socket.on('close', () => behind.destroy());
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(broker, server);
  return { port: (server.address() as { port: number }).port, names };
}

async function connected(port: number, options: TlsOptions | true, changes: Partial<ConnectionOptions> = {}) {
  const tls = tlsSettings('tls', options);
  const connection = await openConnection(connectionOptions(port, { tls, ...changes }));
  open.push(connection);
  return connection;
}

describe('TLS', () => {
  it('checks the host that was asked for, wherever a resolver leads', async () => {
    const { port, names } = await tlsPort();
    const resolve = (): string[] => [`127.0.0.1:${port}`];
    const connection = await connected(9, { ca }, { host: 'broker.test', resolve });
    expect([connection.address, names]).toEqual(['broker.test:9', ['broker.test']]);
    await expect(connected(9, { ca }, { host: 'other.test', resolve })).rejects.toMatchObject({
      code: 'AUTHENTICATION',
      message: expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID'),
    });
  });

  it('trusts the authority it is given, as text, bytes or a list', async () => {
    const { port } = await tlsPort();
    for (const one of [ca, Buffer.from(ca), [ca]]) await expect(connected(port, { ca: one })).resolves.toBeDefined();
  });

  it('verifies by default: an unknown authority is an error that says what to check', async () => {
    const { port } = await tlsPort();
    await expect(connected(port, true)).rejects.toMatchObject({
      code: 'AUTHENTICATION',
      retriable: false,
      message: expect.stringMatching(new RegExp(`127.0.0.1:${port}.*tls\\.ca`)),
    });
  });

  it('verifies the name: another host’s certificate is refused', async () => {
    const { port } = await tlsPort();
    await expect(connected(port, { ca, servername: 'other.test' })).rejects.toMatchObject({
      code: 'AUTHENTICATION',
      message: expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID'),
    });
  });

  it('accepts any certificate only where told to', async () => {
    const { port } = await tlsPort();
    await expect(connected(port, { rejectUnauthorized: false })).resolves.toBeDefined();
  });

  it('names the server by SNI without a last dot, but not when the host is an address (RFC 6066) (trap 38)', async () => {
    const { port, names } = await tlsPort();
    await connected(port, { ca }, { host: '127.0.0.1' });
    await connected(port, { ca }, { host: 'localhost', dial: async () => connect(port, '127.0.0.1') });
    await connected(port, { ca }, { host: 'broker.test.', dial: async () => connect(port, '127.0.0.1') });
    expect(names).toEqual([false, 'localhost', 'broker.test']);
    expect(serverName('::1', tlsSettings('tls', true)!)).toBeUndefined();
  });

  it('shows its certificate where the broker asks for one', async () => {
    const { port } = await tlsPort({ ca, requestCert: true, rejectUnauthorized: true });
    await expect(connected(port, { ca, ...client })).resolves.toBeDefined();
  });

  it('says so when the broker wants a certificate and there is none', async () => {
    const { port } = await tlsPort({ ca, requestCert: true, rejectUnauthorized: true });
    await expect(connected(port, { ca })).rejects.toMatchObject({
      code: 'AUTHENTICATION',
      message: expect.stringContaining('tls.cert'),
    });
  });

  it('says so when a plain-text port is dialed with TLS', async () => {
    const broker = await ScriptedBroker.start();
    open.push(broker);
    await expect(connected(broker.port, { ca })).rejects.toMatchObject({
      code: 'CONNECTION',
      message: expect.stringMatching(new RegExp(`127.0.0.1:${broker.port}.*plain-text port`)),
    });
  });

  it('gives up on a handshake that gets no answer, within the limit of the connection (trap 34)', async () => {
    const clock = new VirtualClock();
    let isOpen = false;
    const silent = createTcpServer((socket) => {
      isOpen = true;
      socket.on('error', () => {});
      socket.on('close', () => {
        isOpen = false;
      });
      socket.resume();
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    open.push(silent);
    const { port } = silent.address() as { port: number };
    const opening = connected(port, { ca }, { clock, connectTimeoutMs: 700 });
    const failed = expect(opening).rejects.toMatchObject({
      code: 'CONNECTION',
      message: expect.stringContaining('within 700 ms'),
    });
    await eventually('the handshake', () => isOpen);
    await clock.advance(700);
    await failed;
    await eventually('no connection', () => !isOpen);
    expect(clock.timers).toBe(0);
  });

  it('runs over a stream of the dial hook, so that a hook is no way around encryption', async () => {
    const { port, names } = await tlsPort();
    await connected(1, { ca }, { host: 'localhost', dial: async () => connect(port, '127.0.0.1') });
    expect(names).toEqual(['localhost']);
  });
});

describe('TLS with certificates that are of no use', () => {
  let folder: string;
  let made: { caFile: string; clientCertFile: string; clientKeyFile: string };
  let odd: OddCertificates;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kafka-wire-tls-'));
    made = await makeCertificates(folder);
    odd = await makeOddCertificates(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const server = async () => ({
    ca: await readFile(made.caFile),
    cert: await readFile(join(folder, 'server.pem')),
    key: await readFile(join(folder, 'server.key')),
  });

  it('says that the broker’s certificate has expired', async () => {
    const { port } = await tlsPort({
      cert: await readFile(odd.expiredServer.cert),
      key: await readFile(odd.expiredServer.key),
    });
    await expect(connected(port, { ca: { path: made.caFile } })).rejects.toMatchObject({
      code: 'AUTHENTICATION',
      retriable: false,
      message: expect.stringMatching(/CERT_HAS_EXPIRED.*the broker's certificate.*has expired/),
    });
  });

  it('says that this client’s certificate has expired, and when', async () => {
    const { port } = await tlsPort({ ...(await server()), requestCert: true, rejectUnauthorized: true });
    const { cert, key } = odd.expiredClient;
    const options = { ca: { path: made.caFile }, cert: { path: cert }, key: { path: key } };
    await expect(connected(port, options)).rejects.toMatchObject({
      code: 'AUTHENTICATION',
      retriable: false,
      message: expect.stringMatching(/this client's certificate \(CN=late-client\) has expired at 20\d\d-/),
    });
  });

  it('says that the broker does not trust this client’s certificate', async () => {
    const { port } = await tlsPort({ ...(await server()), requestCert: true, rejectUnauthorized: true });
    const { cert, key } = odd.strangeClient;
    const options = { ca: { path: made.caFile }, cert: { path: cert }, key: { path: key } };
    // Node hangs up on it without an alert; a broker's alert is read by the integration tests.
    await expect(connected(port, options)).rejects.toMatchObject({
      message: expect.stringMatching(/refuse.* this client's certificate \(CN=strange-client\)/),
    });
  });

  it('reads files for every connection, so that a replaced certificate is used (rotation)', async () => {
    const { port } = await tlsPort({ ...(await server()), requestCert: true, rejectUnauthorized: true });
    const [cert, key] = [join(folder, 'rotating.pem'), join(folder, 'rotating.key')];
    const put = async (files: { cert: string; key: string }) => {
      await copyFile(files.cert, cert);
      await copyFile(files.key, key);
    };
    await put(odd.expiredClient);
    const tls = tlsSettings('tls', { ca: [{ path: made.caFile }], cert: { path: cert }, key: { path: key } });
    const open1 = () => openConnection(connectionOptions(port, { tls }));
    await expect(open1()).rejects.toMatchObject({ code: 'AUTHENTICATION' });
    await put({ cert: made.clientCertFile, key: made.clientKeyFile });
    open.push(await open1());
    // In the middle of a replacement the two do not fit together: that passes.
    await copyFile(odd.strangeClient.cert, cert);
    await expect(open1()).rejects.toMatchObject({ code: 'CONNECTION', retriable: true });
    await copyFile(made.clientCertFile, cert);
    open.push(await open1());
    await unlink(key);
    await expect(open1()).rejects.toMatchObject({ code: 'CONNECTION', retriable: true });
  });

  it('says which file cannot be read, and dials nobody', async () => {
    const { port, names } = await tlsPort();
    const missing = join(folder, 'missing.pem');
    await expect(connected(port, { ca: { path: missing } })).rejects.toMatchObject({
      code: 'CONFIG',
      retriable: false,
      message: expect.stringMatching(new RegExp(`option tls\\.ca: its file cannot be read: ENOENT.*${missing}`)),
    });
    await expect(connected(port, { ca: { path: made.clientKeyFile } })).rejects.toMatchObject({
      code: 'CONFIG',
      message: expect.stringContaining('tls.ca holds no certificate'),
    });
    expect(names).toEqual([]);
  });

  it('decrypts a key with its passphrase, and shows neither', async () => {
    const { port } = await tlsPort({ ...(await server()), requestCert: true, rejectUnauthorized: true });
    const encrypted = createPrivateKey(await readFile(made.clientKeyFile)).export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: 'PASSPHRASE',
    });
    const cert = { path: made.clientCertFile };
    await connected(port, { ca: { path: made.caFile }, cert, key: String(encrypted), passphrase: 'PASSPHRASE' });
    const wrong = connected(port, { ca: { path: made.caFile }, cert, key: String(encrypted), passphrase: 'WRONG' });
    const error = await wrong.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'CONFIG',
      message: expect.stringContaining('tls: ca, cert, key or passphrase'),
    });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/PASSPHRASE|WRONG|BEGIN/);
  });
});

describe('TLS that nobody can talk us out of', () => {
  it('verifies although an environment variable of Node says not to', async () => {
    const { port } = await tlsPort();
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    try {
      await expect(connected(port, true)).rejects.toMatchObject({ code: 'AUTHENTICATION' });
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('speaks no plain text to a port that has no TLS: nothing but a handshake is sent', async () => {
    const first: Buffer[] = [];
    const plain = createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', (chunk) => {
        first.push(chunk);
        socket.end();
      });
    });
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    open.push(plain);
    await expect(connected((plain.address() as { port: number }).port, { ca })).rejects.toMatchObject({
      code: 'CONNECTION',
    });
    expect(first).toHaveLength(1);
    // A TLS record of type handshake.
    expect(first[0]?.[0]).toBe(0x16);
  });

  it('takes no stream of the dial hook whose peer was not verified, unless told to', async () => {
    const { port } = await tlsPort();
    const dial = async () => connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false });
    await expect(connected(port, { ca }, { dial })).rejects.toMatchObject({
      code: 'AUTHENTICATION',
      message: expect.stringContaining('not verified'),
    });
    await expect(connected(port, { ca, rejectUnauthorized: false }, { dial })).resolves.toBeDefined();
    const verified = async () => connectTls({ port, host: '127.0.0.1', ca });
    await expect(connected(port, { ca }, { dial: verified })).resolves.toBeDefined();
  });

  it('asks a check of the application whom a certificate belongs to', async () => {
    const { port } = await tlsPort();
    const asked: string[] = [];
    const checkServerIdentity = (host: string, { subject }: PeerCertificate) => {
      asked.push(`${host} ${subject.CN}`);
      return asked.length > 1 ? new Error('not one of ours') : undefined;
    };
    await connected(port, { ca, servername: 'other.test', checkServerIdentity });
    await expect(connected(port, { ca, servername: 'other.test', checkServerIdentity })).rejects.toMatchObject({
      message: expect.stringContaining('not one of ours'),
    });
    expect(asked).toEqual(Array(2).fill('other.test kafka-wire test server'));
  });

  it('accepts no protocol version older than the one asked for', async () => {
    const { port } = await tlsPort({ maxVersion: 'TLSv1.2' });
    await connected(port, { ca, minVersion: 'TLSv1.2' });
    await expect(connected(port, { ca, minVersion: 'TLSv1.3' })).rejects.toMatchObject({
      code: 'AUTHENTICATION',
      message: expect.stringContaining('tls.minVersion'),
    });
  });
});

describe('tlsSettings', () => {
  it('is plain text for undefined and false', () => {
    expect(tlsSettings('tls', undefined)).toBeUndefined();
    expect(tlsSettings('tls', false)).toBeUndefined();
  });

  it.each<[string, unknown, RegExp]>([
    ['a ca that is no PEM', { ca: 'nonsense' }, /tls/],
    ['a key that is no PEM', { cert: client.cert, key: 'SECRETKEY' }, /tls/],
    ['a certificate without key', { cert: client.cert }, /tls\.key/],
    ['a key without certificate', { key: client.key }, /tls\.cert/],
    ['text', 'yes', /tls.*true, false/],
    ['null', null, /tls/],
    ['a ca that is neither', { ca: 7 }, /tls\.ca/],
    ['no ca at all', { ca: [] }, /tls\.ca/],
    ['a path that is none', { ca: { path: '' } }, /tls\.ca/],
    ['a passphrase that is no text', { passphrase: 7 }, /tls\.passphrase/],
    ['a check that is no function', { checkServerIdentity: true }, /tls\.checkServerIdentity/],
  ])('refuses %s with a CONFIG error that does not show it', (_, options, message) => {
    let thrown: unknown;
    try {
      tlsSettings('tls', options as TlsOptions);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'CONFIG', message: expect.stringMatching(message) });
    expect(inspect(thrown, { depth: 9 })).not.toMatch(/SECRETKEY|nonsense|BEGIN/);
  });

  it('does not show keys when inspected', () => {
    const settings = tlsSettings('tls', { ca, ...client });
    expect(inspect(settings, { depth: 9, showHidden: true })).not.toMatch(/PRIVATE KEY|BEGIN/);
  });
});
