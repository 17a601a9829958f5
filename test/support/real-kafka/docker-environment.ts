// What a broker in a container is told. Owns: the KAFKA_... environment of the apache/kafka images, pure data.
import { commonProperties } from './common-properties.ts';

/** Where the image listens for clients on the host, for its siblings, and for the KRaft quorum. */
export const dockerPorts = { host: 29_092, internal: 19_092, controller: 9_093 } as const;

export interface DockerNode {
  readonly id: number;
  /** Nodes of the cluster; each is reached by the others as `broker-ID`. */
  readonly count: number;
  /** Where clients on the host reach this node. */
  readonly advertised: string;
  readonly properties: Readonly<Record<string, string>>;
}

// Any fixed id will do: the data of these clusters never meets.
const CLUSTER_ID = 'Kafka-wire-test-cluste';

/** Environment of one node. The image turns `KAFKA_NODE_ID` into `node.id` and so on. */
export function dockerEnvironment(node: DockerNode): Record<string, string> {
  const ids = Array.from({ length: node.count }, (_, index) => index + 1);
  const { host, internal, controller } = dockerPorts;
  const properties: Record<string, string> = {
    'node.id': String(node.id),
    'process.roles': 'broker,controller',
    'controller.quorum.voters': ids.map((id) => `${id}@broker-${id}:${controller}`).join(','),
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'INTERNAL',
    listeners: `HOST://:${host},INTERNAL://:${internal},CONTROLLER://:${controller}`,
    'advertised.listeners': `HOST://${node.advertised},INTERNAL://broker-${node.id}:${internal}`,
    'listener.security.protocol.map': 'HOST:PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'broker.rack': `rack-${node.id}`,
    ...commonProperties(node.count),
    ...node.properties,
  };
  const environment = Object.entries(properties).map(([name, value]) => [environmentName(name), value]);
  return { CLUSTER_ID, KAFKA_HEAP_OPTS: '-Xmx512m', ...Object.fromEntries(environment) };
}

/** `log.retention.ms` as the images want it: dots to one underscore, underscores to two, dashes to three. */
export function environmentName(property: string): string {
  return `KAFKA_${property.replaceAll('_', '__').replaceAll('-', '___').replaceAll('.', '_').toUpperCase()}`;
}
