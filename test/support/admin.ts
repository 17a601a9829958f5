// What tests of administration share: a client, topics with records, and what older brokers must answer.
import { afterAll, beforeAll, expect } from 'vitest';
import { type Admin, Client, KafkaError, Writer } from '../../src/index.ts';
import { uniqueName } from './describe-each-kafka.ts';
import { isAtLeast } from './real-kafka/real-kafka.ts';

/** A client for one block of tests, opened before and closed after them. */
export interface AdminBench {
  readonly client: Client;
  readonly admin: Admin;
  /** A new topic, known to the brokers. */
  newTopic(prefix: string, partitions?: number, configs?: Readonly<Record<string, string>>): Promise<string>;
  /** Writes values to partition 0 of a topic, one a millisecond from `from` on. */
  write(topic: string, values: readonly string[], from?: number): Promise<void>;
}

/** Made by `bootstrap` when the tests run: brokers of a block of its own are started by then. */
export function adminBench(bootstrap: () => readonly string[], replicationFactor = 1): AdminBench {
  let client: Client | undefined;
  const opened = (): Client => {
    if (client === undefined) throw new Error('the client is opened when the tests begin');
    return client;
  };
  beforeAll(() => {
    client = new Client({ brokers: bootstrap() });
  });
  afterAll(() => client?.close());
  return {
    get client() {
      return opened();
    },
    get admin() {
      return opened().admin;
    },
    async newTopic(prefix, partitions = 1, configs = {}) {
      const topic = uniqueName(prefix);
      const [result] = await opened().admin.createTopics([{ topic, partitions, replicationFactor, configs }]);
      if (result?.error !== undefined) throw result.error;
      await opened().topic(topic);
      return topic;
    },
    async write(topic, values, from = Date.now()) {
      const writer = new Writer({ client: opened(), topic, balancer: () => 0 });
      await writer.writeMessages(values.map((value, index) => ({ value, timestamp: from + index })));
      await writer.close();
    },
  };
}

/** Fails unless this is the error of a broker that is too old, naming the API and both sides' versions. */
export function expectTooOld(error: unknown, api: string): void {
  expect(error).toMatchObject({ code: 'UNSUPPORTED_VERSION', api });
  expect((error as Error).message).toMatch(
    new RegExp(`${api}.*this client speaks versions \\d+ to \\d+, the broker (does not offer it|offers versions)`),
  );
}

/** What a call gives from a Kafka version on; before it the call must fail as too old, and this gives undefined. */
export async function since<T>(
  kafka: { readonly version: string },
  release: readonly [number, number],
  api: string,
  call: () => Promise<T>,
): Promise<T | undefined> {
  if (isAtLeast(kafka.version, ...release)) return call();
  const outcome = await call().catch((error: unknown) => error);
  if (!KafkaError.is(outcome)) throw new Error(`${api} was expected to be too new for Kafka ${kafka.version}`);
  expectTooOld(outcome, api);
  return undefined;
}
