import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../../src/base/errors.ts';
import {
  decodeAssignment,
  decodeSubscription,
  encodeAssignment,
  encodeSubscription,
} from '../../../src/group/consumer-protocol.ts';

const lines = readFileSync(new URL('./assignor-vectors.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n');
const vectors = JSON.parse(lines.at(-1) as string) as { subscriptions: string[]; assignments: string[] };
const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');

describe('consumer protocol', () => {
  it.each(vectors.subscriptions)("reads the topics of Java's subscription %s", (hex) => {
    expect(decodeSubscription(bytes(hex))?.topics).toEqual(new Set(['orders', 'clicks']));
  });

  it.each(vectors.assignments)("reads Java's assignment %s", (hex) => {
    const places = decodeAssignment(bytes(hex)).map(({ topic, partition }) => `${topic}:${partition}`);
    expect(places.sort()).toEqual(['clicks:2', 'orders:0', 'orders:4']);
  });

  it('writes what Java writes, but for user data that is empty and not null', () => {
    // Java's version 3 without user data, owned partitions, generation or rack: ffffffff is the null user data.
    const java = vectors.subscriptions[7] as string;
    expect(encodeSubscription({ topics: ['orders', 'clicks'] }).toString('hex')).toBe(
      java.replace('ffffffff', '00000000'),
    );
    expect(java).toContain('ffffffff');
  });

  it('reads what each version of a subscription says (trap 72)', () => {
    const full = vectors.subscriptions
      .filter((_, index) => index % 2 === 0)
      .map((hex) => decodeSubscription(bytes(hex)));
    const topics = new Set(['orders', 'clicks']);
    const userData = Buffer.from([1, 2, 3]);
    const owned = [{ topic: 'orders', partition: 1 }];
    expect(full).toEqual([
      { topics, userData, ownedPartitions: [], generationId: -1, rack: null },
      { topics, userData, ownedPartitions: owned, generationId: -1, rack: null },
      { topics, userData, ownedPartitions: owned, generationId: 7, rack: null },
      { topics, userData, ownedPartitions: owned, generationId: 7, rack: 'rack-1' },
    ]);
    const empty = vectors.subscriptions
      .filter((_, index) => index % 2 === 1)
      .map((hex) => decodeSubscription(bytes(hex)));
    for (const subscription of empty) {
      expect(subscription).toEqual({
        topics,
        userData: Buffer.alloc(0),
        ownedPartitions: [],
        generationId: -1,
        rack: null,
      });
    }
  });

  it('reads what it writes', () => {
    const owned = [
      { topic: 'a', partition: 2 },
      { topic: 'b', partition: 0 },
    ];
    const info = { topics: ['b', 'a'], owned, generationId: 3, rack: 'r', userData: Uint8Array.of(9) };
    expect(decodeSubscription(encodeSubscription(info))).toEqual({
      topics: new Set(['a', 'b']),
      ownedPartitions: owned,
      generationId: 3,
      rack: 'r',
      userData: Buffer.from([9]),
    });
    expect(decodeSubscription(encodeSubscription({ topics: [], rack: '' }))?.rack).toBeNull();
  });

  it('takes a subscription that breaks off after its topics for one that says no more (trap 72)', () => {
    const whole = encodeSubscription({
      topics: ['a'],
      owned: [{ topic: 'a', partition: 1 }],
      generationId: 3,
      rack: 'r',
    });
    // Version, count, length, 'a'.
    for (let end = 9; end < whole.length; end++) {
      const cut = decodeSubscription(whole.subarray(0, end));
      expect(cut?.topics).toEqual(new Set(['a']));
      expect(cut?.rack).toBeNull();
    }
    expect(decodeSubscription(whole.subarray(0, 8))).toBeUndefined();
    // Version 1 without owned partitions.
    const short = bytes('000100000001000161ffffffff');
    expect(decodeSubscription(short)).toMatchObject({ topics: new Set(['a']), ownedPartitions: [] });
  });

  it('reads versions that do not exist yet, and bytes behind the end', () => {
    const future = Buffer.concat([encodeSubscription({ topics: ['a'] }), Buffer.from('more')]);
    future.writeInt16BE(99);
    expect(decodeSubscription(future)?.topics).toEqual(new Set(['a']));
    const assignment = Buffer.concat([encodeAssignment([{ topic: 'a', partition: 1 }]), Buffer.from('more')]);
    assignment.writeInt16BE(99);
    expect(decodeAssignment(assignment)).toEqual([{ topic: 'a', partition: 1 }]);
  });

  it('takes no bytes and null lists for no partitions', () => {
    expect(decodeAssignment(Buffer.alloc(0))).toEqual([]);
    expect(decodeAssignment(bytes('0000ffffffffffffffff'))).toEqual([]);
    expect(decodeSubscription(bytes('0000ffffffffffffffff'))?.topics).toEqual(new Set());
  });

  it('gives each partition once', () => {
    const twice = encodeAssignment([
      { topic: 'a', partition: 1 },
      { topic: 'a', partition: 1 },
    ]);
    expect(decodeAssignment(twice)).toEqual([{ topic: 'a', partition: 1 }]);
  });

  it('survives any bytes of another member', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (garbage) => {
        const subscription = decodeSubscription(Buffer.from(garbage));
        expect(subscription === undefined || subscription.topics instanceof Set).toBe(true);
        try {
          decodeAssignment(Buffer.from(garbage));
        } catch (error) {
          expect(KafkaError.is(error) && error.code).toBe('PROTOCOL');
        }
      }),
    );
  });
});
