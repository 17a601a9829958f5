// The option maxVersions holds for every request that is sent, whoever sends it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmbeddedKafka } from '../../../src/embedded/index.ts';
import { Client, Dialer, type MaxVersions, Reader, Writer } from '../../../src/index.ts';
import { createMetadataRequest } from '../../../src/protocol/generated/metadata.ts';
import { type SeenRequest, seenRequests } from '../../support/seen-requests.ts';

const maxVersions = {
  ApiVersions: 1,
  Metadata: 5,
  Produce: 5,
  Fetch: 6,
  ListOffsets: 2,
  FindCoordinator: 2,
  JoinGroup: 4,
  SyncGroup: 2,
  LeaveGroup: 2,
  OffsetCommit: 5,
  OffsetFetch: 4,
  InitProducerId: 1,
  CreateTopics: 3,
  DeleteTopics: 2,
} as const satisfies MaxVersions;

/** Newest version seen of each API. */
function newest(seen: readonly SeenRequest[]): Record<string, number> {
  const versions: Record<string, number> = {};
  for (const { api, version } of seen) versions[api] = Math.max(versions[api] ?? 0, version);
  return versions;
}

describe('maxVersions', () => {
  let kafka: EmbeddedKafka;
  beforeAll(async () => {
    kafka = await EmbeddedKafka.start({ topics: { orders: 1 } });
  });
  afterAll(() => kafka.stop());

  it('holds for Client, Writer and Reader, ApiVersions included, and everything works', async () => {
    const { dial, seen } = seenRequests();
    const client = new Client({ brokers: kafka.bootstrap, dial, maxVersions });
    const writer = new Writer({ client, topic: 'orders' });
    const reader = new Reader({ client, groupId: 'g', topics: ['orders'] });
    try {
      await client.createTopics([{ topic: 'more', partitions: 1 }]);
      await client.deleteTopics(['more']);
      await writer.writeMessages({ value: 'one' });
      const message = await reader.fetchMessage();
      await reader.commitMessages(message);
      expect(String(message.value)).toBe('one');
      await client.send(
        'ListOffsets',
        { replicaId: -1, isolationLevel: 0, topics: [], timeoutMs: 0 },
        {
          to: { broker: 1 },
        },
      );
    } finally {
      await reader.close();
      await writer.close();
      await client.close();
    }
    expect(newest(seen)).toMatchObject(maxVersions);
  });

  it('holds for a Dialer and its Conns, until one request says otherwise', async () => {
    const { dial, seen } = seenRequests();
    const dialer = new Dialer({ dial, maxVersions: { ApiVersions: 0, Metadata: 4, Produce: 3, Fetch: 4 } });
    const conn = await dialer.dialLeader(kafka.bootstrap[0] as string, { topic: 'orders', partition: 0 });
    try {
      await conn.writeMessages({ value: 'two' });
      await conn.seek(0, 'start');
      await conn.readMessage();
      expect(newest(seen)).toMatchObject({ ApiVersions: 0, Metadata: 4, Produce: 3, Fetch: 4 });
      await conn.send('Metadata', createMetadataRequest(), { version: 9 });
      expect(seen.at(-1)).toEqual({ api: 'Metadata', version: 9 });
    } finally {
      await conn.close();
    }
  });

  it.each([
    ['Client', (given: MaxVersions) => new Client({ brokers: ['localhost:9092'], maxVersions: given })],
    ['Writer', (given: MaxVersions) => new Writer({ brokers: ['localhost:9092'], maxVersions: given })],
    ['Dialer', (given: MaxVersions) => new Dialer({ maxVersions: given })],
  ])('is checked when a %s is made', (_, make) => {
    expect(() => make({ Fetch: 99 })).toThrow('option maxVersions.Fetch is 99; it accepts a version from 4 to 18');
    expect(() => make({ fetch: 9 } as never)).toThrow('option maxVersions.fetch is 9; it accepts names of APIs only');
  });

  it('goes with a client, not beside one', async () => {
    const client = new Client({ brokers: ['localhost:9092'] });
    expect(() => new Writer({ client, maxVersions } as never)).toThrow('it accepts nothing where client is given');
    await client.close();
  });
});
