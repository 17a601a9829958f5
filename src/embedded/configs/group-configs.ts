// The configs of groups (KIP-848, KIP-932, KIP-1071). They are stored and listed; those of consumer groups are in force, of
// the other kinds the embedded broker has no groups.
import { type ConfigDefinition, ConfigSource, choice, flag, int, list, text, valueFault } from './config-definition.ts';
import { type ConfigEntry, entryOf } from './config-entry.ts';

interface GroupConfig {
  readonly definition: ConfigDefinition;
  /** The broker's config that is the default of this one. */
  readonly broker: string;
  /** Bounds that a broker sets to groups. */
  readonly range?: readonly [min: number, max: number];
}

/** A config whose default at the broker has `group.` before it. */
function bounded(name: string, value: string, min: number, max: number): GroupConfig {
  return { definition: int(name, value, Number.NEGATIVE_INFINITY), broker: `group.${name}`, range: [min, max] };
}

function same(definition: ConfigDefinition): GroupConfig {
  return { definition, broker: definition.name };
}

const SESSION = [45_000, 60_000] as const;
const HEARTBEAT = [5000, 15_000] as const;
const INTERVAL = [0, 15_000] as const;

const configs: readonly GroupConfig[] = [
  bounded('consumer.session.timeout.ms', '45000', ...SESSION),
  bounded('consumer.heartbeat.interval.ms', '5000', ...HEARTBEAT),
  bounded('consumer.assignment.interval.ms', '1000', ...INTERVAL),
  same(flag('errors.deadletterqueue.copy.record.enable')),
  same(text('errors.deadletterqueue.topic.name', '')),
  same(text('share.auto.offset.reset', 'latest')),
  same(choice('share.isolation.level', 'read_uncommitted', ['read_committed', 'read_uncommitted'])),
  same(flag('share.renew.acknowledge.enable', 'true')),
  bounded('share.session.timeout.ms', '45000', ...SESSION),
  bounded('share.heartbeat.interval.ms', '5000', ...HEARTBEAT),
  bounded('share.assignment.interval.ms', '1000', ...INTERVAL),
  bounded('share.delivery.count.limit', '5', 2, 10),
  bounded('share.record.lock.duration.ms', '30000', 15_000, 60_000),
  bounded('share.partition.max.record.locks', '2000', 100, 4000),
  { definition: choice('streams.assignor.name', 'sticky', ['sticky']), broker: 'group.streams.assignors' },
  {
    definition: list('streams.rack.aware.assignment.tags', ''),
    broker: 'group.streams.rack.aware.assignment.tags',
  },
  bounded('streams.session.timeout.ms', '45000', ...SESSION),
  bounded('streams.heartbeat.interval.ms', '5000', ...HEARTBEAT),
  bounded('streams.assignment.interval.ms', '1000', ...INTERVAL),
  bounded('streams.num.standby.replicas', '0', 0, 2),
  bounded('streams.initial.rebalance.delay.ms', '3000', 0, Number.POSITIVE_INFINITY),
];

const byName: ReadonlyMap<string, GroupConfig> = new Map(configs.map((each) => [each.definition.name, each]));

export function groupConfig(name: string): ConfigDefinition | undefined {
  return byName.get(name)?.definition;
}

/** Every config of a group: its own value, else the default. */
export function listGroupConfigs(own: ReadonlyMap<string, string>): ConfigEntry[] {
  return configs.map(({ definition, broker }) => {
    const { name } = definition;
    const last = { name: broker, value: definition.value ?? '', source: ConfigSource.kafkaDefault };
    const chosen = own.get(name);
    return entryOf(
      definition,
      chosen === undefined ? [last] : [{ name, value: chosen, source: ConfigSource.group }, last],
    );
  });
}

/** Why these cannot be set, in a broker's words; undefined when they can. */
export function groupConfigsFault(values: ReadonlyMap<string, string>): string | undefined {
  for (const name of values.keys()) if (!byName.has(name)) return `Unknown group config name: ${name}`;
  for (const [name, value] of values) {
    const { definition, range } = byName.get(name) as GroupConfig;
    const fault = name === 'share.auto.offset.reset' ? resetFault(value) : valueFault(definition, value);
    if (fault !== undefined) return fault;
    if (range === undefined || (Number(value) >= range[0] && Number(value) <= range[1])) continue;
    return `${name} must be in the range ${range[0]} to ${range[1]} inclusive.`;
  }
  return undefined;
}

function resetFault(value: string): string | undefined {
  if (/^(earliest|latest|by_duration:P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?)$/i.test(value))
    return undefined;
  const name = 'share.auto.offset.reset';
  return `Invalid value ${value} for configuration ${name}: Invalid value \`${value}\` for configuration ${name}. The value must be either 'earliest', 'latest' or of the format 'by_duration:<PnDTnHnMn.nS>'.`;
}
