// A straight line through samples, by least squares. Pure.

/** A point of time in seconds and what was measured then. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The line, and how sure its slope is. */
export interface Trend {
  readonly slope: number;
  /** Value of the line at x = 0. */
  readonly offset: number;
  /** Standard error of the slope. */
  readonly error: number;
}

/** Least squares; needs three points at two places or more. */
export function trendOf(points: readonly Point[]): Trend {
  const n = points.length;
  if (n < 3) throw new Error(`a trend needs three points or more, there are ${n}`);
  const mean = (of: (point: Point) => number): number => points.reduce((sum, point) => sum + of(point), 0) / n;
  const [middleX, middleY] = [mean(({ x }) => x), mean(({ y }) => y)];
  const spread = points.reduce((sum, { x }) => sum + (x - middleX) ** 2, 0);
  if (spread === 0) throw new Error('a trend needs points at two places or more');
  const slope = points.reduce((sum, { x, y }) => sum + (x - middleX) * (y - middleY), 0) / spread;
  const offset = middleY - slope * middleX;
  const rest = points.reduce((sum, { x, y }) => sum + (y - offset - slope * x) ** 2, 0);
  return { slope, offset, error: Math.sqrt(rest / (n - 2) / spread) };
}
