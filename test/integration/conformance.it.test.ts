// A short run of `npm run conformance`, other instances every time.
import { describe, expect, it } from 'vitest';
import { conform } from '../conformance/conform.ts';
import { whyNoJdk } from '../conformance/reference.ts';
import { formatMismatches, formatTable } from '../conformance/report.ts';

const PER = 2;
const LIMIT_MS = 120_000;
const isCi = !['', '0', 'false'].includes(process.env['CI'] ?? '');

// Where CI is set a missing JDK is a failure, elsewhere a reason to skip.
describe.skipIf(!isCi && (await whyNoJdk()) !== undefined)('conformance with Kafka’s own classes', () => {
  it(
    'finds no difference in any message, version or record format',
    async () => {
      const seed = Math.floor(Math.random() * 1e9);
      console.log(`npm run conformance -- --seed ${seed} --per ${PER}`);
      const tallies = await conform({ seed, per: PER });
      console.log(formatTable(tallies));
      expect(formatMismatches(tallies, { seed, per: PER })).toEqual([]);
      expect(tallies.filter(({ instances }) => instances > 0).map(({ title }) => title)).toEqual([
        'messages made by Java',
        'newest messages in older versions',
        'messages made by us',
        'batches made by Java',
        'batches made by us',
      ]);
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
      expect(formatMismatches(tallies, { seed, per: 1 })).toHaveLength(1);
    },
    LIMIT_MS,
  );
});
