// What must be true of an app's topics before it starts. Creates what it may create; else says how to.
import type { CallOptions } from '../base/abort.ts';
import { KafkaError } from '../base/errors.ts';
import type { AppSettings } from './app-options.ts';
import type { TopicAdmin, TopicToCreate } from './ports.ts';

/** Partition counts of the topics that failed records are written to. */
export interface FailureTopics {
  readonly retry: number | undefined;
  readonly deadLetter: number | undefined;
}

/** Checks every topic of the app; throws a CONFIG error that names what is missing and prints the call that mends it. */
export async function checkTopics(
  admin: TopicAdmin,
  bound: readonly string[],
  settings: Pick<AppSettings, 'retry' | 'deadLetter' | 'createTopics'>,
  call: CallOptions,
): Promise<FailureTopics> {
  const existing = new Map(await admin.partitionCounts(call));
  const unserved = bound.filter((topic) => !existing.has(topic));
  if (unserved.length > 0) {
    throw missing('no broker serves the bound', unserved, createCall(unserved.map((topic) => ({ topic }))));
  }
  const wanted = [settings.retry?.topic, settings.deadLetter?.topic].filter((topic) => topic !== undefined);
  const absent = wanted.filter((topic) => !existing.has(topic));
  if (absent.length > 0) {
    const partitions =
      settings.createTopics?.partitions ?? Math.max(...bound.map((topic) => existing.get(topic) as number));
    const topics = absent.map((topic) => newTopic(topic, partitions, settings.createTopics?.replicationFactor));
    if (settings.createTopics === undefined) {
      throw missing('missing retry or dead letter', absent, `${createCall(topics)}, or give createTopics: true`);
    }
    await create(admin, topics, call);
    for (const topic of absent) existing.set(topic, partitions);
    // Another instance may have been first, with a count of its own.
    for (const [topic, count] of await admin.partitionCounts(call)) existing.set(topic, count);
  }
  const count = (topic: string | undefined): number | undefined =>
    topic === undefined ? undefined : existing.get(topic);
  return { retry: count(settings.retry?.topic), deadLetter: count(settings.deadLetter?.topic) };
}

function newTopic(topic: string, partitions: number, replicationFactor: number | undefined): TopicToCreate {
  // Compaction would remove records that share a key.
  const configs = { 'cleanup.policy': 'delete' };
  return replicationFactor === undefined
    ? { topic, partitions, configs }
    : { topic, partitions, replicationFactor, configs };
}

async function create(admin: TopicAdmin, topics: readonly TopicToCreate[], call: CallOptions): Promise<void> {
  for (const { topic, error } of await admin.createTopics(topics, call)) {
    if (error === undefined || (KafkaError.is(error) && error.code === 'TOPIC_ALREADY_EXISTS')) continue;
    throw new KafkaError('CONFIG', `topic ${topic} is missing and cannot be created: ${error.message}`, {
      topic,
      cause: error,
    });
  }
}

function missing(what: string, topics: readonly string[], remedy: string): KafkaError {
  const plural = topics.length > 1 ? 'topics' : 'topic';
  return new KafkaError('CONFIG', `${what} ${plural} ${topics.join(', ')}; create with ${remedy}`, {
    topic: topics[0],
  });
}

function createCall(topics: readonly TopicToCreate[]): string {
  const list = topics.map(({ topic, partitions }) =>
    partitions === undefined ? `{ topic: '${topic}' }` : `{ topic: '${topic}', partitions: ${partitions} }`,
  );
  return `await client.createTopics([${list.join(', ')}])`;
}
