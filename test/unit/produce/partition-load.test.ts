// What balancers get to see of the engine.
import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../../src/base/errors.ts';
import { murmur2 } from '../../../src/client/balancers/murmur2.ts';
import { StickyBalancer, type StickyOptions, stickySettings } from '../../../src/client/balancers/sticky.ts';
import type { Balancer, PartitionLoad } from '../../../src/produce/balancer.ts';
import { Producer } from '../../../src/produce/producer.ts';
import { type ProducerOptions, resolveProducerSettings } from '../../../src/produce/settings.ts';
import { seededRandom } from '../client/balancers/loads.ts';
import { FakeCluster } from './fake-cluster.ts';
import { settle } from './harness.ts';

/** A producer of topic `t` whose messages say by their key where they go, and what its balancer was shown. */
async function watched(leaders: number[], options: ProducerOptions = {}) {
  const cluster = new FakeCluster();
  cluster.topic('t', leaders);
  const appended: [partition: number, bytes: number, sealed: boolean][] = [];
  let load: PartitionLoad | undefined;
  const balancer: Balancer = {
    pick: ({ key }, _partitions, shown) => {
      load = shown;
      return Number(key);
    },
    appended: (...told) => appended.push(told),
  };
  const producer = new Producer(
    cluster,
    resolveProducerSettings(options, () => balancer),
  );
  const write = (...keys: number[]) => {
    const written = producer.write(
      keys.map((key) => ({ key: String(key), value: 'x'.repeat(100) })),
      't',
    );
    written.catch(() => {});
    return written;
  };
  const all = (what: 'queuedBytes' | 'room' | 'hasLeader' | 'stalledMs') =>
    leaders.map((_, partition) => (load as PartitionLoad)[what](partition));
  return { cluster, producer, write, appended, all };
}

describe('the load that balancers see', () => {
  it('says which partitions have a leader before anything was written to them', async () => {
    const { cluster, write, all } = await watched([1, -1, 2]);
    void write(0);
    await settle();
    expect(all('hasLeader')).toEqual([true, false, true]);
    cluster.topic('t', [-1, 1, 2]);
    expect(all('hasLeader')).toEqual([false, true, true]);
  });

  it('counts bytes until they are acknowledged, and the room in open batches', async () => {
    const { cluster, write, all, appended } = await watched([1, 1], { batchBytes: 1024 + 61 });
    cluster.respond = (request) => request.answer();
    await write(0);
    expect(all('queuedBytes')).toEqual([0, 0]);
    cluster.respond = undefined;
    void write(1, 1);
    const bytes = appended.slice(1).map(([, taken]) => taken);
    expect(all('queuedBytes')).toEqual([0, (bytes[0] ?? 0) + (bytes[1] ?? 0)]);
    expect(all('room')).toEqual([0, 1024 - (bytes[0] ?? 0) - (bytes[1] ?? 0)]);
    await settle();
    expect(all('room')).toEqual([0, 0]);
    expect(all('queuedBytes')[1]).toBeGreaterThan(200);
    cluster.waiting[0]?.answer();
    await settle();
    expect(all('queuedBytes')).toEqual([0, 0]);
  });

  it('says when a full batch was closed', async () => {
    const { write, appended } = await watched([1], { batchBytes: 1024 });
    void write(...Array.from({ length: 20 }, () => 0));
    await settle();
    const closed = appended.flatMap(([, , sealed], index) => (sealed ? [index] : []));
    expect(closed.length).toBeGreaterThan(1);
    // Eight messages of 109 bytes fit.
    expect(closed[0]).toBe(8);
    expect(closed[1]).toBe(16);
  });

  it('says for how long a broker has taken nothing, for all of its partitions', async () => {
    const { cluster, write, all } = await watched([1, 2, 1], { lingerMs: 5 });
    cluster.respond = (request) => request.answer();
    await write(0);
    await write(1);
    cluster.connectError = (node) =>
      node === 1 ? new KafkaError('CONNECTION', 'gone', { retriable: true }) : undefined;
    cluster.disconnect(1);
    void write(0);
    await settle();
    expect(all('stalledMs')).toEqual([0, 0, 0]);
    await cluster.clock.advance(105);
    expect(all('stalledMs')).toEqual([100, 0, 100]);
    cluster.connectError = undefined;
    await cluster.clock.advance(2_000);
    await settle();
    expect(all('stalledMs')).toEqual([0, 0, 0]);
  });

  it('lets messages without a key reach both partitions of a topic', async () => {
    const cluster = new FakeCluster();
    cluster.topic('t', [1, 1]);
    cluster.respond = (request) => request.answer();
    const producer = new Producer(cluster, resolveProducerSettings({}, murmur2()));
    const written = new Set<number>();
    for (let i = 0; i < 100; i++) {
      const result = await producer.write([{ value: 'x'.repeat(100_000) }], 't');
      written.add(result.partition(0));
    }
    expect(written).toEqual(new Set([0, 1]));
  });
});

describe('messages without a key, with one broker of three that does not answer', () => {
  /** Bytes written to each partition, of 400 messages of 64 KiB; partition 0 is led by the broker that hangs. */
  async function shares(options: StickyOptions): Promise<number[]> {
    const cluster = new FakeCluster();
    cluster.topic('t', [1, 2, 3]);
    cluster.respond = (request) => {
      if (request.node !== 1) request.answer();
    };
    const settings = resolveProducerSettings(
      { maxBufferedBytes: 2 ** 30 },
      () => new StickyBalancer(stickySettings(options), seededRandom(3)),
    );
    const producer = new Producer(cluster, settings);
    const written = [0, 0, 0];
    for (let i = 0; i < 400; i++) {
      const before = cluster.seen.length;
      producer.write([{ value: 'x'.repeat(64 * 1024) }], 't').catch(() => {});
      await cluster.clock.advance(10);
      for (const { batches } of cluster.seen.slice(before)) {
        for (const { partition, bytes } of batches) written[partition] = (written[partition] ?? 0) + bytes.length;
      }
    }
    const used = producer.stats().bufferedBytes;
    return [used, written[1] ?? 0, written[2] ?? 0].map((bytes) => Math.round(bytes / 65_536));
  }

  it('avoid it as its queue grows', async () => {
    const [hanging = 0, ...others] = await shares({});
    expect(hanging).toBeGreaterThan(5);
    expect(hanging).toBeLessThan(50);
    expect(Math.min(...others)).toBeGreaterThan(150);
  });

  it('share it evenly when they are not to look at queues', async () => {
    const [hanging] = await shares({ adaptive: false });
    expect(hanging).toBeGreaterThan(100);
  });

  it('leave it out once it has taken nothing for a while, and that is asked for', async () => {
    const [patient = 0] = await shares({});
    const [impatient = 0, ...others] = await shares({ availabilityTimeoutMs: 50 });
    expect(impatient).toBeLessThan(patient);
    expect(impatient + (others[0] ?? 0) + (others[1] ?? 0)).toBe(400);
  });
});
