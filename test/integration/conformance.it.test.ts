// A short run of `npm run conformance`, other instances every time.
import { describe, expect, it } from 'vitest';
import { conform } from '../conformance/conform.ts';
import { formatMismatches, formatTable } from '../conformance/report.ts';
import { whyNoJava } from '../support/maven.ts';

const PER = 2;
const LIMIT_MS = 120_000;
const isCi = !['', '0', 'false'].includes(process.env['CI'] ?? '');

// Where CI is set a missing Java is a failure, elsewhere a reason to skip.
describe.skipIf(!isCi && (await whyNoJava()) !== undefined)('conformance with Kafka’s own classes', () => {
  it(
    'finds no difference in any message, version or record format',
    async () => {
      const seed = Math.floor(Math.random() * 1e9);
      console.log(`npm run conformance -- --seed ${seed} --per ${PER}`);
      const tallies = await conform({ seed, per: PER });
      console.log(formatTable(tallies));
      expect(formatMismatches(tallies, seed)).toEqual([]);
      expect(tallies).toHaveLength(4);
      for (const { instances } of tallies) expect(instances).toBeGreaterThan(0);
    },
    LIMIT_MS,
  );

  it.each(['messages', 'records'] as const)(
    'turns red when one bit of one vector of the %s is inverted',
    async (damage) => {
      const seed = Math.floor(Math.random() * 1e9);
      console.log(`npm run conformance -- --seed ${seed} --per 1 --damage ${damage}`);
      const only = damage === 'messages' ? 'Fetch' : '2,';
      const tallies = await conform({ seed, per: 1, only, damage });
      expect(formatMismatches(tallies, seed)).toHaveLength(1);
    },
    LIMIT_MS,
  );
});
