// What a config is: a name, a default, and which values are valid. Owns: the check of a value, in a broker's words.
// Must not know which configs there are.

export type ConfigKind = 'int' | 'long' | 'double' | 'boolean' | 'list' | 'string' | readonly string[];

export interface ConfigDefinition {
  readonly name: string;
  /** The default; null where there is none. */
  readonly value: string | null;
  readonly kind: ConfigKind;
  /** Smallest value of a number. */
  readonly min?: number;
  /** What a list may hold. */
  readonly items?: readonly string[];
}

/** Where a value comes from, as answers number it (KIP-226). */
export const ConfigSource = {
  topic: 1,
  broker: 2,
  brokerDefault: 3,
  staticBroker: 4,
  kafkaDefault: 5,
  clientMetrics: 7,
  group: 8,
} as const;

export const LONGEST = '9223372036854775807';

export function int(name: string, value: string | null, min: number): ConfigDefinition {
  return { name, value, kind: 'int', min };
}

export function long(name: string, value: string | null, min: number): ConfigDefinition {
  return { name, value, kind: 'long', min };
}

export function choice(name: string, value: string, kind: readonly string[]): ConfigDefinition {
  return { name, value, kind };
}

export function flag(name: string, value: 'true' | 'false' = 'false'): ConfigDefinition {
  return { name, value, kind: 'boolean' };
}

export function text(name: string, value: string | null): ConfigDefinition {
  return { name, value, kind: 'string' };
}

export function list(name: string, value: string, items?: readonly string[]): ConfigDefinition {
  return { name, value, kind: 'list', ...(items === undefined ? {} : { items }) };
}

/** The kind as answers number it (KIP-569). */
export function kindNumber({ kind }: ConfigDefinition): number {
  switch (kind) {
    case 'boolean':
      return 1;
    case 'int':
      return 3;
    case 'long':
      return 5;
    case 'double':
      return 6;
    case 'list':
      return 7;
    default:
      return 2;
  }
}

/** Why a value is not acceptable, in a broker's words; undefined when it is. */
export function valueFault(definition: ConfigDefinition, value: string): string | undefined {
  const fault = trimmedFault(definition, value.trim());
  if (fault === undefined) return undefined;
  return `Invalid value ${shownValue(definition, value)} for configuration ${definition.name}: ${fault}`;
}

/** As Java shows it: of a list the item that is wrong, of a number what it has read: `-1.0`. */
function shownValue({ kind, items }: ConfigDefinition, value: string): string {
  if (kind === 'list') return listOf(value).find((item) => items?.includes(item) === false) ?? value;
  const number = Number(value);
  return kind === 'double' && Number.isInteger(number) ? number.toFixed(1) : value;
}

function trimmedFault({ kind, min, items }: ConfigDefinition, value: string): string | undefined {
  switch (kind) {
    case 'int':
    case 'long':
      if (!/^[+-]?\d+$/.test(value) || (kind === 'int' && Math.abs(Number(value)) > 2 ** 31 - 1)) {
        return `Not a number of type ${kind.toUpperCase()}`;
      }
      return Number(value) < (min ?? 0) ? `Value must be at least ${min}` : undefined;
    case 'double':
      if (value === '' || Number.isNaN(Number(value))) return 'Not a number of type DOUBLE';
      return Number(value) < (min ?? 0) ? `Value must be at least ${min}` : undefined;
    case 'boolean':
      return /^(true|false)$/i.test(value) ? undefined : 'Expected value to be either true or false';
    case 'list':
      return items === undefined || listOf(value).every((item) => items.includes(item))
        ? undefined
        : `String must be one of: ${items.join(', ')}`;
    case 'string':
      return undefined;
    default:
      return kind.includes(value) ? undefined : `String must be one of: ${kind.join(', ')}`;
  }
}

/** The items of a list's value. */
export function listOf(value: string): string[] {
  return value.split(',').map((item) => item.trim());
}
