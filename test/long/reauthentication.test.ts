// Sessions of ten seconds under continuous load: every connection renews its session in place, and no request is lost.
// KAFKA_WIRE_REAUTH_MS makes the run longer.
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Client, type ClientOptions, type Conn, dial, Reader, type SaslOptions, Writer } from '../../src/index.ts';
import { createMetadataRequest, metadataApi } from '../../src/protocol/generated/metadata.ts';
import { describeEachKafka, uniqueName } from '../support/describe-each-kafka.ts';
import { unsecuredToken } from '../support/json-web-token.ts';
import { type SecureCluster, startSecureCluster } from '../support/real-kafka/secure-cluster.ts';

const RUN_MS = Number(process.env['KAFKA_WIRE_REAUTH_MS'] ?? 45_000);
const SESSION_MS = 10_000;
/** A session is renewed after at most this; a busy machine gets a little more. */
const RENEWED_WITHIN_MS = SESSION_MS + 2_000;
const PIPELINED = 8;

describeEachKafka('sessions of ten seconds', ({ version }) => {
  let kafka: SecureCluster;
  beforeAll(async () => {
    vi.stubEnv('KAFKA_WIRE_TEST_BROKERS', '');
    kafka = await startSecureCluster({ version, nodes: 1, sessionMs: SESSION_MS });
    vi.unstubAllEnvs();
  }, 180_000);
  afterAll(() => kafka?.stop());

  it('lose no request while they are renewed, again and again', { timeout: RUN_MS + 60_000 }, async () => {
    const authentications = new Map<string, number>();
    const count = (name: string) => authentications.set(name, (authentications.get(name) ?? 0) + 1);
    const user = (name: string) => async () => {
      count(name);
      return { username: kafka.secured.username, password: kafka.secured.password };
    };
    const token = async () => {
      count('OAUTHBEARER');
      return unsecuredToken('carol', SESSION_MS);
    };
    const tls = { ca: { path: kafka.secured.caFile } };
    const ways: [name: string, address: string | undefined, sasl: SaslOptions, tls?: typeof tls][] = [
      ['PLAIN', kafka.secured.saslPlaintext[0], { mechanism: 'PLAIN', credentials: user('PLAIN') }],
      ['SCRAM', kafka.secured.saslSsl[0], { mechanism: 'SCRAM-SHA-512', credentials: user('SCRAM') }, tls],
      ['OAUTHBEARER', kafka.secured.oauth[0], { mechanism: 'OAUTHBEARER', token }],
    ];
    const until = performance.now() + RUN_MS;
    const conns: Conn[] = [];
    let answered = 0;
    const ask = async (conn: Conn): Promise<void> => {
      while (performance.now() < until) {
        const { brokers } = await conn.send(metadataApi, createMetadataRequest({ topics: [] }));
        expect(brokers).toHaveLength(1);
        answered++;
      }
    };
    const work: Promise<unknown>[] = [];
    for (const [, address, sasl, secure] of ways) {
      const conn = await dial(address ?? '', { sasl, ...(secure === undefined ? {} : { tls: secure }) });
      conns.push(conn);
      for (let i = 0; i < PIPELINED; i++) work.push(ask(conn));
    }
    const sasl = { mechanism: 'SCRAM-SHA-256', credentials: user('Writer and Reader') } as const;
    work.push(writeAndRead({ brokers: kafka.secured.saslPlaintext, sasl }, until));
    try {
      // The first that fails is told; a connection that was lost would be one.
      await Promise.all(work);
    } finally {
      await Promise.all(conns.map((conn) => conn.close()));
    }
    expect(answered).toBeGreaterThan(RUN_MS / 10);
    const renewals = Math.floor(RUN_MS / RENEWED_WITHIN_MS);
    for (const [name] of ways) expect(authentications.get(name)).toBeGreaterThanOrEqual(1 + renewals);
    // As many as sessions have ended, and not one more: no connection was made anew in between.
    for (const [name] of ways) expect(authentications.get(name)).toBeLessThanOrEqual(1 + RUN_MS / (SESSION_MS * 0.8));
    expect(authentications.get('Writer and Reader')).toBeGreaterThanOrEqual(2 * (1 + renewals));
  });

  it('close the connection with the true cause where the new credentials are refused', async () => {
    let calls = 0;
    const sasl = {
      mechanism: 'PLAIN',
      credentials: () => ({ username: 'alice', password: ++calls === 1 ? kafka.secured.password : 'no longer valid' }),
    } as const;
    const conn = await dial(kafka.secured.saslPlaintext[0] ?? '', { sasl });
    const ask = () => conn.send(metadataApi, createMetadataRequest({ topics: [] }));
    const error: unknown = await (async () => {
      for (;;) await ask();
    })().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'AUTHENTICATION',
      message: expect.stringMatching(
        /the session at .* could not be renewed: PLAIN authentication of "alice" .*failed/,
      ),
    });
    expect(calls).toBe(2);
    await conn.close();
  });
});

/** Writes numbers one call after the other, reads them in a group meanwhile, and compares. */
async function writeAndRead(options: ClientOptions, until: number): Promise<void> {
  const client = new Client(options);
  const topic = uniqueName('renewed');
  await client.createTopics([{ topic, partitions: 1, replicationFactor: 1 }]);
  const writer = new Writer({ client, topic });
  const reader = new Reader({ client, groupId: uniqueName('renewed'), topics: [topic] });
  const read: number[] = [];
  let written = 0;
  try {
    const reading = (async () => {
      for await (const message of reader) {
        if (String(message.value) === 'end') return;
        read.push(Number(String(message.value)));
      }
    })();
    while (performance.now() < until) await writer.writeMessages([{ value: String(written++) }]);
    await writer.writeMessages([{ value: 'end' }]);
    await reading;
  } finally {
    await reader.close();
    await writer.close();
    await client.close();
  }
  expect(read).toEqual(Array.from({ length: written }, (_, i) => i));
}
