import { describe, expect, it } from 'vitest';
import { FeatureMemory } from '../../../src/cluster/finalized-features.ts';
import { EmbeddedKafka } from '../../../src/embedded/index.ts';
import { Client } from '../../../src/index.ts';
import { BrokerVersions } from '../../../src/protocol/versions.ts';

const at = (epoch: number, level: number) => ({ epoch, levels: new Map([['transaction.version', level]]) });

describe('finalized features (KIP-584)', () => {
  it('are those that the newest broker knows (trap 32)', () => {
    const memory = new FeatureMemory();
    expect(memory.level('transaction.version')).toBe(0);
    memory.learn(at(-1, 2));
    expect(memory.level('transaction.version')).toBe(0);
    memory.learn(at(3, 1));
    memory.learn(at(5, 2));
    memory.learn(at(4, 1));
    memory.learn(new BrokerVersions(new Map()).features);
    expect(memory.level('transaction.version')).toBe(2);
    expect(memory.level('share.version')).toBe(0);
    // Taken back.
    memory.learn({ epoch: 6, levels: new Map() });
    expect(memory.level('transaction.version')).toBe(0);
  });

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
