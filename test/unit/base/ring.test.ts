import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Ring } from '../../../src/base/ring.ts';

describe('Ring', () => {
  it('gives items back in the order they came', () => {
    const ring = new Ring<number>();
    for (let i = 0; i < 100; i++) ring.push(i);
    expect([...ring]).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(Array.from({ length: 100 }, () => ring.shift())).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(ring.shift()).toBeUndefined();
  });

  it('knows nothing when empty, also after having been full', () => {
    const ring = new Ring<number>();
    ring.push(1);
    ring.clear();
    expect([ring.length, ring.peek(), ring.at(0), ring.shift(), [...ring]]).toEqual([
      0,
      undefined,
      undefined,
      undefined,
      [],
    ]);
  });

  it('does what an array does, whatever is asked of it', () => {
    const step = fc.oneof(
      fc.record({ verb: fc.constant('push' as const), item: fc.integer() }),
      fc.record({ verb: fc.constant('unshift' as const), item: fc.integer() }),
      fc.record({ verb: fc.constantFrom('shift' as const, 'clear' as const), item: fc.constant(0) }),
    );
    // Clearing is rare, or no ring would ever grow past its first sixteen slots.
    const steps = fc.array(
      fc.oneof({ weight: 60, arbitrary: step.filter(({ verb }) => verb !== 'clear') }, { weight: 1, arbitrary: step }),
      {
        maxLength: 200,
      },
    );
    fc.assert(
      fc.property(steps, (list) => {
        const ring = new Ring<number>();
        const array: number[] = [];
        for (const { verb, item } of list) {
          if (verb === 'clear') {
            ring.clear();
            array.length = 0;
          } else if (verb === 'shift') expect(ring.shift()).toBe(array.shift());
          else {
            ring[verb](item);
            array[verb](item);
          }
          expect(ring.length).toBe(array.length);
          expect(ring.peek()).toBe(array[0]);
          expect(ring.at(array.length - 1)).toBe(array.at(-1));
        }
        expect([...ring]).toEqual(array);
      }),
    );
  });
});
