// This client's Conn, as it is shipped: from dist/.
import type * as KafkaWire from '../../src/index.ts';
import type * as MetadataModule from '../../src/protocol/generated/metadata.ts';
import type { ConnectionAdapter } from '../connection/contract.ts';

const dist = (path: string): Promise<unknown> => import(new URL(`../../dist/${path}`, import.meta.url).href);
const { dial } = (await dist('index.js')) as typeof KafkaWire;
const { createMetadataRequest, createMetadataRequestTopic, metadataApi } = (await dist(
  'protocol/generated/metadata.js',
)) as typeof MetadataModule;

export const adapter: ConnectionAdapter = {
  async open(job) {
    const conns = await Promise.all(Array.from({ length: job.connections }, () => dial(job.broker)));
    const topics = [createMetadataRequestTopic({ name: job.topic })];
    return {
      async ask(connection) {
        const request = createMetadataRequest({ topics, allowAutoTopicCreation: false });
        const { topics: found } = await conns[connection]!.send(metadataApi, request);
        return { topic: found[0]!.name, partitions: found[0]!.partitions.length };
      },
      async close() {
        for (const conn of conns) await conn.close();
      },
    };
  },
};
