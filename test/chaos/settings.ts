// npm run chaos -- NAME [--minutes N] [--seed S] [--proxy] [--kafka VERSION]. Owns: reading that.
import { parseArgs } from 'node:util';

/** What was asked for. */
export interface ChaosSettings {
  readonly scenario: string;
  readonly minutes: number;
  readonly seed: number;
  /** A fault proxy stands between the client and each broker, and the network fails too. */
  readonly proxy: boolean;
  readonly version: string;
}

const NEWEST = '4.4.0';
const DEFAULT_MINUTES = 5;

/** Reads the command line; throws an error that says what is accepted. */
export function readSettings(args: readonly string[], scenarios: readonly string[]): ChaosSettings {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      minutes: { type: 'string', default: String(DEFAULT_MINUTES) },
      seed: { type: 'string' },
      proxy: { type: 'boolean', default: false },
      kafka: { type: 'string', default: NEWEST },
    },
  });
  const [scenario = '', ...more] = positionals;
  if (!scenarios.includes(scenario) || more.length > 0) {
    throw new Error(`chaos ${positionals.join(' ')}: it accepts one of ${scenarios.join(', ')}`);
  }
  const minutes = Number(values.minutes);
  if (!(minutes > 0 && minutes <= 1440))
    throw new Error(`--minutes ${values.minutes}: it accepts more than 0, to 1440`);
  const seed = values.seed === undefined ? Math.floor(Math.random() * 1e6) : Number(values.seed);
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new Error(`--seed ${values.seed}: it accepts whole numbers from 0`);
  if (!/^\d+\.\d+\.\d+$/.test(values.kafka))
    throw new Error(`--kafka ${values.kafka}: it accepts versions like ${NEWEST}`);
  return { scenario, minutes, seed, proxy: values.proxy, version: values.kafka };
}
