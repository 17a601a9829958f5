// Reads a whole log: with our Reader, contents checked, and with kcat. Owns: that.
import { type Client, Reader } from '../../../src/index.ts';
import { kcat } from '../../support/kcat.ts';
import type { LogRecord } from './judge.ts';
import { isWhole, readKey } from './numbered-record.ts';

const LIMIT_MS = 60_000;

/** What a reader made of a log. */
export interface ReadLog {
  readonly partitions: readonly (readonly LogRecord[])[];
  /** Records whose value is not what was written. */
  readonly damaged: number;
}

/** One past the last offset of each partition. */
export async function endOffsets(client: Client, topic: string, partitions: number): Promise<number[]> {
  const queries = Array.from({ length: partitions }, (_, partition) => ({ topic, partition, spec: 'last' as const }));
  const ends = await client.admin.listOffsets(queries, { timeoutMs: LIMIT_MS });
  return ends.map(({ offset, error }) => {
    if (error !== undefined || offset === undefined) throw error ?? new Error('no offset');
    return offset;
  });
}

/** By our own Reader, one partition after the other. */
export async function readWithReader(client: Client, topic: string, ends: readonly number[]): Promise<ReadLog> {
  let damaged = 0;
  const partitions: LogRecord[][] = [];
  for (const [partition, end] of ends.entries()) {
    const records: LogRecord[] = [];
    const reader = new Reader({ client, topic, partition });
    try {
      while (end > 0 && (records.at(-1)?.offset ?? -1) < end - 1) {
        const { offset, key, value } = await reader.fetchMessage({ timeoutMs: LIMIT_MS });
        const name = String(key);
        const ours = readKey(name);
        if (ours !== undefined && !isWhole(ours.writer, ours.number, value ?? Buffer.alloc(0))) damaged++;
        records.push({ offset, key: name });
      }
    } finally {
      await reader.close();
    }
    partitions.push(records);
  }
  return { partitions, damaged };
}

/** By kcat, which checks the batches' checksums itself. `properties`: what librdkafka is told besides. */
export async function readWithKcat(
  bootstrap: readonly string[],
  topic: string,
  partitions: number,
  properties: readonly string[] = [],
): Promise<ReadLog> {
  const settings = ['check.crcs=true', ...properties].flatMap((one) => ['-X', one]);
  const read: LogRecord[][] = [];
  for (let partition = 0; partition < partitions; partition++) {
    const what = ['-C', '-t', topic, '-p', String(partition), '-o', 'beginning', '-e', '-q', '-f', '%o %k\n'];
    const said = await kcat(['-b', bootstrap.join(','), ...settings, ...what], { timeoutMs: 5 * LIMIT_MS });
    const lines = said
      .toString()
      .split('\n')
      .filter((line) => line !== '');
    read.push(
      lines.map((line) => {
        const space = line.indexOf(' ');
        return { offset: Number(line.slice(0, space)), key: line.slice(space + 1) };
      }),
    );
  }
  return { partitions: read, damaged: 0 };
}
