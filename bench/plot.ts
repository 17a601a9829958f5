// A bar chart of one run as SVG: a bar per client, its rounds as ticks. Plain text, so that it can be read in a diff.
import type { Row } from './report.ts';
import { median } from './report.ts';

const WIDTH = 720;
const LABEL = 130;
const FIGURE = 150;
const BAR = 22;
const GAP = 12;
const HEAD = 34;
const COLOURS = { own: '#1f6feb', floor: '#8c959f', peer: '#d0d7de', tick: '#24292f' } as const;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const whole = (value: number): string => Math.round(value).toLocaleString('en-US').replaceAll(',', ' ');

/** One panel per scenario, records per second, fastest client first. `own` is the client that is coloured. */
export function plot(
  scenarios: readonly { name: string; question: string }[],
  rows: readonly Row[],
  records: number,
  own: string,
): string {
  const parts: string[] = [];
  let y = 10;
  for (const { name, question } of scenarios) {
    const shown = rows
      .filter((row) => row.scenario === name && row.rounds.length > 0)
      .map((row) => ({ client: row.client, rates: row.rounds.map((round) => records / round.seconds) }))
      .sort((a, b) => median(b.rates) - median(a.rates));
    if (shown.length === 0) continue;
    const most = Math.max(...shown.flatMap(({ rates }) => rates));
    const scale = (rate: number): number => (rate / most) * (WIDTH - LABEL - FIGURE);
    parts.push(`<text x="10" y="${y + 14}" class="head">${escaped(name)}: ${escaped(question)}</text>`);
    y += HEAD;
    for (const { client, rates } of shown) {
      const colour = client === own ? COLOURS.own : client === 'floor' ? COLOURS.floor : COLOURS.peer;
      const middle = median(rates);
      parts.push(
        `<text x="${LABEL - 8}" y="${y + 16}" class="label">${escaped(client)}</text>`,
        `<rect x="${LABEL}" y="${y}" width="${scale(middle).toFixed(1)}" height="${BAR}" fill="${colour}"/>`,
        ...rates.map((rate) => {
          const x = (LABEL + scale(rate)).toFixed(1);
          return `<line x1="${x}" x2="${x}" y1="${y + 4}" y2="${y + BAR - 4}" stroke="${COLOURS.tick}"/>`;
        }),
        `<text x="${(LABEL + scale(Math.max(...rates)) + 8).toFixed(1)}" y="${y + 16}">${whole(middle)} records/s</text>`,
      );
      y += BAR + GAP;
    }
    y += GAP;
  }
  const style = 'text{font:13px sans-serif;fill:#24292f}.head{font-weight:bold}.label{text-anchor:end}';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y}" viewBox="0 0 ${WIDTH} ${y}"><title>records per second by client</title><style>${style}</style><rect width="100%" height="100%" fill="white"/>\n${parts.join('\n')}\n</svg>\n`;
}
