// Turns the JSON of Java's converters into the value that our codec must read: names are the same, bytes are base64,
// and what Java leaves out (fields that the version lacks, tagged fields at their default) has the spec's default.
import type { Field, Message } from '../../codegen/model.ts';
import { isEmpty, isPrimitive } from '../../codegen/model.ts';
import { propertyOf } from '../../codegen/structs.ts';
import { ZERO_UUID } from '../../src/wire/message-codec.ts';

type Json = Readonly<Record<string, unknown>>;

/** The value that a message with this JSON must have. */
export function expectedValue(message: Message, json: Json): Json {
  return structValue(message, message.fields, json);
}

function structValue(message: Message, fields: readonly Field[], json: Json): Json {
  const known = fields.map((field): [string, unknown] => {
    const given = json[propertyOf(field)];
    return [propertyOf(field), given === undefined ? defaultValue(message, field) : fieldValue(message, field, given)];
  });
  const strange = Object.keys(json).filter((name) => !known.some(([property]) => property === name));
  if (strange.length > 0) throw new Error(`Java's ${message.name} has fields that the spec lacks: ${strange}`);
  return Object.fromEntries(known);
}

function fieldValue(message: Message, field: Field, given: unknown): unknown {
  if (given === null) return null;
  if (field.isArray) return (given as unknown[]).map((item) => itemValue(message, field, item));
  return itemValue(message, field, given);
}

function itemValue(message: Message, field: Field, given: unknown): unknown {
  if (!isPrimitive(field.type)) return structValue(message, fieldsOf(message, field), given as Json);
  if (field.type === 'bytes' || field.type === 'records') return Buffer.from(given as string, 'base64').toString('hex');
  // What JSON has no number for comes as text: NaN, Infinity.
  return field.type === 'float64' ? Number(given) : given;
}

function defaultValue(message: Message, field: Field): unknown {
  if (field.default === 'null') return null;
  if (field.isArray) return [];
  switch (field.type) {
    case 'bool':
      return field.default === 'true';
    case 'string':
      return field.default ?? '';
    case 'uuid':
      return ZERO_UUID;
    case 'bytes':
      return '';
    case 'records':
      return isEmpty(field.nullable) ? '' : null;
    default:
      if (!isPrimitive(field.type)) return structValue(message, fieldsOf(message, field), {});
      return Math.min(Number(field.default ?? 0), Number.MAX_SAFE_INTEGER);
  }
}

function fieldsOf(message: Message, field: Field): readonly Field[] {
  return message.structs.find(({ name }) => name === field.type)?.fields ?? field.fields;
}

/** A decoded value with bytes as hex, so that it can be compared and printed. */
export function readable(value: unknown): unknown {
  if (Buffer.isBuffer(value)) return value.toString('hex');
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, readable(inner)]));
}
