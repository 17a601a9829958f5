import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { deferred } from '../../../src/base/deferred.ts';
import { parseAddress } from '../../../src/base/options.ts';
import { ApiVersionsMemory } from '../../../src/network/api-versions-memory.ts';
import { CLIENT_SOFTWARE_NAME, CLIENT_SOFTWARE_VERSION } from '../../../src/network/client-software.ts';
import { type ConnectionOptions, formatAddress, openConnection } from '../../../src/network/open-connection.ts';
import { finalizedFeature } from '../../../src/protocol/finalized-features.ts';
import { apiVersionsApi, createApiVersionsResponse } from '../../../src/protocol/generated/api-versions.ts';
import { heartbeatApi } from '../../../src/protocol/generated/heartbeat.ts';
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

  it('keeps which features the cluster has finalized, not what the broker could do (trap 32)', async () => {
    const broker = await scripted();
    let epoch = 6;
    broker.script(apiVersionsApi, () =>
      createApiVersionsResponse({
        apiKeys: allVersions,
        supportedFeatures: [{ name: 'transaction.version', minVersion: 0, maxVersion: 2 }],
        finalizedFeaturesEpoch: ++epoch,
        finalizedFeatures: epoch === 7 ? [] : [{ name: 'transaction.version', maxVersionLevel: 2, minVersionLevel: 2 }],
      }),
    );
    const first = await connected(broker.port);
    const second = await connected(broker.port);
    expect(finalizedFeature(first.versions.features, 'transaction.version')).toBe(0);
    expect(finalizedFeature(second.versions.features, 'transaction.version')).toBe(2);
  });

  it('names itself as package.json does (KIP-511)', () => {
    const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
    expect([CLIENT_SOFTWARE_NAME, CLIENT_SOFTWARE_VERSION]).toEqual([manifest.name, manifest.version]);
  });

  it('understands the version 0 answer of a broker that does not know the version asked (KIP-511) (trap 29)', async () => {
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

  it('steps down where the broker hangs up on newer versions, not at the first hang-up (trap 29)', async () => {
    const broker = await scripted();
    broker.script(apiVersionsApi, (_, { version }) =>
      version > 3 ? hangUp : createApiVersionsResponse({ apiKeys: allVersions }),
    );
    await connected(broker.port);
    expect(broker.of(apiVersionsApi).map(({ version }) => version)).toEqual([5, 5, 3]);
    expect(broker.of(apiVersionsApi).at(-1)?.request).toMatchObject({ clientSoftwareName: CLIENT_SOFTWARE_NAME });
  });

  it('steps down to version 0 for the oldest of them (trap 29)', async () => {
    const broker = await scripted();
    broker.script(apiVersionsApi, (_, { version }) =>
      version > 0 ? hangUp : createApiVersionsResponse({ apiKeys: allVersions }),
    );
    await connected(broker.port);
    expect(broker.of(apiVersionsApi).map(({ version }) => version)).toEqual([5, 5, 3, 0]);
  });

  it('stays with the newest version after one hang-up of the network (trap 29)', async () => {
    const broker = await scripted();
    let hangUps = 1;
    broker.script(apiVersionsApi, () => (hangUps-- > 0 ? hangUp : createApiVersionsResponse({ apiKeys: allVersions })));
    await connected(broker.port);
    expect(broker.of(apiVersionsApi).map(({ version }) => version)).toEqual([5, 5]);
  });

  it('remembers for the connections of one client what a broker understood (trap 29)', async () => {
    const broker = await scripted();
    const memory = new ApiVersionsMemory();
    broker.script(apiVersionsApi, (_, { version }) =>
      version > 3 ? hangUp : createApiVersionsResponse({ apiKeys: allVersions }),
    );
    for (let i = 0; i < 3; i++) await connected(broker.port, { memory });
    expect(broker.of(apiVersionsApi).map(({ version }) => version)).toEqual([5, 5, 3, 3, 3]);
  });

  it('makes one connection for each attempt once a broker has hung up on every version, and notices when it is well', async () => {
    const broker = await scripted();
    const memory = new ApiVersionsMemory();
    broker.script(apiVersionsApi, () => hangUp);
    const attempt = () => openConnection(connectionOptions(broker.port, { memory }));
    for (let i = 0; i < 5; i++) await expect(attempt()).rejects.toMatchObject({ code: 'CONNECTION' });
    expect(broker.accepted).toBe(4 + 4);
    broker.script(apiVersionsApi, () => createApiVersionsResponse({ apiKeys: allVersions }));
    for (let i = 0; i < 2; i++) open.push(await attempt());
    expect(broker.of(apiVersionsApi).map(({ version }) => version)).toEqual([5, 5, 3, 0, 5, 5, 3, 0, 5, 5]);
  });

  it('tells the broker whom it expects, and refuses another (KIP-1242)', async () => {
    const broker = await scripted();
    broker.script(apiVersionsApi, ({ clusterId, nodeId }) =>
      clusterId === 'ours' && nodeId === 1
        ? createApiVersionsResponse({ apiKeys: allVersions })
        : createApiVersionsResponse({ errorCode: 129 }),
    );
    await connected(broker.port, { expected: { clusterId: 'ours', nodeId: 1 } });
    const misrouted = openConnection(connectionOptions(broker.port, { expected: { clusterId: 'ours', nodeId: 2 } }));
    await expect(misrouted).rejects.toMatchObject({
      code: 'REBOOTSTRAP_REQUIRED',
      message: expect.stringContaining('not broker 2 of cluster ours'),
    });
    await eventually('one connection', () => broker.open === 1);
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

  it('says that an HTTP port is no Kafka port (trap 27)', async () => {
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

  it('says that a port answering with a TLS alert wants the tls option (trap 27)', async () => {
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

  it('gives up on a peer that accepts and says nothing, within connectTimeoutMs, and leaves nothing open (trap 34)', async () => {
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

  it('dials IPv6 addresses in brackets, and writes them so (trap 38)', async () => {
    const broker = await scripted();
    const { host, port } = parseAddress('address', '[::1]:9092');
    const dialed: string[] = [];
    const dial = async (to: string, at: number) => {
      dialed.push(`${to} ${at}`);
      return connect(broker.port, '127.0.0.1');
    };
    const connection = await connected(port, { host, dial });
    expect(dialed).toEqual(['::1 9092']);
    expect(connection.address).toBe('[::1]:9092');
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
