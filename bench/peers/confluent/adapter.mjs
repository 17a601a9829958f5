// @confluentinc/kafka-javascript 1.10.1 (librdkafka) by its promise API, which stands for kafkajs's.
import confluent from '@confluentinc/kafka-javascript';
import { callsInFlight } from '../../calls.ts';
import { MessageMaker } from '../../values.ts';

function clientOf(job) {
  const { Kafka, logLevel } = confluent.KafkaJS;
  return new Kafka({ kafkaJS: { brokers: [...job.brokers], logLevel: logLevel.NOTHING } });
}

/** @type {import('../../adapter.ts').Adapter} */
export const adapter = {
  async prepareProduce(job) {
    const producer = clientOf(job).producer({
      kafkaJS: { acks: -1 },
      'compression.codec': job.compression,
      // Its default is 5 ms.
      ...(job.isHurried ? { 'linger.ms': 0 } : {}),
    });
    await producer.connect();
    const maker = new MessageMaker(job.valueBytes);
    const send = (messages) => producer.send({ topic: job.topic, messages });
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
    const consumer = clientOf(job).consumer({
      kafkaJS: { groupId: `bench-${process.pid}-${Date.now()}`, fromBeginning: true },
      // Batches as large as they come: its default is 32 messages.
      'js.consumer.max.batch.size': -1,
    });
    await consumer.connect();
    await consumer.subscribe({ topic: job.topic });
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
