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
