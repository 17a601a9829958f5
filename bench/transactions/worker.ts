// Transactions of this client, back to back, in a process of its own; from dist/, as installed. Prints one line of JSON.
import type * as KafkaWire from '../../src/index.ts';
import { MessageMaker } from '../values.ts';
import type { TransactionsJob, TransactionsMeasured } from './contract.ts';

const { Writer } = (await import(new URL('../../dist/index.js', import.meta.url).href)) as typeof KafkaWire;

async function main(): Promise<void> {
  const job = JSON.parse(process.argv[2] ?? '') as TransactionsJob;
  const { brokers, topic, partitions, transactionalId } = job;
  const writer = new Writer({ brokers, topic, transactionalId });
  const maker = new MessageMaker(job.valueBytes);
  const transact = async (): Promise<void> => {
    const messages = maker.messages(job.records).map((message, i) => ({ ...message, partition: i % partitions }));
    await writer.transaction((transaction) => void transaction.writeMessages(messages));
  };
  for (let i = 0; i < job.warmUp; i++) await transact();
  const took = new Float64Array(job.transactions);
  const begun = performance.now();
  for (let i = 0; i < job.transactions; i++) {
    const from = performance.now();
    await transact();
    took[i] = performance.now() - from;
  }
  const seconds = (performance.now() - begun) / 1_000;
  took.sort();
  const quantile = (share: number): number => took[Math.max(0, Math.ceil(share * took.length) - 1)] ?? 0;
  const measured: TransactionsMeasured = { seconds, p50Ms: quantile(0.5), p99Ms: quantile(0.99) };
  process.stdout.write(`${JSON.stringify(measured)}\n`);
  await writer.close();
}

await main();
