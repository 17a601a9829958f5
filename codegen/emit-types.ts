// Prints the interface of a struct and the function that fills it with defaults.
import type { Field, Message } from './model.ts';
import { formatVersions, intersect, isEmpty, isPrimitive } from './model.ts';
import type { Printer } from './printer.ts';
import type { Struct } from './structs.ts';
import { propertyOf } from './structs.ts';

export type NameOf = (message: Message, type: string) => string;

const SCALARS: Readonly<Record<string, string>> = {
  bool: 'boolean',
  string: 'string',
  uuid: 'string',
  bytes: 'Buffer',
  records: 'RawRecords',
};

export function isNullable(field: Field): boolean {
  return !isEmpty(field.nullable);
}

/** The TypeScript type of a field. */
export function typeOf(field: Field, message: Message, nameOf: NameOf): string {
  const item = isPrimitive(field.type) ? (SCALARS[field.type] ?? 'number') : nameOf(message, field.type);
  const whole = field.isArray ? `readonly ${item}[]` : item;
  return isNullable(field) ? `${whole} | null` : whole;
}

/** Code of a field's default value. */
export function defaultOf(field: Field, message: Message, nameOf: NameOf): string {
  if (field.default === 'null') return 'null';
  if (field.isArray) return '[]';
  switch (field.type) {
    case 'bool':
      return field.default ?? 'false';
    case 'string':
      return `'${field.default ?? ''}'`;
    case 'uuid':
      return 'ZERO_UUID';
    case 'bytes':
      return 'EMPTY_BYTES';
    case 'records':
      return isNullable(field) ? 'null' : 'EMPTY_BYTES';
    default:
      return isPrimitive(field.type) ? numberOf(field) : `create${nameOf(message, field.type)}()`;
  }
}

/** A default beyond 2^53-1 ("no limit") is the largest safe integer: no int64 of ours goes further. */
function numberOf(field: Field): string {
  const value = Number(field.default ?? 0);
  return Math.abs(value) > Number.MAX_SAFE_INTEGER ? 'Number.MAX_SAFE_INTEGER' : String(value);
}

/** Code that is true where `value` is not the field's default. */
export function differsFromDefault(
  field: Field,
  value: string,
  message: Message,
  structs: readonly Struct[],
  nameOf: NameOf,
): string {
  if (field.default === 'null') return `${value} !== null`;
  if (field.type === 'records' && isNullable(field)) return `${value} !== null`;
  if (field.isArray || field.type === 'bytes' || field.type === 'records') {
    return isNullable(field) ? `${value} === null || ${value}.length > 0` : `${value}.length > 0`;
  }
  if (field.type === 'bool') return field.default === 'true' ? `!${value}` : value;
  if (isPrimitive(field.type)) return `${value} !== ${defaultOf(field, message, nameOf)}`;
  const struct = structs.find((other) => other.name === nameOf(message, field.type));
  return (struct?.fields ?? [])
    .map((inner) => differsFromDefault(inner, `${value}.${propertyOf(inner)}`, message, structs, nameOf))
    .join(' || ');
}

export function emitTypes(out: Printer, struct: Struct, nameOf: NameOf): void {
  const { message, name, range } = struct;
  const what = struct.isMessage ? describe(message) : `Part of ${message.name}`;
  out.line(`/** ${what}. Versions ${formatVersions(range)}. */`);
  out.block(`export interface ${name}`, () => {
    for (const field of struct.fields) {
      out.line(`/** ${fieldDoc(field, struct)} */`);
      out.line(`${propertyOf(field)}: ${typeOf(field, message, nameOf)};`);
    }
  });
  out.line();
  out.line(`/** A ${name} with the protocol's defaults for every field that is not given. */`);
  if (struct.fields.length === 0) {
    out.block(`export function create${name}(): ${name}`, () => out.line('return {};'));
  } else {
    out.block(`export function create${name}(init: Partial<${name}> = {}): ${name}`, () => {
      out.block(
        'return',
        () => {
          for (const field of struct.fields) {
            const property = propertyOf(field);
            const fallback = defaultOf(field, message, nameOf);
            // null is a value of its own where the field is nullable, so `??` would lose it.
            const chosen = isNullable(field)
              ? `init.${property} === undefined ? ${fallback} : init.${property}`
              : `init.${property} ?? ${fallback}`;
            out.line(`${property}: ${chosen},`);
          }
        },
        ';',
      );
    });
  }
  out.line();
}

function describe(message: Message): string {
  if (message.kind === 'request' || message.kind === 'response') {
    return `The ${message.kind} of ${message.name.slice(0, -message.kind.length)}`;
  }
  return `Kafka's ${message.name}`;
}

function fieldDoc(field: Field, struct: Struct): string {
  const parts = [
    `\`${field.isArray ? '[]' : ''}${field.type}\`, versions ${formatVersions(intersect(field.versions, struct.range))}`,
  ];
  if (isNullable(field)) parts.push(`null from ${formatVersions(field.nullable)}`);
  if (field.tag !== undefined) parts.push(`tag ${field.tag}`);
  if (field.default !== undefined) parts.push(`default ${field.default === '' ? "''" : field.default}`);
  return `${parts.join('; ')}.`;
}
