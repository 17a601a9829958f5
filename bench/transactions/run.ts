// Transactions back to back, by this client and by Java's, in turn on one real broker. Owns: the order, the check, the table.
import { join } from 'node:path';
import Table from 'cli-table3';
import { Client } from '../../src/index.ts';
import { brokerJars } from '../../test/support/kafka-jars.ts';
import { javaCommand } from '../../test/support/maven.ts';
import type { RealKafka } from '../../test/support/real-kafka/real-kafka.ts';
import { median, whole } from '../report.ts';
import { runProgram, runWorker } from '../run-worker.ts';
import { createTopic } from '../topics.ts';
import type { TransactionsJob, TransactionsMeasured } from './contract.ts';

/** Rounds of one client. */
export interface TransactionsRow {
  readonly client: string;
  readonly transactions: number;
  readonly rounds: readonly TransactionsMeasured[];
}

const SIZE = { partitions: 3, records: 10, valueBytes: 100 } as const;
const WARM_UP_SHARE = 0.2;

const CLIENTS: Readonly<Record<string, (job: TransactionsJob, version: string) => Promise<TransactionsMeasured>>> = {
  'kafka-wire': (job) => runWorker('transactions/worker.ts', job, 'kafka-wire transactions'),
  java: async (job, version) => {
    const { brokers, topic, partitions, transactionalId, warmUp, transactions, records, valueBytes } = job;
    const numbers = [warmUp, transactions, records, valueBytes].map(String);
    const options = ['-Dorg.slf4j.simpleLogger.defaultLogLevel=error', '-cp', await brokerJars(version)];
    const program = join(import.meta.dirname, 'Transactions.java');
    const args = [...options, program, brokers.join(','), topic, String(partitions), transactionalId, ...numbers];
    return runProgram(javaCommand(), args, 'Java transactions');
  },
};

/** Runs `rounds` rounds of both. Every topic is counted afterwards: its records and one marker for each transaction. */
export async function runTransactions(
  kafka: RealKafka,
  transactions: number,
  rounds: number,
  onDone: (doing: string) => void,
): Promise<readonly TransactionsRow[]> {
  const names = Object.keys(CLIENTS);
  const found = new Map<string, TransactionsMeasured[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const order = names.map((_, index) => names[(index + round) % names.length] as string);
    for (const name of order) {
      const own = `bench-transactions-${name}-${round}-${process.pid}`;
      const warmUp = Math.ceil(transactions * WARM_UP_SHARE);
      const job = { ...SIZE, brokers: kafka.bootstrap, topic: own, transactionalId: own, warmUp, transactions };
      await createTopic(job);
      found.get(name)?.push(await (CLIENTS[name] as (typeof CLIENTS)[string])(job, kafka.version));
      await check(job);
      onDone(name);
    }
  }
  return [...found].map(([client, measured]) => ({ client, transactions, rounds: measured }));
}

async function check({ brokers, topic, partitions, records, transactions, warmUp }: TransactionsJob): Promise<void> {
  const client = new Client({ brokers });
  try {
    const places = Array.from({ length: partitions }, (_, partition) => ({ topic, partition, spec: 'last' as const }));
    const ends = await client.admin.listOffsets(places, { isolation: 'read_committed' });
    const sum = ends.reduce((total, { offset }) => total + (offset ?? 0), 0);
    const wanted = (transactions + warmUp) * (records + partitions);
    if (sum !== wanted) throw new Error(`${topic}: ${sum} records and markers are committed, ${wanted} should be`);
  } finally {
    await client.close();
  }
}

/** For people. */
export function transactionsTable(rows: readonly TransactionsRow[]): string {
  const table = new Table({
    head: ['client', 'transactions/s', 'lowest', 'highest', 'p50 ms', 'p99 ms'],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  for (const { client, transactions, rounds } of rows) {
    const rates = rounds.map(({ seconds }) => transactions / seconds);
    const ms = [rounds.map(({ p50Ms }) => p50Ms), rounds.map(({ p99Ms }) => p99Ms)];
    table.push([
      client,
      ...[median(rates), Math.min(...rates), Math.max(...rates)].map(whole),
      ...ms.map((one) => median(one).toFixed(2)),
    ]);
  }
  return table.toString();
}
