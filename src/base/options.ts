// Checks of option values, used once, at construction. Each error names the option and what it accepts.
import { type Clock, systemClock } from './clock.ts';
import { configError, KafkaError } from './errors.ts';
import { type Logger, silentLogger } from './logger.ts';

/** `value`, or `fallback` when it is undefined; must be a whole number in the bounds. */
export function integerOption(
  name: string,
  value: number | undefined,
  fallback: number,
  min: number,
  max: number,
): number {
  if (value === undefined) return fallback;
  if (!Number.isSafeInteger(value) || value < min || value > max) {
    throw configError(name, value, `a whole number from ${min} to ${max}`);
  }
  return value;
}

/** `value`, or `fallback` when it is undefined; a duration in milliseconds. */
export function durationOption(name: string, value: number | undefined, fallback: number, min = 0): number {
  if (value === undefined) return fallback;
  if (typeof value !== 'number' || !(value >= min) || value > 2 ** 31 - 1) {
    throw configError(name, value, `milliseconds from ${min} to ${2 ** 31 - 1}`);
  }
  return value;
}

/** `value`, or `fallback` when it is undefined; must be one of the listed words. */
export function choiceOption<T extends string>(
  name: string,
  value: T | undefined,
  fallback: T,
  choices: readonly T[],
): T {
  if (value === undefined) return fallback;
  if (!choices.includes(value)) throw configError(name, value, choices.map((choice) => `'${choice}'`).join(', '));
  return value;
}

/** `value`, or `fallback` when it is undefined; must be true or false. */
export function booleanOption(name: string, value: boolean | undefined, fallback: boolean): boolean {
  if (value === undefined) return fallback;
  if (typeof value !== 'boolean') throw configError(name, value, 'true or false');
  return value;
}

/** `value`, which may be undefined; must be a function otherwise. */
export function functionOption<T>(name: string, value: T, accepts = 'a function'): T {
  if (value !== undefined && typeof value !== 'function') throw configError(name, value, accepts);
  return value;
}

/** `value`, or one that drops every line when it is undefined. */
export function loggerOption(name: string, value: Logger | undefined): Logger {
  if (value === undefined) return silentLogger;
  if (!hasMethods(value, ['debug', 'info', 'warn', 'error'])) {
    throw configError(name, value, 'an object with the methods debug, info, warn and error');
  }
  return value;
}

/** `value`, or the machine's clock when it is undefined. */
export function clockOption(name: string, value: Clock | undefined): Clock {
  if (value === undefined) return systemClock;
  if (!hasMethods(value, ['now', 'monotonic', 'after'])) {
    throw configError(name, value, 'an object with the methods now, monotonic and after');
  }
  return value;
}

function hasMethods(value: unknown, names: readonly string[]): boolean {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return false;
  return names.every((name) => typeof (value as Record<string, unknown>)[name] === 'function');
}

/** Every name of an options type, also of one that is a union: an option that is added there has to be named here, too. */
export type OptionNames<T> = Readonly<Record<(T extends unknown ? keyof T : never) & string, true>>;

/**
 * Refuses names that are not options of `owner`, which the compiler does where there is one: a typing error would
 * otherwise be a default that nobody asked for. `meant`: what the names of other clients are called here.
 */
export function knownOptions(
  owner: string,
  options: object,
  names: Readonly<Record<string, true>>,
  meant: Readonly<Record<string, string>> = {},
): void {
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(names, name)) continue;
    const hint = Object.hasOwn(meant, name) ? meant[name] : nearest(name, Object.keys(names));
    throw new KafkaError('CONFIG', `option ${name} is unknown to ${owner}; the nearest that it knows is ${hint}`);
  }
}

/** The name with the fewest letters to change; case, dots and underscores do not count. */
function nearest(name: string, names: readonly string[]): string {
  const wanted = plainName(name);
  let best = '';
  let fewest = Number.POSITIVE_INFINITY;
  for (const one of names) {
    const changes = lettersToChange(wanted, plainName(one));
    if (changes >= fewest) continue;
    fewest = changes;
    best = one;
  }
  return best;
}

function plainName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
    .slice(0, 64);
}

/** Levenshtein's distance, row by row. */
function lettersToChange(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = (row[j - 1] as number) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[to.length] as number;
}

/** A non-empty string. */
export function nameOption(name: string, value: string | undefined, accepts = 'a non-empty string'): string {
  if (typeof value !== 'string' || value.length === 0) throw configError(name, value, accepts);
  return value;
}

/** A topic name as Kafka accepts it: 1 to 249 of `a-z A-Z 0-9 . _ -`, and not `.` or `..`. */
export function topicOption(name: string, value: string | undefined): string {
  if (typeof value !== 'string' || !/^[a-zA-Z0-9._-]{1,249}$/.test(value) || value === '.' || value === '..') {
    throw configError(name, value, 'a topic name of 1 to 249 letters, digits, dots, underscores or hyphens');
  }
  return value;
}

/** A list of `host:port`, at least one; IPv6 addresses stand in brackets. */
export function brokersOption(name: string, value: readonly string[] | undefined): readonly string[] {
  if (!Array.isArray(value) || value.length === 0) throw configError(name, value, 'a list of one or more host:port');
  for (const [index, address] of value.entries()) parseAddress(`${name}[${index}]`, address);
  return [...value];
}

/** Splits `host:port` or `[v6]:port`. */
export function parseAddress(name: string, address: string): { host: string; port: number } {
  const match =
    typeof address === 'string' ? /^(?:\[([0-9a-fA-F:.%a-z]+)\]|([^:[\]\s/]+)):(\d{1,5})$/.exec(address) : null;
  const port = Number(match?.[3]);
  if (match === null || port < 1 || port > 65535)
    throw configError(name, address, 'host:port, for example localhost:9092');
  return { host: (match[1] ?? match[2]) as string, port };
}
