// Prints the function that reads one struct: every field into a local of its own, all of them into one literal.
import { type Context, call, fieldFlexible, guarded, plainVersions, taggedFields } from './emit-context.ts';
import { defaultOf, isNullable, typeOf } from './emit-types.ts';
import type { Field, Versions } from './model.ts';
import { intersect, isPrimitive, NO_VERSIONS } from './model.ts';
import { condition, localOf, not, propertyOf, type When } from './structs.ts';

/** The statements of the function. */
export function readStatements(context: Context): string[] {
  const { struct } = context;
  const tagged = taggedFields(struct);
  return [
    ...struct.fields.flatMap((field) =>
      tagged.includes(field) ? readLater(context, field) : readPlain(context, field),
    ),
    ...guarded([{ when: context.flexible, lines: context.flexible === false ? [] : readTagged(context, tagged) }]),
    `return { ${struct.fields.map(pair).join(', ')} };`,
  ];
}

function pair(field: Field): string {
  return propertyOf(field) === localOf(field) ? propertyOf(field) : `${propertyOf(field)}: ${localOf(field)}`;
}

/** A field of the plain part: read where the version has it, else its default. */
function readPlain(context: Context, field: Field): string[] {
  const plain = plainVersions(field, context.struct);
  const when = condition(plain, context.struct.range);
  const local = localOf(field);
  if (field.isArray) {
    if (when === false) return [`const ${local}: ${itemsType(context, field)} = ${fallback(context, field)};`];
    const absent = fallback(context, field) === 'null' ? '-1' : '0';
    const length = pick(when, lengthOf(context, field, plain), absent);
    return readArray(context, field, plain, { length, name: `${local}Length`, declare: 'const ' });
  }
  const value =
    when === false ? fallback(context, field) : pick(when, readOne(context, field, plain), fallback(context, field));
  return [`const ${local} = ${value};`];
}

/** A field of the tagged section, which has its default unless it is found there. */
function readLater(context: Context, field: Field): string[] {
  const { struct } = context;
  const local = localOf(field);
  const plain = plainVersions(field, struct);
  const when = condition(plain, struct.range);
  const lines = when === false ? [] : readInto(context, field, plain);
  return [`let ${local}: ${itemsType(context, field)} = ${fallback(context, field)};`, ...guarded([{ when, lines }])];
}

function readInto(context: Context, field: Field, versions: Versions): string[] {
  const local = localOf(field);
  if (!field.isArray) return [`${local} = ${readOne(context, field, versions)};`];
  return readArray(context, field, versions, {
    length: lengthOf(context, field, versions),
    name: 'length',
    declare: '',
  });
}

function readArray(
  context: Context,
  field: Field,
  versions: Versions,
  how: { readonly length: string; readonly name: string; readonly declare: string },
): string[] {
  const local = localOf(field);
  const { length, name, declare } = how;
  const room = `roomFor<${itemType(context, field)}>(${name})`;
  const nullable = isNullable(field);
  return [
    `const ${name} = ${length};`,
    `${declare}${local} = ${nullable ? `${name} < 0 ? null : ${room}` : room};`,
    `for (let i = 0; i < ${name}; i++) ${local}${nullable ? '!' : ''}[i] = ${readItem(context, field, versions)};`,
  ];
}

function itemType({ struct, nameOf }: Context, field: Field): string {
  return typeOf({ ...field, isArray: false, nullable: NO_VERSIONS }, struct.message, nameOf);
}

/** The type of a local: its array may still grow. */
function itemsType(context: Context, field: Field): string {
  return typeOf(field, context.struct.message, context.nameOf).replace(/^readonly /, '');
}

function fallback({ struct, nameOf }: Context, field: Field): string {
  return defaultOf(field, struct.message, nameOf);
}

function lengthOf(context: Context, field: Field, versions: Versions): string {
  return reading(context, field, versions, 'arrayLength', 'compactArrayLength');
}

/** The whole of a field that is no array. */
function readOne(context: Context, field: Field, versions: Versions): string {
  if (isPrimitive(field.type) || !isNullable(field)) return readItem(context, field, versions);
  return `d.int8() < 0 ? null : ${call(context, 'read', field.type, ['d'])}`;
}

function readItem(context: Context, field: Field, versions: Versions): string {
  if (!isPrimitive(field.type)) return call(context, 'read', field.type, ['d']);
  const single = field.isArray ? { ...field, nullable: NO_VERSIONS } : field;
  switch (field.type) {
    case 'string':
      return reading(context, single, versions, 'string', 'compactString');
    case 'bytes':
    case 'records':
      return reading(context, single, versions, 'bytes', 'compactBytes');
    case 'int64':
      return fallback(context, single) === 'Number.MAX_SAFE_INTEGER' ? 'd.int64OrMax()' : 'd.int64()';
    default:
      return `d.${field.type}()`;
  }
}

/** A read whose form depends on two things: whether the version is flexible, and whether it has null. */
function reading(context: Context, field: Field, versions: Versions, plain: string, compact: string): string {
  const flexible = fieldFlexible(context, field);
  const nullable = isNullable(field) ? condition(field.nullable, versions) : false;
  const form = (name: string, withNull: boolean): string => `d.${withNull ? nullableName(name) : name}()`;
  const inFlexible = intersect(versions, context.struct.message.flexible);
  const nullWhereFlexible = isNullable(field) && flexible !== false ? condition(field.nullable, inFlexible) : false;
  const before = { first: versions.first, last: inFlexible.first - 1 };
  const nullBefore = flexible === 'flexible' && isNullable(field) ? condition(field.nullable, before) : nullable;
  const compactForm = pick(nullWhereFlexible, form(compact, true), form(compact, false));
  const plainForm = pick(nullBefore, form(plain, true), form(plain, false));
  return pick(flexible, compactForm, plainForm);
}

function nullableName(name: string): string {
  const isCompact = name.startsWith('compact');
  const rest = isCompact ? name.slice('compact'.length) : name[0]!.toUpperCase() + name.slice(1);
  // The decoder's names: compactNullableString, but nullableCompactArrayLength.
  if (isCompact && rest === 'ArrayLength') return 'nullableCompactArrayLength';
  return isCompact ? `compactNullable${rest}` : `nullable${rest}`;
}

function pick(when: When, yes: string, no: string): string {
  if (when === true) return yes;
  if (when === false) return no;
  return `${when} ? ${yes.includes('?') ? `(${yes})` : yes} : ${no}`;
}

function readTagged(context: Context, fields: readonly Field[]): string[] {
  const { struct } = context;
  if (fields.length === 0) return ['d.skipTaggedFields();'];
  const known = intersect(struct.message.flexible, struct.range);
  const cases = fields.flatMap((field) => {
    const foreign = not(condition(field.taggedVersions, known));
    return [
      `case ${field.tag}: {`,
      ...(foreign === false ? [] : [`if (${foreign}) d.refuseTag('${struct.name}', tag, version);`]),
      ...readInto({ ...context, flexible: true }, field, intersect(field.taggedVersions, known)),
      'break;',
      '}',
    ];
  });
  return [
    'for (let count = d.uvarint(); count > 0; count--) {',
    'const tag = d.uvarint();',
    'const size = d.uvarint();',
    'const end = d.pos + size;',
    'switch (tag) {',
    ...cases,
    'default:',
    'd.raw(size);',
    '}',
    `d.expectTagEnd(end, '${struct.name}', tag);`,
    '}',
  ];
}
