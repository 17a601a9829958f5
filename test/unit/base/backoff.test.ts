import { describe, expect, it } from 'vitest';
import { Backoff } from '../../../src/base/backoff.ts';

describe('Backoff', () => {
  it('doubles from the shortest to the longest delay, each within 20 %', () => {
    const backoff = new Backoff({ minMs: 50, maxMs: 700 });
    for (const exact of [50, 100, 200, 400, 700, 700]) {
      const delay = backoff.next();
      expect(delay).toBeGreaterThanOrEqual(exact * 0.8);
      expect(delay).toBeLessThanOrEqual(Math.min(exact * 1.2, 700));
    }
    expect(backoff.failures).toBe(6);
  });

  it('begins again after a reset', () => {
    const backoff = new Backoff({ minMs: 10, maxMs: 1000 });
    for (let i = 0; i < 5; i++) backoff.next();
    backoff.reset();
    expect(backoff.failures).toBe(0);
    expect(backoff.next()).toBeLessThanOrEqual(12);
  });

  it('stays finite however often it fails', () => {
    const backoff = new Backoff({ minMs: 100, maxMs: 1000 });
    for (let i = 0; i < 5_000; i++) backoff.next();
    expect(backoff.next()).toBeLessThanOrEqual(1000);
  });

  it('spreads clients that fail together', () => {
    const delays = new Set(Array.from({ length: 50 }, () => new Backoff({ minMs: 100 }).next()));
    expect(delays.size).toBeGreaterThan(40);
  });
});
