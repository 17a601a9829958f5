// Measurements over time as SVG: axes with units, a line for each series, straight lines for trends. Plain text.
import { escaped } from './plot.ts';

/** One line. */
export interface Series {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** A straight line besides, from one x to another. */
  readonly trend?: { readonly from: number; readonly to: number; readonly at: (x: number) => number };
}

/** What is drawn. */
export interface LinePlot {
  readonly title: string;
  readonly x: { readonly label: string };
  readonly y: { readonly label: string };
  readonly series: readonly Series[];
  /** Under the title. */
  readonly notes?: readonly string[];
}

const WIDTH = 760;
const HEIGHT = 420;
const EDGE = { left: 72, right: 150, bottom: 52 } as const;
const COLOURS = ['#1f6feb', '#cf222e', '#1a7f37', '#9a6700', '#8250df'];
const TICKS = 6;

/** Round numbers from 0 to `most` or a little more. */
export function ticksTo(most: number): readonly number[] {
  const rough = Math.max(most, Number.MIN_VALUE) / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) as number) * power;
  return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, index) =>
    Number((index * step).toPrecision(12)),
  );
}

/** Both axes begin at 0, so that a slope looks as steep as it is. */
export function linePlot({ title, x, y, series, notes = [] }: LinePlot): string {
  const all = series.flatMap(({ points }) => points);
  if (all.length === 0) throw new Error('there is nothing to draw');
  const [ticksX, ticksY] = [
    ticksTo(Math.max(...all.map((one) => one.x))),
    ticksTo(Math.max(...all.map((one) => one.y))),
  ];
  const top = 44 + notes.length * 18;
  const [right, bottom] = [WIDTH - EDGE.right, HEIGHT + top - EDGE.bottom];
  const atX = (value: number): string => (EDGE.left + (value / (ticksX.at(-1) || 1)) * (right - EDGE.left)).toFixed(1);
  const atY = (value: number): string => (bottom - (value / (ticksY.at(-1) || 1)) * (bottom - top)).toFixed(1);
  const parts = [
    `<text x="${EDGE.left}" y="22" class="head">${escaped(title)}</text>`,
    ...notes.map((note, index) => `<text x="${EDGE.left}" y="${42 + index * 18}">${escaped(note)}</text>`),
    ...ticksX.map(
      (tick) =>
        `<line x1="${atX(tick)}" x2="${atX(tick)}" y1="${bottom}" y2="${bottom + 5}" class="axis"/><text x="${atX(tick)}" y="${bottom + 20}" class="middle">${tick}</text>`,
    ),
    ...ticksY.map(
      (tick) =>
        `<line x1="${EDGE.left}" x2="${right}" y1="${atY(tick)}" y2="${atY(tick)}" class="grid"/><text x="${EDGE.left - 8}" y="${(Number(atY(tick)) + 4).toFixed(1)}" class="end">${tick}</text>`,
    ),
    `<line x1="${EDGE.left}" x2="${right}" y1="${bottom}" y2="${bottom}" class="axis"/>`,
    `<line x1="${EDGE.left}" x2="${EDGE.left}" y1="${top}" y2="${bottom}" class="axis"/>`,
    `<text x="${(EDGE.left + right) / 2}" y="${bottom + 42}" class="middle">${escaped(x.label)}</text>`,
    `<text transform="translate(20 ${(top + bottom) / 2}) rotate(-90)" class="middle">${escaped(y.label)}</text>`,
  ];
  series.forEach(({ name, points, trend }, index) => {
    const colour = COLOURS[index % COLOURS.length] as string;
    const path = points.map((point) => `${atX(point.x)},${atY(point.y)}`).join(' ');
    parts.push(`<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="1.2"/>`);
    if (trend !== undefined) {
      const { from, to, at } = trend;
      parts.push(
        `<line x1="${atX(from)}" x2="${atX(to)}" y1="${atY(at(from))}" y2="${atY(at(to))}" stroke="#24292f" stroke-dasharray="6 4"/>`,
      );
    }
    const y = top + 14 + index * 20;
    parts.push(
      `<line x1="${right + 12}" x2="${right + 32}" y1="${y - 4}" y2="${y - 4}" stroke="${colour}" stroke-width="3"/>`,
      `<text x="${right + 38}" y="${y}">${escaped(name)}</text>`,
    );
  });
  const style =
    'text{font:13px sans-serif;fill:#24292f}.head{font-weight:bold}.middle{text-anchor:middle}.end{text-anchor:end}.axis{stroke:#24292f}.grid{stroke:#d0d7de}';
  const height = HEIGHT + top;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}"><title>${escaped(title)}</title><style>${style}</style><rect width="100%" height="100%" fill="white"/>\n${parts.join('\n')}\n</svg>\n`;
}
