// kafkajs 2.2.4, as its documentation recommends for throughput: send() of many messages, eachBatch for reading.
// It has no LZ4 of its own: the native codec that this client uses stands in, which is faster than kafkajs-lz4.
import kafkajs from 'kafkajs';
import { compressFrame, decompressFrame } from 'lz4-napi';
import { callsInFlight } from '../../calls.ts';
import { MessageMaker } from '../../values.ts';

const { CompressionCodecs, CompressionTypes, Kafka, logLevel, Partitioners } = kafkajs;
CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: (encoder) => compressFrame(encoder.buffer),
  decompress: (buffer) => decompressFrame(buffer),
});

/** @type {import('../../adapter.ts').Adapter} */
export const adapter = {
  async prepareProduce(job) {
    const kafka = new Kafka({ brokers: [...job.brokers], logLevel: logLevel.NOTHING });
    const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    const maker = new MessageMaker(job.valueBytes);
    const compression = job.compression === 'lz4' ? CompressionTypes.LZ4 : CompressionTypes.None;
    const send = (messages) => producer.send({ topic: job.topic, acks: -1, compression, messages });
    return {
      async run(records) {
        const calls = Math.ceil(records / job.perCall);
        await callsInFlight(calls, job.callsInFlight, (index) =>
          send(maker.messages(Math.min(job.perCall, records - index * job.perCall))),
        );
      },
      one: () => send([{ value: maker.value() }]),
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
