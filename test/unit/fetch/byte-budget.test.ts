import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteBudget } from '../../../src/fetch/byte-budget.ts';

describe('ByteBudget', () => {
  it('grants what is wanted, at most half of what is free, at most one share', () => {
    const budget = new ByteBudget(1_000_000, () => {});
    expect(budget.grant(1_000, 1)).toBe(1_000);
    expect(budget.grant(10_000_000, 1)).toBe(500_000);
    expect(budget.grant(10_000_000, 4)).toBe(250_000);
    budget.charge(600_000);
    expect(budget.grant(10_000_000, 1)).toBe(200_000);
    budget.reserve(200_000);
    expect(budget.grant(10_000_000, 1)).toBe(100_000);
  });

  it('grants an eighth of a large room', () => {
    const budget = new ByteBudget(80 * 1024 * 1024, () => {});
    expect(budget.grant(10 ** 9, 1)).toBe(10 * 1024 * 1024);
    budget.charge(78 * 1024 * 1024);
    expect(budget.grant(10 ** 9, 1)).toBe(1024 * 1024);
  });

  it('grants nothing where there is only room for crumbs', () => {
    const budget = new ByteBudget(1_000_000, () => {});
    budget.charge(900_000);
    expect(budget.grant(10_000_000, 1)).toBe(0);
    expect(budget.isExhausted(1)).toBe(true);
    // Unless crumbs are all that is wanted.
    expect(budget.grant(1_000, 1)).toBe(1_000);
  });

  it('says so when bytes come free, reserved or used', () => {
    let calls = 0;
    const budget = new ByteBudget(1_000, () => calls++);
    budget.charge(10);
    budget.reserve(10);
    budget.release(10);
    budget.settle(10);
    budget.release(0);
    expect(calls).toBe(2);
    expect(() => budget.release(1)).toThrow('released twice');
    expect(() => budget.settle(1)).toThrow('ended twice');
  });

  it('never grants more than there is, and always something to every broker of an empty one', () => {
    const total = fc.integer({ min: 4, max: 2 ** 31 - 1 });
    fc.assert(
      fc.property(
        total,
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 2 ** 30 }),
        (bytes, brokers, wanted) => {
          const budget = new ByteBudget(bytes, () => {});
          let granted = 0;
          for (let i = 0; i < Math.min(brokers, Math.floor(bytes / 4)); i++) {
            const grant = budget.grant(wanted, brokers);
            if (bytes / brokers >= 4) expect(grant).toBeGreaterThan(0);
            budget.reserve(grant);
            granted += grant;
          }
          expect(granted).toBeLessThanOrEqual(bytes);
        },
      ),
    );
  });
});
