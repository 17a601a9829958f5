// The project's own rules about itself, each with planted violations that it must see.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkBudgets } from './tidy/budgets.ts';
import { checkLayers, importsOf } from './tidy/layers.ts';
import { checkMachineWords } from './tidy/machine-words.ts';

const ROOT = join(import.meta.dirname, '..');

/** Everything that is or would be committed, as text. */
function projectFiles(): Map<string, string> {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const names = list.split('\0').filter((name) => name !== '' && existsSync(join(ROOT, name)));
  return new Map(names.map((name) => [name, readFileSync(join(ROOT, name), 'utf8')]));
}

const project = projectFiles();
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
