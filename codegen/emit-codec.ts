// Prints the functions that write and read one struct: straight-line code with a branch per version range.
import type { NameOf } from './emit-types.ts';
import { defaultOf, isDefaultOf, isNullable, typeOf } from './emit-types.ts';
import type { Field, Versions } from './model.ts';
import { intersect, isEmpty, isPrimitive } from './model.ts';
import type { Printer } from './printer.ts';
import type { Struct } from './structs.ts';
import { condition, localOf, propertyOf } from './structs.ts';

interface Context {
  readonly out: Printer;
  readonly struct: Struct;
  readonly structs: readonly Struct[];
  readonly nameOf: NameOf;
  /** Whether the struct is in a flexible version (KIP-482): always, never, or by the local variable `flexible`. */
  readonly flexible: boolean | string;
}

export function emitCodec(out: Printer, struct: Struct, structs: readonly Struct[], nameOf: NameOf): void {
  const inRange = condition(struct.message.flexible, struct.range);
  const context: Context = {
    out,
    struct,
    structs,
    nameOf,
    flexible: typeof inRange === 'string' ? 'flexible' : inRange,
  };
  emitWrite(context, inRange);
  emitRead(context, inRange);
}

/** Versions in which a field stands in the plain part of its struct, not in the tagged section. */
function plainVersions(field: Field, struct: Struct): Versions {
  const versions = intersect(field.versions, struct.range);
  if (field.tag === undefined) return versions;
  const tagged = intersect(field.taggedVersions, struct.range);
  if (isEmpty(tagged)) return versions;
  return intersect(versions, { first: 0, last: tagged.first - 1 });
}

function taggedFields(struct: Struct): Field[] {
  return struct.fields
    .filter((field) => field.tag !== undefined && !isEmpty(intersect(field.taggedVersions, struct.range)))
    .sort((a, b) => (a.tag as number) - (b.tag as number));
}

function exported(struct: Struct, verb: 'encode' | 'decode'): string {
  if (struct.isMessage) return `export function ${verb}${struct.name}`;
  return `function ${verb === 'encode' ? 'write' : 'read'}${struct.name}`;
}

function emitWrite(context: Context, inRange: boolean | string): void {
  const { out, struct } = context;
  const unused = struct.fields.length === 0;
  if (struct.isMessage) out.line(`/** Writes a ${struct.name} in the given version. */`);
  out.block(
    `${exported(struct, 'encode')}(e: Encoder, ${unused ? '_m' : 'm'}: ${struct.name}, version: number): void`,
    () => {
      if (typeof inRange === 'string') out.line(`const flexible = ${inRange};`);
      for (const field of struct.fields) writePlain(context, field);
      if (context.flexible !== false) guarded(out, context.flexible, () => writeTagged(context));
      out.line('void version;');
    },
  );
  out.line();
}

/** Prints `body`, under `if` when it depends on the version. */
function guarded(out: Printer, when: boolean | string, body: () => void): void {
  if (when === true) body();
  else if (when !== false) out.block(`if (${when})`, body);
}

function writePlain(context: Context, field: Field): void {
  const { out, struct, structs, nameOf } = context;
  const value = `m.${propertyOf(field)}`;
  const plain = plainVersions(field, struct);
  const when = condition(plain, struct.range);
  const refuse = (): void => {
    const known = isDefaultOf(field, value, struct.message, structs, nameOf);
    out.line(`if (!(${known})) throw cannotCarry('${struct.name}', '${propertyOf(field)}', version);`);
  };
  const absent = condition(intersect(field.versions, struct.range), struct.range);
  const strict = !field.ignorable && absent !== true;
  if (when !== false) guarded(out, when, () => writeNullChecked(context, field, value, plain));
  if (strict) {
    if (absent === false) refuse();
    else out.block(`if (!(${absent}))`, refuse);
  }
}

function writeNullChecked(context: Context, field: Field, value: string, range: Versions): void {
  const { out, struct } = context;
  const allowed = isNullable(field) ? condition(field.nullable, range) : true;
  if (allowed !== true) {
    const test = allowed === false ? `${value} === null` : `${value} === null && !(${allowed})`;
    out.line(`if (${test}) throw nullNotAllowed('${struct.name}', '${propertyOf(field)}', version);`);
  }
  writeValue(context, field, value, 'e');
}

/** Code that calls the plain or the compact method, whichever the version needs. */
function either(flexible: boolean | string, plain: string, compact: string): string {
  if (flexible === true) return `${compact};`;
  if (flexible === false) return `${plain};`;
  return `if (flexible) ${compact}; else ${plain};`;
}

function fieldFlexible(context: Context, field: Field): boolean | string {
  return field.flexible !== undefined && isEmpty(field.flexible) ? false : context.flexible;
}

function writeValue(context: Context, field: Field, value: string, e: string): void {
  const { out, struct, nameOf } = context;
  const flexible = fieldFlexible(context, field);
  if (field.isArray) {
    const length = (n: string): string => either(flexible, `${e}.arrayLength(${n})`, `${e}.compactArrayLength(${n})`);
    const items = (): void => {
      out.line(length(value));
      out.line(`for (const item of ${value}) ${writeItem(context, field, 'item', e)}`);
    };
    if (!isNullable(field)) return items();
    out.block(`if (${value} === null)`, () => out.line(length('null')));
    out.block('else', items);
    return;
  }
  if (isPrimitive(field.type)) return out.line(writeItem(context, field, value, e));
  const write = `write${nameOf(struct.message, field.type)}(${e}, ${value}, version);`;
  if (!isNullable(field)) return out.line(write);
  out.line(`${e}.int8(${value} === null ? -1 : 1);`);
  out.line(`if (${value} !== null) ${write}`);
}

function writeItem(context: Context, field: Field, value: string, e: string): string {
  if (!isPrimitive(field.type))
    return `write${context.nameOf(context.struct.message, field.type)}(${e}, ${value}, version);`;
  const flexible = fieldFlexible(context, field);
  const nullable = isNullable(field) && !field.isArray ? 'Nullable' : '';
  switch (field.type) {
    case 'string':
    case 'bytes': {
      const type = field.type === 'string' ? 'String' : 'Bytes';
      const plain = nullable === '' ? field.type : `nullable${type}`;
      return either(flexible, `${e}.${plain}(${value})`, `${e}.compact${nullable}${type}(${value})`);
    }
    case 'records':
      return either(flexible, `${e}.records(${value})`, `${e}.compactRecords(${value})`);
    default:
      return `${e}.${field.type}(${value});`;
  }
}

function writeTagged(context: Context): void {
  const { out, struct, structs, nameOf } = context;
  const fields = taggedFields(struct);
  if (fields.length === 0) return out.line('e.uvarint(0);');
  const tests = fields.map((field) => {
    const when = condition(intersect(field.taggedVersions, struct.range), struct.range);
    const differs = `!(${isDefaultOf(field, `m.${propertyOf(field)}`, struct.message, structs, nameOf)})`;
    return when === true ? differs : `${when} && ${differs}`;
  });
  fields.forEach((_, index) => {
    out.line(`const tag${index} = ${tests[index]};`);
  });
  out.line(`e.uvarint(${fields.map((_, index) => `(tag${index} ? 1 : 0)`).join(' + ')});`);
  fields.forEach((field, index) => {
    out.block(`if (tag${index})`, () => {
      out.line('const content = new Encoder(64);');
      writeValue({ ...context, flexible: true }, field, `m.${propertyOf(field)}`, 'content');
      out.line(`e.taggedField(${field.tag}, content);`);
    });
  });
}

function emitRead(context: Context, inRange: boolean | string): void {
  const { out, struct } = context;
  if (struct.isMessage)
    out.line(`/** Reads a ${struct.name} of the given version. Byte fields are views of the decoder's buffer. */`);
  out.block(`${exported(struct, 'decode')}(d: Decoder, version: number): ${struct.name}`, () => {
    if (typeof inRange === 'string') out.line(`const flexible = ${inRange};`);
    for (const field of struct.fields) readPlain(context, field);
    const fields = taggedFields(struct);
    guarded(out, context.flexible, () => readTagged(context, fields));
    out.line('void version;');
    out.line('void d;');
    out.line(`return { ${struct.fields.map((field) => pair(field)).join(', ')} };`);
  });
  out.line();
}

function pair(field: Field): string {
  return propertyOf(field) === localOf(field) ? propertyOf(field) : `${propertyOf(field)}: ${localOf(field)}`;
}

function readPlain(context: Context, field: Field): void {
  const { out, struct, nameOf } = context;
  const plain = plainVersions(field, struct);
  const when = condition(plain, struct.range);
  const local = localOf(field);
  const type = typeOf(field, struct.message, nameOf);
  const fallback = defaultOf(field, struct.message, nameOf);
  const tagged = taggedFields(struct).includes(field);
  if (!field.isArray && !tagged && (isPrimitive(field.type) || !isNullable(field))) {
    const read = when === false ? fallback : readItem(context, field, plain);
    out.line(
      `const ${local}: ${type} = ${when === true || when === false ? read : `${when} ? ${paren(read)} : ${fallback}`};`,
    );
    return;
  }
  out.line(`let ${local}: ${type} = ${when === true ? placeholder(field, fallback) : fallback};`);
  if (when !== false) guarded(out, when, () => readInto(context, field, local, plain));
}

/** The value before one is read; a struct's default is not built only to be thrown away. */
function placeholder(field: Field, fallback: string): string {
  return isNullable(field) ? 'null' : fallback;
}

function paren(code: string): string {
  return code.includes('?') ? `(${code})` : code;
}

function readInto(context: Context, field: Field, local: string, range: Versions): void {
  const { out, struct, nameOf } = context;
  const flexible = fieldFlexible(context, field);
  if (field.isArray) {
    const nullable = isNullable(field) ? condition(field.nullable, range) : false;
    const plain = nullableCall(nullable, 'd.arrayLength()', 'd.nullableArrayLength()');
    const compact = nullableCall(nullable, 'd.compactArrayLength()', 'd.nullableCompactArrayLength()');
    const length =
      flexible === true ? compact : flexible === false ? plain : `flexible ? ${paren(compact)} : ${paren(plain)}`;
    const item = isPrimitive(field.type)
      ? typeOf({ ...field, isArray: false, nullable: { first: 0, last: -1 } }, struct.message, nameOf)
      : nameOf(struct.message, field.type);
    out.line(`const ${local}Length = ${length};`);
    const fill = (): void => {
      out.line(`const items = roomFor<${item}>(${local}Length);`);
      out.line(`for (let i = 0; i < ${local}Length; i++) items[i] = ${readItem(context, field, range)};`);
      out.line(`${local} = items;`);
    };
    if (nullable === false) out.block('', fill);
    else {
      out.block(`if (${local}Length >= 0)`, fill);
      out.line(`else ${local} = null;`);
    }
    return;
  }
  if (isPrimitive(field.type) || !isNullable(field)) return out.line(`${local} = ${readItem(context, field, range)};`);
  out.line(`${local} = d.int8() < 0 ? null : read${nameOf(struct.message, field.type)}(d, version);`);
}

function nullableCall(nullable: boolean | string, strict: string, loose: string): string {
  if (nullable === true) return loose;
  return nullable === false ? strict : `${nullable} ? ${loose} : ${strict}`;
}

function readItem(context: Context, field: Field, range: Versions): string {
  if (!isPrimitive(field.type)) return `read${context.nameOf(context.struct.message, field.type)}(d, version)`;
  const nullable = isNullable(field) && !field.isArray ? condition(field.nullable, range) : false;
  const flexible = fieldFlexible(context, field);
  const choose = (plain: string, compact: string): string =>
    flexible === true ? compact : flexible === false ? plain : `flexible ? ${paren(compact)} : ${paren(plain)}`;
  switch (field.type) {
    case 'string':
      return choose(
        nullableCall(nullable, 'd.string()', 'd.nullableString()'),
        nullableCall(nullable, 'd.compactString()', 'd.compactNullableString()'),
      );
    case 'bytes':
    case 'records':
      return choose(
        nullableCall(nullable, 'd.bytes()', 'd.nullableBytes()'),
        nullableCall(nullable, 'd.compactBytes()', 'd.compactNullableBytes()'),
      );
    default:
      return `d.${field.type}()`;
  }
}

function readTagged(context: Context, fields: readonly Field[]): void {
  const { out } = context;
  if (fields.length === 0) return out.line('d.skipTaggedFields();');
  out.block('for (let count = d.uvarint(); count > 0; count--)', () => {
    out.line('const tag = d.uvarint();');
    out.line('const size = d.uvarint();');
    out.line('const end = d.pos + size;');
    out.block('switch (tag)', () => {
      for (const field of fields) {
        out.block(`case ${field.tag}:`, () => {
          readInto({ ...context, flexible: true }, field, localOf(field), field.taggedVersions);
          out.line('break;');
        });
      }
      out.line('default:');
      out.line('  d.raw(size);');
    });
    out.line(`d.expectTagEnd(end, '${context.struct.name}', tag);`);
  });
}
