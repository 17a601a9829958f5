// Connections by every SASL listener under continuous load, over sessions that end again and again. Owns: the load, and
// the counts: what was asked and answered, how often sessions were renewed, what was lost. Judges nothing but answers.
import { setTimeout as pause } from 'node:timers/promises';
import { Client, type ClientOptions, type Conn, dial, Reader, type SaslOptions, Writer } from '../../src/index.ts';
import { createMetadataRequest, metadataApi } from '../../src/protocol/generated/metadata.ts';
import { uniqueName } from './describe-each-kafka.ts';
import { unsecuredToken } from './json-web-token.ts';
import type { SecureCluster } from './real-kafka/secure-cluster.ts';

/** What became of one way of connecting. */
export interface SessionCounts {
  readonly name: string;
  /** Connections that are open all the time. */
  readonly connections: number;
  /** Requests that were answered. */
  requests: number;
  /** How often credentials were asked for: once per authentication. */
  authentications: number;
  /** What each request said that was not answered. */
  readonly lost: string[];
}

export interface SessionLoad {
  readonly runMs: number;
  /** Requests that go out together on a connection; the next ones go when all are answered. */
  readonly pipelined: number;
}

const TOKEN_MS = 60_000;
/** Between two bursts or writes: leaves the machine to others, and brokers before 3.0 with requests that nothing follows. */
const PAUSE_MS = 25;

/** Keeps every SASL listener busy for a while, each mechanism on a connection of its own, and a Writer with a Reader. */
export async function renewSessions(kafka: SecureCluster, load: SessionLoad): Promise<SessionCounts[]> {
  const { saslPlaintext, saslSsl, oauth, username, password, caFile } = kafka.secured;
  const all: SessionCounts[] = [];
  const counted = (name: string, connections: number): SessionCounts => {
    const counts = { name, connections, requests: 0, authentications: 0, lost: [] };
    all.push(counts);
    return counts;
  };
  const user = (counts: SessionCounts) => async () => {
    counts.authentications++;
    return { username, password };
  };
  const token = (counts: SessionCounts) => async () => {
    counts.authentications++;
    // It lives longer than the broker's own limit, also where a busy machine takes long to look at it; and is kept for no
    // other authentication, so that each is counted.
    return { value: unsecuredToken('carol', TOKEN_MS), expiresAtMs: 0 };
  };
  const tls = { ca: { path: caFile } };
  const mechanisms: [string, readonly string[], (counts: SessionCounts) => SaslOptions, { tls?: typeof tls }][] = [
    ['PLAIN', saslPlaintext, (counts) => ({ mechanism: 'PLAIN', credentials: user(counts) }), {}],
    ['SCRAM-SHA-256', saslPlaintext, (counts) => ({ mechanism: 'SCRAM-SHA-256', credentials: user(counts) }), {}],
    ['PLAIN, TLS', saslSsl, (counts) => ({ mechanism: 'PLAIN', credentials: user(counts) }), { tls }],
    ['SCRAM-SHA-512, TLS', saslSsl, (counts) => ({ mechanism: 'SCRAM-SHA-512', credentials: user(counts) }), { tls }],
    ['OAUTHBEARER', oauth, (counts) => ({ mechanism: 'OAUTHBEARER', token: token(counts) }), {}],
  ];
  const conns: Conn[] = [];
  const until = performance.now() + load.runMs;
  try {
    const work: Promise<void>[] = [];
    for (const [name, [address = ''], sasl, secure] of mechanisms) {
      const counts = counted(name, 1);
      const conn = await dial(address, { sasl: sasl(counts), ...secure });
      conns.push(conn);
      work.push(askInBursts(conn, load.pipelined, counts, until));
    }
    const counts = counted('Writer and Reader', 2);
    const sasl = { mechanism: 'SCRAM-SHA-256', credentials: user(counts) } as const;
    work.push(writeAndRead({ brokers: saslPlaintext, sasl }, counts, until));
    await Promise.all(work);
  } finally {
    await Promise.all(conns.map((conn) => conn.close()));
  }
  return all;
}

/** One line per way of connecting, to be shown. */
export function sessionLines(all: readonly SessionCounts[]): string[] {
  return all.map(({ name, requests, authentications, connections, lost }) =>
    [
      name.padEnd(20),
      `${requests} requests`.padStart(16),
      `${authentications - connections} renewals`.padStart(14),
      `${lost.length} lost`.padStart(8),
    ].join(''),
  );
}

/** A connection that was lost loses the rest of its burst and all that follows, too: it is not made anew. */
async function askInBursts(conn: Conn, pipelined: number, counts: SessionCounts, until: number): Promise<void> {
  const begun = performance.now();
  while (performance.now() < until && counts.lost.length === 0) {
    const second = ((performance.now() - begun) / 1_000).toFixed(1);
    const burst = Array.from({ length: pipelined }, () =>
      conn.send(metadataApi, createMetadataRequest({ topics: [] })),
    );
    for (const answer of await Promise.allSettled(burst)) {
      if (answer.status === 'rejected') counts.lost.push(`in the burst at ${second} s: ${answer.reason}`);
      else if (answer.value.brokers.length === 0) counts.lost.push('an answer without brokers');
      else counts.requests++;
    }
    await pause(PAUSE_MS);
  }
}

/** Writes numbers one call after the other, reads them in a group meanwhile, and compares. */
async function writeAndRead(options: ClientOptions, counts: SessionCounts, until: number): Promise<void> {
  const client = new Client(options);
  const topic = uniqueName('renewed');
  const [created] = await client.createTopics([{ topic, partitions: 1, replicationFactor: 1 }]);
  if (created?.error !== undefined) throw created.error;
  await client.topic(topic);
  const writer = new Writer({ client, topic });
  const reader = new Reader({ client, groupId: uniqueName('renewed'), topics: [topic] });
  let expected = 0;
  try {
    const reading = (async () => {
      for await (const { value } of reader) {
        const text = String(value);
        if (text === 'end') return;
        if (text !== String(expected)) counts.lost.push(`read ${text} instead of ${expected}`);
        expected = Number(text) + 1;
        counts.requests++;
      }
    })();
    for (let written = 0; performance.now() < until; written++) {
      await writer.writeMessages([{ value: String(written) }]).catch((error) => counts.lost.push(String(error)));
      await pause(PAUSE_MS);
    }
    await writer.writeMessages([{ value: 'end' }]);
    await reading;
  } finally {
    await reader.close();
    await writer.close();
    await client.close();
  }
}
