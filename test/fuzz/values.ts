// Arbitrary values of any message, made from its spec: every field that the version carries, with null where it may be.
import * as fc from 'fast-check';
import type { Field, Message } from '../../codegen/model.ts';
import { includes, isPrimitive } from '../../codegen/model.ts';
import { propertyOf } from '../../codegen/structs.ts';
import { expectedValue } from '../golden/java-json.ts';

/** A value of the message with defaults in every field that the version does not carry. */
export function arbitraryValue(message: Message, version: number): fc.Arbitrary<object> {
  return struct(message, message.fields, version).map(
    (json) => revive(message, message.fields, expectedValue(message, json)) as object,
  );
}

function struct(message: Message, fields: readonly Field[], version: number): fc.Arbitrary<Record<string, unknown>> {
  const carried = fields.filter((field) => includes(field.versions, version));
  return fc.record(Object.fromEntries(carried.map((field) => [propertyOf(field), value(message, field, version)])));
}

function value(message: Message, field: Field, version: number): fc.Arbitrary<unknown> {
  const item = isPrimitive(field.type) ? primitive(field.type) : struct(message, fieldsOf(message, field), version);
  const whole = field.isArray ? fc.array(item, { maxLength: 3 }) : item;
  return includes(field.nullable, version) ? fc.option(whole, { nil: null }) : whole;
}

function fieldsOf(message: Message, field: Field): readonly Field[] {
  return message.structs.find(({ name }) => name === field.type)?.fields ?? field.fields;
}

function primitive(type: string): fc.Arbitrary<unknown> {
  switch (type) {
    case 'bool':
      return fc.boolean();
    case 'int8':
      return fc.integer({ min: -128, max: 127 });
    case 'int16':
      return fc.integer({ min: -32_768, max: 32_767 });
    case 'uint16':
      return fc.integer({ min: 0, max: 65_535 });
    case 'int32':
      return fc.integer();
    case 'uint32':
      return fc.integer({ min: 0, max: 2 ** 32 - 1 });
    case 'int64':
      return fc.maxSafeInteger();
    case 'float64':
      return fc.double();
    case 'uuid':
      return fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('base64url'));
    case 'string':
      return fc.string({ unit: 'binary', maxLength: 200 });
    default:
      return fc.uint8Array({ maxLength: 2000 }).map((bytes) => Buffer.from(bytes).toString('base64'));
  }
}

/** Makes Buffers of the hex that {@link expectedValue} gives for bytes. */
function revive(message: Message, fields: readonly Field[], given: unknown): unknown {
  const object = given as Record<string, unknown>;
  const one = (field: Field, item: unknown): unknown => {
    if (!isPrimitive(field.type)) return revive(message, fieldsOf(message, field), item);
    return field.type === 'bytes' || field.type === 'records' ? Buffer.from(item as string, 'hex') : item;
  };
  const entries = fields.map((field): [string, unknown] => {
    const whole = object[propertyOf(field)];
    if (whole === null) return [propertyOf(field), null];
    return [
      propertyOf(field),
      field.isArray ? (whole as unknown[]).map((item) => one(field, item)) : one(field, whole),
    ];
  });
  return Object.fromEntries(entries);
}
