// Readers against an embedded broker, opened for one test each and closed after it.
import { afterEach, beforeEach } from 'vitest';
import { EmbeddedKafka } from '../../src/embedded/index.ts';
import { type Message, Reader, type ReaderOptions, Writer } from '../../src/index.ts';
import { numbers } from './reading.ts';

/** An embedded broker with the topics `one` (1 partition) and `two` (2 partitions), and what tests do with it. */
export class ReaderBench {
  kafka!: EmbeddedKafka;
  readonly #readers: Reader[] = [];

  /** Call inside describe: starts and stops around each test. */
  constructor() {
    beforeEach(async () => {
      this.kafka = await EmbeddedKafka.start({ autoCreateTopics: false, topics: { one: 1, two: 2 } });
    });
    afterEach(async () => {
      await Promise.all(this.#readers.map((reader) => reader.close()));
      this.#readers.length = 0;
      await this.kafka.stop();
    });
  }

  /** A reader with these options. */
  reader(options: object): Reader {
    const reader = new Reader({ brokers: this.kafka.bootstrap, ...options } as ReaderOptions);
    this.#readers.push(reader);
    return reader;
  }

  /** Writes the numbers from `from` to `to` - 1 as values. */
  async fill(from: number, to: number, topic = 'one', partition = 0): Promise<void> {
    const writer = new Writer({ brokers: this.kafka.bootstrap, topic });
    try {
      const values = numbers(to).slice(from);
      await writer.writeMessages(values.map((value) => ({ partition, key: null, value: String(value) })));
    } finally {
      await writer.close();
    }
  }
}

/** `partition:value`. */
export function label(message: Message): string {
  return `${message.partition}:${message.value}`;
}
