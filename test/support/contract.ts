// The contract suite: the same files on the embedded broker and on real Kafka. Owns: which broker a run talks to.
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { EmbeddedKafka } from '../../src/embedded/index.ts';
import { listOffsets } from '../../src/fetch/offset-lookup.ts';
import { Client } from '../../src/index.ts';
import { uniqueName } from './describe-each-kafka.ts';
import { numbers } from './reading.ts';
import './real-kafka/provided.ts';

const NEWEST = '4.4.0';

/** What a scenario gets: addresses, and topics of its own. */
export interface ContractKafka {
  readonly brokers: readonly string[];
  /** Of the release that it is; the embedded broker does what the newest does. */
  readonly version: string;
  /** Creates a topic with a name that nobody else uses. */
  topic(partitions?: number, configs?: Readonly<Record<string, string>>): Promise<string>;
  /** A group name that nobody else uses. */
  group(): string;
}

/** Runs the block on the embedded broker, or on every real Kafka of the integration run. */
export function contract(name: string, block: (kafka: ContractKafka) => void): void {
  const real = inject('realKafkas') as ReturnType<typeof inject<'realKafkas'>> | undefined;
  if (real === undefined) {
    describe(`${name} on the embedded broker`, () => {
      let embedded: EmbeddedKafka;
      const kafka = contractKafka(() => embedded.bootstrap, NEWEST);
      beforeAll(async () => {
        embedded = await EmbeddedKafka.start({ brokers: 3 });
      });
      afterAll(async () => {
        await kafka.close();
        await embedded.stop();
      });
      block(kafka);
    });
    return;
  }
  for (const { version, how, bootstrap } of real) {
    describe(`${name} on Kafka ${version} (${how})`, () => {
      const kafka = contractKafka(() => bootstrap, version);
      afterAll(() => kafka.close());
      block(kafka);
    });
  }
  if (real.length === 0)
    describe.skip(`${name}: ${inject('noRealKafka')}`, () => block(contractKafka(() => [], NEWEST)));
}

function contractKafka(
  bootstrap: () => readonly string[],
  version: string,
): ContractKafka & { close(): Promise<void> } {
  let client: Client | undefined;
  return {
    version,
    get brokers() {
      return bootstrap();
    },
    async topic(partitions = 1, configs = {}) {
      client ??= new Client({ brokers: bootstrap() });
      const topic = uniqueName('contract');
      const [result] = await client.createTopics([{ topic, partitions, replicationFactor: 1, configs }]);
      if (result?.error !== undefined) throw result.error;
      await client.topic(topic);
      // Metadata names the leaders before they lead: a lone connection would be told so.
      const all = numbers(partitions).map((partition) => ({ topic, partition }));
      await listOffsets(client._cluster, all, 'last', 'read_committed', { timeoutMs: 10_000 });
      return topic;
    },
    group: () => uniqueName('group'),
    async close() {
      await client?.close();
      client = undefined;
    },
  };
}
