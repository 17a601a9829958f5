import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { murmur2 } from '../../../../src/client/balancers/murmur2.ts';
import { StickyBalancer, type StickyOptions, sticky, stickySettings } from '../../../../src/client/balancers/sticky.ts';
import type { PartitionLoad } from '../../../../src/produce/balancer.ts';
import { stickyWalks } from '../../../golden/partitioners/vectors.ts';
import { loadOf, seededRandom } from './loads.ts';

const make = (options: StickyOptions, random: () => number): StickyBalancer =>
  new StickyBalancer(stickySettings(options), random);

/** How often each partition was drawn, with this much appended each time. */
function draws(balancer: StickyBalancer, count: number, partitions: number, load: PartitionLoad): number[] {
  const counts = new Array<number>(partitions).fill(0);
  for (let i = 0; i < count; i++) {
    const partition = balancer.pick({}, partitions, load);
    counts[partition] = (counts[partition] ?? 0) + 1;
    balancer.appended(partition, 128 * 1024);
  }
  return counts;
}

describe('sticky walks as Java does', () => {
  const walks = stickyWalks('java.txt');

  it('has walks to compare with: of one partition and of many, with every kind of load', () => {
    expect(walks.length).toBeGreaterThanOrEqual(30);
    expect(walks.some(({ partitions }) => partitions === 1)).toBe(true);
    expect(walks.some(({ partitions }) => partitions > 30)).toBe(true);
    const steps = walks.flatMap((walk) => walk.steps);
    expect(steps.flatMap(({ drawn }) => drawn).length).toBeGreaterThan(1000);
    const words = new Set(steps.flatMap(({ load }) => load ?? []));
    expect(words.has('-') && words.has('!') && words.has('0') && words.size > 20).toBe(true);
  });

  it.each(walks.map((walk, index) => ({ index, ...walk })))(
    'walk $index: $partitions partitions, $stickyBytes bytes',
    ({ stickyBytes, partitions, steps }) => {
      const numbers = steps.flatMap(({ drawn }) => drawn);
      let used = 0;
      let words: readonly string[] = [];
      let isFull = false;
      const load = loadOf({
        queuedBytes: (partition) => Number(words[partition]) * stickyBytes,
        hasLeader: (partition) => words[partition] !== '-',
        stalledMs: (partition) => (words[partition] === '!' ? 1001 : 1000),
        room: () => (isFull ? 0 : 2 ** 40),
      });
      const balancer = make(
        { stickyBytes, availabilityTimeoutMs: 1000 },
        () => (numbers[used++] as number) / 0x8000_0000,
      );
      const walked = steps.map((step) => {
        words = step.load ?? words;
        isFull = step.isFull;
        const partition = balancer.pick({}, partitions, load);
        balancer.appended(partition, step.bytes);
        return { partition, used };
      });
      let drawn = 0;
      const expected = steps.map((step) => {
        drawn += step.drawn.length;
        // A single partition needs no number.
        return { partition: step.partition, used: partitions === 1 ? 0 : drawn };
      });
      expect(walked).toEqual(expected);
    },
  );
});

describe('sticky', () => {
  it('changes between once and twice its bytes, earlier only when no open batch is left behind', () => {
    const message = fc.record({ bytes: fc.integer({ min: 1, max: 3000 }), isOpen: fc.boolean() });
    fc.assert(
      fc.property(fc.array(message, { maxLength: 300 }), fc.integer(), (messages, seed) => {
        let isOpen = false;
        const load = loadOf({ room: () => (isOpen ? 10_000 : 0) });
        const balancer = make({ stickyBytes: 5000 }, seededRandom(seed));
        let given = 0;
        let last = -1;
        for (const one of messages) {
          isOpen = one.isOpen;
          const partition = balancer.pick({ value: 'x' }, 1000, load);
          const mustStay = given < 5000 || (given < 10_000 && isOpen);
          if (last >= 0 && mustStay) expect(partition).toBe(last);
          if (last >= 0 && !mustStay && partition === last) given = 0;
          given = partition === last && mustStay ? given + one.bytes : one.bytes;
          last = partition;
          balancer.appended(partition, one.bytes);
          // Twice the bytes, and the message that went beyond.
          expect(given).toBeLessThan(13_000);
        }
      }),
    );
  });

  it('goes on before a message that does not fit the open batch any more', () => {
    const load = loadOf({ room: () => 100 });
    const balancer = make({ stickyBytes: 1000 }, seededRandom(1));
    const first = balancer.pick({}, 1000, load);
    balancer.appended(first, 1000);
    expect(balancer.pick({ key: 'k'.repeat(43), value: Buffer.alloc(50) }, 1000, load)).toBe(first);
    balancer.appended(first, 100);
    expect(balancer.pick({ key: 'k'.repeat(44), value: Buffer.alloc(50) }, 1000, load)).not.toBe(first);
  });

  it('gives equal partitions equal shares', () => {
    const partitions = 12;
    const counts = draws(make({}, seededRandom(7)), 120_000, partitions, loadOf());
    const expected = 120_000 / partitions;
    const chiSquared = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 31.3 is the 0.1 % point with 11 degrees of freedom; the numbers are the same each time.
    expect(chiSquared).toBeLessThan(31.3);
  });

  it('gives long queues less, in proportion, and nothing to partitions without a leader', () => {
    const load = loadOf({
      queuedBytes: (partition) => (partition === 0 ? 3 * 64 * 1024 : 0),
      hasLeader: (partition) => partition !== 1,
    });
    // Weights 1, 0, 4, 4.
    const counts = draws(make({}, seededRandom(11)), 90_000, 4, load);
    expect(counts[1]).toBe(0);
    for (const [partition, share] of [10_000, 0, 40_000, 40_000].entries()) {
      expect(Math.abs((counts[partition] ?? 0) - share)).toBeLessThan(600);
    }
  });

  it('looks at no queue when it is not adaptive', () => {
    const load = loadOf({ queuedBytes: (partition) => (partition === 0 ? 1e9 : 0) });
    const [first = 0] = draws(make({ adaptive: false }, seededRandom(3)), 30_000, 3, load);
    expect(Math.abs(first - 10_000)).toBeLessThan(500);
  });

  it('leaves out brokers that take nothing, from the time that was set, as long as there are others', () => {
    let stuck = [0, 500, 501];
    const load = loadOf({ stalledMs: (partition) => stuck[partition] ?? 0 });
    const options = { availabilityTimeoutMs: 500 };
    expect(draws(make(options, seededRandom(5)), 1000, 3, load)[2]).toBe(0);
    expect(draws(make({}, seededRandom(5)), 1000, 3, load)[2]).toBeGreaterThan(200);
    stuck = [501, 501, 501];
    expect(Math.min(...draws(make(options, seededRandom(5)), 1000, 3, load))).toBeGreaterThan(200);
  });

  it('draws from all when none has a leader', () => {
    const load = loadOf({ hasLeader: () => false });
    expect(Math.min(...draws(make({}, seededRandom(9)), 1000, 4, load))).toBeGreaterThan(150);
  });

  it('takes new partitions in', () => {
    const balancer = make({}, seededRandom(13));
    draws(balancer, 10, 2, loadOf());
    expect(Math.min(...draws(balancer, 1000, 5, loadOf()))).toBeGreaterThan(100);
  });

  it('looks at a thousand queues once in a while, and at once when it has drawn one without a leader', () => {
    let looks = 0;
    const down = new Set<number>();
    const load = loadOf({
      queuedBytes: (partition) => {
        if (partition === 999) looks++;
        return 0;
      },
      hasLeader: (partition) => !down.has(partition),
    });
    const balancer = make({}, seededRandom(17));
    draws(balancer, 1600, 1000, load);
    expect(looks).toBe(100);
    for (let partition = 0; partition < 990; partition++) down.add(partition);
    expect(
      draws(balancer, 100, 1000, load)
        .slice(0, 990)
        .some((count) => count > 0),
    ).toBe(false);
  });

  it('forgets a message that was refused', () => {
    const balancer = make({ stickyBytes: 1000 }, seededRandom(19));
    const first = balancer.pick({}, 1000, loadOf());
    balancer.pick({ value: 'refused' }, 1000, loadOf());
    balancer.appended(first, 1000);
    expect(balancer.pick({}, 1000, loadOf())).not.toBe(first);
  });

  it('ignores keys as a balancer of its own', () => {
    const balancer = sticky()();
    const first = balancer.pick({ key: 'a' }, 50, loadOf());
    expect(Array.from({ length: 50 }, (_, i) => balancer.pick({ key: String(i) }, 50, loadOf()))).toEqual(
      new Array(50).fill(first),
    );
  });

  it('draws anew for each topic of a writer', () => {
    const factory = murmur2();
    const firsts = new Set(Array.from({ length: 50 }, () => factory().pick({}, 1000, loadOf())));
    expect(firsts.size).toBeGreaterThan(20);
  });

  it.each([
    [{ stickyBytes: 0 }, 'stickyBytes is 0'],
    [{ adaptive: 'yes' }, 'adaptive is "yes"'],
    [{ availabilityTimeoutMs: -1 }, 'availabilityTimeoutMs is -1'],
    [{ stickybytes: 5 }, 'option stickybytes is unknown to sticky; the nearest that it knows is stickyBytes'],
  ])('checks its options: %o', (options, says) => {
    expect(() => sticky(options as never)).toThrow(
      expect.objectContaining({ code: 'CONFIG', message: expect.stringContaining(says) }),
    );
  });
});
