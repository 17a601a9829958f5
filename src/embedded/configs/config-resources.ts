// Configs by resource, as requests name them. Owns: which resources there are, what of each is set, and a broker's rules
// for changing it. Must not know requests' messages.
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import type { BrokerNode, ClusterState } from '../cluster-state.ts';
import { wrongName } from '../topics.ts';
import { brokerConfig, brokerConfigsFault } from './broker-configs.ts';
import { clientMetricsConfig, clientMetricsConfigsFault, listClientMetricsConfigs } from './client-metrics-configs.ts';
import type { ConfigDefinition } from './config-definition.ts';
import type { ConfigEntry } from './config-entry.ts';
import { groupConfig, groupConfigsFault, listGroupConfigs } from './group-configs.ts';
import { configFault, listConfigs, topicConfig } from './topic-configs.ts';

/** Kinds of resources that have configs, as the protocol numbers them. */
export const ResourceType = { topic: 2, broker: 4, clientMetrics: 16, group: 32 } as const;

export interface ConfigFault {
  readonly errorCode: number;
  readonly message: string | null;
}

/** One resource whose configs can be changed. */
export interface AlterableConfigs {
  readonly own: ReadonlyMap<string, string>;
  definition(name: string): ConfigDefinition | undefined;
  /** What the value of a list is where it is not set: the start for adding and taking away. */
  inherited(name: string): string;
  fault(values: ReadonlyMap<string, string>): ConfigFault | undefined;
  replace(values: ReadonlyMap<string, string>): void;
}

/** Lists every config of a resource, or says why it cannot. */
export function describeResource(
  type: number,
  name: string,
  cluster: ClusterState,
  node: BrokerNode,
): readonly ConfigEntry[] | ConfigFault {
  switch (type) {
    case ResourceType.topic: {
      const topic = cluster.topics.get(name);
      const wrong = wrongName(name);
      if (wrong !== undefined) return refuse(ErrorCode.INVALID_TOPIC_EXCEPTION, `Topic name is invalid: ${wrong}`);
      if (topic === undefined) return refuse(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, '');
      return listConfigs(topic.configs.own, (key) => cluster.brokerConfigs.values(node.id, key));
    }
    case ResourceType.broker: {
      if (name === '') return cluster.brokerConfigs.listForAll();
      const id = brokerIdOf(name);
      if (id === undefined) return invalid(`Broker id must be an integer, but it is: ${name}`);
      if (id !== node.id) {
        return invalid(`Unexpected broker id, expected ${node.id} or empty string, but received ${name}`);
      }
      return cluster.brokerConfigs.list({ brokerId: id, values: cluster.staticConfigs(node) });
    }
    case ResourceType.clientMetrics:
      if (name === '') return invalid('Client metrics subscription name must not be empty');
      return listClientMetricsConfigs(cluster.clientMetrics.get(name) ?? NOTHING);
    default:
      if (name === '') return invalid('Group name must not be empty');
      return listGroupConfigs(cluster.groupConfigs.get(name) ?? NOTHING, cluster.staticConfigs(node));
  }
}

const NOTHING: ReadonlyMap<string, string> = new Map();

/** A resource to change, or why it cannot be. */
export function alterableResource(
  type: number,
  name: string,
  cluster: ClusterState,
  node: BrokerNode,
): AlterableConfigs | ConfigFault {
  switch (type) {
    case ResourceType.topic:
      return alterableTopic(name, cluster, node);
    case ResourceType.broker:
      return alterableBroker(name, cluster, node);
    case ResourceType.clientMetrics:
      if (name === '') return invalid("Subscription name can't be empty");
      return stored(cluster.clientMetrics, name, clientMetricsConfig, listClientMetricsConfigs, (values) =>
        faultOf(ErrorCode.INVALID_REQUEST, clientMetricsConfigsFault(values)),
      );
    case ResourceType.group:
      if (name === '') return invalid('Default group resources are not allowed.');
      return stored(
        cluster.groupConfigs,
        name,
        groupConfig,
        (own) => listGroupConfigs(own, cluster.staticConfigs(node)),
        (values) => faultOf(ErrorCode.INVALID_CONFIG, groupConfigsFault(values)),
      );
    default:
      return invalid(`Unknown resource type ${type}`);
  }
}

function alterableTopic(name: string, cluster: ClusterState, node: BrokerNode): AlterableConfigs | ConfigFault {
  if (name === '') return invalid('Default topic resources are not allowed.');
  const wrong = wrongName(name);
  if (wrong !== undefined) return refuse(ErrorCode.INVALID_TOPIC_EXCEPTION, `Topic name is invalid: ${wrong}`);
  const topic = cluster.topics.get(name);
  if (topic === undefined) {
    return refuse(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, `The topic '${name}' does not exist.`);
  }
  const broker = (key: string) => cluster.brokerConfigs.values(node.id, key);
  return {
    own: topic.configs.own,
    definition: topicConfig,
    inherited: inheritedFrom(listConfigs(NOTHING, broker)),
    fault(values) {
      for (const [key, value] of values) {
        const fault = faultOf(ErrorCode.INVALID_CONFIG, configFault(key, value));
        if (fault !== undefined) return fault;
      }
      return undefined;
    },
    replace: (values) => topic.configs.replace(values),
  };
}

function alterableBroker(name: string, cluster: ClusterState, node: BrokerNode): AlterableConfigs | ConfigFault {
  const id = name === '' ? undefined : brokerIdOf(name);
  if (name !== '' && id === undefined) return invalid(`Node id must be an integer, but it is: ${name}`);
  if (id !== undefined && id !== node.id) {
    return invalid(`Unexpected broker id, expected ${node.id}, but received ${name}`);
  }
  const { brokerConfigs } = cluster;
  return {
    own: brokerConfigs.own(id),
    definition: brokerConfig,
    inherited: inheritedFrom(brokerConfigs.list({ brokerId: node.id, values: {} })),
    fault: (values) => faultOf(ErrorCode.INVALID_REQUEST, brokerConfigsFault(values)),
    replace: (values) => brokerConfigs.replace(id, values),
  };
}

/** Configs that are kept and listed, and nothing else. */
function stored(
  store: Map<string, ReadonlyMap<string, string>>,
  name: string,
  definition: AlterableConfigs['definition'],
  list: (own: ReadonlyMap<string, string>) => readonly ConfigEntry[],
  fault: AlterableConfigs['fault'],
): AlterableConfigs {
  return {
    own: store.get(name) ?? NOTHING,
    definition,
    inherited: inheritedFrom(list(NOTHING)),
    fault,
    replace(values) {
      if (values.size === 0) store.delete(name);
      else store.set(name, values);
    },
  };
}

function inheritedFrom(entries: readonly ConfigEntry[]): (name: string) => string {
  return (name) => entries.find((entry) => entry.name === name)?.value ?? '';
}

function brokerIdOf(name: string): number | undefined {
  return /^[+-]?\d{1,10}$/.test(name) ? Number(name) : undefined;
}

function refuse(errorCode: number, message: string | null): ConfigFault {
  return { errorCode, message };
}

function invalid(message: string): ConfigFault {
  return refuse(ErrorCode.INVALID_REQUEST, message);
}

function faultOf(errorCode: number, message: string | undefined): ConfigFault | undefined {
  return message === undefined ? undefined : { errorCode, message };
}
