// One broker run by local Java. Owns: its process and its readiness. Must not know: KRaft, ZooKeeper, other nodes.
import { join } from 'node:path';
import { quietJava } from '../kafka-jars.ts';
import { JavaProcess } from './java-process.ts';
import { untilReady } from './probe.ts';
import type { RealNode } from './real-kafka.ts';
import type { NodeLayout } from './server-properties.ts';

/** A busy machine takes its time: a test that waits in vain says so by its own limit. */
const READY_MS = 120_000;
const STILL_REGISTERED = /NodeExistsException/;
const CONTROLLED_SHUTDOWN_MS = 20_000;

export class JavaNode implements RealNode {
  readonly id: number;
  readonly address: string;
  readonly #process: JavaProcess;

  constructor(node: NodeLayout, classpath: string, javaOptions: readonly string[] = []) {
    this.id = node.id;
    this.address = `127.0.0.1:${node.ports.PLAINTEXT}`;
    const args = [
      ...quietJava,
      ...javaOptions,
      '-cp',
      classpath,
      'kafka.Kafka',
      join(node.folder, 'server.properties'),
    ];
    this.#process = new JavaProcess(args, join(node.folder, 'broker.log'));
  }

  /** Starts without waiting: the first nodes of a quorum are ready only together. */
  launch(): void {
    this.#process.start();
  }

  whyDead(): string | undefined {
    const why = this.#process.whyDead();
    return why === undefined ? undefined : `broker ${this.id}: ${why}`;
  }

  lastLines(): string {
    return `broker ${this.id}: ${this.#process.lastLines()}`;
  }

  async start(): Promise<void> {
    const deadline = performance.now() + READY_MS;
    for (;;) {
      this.launch();
      try {
        await untilReady([this.address], { timeoutMs: READY_MS, aborted: () => this.whyDead() });
        return;
      } catch (error) {
        // After a crash ZooKeeper holds the broker's place until its session is over; until then the broker gives
        // up by itself, and whoever runs it starts it again.
        if (!STILL_REGISTERED.test((error as Error).message) || performance.now() > deadline) throw error;
      }
    }
  }

  kill(): Promise<void> {
    return this.#process.kill();
  }

  stop(): Promise<void> {
    return this.#process.stop(CONTROLLED_SHUTDOWN_MS);
  }
}
