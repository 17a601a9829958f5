// Topics for measurements, made with this client's own admin calls.
import { Client } from '../src/client/client.ts';
import type { Job } from './adapter.ts';

export async function createTopic(job: Pick<Job, 'brokers' | 'topic' | 'partitions'>): Promise<void> {
  const client = new Client({ brokers: job.brokers });
  try {
    const [result] = await client.createTopics([
      { topic: job.topic, partitions: job.partitions, replicationFactor: 1 },
    ]);
    if (result?.error !== undefined) throw result.error;
    await client.topic(job.topic);
  } finally {
    await client.close();
  }
}
