// Calls with very many messages, over real sockets.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Reader } from '../../../src/client/reader.ts';
import { Writer } from '../../../src/client/writer.ts';
import { EmbeddedKafka } from '../../../src/embedded/embedded-kafka.ts';

const MANY = 30_000;
let kafka: EmbeddedKafka;

beforeEach(async () => {
  kafka = await EmbeddedKafka.start({ autoCreateTopics: false, topics: { one: 1 } });
});
afterEach(() => kafka.stop());

describe('30 000 messages', () => {
  it.each([
    ['in large batches', {}],
    ['in batches of a few records', { batchBytes: 1_024 }],
    ['through a buffer that is full all the time', { maxBufferedBytes: 20_000, batchBytes: 4_000 }],
  ])(
    'are written in one call %s, and read and committed in one (trap 101)',
    async (_, options) => {
      const writer = new Writer({ brokers: kafka.bootstrap, topic: 'one', ...options });
      const reader = new Reader({ brokers: kafka.bootstrap, groupId: 'g', topics: ['one'] });
      try {
        await writer.writeMessages(Array.from({ length: MANY }, (_, i) => ({ value: String(i) })));
        const messages = [];
        for await (const message of reader) if (messages.push(message) === MANY) break;
        expect(messages.every(({ value }, i) => String(value) === String(i))).toBe(true);
        await reader.commitMessages(messages);
        expect(reader.stats().commits).toBe(1);
      } finally {
        await Promise.all([writer.close(), reader.close()]);
      }
    },
    30_000,
  );
});
