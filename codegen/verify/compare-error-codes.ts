// Compares our error codes with the table that ErrorTable.java prints: lines of code, name, retriable.
import type { ErrorCode } from '../error-codes.ts';
import type { Difference } from './compare.ts';

/** Compares by number; text is ours alone. */
export function compareErrorCodes(codes: readonly ErrorCode[], table: string, file: string): Difference[] {
  const differences: Difference[] = [];
  const theirs = new Map<number, string>();
  for (const line of table.trim().split('\n')) {
    const match = /^(-?\d+) (\S+ (?:retriable|final))$/.exec(line.trim());
    if (match === null) throw new Error(`ErrorTable.java printed a line that is no error code: ${line}`);
    theirs.set(Number(match[1]), match[2] as string);
  }
  const ours = new Map(
    codes.map(({ code, name, retriable }) => [code, `${name} ${retriable ? 'retriable' : 'final'}`]),
  );
  for (const code of [...new Set([...ours.keys(), ...theirs.keys()])].sort((a, b) => a - b)) {
    const [mine, other] = [ours.get(code) ?? 'missing', theirs.get(code) ?? 'missing'];
    if (mine !== other) differences.push({ file, place: `error code ${code}`, ours: mine, theirs: other });
  }
  return differences;
}
