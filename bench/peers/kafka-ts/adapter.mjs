// kafka-ts 1.5.0: send() of many messages. It decompresses only, and has no setting for acknowledgements: all of them.
import { createKafkaClient, setLogger } from 'kafka-ts';
import { callsInFlight } from '../../calls.ts';
import { MessageMaker } from '../../values.ts';

// Its logger writes JSON to stdout, which is where the report goes.
setLogger({ debug() {}, info() {}, warn: console.error, error: console.error });

function clientOf(job) {
  const bootstrapServers = job.brokers.map((address) => {
    const colon = address.lastIndexOf(':');
    return { host: address.slice(0, colon), port: Number(address.slice(colon + 1)) };
  });
  return createKafkaClient({ clientId: 'bench', bootstrapServers });
}

/** @type {import('../../adapter.ts').Adapter} */
export const adapter = {
  async prepareProduce(job) {
    const producer = clientOf(job).createProducer({});
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
  async prepareConsume(job) {
    const kafka = clientOf(job);
    let consumer;
    return {
      run: (records) =>
        new Promise((resolve, reject) => {
          const seen = { records: 0, bytes: 0, firstAt: 0 };
          const onBatch = async (messages) => {
            seen.firstAt ||= performance.now();
            for (const { value } of messages) {
              seen.records++;
              seen.bytes += value?.length ?? 0;
            }
            if (seen.records >= records) resolve(seen);
          };
          kafka
            .startConsumer({
              groupId: `bench-${process.pid}-${Date.now()}`,
              topics: [job.topic],
              fromTimestamp: -2n,
              onBatch,
            })
            .then((started) => {
              consumer = started;
            }, reject);
        }),
      close: () => consumer?.close(),
    };
  },
};
