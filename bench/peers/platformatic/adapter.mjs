// @platformatic/kafka: send() of many messages, the consumer's stream read with `for await`.
// It asks for Node 22 and calls Promise.withResolvers, which Node 20 lacks; all clients run on the same Node here.
import './with-resolvers.mjs';
import { Consumer, MessagesStreamModes, ProduceAcks, Producer } from '@platformatic/kafka';
import { callsInFlight } from '../../calls.ts';
import { MessageMaker } from '../../values.ts';

/** @type {import('../../adapter.ts').Adapter} */
export const adapter = {
  async prepareProduce(job) {
    const producer = new Producer({ clientId: 'bench', bootstrapBrokers: [...job.brokers] });
    const maker = new MessageMaker(job.valueBytes);
    const { topic, compression } = job;
    const send = (count) => {
      const messages = Array.from({ length: count }, () => ({ topic, value: maker.value() }));
      return producer.send({ messages, acks: ProduceAcks.ALL, compression });
    };
    return {
      async run(records) {
        const calls = Math.ceil(records / job.perCall);
        await callsInFlight(calls, job.callsInFlight, (index) =>
          send(Math.min(job.perCall, records - index * job.perCall)),
        );
      },
      one: () => send(1),
      close: () => producer.close(),
    };
  },
  async prepareConsume(job) {
    const consumer = new Consumer({
      clientId: 'bench',
      groupId: `bench-${process.pid}-${Date.now()}`,
      bootstrapBrokers: [...job.brokers],
      maxBytes: 50 * 1024 * 1024,
    });
    return {
      async run(records) {
        const seen = { records: 0, bytes: 0, firstAt: 0 };
        const stream = await consumer.consume({
          topics: [job.topic],
          mode: MessagesStreamModes.EARLIEST,
          autocommit: false,
        });
        for await (const message of stream) {
          seen.firstAt ||= performance.now();
          seen.records++;
          seen.bytes += message.value.length;
          if (seen.records >= records) break;
        }
        return seen;
      },
      close: () => consumer.close(true),
    };
  },
};
