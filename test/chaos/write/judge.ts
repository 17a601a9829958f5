// Compares what writers were told with what stands in the log. Pure.
import type { Row } from '../scenario.ts';
import { type Ledger, NOT_ACKNOWLEDGED } from './ledger.ts';
import { readKey } from './numbered-record.ts';

/** A record of the log, as far as it matters here. */
export interface LogRecord {
  readonly offset: number;
  readonly key: string;
}

/** What is wrong; all zero: nothing. */
export interface Verdict {
  /** Acknowledged and not in the log. */
  readonly lost: number;
  /** In the log more than once, acknowledged or not. */
  readonly duplicates: number;
  /** Behind a later record of the same writer and partition. */
  readonly outOfOrder: number;
  /** At another offset than the writer was told. */
  readonly elsewhere: number;
  /** Never written by anybody. */
  readonly strange: number;
}

/** Judges one log: `log[partition]` holds its records in offset order. Records of `others` keys are passed over. */
export function judge(
  ledgers: readonly Ledger[],
  log: readonly (readonly LogRecord[])[],
  others: ReadonlySet<string> = new Set(),
): Verdict {
  const verdict = { lost: 0, duplicates: 0, outOfOrder: 0, elsewhere: 0, strange: 0 };
  const found = new Map<Ledger, Set<number>>(ledgers.map((ledger) => [ledger, new Set()]));
  const last = new Map<Ledger, number>();
  log.forEach((records, partition) => {
    for (const { offset, key } of records) {
      if (others.has(key)) continue;
      const read = readKey(key);
      const ledger = ledgers.find((one) => one.writer === read?.writer && one.partition === partition);
      if (read === undefined || ledger === undefined || read.number >= ledger.offsets.length) {
        verdict.strange++;
        continue;
      }
      const { number } = read;
      const numbers = found.get(ledger) as Set<number>;
      if (numbers.has(number)) verdict.duplicates++;
      else if (number < (last.get(ledger) ?? -1)) verdict.outOfOrder++;
      const told = ledger.offsets[number] as number;
      if (told >= 0 && told !== offset && !numbers.has(number)) verdict.elsewhere++;
      numbers.add(number);
      last.set(ledger, Math.max(number, last.get(ledger) ?? -1));
    }
  });
  for (const [{ offsets }, numbers] of found) {
    offsets.forEach((told, number) => {
      if (told !== NOT_ACKNOWLEDGED && !numbers.has(number)) verdict.lost++;
    });
  }
  return verdict;
}

const WORDS: Readonly<Record<keyof Verdict, string>> = {
  lost: 'lost though acknowledged',
  duplicates: 'duplicates',
  outOfOrder: 'out of order',
  elsewhere: 'not where the writer was told',
  strange: 'written by nobody',
};

/** One line for each kind of fault; where readers do not agree, each is named. */
export function verdictRows(verdicts: readonly Verdict[], readers: readonly string[]): Row[] {
  return Object.entries(WORDS).map(([name, words]) => {
    const counts = verdicts.map((verdict) => verdict[name as keyof Verdict]);
    const isSame = counts.every((count) => count === counts[0]);
    return [words, isSame ? (counts[0] ?? 0) : counts.map((count, index) => `${readers[index]}: ${count}`).join(', ')];
  });
}

/** A sentence for each kind of fault that a reader found. */
export function broke(reader: string, verdict: Verdict): string[] {
  return Object.entries(WORDS).flatMap(([name, words]) => {
    const count = verdict[name as keyof Verdict];
    return count === 0 ? [] : [`${count} records ${words}, says ${reader}`];
  });
}
