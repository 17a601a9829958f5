// Reads what transactions have left: with our Reader, kcat and Java's console consumer. Owns: that.
//
// The last record of each partition is no transaction's: a reader that does not come to it was held up by one that was
// never ended, or has stopped too early.
import { type Client, Reader, Writer } from '../../../src/index.ts';
import { javaTool, toolNames } from '../../support/java-tools.ts';
import type { LogRecord } from '../write/judge.ts';
import { isWhole, readKey } from '../write/numbered-record.ts';
import { type ReadLog, readWithKcat } from '../write/read-back.ts';
import { TRANSACTION_HEADER } from './member-protocol.ts';

/** Key of the last record of each partition. */
export const END_KEY = 'end';

const LIMIT_MS = 120_000;
/** Java's console consumer ends when nothing comes for so long. */
const SILENCE_MS = 20_000;

/** What our Reader saw. */
export interface OutputLog extends ReadLog {
  /** Outputs of each transaction, by its name. */
  readonly transactions: ReadonlyMap<string, number>;
}

/** Writes the last record of each partition. */
export async function writeEnd(client: Client, topic: string, partitions: number): Promise<void> {
  const writer = new Writer({ client, topic });
  const messages = Array.from({ length: partitions }, (_, partition) => ({ partition, key: END_KEY }));
  await writer.writeMessages(messages, { timeoutMs: LIMIT_MS }).finally(() => writer.close());
}

/** By our own Reader, contents checked. */
export async function readOutputs(
  client: Client,
  topic: string,
  partitions: number,
  isolation: 'read_committed' | 'read_uncommitted',
): Promise<OutputLog> {
  const log: LogRecord[][] = [];
  const transactions = new Map<string, number>();
  let damaged = 0;
  for (let partition = 0; partition < partitions; partition++) {
    const records: LogRecord[] = [];
    const reader = new Reader({ client, topic, partition, isolation });
    try {
      for (;;) {
        const { offset, key, value, headers } = await reader.fetchMessage({ timeoutMs: LIMIT_MS });
        const name = String(key);
        records.push({ offset, key: name });
        if (name === END_KEY) break;
        const ours = readKey(name);
        if (ours === undefined) continue;
        if (!isWhole(ours.writer, ours.number, value ?? Buffer.alloc(0))) damaged++;
        const transaction = String(headers.find(([header]) => header === TRANSACTION_HEADER)?.[1]);
        transactions.set(transaction, (transactions.get(transaction) ?? 0) + 1);
      }
    } finally {
      await reader.close();
    }
    log.push(records);
  }
  return { partitions: log, damaged, transactions };
}

/** By kcat. */
export function readCommittedWithKcat(
  bootstrap: readonly string[],
  topic: string,
  partitions: number,
): Promise<ReadLog> {
  return readWithKcat(bootstrap, topic, partitions, ['isolation.level=read_committed']);
}

/** By Java's console consumer. */
export async function readCommittedWithJava(
  version: string,
  bootstrap: readonly string[],
  topic: string,
  partitions: number,
): Promise<ReadLog> {
  const printed = { partition: true, offset: true, key: true, value: false };
  const said = await javaTool(
    version,
    toolNames(version).consoleConsumer,
    [
      ...['--bootstrap-server', bootstrap.join(','), '--topic', topic, '--from-beginning'],
      ...['--isolation-level', 'read_committed', '--timeout-ms', String(SILENCE_MS)],
      ...Object.entries(printed).flatMap(([name, is]) => ['--formatter-property', `print.${name}=${is}`]),
    ],
    { timeoutMs: 5 * LIMIT_MS },
  );
  const read: LogRecord[][] = Array.from({ length: partitions }, () => []);
  for (const line of said.toString().split('\n')) {
    const found = /^Partition:(\d+)\tOffset:(\d+)\t(.*)$/.exec(line);
    if (found !== null) read[Number(found[1])]?.push({ offset: Number(found[2]), key: String(found[3]) });
  }
  return { partitions: read, damaged: 0 };
}

/** Partitions whose last record a reader did not come to. */
export function unfinished(log: ReadLog): readonly number[] {
  return log.partitions.flatMap((records, partition) => (records.at(-1)?.key === END_KEY ? [] : [partition]));
}

/** Transactions of which only a part is visible. */
export function torn(transactions: ReadonlyMap<string, number>): number {
  return [...transactions].filter(([name, outputs]) => Number(name.split(' ').at(-1)) !== outputs).length;
}
