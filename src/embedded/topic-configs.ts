// The configs of a topic as a broker of version 4.4 knows them. Owns: names, defaults, which values are valid.
// Must not know topics. Only what `TopicSettings` names changes what the embedded broker does; the rest is stored.

/** The configs that the embedded broker acts on. */
export interface TopicSettings {
  readonly maxMessageBytes: number;
  readonly minInsyncReplicas: number;
  readonly timestampType: 'CreateTime' | 'LogAppendTime';
  readonly timestampAfterMaxMs: number;
  readonly timestampBeforeMaxMs: number;
  /** Undefined unless the topic's own configs set it and its cleanup policy deletes: nothing expires by default. */
  readonly retentionMs: number | undefined;
  readonly retentionBytes: number | undefined;
}

type ConfigKind = 'int' | 'long' | 'double' | 'boolean' | 'list' | readonly string[];

interface ConfigDefinition {
  readonly name: string;
  readonly value: string;
  readonly kind: ConfigKind;
  /** Smallest value of a number. */
  readonly min?: number;
  /** What a list may hold. */
  readonly items?: readonly string[];
  /** Where answers say that the default comes from, if not from Kafka itself. */
  readonly source?: number;
}

/** Where a value comes from, as answers number it. */
const ConfigSource = { topic: 1, clusterDefault: 3, kafkaDefault: 5 } as const;

const LONGEST = '9223372036854775807';

function int(name: string, value: string, min: number): ConfigDefinition {
  return { name, value, kind: 'int', min };
}

function long(name: string, value: string, min: number): ConfigDefinition {
  return { name, value, kind: 'long', min };
}

function choice(name: string, value: string, kind: readonly string[]): ConfigDefinition {
  return { name, value, kind };
}

function flag(name: string, value: 'true' | 'false' = 'false'): ConfigDefinition {
  return { name, value, kind: 'boolean' };
}

const definitions: readonly ConfigDefinition[] = [
  { name: 'cleanup.policy', value: 'delete', kind: 'list', items: ['compact', 'delete'] },
  int('compression.gzip.level', '-1', -1),
  int('compression.lz4.level', '9', 1),
  choice('compression.type', 'producer', ['uncompressed', 'zstd', 'lz4', 'snappy', 'gzip', 'producer']),
  int('compression.zstd.level', '3', -131072),
  long('delete.retention.ms', '86400000', 0),
  flag('errors.deadletterqueue.group.enable'),
  long('file.delete.delay.ms', '60000', 0),
  long('flush.messages', LONGEST, 1),
  long('flush.ms', LONGEST, 0),
  { name: 'follower.replication.throttled.replicas', value: '', kind: 'list' },
  int('index.interval.bytes', '4096', 0),
  { name: 'leader.replication.throttled.replicas', value: '', kind: 'list' },
  long('local.retention.bytes', '-2', -2),
  long('local.retention.ms', '-2', -2),
  long('max.compaction.lag.ms', LONGEST, 1),
  int('max.decompressed.message.bytes', '2147483639', 0),
  int('max.message.bytes', '1048588', 0),
  long('message.timestamp.after.max.ms', '3600000', 0),
  long('message.timestamp.before.max.ms', LONGEST, 0),
  choice('message.timestamp.type', 'CreateTime', ['CreateTime', 'LogAppendTime']),
  { name: 'min.cleanable.dirty.ratio', value: '0.5', kind: 'double', min: 0 },
  long('min.compaction.lag.ms', '0', 0),
  // A new cluster sets this one itself, for all its brokers (KIP-966).
  { ...int('min.insync.replicas', '1', 1), source: ConfigSource.clusterDefault },
  flag('preallocate'),
  long('remote.copy.lag.bytes', '-1', -1),
  long('remote.copy.lag.ms', '0', -1),
  flag('remote.log.copy.disable'),
  flag('remote.log.delete.on.disable'),
  flag('remote.storage.enable'),
  long('retention.bytes', '-1', Number.NEGATIVE_INFINITY),
  long('retention.ms', '604800000', -1),
  int('segment.bytes', '1073741824', 1024 * 1024),
  int('segment.index.bytes', '10485760', 4),
  long('segment.jitter.ms', '0', 0),
  long('segment.ms', '604800000', 1),
  flag('unclean.leader.election.enable'),
];

const byName: ReadonlyMap<string, ConfigDefinition> = new Map(definitions.map((each) => [each.name, each]));

/** Why a config is not acceptable, in a broker's words; undefined when it is. */
export function configFault(name: string, value: string | null): string | undefined {
  if (value === null) return `Null value not supported for topic configs: ${name}`;
  const definition = byName.get(name);
  if (definition === undefined) return `Unknown topic config name: ${name}`;
  const fault = valueFault(definition, value.trim());
  if (fault === undefined) return undefined;
  // Java shows the number that it has read: `-1.0`.
  const number = Number(value);
  const shown = definition.kind === 'double' && Number.isInteger(number) ? number.toFixed(1) : value;
  return `Invalid value ${shown} for configuration ${name}: ${fault}`;
}

function valueFault({ kind, min, items }: ConfigDefinition, value: string): string | undefined {
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
    default:
      return kind.includes(value) ? undefined : `String must be one of: ${kind.join(', ')}`;
  }
}

function listOf(value: string): string[] {
  return value.split(',').map((item) => item.trim());
}

/** One config as answers show it. */
export interface ConfigEntry {
  readonly name: string;
  readonly value: string;
  /** Numbered as the protocol does: 1 the topic, 3 the cluster, 5 Kafka's own default. */
  readonly source: number;
}

/** Every config of a topic: its own value, else the default. */
export function listConfigs(own: ReadonlyMap<string, string>): ConfigEntry[] {
  return definitions.map(({ name, value, source }) => {
    const chosen = own.get(name);
    if (chosen !== undefined) return { name, value: chosen, source: ConfigSource.topic };
    return { name, value, source: source ?? ConfigSource.kafkaDefault };
  });
}

/** What the embedded broker needs of a topic's configs; all values have passed `configFault`. */
export function resolveSettings(own: ReadonlyMap<string, string>): TopicSettings {
  const number = (name: string): number => Number(own.get(name) ?? byName.get(name)?.value);
  const deletes = listOf(own.get('cleanup.policy') ?? 'delete').includes('delete');
  const limit = (name: string): number | undefined =>
    deletes && own.has(name) && number(name) >= 0 ? number(name) : undefined;
  return {
    maxMessageBytes: number('max.message.bytes'),
    minInsyncReplicas: number('min.insync.replicas'),
    timestampType: own.get('message.timestamp.type') === 'LogAppendTime' ? 'LogAppendTime' : 'CreateTime',
    timestampAfterMaxMs: number('message.timestamp.after.max.ms'),
    timestampBeforeMaxMs: number('message.timestamp.before.max.ms'),
    retentionMs: limit('retention.ms'),
    retentionBytes: limit('retention.bytes'),
  };
}
