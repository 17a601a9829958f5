// Whether memory grows, judged: growth is planted, and so is noise.
import { describe, expect, it } from 'vitest';
import type { MemorySample } from '../../../bench/heap/contract.ts';
import { trendOf } from '../../../bench/heap/trend.ts';
import { judgeMemory } from '../../../bench/heap/verdict.ts';
import { linePlot, ticksTo } from '../../../bench/line-plot.ts';
import { seeded } from '../../support/numbered-log.ts';

const MIB = 1024 * 1024;

/** Ten minutes of samples: `heap` bytes at each second, the rest as it may be. */
function samples(heap: (second: number, noise: number) => number): MemorySample[] {
  const pick = seeded(4);
  return Array.from({ length: 600 }, (_, index) => {
    const others = { rss: 150 * MIB, external: 20 * MIB, arrayBuffers: 18 * MIB };
    return { at: index + 1, heapUsed: heap(index + 1, pick() - 0.5), ...others, written: 0, read: 0 };
  });
}

const growing = (all: MemorySample[]): string[] =>
  judgeMemory(all)
    .filter(({ grows }) => grows)
    .map(({ kind }) => kind);

describe('the trend of samples', () => {
  it('is the line of least squares, with its error', () => {
    const exact = trendOf([0, 1, 2, 3].map((x) => ({ x, y: 5 + 2 * x })));
    expect([exact.slope, exact.offset, exact.error]).toEqual([2, 5, 0]);
    // By hand: means 1.5 and 2, spread 5, sum of products 5; residuals 0.5, -0.5, -0.5, 0.5.
    const rough = trendOf([1, 1, 2, 4].map((y, x) => ({ x, y })));
    expect([rough.slope, rough.offset]).toEqual([1, 0.5]);
    expect(rough.error).toBeCloseTo(Math.sqrt(1 / 2 / 5), 12);
  });

  it('needs three samples, not all at once', () => {
    expect(() => trendOf([])).toThrow(/three points/);
    expect(() => trendOf([1, 2, 3].map((y) => ({ x: 1, y })))).toThrow(/two places/);
  });
});

describe('the verdict on memory', () => {
  it('has nothing to say about noise, nor about what happens while the process settles', () => {
    expect(growing(samples((_, noise) => 13 * MIB + noise * 4 * MIB))).toEqual([]);
    expect(growing(samples((second) => Math.min(second, 100) * 0.1 * MIB))).toEqual([]);
  });

  it('finds a leak of one small object for each of a hundred calls a second, in noise', () => {
    const leak = 100 * 50;
    const all = samples((second, noise) => 13 * MIB + second * leak + noise * MIB);
    expect(growing(all)).toEqual(['heapUsed']);
    const [heap] = judgeMemory(all);
    expect(heap?.bytesPerMinute).toBeGreaterThan(0.9 * leak * 60);
    expect(heap?.bytesPerMinute).toBeLessThan(1.1 * leak * 60);
  });

  it('finds buffers that are kept', () => {
    const all = samples(() => MIB).map((one) => ({ ...one, arrayBuffers: one.arrayBuffers + one.at * 16 * 1024 }));
    expect(growing(all)).toEqual(['arrayBuffers']);
  });
});

describe('a plot over time', () => {
  it('has round numbers at its axes, from 0 to the largest value or a little more', () => {
    expect(ticksTo(600)).toEqual([0, 100, 200, 300, 400, 500, 600]);
    expect(ticksTo(161)).toEqual([0, 50, 100, 150, 200]);
    expect(ticksTo(0.3)).toEqual([0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3]);
    expect(ticksTo(1)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  });

  it('draws each line within its frame, and says what and in which units', () => {
    const points = [0, 300, 600].map((x) => ({ x, y: x / 10 }));
    const trend = { from: 0, to: 600, at: (x: number) => x / 10 };
    const svg = linePlot({
      title: 'a < b',
      x: { label: 'time, seconds' },
      y: { label: 'memory, MiB' },
      series: [{ name: 'heap', points, trend }],
    });
    for (const text of ['a &lt; b', 'time, seconds', 'memory, MiB', '>heap<']) expect(svg).toContain(text);
    expect(svg).toContain('<polyline points="72.0,412.0 341.0,228.0 610.0,44.0"');
    expect(svg).not.toContain('NaN');
    const nothing = { title: '', x: { label: '' }, y: { label: '' }, series: [] };
    expect(() => linePlot(nothing)).toThrow(/nothing to draw/);
  });
});
