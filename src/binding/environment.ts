// Options of an app from environment variables. Owns: their names, defaults, and the error of each bad value.
// Invariant: no error and no inspection shows the password.
import { KafkaError } from '../base/errors.ts';
import { parseAddress } from '../base/options.ts';

/** Gives the value of an environment variable; undefined and empty both mean that it is not set. */
export type Environment = (name: string) => string | undefined;

/** Credentials of the environment, as the `sasl` option takes them. */
export interface EnvironmentSasl {
  readonly mechanism: (typeof MECHANISMS)[number];
  readonly username: string;
  readonly password: string;
}

/** What the environment says; to be spread into the options of an `App`. */
export interface EnvironmentOptions {
  /** `KAFKA_BROKERS`, comma-separated. @default localhost:29092 */
  readonly brokers: readonly string[];
  /** `KAFKA_TLS_ENABLED`, `true` or `false`. */
  readonly tls?: boolean;
  /** `KAFKA_SASL_MECHANISM` with `KAFKA_SASL_USERNAME` and `KAFKA_SASL_PASSWORD`. */
  readonly sasl?: EnvironmentSasl;
  /** `KAFKA_CONSUMER_START_FROM`, a time by RFC 3339; for groups without committed offsets. */
  readonly startOffset?: { readonly time: number };
  /** `KAFKA_GLOBAL_SUFFIX`, appended to the group and to every topic. */
  readonly suffix?: string;
}

const MECHANISMS = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;
const DEFAULT_BROKERS = 'localhost:29092';
const RFC_3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:[Zz]|[+-](\d{2}):(\d{2}))$/;

/**
 * Reads the options of an app from the environment:
 * `new App({ ...fromEnvironment(), groupId: 'billing', onError })`. Throws CONFIG for the first bad variable.
 */
export function fromEnvironment(env: Environment = (name) => process.env[name]): EnvironmentOptions {
  const read = (name: string): string | undefined => {
    const value = env(name);
    return value === undefined || value === '' ? undefined : value;
  };
  const tls = readTls(read('KAFKA_TLS_ENABLED'));
  const sasl = readSasl(read);
  const startOffset = readTime(read('KAFKA_CONSUMER_START_FROM'));
  const suffix = readSuffix(read('KAFKA_GLOBAL_SUFFIX'));
  return {
    brokers: readBrokers(read('KAFKA_BROKERS') ?? DEFAULT_BROKERS),
    ...(tls === undefined ? {} : { tls }),
    ...(sasl === undefined ? {} : { sasl }),
    ...(startOffset === undefined ? {} : { startOffset }),
    ...(suffix === undefined ? {} : { suffix }),
  };
}

function wrong(name: string, given: string | undefined, accepts: string): KafkaError {
  const shown = given === undefined ? 'not set' : JSON.stringify(given);
  return new KafkaError('CONFIG', `environment variable ${name} is ${shown}; it accepts ${accepts}`);
}

function readBrokers(value: string): readonly string[] {
  const brokers = value.split(',').map((address) => address.trim());
  for (const address of brokers) {
    try {
      parseAddress('KAFKA_BROKERS', address);
    } catch {
      throw wrong('KAFKA_BROKERS', value, 'a comma-separated list of host:port, for example localhost:29092');
    }
  }
  return brokers;
}

function readTls(value: string | undefined): boolean | undefined {
  if (value === undefined) return undefined;
  const word = value.toLowerCase();
  if (word !== 'true' && word !== 'false') throw wrong('KAFKA_TLS_ENABLED', value, 'true or false');
  return word === 'true';
}

function readSasl(read: Environment): EnvironmentSasl | undefined {
  const mechanism = read('KAFKA_SASL_MECHANISM');
  const username = read('KAFKA_SASL_USERNAME');
  const password = read('KAFKA_SASL_PASSWORD');
  if (mechanism === undefined) {
    if (username === undefined && password === undefined) return undefined;
    const given = username === undefined ? 'KAFKA_SASL_PASSWORD' : 'KAFKA_SASL_USERNAME';
    throw wrong('KAFKA_SASL_MECHANISM', undefined, `${MECHANISMS.join(', ')} where ${given} is set`);
  }
  const known = MECHANISMS.find((one) => one === mechanism);
  if (known === undefined) throw wrong('KAFKA_SASL_MECHANISM', mechanism, MECHANISMS.join(', '));
  const why = `a non-empty string where KAFKA_SASL_MECHANISM is set`;
  if (username === undefined) throw wrong('KAFKA_SASL_USERNAME', undefined, why);
  if (password === undefined) throw wrong('KAFKA_SASL_PASSWORD', undefined, why);
  const sasl = { mechanism: known, username };
  // Not enumerable: whoever prints or serializes the options does not see it.
  Object.defineProperty(sasl, 'password', { value: password, enumerable: false });
  return sasl as EnvironmentSasl;
}

function readTime(value: string | undefined): { readonly time: number } | undefined {
  if (value === undefined) return undefined;
  const bad = wrong('KAFKA_CONSUMER_START_FROM', value, 'a time by RFC 3339, for example 2026-11-21T12:00:00Z');
  const parts = RFC_3339.exec(value);
  if (parts === null) throw bad;
  const [, year, month, day, hour, minute, second, zoneHour, zoneMinute] = parts.map(Number);
  // JavaScript takes 30 February for 2 March.
  const days = new Date(Date.UTC(year as number, month as number, 0)).getUTCDate();
  const inRange =
    (month as number) >= 1 &&
    (month as number) <= 12 &&
    (day as number) >= 1 &&
    (day as number) <= days &&
    (hour as number) <= 23 &&
    (minute as number) <= 59 &&
    (second as number) <= 59 &&
    !((zoneHour as number) > 23) &&
    !((zoneMinute as number) > 59);
  const time = inRange ? Date.parse(value.toUpperCase().replace(' ', 'T')) : Number.NaN;
  if (Number.isNaN(time) || time < 0) throw bad;
  return { time };
}

function readSuffix(value: string | undefined): string | undefined {
  if (value !== undefined && !/^[a-zA-Z0-9._-]{1,200}$/.test(value)) {
    throw wrong('KAFKA_GLOBAL_SUFFIX', value, 'up to 200 letters, digits, dots, underscores or hyphens');
  }
  return value;
}
