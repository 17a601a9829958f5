// How long the fuzzers run. `FUZZ=50 npx vitest run test/fuzz` draws fifty times as many values as CI does; what fails
// prints its seed and path, and `FUZZ_SEED=...` draws the same again.
const times = Number(process.env['FUZZ'] ?? 1);
const seed = process.env['FUZZ_SEED'];

if (!(times > 0)) throw new Error(`FUZZ=${process.env['FUZZ']}: a number above 0 is needed`);

/** Settings for a property that CI checks `numRuns` times. */
export function runs(numRuns: number): { readonly numRuns: number; readonly seed?: number } {
  return {
    numRuns: Math.max(1, Math.round(numRuns * times)),
    ...(seed === undefined ? {} : { seed: Number(seed) }),
  };
}

/** A limit for one test, in milliseconds, that grows with the runs. */
export const FUZZ_TIMEOUT_MS: number = 10_000 + 30_000 * Math.max(1, times);
