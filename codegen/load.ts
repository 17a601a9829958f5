// Loads and checks every spec of protocol-specs/.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkSpecs } from './check.ts';
import type { Spec } from './model.ts';
import { parseSpec } from './parse.ts';

export const SPECS_DIR: string = join(import.meta.dirname, '../protocol-specs');

/** The spec files of messages, as paths below {@link SPECS_DIR}, in order. */
export function specFiles(): string[] {
  const found = readdirSync(SPECS_DIR, { recursive: true, encoding: 'utf8' });
  return found.filter((name) => name.endsWith('.spec') && name !== 'error-codes.spec').sort();
}

/** All specs in the order of their file names. Throws with every fault found. */
export function loadSpecs(): Spec[] {
  const specs = specFiles().map((file) => parseSpec(readFileSync(join(SPECS_DIR, file), 'utf8'), file));
  const faults = checkSpecs(specs);
  if (faults.length > 0) throw new Error(`faulty specs:\n${faults.join('\n')}`);
  return specs;
}
