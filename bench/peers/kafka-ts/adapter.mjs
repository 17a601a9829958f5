// kafka-ts 1.5.0: send() of many messages. It decompresses only, and has no setting for acknowledgements: all of them.
import { createKafkaClient } from 'kafka-ts';
import { callsInFlight } from '../../calls.ts';
import { MessageMaker } from '../../values.ts';

/** @type {import('../../adapter.ts').Adapter} */
export const adapter = {
  async prepareProduce(job) {
    const bootstrapServers = job.brokers.map((address) => {
      const colon = address.lastIndexOf(':');
      return { host: address.slice(0, colon), port: Number(address.slice(colon + 1)) };
    });
    const producer = createKafkaClient({ clientId: 'bench', bootstrapServers }).createProducer({});
    const maker = new MessageMaker(job.valueBytes);
    const { topic } = job;
    const send = (count) => producer.send(Array.from({ length: count }, () => ({ topic, value: maker.value() })));
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
};
