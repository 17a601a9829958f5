// A bar chart of one run as SVG: a bar per client, its rounds as ticks. Plain text, so that it can be read in a diff.
import { median, type Row, tablesOf, whole } from './report.ts';

const WIDTH = 720;
const LABEL = 130;
const FIGURE = 150;
const COLOURS = { own: '#1f6feb', floor: '#8c959f', peer: '#d0d7de', tick: '#24292f' } as const;

/** One question: its clients with the rate of each round. */
export interface Panel {
  readonly title: string;
  readonly unit: string;
  readonly bars: readonly { readonly client: string; readonly rates: readonly number[] }[];
}

interface Heights {
  readonly bar: number;
  readonly gap: number;
  readonly head: number;
}

const ROOMY: Heights = { bar: 22, gap: 12, head: 34 };
/** Where there are many panels. */
const DENSE: Heights = { bar: 15, gap: 4, head: 26 };
const ROOMY_PANELS = 4;

/** Text as it may stand in SVG. */
export const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Panels of the scenarios that need a broker, one for each variant. */
export function brokerPanels(scenarios: readonly { name: string; question: string }[], rows: readonly Row[]): Panel[] {
  return scenarios.flatMap(({ name, question }) =>
    tablesOf(rows, name).map(({ variant, rows: own }) => ({
      title: `${name}, ${variant}: ${question}`,
      unit: 'records/s',
      bars: own.map((row) => ({
        client: row.client,
        rates: row.rounds.map((round) => row.records / round.seconds),
      })),
    })),
  );
}

/** One panel below the other, each with a scale of its own, fastest client first. `own` is the client that is coloured. */
export function plot(panels: readonly Panel[], own: string): string {
  const { bar, gap, head } = panels.length > ROOMY_PANELS ? DENSE : ROOMY;
  const parts: string[] = [];
  let y = 10;
  for (const { title, unit, bars } of panels) {
    const shown = bars.filter(({ rates }) => rates.length > 0).sort((a, b) => median(b.rates) - median(a.rates));
    if (shown.length === 0) continue;
    const most = Math.max(...shown.flatMap(({ rates }) => rates));
    const scale = (rate: number): number => (rate / most) * (WIDTH - LABEL - FIGURE);
    parts.push(`<text x="10" y="${y + 14}" class="head">${escaped(title)}</text>`);
    y += head;
    const baseline = bar / 2 + 5;
    for (const { client, rates } of shown) {
      const colour = client === own ? COLOURS.own : client === 'floor' ? COLOURS.floor : COLOURS.peer;
      const middle = median(rates);
      parts.push(
        `<text x="${LABEL - 8}" y="${y + baseline}" class="label">${escaped(client)}</text>`,
        `<rect x="${LABEL}" y="${y}" width="${scale(middle).toFixed(1)}" height="${bar}" fill="${colour}"/>`,
        ...rates.map((rate) => {
          const x = (LABEL + scale(rate)).toFixed(1);
          return `<line x1="${x}" x2="${x}" y1="${y + 4}" y2="${y + bar - 4}" stroke="${COLOURS.tick}"/>`;
        }),
        `<text x="${(LABEL + scale(Math.max(...rates)) + 8).toFixed(1)}" y="${y + baseline}">${whole(middle)} ${unit}</text>`,
      );
      y += bar + gap;
    }
    y += gap;
  }
  const style = 'text{font:13px sans-serif;fill:#24292f}.head{font-weight:bold}.label{text-anchor:end}';
  const units = [...new Set(panels.map(({ unit }) => unit))].join(' and ');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y}" viewBox="0 0 ${WIDTH} ${y}"><title>${units} by client</title><style>${style}</style><rect width="100%" height="100%" fill="white"/>\n${parts.join('\n')}\n</svg>\n`;
}
