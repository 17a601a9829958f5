// npm run conformance -- [--seed N] [--per N] [--only NAME] [--damage messages|records]
// Compares all that we encode and decode with Kafka's own classes, on random instances. Exit 1 on any mismatch.
import { parseArgs } from 'node:util';
import { SingleBar } from 'cli-progress';
import { KAFKA_VERSION } from '../../codegen/verify/kafka-clients.ts';
import { conform, type Damage } from './conform.ts';
import { formatMismatches, formatTable } from './report.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    per: { type: 'string', default: '20' },
    only: { type: 'string' },
    damage: { type: 'string' },
  },
});

function numberOf(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > 0x7fff_ffff) {
    throw new Error(`--${name} ${text}: it accepts whole numbers from ${least} to ${0x7fff_ffff}`);
  }
  return value;
}

function damageOf(text: string | undefined): Damage | undefined {
  if (text === undefined || text === 'messages' || text === 'records') return text;
  throw new Error(`--damage ${text}: it accepts messages or records`);
}

const seed = values.seed === undefined ? Math.floor(Math.random() * 1e9) : numberOf('seed', values.seed, 0);
const per = numberOf('per', values.per, 1);
const damage = damageOf(values.damage);
console.log(`seed ${seed}, ${per} instances each, against kafka-clients ${KAFKA_VERSION}`);
if (damage !== undefined) console.log(`one bit of one vector of the ${damage} is inverted: this run must fail`);

const started = performance.now();
const bar = new SingleBar({ format: '{bar} {value}/{total} {doing}', hideCursor: true });
if (process.stderr.isTTY) bar.start(1, 0, { doing: 'Java is starting' });
const tallies = await conform({
  seed,
  per,
  only: values.only,
  damage,
  progress: (done, total, doing) => {
    if (!bar.isActive) return;
    bar.setTotal(total);
    bar.update(done, { doing });
  },
}).finally(() => bar.stop());

console.log(formatTable(tallies));
for (const line of formatMismatches(tallies, { seed, per })) console.error(line);
const mismatches = tallies.reduce((sum, tally) => sum + tally.mismatches.length, 0);
const instances = tallies.reduce((sum, tally) => sum + tally.instances, 0);
const seconds = ((performance.now() - started) / 1_000).toFixed(1);
console.log(`seed ${seed}: ${instances} instances, ${mismatches} mismatches, ${seconds} s`);
if (mismatches > 0 || instances === 0) process.exitCode = 1;
