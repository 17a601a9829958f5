// What a run of the named tests says about each trap. Owns: the verdict per row and the table. Pure.
import type { TrapRow, TrapSection } from './rows.ts';
import { type TrapTitle, trapsOf } from './titles.ts';

/** The part of vitest's JSON report that is looked at. */
export interface RunReport {
  readonly testResults: readonly {
    /** Absolute path. */
    readonly name: string;
    readonly assertionResults: readonly {
      readonly title: string;
      /** Of the blocks around it. */
      readonly ancestorTitles: readonly string[];
      readonly fullName: string;
      readonly status: string;
    }[];
  }[];
}

/** One test that ran, or should have. */
export interface TrapTest {
  readonly file: string;
  readonly fullName: string;
  /** 'passed', or whatever it is instead. */
  readonly result: string;
}

/** One row with its tests. */
export interface TrapVerdict {
  readonly row: TrapRow;
  readonly isOrdered: boolean;
  readonly tests: readonly TrapTest[];
  /** An ordered row needs a test, and whoever has tests needs all of them to pass. */
  readonly isGood: boolean;
}

/** One verdict per row. `root` is cut from the paths; a title in the text whose test is not in the report "did not run". */
export function judge(
  sections: readonly TrapSection[],
  titles: readonly TrapTitle[],
  report: RunReport,
  root: string,
): readonly TrapVerdict[] {
  const ran = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.flatMap(({ title, ancestorTitles, fullName, status }) =>
      [title, ...ancestorTitles]
        .flatMap((one) => trapsOf(one) ?? [])
        .map((number) => ({ number, file: relative(name, root), fullName, result: status })),
    ),
  );
  return sections.flatMap(({ isOrdered, rows }) =>
    rows.map((row) => {
      const own = ran.filter(({ number }) => number === row.number);
      const missing = titles
        .filter(({ file, numbers }) => numbers.includes(row.number) && !own.some((test) => test.file === file))
        .map(({ file, line }) => ({ file, fullName: `line ${line}`, result: 'did not run' }));
      const tests = [...own.map(({ file, fullName, result }) => ({ file, fullName, result })), ...missing];
      const isGood = tests.every(({ result }) => result === 'passed') && (tests.length > 0 || !isOrdered);
      return { row, isOrdered, tests, isGood };
    }),
  );
}

/** The table: number, what, test file, result; under it what is not as it should be. */
export function format(verdicts: readonly TrapVerdict[]): string {
  const shown = verdicts.filter(({ isOrdered, tests }) => isOrdered || tests.length > 0);
  const lines = shown.flatMap(({ row, tests }) => {
    const files = [...new Set(tests.map(({ file }) => file))];
    const results = files.map((file) => [file, summary(tests.filter((test) => test.file === file))] as const);
    return (results.length > 0 ? results : [['', 'no test'] as const]).map(([file, result], index) => [
      index === 0 ? String(row.number) : '',
      index === 0 ? row.what : '',
      file,
      result,
    ]);
  });
  const bad = verdicts.filter(({ isGood }) => !isGood);
  const wrong = bad.flatMap(({ row, tests }) =>
    tests.length === 0
      ? [`trap ${row.number} has no test`]
      : tests
          .filter(({ result }) => result !== 'passed')
          .map(({ file, fullName, result }) => `trap ${row.number} ${result}: ${file}: ${fullName}`),
  );
  const ordered = verdicts.filter(({ isOrdered }) => isOrdered);
  const proven = ordered.filter(({ isGood }) => isGood).length;
  const total = `${proven} of ${ordered.length} ordered traps are proved; ${verdicts.length - ordered.length} more are to come`;
  return [...aligned([['trap', 'what must hold', 'test', 'result'], ...lines]), '', ...wrong, total].join('\n');
}

function summary(tests: readonly TrapTest[]): string {
  const counts = new Map<string, number>();
  for (const { result } of tests) counts.set(result, (counts.get(result) ?? 0) + 1);
  return [...counts].map(([result, count]) => `${count} ${result}`).join(', ');
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map(([number = '', what = '', file = '', result = '']) =>
    [number.padStart(widths[0]!), what.padEnd(widths[1]!), file.padEnd(widths[2]!), result].join('  '),
  );
}

function relative(path: string, root: string): string {
  return path.startsWith(root)
    ? path
        .slice(root.length)
        .replace(/^[\\/]/, '')
        .replaceAll('\\', '/')
    : path;
}
