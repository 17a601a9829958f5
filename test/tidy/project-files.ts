// Everything that is or would be committed, as text: what the project's rules about itself look at.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Path, relative to `root`, to text. */
export function projectFiles(root: string): Map<string, string> {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  const names = list.split('\0').filter((name) => name !== '' && existsSync(join(root, name)));
  return new Map(names.map((name) => [name, readFileSync(join(root, name), 'utf8')]));
}
