// A Reader of a group that reads all the time, with a record of what it was given, what was taken, and what it has read.
import { Reader, type ReaderOptions, type TopicPartition } from '../../src/index.ts';

/** Options of a group's Reader, but for those that the record is made with. */
export type GroupReaderOptions = Extract<ReaderOptions, { readonly groupId: string }>;

export interface Read {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly value: string;
}

export class GroupReader {
  readonly reader: Reader;
  /** 'assigned 0,1', 'revoked 2', 'lost 0', one after the other; the rebalances that brought nothing are left out. */
  readonly events: string[] = [];
  readonly read: Read[] = [];
  /** What ended the reading. */
  error: unknown;
  readonly #pump: Promise<void>;

  constructor(options: GroupReaderOptions) {
    const tell = (what: string) => (partitions: readonly TopicPartition[]) => {
      if (partitions.length > 0) this.events.push(`${what} ${names(partitions)}`);
    };
    this.reader = new Reader({
      ...options,
      onAssigned: tell('assigned'),
      onRevoked: tell('revoked'),
      onLost: tell('lost'),
    } as ReaderOptions);
    this.#pump = this.#read().catch((error: unknown) => {
      this.error = error;
    });
  }

  /** The partitions it has, as 'topic' is told apart by nobody who reads one. */
  get partitions(): number[] {
    return this.reader
      .assignment()
      .map(({ partition }) => partition)
      .sort((a, b) => a - b);
  }

  get rebalances(): number {
    return this.reader.stats().rebalances;
  }

  async close(options: { readonly leaveGroup?: boolean } = {}): Promise<void> {
    await this.reader.close(options);
    await this.#pump;
  }

  async #read(): Promise<void> {
    for await (const { topic, partition, offset, value } of this.reader) {
      this.read.push({ topic, partition, offset, value: String(value) });
      // Waits while a rebalance is under way: a partition that was lost is read again by somebody else.
      await this.reader.commitOffsets([{ topic, partition, offset: offset + 1 }]).catch((error: unknown) => {
        if ((error as { code?: string }).code !== 'REBALANCE') throw error;
      });
    }
  }
}

function names(partitions: readonly TopicPartition[]): string {
  return partitions
    .map(({ partition }) => partition)
    .sort((a, b) => a - b)
    .join();
}
