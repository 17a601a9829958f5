// Every listener of a secure cluster: each connects, and each mistake has an error of its own.
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Client, type ClientOptions, dial, KafkaError, Reader, Writer } from '../../src/index.ts';
import { openConnection } from '../../src/network/open-connection.ts';
import {
  createCreateDelegationTokenRequest,
  createDelegationTokenApi,
} from '../../src/protocol/generated/create-delegation-token.ts';
import { createMetadataRequest, metadataApi } from '../../src/protocol/generated/metadata.ts';
import { connectionOptions } from '../support/connection-options.ts';
import { describeEachKafka, uniqueName } from '../support/describe-each-kafka.ts';
import { signedToken, unsecuredToken } from '../support/json-web-token.ts';
import { isAtLeast } from '../support/real-kafka/real-kafka.ts';
import { type SecureCluster, startSecureCluster } from '../support/real-kafka/secure-cluster.ts';
import { renewSessions, sessionLines } from '../support/renewing-sessions.ts';
import { startTokenServer, type TokenServer, tokenAnswer } from '../support/token-server.ts';

const LIMIT_MS = 10_000;
const NODES = 3;
const RENEWING_MS = 25_000;

describeEachKafka('secure listeners', ({ version }) => {
  let kafka: SecureCluster;
  let identity: TokenServer;
  let tokenKey: string;
  const topic = uniqueName('secure');
  beforeAll(async () => {
    // Brokers that the environment gives have other listeners.
    vi.stubEnv('KAFKA_WIRE_TEST_BROKERS', '');
    kafka = await startSecureCluster({ version, nodes: NODES });
    vi.unstubAllEnvs();
    const { caFile, tokenKeyFile } = kafka.secured;
    tokenKey = await readFile(tokenKeyFile, 'utf8');
    const keyFile = caFile.replace('ca.pem', 'server.key');
    const certFile = caFile.replace('ca.pem', 'server.pem');
    identity = await startTokenServer(
      ({ authorization }) => {
        const isRight = authorization === `Basic ${Buffer.from('app:app-secret').toString('base64')}`;
        if (!isRight) return { status: 401, body: '{"error":"invalid_client"}' };
        return tokenAnswer(signedToken('app', 60_000, tokenKey), { expires_in: 60 });
      },
      { key: await readFile(keyFile), cert: await readFile(certFile) },
    );
    const client = new Client({ brokers: kafka.bootstrap });
    await client.createTopics([{ topic, partitions: 1, replicationFactor: NODES }]);
    const writer = new Writer({ client, topic });
    // It takes a moment until every broker knows of it.
    await vi.waitFor(() => writer.writeMessages([{ value: 'first' }]), { timeout: 60_000 });
    await writer.close();
    await client.close();
  }, 240_000);
  afterAll(async () => {
    await identity?.close();
    await kafka?.stop();
  });

  const user = () => ({ username: kafka.secured.username, password: kafka.secured.password });
  const tls = () => ({ ca: { path: kafka.secured.caFile } });
  const mutual = () => ({
    ...tls(),
    cert: { path: kafka.secured.clientCertFile },
    key: { path: kafka.secured.clientKeyFile },
  });
  const oidc = (clientSecret = 'app-secret') =>
    ({
      mechanism: 'OAUTHBEARER',
      clientCredentials: { tokenEndpoint: identity.url, clientId: 'app', clientSecret, tls: tls() },
    }) as const;

  const ways: [string, () => ClientOptions][] = [
    ['PLAIN', () => ({ brokers: kafka.secured.saslPlaintext, sasl: { mechanism: 'PLAIN', ...user() } })],
    [
      'SCRAM-SHA-256',
      () => ({ brokers: kafka.secured.saslPlaintext, sasl: { mechanism: 'SCRAM-SHA-256', ...user() } }),
    ],
    [
      'SCRAM-SHA-512 with credentials from a function',
      () => ({
        brokers: kafka.secured.saslPlaintext,
        sasl: { mechanism: 'SCRAM-SHA-512', credentials: async () => user() },
      }),
    ],
    ['TLS, mutual', () => ({ brokers: kafka.secured.ssl, tls: mutual() })],
    ['PLAIN over TLS', () => ({ brokers: kafka.secured.saslSsl, tls: tls(), sasl: { mechanism: 'PLAIN', ...user() } })],
    [
      'SCRAM-SHA-512 over TLS',
      () => ({ brokers: kafka.secured.saslSsl, tls: tls(), sasl: { mechanism: 'SCRAM-SHA-512', ...user() } }),
    ],
    [
      'OAUTHBEARER with a token function',
      () => ({
        brokers: kafka.secured.oauth,
        sasl: { mechanism: 'OAUTHBEARER', token: async () => unsecuredToken('carol', 60_000) },
      }),
    ],
  ];
  if (isAtLeast(version, 3, 4)) {
    ways.push(['OAUTHBEARER with client credentials', () => ({ brokers: kafka.secured.oidc, sasl: oidc() })]);
  }

  it.each(ways)('%s: writes and reads', async (name, options) => {
    const client = new Client(options());
    try {
      const writer = new Writer({ client, topic });
      await writer.writeMessages([{ value: name }]);
      await writer.close();
      const reader = new Reader({ client, topic, partition: 0 });
      for await (const { value } of reader) if (String(value) === name) break;
      await reader.close();
    } finally {
      await client.close();
    }
  });

  it('asks the identity provider once for all connections', async () => {
    if (!isAtLeast(version, 3, 4)) return;
    const before = identity.requests.length;
    const client = new Client({ brokers: kafka.secured.oidc, sasl: oidc() });
    try {
      await client.connect();
      const writer = new Writer({ client, topic });
      await writer.writeMessages([{ value: 'one token' }]);
      await writer.close();
    } finally {
      await client.close();
    }
    expect(identity.requests.length).toBe(before + 1);
  });

  it('SCRAM with a delegation token (KIP-48)', async () => {
    const [address = ''] = kafka.secured.saslPlaintext;
    const alice = await dial(address, { sasl: { mechanism: 'SCRAM-SHA-256', ...user() } });
    const request = createCreateDelegationTokenRequest({ maxLifetimeMs: 60_000 });
    const { errorCode, tokenId, hmac } = await alice.send(createDelegationTokenApi, request);
    await alice.close();
    expect(errorCode).toBe(0);
    const sasl = {
      mechanism: 'SCRAM-SHA-256',
      username: tokenId,
      password: hmac.toString('base64'),
      delegationToken: true,
    } as const;
    // Brokers learn of a new token a moment after the one that made it.
    const conn = await vi.waitFor(() => dial(address, { sasl }), { timeout: 10_000, interval: 100 });
    const { brokers } = await conn.send(metadataApi, createMetadataRequest({ topics: [] }));
    expect(brokers).toHaveLength(NODES);
    await conn.close();
  });

  it('sessions of ten seconds end on all of them at once, are renewed, and no request is lost (trap 40)', {
    timeout: RENEWING_MS + 30_000,
  }, async () => {
    const all = await renewSessions(kafka, { runMs: RENEWING_MS, pipelined: 8 });
    console.log([`Kafka ${version}, ${RENEWING_MS / 1_000} s`, ...sessionLines(all)].join('\n'));
    for (const { name, lost, requests, connections, authentications } of all) {
      expect(lost, name).toEqual([]);
      // Each is renewed twice at least: the first time after six seconds at the latest.
      expect(authentications, name).toBeGreaterThanOrEqual(3 * connections);
      expect(requests, name).toBeGreaterThan(3 * 8);
    }
  });

  it('a broker that is not the one meant refuses (KIP-1242)', async () => {
    if (!isAtLeast(version, 4, 4)) return;
    const conn = await dial(kafka.bootstrap[0] ?? '');
    const { clusterId } = await conn.send(metadataApi, createMetadataRequest({ topics: [] }));
    await conn.close();
    const { port } = new URL(`tcp://${kafka.bootstrap[0]}`);
    const to = (nodeId: number) =>
      openConnection(connectionOptions(Number(port), { expected: { clusterId: clusterId ?? '', nodeId } }));
    (await to(1)).close();
    await expect(to(2)).rejects.toMatchObject({ code: 'REBOOTSTRAP_REQUIRED' });
  });

  describe('mistakes', () => {
    type Mistake = [name: string, options: () => ClientOptions, code: string, message: RegExp, maxDials: number];
    const scram = (password: string) => ({ mechanism: 'SCRAM-SHA-256', username: 'alice', password }) as const;
    // What is final is tried once per address; what may pass is tried with pauses until the limit.
    const [ONCE, SOME] = [NODES, 60];
    // Old brokers send bytes that are no TLS record instead of an alert when they refuse a client's certificate.
    const hasAlerts = isAtLeast(version, 3, 9);
    const mistakes: Mistake[] = [
      [
        'a wrong password by PLAIN',
        () => ({
          brokers: kafka.secured.saslPlaintext,
          sasl: { mechanism: 'PLAIN', username: 'alice', password: 'wrong' },
        }),
        'AUTHENTICATION',
        /PLAIN authentication of "alice" at .* failed: Authentication failed/,
        ONCE,
      ],
      [
        'a wrong password by SCRAM',
        () => ({ brokers: kafka.secured.saslPlaintext, sasl: scram('wrong') }),
        'AUTHENTICATION',
        /SCRAM-SHA-256 authentication of "alice" at .* failed: Authentication failed/,
        ONCE,
      ],
      [
        'an unknown user by SCRAM',
        () => ({
          brokers: kafka.secured.saslPlaintext,
          sasl: { mechanism: 'SCRAM-SHA-512', username: 'nobody', password: 'x' },
        }),
        'AUTHENTICATION',
        /"nobody" at .* failed: Authentication failed/,
        ONCE,
      ],
      [
        'a mechanism that is not enabled',
        () => ({ brokers: kafka.secured.oauth, sasl: scram('alice-secret') }),
        'AUTHENTICATION',
        /SCRAM-SHA-256 .*not enabled there; it accepts: OAUTHBEARER/,
        ONCE,
      ],
      [
        'a token that is none',
        () => ({ brokers: kafka.secured.oauth, sasl: { mechanism: 'OAUTHBEARER', token: 'opaque' } }),
        'AUTHENTICATION',
        /OAUTHBEARER authentication at .* failed: .*invalid/i,
        ONCE,
      ],
      [
        'a wrong authority',
        () => ({
          brokers: kafka.secured.saslSsl,
          tls: { ca: { path: kafka.odd.strangeCaFile } },
          sasl: scram('alice-secret'),
        }),
        'AUTHENTICATION',
        /no authority that is trusted has signed it: check tls\.ca/,
        ONCE,
      ],
      [
        'a certificate for another name',
        () => ({
          brokers: kafka.secured.saslSsl,
          tls: { ...tls(), servername: 'other.test' },
          sasl: scram('alice-secret'),
        }),
        'AUTHENTICATION',
        /the broker's certificate is for other names/,
        ONCE,
      ],
      [
        'a missing client certificate',
        () => ({ brokers: kafka.secured.ssl, tls: tls() }),
        hasAlerts ? 'AUTHENTICATION' : 'CONNECTION',
        hasAlerts
          ? /the broker wants a certificate of this client: set tls\.cert and tls\.key/
          : /it may want a certificate of this client \(tls\.cert and tls\.key\)/,
        hasAlerts ? ONCE : SOME,
      ],
      [
        'an expired client certificate',
        () => ({
          brokers: kafka.secured.ssl,
          tls: { ...tls(), cert: { path: kafka.odd.expiredClient.cert }, key: { path: kafka.odd.expiredClient.key } },
        }),
        'AUTHENTICATION',
        /this client's certificate \(CN=late-client\) has expired at/,
        ONCE,
      ],
      [
        'a client certificate of an unknown authority',
        () => ({
          brokers: kafka.secured.ssl,
          tls: { ...tls(), cert: { path: kafka.odd.strangeClient.cert }, key: { path: kafka.odd.strangeClient.key } },
        }),
        hasAlerts ? 'AUTHENTICATION' : 'CONNECTION',
        hasAlerts
          ? /the broker refuses this client's certificate \(CN=strange-client\)/
          : /it may refuse this client's certificate \(CN=strange-client\)/,
        hasAlerts ? ONCE : SOME,
      ],
      [
        'TLS to a plain-text port',
        () => ({ brokers: kafka.bootstrap, tls: tls() }),
        'CONNECTION',
        /is this a plain-text port\? then leave the tls option out/,
        SOME,
      ],
      [
        'plain text to a TLS port',
        () => ({ brokers: kafka.secured.ssl }),
        'PROTOCOL',
        /the peer speaks TLS: set the tls option/,
        ONCE,
      ],
      [
        'no credentials where some are wanted',
        () => ({ brokers: kafka.secured.saslPlaintext }),
        'CONNECTION',
        /it may require authentication: set the sasl option/,
        SOME,
      ],
      [
        'credentials where none are wanted',
        () => ({ brokers: kafka.bootstrap, sasl: scram('alice-secret') }),
        'AUTHENTICATION',
        /this port does not authenticate: leave the sasl option out/,
        ONCE,
      ],
    ];
    if (isAtLeast(version, 3, 4)) {
      mistakes.push(
        [
          'a wrong client secret',
          () => ({ brokers: kafka.secured.oidc, sasl: oidc('wrong-secret') }),
          'AUTHENTICATION',
          /the token endpoint https:.* gives no token: it answers with status 401 \(invalid_client\)/,
          ONCE,
        ],
        [
          'a token for somebody else',
          () => {
            const token = signedToken('app', 60_000, tokenKey, { aud: 'others' });
            return { brokers: kafka.secured.oidc, sasl: { mechanism: 'OAUTHBEARER', token } };
          },
          'AUTHENTICATION',
          /"status" ?: ?"invalid_token"/,
          ONCE,
        ],
        [
          'a token that has ended',
          () => ({
            brokers: kafka.secured.oidc,
            sasl: { mechanism: 'OAUTHBEARER', token: signedToken('app', -120_000, tokenKey) },
          }),
          'AUTHENTICATION',
          /"status" ?: ?"invalid_token"/,
          ONCE,
        ],
      );
    }

    // Side by side: most of it is waiting for limits to pass.
    it.concurrent.each(mistakes)(
      '%s: says so within ten seconds, without a storm',
      async (_, options, code, message, maxDials) => {
        let dials = 0;
        const client = new Client({
          ...options(),
          socket: undefined,
          dial: async (host, port) => {
            dials++;
            return connect({ host, port, noDelay: true });
          },
        });
        const begun = performance.now();
        const error: unknown = await client.connect().catch((thrown: unknown) => thrown);
        const tookMs = performance.now() - begun;
        await client.close();
        if (!KafkaError.is(error)) throw new Error(`no error, but ${String(error)}`);
        expect(error.message).toMatch(message);
        expect(error.message).not.toMatch(/alice-secret|wrong-secret/);
        expect(error.code).toBe(code);
        expect(tookMs).toBeLessThan(LIMIT_MS);
        expect(dials).toBeGreaterThan(0);
        expect(dials).toBeLessThanOrEqual(maxDials);
      },
    );
  });
});
