// Loads and checks every spec of protocol-specs/.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkSpecs } from './check.ts';
import type { Spec } from './model.ts';
import { parseSpec } from './parse.ts';

export const SPECS_DIR: string = join(import.meta.dirname, '../protocol-specs');

/** All specs in the order of their file names. Throws with every fault found. */
export function loadSpecs(): Spec[] {
  const names = readdirSync(SPECS_DIR).filter((name) => name.endsWith('.spec') && name !== 'error-codes.spec');
  const specs = names.sort().map((name) => parseSpec(readFileSync(join(SPECS_DIR, name), 'utf8'), name));
  const faults = checkSpecs(specs);
  if (faults.length > 0) throw new Error(`faulty specs:\n${faults.join('\n')}`);
  return specs;
}
