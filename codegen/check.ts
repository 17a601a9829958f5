// Questions a parsed spec: what the notation allows but no message can mean. Each fault is one line of text.
import type { Field, Message, Spec } from './model.ts';
import { covers, intersect, isEmpty, isPrimitive, messagesOf } from './model.ts';

export const ROUTES = [
  'any',
  'node',
  'leader',
  'controller',
  'group-coordinator',
  'transaction-coordinator',
  'share-coordinator',
] as const;

export const LISTENERS = ['broker', 'controller'] as const;

/** All faults of all specs; empty when they are sound. */
export function checkSpecs(specs: readonly Spec[]): string[] {
  const faults: string[] = [];
  const keys = new Map<number, string>();
  for (const spec of specs) {
    if (spec.kind === 'api') {
      const other = keys.get(spec.key);
      if (other !== undefined) faults.push(`${spec.name}: API key ${spec.key} is also ${other}'s`);
      keys.set(spec.key, spec.name);
      if (!(ROUTES as readonly string[]).includes(spec.route)) faults.push(`${spec.name}: unknown route ${spec.route}`);
      for (const listener of spec.listeners) {
        if (!(LISTENERS as readonly string[]).includes(listener))
          faults.push(`${spec.name}: unknown listener ${listener}`);
      }
      const { request, response } = spec;
      if (request.versions.first !== response.versions.first || request.versions.last !== response.versions.last) {
        faults.push(`${spec.name}: request and response differ in versions`);
      }
      if (isEmpty(request.versions) !== (spec.listeners.length === 0)) {
        faults.push(`${spec.name}: has versions or listeners, but not both`);
      }
    }
    for (const message of messagesOf(spec)) checkMessage(message, faults);
  }
  return faults;
}

function checkMessage(message: Message, faults: string[]): void {
  const shared = new Set(message.structs.map((struct) => struct.name));
  const declared = new Set<string>();
  const declare = (name: string, where: string): void => {
    // Codecs are found by the name of the struct: a second one would silently take the place of the first.
    if (declared.has(name)) faults.push(`${where}: struct ${name} is declared twice`);
    declared.add(name);
  };
  const visitAll = (fields: readonly Field[], path: string): void => {
    const names = new Set<string>();
    const tags = new Set<number>();
    for (const field of fields) {
      const where = `${message.name}.${path}${field.name}`;
      if (names.has(field.name)) faults.push(`${where}: a second field of that name`);
      names.add(field.name);
      if (field.tag !== undefined && tags.has(field.tag)) faults.push(`${where}: tag ${field.tag} is taken`);
      if (field.tag !== undefined) tags.add(field.tag);
      if (!isPrimitive(field.type) && field.fields.length > 0) declare(field.type, where);
      checkType(field, shared.has(field.type), where, faults);
      checkVersions(field, message, where, faults);
      checkDefault(field, where, faults);
      visitAll(field.fields, `${path}${field.name}.`);
    }
  };
  for (const struct of message.structs) declare(struct.name, `${message.name}.${struct.name}`);
  visitAll(message.fields, '');
  for (const struct of message.structs) visitAll(struct.fields, `${struct.name}.`);
}

function checkType(field: Field, shared: boolean, where: string, faults: string[]): void {
  const primitive = isPrimitive(field.type);
  if (primitive && field.fields.length > 0) faults.push(`${where}: a ${field.type} has no fields`);
  if (!primitive && !shared && field.fields.length === 0) faults.push(`${where}: unknown type ${field.type}`);
  const nullable = field.isArray || !primitive || NULLABLE.has(field.type);
  if (!nullable && !isEmpty(field.nullable)) faults.push(`${where}: a ${field.type} cannot be null`);
}

function checkVersions(field: Field, message: Message, where: string, faults: string[]): void {
  if (field.tag === undefined) return;
  const tagged = intersect(field.taggedVersions, message.versions);
  if (!covers(message.flexible, tagged)) faults.push(`${where}: tagged in a version that is not flexible`);
  if (!covers(field.versions, tagged)) faults.push(`${where}: tagged in a version that it is not part of`);
}

function checkDefault(field: Field, where: string, faults: string[]): void {
  const value = field.default;
  if (value === undefined) return;
  if (value === 'null') {
    if (isEmpty(field.nullable)) faults.push(`${where}: default null, but never nullable`);
    return;
  }
  const fits = field.isArray ? false : DEFAULTS[field.type]?.(value);
  if (fits !== true) faults.push(`${where}: ${value} is no default of ${field.isArray ? '[]' : ''}${field.type}`);
  // Such a default is another number in our code; only where the wire leaves it out do both sides mean the same.
  const isTagged = field.tag !== undefined && covers(field.taggedVersions, field.versions);
  if (field.type === 'int64' && fits === true && !isTagged && !Number.isSafeInteger(Number(value))) {
    faults.push(`${where}: a default beyond 2^53-1 goes with a tag only`);
  }
}

/** Primitives that have a null of their own on the wire. */
const NULLABLE: ReadonlySet<string> = new Set(['string', 'bytes', 'records']);

const within =
  (min: bigint, max: bigint) =>
  (text: string): boolean =>
    /^-?(0x[0-9a-fA-F]+|\d+)$/.test(text) && numberOf(text) >= min && numberOf(text) <= max;

/** Which texts are a default of a type. A type that is missing here has no default but null. */
const DEFAULTS: Readonly<Record<string, (text: string) => boolean>> = {
  bool: (text) => text === 'true' || text === 'false',
  string: () => true,
  int8: within(-128n, 127n),
  int16: within(-32_768n, 32_767n),
  uint16: within(0n, 65_535n),
  int32: within(-(2n ** 31n), 2n ** 31n - 1n),
  uint32: within(0n, 2n ** 32n - 1n),
  int64: within(-(2n ** 63n), 2n ** 63n - 1n),
  float64: (text) => /^-?\d+(\.\d+)?$/.test(text),
};

function numberOf(text: string): bigint {
  return text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text);
}
