// @confluentinc/kafka-javascript 1.10.1 (librdkafka) by its promise API, which stands for kafkajs's.
import confluent from '@confluentinc/kafka-javascript';
import { callsInFlight } from '../../calls.ts';
import { MessageMaker } from '../../values.ts';

/** @type {import('../../adapter.ts').Adapter} */
export const adapter = {
  async prepareProduce(job) {
    const { Kafka, logLevel } = confluent.KafkaJS;
    const kafka = new Kafka({ kafkaJS: { brokers: [...job.brokers], logLevel: logLevel.NOTHING } });
    const producer = kafka.producer({
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
};
