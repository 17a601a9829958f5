// The configs of brokers: those that topics take their defaults from, which can be changed while brokers run, and some
// that say how the embedded cluster is set up. Owns: what was set for all brokers and for single ones.
import { type ConfigDefinition, ConfigSource, flag, int, list, long, text, valueFault } from './config-definition.ts';
import { type ConfigEntry, type ConfigSynonym, entryOf } from './config-entry.ts';
import { newClusterConfigs, topicConfigs } from './topic-configs.ts';

/** What a broker was started with. */
export interface StaticBrokerConfigs {
  readonly brokerId: number;
  readonly values: Readonly<Record<string, string>>;
}

/** Can be changed while a broker runs. */
const dynamic: ReadonlyMap<string, ConfigDefinition> = new Map(
  topicConfigs.flatMap(({ definition, broker, origin }) =>
    broker === undefined
      ? []
      : [[broker, { ...definition, name: broker, value: origin === undefined ? definition.value : null }] as const],
  ),
);

const readOnly: readonly ConfigDefinition[] = [
  text('advertised.listeners', null),
  flag('auto.create.topics.enable', 'true'),
  int('broker.id', '-1', Number.NEGATIVE_INFINITY),
  text('broker.rack', null),
  long('connections.max.reauth.ms', '0', 0),
  int('default.replication.factor', '1', 1),
  flag('delete.topic.enable', 'true'),
  int('fetch.max.bytes', '57671680', 1024),
  int('group.max.session.timeout.ms', '1800000', 0),
  int('group.min.session.timeout.ms', '6000', 0),
  int('log.retention.hours', '168', Number.NEGATIVE_INFINITY),
  int('node.id', null, 0),
  int('num.partitions', '1', 1),
  int('offset.metadata.max.bytes', '4096', 0),
  int('offsets.topic.num.partitions', '50', 1),
  list('sasl.enabled.mechanisms', 'GSSAPI'),
  int('socket.request.max.bytes', '104857600', 1),
  int('transaction.max.timeout.ms', '900000', 1),
  int('transaction.state.log.num.partitions', '50', 1),
];

export class BrokerConfigs {
  #forAll: ReadonlyMap<string, string> = newClusterConfigs;
  readonly #forOne = new Map<number, ReadonlyMap<string, string>>();
  #version = 0;

  /** Grows with every change. */
  get version(): number {
    return this.#version;
  }

  /** What was set for all brokers (undefined) or for one. */
  own(brokerId: number | undefined): ReadonlyMap<string, string> {
    return brokerId === undefined ? this.#forAll : (this.#forOne.get(brokerId) ?? new Map());
  }

  replace(brokerId: number | undefined, values: ReadonlyMap<string, string>): void {
    if (brokerId === undefined) this.#forAll = values;
    else this.#forOne.set(brokerId, values);
    this.#version++;
  }

  /** What was set for a config, the strongest first. */
  values(brokerId: number, name: string): ConfigSynonym[] {
    const synonyms: ConfigSynonym[] = [];
    const [one, all] = [this.#forOne.get(brokerId)?.get(name), this.#forAll.get(name)];
    if (one !== undefined) synonyms.push({ name, value: one, source: ConfigSource.broker });
    if (all !== undefined) synonyms.push({ name, value: all, source: ConfigSource.brokerDefault });
    return synonyms;
  }

  /** Every config of one broker. */
  list({ brokerId, values }: StaticBrokerConfigs): ConfigEntry[] {
    const changeable = [...dynamic.values()].map((definition) =>
      entryOf(definition, [...this.values(brokerId, definition.name), ...ofKafka(definition)]),
    );
    const fixed = readOnly.map((definition) => {
      const { name } = definition;
      const value = values[name];
      const own = value === undefined ? [] : [{ name, value, source: ConfigSource.staticBroker }];
      return entryOf(definition, [...own, ...ofKafka(definition)], true);
    });
    return [...changeable, ...fixed];
  }

  /** What was set for all brokers. */
  listForAll(): ConfigEntry[] {
    return [...this.#forAll].flatMap(([name, value]) => {
      const definition = dynamic.get(name);
      const own = { name, value, source: ConfigSource.brokerDefault };
      return definition === undefined ? [] : [entryOf(definition, [own])];
    });
  }
}

function ofKafka({ name, value }: ConfigDefinition): ConfigSynonym[] {
  return value === null ? [] : [{ name, value, source: ConfigSource.kafkaDefault }];
}

/** A config of brokers that can be changed. */
export function brokerConfig(name: string): ConfigDefinition | undefined {
  return dynamic.get(name);
}

/** Why these cannot be set, in a broker's words; undefined when they can. */
export function brokerConfigsFault(values: ReadonlyMap<string, string>): string | undefined {
  const fixed = [...values.keys()].filter((name) => readOnly.some((each) => each.name === name));
  if (fixed.length > 0) return `Cannot update these configs dynamically: [${fixed.join(', ')}]`;
  for (const [name, value] of values) {
    const definition = dynamic.get(name);
    if (definition === undefined) return `The embedded broker has no config ${name} that can be changed.`;
    const fault = valueFault(definition, value);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
