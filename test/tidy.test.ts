// The project's own rules about itself, each with planted violations that it must see.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkBudgets } from './tidy/budgets.ts';
import { checkLayers, importsOf } from './tidy/layers.ts';
import { checkMachineWords } from './tidy/machine-words.ts';
import { projectFiles } from './tidy/project-files.ts';
import { format, judge } from './traps/report.ts';
import { type TrapSection, trapSections } from './traps/rows.ts';
import { findGaps, findStrangers, findTitles, type TrapTitles } from './traps/titles.ts';

const project = projectFiles(join(import.meta.dirname, '..'));
const plant = (file: string, text: string): Map<string, string> => new Map([[file, text]]);

describe('layers', () => {
  it('hold in this project, and the gate saw imports', () => {
    const { violations, edges } = checkLayers(project);
    expect(violations).toEqual([]);
    expect(edges).toBeGreaterThan(0);
  });

  it.each([
    ['a higher layer', 'src/wire/a.ts', "import { x } from '../network/b.ts';"],
    ['a layer of the same rank', 'src/produce/a.ts', "import type { X } from '../fetch/b.ts';"],
    ['a sibling by re-export', 'src/protocol/a.ts', "export { x } from '../record/b.ts';"],
    ['a higher layer, at run time only', 'src/base/a.ts', "const x = await import('../client/b.ts');"],
    ['a higher layer, for its side effect', 'src/cluster/a.ts', "import '../consume/b.ts';"],
    ['a higher layer, by require', 'src/cluster/a.ts', "const x = require('../consume/b.ts');"],
    ['a higher layer, over several lines', 'src/cluster/a.ts', "import {\n  x,\n  y,\n} from '../consume/b.ts';"],
    ['a higher layer, from a folder inside', 'src/network/sasl/a.ts', "import { x } from '../../cluster/b.ts';"],
    ['an entry file', 'src/network/a.ts', "import { x } from '../index.ts';"],
    ['what lies outside of src', 'src/network/a.ts', "import { x } from '../../codegen/model.ts';"],
    ['the embedded broker', 'src/client/a.ts', "import { x } from '../embedded/b.ts';"],
    ['the client, from the embedded broker', 'src/embedded/a.ts', "import { x } from '../network/b.ts';"],
    ['somewhere that cannot be seen', 'src/client/a.ts', 'await import(name);'],
    ['sockets above the network', 'src/cluster/a.ts', "import type { Socket } from 'node:net';"],
    ['TLS in an entry file', 'src/index.ts', "import * as tls from 'tls';"],
    ['timers, by any name', 'src/cluster/a.ts', "import { setTimeout as wait } from 'node:timers/promises';"],
  ])('see an import of %s', (_, file, text) => {
    expect(checkLayers(plant(file, text)).violations).toHaveLength(1);
  });

  it('see an unknown folder', () => {
    expect(checkLayers(plant('src/utils/a.ts', '')).violations).toEqual(['src/utils/a.ts: utils is not a layer']);
  });

  it.each(['setTimeout(run, 5)', 'setInterval(run, 5)', 'Date.now()', 'performance.now()', 'new Date()'])(
    'see %s outside of base/clock',
    (call) => {
      expect(checkLayers(plant('src/client/a.ts', `const x = ${call};`)).violations).toHaveLength(1);
      expect(checkLayers(plant('src/base/clock.ts', `const x = ${call};`)).violations).toEqual([]);
      expect(checkLayers(plant('src/client/a.ts', `// not ${call}\n/** nor ${call} */`)).violations).toEqual([]);
    },
  );

  it('allow what they should', () => {
    const { violations, edges } = checkLayers(
      new Map([
        ['src/index.ts', "export { App } from './binding/app.ts';\nexport { x } from './base/x.ts';"],
        ['src/binding/app.ts', "import { Reader } from '../client/reader.ts';\nimport { y } from './y.ts';"],
        ['src/network/sasl/a.ts', "import * as tls from 'node:tls';\nimport { x } from '../socket.ts';"],
        ['src/embedded/a.ts', "import { createServer } from 'node:net';\nimport { x } from '../record/b.ts';"],
        ['test/unit/a.test.ts', "import { x } from '../../src/client/b.ts';"],
      ]),
    );
    expect(violations).toEqual([]);
    expect(edges).toBe(4);
  });

  it('count no edge where nothing was read', () => {
    expect(checkLayers(new Map()).edges).toBe(0);
    expect(checkLayers(plant('src/base/a.ts', "import { x } from './b.ts';")).edges).toBe(0);
  });

  it('find every form of import, and none in a comment', () => {
    const text = `import a from './1.ts';
import './2.ts'; // import './no.ts'
export * from "./3.ts";
const b = await import('./4.ts');
type C = import('./5.ts').C;
 * import d from './no.ts';`;
    expect(importsOf(text).sort()).toEqual(['./1.ts', './2.ts', './3.ts', './4.ts', './5.ts']);
  });
});

describe('budgets', () => {
  const files = (count: number, lines: number, folder = 'src/client'): [string, string][] =>
    Array.from({ length: count }, (_, index) => [`${folder}/${lines}-${index}.ts`, 'x\n'.repeat(lines)]);

  it('hold in this project', () => {
    expect(checkBudgets(project)).toEqual([]);
  });

  it('see a file of more than 500 lines, unless it is generated', () => {
    expect(checkBudgets(new Map([...files(20, 100), ...files(1, 501)]))).toEqual([
      'src/client/501-0.ts: 501 lines, at most 500',
    ]);
    expect(checkBudgets(new Map([...files(20, 100), ...files(1, 5000, 'src/protocol/generated')]))).toEqual([]);
  });

  it('see too many long files, and a long median', () => {
    expect(checkBudgets(new Map([...files(10, 100), ...files(1, 450)]))).toEqual([]);
    expect(checkBudgets(new Map([...files(10, 100), ...files(2, 450)]))).toEqual([
      '2 of 12 files have more than 400 lines',
    ]);
    expect(checkBudgets(new Map(files(3, 151)))).toEqual(['the median file has 151 lines, at most 150']);
  });

  it('fail when there was nothing to measure', () => {
    expect(checkBudgets(new Map())).toEqual(['no file was looked at']);
  });
});

describe('paths of a machine', () => {
  it('are named nowhere in this project', () => {
    expect(checkMachineWords(project)).toEqual([]);
  });

  it('are seen with file and line', () => {
    const path = ['', 'work', 'main'].join('/');
    expect(checkMachineWords(plant('docs/a.md', `one\nsee ${path}/x`))).toEqual([`docs/a.md:2: ${path.slice(0, 6)}`]);
  });
});

describe('ARCHITECTURE.md', () => {
  it('names tests that exist', () => {
    const rows = [...(project.get('ARCHITECTURE.md') ?? '').matchAll(/^ {2}`(test\/[^`]+\.test\.ts)`: (.+)$/gm)];
    expect(rows.length).toBeGreaterThan(10);
    const missing = rows.filter(([, file, name]) => !project.get(file!)?.includes(name!)).map(([row]) => row);
    expect(missing).toEqual([]);
  });
});

describe('traps', () => {
  const sections: readonly TrapSection[] = [
    { name: 'now', isOrdered: true, rows: [1, 2].map((number) => ({ number, what: `what ${number}` })) },
    { name: 'later', isOrdered: false, rows: [{ number: 24, what: 'what 24' }] },
  ];
  const FILE = 'test/unit/a.test.ts';
  const checkTraps = (rows: readonly TrapSection[], found: TrapTitles): string[] => [
    ...findGaps(rows, found),
    ...findStrangers(rows, found),
  ];
  const check = (text: string, file = FILE): string[] => checkTraps(sections, findTitles(plant(file, text)));
  const gaps = ['trap 1 has no test: what 1', 'trap 2 has no test: what 2'];

  it('each have a test that is named for them, among the rows ordered so far', () => {
    const found = findTitles(project);
    expect(checkTraps(trapSections, found)).toEqual([]);
    expect(found.titles.length).toBeGreaterThan(23);
  });

  it('are numbered once each, in words of their own', () => {
    const rows = trapSections.flatMap((section) => section.rows);
    expect(new Set(rows.map(({ number }) => number)).size).toBe(rows.length);
    expect(new Set(rows.map(({ what }) => what)).size).toBe(rows.length);
    expect(trapSections.some(({ isOrdered }) => isOrdered)).toBe(true);
  });

  it('are named at the end of titles of any form', () => {
    const text = `it('x (trap 1)', () => {});
    it("x, y's (trap 1, 24)", async () => {});
  it.each([1])('\`\${x}\` $name (trap 2)', () => {});
      \`(\${codec}) (trap 2)\`,`;
    expect(check(text)).toEqual([]);
    expect(findTitles(plant(FILE, text)).titles).toEqual([
      { file: FILE, line: 1, numbers: [1] },
      { file: FILE, line: 2, numbers: [1, 24] },
      { file: FILE, line: 3, numbers: [2] },
      { file: FILE, line: 4, numbers: [2] },
    ]);
  });

  it.each([
    ['nothing at all', '', gaps],
    ['one row only', "it('x (trap 2)', f);", gaps.slice(0, 1)],
    ['a comment', "// it('x (trap 1, 2)', f);", gaps],
    ['another number', "it('x (trap 1, 2, 25)', f);", [`${FILE}:1: there is no trap 25`]],
    ['a number inside of another', "it('x (trap 12)', f);", [...gaps, `${FILE}:1: there is no trap 12`]],
  ])('are missed where there is %s', (_, text, expected) => {
    expect(check(text)).toEqual(expected);
  });

  it.each([
    "it('x (trap 1) y', f);",
    "it('x (traps 1, 2)', f);",
    "it('x (trap 1,2)', f);",
    "it('x (Trap 1)', f);",
    "it('x (trap one)', f);",
  ])('are not named by %s', (text) => {
    expect(check(text)).toEqual([...gaps, `not the end of a title, "(trap 4, 5)": ${FILE}:1: ${text}`]);
  });

  it.each(["describe.skip('x (trap 1, 2)', f);", "it.skip('x (trap 1, 2)', f);", "it.todo('x (trap 1, 2)',)"])(
    'are not proved by %s',
    (text) => {
      expect(check(text)).toEqual([expect.stringContaining('not the end of a title')]);
    },
  );

  it('are looked for in test files only', () => {
    expect(check("it('x (trap 1, 2)', f);", 'src/base/a.ts')).toEqual(gaps);
    expect(check("it('x (trap 1, 2)', f);", 'test/support/a.ts')).toEqual(gaps);
  });

  const ran = (title: string, status = 'passed', block = 'suite') => ({
    name: `/here/${FILE}`,
    assertionResults: [{ title, ancestorTitles: [block], fullName: `${block} ${title}`, status }],
  });
  const named = findTitles(plant(FILE, "it('a (trap 1)', f);\nit('b (trap 2, 24)', f);")).titles;
  const good = [ran('a (trap 1)'), ran('b (trap 2, 24)')];

  it('are listed with number, test and result', () => {
    const verdicts = judge(sections, named, { testResults: good }, '/here');
    expect(verdicts.map(({ isGood }) => isGood)).toEqual([true, true, true]);
    expect(format(verdicts).split('\n')).toEqual([
      'trap  what must hold  test                 result',
      '   1  what 1          test/unit/a.test.ts  1 passed',
      '   2  what 2          test/unit/a.test.ts  1 passed',
      '  24  what 24         test/unit/a.test.ts  1 passed',
      '',
      '2 of 2 ordered traps are proved; 1 more are to come',
    ]);
  });

  it('are proved by all tests of a block that is named for them', () => {
    const block = findTitles(plant(FILE, "describe('c (trap 1, 2)', f);")).titles;
    const testResults = [ran('x', 'passed', 'c (trap 1, 2)'), ran('y', 'failed', 'c (trap 1, 2)'), ran('z')];
    const [first] = judge(sections, block, { testResults }, '/here');
    expect(first?.tests.map(({ result }) => result)).toEqual(['passed', 'failed']);
    expect(first?.isGood).toBe(false);
  });

  it.each([
    ['no test', judge(sections, named.slice(0, 1), { testResults: good.slice(0, 1) }, '/here'), 'trap 2 has no test'],
    [
      'a failure',
      judge(sections, named, { testResults: [...good, ran('c (trap 2)', 'failed')] }, '/here'),
      `trap 2 failed: ${FILE}: suite c (trap 2)`,
    ],
    [
      'a skip',
      judge(sections, named, { testResults: [...good, ran('c (trap 2)', 'skipped')] }, '/here'),
      `trap 2 skipped: ${FILE}: suite c (trap 2)`,
    ],
    [
      'a test that did not run',
      judge(sections, [...named, { file: 'test/b.test.ts', line: 7, numbers: [2] }], { testResults: good }, '/here'),
      'trap 2 did not run: test/b.test.ts: line 7',
    ],
  ])('fail for %s', (_, verdicts, line) => {
    expect(verdicts.filter(({ isGood }) => !isGood).map(({ row }) => row.number)).toEqual([2]);
    expect(format(verdicts)).toContain(line);
    expect(format(verdicts)).toContain('1 of 2 ordered traps are proved');
  });
});
