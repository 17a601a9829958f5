// The contract suite on listeners with TLS and SASL: the same files on embedded clusters and on a real Kafka.
// Owns: which listeners a run talks to. Needs local Java for the real side.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { EmbeddedKafka, type EmbeddedKafkaOptions } from '../../src/embedded/index.ts';
import type { ClientOptions } from '../../src/index.ts';
import './real-kafka/provided.ts';
import { startSecureCluster } from './real-kafka/secure-cluster.ts';

/** Where each listener is, and what a client of it needs. */
export interface SecureContractKafka {
  /** PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512, without TLS. Sessions last `sessionMs`. */
  readonly sasl: readonly string[];
  /** TLS with a client certificate. */
  readonly ssl: readonly string[];
  /** TLS without one, and the mechanisms of `sasl`. */
  readonly saslSsl: readonly string[];
  /** OAUTHBEARER with unsecured tokens, without TLS. */
  readonly oauth: readonly string[];
  /** Trusts the brokers. */
  readonly trust: NonNullable<Exclude<ClientOptions['tls'], boolean>>;
  /** The client's own certificate. */
  readonly identity: NonNullable<Exclude<ClientOptions['tls'], boolean>>;
}

/** The one user that every listener knows. */
export const alice = { username: 'alice', password: 'alice-secret' } as const;
/** How long a SASL session lasts. */
export const sessionMs = 4000;

/** Runs the block on the embedded broker, or on a real Kafka 4.4 where the integration run has one. */
export function secureContract(name: string, block: (kafka: () => SecureContractKafka) => void): void {
  const real = inject('realKafkas') as ReturnType<typeof inject<'realKafkas'>> | undefined;
  if (real === undefined) describe(`${name} on the embedded broker`, () => run(embedded, block));
  else if (real.length > 0) describe(`${name} on Kafka 4.4.0`, () => run(secured, block));
  else describe.skip(`${name}: needs brokers that can be given listeners`, () => run(secured, block));
}

interface Started {
  readonly kafka: SecureContractKafka;
  stop(): Promise<void>;
}

function run(start: () => Promise<Started>, block: (kafka: () => SecureContractKafka) => void): void {
  let started: Started | undefined;
  beforeAll(async () => {
    started = await start();
  }, 180_000);
  afterAll(() => started?.stop());
  block(() => {
    if (started === undefined) throw new Error('there is no cluster before the first test');
    return started.kafka;
  });
}

const pem = (name: string): string => readFileSync(new URL(`./tls/${name}.pem`, import.meta.url), 'utf8');

/** A listener each is a cluster each: an embedded broker has one. */
async function embedded(): Promise<Started> {
  const [ca, cert, key] = [pem('ca'), pem('server.cert'), pem('server.key')];
  const users = { [alice.username]: alice.password };
  const passwords = { mechanisms: ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'], users, maxReauthMs: sessionMs } as const;
  const wanted: readonly EmbeddedKafkaOptions[] = [
    { sasl: passwords },
    { tls: { cert, key, ca, requestClientCert: true } },
    { tls: { cert, key }, sasl: passwords },
    { sasl: { mechanisms: ['OAUTHBEARER'], maxReauthMs: sessionMs } },
  ];
  const all = await Promise.all(wanted.map((options) => EmbeddedKafka.start(options)));
  const [sasl = [], ssl = [], saslSsl = [], oauth = []] = all.map(({ bootstrap }) => bootstrap);
  const identity = { cert: pem('client.cert'), key: pem('client.key') };
  return {
    kafka: { sasl, ssl, saslSsl, oauth, trust: { ca }, identity },
    stop: async () => {
      await Promise.all(all.map((kafka) => kafka.stop()));
    },
  };
}

async function secured(): Promise<Started> {
  const cluster = await startSecureCluster({ nodes: 1, sessionMs });
  const { saslPlaintext: sasl, ssl, saslSsl, oauth, caFile, clientCertFile, clientKeyFile } = cluster.secured;
  const trust = { ca: { path: caFile } };
  const identity = { cert: { path: clientCertFile }, key: { path: clientKeyFile } };
  return { kafka: { sasl, ssl, saslSsl, oauth, trust, identity }, stop: () => cluster.stop() };
}
