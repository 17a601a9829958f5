// Prints the two functions of a struct: one that writes it and one that reads it.
import type { Context } from './emit-context.ts';
import { readStatements } from './emit-read.ts';
import type { NameOf } from './emit-types.ts';
import { writeStatements } from './emit-write.ts';
import type { Printer } from './printer.ts';
import { condition, type Struct } from './structs.ts';

/** `versionless` is shared by the structs of a file: inner ones come first and say what their callers need not pass. */
export function emitCodec(
  out: Printer,
  struct: Struct,
  shared: { readonly structs: readonly Struct[]; readonly nameOf: NameOf; readonly versionless: Set<string> },
): void {
  const inRange = condition(struct.message.flexible, struct.range);
  const context: Context = { struct, ...shared, flexible: typeof inRange === 'string' ? 'flexible' : inRange };
  const flexible = typeof inRange === 'string' ? [`const flexible = ${inRange};`] : [];
  const { name, isMessage } = struct;
  if (isMessage) out.line(`/** Writes a ${name} in the given version. */`);
  emitFunction(out, context, isMessage ? `encode${name}` : `write${name}`, {
    parameters: { e: 'Encoder', m: name },
    result: 'void',
    body: [...flexible, ...writeStatements(context)],
  });
  if (isMessage) {
    out.line(`/** Reads a ${name} of the given version. Byte fields are views of the decoder's buffer. */`);
  }
  emitFunction(out, context, isMessage ? `decode${name}` : `read${name}`, {
    parameters: { d: 'Decoder' },
    result: name,
    body: [...flexible, ...readStatements(context)],
  });
}

/** An exported function has every parameter; one of this file takes the version only where it uses it. */
function emitFunction(
  out: Printer,
  { struct, versionless }: Context,
  name: string,
  code: { readonly parameters: Readonly<Record<string, string>>; readonly result: string; readonly body: string[] },
): void {
  // Neither a property (m.version), nor a key of a literal (version: ...), nor a word in quotes is a use.
  const uses = (word: string): boolean =>
    code.body.some((line) => new RegExp(`(?<![.'])\\b${word}\\b(?!:)`).test(line));
  const parameters = Object.entries(code.parameters).map(
    ([word, type]) => `${uses(word) ? word : `_${word}`}: ${type}`,
  );
  if (uses('version')) parameters.push('version: number');
  else if (struct.isMessage) parameters.push('_version: number');
  else versionless.add(name);
  const head = `${struct.isMessage ? 'export ' : ''}function ${name}`;
  out.line(`${head}(${parameters.join(', ')}): ${code.result} {`);
  for (const line of code.body) out.line(line);
  out.line('}');
  out.line();
}
