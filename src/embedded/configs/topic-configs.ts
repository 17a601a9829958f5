// The configs of a topic as a broker of version 4.4 knows them. Owns: names, defaults, the broker's config that stands
// behind each. Must not know topics. Only what `TopicSettings` names changes what the embedded broker does; the rest is
// stored.
import {
  type ConfigDefinition,
  ConfigSource,
  choice,
  flag,
  int,
  LONGEST,
  list,
  listOf,
  long,
  valueFault,
} from './config-definition.ts';
import { type ConfigEntry, type ConfigSynonym, entryOf } from './config-entry.ts';

/** The configs that the embedded broker acts on. */
export interface TopicSettings {
  readonly maxMessageBytes: number;
  readonly minInsyncReplicas: number;
  readonly timestampType: 'CreateTime' | 'LogAppendTime';
  readonly timestampAfterMaxMs: number;
  readonly timestampBeforeMaxMs: number;
  /** Records without a key are refused; nothing is compacted. */
  readonly isCompacted: boolean;
  /** Undefined unless somebody has set it and the cleanup policy deletes: nothing expires by default. */
  readonly retentionMs: number | undefined;
  readonly retentionBytes: number | undefined;
}

/** What a broker says to a config of its own: the values that were set, the strongest first. */
export type BrokerValues = (brokerConfig: string) => readonly ConfigSynonym[];

/** What a new cluster sets by itself for all its brokers (KIP-966). */
export const newClusterConfigs: ReadonlyMap<string, string> = new Map([['min.insync.replicas', '1']]);

const ofNewCluster: BrokerValues = (name) => {
  const value = newClusterConfigs.get(name);
  return value === undefined ? [] : [{ name, value, source: ConfigSource.brokerDefault }];
};

interface TopicConfig {
  readonly definition: ConfigDefinition;
  /** The broker's config that is the default of this one. */
  readonly broker: string | undefined;
  /** Where the broker's default comes from, if it goes by another name. */
  readonly origin: ConfigSynonym | undefined;
}

function config(definition: ConfigDefinition, broker?: string, origin?: ConfigSynonym): TopicConfig {
  return { definition, broker, origin };
}

const POLICIES = ['compact', 'delete'];
const WEEK_IN_HOURS = { name: 'log.retention.hours', value: '168', source: ConfigSource.kafkaDefault };

/** Every config of a topic, with what is behind it at the broker. */
export const topicConfigs: readonly TopicConfig[] = [
  config(list('cleanup.policy', 'delete', POLICIES), 'log.cleanup.policy'),
  config(int('compression.gzip.level', '-1', -1), 'compression.gzip.level'),
  config(int('compression.lz4.level', '9', 1), 'compression.lz4.level'),
  config(
    choice('compression.type', 'producer', ['uncompressed', 'zstd', 'lz4', 'snappy', 'gzip', 'producer']),
    'compression.type',
  ),
  config(int('compression.zstd.level', '3', -131072), 'compression.zstd.level'),
  config(long('delete.retention.ms', '86400000', 0), 'log.cleaner.delete.retention.ms'),
  config(flag('errors.deadletterqueue.group.enable')),
  config(long('file.delete.delay.ms', '60000', 0), 'log.segment.delete.delay.ms'),
  config(long('flush.messages', LONGEST, 1), 'log.flush.interval.messages'),
  config(long('flush.ms', LONGEST, 0)),
  config(list('follower.replication.throttled.replicas', '')),
  config(int('index.interval.bytes', '4096', 0), 'log.index.interval.bytes'),
  config(list('leader.replication.throttled.replicas', '')),
  config(long('local.retention.bytes', '-2', -2), 'log.local.retention.bytes'),
  config(long('local.retention.ms', '-2', -2), 'log.local.retention.ms'),
  config(long('max.compaction.lag.ms', LONGEST, 1), 'log.cleaner.max.compaction.lag.ms'),
  config(int('max.decompressed.message.bytes', '2147483639', 0), 'max.decompressed.message.bytes'),
  config(int('max.message.bytes', '1048588', 0), 'message.max.bytes'),
  config(long('message.timestamp.after.max.ms', '3600000', 0), 'log.message.timestamp.after.max.ms'),
  config(long('message.timestamp.before.max.ms', LONGEST, 0), 'log.message.timestamp.before.max.ms'),
  config(choice('message.timestamp.type', 'CreateTime', ['CreateTime', 'LogAppendTime']), 'log.message.timestamp.type'),
  config(
    { name: 'min.cleanable.dirty.ratio', value: '0.5', kind: 'double', min: 0 },
    'log.cleaner.min.cleanable.ratio',
  ),
  config(long('min.compaction.lag.ms', '0', 0), 'log.cleaner.min.compaction.lag.ms'),
  config(int('min.insync.replicas', '1', 1), 'min.insync.replicas'),
  config(flag('preallocate'), 'log.preallocate'),
  config(long('remote.copy.lag.bytes', '-1', -1), 'log.remote.copy.lag.bytes'),
  config(long('remote.copy.lag.ms', '0', -1), 'log.remote.copy.lag.ms'),
  config(flag('remote.log.copy.disable')),
  config(flag('remote.log.delete.on.disable')),
  config(flag('remote.storage.enable')),
  config(long('retention.bytes', '-1', Number.NEGATIVE_INFINITY), 'log.retention.bytes'),
  config(long('retention.ms', '604800000', -1), 'log.retention.ms', WEEK_IN_HOURS),
  config(int('segment.bytes', '1073741824', 1024 * 1024), 'log.segment.bytes'),
  config(int('segment.index.bytes', '10485760', 4), 'log.index.size.max.bytes'),
  config(long('segment.jitter.ms', '0', 0)),
  config(long('segment.ms', '604800000', 1)),
  config(flag('unclean.leader.election.enable'), 'unclean.leader.election.enable'),
];

const byName: ReadonlyMap<string, TopicConfig> = new Map(topicConfigs.map((each) => [each.definition.name, each]));

/** A config of topics; undefined where there is no such. */
export function topicConfig(name: string): ConfigDefinition | undefined {
  return byName.get(name)?.definition;
}

/** Why a config is not acceptable, in a broker's words; undefined when it is. */
export function configFault(name: string, value: string | null): string | undefined {
  if (value === null) return `Null value not supported for topic configs: ${name}`;
  const definition = topicConfig(name);
  return definition === undefined ? `Unknown topic config name: ${name}` : valueFault(definition, value);
}

/** Every config of a topic: its own value, else the broker's, else the default. */
export function listConfigs(own: ReadonlyMap<string, string>, broker: BrokerValues = ofNewCluster): ConfigEntry[] {
  return topicConfigs.map((each) => {
    const { name } = each.definition;
    const chosen = own.get(name);
    const above = chosen === undefined ? [] : [{ name, value: chosen, source: ConfigSource.topic }];
    const synonyms = [...above, ...behind(each, broker)];
    // A default that goes by another name has another unit: its value is not this one's.
    const isOther = each.origin !== undefined && synonyms[0] === each.origin;
    return { ...entryOf(each.definition, isOther ? [] : synonyms), synonyms };
  });
}

/** What stands behind a topic's own value: what the broker was told, and the default. */
function behind({ definition, broker, origin }: TopicConfig, values: BrokerValues): ConfigSynonym[] {
  if (broker === undefined) return [];
  const last = origin ?? { name: broker, value: definition.value ?? '', source: ConfigSource.kafkaDefault };
  return [...values(broker), last];
}

/** What the embedded broker needs of a topic's configs; all values have passed `configFault`. */
export function resolveSettings(own: ReadonlyMap<string, string>, broker: BrokerValues = ofNewCluster): TopicSettings {
  const set = (name: string): string | undefined => {
    const key = byName.get(name)?.broker;
    return own.get(name) ?? (key === undefined ? undefined : broker(key)[0]?.value);
  };
  const value = (name: string): string => set(name) ?? topicConfig(name)?.value ?? '';
  const number = (name: string): number => Number(value(name));
  const policies = listOf(value('cleanup.policy'));
  const deletes = policies.includes('delete');
  const limit = (name: string): number | undefined =>
    deletes && set(name) !== undefined && number(name) >= 0 ? number(name) : undefined;
  return {
    maxMessageBytes: number('max.message.bytes'),
    minInsyncReplicas: number('min.insync.replicas'),
    timestampType: value('message.timestamp.type') === 'LogAppendTime' ? 'LogAppendTime' : 'CreateTime',
    timestampAfterMaxMs: number('message.timestamp.after.max.ms'),
    timestampBeforeMaxMs: number('message.timestamp.before.max.ms'),
    isCompacted: policies.includes('compact'),
    retentionMs: limit('retention.ms'),
    retentionBytes: limit('retention.bytes'),
  };
}
