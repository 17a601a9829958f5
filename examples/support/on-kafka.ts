// Where the examples run: on the embedded broker, or where KAFKA_BROKERS says, in topics of their own that go afterwards.
import { type EnvironmentOptions, fromEnvironment } from '../../src/binding/index.ts';
import { EmbeddedKafka } from '../../src/embedded/index.ts';
import { Client } from '../../src/index.ts';

/** How to reach the cluster: to be spread into the options of a Reader, Writer, Client or App. */
export type Connection = Pick<EnvironmentOptions, 'brokers' | 'tls' | 'sasl'>;

/** Creates topics with so many partitions, runs the example with their full names, and removes what was created. */
export async function onKafka<Name extends string>(
  topics: Readonly<Record<Name, number>>,
  example: (connection: Connection, names: Readonly<Record<Name, string>>) => Promise<void>,
): Promise<void> {
  const embedded = process.env['KAFKA_BROKERS'] ? undefined : await EmbeddedKafka.start({ brokers: 3 });
  const { brokers, tls, sasl } = fromEnvironment();
  const connection: Connection = embedded
    ? { brokers: embedded.bootstrap }
    : { brokers, ...(tls !== undefined && { tls }), ...(sasl !== undefined && { sasl }) };
  const suffix = Date.now().toString(36);
  const list = Object.keys(topics).map((name) => [name as Name, `example-${name}-${suffix}`] as const);
  const client = new Client(connection);
  try {
    const created = await client.createTopics(list.map(([name, topic]) => ({ topic, partitions: topics[name] })));
    for (const { error } of created) if (error !== undefined) throw error;
    try {
      for (const [, topic] of list) await client.topic(topic);
      await example(connection, Object.fromEntries(list) as Record<Name, string>);
    } finally {
      await client.deleteTopics(list.map(([, topic]) => topic));
    }
  } finally {
    await client.close();
    await embedded?.stop();
  }
}
