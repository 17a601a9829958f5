// Counting: what was acknowledged against what stands in the log, for tests that write a few numbers themselves; runs of
// many use test/chaos. Owns: the verdict, and random numbers that can be repeated.

/** One record that a writer was told is written. */
interface Acknowledged {
  readonly lane: number;
  readonly number: number;
}

/** A record of the log, as far as it matters here. */
export interface NumberedRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
}

/** What is wrong between what was acknowledged and what stands in the partitions of the log. */
export interface Verdict {
  readonly lost: number;
  readonly twice: number;
  readonly outOfOrder: number;
}

/** Compares. `partitions[lane]` holds the records of that lane's partition, in offset order. */
export function verdict(
  acknowledged: readonly Acknowledged[],
  partitions: readonly (readonly NumberedRecord[])[],
): Verdict {
  let twice = 0;
  let outOfOrder = 0;
  const seen = partitions.map((records) => {
    const numbers = new Set<number>();
    let last = -1;
    for (const { value } of records) {
      const number = Number(`${value}`);
      if (numbers.has(number)) twice++;
      else if (number < last) outOfOrder++;
      numbers.add(number);
      last = Math.max(last, number);
    }
    return numbers;
  });
  const lost = acknowledged.filter(({ lane, number }) => seen[lane]?.has(number) !== true).length;
  return { lost, twice, outOfOrder };
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The seed of this run: given by SEED, else by the clock. Printed, so that a run can be repeated. */
export function runSeed(name: string): number {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
  console.log(`${name}: SEED=${seed}`);
  return seed;
}
