// This client, as it is shipped: from dist/, so that what is measured is what is installed.
import type * as KafkaWire from '../../src/index.ts';
import type { Adapter } from '../adapter.ts';
import { callsInFlight } from '../calls.ts';
import { MessageMaker } from '../values.ts';

const { Reader, Writer } = (await import(new URL('../../dist/index.js', import.meta.url).href)) as typeof KafkaWire;

export const adapter: Adapter = {
  async prepareProduce(job) {
    const writer = new Writer({ brokers: job.brokers, topic: job.topic, compression: job.compression });
    const maker = new MessageMaker(job.valueBytes);
    return {
      async run(records) {
        const calls = Math.ceil(records / job.perCall);
        await callsInFlight(calls, job.callsInFlight, (index) => {
          const count = Math.min(job.perCall, records - index * job.perCall);
          return writer.writeMessages(maker.messages(count));
        });
      },
      one: () => writer.writeMessages({ value: maker.value() }),
      close: () => writer.close(),
    };
  },
  async prepareConsume(job) {
    const reader = new Reader({
      brokers: job.brokers,
      groupId: `bench-${process.pid}-${Date.now()}`,
      topics: [job.topic],
    });
    return {
      async run(records) {
        const seen = { records: 0, bytes: 0, firstAt: 0 };
        for await (const batch of reader.batches()) {
          seen.firstAt ||= performance.now();
          for (const message of batch) {
            seen.bytes += message.value?.length ?? 0;
            seen.records++;
          }
          if (seen.records >= records) break;
        }
        return seen;
      },
      close: () => reader.close(),
    };
  },
};
