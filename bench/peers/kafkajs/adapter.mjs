// kafkajs 2.2.4, as its documentation recommends for throughput: send() of many messages, eachBatch for reading.
import { CompressionTypes, Kafka, logLevel, Partitioners } from 'kafkajs';

/** @type {import('../../adapter.ts').Adapter} */
export const adapter = {
  async prepareProduce(job) {
    const kafka = new Kafka({ brokers: [...job.brokers], logLevel: logLevel.NOTHING });
    const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    const value = Buffer.alloc(job.valueBytes, 'x');
    return {
      async run(records) {
        let left = records;
        const lane = async () => {
          while (left > 0) {
            const count = Math.min(job.perCall, left);
            left -= count;
            const messages = Array.from({ length: count }, () => ({ value }));
            await producer.send({ topic: job.topic, acks: -1, compression: CompressionTypes.None, messages });
          }
        };
        await Promise.all(Array.from({ length: job.callsInFlight }, lane));
      },
      close: () => producer.disconnect(),
    };
  },
  async prepareConsume(job) {
    const kafka = new Kafka({ brokers: [...job.brokers], logLevel: logLevel.NOTHING });
    const consumer = kafka.consumer({ groupId: `bench-${process.pid}-${Date.now()}`, maxBytes: 50 * 1024 * 1024 });
    await consumer.connect();
    await consumer.subscribe({ topic: job.topic, fromBeginning: true });
    return {
      run: (records) =>
        new Promise((resolve, reject) => {
          const seen = { records: 0, bytes: 0, firstAt: 0 };
          consumer
            .run({
              partitionsConsumedConcurrently: job.partitions,
              eachBatch: async ({ batch }) => {
                seen.firstAt ||= performance.now();
                for (const message of batch.messages) {
                  seen.records++;
                  seen.bytes += message.value?.length ?? 0;
                }
                if (seen.records >= records) resolve(seen);
              },
            })
            .catch(reject);
        }),
      close: () => consumer.disconnect(),
    };
  },
};
