import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../../src/base/errors.ts';
import {
  decodeAssignment,
  decodeSubscribedTopics,
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
    expect(decodeSubscribedTopics(bytes(hex))).toEqual(new Set(['orders', 'clicks']));
  });

  it.each(vectors.assignments)("reads Java's assignment %s", (hex) => {
    const places = decodeAssignment(bytes(hex)).map(({ topic, partition }) => `${topic}:${partition}`);
    expect(places.sort()).toEqual(['clicks:2', 'orders:0', 'orders:4']);
  });

  it('writes what Java writes, but for user data that is empty and not null', () => {
    // Java's version 3 without user data, owned partitions, generation or rack: ffffffff is the null user data.
    const java = vectors.subscriptions[7] as string;
    expect(encodeSubscription(['orders', 'clicks']).toString('hex')).toBe(java.replace('ffffffff', '00000000'));
    expect(java).toContain('ffffffff');
  });

  it('reads versions that do not exist yet, and bytes behind the end', () => {
    const future = Buffer.concat([encodeSubscription(['a']), Buffer.from('more')]);
    future.writeInt16BE(99);
    expect(decodeSubscribedTopics(future)).toEqual(new Set(['a']));
    const assignment = Buffer.concat([encodeAssignment([{ topic: 'a', partition: 1 }]), Buffer.from('more')]);
    assignment.writeInt16BE(99);
    expect(decodeAssignment(assignment)).toEqual([{ topic: 'a', partition: 1 }]);
  });

  it('takes no bytes and null lists for no partitions', () => {
    expect(decodeAssignment(Buffer.alloc(0))).toEqual([]);
    expect(decodeAssignment(bytes('0000ffffffffffffffff'))).toEqual([]);
    expect(decodeSubscribedTopics(bytes('0000ffffffffffffffff'))).toEqual(new Set());
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
        const topics = decodeSubscribedTopics(Buffer.from(garbage));
        expect(topics === undefined || topics instanceof Set).toBe(true);
        try {
          decodeAssignment(Buffer.from(garbage));
        } catch (error) {
          expect(KafkaError.is(error) && error.code).toBe('PROTOCOL');
        }
      }),
    );
  });
});
