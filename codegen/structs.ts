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

/** A condition on `version` for "in `wanted`", known to lie in `range`: true, false, or code. */
export function condition(wanted: Versions, range: Versions): boolean | string {
  if (covers(wanted, range)) return true;
  const both = intersect(wanted, range);
  if (isEmpty(both)) return false;
  const low = both.first > range.first ? `version >= ${both.first}` : '';
  const high = both.last < range.last && !includes(wanted, range.last) ? `version <= ${both.last}` : '';
  return [low, high].filter((part) => part !== '').join(' && ');
}

const KEYWORDS: ReadonlySet<string> = new Set(['default', 'delete', 'new', 'in', 'd', 'e', 'm', 'version', 'flexible']);

/** The property name of a field. */
export function propertyOf(field: Field): string {
  return field.name[0]!.toLowerCase() + field.name.slice(1);
}

/** The local variable that holds a field while its struct is decoded. */
export function localOf(field: Field): string {
  const name = propertyOf(field);
  return KEYWORDS.has(name) ? `${name}Value` : name;
}
