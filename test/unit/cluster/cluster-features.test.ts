import { describe, expect, it } from 'vitest';
import { EmbeddedKafka } from '../../../src/embedded/index.ts';
import { Client } from '../../../src/index.ts';

describe('finalized features (KIP-584)', () => {
  it.each([0, 1, 2])('are learned from connections: level %d (trap 32)', async (transactionVersion) => {
    const kafka = await EmbeddedKafka.start({ transactionVersion });
    const client = new Client({ brokers: kafka.bootstrap, maxVersions: { EndTxn: 4 } });
    try {
      await client.connect();
      expect(client._cluster.finalizedLevel('transaction.version')).toBe(transactionVersion);
      expect(client._cluster.newestVersion({ name: 'EndTxn', maxStableVersion: 5 })).toBe(4);
      expect(client._cluster.newestVersion({ name: 'Produce', maxStableVersion: 13 })).toBe(13);
    } finally {
      await client.close();
      await kafka.stop();
    }
  });
});
