// The assignors of this library by name, and what an application may give in their place. Must not know: groups.
import { configError } from '../base/errors.ts';
import type { Assignor } from './assignor.ts';
import { rangeAssignor } from './range-assignor.ts';
import { roundRobinAssignor } from './round-robin-assignor.ts';
import { cooperativeStickyAssignor, stickyAssignor } from './sticky-assignors.ts';

/** The assignors that this library has; Java's of the same names do the same. */
export type AssignorName = 'range' | 'roundrobin' | 'sticky' | 'cooperative-sticky';

const BUILT_IN: Readonly<Record<AssignorName, Assignor>> = {
  range: rangeAssignor,
  roundrobin: roundRobinAssignor,
  sticky: stickyAssignor,
  'cooperative-sticky': cooperativeStickyAssignor,
};

/** Their names. */
export const assignorNames: readonly AssignorName[] = Object.keys(BUILT_IN) as AssignorName[];

/** The assignor of that name. */
export function assignorOf(name: AssignorName): Assignor {
  return BUILT_IN[name];
}

const ACCEPTS = `a list of ${assignorNames.map((name) => `'${name}'`).join(', ')} and own assignors`;
/** What a string of the protocol has room for, in bytes. */
const MAX_NAME_LENGTH = 32_767;

/** `value`, or `fallback` when it is undefined; names as their assignors, own ones as they are, each name once. */
export function assignorsOption(
  option: string,
  value: readonly (AssignorName | Assignor)[] | undefined,
  fallback: readonly AssignorName[],
): readonly Assignor[] {
  if (value === undefined) return fallback.map(assignorOf);
  if (!Array.isArray(value) || value.length === 0) throw configError(option, value, ACCEPTS);
  const assignors = new Map<string, Assignor>();
  for (const [index, given] of value.entries()) {
    const assignor = oneAssignor(`${option}[${index}]`, given);
    const known = assignors.get(assignor.name);
    if (known !== undefined && known !== assignor) {
      throw configError(`${option}[${index}].name`, assignor.name, 'a name that no other assignor of the list has');
    }
    assignors.set(assignor.name, assignor);
  }
  return [...assignors.values()];
}

function oneAssignor(option: string, given: unknown): Assignor {
  if (typeof given === 'string') {
    if (!Object.hasOwn(BUILT_IN, given)) throw configError(option, given, ACCEPTS);
    return assignorOf(given as AssignorName);
  }
  if (given === null || typeof given !== 'object') throw configError(option, given, ACCEPTS);
  const { name, rebalance, assign, userData } = given as Partial<Record<keyof Assignor, unknown>>;
  if (typeof name !== 'string' || name === '' || Buffer.byteLength(name) > MAX_NAME_LENGTH) {
    throw configError(`${option}.name`, name, 'a string that is not empty');
  }
  if (rebalance !== 'eager' && rebalance !== 'cooperative') {
    throw configError(`${option}.rebalance`, rebalance, "'eager', 'cooperative'");
  }
  if (typeof assign !== 'function') throw configError(`${option}.assign`, assign, 'a function');
  if (userData !== undefined && typeof userData !== 'function') {
    throw configError(`${option}.userData`, userData, 'a function');
  }
  return given as Assignor;
}
