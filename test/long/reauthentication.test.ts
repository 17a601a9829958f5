// Sessions of ten seconds under continuous load: every connection renews its session in place, and no request is lost.
// KAFKA_WIRE_REAUTH_MS makes the run longer.
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { dial } from '../../src/index.ts';
import { createMetadataRequest, metadataApi } from '../../src/protocol/generated/metadata.ts';
import { describeEachKafka } from '../support/describe-each-kafka.ts';
import { type SecureCluster, startSecureCluster } from '../support/real-kafka/secure-cluster.ts';
import { renewSessions, sessionLines } from '../support/renewing-sessions.ts';

const RUN_MS = Number(process.env['KAFKA_WIRE_REAUTH_MS'] ?? 45_000);
const SESSION_MS = 10_000;
/** A session is renewed after at most this; a busy machine gets a little more. */
const RENEWED_WITHIN_MS = SESSION_MS + 2_000;
/** No session as short as this is renewed before half of it is over. */
const RENEWED_PART = 0.5;
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
    const all = await renewSessions(kafka, { runMs: RUN_MS, pipelined: PIPELINED });
    console.log([`Kafka ${version}, ${RUN_MS / 1_000} s`, ...sessionLines(all)].join('\n'));
    const renewals = Math.floor(RUN_MS / RENEWED_WITHIN_MS);
    for (const { name, requests, authentications, connections, lost } of all) {
      expect(lost, name).toEqual([]);
      // Requests came between the renewals, whole bursts of them.
      expect(requests, name).toBeGreaterThanOrEqual(authentications * PIPELINED);
      expect(authentications, name).toBeGreaterThanOrEqual(connections * (1 + renewals));
    }
    // As many as sessions have ended, and not one more: no connection was made anew in between. A Client may open more lanes.
    for (const { name, connections, authentications } of all.filter(({ connections }) => connections === 1)) {
      expect(authentications, name).toBeLessThanOrEqual(connections + RUN_MS / (SESSION_MS * RENEWED_PART));
    }
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
