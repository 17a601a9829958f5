// The options of a balancer's function: an object, and no misspelt names in it.
import { configError } from '../../base/errors.ts';
import { knownOptions } from '../../base/options.ts';

/** Throws CONFIG unless `options` is an object of these options only. `what`: the function that takes them. */
export function onlyOptions(what: string, options: unknown, names: Readonly<Record<string, true>>): void {
  if (typeof options !== 'object' || options === null) throw configError(`${what}(options)`, options, 'an object');
  knownOptions(what, options, names);
}
