// The configs of client metrics subscriptions (KIP-714). They are stored and listed: the embedded broker collects none.
import { type ConfigDefinition, ConfigSource, int, list, valueFault } from './config-definition.ts';
import { type ConfigEntry, entryOf } from './config-entry.ts';

const MIN_INTERVAL_MS = 100;
const MAX_INTERVAL_MS = 3_600_000;

const definitions: readonly ConfigDefinition[] = [
  int('interval.ms', '300000', Number.NEGATIVE_INFINITY),
  list('match', ''),
  list('metrics', ''),
];

export function clientMetricsConfig(name: string): ConfigDefinition | undefined {
  return definitions.find((each) => each.name === name);
}

/** Every config of a subscription: its own value, else the default. */
export function listClientMetricsConfigs(own: ReadonlyMap<string, string>): ConfigEntry[] {
  return definitions.map((definition) => {
    const { name } = definition;
    const value = own.get(name);
    return entryOf(definition, value === undefined ? [] : [{ name, value, source: ConfigSource.clientMetrics }]);
  });
}

/** Why these cannot be set, in a broker's words; undefined when they can. */
export function clientMetricsConfigsFault(values: ReadonlyMap<string, string>): string | undefined {
  for (const [name, value] of values) {
    const definition = clientMetricsConfig(name);
    if (definition === undefined) return `Unknown client metrics configuration: ${name}`;
    const fault = valueFault(definition, value);
    if (fault !== undefined) return fault;
    if (name !== 'interval.ms' || (Number(value) >= MIN_INTERVAL_MS && Number(value) <= MAX_INTERVAL_MS)) continue;
    return `Invalid value ${value} for interval.ms, interval must be between ${MIN_INTERVAL_MS} and ${MAX_INTERVAL_MS} (1 hour)`;
  }
  return undefined;
}
