// From a message to the structs that have to be printed: each with its TypeScript name and the versions it appears in.
import type { Field, Message, Spec, Versions } from './model.ts';
import { covers, includes, intersect, isEmpty, isPrimitive, messagesOf } from './model.ts';

/** A struct to print: a message itself, or a struct inside one. */
export interface Struct {
  readonly message: Message;
  /** Its name in TypeScript, unique in the file. */
  readonly name: string;
  /** Versions in which it can appear. */
  readonly range: Versions;
  readonly fields: readonly Field[];
  readonly isMessage: boolean;
}

/** Every struct of a spec, inner ones first, and the way to find a field's struct by the spec's own name. */
export function structsOf(spec: Spec): { structs: Struct[]; nameOf: (message: Message, type: string) => string } {
  const found = new Map<string, { message: Message; type: string; range: Versions; fields: readonly Field[] }>();
  const owners = new Map<string, Set<Message>>();
  for (const message of messagesOf(spec)) {
    const shared = new Map(message.structs.map((struct) => [struct.name, struct.fields]));
    const visit = (fields: readonly Field[], range: Versions): void => {
      for (const field of fields) {
        if (isPrimitive(field.type)) continue;
        const inner = intersect(range, field.versions);
        const body = shared.get(field.type) ?? field.fields;
        visit(body, inner);
        const id = `${message.name}.${field.type}`;
        const before = found.get(id);
        found.set(id, {
          message,
          type: field.type,
          range: before === undefined ? inner : union(before.range, inner),
          fields: body,
        });
        owners.set(field.type, (owners.get(field.type) ?? new Set<Message>()).add(message));
      }
    };
    visit(message.fields, message.versions);
  }
  const nameOf = (message: Message, type: string): string =>
    (owners.get(type)?.size ?? 0) > 1 || RESERVED_TYPES.has(type) ? message.name + type : type;
  const structs: Struct[] = [];
  for (const message of messagesOf(spec)) {
    for (const inner of found.values()) {
      if (inner.message !== message) continue;
      structs.push({ ...inner, name: nameOf(message, inner.type), isMessage: false });
    }
    structs.push({ message, name: message.name, range: message.versions, fields: message.fields, isMessage: true });
  }
  return { structs, nameOf };
}

const RESERVED_TYPES: ReadonlySet<string> = new Set(['Error', 'Map', 'Set', 'Date', 'Object', 'Array', 'Api']);

function union(a: Versions, b: Versions): Versions {
  if (isEmpty(a)) return b;
  if (isEmpty(b)) return a;
  return { first: Math.min(a.first, b.first), last: Math.max(a.last, b.last) };
}

/** Code that is true in some versions, or true or false where it is so in all. */
export type When = boolean | string;

/** A condition on `version` for "in `wanted`", known to lie in `range`. */
export function condition(wanted: Versions, range: Versions): When {
  if (covers(wanted, range)) return true;
  const common = intersect(wanted, range);
  if (isEmpty(common)) return false;
  const low = common.first > range.first ? `version >= ${common.first}` : '';
  const high = common.last < range.last && !includes(wanted, range.last) ? `version <= ${common.last}` : '';
  return [low, high].filter((part) => part !== '').join(' && ');
}

/** The opposite of a {@link condition}. */
export function not(when: When): When {
  if (typeof when === 'boolean') return !when;
  const parts = when.split(' && ').map((part) => part.replace('>=', '<').replace('<=', '>'));
  return parts.join(' || ');
}

/** Both at once. */
export function both(a: When, b: When): When {
  if (a === true) return b;
  if (b === true) return a;
  if (a === false || b === false) return false;
  return [a, b].map((part) => (part.includes(' || ') ? `(${part})` : part)).join(' && ');
}

const KEYWORDS: ReadonlySet<string> = new Set([
  ...['default', 'delete', 'new', 'in'],
  // Names that the functions use themselves.
  ...['d', 'e', 'm', 'version', 'flexible', 'length', 'count', 'tag', 'size', 'end', 'i'],
]);

/** The property name of a field. */
export function propertyOf(field: Field): string {
  return field.name[0]!.toLowerCase() + field.name.slice(1);
}

/** The local variable that holds a field while its struct is decoded. */
export function localOf(field: Field): string {
  const name = propertyOf(field);
  return KEYWORDS.has(name) ? `${name}Value` : name;
}
