// Prints the file of one spec: types, defaults, encode, decode, and for an API the entry that the registry lists.
import { basename } from 'node:path';
import { emitCodec } from './emit-codec.ts';
import { emitTypes } from './emit-types.ts';
import type { Message, Spec } from './model.ts';
import { formatVersions, isEmpty } from './model.ts';
import { Printer } from './printer.ts';
import { structsOf } from './structs.ts';

/** What generated codecs share. */
const HELPERS: readonly string[] = ['cannotCarry', 'EMPTY_BYTES', 'nullNotAllowed', 'roomFor', 'ZERO_UUID'];

export function kebab(name: string): string {
  return name
    .replace('KRaft', 'Kraft')
    .replace(/(?<!^)(?=[A-Z])/g, '-')
    .toLowerCase();
}

/** Where the code of a spec goes, below src/: records have a layer of their own. */
export function moduleOf(spec: Spec): string {
  const layer = spec.file.startsWith('records/') ? 'record' : 'protocol';
  return `${layer}/generated/${basename(spec.file)}.ts`;
}

/** The name of the exported entry of an API: `fetchApi`, `apiVersionsApi`. */
export function entryOf(name: string): string {
  return `${name[0]!.toLowerCase()}${name.slice(1)}Api`;
}

export function emitSpec(spec: Spec): string {
  const out = new Printer();
  const shared = { ...structsOf(spec), versionless: new Set<string>() };
  for (const struct of shared.structs) {
    emitTypes(out, struct, shared.nameOf);
    emitCodec(out, struct, shared);
  }
  if (spec.kind === 'api') emitEntry(out, spec);
  const body = out.toString();
  const head = new Printer();
  head.line(`// Generated from protocol-specs/${spec.file}.spec by codegen/generate.ts. Do not edit.`);
  const uses = (word: string): boolean => new RegExp(`\\b${word}\\b`).test(body);
  head.line("import type { Decoder } from '../../wire/decoder.ts';");
  const encoder = body.includes('new Encoder(') ? 'Encoder' : 'type Encoder';
  const wire = [encoder, ...(uses('RawRecords') ? ['type RawRecords'] : [])];
  head.line(`import { ${wire.join(', ')} } from '../../wire/encoder.ts';`);
  if (spec.kind === 'api') head.line("import type { Api } from '../api.ts';");
  const helpers = HELPERS.filter(uses);
  if (helpers.length > 0) head.line(`import { ${helpers.join(', ')} } from '../../wire/message-codec.ts';`);
  head.line();
  return head.toString() + body;
}

function emitEntry(out: Printer, spec: Extract<Spec, { kind: 'api' }>): void {
  const { name, key, request } = spec;
  out.line(`/** ${name}: API key ${key}, versions ${formatVersions(request.versions)}. */`);
  out.block(
    `export const ${entryOf(name)}: Api<${name}Request, ${name}Response> =`,
    () => {
      for (const line of infoLines(spec)) out.line(line);
      out.line(`encodeRequest: encode${name}Request,`);
      out.line(`decodeRequest: decode${name}Request,`);
      out.line(`encodeResponse: encode${name}Response,`);
      out.line(`decodeResponse: decode${name}Response,`);
    },
    ';',
  );
}

/** The properties of an ApiInfo, one a line. */
export function infoLines({
  name,
  key,
  route,
  listeners,
  request,
  response,
}: Extract<Spec, { kind: 'api' }>): string[] {
  const stable = request.unstable || response.unstable ? request.versions.last - 1 : request.versions.last;
  const from = ({ flexible }: Message): string =>
    isEmpty(flexible) ? 'Number.POSITIVE_INFINITY' : String(flexible.first);
  return [
    `key: ${key},`,
    `name: '${name}',`,
    `route: '${route}',`,
    `listeners: [${listeners.map((each) => `'${each}'`).join(', ')}],`,
    `minVersion: ${request.versions.first},`,
    `maxVersion: ${request.versions.last},`,
    `maxStableVersion: ${stable},`,
    `requestFlexibleFrom: ${from(request)},`,
    `responseFlexibleFrom: ${from(response)},`,
  ];
}
