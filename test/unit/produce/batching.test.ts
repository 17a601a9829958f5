import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { murmur2 } from '../../../src/client/balancers/murmur2.ts';
import { Producer } from '../../../src/produce/producer.ts';
import { resolveProducerSettings } from '../../../src/produce/settings.ts';
import { FakeCluster } from './fake-cluster.ts';
import { harness, settle, warmHarness } from './harness.ts';

describe('batches', () => {
  it('go at the end of the turn when nothing is under way, calls of that turn together', async () => {
    const { cluster, write, values } = await warmHarness();
    write('a');
    write('b', 'c');
    expect(cluster.waiting).toHaveLength(0);
    await settle();
    expect(values(0)).toEqual([['a', 'b', 'c']]);
  });

  it('wait for company while a request is under way, until lingerMs', async () => {
    const { cluster, write, values } = await warmHarness({ lingerMs: 5 });
    write('a');
    await settle();
    write('b');
    await cluster.clock.advance(4);
    write('c');
    expect(cluster.waiting).toHaveLength(1);
    await cluster.clock.advance(1);
    expect(values(1)).toEqual([['b', 'c']]);
  });

  it('go when the lane falls idle, together with what that answer set off', async () => {
    const { cluster, write, values } = await warmHarness({ lingerMs: 60_000 });
    const first = write('a').then(() => write('c'));
    await settle();
    write('b');
    await settle();
    expect(cluster.waiting).toHaveLength(1);
    cluster.waiting[0]?.answer();
    await settle();
    expect(values(0)).toEqual([['b', 'c']]);
    cluster.waiting[0]?.answer();
    await first;
  });

  it('go when they are full, the header counted (trap 23)', async () => {
    const { cluster, write } = await warmHarness({ batchBytes: 1024, lingerMs: 60_000 });
    write('first');
    await settle();
    write(...Array.from({ length: 30 }, (_, i) => `${i}`.padEnd(100, '.')));
    await settle();
    const sizes = cluster.waiting.slice(1).flatMap(({ batches }) => batches.map(({ bytes }) => bytes.length));
    expect(sizes.length).toBeGreaterThanOrEqual(3);
    for (const size of sizes) {
      expect(size).toBeLessThanOrEqual(1024);
      expect(size).toBeGreaterThan(850);
    }
  });

  it('are below what brokers and other clients take for 1 MB, by default (trap 23)', async () => {
    const { cluster, write } = await warmHarness({ lingerMs: 60_000 });
    write('first');
    await settle();
    write(...Array.from({ length: 3_000 }, (_, i) => `${i}`.padEnd(1_000, '.')));
    await settle();
    const sizes = cluster.waiting.slice(1).flatMap(({ batches }) => batches.map(({ bytes }) => bytes.length));
    expect(sizes.length).toBeGreaterThanOrEqual(2);
    for (const size of sizes) {
      // Kafka's default of max.message.bytes is 1 MiB and 12 bytes, and it was 1_000_012 before 2.3.
      expect(size).toBeLessThanOrEqual(1_000_000);
      expect(size).toBeGreaterThan(998_000);
    }
  });

  it('of many partitions share a request, one per partition', async () => {
    const { cluster, write } = await warmHarness({}, [1, 1, 2, 1]);
    write(...[0, 1, 2, 3, 0, 1].map((partition) => ({ value: `p${partition}`, partition })));
    await settle();
    const requests = cluster.waiting.map(({ node, batches }) => [
      node,
      batches.map(({ partition }) => partition).sort(),
    ]);
    expect(requests).toEqual([
      [1, [0, 1, 3]],
      [2, [2]],
    ]);
  });

  it('are at most five requests per broker under way', async () => {
    const { cluster, write } = await warmHarness({ lingerMs: 0 });
    for (let i = 0; i < 8; i++) {
      write(`${i}`);
      await settle();
    }
    expect(cluster.waiting.map(({ batches }) => batches[0]?.values)).toEqual([['0'], ['1'], ['2'], ['3'], ['4']]);
    cluster.waiting[0]?.answer();
    await settle();
    expect(cluster.waiting.at(-1)?.batches[0]?.values).toEqual(['5', '6', '7']);
  });

  it('carry consecutive numbers per partition', async () => {
    const { cluster, write } = await harness({ lingerMs: 0 }, [1, 1]);
    for (let i = 0; i < 3; i++) {
      write({ value: 'a', partition: 0 }, { value: 'b', partition: 0 }, { value: 'c', partition: 1 });
      await settle();
      // The first batch of a line goes alone: before it, a broker would take the second for the first.
      expect(cluster.waiting).toHaveLength(i + 1);
      if (i === 0) write({ value: 'early', partition: 0 }, { value: 'early', partition: 1 });
      await settle();
      if (i > 0) continue;
      expect(cluster.waiting).toHaveLength(1);
      cluster.waiting[0]?.answer();
      await settle();
    }
    const numbers = (partition: number) =>
      cluster.seen.flatMap(({ batches }) =>
        batches.filter((batch) => batch.partition === partition).map(({ header }) => header.baseSequence),
      );
    expect(numbers(0)).toEqual([0, 2, 3, 5]);
    expect(numbers(1)).toEqual([0, 1, 2, 3]);
    expect(cluster.initProducerIds).toBe(1);
    expect(cluster.seen[0]?.batches[0]?.header).toMatchObject({ producerId: 1001, producerEpoch: 0 });
  });

  it('are compressed only where that makes them smaller, and keep their order', async () => {
    const { cluster, write } = await warmHarness({ compression: 'gzip', lingerMs: 0 });
    // Large enough for the thread pool; the small one behind it is done at once.
    const large = 'abc'.repeat(20_000);
    write(large);
    await settle();
    write('x');
    while (cluster.seen.length < 2) await settle();
    const [first, second] = cluster.seen.flatMap(({ batches }) => batches);
    expect(first?.header).toMatchObject({ attributes: 1, count: 1, baseSequence: 1 });
    expect(gunzipSync(first?.bytes.subarray(61) ?? '').includes('abcabcabc')).toBe(true);
    expect(second?.header).toMatchObject({ attributes: 0, baseSequence: 2 });
  });

  it('name topics by id, or by name where a topic has none (trap 31)', async () => {
    const { cluster, write } = await warmHarness();
    write('a');
    await settle();
    expect(cluster.waiting[0]).toMatchObject({ version: 13, batches: [{ topic: 't' }] });
    cluster.waiting[0]?.answer();
    cluster.topic('old', [1], 'AAAAAAAAAAAAAAAAAAAAAA');
    const written = write({ topic: 'old', value: 'b' });
    await settle();
    expect(cluster.waiting[0]).toMatchObject({ version: 12, batches: [{ topic: 'old' }] });
    cluster.waiting[0]?.answer();
    expect((await written).at(0)).toEqual({ topic: 'old', partition: 0, offset: 0 });
  });

  it('of a key wait for the leader of its partition, and go to no other one (trap 84)', async () => {
    const cluster = new FakeCluster();
    cluster.topic('t', [1, 1, 1, 1]);
    cluster.respond = (request) => request.answer();
    const producer = new Producer(cluster, resolveProducerSettings({}, murmur2()));
    const keyed = Array.from({ length: 40 }, (_, i) => ({ key: `key ${i}`, value: `${i}` }));
    const before = [...(await producer.write(keyed, 't'))].map((place) => place?.partition);
    expect(new Set(before).size).toBe(4);
    cluster.topic('t', [1, -1, 1, -1]);
    const written = producer.write(keyed, 't');
    await cluster.clock.advance(5_000);
    const arrived = () => cluster.seen.flatMap(({ batches }) => batches).length;
    expect(arrived()).toBe(4 + 2);
    cluster.topic('t', [1, 1, 1, 1]);
    await settle();
    expect([...(await written)].map((place) => place?.partition)).toEqual(before);
    await producer.close();
  });

  it('without idempotence carry no producer id, and one of a partition is under way at a time', async () => {
    const { cluster, write, values } = await warmHarness({ idempotent: false, requiredAcks: 'one', lingerMs: 0 });
    expect(cluster.initProducerIds).toBe(0);
    write('a');
    await settle();
    write('b');
    await settle();
    expect(cluster.waiting).toHaveLength(1);
    expect(cluster.waiting[0]).toMatchObject({ acks: 1, batches: [{ header: { producerId: -1, baseSequence: -1 } }] });
    cluster.waiting[0]?.answer();
    await settle();
    expect(values(0)).toEqual([['b']]);
  });

  it('are done once written where nobody answers', async () => {
    const { cluster, write } = await harness({ idempotent: false, requiredAcks: 'none' });
    const result = await write('a', 'b');
    expect([...result].map((place) => place?.offset)).toEqual([-1, -1]);
    expect(cluster.seen[0]?.acks).toBe(0);
  });
});
