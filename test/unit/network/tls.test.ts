import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { createServer, type Server, type TlsOptions as ServerOptions, type TLSSocket } from 'node:tls';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { type ConnectionOptions, openConnection } from '../../../src/network/open-connection.ts';
import { serverName, type TlsOptions, tlsSettings } from '../../../src/network/tls.ts';
import { connectionOptions } from '../../support/connection-options.ts';
import { ScriptedBroker } from '../../support/scripted-broker.ts';

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

  it('names the server by SNI, but not when the host is an address (RFC 6066)', async () => {
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

  it('runs over a stream of the dial hook, so that a hook is no way around encryption', async () => {
    const { port, names } = await tlsPort();
    await connected(1, { ca }, { host: 'localhost', dial: async () => connect(port, '127.0.0.1') });
    expect(names).toEqual(['localhost']);
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
