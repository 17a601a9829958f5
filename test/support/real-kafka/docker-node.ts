// One broker in a container. Owns: killing it and starting it again. Must not know: how it was set up.
import type { ContainerRuntimeClient } from 'testcontainers';
import { untilReady } from './probe.ts';
import type { RealNode } from './real-kafka.ts';

type Container = ReturnType<ContainerRuntimeClient['container']['getById']>;

const READY_MS = 60_000;
const CONTROLLED_SHUTDOWN_S = 20;

export class DockerNode implements RealNode {
  readonly id: number;
  readonly address: string;
  readonly #container: Container;

  constructor(container: Container, id: number, address: string) {
    this.id = id;
    this.address = address;
    this.#container = container;
  }

  async kill(): Promise<void> {
    await this.#container.kill({ signal: 'SIGKILL' });
    await this.#container.wait();
  }

  async start(): Promise<void> {
    await this.#container.start();
    await untilReady([this.address], { timeoutMs: READY_MS });
  }

  async stop(): Promise<void> {
    await this.#container.stop({ t: CONTROLLED_SHUTDOWN_S });
  }
}
