// A Reader of a group that reads on by itself, and can die alone. Owns: what it was assigned, revoked and lost, and what it has read.
import type { ClientOptions, Logger, Message, ReaderOptions } from '../../src/index.ts';
import { Client, Reader } from '../../src/index.ts';

type Common = Partial<ReaderOptions> & { readonly groupId: string };

const silent = (): void => {};

export class MortalReader {
  readonly client: Client;
  readonly reader: Reader;
  /** What it has now, as `topic-partition`. */
  readonly share: Set<string> = new Set();
  /** What was taken away from it so far: revoked and lost, in order. */
  readonly taken: string[] = [];
  readonly messages: Message[] = [];
  readonly warnings: string[] = [];
  rebalances = 0;
  error: unknown;
  readonly #reading: Promise<void>;

  /** With a client of its own, so that it can die alone. */
  constructor(options: ClientOptions, group: Common) {
    const logger: Logger = {
      debug: silent,
      info: silent,
      warn: (message) => void this.warnings.push(message),
      error: silent,
    };
    this.client = new Client({ ...options, logger } as ClientOptions);
    this.reader = new Reader({
      client: this.client,
      commitIntervalMs: 200,
      maxWaitMs: 100,
      ...group,
      onAssigned: (partitions) => {
        this.rebalances++;
        for (const { topic, partition } of partitions) this.share.add(`${topic}-${partition}`);
      },
      onRevoked: (partitions) => {
        for (const { topic, partition } of partitions) {
          this.share.delete(`${topic}-${partition}`);
          this.taken.push(`${topic}-${partition}`);
        }
      },
    } as ReaderOptions);
    this.#reading = this.#read();
  }

  /** Falls silent, as a killed process does. */
  async die(): Promise<void> {
    await this.client.close();
    await this.#reading;
    this.share.clear();
  }

  async close(): Promise<void> {
    await this.reader.close();
    await this.#reading;
    await this.client.close();
    this.share.clear();
  }

  async #read(): Promise<void> {
    try {
      for await (const message of this.reader) {
        this.messages.push(message);
        await this.reader.commitMessages(message);
      }
    } catch (error) {
      this.error = error;
    }
  }
}
