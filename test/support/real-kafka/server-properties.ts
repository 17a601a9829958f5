// What a broker is told. Owns: server.properties for KRaft and ZooKeeper, pure data. Must not know: files or processes.
import { pathToFileURL } from 'node:url';
import { keyPassword, type ServerCertificates } from './certificates.ts';
import { commonProperties } from './common-properties.ts';
import type { KeyStores } from './key-stores.ts';
import { isAtLeast } from './real-kafka.ts';

/** One broker of a cluster, before it is started. */
export interface NodeLayout {
  readonly id: number;
  /** Holds server.properties, the log and, in `data`, the records. */
  readonly folder: string;
  /** Used with KRaft only. */
  readonly controllerPort: number;
  readonly ports: Readonly<Record<ListenerName, number>>;
}

export const listenerNames = ['PLAINTEXT', 'SASL_PLAINTEXT', 'SSL', 'SASL_SSL', 'OAUTH', 'OIDC'] as const;
export type ListenerName = (typeof listenerNames)[number];

/** What each listener speaks; OAUTH takes unsecured tokens, OIDC those that an identity provider has signed. */
const protocols: Readonly<Record<ListenerName, string>> = {
  PLAINTEXT: 'PLAINTEXT',
  SASL_PLAINTEXT: 'SASL_PLAINTEXT',
  SSL: 'SSL',
  SASL_SSL: 'SASL_SSL',
  OAUTH: 'SASL_PLAINTEXT',
  OIDC: 'SASL_PLAINTEXT',
};

/** Whom a token of the OIDC listener must be for, and by. */
export const tokenClaims = { audience: 'kafka-wire-tests', issuer: 'https://issuer.test' } as const;

/** The one user that secured listeners know. */
export const testUser = { username: 'alice', password: 'alice-secret' } as const;

export interface ClusterLayout {
  /** As `4.4.0`. */
  readonly version: string;
  readonly nodes: readonly NodeLayout[];
  readonly certificates?: ServerCertificates;
  /** Instead of PEM files, for brokers that read none. */
  readonly keyStores?: KeyStores;
  /** `host:port`; with it the cluster is a ZooKeeper one. */
  readonly zooKeeper?: string;
  readonly logDirs?: 1 | 2 | undefined;
  /** Controllers find each other by address alone; who votes is written when the storage is formatted. */
  readonly dynamicQuorum?: boolean | undefined;
}

export const saslMechanisms = ['SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;

/** Everything a node of the cluster is started with. */
export function serverProperties(cluster: ClusterLayout, node: NodeLayout): Record<string, string> {
  return {
    ...commonProperties(cluster.nodes.length),
    ...(cluster.zooKeeper === undefined ? kraft(cluster, node) : zooKeeper(cluster.zooKeeper, cluster, node)),
    ...(cluster.certificates === undefined ? {} : security(cluster, cluster.certificates)),
    'broker.rack': `rack-${node.id}`,
    'log.dirs': cluster.logDirs === 2 ? `${node.folder}/data,${node.folder}/data-2` : `${node.folder}/data`,
  };
}

/** The text of a `.properties` file. */
export function propertiesText(properties: Readonly<Record<string, string>>): string {
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

function kraft(cluster: ClusterLayout, node: NodeLayout): Record<string, string> {
  const controller = `CONTROLLER://127.0.0.1:${node.controllerPort}`;
  const names = offered(cluster);
  return {
    'process.roles': 'broker,controller',
    'node.id': String(node.id),
    ...quorum(cluster),
    'controller.listener.names': 'CONTROLLER',
    listeners: `${listenerList(names, node)},${controller}`,
    'advertised.listeners': listenerList(names, node),
    'listener.security.protocol.map': [...protocolMap(names), 'CONTROLLER:PLAINTEXT'].join(','),
  };
}

function quorum({ nodes, dynamicQuorum }: ClusterLayout): Record<string, string> {
  const controllers = nodes.map(({ controllerPort }) => `127.0.0.1:${controllerPort}`);
  if (dynamicQuorum === true) return { 'controller.quorum.bootstrap.servers': controllers.join(',') };
  return { 'controller.quorum.voters': nodes.map(({ id }, index) => `${id}@${controllers[index]}`).join(',') };
}

function zooKeeper(address: string, cluster: ClusterLayout, node: NodeLayout): Record<string, string> {
  const names = offered(cluster);
  return {
    'broker.id': String(node.id),
    'zookeeper.connect': address,
    // The shortest ZooKeeper grants: a killed broker is noticed after it, as with KRaft's 9 s.
    'zookeeper.session.timeout.ms': '6000',
    listeners: listenerList(names, node),
    'advertised.listeners': listenerList(names, node),
    'listener.security.protocol.map': protocolMap(names).join(','),
  };
}

function offered(cluster: ClusterLayout): readonly ListenerName[] {
  if (cluster.certificates === undefined) return ['PLAINTEXT'];
  return listenerNames.filter((name) => name !== 'OIDC' || hasOidc(cluster.version));
}

/** Brokers read certificates as PEM since 2.7 (KIP-651). */
export function readsPem(version: string): boolean {
  return isAtLeast(version, 2, 7);
}

/** Brokers check signed tokens by themselves since 3.1 (KIP-768); the class has had its name since 3.4. */
export function hasOidc(version: string): boolean {
  return isAtLeast(version, 3, 4);
}

function protocolMap(names: readonly ListenerName[]): string[] {
  return names.map((name) => `${name}:${protocols[name]}`);
}

function listenerList(names: readonly ListenerName[], node: NodeLayout): string {
  return names.map((name) => `${name}://127.0.0.1:${node.ports[name]}`).join(',');
}

function stores({ keyStores }: ClusterLayout, certificates: ServerCertificates): Record<string, string> {
  const type = keyStores === undefined ? 'PEM' : 'PKCS12';
  // A store has a password of its own, a PEM file has none.
  const passwords = { 'ssl.keystore.password': keyPassword, 'ssl.truststore.password': keyPassword };
  return {
    'ssl.keystore.type': type,
    'ssl.keystore.location': keyStores?.keyStoreFile ?? certificates.serverKeyStoreFile,
    'ssl.key.password': keyPassword,
    'ssl.truststore.type': type,
    'ssl.truststore.location': keyStores?.trustStoreFile ?? certificates.caFile,
    ...(keyStores === undefined ? {} : passwords),
  };
}

function security(cluster: ClusterLayout, certificates: ServerCertificates): Record<string, string> {
  const { username, password } = testUser;
  const properties: Record<string, string> = {
    'sasl.enabled.mechanisms': ['PLAIN', ...saslMechanisms].join(','),
    ...stores(cluster, certificates),
    // Asked for, not demanded: one listener serves clients with and without a certificate.
    'listener.name.ssl.ssl.client.auth': 'requested',
  };
  for (const listener of ['sasl_plaintext', 'sasl_ssl']) {
    properties[`listener.name.${listener}.plain.sasl.jaas.config`] =
      `org.apache.kafka.common.security.plain.PlainLoginModule required user_${username}="${password}";`;
    for (const mechanism of saslMechanisms) {
      properties[`listener.name.${listener}.${mechanism.toLowerCase()}.sasl.jaas.config`] =
        'org.apache.kafka.common.security.scram.ScramLoginModule required;';
    }
  }
  for (const listener of hasOidc(cluster.version) ? ['oauth', 'oidc'] : ['oauth']) {
    properties[`listener.name.${listener}.sasl.enabled.mechanisms`] = 'OAUTHBEARER';
    properties[`listener.name.${listener}.oauthbearer.sasl.jaas.config`] =
      'org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker";';
  }
  if (hasOidc(cluster.version)) {
    properties['listener.name.oidc.oauthbearer.sasl.server.callback.handler.class'] =
      'org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler';
    // The one that 4.1 takes by itself believes every token.
    if (isAtLeast(cluster.version, 4, 1) && !isAtLeast(cluster.version, 4, 2)) {
      properties['sasl.oauthbearer.jwt.validator.class'] =
        'org.apache.kafka.common.security.oauthbearer.BrokerJwtValidator';
    }
    properties['sasl.oauthbearer.jwks.endpoint.url'] = pathToFileURL(certificates.tokenKeySetFile).href;
    properties['sasl.oauthbearer.expected.audience'] = tokenClaims.audience;
    properties['sasl.oauthbearer.expected.issuer'] = tokenClaims.issuer;
  }
  return properties;
}
