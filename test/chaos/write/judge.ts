// Compares what writers were told with what stands in the log. Pure.
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
