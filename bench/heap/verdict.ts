// Does memory grow? Pure. Owns: what is judged, over which part of a run, and by how much it may grow.
import type { MemorySample } from './contract.ts';
import { type Trend, trendOf } from './trend.ts';

/** What is sampled. */
export const KINDS = ['heapUsed', 'external', 'arrayBuffers', 'rss'] as const;
export type Kind = (typeof KINDS)[number];

/** The first fifth is left out: code is compiled, pools and caches fill. */
export const SETTLING_SHARE = 0.2;

/**
 * Most growth, in bytes per minute. A leak of one small object (50 bytes) per call shows at 100 calls/s with 300 000
 * bytes per minute. What is outside of the heap comes and goes with the requests under way.
 */
const LIMITS: Readonly<Record<Kind, number>> = {
  heapUsed: 64 * 1024,
  external: 256 * 1024,
  arrayBuffers: 256 * 1024,
  rss: 1024 * 1024,
};

/** One kind of memory over a run. */
export interface KindTrend {
  readonly kind: Kind;
  /** Bytes per second after the settling; `offset` at second 0. */
  readonly trend: Trend;
  readonly bytesPerMinute: number;
  /** Standard error of that. */
  readonly errorPerMinute: number;
  readonly mean: number;
  readonly least: number;
  readonly most: number;
  readonly limit: number;
  /** More than chance can explain, and more than the limit. */
  readonly grows: boolean;
}

/** Samples after the settling. */
export function settled(samples: readonly MemorySample[]): readonly MemorySample[] {
  const from = (samples.at(-1)?.at ?? 0) * SETTLING_SHARE;
  return samples.filter(({ at }) => at >= from);
}

/** Judges each kind of memory. */
export function judgeMemory(samples: readonly MemorySample[]): readonly KindTrend[] {
  const judged = settled(samples);
  return KINDS.map((kind) => {
    const values = judged.map((sample) => sample[kind]);
    const trend = trendOf(judged.map((sample) => ({ x: sample.at, y: sample[kind] })));
    const [bytesPerMinute, errorPerMinute] = [trend.slope * 60, trend.error * 60];
    return {
      kind,
      trend,
      bytesPerMinute,
      errorPerMinute,
      mean: values.reduce((sum, value) => sum + value, 0) / values.length,
      least: Math.min(...values),
      most: Math.max(...values),
      limit: LIMITS[kind],
      grows: bytesPerMinute - 2 * errorPerMinute > LIMITS[kind],
    };
  });
}
