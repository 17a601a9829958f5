import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmbeddedKafka } from '../../../src/embedded/index.ts';
import { Client, Reader, Writer } from '../../../src/index.ts';

describe('a shared Client', () => {
  let kafka: EmbeddedKafka;
  beforeAll(async () => {
    kafka = await EmbeddedKafka.start({ brokers: 1, topics: { orders: 2 } });
  });
  afterAll(() => kafka.stop());
  const connections = (): number => kafka.broker(1).connectionCount;

  it('keeps no connection of a Reader that was closed', async () => {
    const client = new Client({ brokers: kafka.bootstrap });
    const writer = new Writer({ client, topic: 'orders' });
    try {
      await writer.writeMessages({ value: 'x' });
      const before = connections();
      for (const groupId of ['a', 'b', 'c']) {
        const reader = new Reader({ client, groupId, topics: ['orders'] });
        await reader.readMessage();
        expect(connections()).toBeGreaterThan(before);
        await reader.close();
      }
      await expect.poll(connections).toBe(before);
    } finally {
      await writer.close();
      await client.close();
    }
    await expect.poll(connections).toBe(0);
  });

  it('is not closed by the Readers and Writers that share it', async () => {
    const client = new Client({ brokers: kafka.bootstrap });
    try {
      await new Writer({ client, topic: 'orders' }).close();
      await new Reader({ client, topic: 'orders', partition: 0 }).close();
      expect((await client.topic('orders')).partitions).toHaveLength(2);
    } finally {
      await client.close();
    }
  });
});
