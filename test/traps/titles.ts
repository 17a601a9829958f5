// Which test proves which trap, read from the text of the test files. Owns: the form of a title, `... (trap 4, 5)`, of a
// test or of a block whose tests all prove it.
// Must not know how tests are run. Pure.
import type { TrapSection } from './rows.ts';

/** One title that names traps. */
export interface TrapTitle {
  readonly file: string;
  readonly line: number;
  readonly numbers: readonly number[];
}

export interface TrapTitles {
  readonly titles: readonly TrapTitle[];
  /** What looks like naming a trap and does not, as `file:line: text`. */
  readonly malformed: readonly string[];
}

const TEST_FILE = /^test\/.*\.test\.ts$/;
/** Tests of this very thing speak of titles without being any. */
const OWN = /^test\/(traps\/|tidy\.test\.ts)/;
const SUFFIX = /\(trap (\d+(?:, \d+)*)\)$/;
/** Anything that wants to name a trap, rightly or not. */
const MENTION = /(?<!\w)\(traps?\s/gi;
/** A title ends with the quote it began with, and an argument follows. */
const QUOTED = /(['"`])((?:(?!\1)[^\\]|\\.)*\(trap(?:(?!\1)[^\\]|\\.)*)\1,/g;
/** A comment proves nothing, and what is skipped did not run. */
const COMMENT = /^\s*(\/\/|\/?\*)/;
const SKIPPED = /\b(describe|it|test)\.(skip|todo)\b/;

/** The traps that a title names at its end; undefined where it names none. */
export function trapsOf(title: string): readonly number[] | undefined {
  return SUFFIX.exec(title)?.[1]?.split(', ').map(Number);
}

/** Every title that names traps, in all test files of the project. */
export function findTitles(project: ReadonlyMap<string, string>): TrapTitles {
  const titles: TrapTitle[] = [];
  const malformed: string[] = [];
  for (const [file, text] of project) {
    if (!TEST_FILE.test(file) || OWN.test(file)) continue;
    for (const [index, line] of text.split('\n').entries()) {
      const mentions = line.match(MENTION)?.length ?? 0;
      if (mentions === 0 || COMMENT.test(line)) continue;
      const found = [...line.matchAll(QUOTED)].flatMap(([, , title]) => {
        const numbers = trapsOf(title ?? '');
        return numbers === undefined ? [] : [{ file, line: index + 1, numbers }];
      });
      titles.push(...found);
      if (found.length !== mentions || SKIPPED.test(line)) malformed.push(`${file}:${index + 1}: ${line.trim()}`);
    }
  }
  return { titles, malformed };
}

/** Ordered rows that no title names. */
export function findGaps(sections: readonly TrapSection[], { titles }: TrapTitles): readonly string[] {
  const named = new Set(titles.flatMap(({ numbers }) => numbers));
  return sections
    .filter(({ isOrdered }) => isOrdered)
    .flatMap(({ rows }) => rows.filter(({ number }) => !named.has(number)))
    .map(({ number, what }) => `trap ${number} has no test: ${what}`);
}

/** Titles that name no row, and what was meant to be a title. */
export function findStrangers(sections: readonly TrapSection[], found: TrapTitles): readonly string[] {
  const known = new Set(sections.flatMap(({ rows }) => rows.map(({ number }) => number)));
  const unknown = found.titles.flatMap(({ file, line, numbers }) =>
    numbers.filter((number) => !known.has(number)).map((number) => `${file}:${line}: there is no trap ${number}`),
  );
  return [...unknown, ...found.malformed.map((place) => `not the end of a title, "(trap 4, 5)": ${place}`)];
}
