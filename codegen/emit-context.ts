// What printing the two functions of a struct shares: where we are, and how statements stand under a condition.
import type { NameOf } from './emit-types.ts';
import type { Field, Versions } from './model.ts';
import { intersect, isEmpty } from './model.ts';
import type { Struct, When } from './structs.ts';

export interface Context {
  readonly struct: Struct;
  readonly structs: readonly Struct[];
  readonly nameOf: NameOf;
  /** Whether the struct is in a flexible version (KIP-482): always, never, or by the local variable `flexible`. */
  readonly flexible: boolean | 'flexible';
  /** Names of the functions printed so far that do not need the version. */
  readonly versionless: Set<string>;
}

/** Versions in which a field stands in the plain part of its struct, not in the tagged section. */
export function plainVersions(field: Field, struct: Struct): Versions {
  const versions = intersect(field.versions, struct.range);
  if (field.tag === undefined) return versions;
  const tagged = intersect(field.taggedVersions, struct.range);
  if (isEmpty(tagged)) return versions;
  return intersect(versions, { first: 0, last: tagged.first - 1 });
}

/** Fields of the tagged section, by tag. */
export function taggedFields(struct: Struct): Field[] {
  return struct.fields
    .filter((field) => field.tag !== undefined && !isEmpty(intersect(field.taggedVersions, struct.range)))
    .sort((a, b) => (a.tag as number) - (b.tag as number));
}

/** Whether a field has its compact form; RequestHeader.ClientId never has. */
export function fieldFlexible(context: Context, field: Field): boolean | 'flexible' {
  return field.flexible !== undefined && isEmpty(field.flexible) ? false : context.flexible;
}

/** A call of the function that writes or reads a struct, which takes the version only where it needs it. */
export function call(context: Context, verb: 'write' | 'read', type: string, args: readonly string[]): string {
  const name = verb + context.nameOf(context.struct.message, type);
  return `${name}(${[...args, ...(context.versionless.has(name) ? [] : ['version'])].join(', ')})`;
}

/** A statement that calls one of two methods. */
export function choose(when: boolean | 'flexible', yes: string, no: string): string {
  if (when === 'flexible') return `if (flexible) ${yes}; else ${no};`;
  return `${when ? yes : no};`;
}

/** Statements under their conditions; neighbours with the same one share it. */
export function guarded(parts: readonly { readonly when: When; readonly lines: readonly string[] }[]): string[] {
  const merged: { when: When; lines: string[] }[] = [];
  for (const { when, lines } of parts) {
    if (when === false || lines.length === 0) continue;
    const last = merged.at(-1);
    if (last?.when === when) last.lines.push(...lines);
    else merged.push({ when, lines: [...lines] });
  }
  return merged.flatMap(({ when, lines }) => {
    if (when === true) return lines;
    const isSimple = lines.length === 1 && !/^(if|for) /.test(lines[0]!);
    return isSimple ? [`if (${when}) ${lines[0]}`] : [`if (${when}) {`, ...lines, '}'];
  });
}
