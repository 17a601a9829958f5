// Reads the committed vectors of partitioners. Owns: their text form, which the programs that make them print.
//
//     NAME KEY P...                           partitions of a key among COUNTS; KEY is hex, - when empty, nil for none, HEX*N when
//                                             repeated
//     java.murmur2 KEY HASH
//     roundRobin CHUNK N P...
//     leastBytes N BYTES:P... N=N ...         N= where the number of partitions changes
//     sticky BYTES N, then a line per record: P BYTES FULL DRAWN... [| LOAD]      see GoldenPartitions.java
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const PARTITIONERS_DIR: string = join(import.meta.dirname, 'vectors');

/** The lines of a file, without comments. */
export function readLines(name: string): string[][] {
  const text = readFileSync(join(PARTITIONERS_DIR, name), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(' '));
}

/** Where one partitioner puts keys. */
export interface KeyPlaces {
  /** Null: none. */
  readonly key: Buffer | null;
  /** Among each of COUNTS. */
  readonly partitions: readonly number[];
}

/** Places by the name of the partitioner. */
export function keyPlaces(name: string): ReadonlyMap<string, readonly KeyPlaces[]> {
  const found = new Map<string, KeyPlaces[]>();
  for (const [partitioner = '', key = '', ...partitions] of readLines(name)) {
    if (!partitioner.includes('.') || partitioner === 'java.murmur2') continue;
    const list = found.get(partitioner) ?? [];
    found.set(partitioner, list);
    list.push({ key: keyOf(key), partitions: partitions.map(Number) });
  }
  return found;
}

/** A key of its word. */
export function keyOf(word: string): Buffer | null {
  if (word === 'nil') return null;
  const [hex = '', times = '1'] = word.split('*');
  return Buffer.from((hex === '-' ? '' : hex).repeat(Number(times)), 'hex');
}

/** The word of a key. */
export function wordOf(key: Buffer): string {
  if (key.length === 0) return '-';
  for (let unit = 1; unit <= 5 && key.length > 100; unit++) {
    const hex = key.toString('hex', 0, unit);
    const word = `${hex}*${key.length / unit}`;
    if (key.length % unit === 0 && keyOf(word)?.equals(key)) return word;
  }
  return key.toString('hex');
}

/** A record of a walk. */
export interface StickyStep {
  readonly partition: number;
  readonly bytes: number;
  /** The batch was full or gone before it. */
  readonly isFull: boolean;
  /** Random numbers drawn since the record before. */
  readonly drawn: readonly number[];
  /** Where it changed: per partition its queue length, '-' without a leader, '!' where its broker takes nothing. */
  readonly load: readonly string[] | undefined;
}

/** A walk from partition to partition. */
export interface StickyWalk {
  readonly stickyBytes: number;
  readonly partitions: number;
  readonly steps: readonly StickyStep[];
}

/** The walks of a file. */
export function stickyWalks(name: string): StickyWalk[] {
  const walks: { stickyBytes: number; partitions: number; steps: StickyStep[] }[] = [];
  for (const words of readLines(name)) {
    if (words[0] === 'sticky') {
      walks.push({ stickyBytes: Number(words[1]), partitions: Number(words[2]), steps: [] });
    } else if (/^\d/.test(words[0] as string)) {
      const bar = words.indexOf('|');
      const [partition, bytes, full, ...drawn] = (bar < 0 ? words : words.slice(0, bar)).map(Number);
      walks.at(-1)?.steps.push({
        partition: partition as number,
        bytes: bytes as number,
        isFull: full === 1,
        drawn,
        load: bar < 0 ? undefined : words.slice(bar + 1),
      });
    }
  }
  return walks;
}
