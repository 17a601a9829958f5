// Writes at a steady pace, reads the same records in a group, and tells once a second how much memory it uses after a
// collection. A process of its own, started by run.ts with --expose-gc and an IPC channel; uses dist/, as installed.
import { setTimeout as pause } from 'node:timers/promises';
import type * as KafkaWire from '../../src/index.ts';
import { valuesOf } from '../values.ts';
import type { HeapEnd, HeapOrder, MemorySample } from './contract.ts';

const { Reader, Writer } = (await import(new URL('../../dist/index.js', import.meta.url).href)) as typeof KafkaWire;

const TICK_MS = 10;
/** Calls under way at which the next ones are left out: a broker that stands still must not look like a leak. */
const MOST_CALLS = 100;
/** So many seconds of the pace may the reader be behind before records are left out: later they are deleted unread. */
const MOST_BEHIND = 5;
/** Most that one call makes up for, in seconds of the pace, when this process did not get its turn. */
const MOST_MISSED = 0.25;
const DRAIN_MS = 20_000;

const collect = (globalThis as { gc?: () => void }).gc;
if (collect === undefined) throw new Error('this needs node --expose-gc');

const { brokers, topic, seconds, recordsPerSecond, valueBytes } = JSON.parse(process.argv[2] ?? '') as HeapOrder;
const counts = { written: 0, read: 0, failedCalls: 0, missed: 0, underWay: 0 };

/** Values of every size, in turn: views of one buffer, so that the load itself keeps nothing. */
function valueMaker([least, most]: readonly [number, number]): () => Buffer {
  const pattern = Buffer.concat(valuesOf(most));
  let at = 0;
  return () => {
    at = (at + 7_919) % (pattern.length - most);
    const size = least + (at % (most - least + 1));
    return pattern.subarray(at, at + size);
  };
}

async function read(reader: KafkaWire.Reader): Promise<void> {
  for await (const batch of reader.batches()) {
    let last: KafkaWire.Message | undefined;
    for (const message of batch) {
      if ((message.value?.length ?? 0) < valueBytes[0]) throw new Error('a value is shorter than what was written');
      last = message;
      counts.read++;
    }
    if (last !== undefined) await reader.commitMessages(last);
  }
}

function write(writer: KafkaWire.Writer, next: () => Buffer, count: number): void {
  if (counts.underWay >= MOST_CALLS || counts.written - counts.read > recordsPerSecond * MOST_BEHIND) {
    counts.missed += count;
    return;
  }
  counts.underWay++;
  writer
    .writeMessages(Array.from({ length: count }, () => ({ value: next() })))
    .then(
      () => {
        counts.written += count;
      },
      () => {
        counts.failedCalls++;
      },
    )
    .finally(() => {
      counts.underWay--;
    });
}

const tell = (what: MemorySample | HeapEnd): void => void process.send?.(what);

async function main(): Promise<void> {
  const writer = new Writer({ brokers, topic });
  const reader = new Reader({ brokers, groupId: `${topic}-readers`, topics: [topic], commitIntervalMs: 1_000 });
  const reading = read(reader);
  const next = valueMaker(valueBytes);
  await writer.warmUp();
  const begun = performance.now();
  let asked = 0;
  const writing = setInterval(() => {
    const due = Math.floor(((performance.now() - begun) / 1_000) * recordsPerSecond) - asked;
    if (due <= 0) return;
    asked += due;
    const most = Math.floor(recordsPerSecond * MOST_MISSED);
    counts.missed += Math.max(0, due - most);
    write(writer, next, Math.min(due, most));
  }, TICK_MS);
  for (;;) {
    // The next whole second that is still to come: one that was missed is not made up for.
    const next = Math.floor((performance.now() - begun) / 1_000) + 1;
    if (next > seconds) break;
    await pause(begun + next * 1_000 - performance.now());
    collect?.();
    const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage();
    const at = (performance.now() - begun) / 1_000;
    tell({ at, rss, heapUsed, external, arrayBuffers, written: counts.written, read: counts.read });
  }
  clearInterval(writing);
  await writer.close();
  const end = performance.now() + DRAIN_MS;
  while (counts.read < counts.written && performance.now() < end) await pause(20);
  if (counts.read < counts.written) throw new Error(`${counts.written} records were written, ${counts.read} were read`);
  await reader.close();
  await reading;
  tell({ end: true, failedCalls: counts.failedCalls, missed: counts.missed });
  process.disconnect();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
