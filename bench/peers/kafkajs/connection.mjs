// kafkajs 2.2.4: its Broker, the class that holds a connection and asks; below its cluster, so without its retries.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const Broker = require('kafkajs/src/broker');
const ConnectionPool = require('kafkajs/src/network/connectionPool');
const socketFactory = require('kafkajs/src/network/socketFactory');
const { createLogger, LEVELS } = require('kafkajs/src/loggers');
const LoggerConsole = require('kafkajs/src/loggers/console');

async function connect(host, port) {
  const logger = createLogger({ level: LEVELS.NOTHING, logCreator: LoggerConsole });
  const connectionPool = new ConnectionPool({
    host,
    port,
    logger,
    socketFactory: socketFactory(),
    clientId: 'bench',
    connectionTimeout: 10_000,
    requestTimeout: 30_000,
  });
  const broker = new Broker({ connectionPool, logger, allowAutoTopicCreation: false });
  await broker.connect();
  return broker;
}

/** @type {import('../../connection/contract.ts').ConnectionAdapter} */
export const adapter = {
  async open(job) {
    const [host, port] = job.broker.split(':');
    const brokers = await Promise.all(Array.from({ length: job.connections }, () => connect(host, Number(port))));
    const topics = [job.topic];
    return {
      async ask(connection) {
        const { topicMetadata } = await brokers[connection].metadata(topics);
        return { topic: topicMetadata[0].topic, partitions: topicMetadata[0].partitionMetadata.length };
      },
      async close() {
        for (const broker of brokers) await broker.disconnect();
      },
    };
  },
};
