// The third way: brokers run by local Java, jars by Maven. Owns: putting a cluster together and taking it down.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brokerJars } from '../kafka-jars.ts';
import { whyNoJava } from '../maven.ts';
import { makeCertificates, type ServerCertificates } from './certificates.ts';
import { freePorts } from './free-ports.ts';
import { JavaNode } from './java-node.ts';
import type { JavaProcess } from './java-process.ts';
import { makeKeyStores } from './key-stores.ts';
import { addUsersToZooKeeper, formatStorage, startZooKeeper } from './metadata-quorum.ts';
import { untilReady } from './probe.ts';
import {
  isAtLeast,
  type NotPossible,
  type RealKafka,
  type RealKafkaOptions,
  type SecuredListeners,
} from './real-kafka.ts';
import {
  type ClusterLayout,
  hasOidc,
  type ListenerName,
  listenerNames,
  type NodeLayout,
  propertiesText,
  readsPem,
  serverProperties,
  testUser,
} from './server-properties.ts';

const READY_MS = 180_000;

/** Starts a cluster of one or three brokers on free ports of 127.0.0.1. */
export async function javaWay(options: RealKafkaOptions): Promise<RealKafka | NotPossible> {
  const why = await whyNoJava();
  if (why !== undefined) return { notPossible: why };
  const classpath = await brokerJars(options.version);
  const folder = await mkdtemp(join(tmpdir(), 'kafka-wire-'));
  const started: (JavaNode | JavaProcess)[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((server) => server.kill()));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const cluster = await layOut(options, folder);
    const propertiesFiles = await writeProperties(cluster, options.properties ?? {});
    const withUsers = cluster.certificates !== undefined;
    if (cluster.zooKeeper === undefined) {
      const voters = cluster.dynamicQuorum === true ? cluster.nodes : undefined;
      await formatStorage(classpath, propertiesFiles, { withUsers, voters });
    } else {
      const port = Number(cluster.zooKeeper.split(':')[1]);
      started.push(await startZooKeeper(classpath, join(folder, 'zookeeper'), port));
      if (withUsers) await addUsersToZooKeeper(classpath, cluster.zooKeeper);
    }
    const nodes = cluster.nodes.map((node) => new JavaNode(node, classpath, javaOptions(cluster)));
    started.push(...nodes);
    await startTogether(nodes);
    return {
      version: options.version,
      how: 'java',
      bootstrap: nodes.map((node) => node.address),
      nodes,
      ...(cluster.certificates === undefined ? {} : { secured: securedListeners(cluster, cluster.certificates) }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function layOut(options: RealKafkaOptions, folder: string): Promise<ClusterLayout> {
  const count = options.nodes ?? 1;
  const portsPerNode = listenerNames.length + 1;
  const ports = await freePorts(count * portsPerNode + 1);
  const take = (): number => ports.pop() ?? 0;
  const nodes = Array.from(
    { length: count },
    (_, index): NodeLayout => ({
      id: index + 1,
      folder: join(folder, `broker-${index + 1}`),
      controllerPort: take(),
      ports: Object.fromEntries(listenerNames.map((name) => [name, take()])) as Record<ListenerName, number>,
    }),
  );
  return {
    version: options.version,
    nodes,
    logDirs: options.logDirs,
    dynamicQuorum: options.dynamicQuorum === true && isAtLeast(options.version, 3, 9),
    ...(options.listeners === 'all' ? await layOutSecurity(options.version, folder) : {}),
    // KRaft became fit for use with 3.3 (KIP-833).
    ...(isAtLeast(options.version, 3, 3) ? {} : { zooKeeper: `127.0.0.1:${take()}` }),
  };
}

async function layOutSecurity(
  version: string,
  folder: string,
): Promise<Pick<ClusterLayout, 'certificates' | 'keyStores'>> {
  const certificates = await makeCertificates(folder);
  return readsPem(version) ? { certificates } : { certificates, keyStores: await makeKeyStores(folder) };
}

/** Since 4.1 a broker reads keys from nowhere that its start has not allowed (KIP-1139). */
function javaOptions({ certificates }: ClusterLayout): string[] {
  if (certificates === undefined) return [];
  const { tokenKeySetFile } = certificates;
  return [
    `-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=${pathToFileURL(tokenKeySetFile).href}`,
    `-Dorg.apache.kafka.sasl.oauthbearer.allowed.files=${tokenKeySetFile}`,
  ];
}

async function writeProperties(cluster: ClusterLayout, extra: Readonly<Record<string, string>>): Promise<string[]> {
  return Promise.all(
    cluster.nodes.map(async (node) => {
      const file = join(node.folder, 'server.properties');
      await mkdir(node.folder, { recursive: true });
      await writeFile(file, propertiesText({ ...serverProperties(cluster, node), ...extra }));
      return file;
    }),
  );
}

async function startTogether(nodes: readonly JavaNode[]): Promise<void> {
  for (const node of nodes) node.launch();
  const whyDead = (): string | undefined => nodes.map((node) => node.whyDead()).find((why) => why !== undefined);
  try {
    await untilReady(
      nodes.map((node) => node.address),
      { timeoutMs: READY_MS, aborted: whyDead },
    );
  } catch (error) {
    // One that died has been quoted; when all live but are not ready, the logs are all there is to go by.
    if (whyDead() !== undefined) throw error;
    throw new Error(`${(error as Error).message}\n${nodes.map((node) => node.lastLines()).join('\n')}`, {
      cause: error,
    });
  }
}

function securedListeners(cluster: ClusterLayout, certificates: ServerCertificates): SecuredListeners {
  const addresses = (name: ListenerName): string[] => cluster.nodes.map((node) => `127.0.0.1:${node.ports[name]}`);
  return {
    saslPlaintext: addresses('SASL_PLAINTEXT'),
    ssl: addresses('SSL'),
    saslSsl: addresses('SASL_SSL'),
    oauth: addresses('OAUTH'),
    oidc: hasOidc(cluster.version) ? addresses('OIDC') : [],
    caFile: certificates.caFile,
    clientCertFile: certificates.clientCertFile,
    clientKeyFile: certificates.clientKeyFile,
    tokenKeyFile: certificates.tokenKeyFile,
    ...testUser,
  };
}
