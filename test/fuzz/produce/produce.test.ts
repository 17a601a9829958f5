// The produce engine against brokers that fail in every way we know, thousands of runs from seeds.
// `FUZZ=50 npx vitest run test/fuzz/produce` runs fifty times as many; `FUZZ_SEED=n` repeats one of them.
import { describe, expect, it } from 'vitest';
import { FUZZ_TIMEOUT_MS, runs } from '../runs.ts';
import { run } from './run.ts';

describe('the produce engine', { timeout: FUZZ_TIMEOUT_MS }, () => {
  it('loses nothing, writes nothing twice, and keeps the order, whatever happens', async () => {
    const { numRuns = 1, seed } = runs(600);
    const seeds = seed === undefined ? Array.from({ length: numRuns }, (_, i) => i + 1) : [seed];
    const total = { written: 0, acknowledged: 0, failed: 0, retries: 0, splits: 0 };
    for (const one of seeds) {
      const report = await run(one);
      expect(report.faults, `FUZZ_SEED=${one}`).toEqual([]);
      total.written += report.written;
      total.acknowledged += report.acknowledged;
      total.failed += report.failed;
      total.retries += report.retries;
      total.splits += report.splits;
    }
    if (seed !== undefined) return;
    // The weather was bad enough, and not so bad that nothing went through.
    expect(total.acknowledged).toBeGreaterThan(total.written * 0.7);
    expect(total.retries).toBeGreaterThan(numRuns);
    expect(total.splits).toBeGreaterThan(numRuns / 10);
  });
});
