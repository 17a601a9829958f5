import { describe, expect, it } from 'vitest';
import { crc32, crc32Hash } from '../../../../src/client/balancers/crc32.ts';
import { hash, referenceHash } from '../../../../src/client/balancers/hash.ts';
import { leastBytes } from '../../../../src/client/balancers/least-bytes.ts';
import { murmur2, murmur2Hash } from '../../../../src/client/balancers/murmur2.ts';
import { roundRobin } from '../../../../src/client/balancers/round-robin.ts';
import type { BalancerFactory } from '../../../../src/produce/balancer.ts';
import { COUNTS, keys } from '../../../golden/partitioners/keys.ts';
import { type KeyPlaces, keyOf, keyPlaces, readLines } from '../../../golden/partitioners/vectors.ts';
import { loadOf } from './loads.ts';

const idle = loadOf();
const java = keyPlaces('java.txt');
const go = keyPlaces('go.txt');

/** Every family, and whose vectors it has to give. */
const families: readonly (readonly [title: string, factory: BalancerFactory, by: string])[] = [
  ['murmur2()', murmur2(), 'java.partitionForKey'],
  ['murmur2()', murmur2(), 'kafka-go.Murmur2Balancer'],
  ['murmur2()', murmur2(), 'sarama.NewMurmur2Partitioner'],
  ['murmur2({ consistent: true })', murmur2({ consistent: true }), 'kafka-go.Murmur2Balancer{Consistent}'],
  ['crc32()', crc32(), 'kafka-go.CRC32Balancer'],
  ['crc32({ consistent: true })', crc32({ consistent: true }), 'kafka-go.CRC32Balancer{Consistent}'],
  ['crc32({ consistent: true })', crc32({ consistent: true }), 'sarama.NewConsistentCRCHashPartitioner'],
  ['hash()', hash(), 'kafka-go.Hash'],
  ['hash()', hash(), 'sarama.NewHashPartitioner'],
  ['referenceHash()', referenceHash(), 'kafka-go.ReferenceHash'],
  ['referenceHash()', referenceHash(), 'sarama.NewReferenceHashPartitioner'],
];

/** Where our balancer puts the keys of the vectors. */
function ours(factory: BalancerFactory, places: readonly KeyPlaces[]): KeyPlaces[] {
  const balancer = factory();
  return places.map(({ key }) => ({ key, partitions: COUNTS.map((count) => balancer.pick({ key }, count, idle)) }));
}

describe('a key goes where the others put it', () => {
  it.each(families)('%s %#: as %3$s', (_, factory, by) => {
    const places = java.get(by) ?? go.get(by) ?? [];
    expect(places.length).toBeGreaterThan(150);
    expect(ours(factory, places)).toEqual(places);
  });

  it('murmur2 as Java, negative hashes included, the empty key hashed (trap 83)', () => {
    const hashes = readLines('java.txt').flatMap(([name, key = '', value]) =>
      name === 'java.murmur2' ? [{ key: keyOf(key) as Buffer, value: Number(value) }] : [],
    );
    expect(hashes.length).toBe(keys.length);
    expect(hashes.filter(({ value }) => value < 0).length).toBeGreaterThan(50);
    for (const { key, value } of hashes) expect(murmur2Hash(key)).toBe(value);
    const empty = java.get('java.partitionForKey')?.find(({ key }) => key?.length === 0);
    const balancer = murmur2()();
    const picked = COUNTS.map((count) => Array.from({ length: 20 }, () => balancer.pick({ key: '' }, count, idle)));
    expect(picked.map((list) => [...new Set(list)])).toEqual(empty?.partitions.map((partition) => [partition]));
  });

  it.each([
    ['murmur2', murmur2()],
    ['crc32', crc32()],
    ['hash', hash()],
    ['referenceHash', referenceHash()],
  ])('%s: text and its UTF-8, a Buffer and a Uint8Array, are the same key', (_, factory) => {
    const balancer = factory();
    const texts = keys.map((key) => key.toString()).filter((text) => text !== '' && !text.includes('\ufffd'));
    expect(texts.length).toBeGreaterThan(50);
    for (const text of texts) {
      const key = Buffer.from(text);
      const place = balancer.pick({ key }, 1000, idle);
      expect(balancer.pick({ key: text }, 1000, idle)).toBe(place);
      expect(balancer.pick({ key: new Uint8Array(key) }, 1000, idle)).toBe(place);
    }
  });

  it('crc32 is that of zlib', () => {
    expect(crc32Hash(Buffer.from('123456789')) >>> 0).toBe(0xcbf43926);
  });

  it('hash and referenceHash take another hash, signed or not', () => {
    const hasher = (bytes: Uint8Array): number => 0xffff_fff0 + bytes.length;
    // 0xfffffff3 is -13 as an int32.
    expect(hash({ hasher })().pick({ key: 'abc' }, 10, idle)).toBe(3);
    expect(hash({ hasher: (bytes) => hasher(bytes) | 0 })().pick({ key: Buffer.from('abc') }, 10, idle)).toBe(3);
    expect(referenceHash({ hasher })().pick({ key: 'abc' }, 10, idle)).toBe(0x7fff_fff3 % 10);
  });
});

describe('a message with a key', () => {
  it.each([
    ['murmur2', murmur2()],
    ['crc32', crc32()],
    ['hash', hash()],
    ['referenceHash', referenceHash()],
  ])('goes to one of all partitions, with a leader or without: %s (trap 84)', (_, factory) => {
    const down = loadOf({ hasLeader: () => false, stalledMs: () => 1e6, queuedBytes: () => 1e9 });
    const half = loadOf({ hasLeader: (partition) => partition % 2 === 0 });
    const balancer = factory();
    const places = keys.filter((key) => key.length > 0).map((key) => [key, balancer.pick({ key }, 7, idle)] as const);
    expect(new Set(places.map(([, partition]) => partition)).size).toBe(7);
    for (const [key, partition] of places) {
      expect(balancer.pick({ key }, 7, down)).toBe(partition);
      expect(balancer.pick({ key }, 7, half)).toBe(partition);
    }
  });

  it('leaves the others where they are', () => {
    const balancer = murmur2()();
    const stays = balancer.pick({}, 50, idle);
    balancer.appended?.(stays, 10, false);
    for (let i = 0; i < 1000; i++) {
      const partition = balancer.pick({ key: String(i) }, 50, idle);
      balancer.appended?.(partition, 100_000, false);
    }
    // One with a partition of its own: nobody was asked.
    balancer.appended?.(stays, 1_000_000, false);
    expect(balancer.pick({}, 50, idle)).toBe(stays);
  });
});

describe('a message without a key', () => {
  const spread = (factory: BalancerFactory, key: string | null | undefined): Set<number> => {
    const balancer = factory();
    const picked = new Set<number>();
    for (let i = 0; i < 300; i++) {
      const partition = balancer.pick({ key }, 7, idle);
      picked.add(partition);
      balancer.appended?.(partition, 64 * 1024, false);
    }
    return picked;
  };

  it.each([
    ['murmur2', murmur2(), 1],
    ['hash', hash(), 1],
    ['referenceHash', referenceHash(), 1],
    ['crc32', crc32(), 7],
  ])('is spread; an empty key is a key, for crc32 it is none: %s (trap 83)', (_, factory, partitionsOfEmpty) => {
    expect(spread(factory, null).size).toBe(7);
    expect(spread(factory, undefined).size).toBe(7);
    expect(spread(factory, '').size).toBe(partitionsOfEmpty);
  });

  it.each([murmur2, crc32, hash, referenceHash])('is hashed as the empty key where that is asked for: %o', (family) => {
    const balancer = family({ consistent: true })();
    const place = balancer.pick({ key: '' }, 7, idle);
    for (const key of [null, undefined, Buffer.alloc(0)]) expect(balancer.pick({ key }, 7, idle)).toBe(place);
    expect(balancer.appended?.(place, 10, false)).toBeUndefined();
  });

  it('goes where another balancer says, which is told what was appended', () => {
    const balancer = crc32({ keyless: roundRobin() })();
    expect(Array.from({ length: 4 }, () => balancer.pick({}, 3, idle))).toEqual([0, 1, 2, 0]);
    const even = murmur2({ keyless: leastBytes() })();
    expect(even.pick({}, 3, idle)).toBe(0);
    even.appended?.(0, 100, false);
    even.appended?.(1, 50, false);
    expect(even.pick({}, 3, idle)).toBe(2);
  });

  it('is not shared between topics', () => {
    const factory = hash({ keyless: roundRobin() });
    expect([factory(), factory()].map((balancer) => balancer.pick({}, 3, idle))).toEqual([0, 0]);
  });
});

describe('options', () => {
  it.each([
    [
      () => murmur2({ consistant: true } as never),
      'option consistant is unknown to murmur2; the nearest that it knows is consistent',
    ],
    [() => murmur2(null as never), 'murmur2(options)'],
    [() => crc32({ consistent: 'yes' } as never), 'consistent is "yes"'],
    [() => crc32({ consistent: true, keyless: roundRobin() } as never), 'keyless is'],
    [() => hash({ keyless: 'sticky' } as never), 'keyless is "sticky"'],
    [() => hash({ keyless: (() => null) as never }), 'keyless is'],
    [() => referenceHash({ hasher: 5 } as never), 'hasher is 5'],
    [() => hash(5 as never), 'hash(options)'],
    [() => murmur2({ hasher: murmur2Hash } as never), 'option hasher is unknown to murmur2'],
  ])('are checked at once: %#', (make, says) => {
    expect(make).toThrow(expect.objectContaining({ code: 'CONFIG', message: expect.stringContaining(says) }));
  });
});
