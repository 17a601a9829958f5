// @platformatic/kafka: its Connection, and the newest Metadata request that it has. 64 may be under way, as everywhere.
import './with-resolvers.mjs';
import { Connection, metadataV12 } from '@platformatic/kafka';

/** @type {import('../../connection/contract.ts').ConnectionAdapter} */
export const adapter = {
  async open(job) {
    const [host, port] = job.broker.split(':');
    const all = Array.from({ length: job.connections }, () => new Connection('bench', { maxInflights: 64 }));
    await Promise.all(all.map((one) => one.connect(host, Number(port))));
    const topics = [job.topic];
    return {
      async ask(connection) {
        const { topics: found } = await metadataV12.api.async(all[connection], topics, false, false);
        return { topic: found[0].name, partitions: found[0].partitions.length };
      },
      async close() {
        for (const one of all) await one.close();
      },
    };
  },
};
