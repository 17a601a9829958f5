// npm run chaos -- NAME [--minutes N] [--seed S] [--proxy] [--kafka VERSION]
// Three real brokers that are killed while a client works; then the log is compared with what the client was told.
// Exit code: 0 every promise held, 1 one was broken or the run failed, 2 wrong arguments, 3 the machine was too busy for the
// run to count.
import { SingleBar } from 'cli-progress';
import { startRealKafka } from '../support/real-kafka/start-real-kafka.ts';
import { formatOutcome } from './report.ts';
import { type Outcome, type Progress, runChaos } from './run.ts';
import { scenarios } from './scenarios.ts';
import { type ChaosSettings, readSettings } from './settings.ts';

const LINE_EVERY_MS = 15_000;

const words = ({ done, unit, deaths, moves, doing, idle }: Progress): string =>
  `${done} ${unit}, ${deaths} deaths, ${moves} leader moves, ${Math.round(idle * 100)} % idle: ${doing}`;

async function main(settings: ChaosSettings): Promise<Outcome> {
  const { minutes, seed, proxy, version } = settings;
  const scenario = scenarios[settings.scenario as keyof typeof scenarios];
  console.log(
    `${settings.scenario}${proxy ? ' through a fault proxy' : ''}, seed ${seed}, Kafka ${version}: ${scenario.about}`,
  );
  const kafka = await startRealKafka({ version, nodes: 3 });
  if (kafka.nodes.length !== 3) throw new Error('three brokers that may be killed are needed: unset the environment');
  const totalMs = minutes * 60_000;
  const bar = new SingleBar({ format: '{bar} {percentage} % {words}', hideCursor: true });
  if (process.stderr.isTTY) bar.start(totalMs, 0, { words: '' });
  // Members, writers and the probe have to start first, which takes long on a busy machine.
  let begun = Number.POSITIVE_INFINITY;
  let lineAt = performance.now();
  try {
    return await runChaos({
      scenario,
      kafka,
      seed,
      proxy,
      probe: true,
      isEnough: () => {
        begun = Math.min(begun, performance.now());
        return performance.now() - begun > totalMs;
      },
      onProgress: (progress) => {
        const now = performance.now();
        const tookMs = Math.max(0, now - begun);
        if (bar.isActive) bar.update(Math.min(totalMs, tookMs), { words: words(progress) });
        else if (now - lineAt > LINE_EVERY_MS) {
          lineAt = now;
          console.log(`${Math.round(tookMs / 1_000)} s: ${words(progress)}`);
        }
      },
    });
  } finally {
    bar.stop();
    await kafka.stop();
  }
}

function settingsOrExit(): ChaosSettings {
  try {
    return readSettings(process.argv.slice(2), Object.keys(scenarios));
  } catch (error) {
    console.error((error as Error).message);
    process.exit(2);
  }
}

const settings = settingsOrExit();
const outcome = await main(settings);
console.log(formatOutcome(outcome));
if (outcome.broken.length > 0) for (const line of outcome.story) console.log(line);
for (const line of outcome.broken) console.error(`BROKEN: ${line}`);
for (const line of outcome.doubts) console.error(`this run does not count: ${line}`);
const again = `npm run chaos -- ${settings.scenario} --minutes ${settings.minutes} --seed ${settings.seed}${settings.proxy ? ' --proxy' : ''}`;
console.log(outcome.broken.length === 0 ? 'every promise held' : 'promises were broken', `(again: ${again})`);
process.exitCode = outcome.broken.length > 0 ? 1 : outcome.doubts.length > 0 ? 3 : 0;
