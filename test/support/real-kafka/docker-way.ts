// The second way: brokers in containers, by testcontainers. Owns: network, containers and ports.
// Goes as far as the images' environment variables reach: KRaft, plaintext. The rest is left to local Java.
import type { ContainerRuntimeClient, StartedTestContainer } from 'testcontainers';
import { dockerEnvironment, dockerPorts } from './docker-environment.ts';
import { imageFor, whyNoImage } from './docker-image.ts';
import { DockerNode } from './docker-node.ts';
import { freePorts } from './free-ports.ts';
import { untilReady } from './probe.ts';
import type { NotPossible, RealKafka, RealKafkaOptions } from './real-kafka.ts';

const READY_MS = 90_000;

/** Starts a cluster of one or three brokers, each on a free port of the Docker host. */
export async function dockerWay(options: RealKafkaOptions): Promise<RealKafka | NotPossible> {
  if (options.listeners === 'all') return { notPossible: 'in Docker the test brokers are plaintext only' };
  const image = imageFor(options.version);
  if (typeof image !== 'string') return image;
  // Loaded here and not above: it takes about a second, which machines without Docker need not spend.
  const testcontainers = await import('testcontainers');
  const client = await testcontainers.getContainerRuntimeClient().catch(() => undefined);
  if (client === undefined) return { notPossible: 'no Docker engine answers' };
  const missing = await whyNoImage(client, image);
  if (missing !== undefined) return { notPossible: missing };

  const network = await new testcontainers.Network().start();
  const containers: StartedTestContainer[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(containers.splice(0).map((container) => container.stop({ timeout: 0 })));
    await network.stop();
  };
  try {
    const count = options.nodes ?? 1;
    const ports = await freePorts(count);
    const start = async (port: number, index: number): Promise<DockerNode> => {
      const id = index + 1;
      const address = `${hostOf(client)}:${port}`;
      const properties = options.properties ?? {};
      const container = await new testcontainers.GenericContainer(image)
        .withNetwork(network)
        .withNetworkAliases(`broker-${id}`)
        .withEnvironment(dockerEnvironment({ id, count, advertised: address, properties }))
        // A fixed port, so that a restarted broker is found where it was.
        .withExposedPorts({ container: dockerPorts.host, host: port })
        .start();
      containers.push(container);
      return new DockerNode(client.container.getById(container.getId()), id, address);
    };
    // Settled, not all: a container that started beside one that failed must be known to `stop`.
    const nodes = (await Promise.allSettled(ports.map(start))).map(settledValue);
    const bootstrap = nodes.map((node) => node.address);
    await untilReady(bootstrap, { timeoutMs: READY_MS });
    return { version: options.version, how: 'docker', bootstrap, nodes, stop: once(stop) };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The engine may run elsewhere; `localhost` is spelled so that it cannot mean IPv6, which is not mapped everywhere. */
function hostOf(client: ContainerRuntimeClient): string {
  const { host } = client.info.containerRuntime;
  return host === 'localhost' ? '127.0.0.1' : host;
}

function settledValue<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}

function once(run: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= run());
}
