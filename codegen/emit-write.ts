// Prints the function that writes one struct: checks first, then straight-line code with a branch per version range.
import { type Context, call, choose, fieldFlexible, guarded, plainVersions, taggedFields } from './emit-context.ts';
import { differsFromDefault, isNullable } from './emit-types.ts';
import type { Field, Versions } from './model.ts';
import { intersect, isPrimitive } from './model.ts';
import { both, condition, not, propertyOf, type When } from './structs.ts';

/** The statements of the function. */
export function writeStatements(context: Context): string[] {
  const { struct } = context;
  return [
    ...struct.fields.flatMap((field) => refusals(context, field)),
    ...guarded(struct.fields.map((field) => writePlain(context, field))),
    ...guarded([{ when: context.flexible, lines: context.flexible === false ? [] : writeTagged(context) }]),
  ];
}

/** What a version cannot carry, and may not leave out without a word; and null where there is none. */
function refusals(context: Context, field: Field): string[] {
  const { struct, structs, nameOf } = context;
  const value = `m.${propertyOf(field)}`;
  const where = `'${struct.name}', '${propertyOf(field)}', version`;
  const lines: string[] = [];
  const absent = not(condition(field.versions, struct.range));
  if (!field.ignorable && absent !== false) {
    const test = both(absent, differsFromDefault(field, value, struct.message, structs, nameOf));
    lines.push(`if (${test}) throw cannotCarry(${where});`);
  }
  const plain = plainVersions(field, struct);
  const noNull = isNullable(field) ? not(condition(field.nullable, plain)) : false;
  if (noNull !== false) {
    // Where the field is not in the version at all, null is as good as anything.
    const test = both(both(condition(plain, struct.range), noNull), `${value} === null`);
    lines.push(`if (${test}) throw nullNotAllowed(${where});`);
  }
  return lines;
}

function writePlain(context: Context, field: Field): { when: When; lines: string[] } {
  const when = condition(plainVersions(field, context.struct), context.struct.range);
  return { when, lines: when === false ? [] : writeValue(context, field, `m.${propertyOf(field)}`, 'e') };
}

function writeValue(context: Context, field: Field, value: string, e: string): string[] {
  const flexible = fieldFlexible(context, field);
  if (field.isArray) {
    const length = (n: string): string => choose(flexible, `${e}.compactArrayLength(${n})`, `${e}.arrayLength(${n})`);
    const items = [length(value), `for (const item of ${value}) ${block(writeItem(context, field, 'item', e))}`];
    return isNullable(field) ? [`if (${value} === null) {`, length('null'), '} else {', ...items, '}'] : items;
  }
  if (isPrimitive(field.type)) return [writeItem(context, field, value, e)];
  const write = writeItem(context, field, value, e);
  if (!isNullable(field)) return [write];
  return [`${e}.int8(${value} === null ? -1 : 1);`, `if (${value} !== null) ${write}`];
}

function writeItem(context: Context, field: Field, value: string, e: string): string {
  if (!isPrimitive(field.type)) return `${call(context, 'write', field.type, [e, value])};`;
  const flexible = fieldFlexible(context, field);
  const nullable = isNullable(field) && !field.isArray;
  switch (field.type) {
    case 'string':
    case 'bytes': {
      const type = field.type === 'string' ? 'String' : 'Bytes';
      const plain = nullable ? `nullable${type}` : field.type;
      const compact = nullable ? `compactNullable${type}` : `compact${type}`;
      return choose(flexible, `${e}.${compact}(${value})`, `${e}.${plain}(${value})`);
    }
    case 'records':
      return choose(flexible, `${e}.compactRecords(${value})`, `${e}.records(${value})`);
    default:
      return `${e}.${field.type}(${value});`;
  }
}

/** A statement after `for (...)`: one with an `else` gets braces. */
function block(statement: string): string {
  return statement.startsWith('if') ? `{ ${statement} }` : statement;
}

function writeTagged(context: Context): string[] {
  const { struct, structs, nameOf } = context;
  const fields = taggedFields(struct);
  if (fields.length === 0) return ['e.uvarint(0);'];
  const tests = fields.map((field) => {
    const differs = differsFromDefault(field, `m.${propertyOf(field)}`, struct.message, structs, nameOf);
    return both(taggedWhen(context, field.taggedVersions), differs);
  });
  if (fields.length === 1) {
    return [`if (${tests[0]}) {`, 'e.uvarint(1);', ...writeTag(context, fields[0]!), '} else {', 'e.uvarint(0);', '}'];
  }
  const names = fields.map((field) => `has${field.name}`);
  return [
    ...names.map((name, index) => `const ${name} = ${tests[index]};`),
    `e.uvarint(${names.map((name) => `Number(${name})`).join(' + ')});`,
    ...fields.flatMap((field, index) => [`if (${names[index]}) {`, ...writeTag(context, field), '}']),
  ];
}

function taggedWhen({ struct }: Context, versions: Versions): When {
  // Inside of `if (flexible)`, that much is known of the version.
  const known = intersect(struct.message.flexible, struct.range);
  return condition(intersect(versions, known), known);
}

function writeTag(context: Context, field: Field): string[] {
  return [
    'const content = new Encoder(64);',
    ...writeValue({ ...context, flexible: true }, field, `m.${propertyOf(field)}`, 'content'),
    `e.taggedField(${field.tag}, content);`,
  ];
}
