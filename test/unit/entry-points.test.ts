// What the package exports, name by name: an export is a promise, so adding or losing one is a decision seen here.
import { describe, expect, it } from 'vitest';

const exported: Readonly<Record<string, readonly string[]>> = {
  'index.ts': [
    'Admin',
    'Batch',
    'BrokerError',
    'Client',
    'Conn',
    'DelegationToken',
    'Dialer',
    'KafkaError',
    'Message',
    'MessageBatch',
    'Reader',
    'WriteErrors',
    'Writer',
    'dial',
    'dialLeader',
    'dialPartition',
    'lookupLeader',
    'lookupPartition',
    'lookupPartitions',
    'murmur2',
    'registerCodec',
    'roundRobin',
  ],
  'binding/index.ts': ['App', 'RetryableError', 'deadLetterHeaderNames', 'fromEnvironment', 'retryHeaderNames'],
  'embedded/index.ts': ['EmbeddedBroker', 'EmbeddedKafka'],
};

describe('entry points', () => {
  for (const [file, names] of Object.entries(exported)) {
    it(`src/${file} exports what is listed here`, { timeout: 30_000 }, async () => {
      expect(Object.keys(await import(`../../src/${file}`)).sort()).toEqual([...names].sort());
    });
  }
});
