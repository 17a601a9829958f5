// Questions a parsed spec: what the notation allows but no message can mean. Each fault is one line of text.
import type { Field, Message, Spec } from './model.ts';
import { covers, intersect, isEmpty, isPrimitive, messagesOf } from './model.ts';

export const ROUTES = ['any', 'node', 'leader', 'controller', 'group-coordinator', 'transaction-coordinator'] as const;

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
      const { request, response } = spec;
      if (request.versions.first !== response.versions.first || request.versions.last !== response.versions.last) {
        faults.push(`${spec.name}: request and response differ in versions`);
      }
    }
    for (const message of messagesOf(spec)) checkMessage(message, faults);
  }
  return faults;
}

function checkMessage(message: Message, faults: string[]): void {
  const structs = new Set(message.structs.map((struct) => struct.name));
  const tags = new Set<string>();
  const visit = (field: Field, path: string): void => {
    const where = `${message.name}.${path}${field.name}`;
    const shared = structs.has(field.type);
    if (isPrimitive(field.type) && field.fields.length > 0) faults.push(`${where}: a ${field.type} has no fields`);
    if (!isPrimitive(field.type) && !shared && field.fields.length === 0)
      faults.push(`${where}: unknown type ${field.type}`);
    if (field.tag !== undefined) {
      if (tags.has(`${path}${field.tag}`)) faults.push(`${where}: tag ${field.tag} is taken`);
      tags.add(`${path}${field.tag}`);
      if (!covers(message.flexible, intersect(field.taggedVersions, message.versions))) {
        faults.push(`${where}: tagged in a version that is not flexible`);
      }
    }
    if (field.default === 'null' && isEmpty(field.nullable)) faults.push(`${where}: default null, but never nullable`);
    for (const child of field.fields) visit(child, `${path}${field.name}.`);
  };
  for (const field of message.fields) visit(field, '');
  for (const struct of message.structs) for (const field of struct.fields) visit(field, `${struct.name}.`);
}
