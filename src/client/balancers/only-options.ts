// Names of options: a misspelt one is an error, not a default.
import { configError } from '../../base/errors.ts';
import { knownOptions } from '../../base/options.ts';

/** Throws CONFIG unless `options` is an object of these options only. `what`: the function that takes them. */
export function onlyOptions(what: string, options: unknown, names: readonly string[]): void {
  if (typeof options !== 'object' || options === null) throw configError(`${what}(options)`, options, 'an object');
  knownOptions(what, options, Object.fromEntries(names.map((name) => [name, true])));
}
