import { describe, expect, it } from 'vitest';
import { balancerOption } from '../../../../src/client/balancers/balancer-option.ts';
import { murmur2, murmur2Hash } from '../../../../src/client/balancers/murmur2.ts';
import { roundRobin } from '../../../../src/client/balancers/round-robin.ts';
import type { PartitionLoad } from '../../../../src/produce/balancer.ts';
import { javaMurmur2 } from './java-murmur2.ts';

const idle: PartitionLoad = { queuedBytes: () => 0, hasLeader: () => true };

describe('murmur2', () => {
  it('hashes as Java does, negative hashes included', () => {
    expect(javaMurmur2.length).toBeGreaterThan(30);
    expect(javaMurmur2.some(([, hash]) => hash < 0)).toBe(true);
    for (const [key, hash] of javaMurmur2) expect(murmur2Hash(Buffer.from(key, 'hex'))).toBe(hash);
  });

  it('puts keys where Java puts them, whether bytes or text', () => {
    const balancer = murmur2()();
    for (const [hex, , of7, of1000] of javaMurmur2) {
      const key = Buffer.from(hex, 'hex');
      expect(balancer.pick({ key }, 7, idle)).toBe(of7);
      expect(balancer.pick({ key: new Uint8Array(key) }, 1000, idle)).toBe(of1000);
      const text = key.toString();
      if (Buffer.from(text).equals(key)) expect(balancer.pick({ key: text }, 1000, idle)).toBe(of1000);
    }
  });

  it('hashes text keys that are longer than its scratch space', () => {
    const key = 'ü'.repeat(5000);
    const balancer = murmur2()();
    expect(balancer.pick({ key }, 1000, idle)).toBe(balancer.pick({ key: Buffer.from(key) }, 1000, idle));
  });

  it('hashes the empty key, and does not hash null', () => {
    const balancer = murmur2()();
    const [, , of7] = javaMurmur2.find(([hex]) => hex === '') ?? [];
    for (let i = 0; i < 20; i++) expect(balancer.pick({ key: '' }, 7, idle)).toBe(of7);
    const picked = new Set<number>();
    for (let i = 0; i < 100; i++) {
      const partition = balancer.pick({ key: null }, 7, idle);
      picked.add(partition);
      balancer.appended?.(partition, 64 * 1024, false);
    }
    expect(picked.size).toBe(7);
  });

  it('ignores missing leaders for keys', () => {
    const balancer = murmur2()();
    const down: PartitionLoad = { queuedBytes: () => 0, hasLeader: () => false };
    for (const [hex, , of7] of javaMurmur2) expect(balancer.pick({ key: Buffer.from(hex, 'hex') }, 7, down)).toBe(of7);
  });
});

describe('messages without a key', () => {
  it('stay with one partition until it has had its bytes', () => {
    const balancer = murmur2()();
    const first = balancer.pick({}, 50, idle);
    for (let bytes = 0; bytes < 64 * 1024; bytes += 1024) {
      expect(balancer.pick({}, 50, idle)).toBe(first);
      balancer.appended?.(first, 1024, false);
    }
    const picked = new Set<number>();
    for (let i = 0; i < 50; i++) {
      const partition = balancer.pick({}, 50, idle);
      picked.add(partition);
      balancer.appended?.(partition, 64 * 1024, false);
    }
    expect(picked.size).toBeGreaterThan(10);
  });

  it('avoid a partition whose queue is long, and one without a leader', () => {
    const balancer = murmur2()();
    const load: PartitionLoad = {
      queuedBytes: (partition) => (partition === 0 ? 1_000_000 : 0),
      hasLeader: (partition) => partition !== 1,
    };
    const counts = [0, 0, 0];
    for (let i = 0; i < 300; i++) {
      const partition = balancer.pick({}, 3, load);
      counts[partition] = (counts[partition] ?? 0) + 1;
      balancer.appended?.(partition, 64 * 1024, false);
    }
    expect(counts[2]).toBeGreaterThan(counts[0] ?? 0);
    expect(counts[0]).toBeGreaterThan(0);
    expect(counts[1]).toBe(0);
  });

  it('go to the only partition of a topic that has one', () => {
    const balancer = murmur2()();
    for (let i = 0; i < 10; i++) {
      expect(balancer.pick({}, 1, idle)).toBe(0);
      balancer.appended?.(0, 100_000, false);
    }
  });
});

describe('roundRobin', () => {
  it('goes from partition to partition', () => {
    const balancer = roundRobin()();
    expect(Array.from({ length: 7 }, () => balancer.pick({}, 3, idle))).toEqual([0, 1, 2, 0, 1, 2, 0]);
  });

  it('goes on after a chunk, and takes new partitions in', () => {
    const balancer = roundRobin({ chunkSize: 2 })();
    expect(Array.from({ length: 5 }, () => balancer.pick({}, 2, idle))).toEqual([0, 0, 1, 1, 0]);
    expect(Array.from({ length: 6 }, () => balancer.pick({}, 4, idle))).toEqual([0, 1, 1, 2, 2, 3]);
  });

  it('refuses a chunk of nothing', () => {
    expect(() => roundRobin({ chunkSize: 0 })).toThrow(/chunkSize is 0/);
  });
});

describe('option balancer', () => {
  it('takes factories and plain functions', () => {
    const pick = (option: Parameters<typeof balancerOption>[0]) => balancerOption(option)().pick({ key: 'x' }, 9, idle);
    expect(pick(() => ({ pick: () => 4 }))).toBe(4);
    expect(pick((message, partitions) => (message.key === 'x' ? partitions - 1 : 0))).toBe(8);
    expect(pick(() => 3)).toBe(3);
    expect(pick(undefined)).toBe(murmur2()().pick({ key: 'x' }, 9, idle));
  });

  it.each([5, {}, 'murmur2', () => ({}), () => null, () => 'x'])('refuses %s', (option) => {
    expect(() => balancerOption(option as never)).toThrow(/option balancer is .* it accepts/);
  });
});
