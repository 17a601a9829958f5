// Reads the line-based notation of protocol-specs/. Owns: the notation. Every error names file and line.
//
//     api Fetch 1                      | header NAME VERSIONS flexible VERSIONS | data NAME ...
//     route leader
//     listeners broker controller
//     request 4-18 flexible 12+ [unstable]
//       Name type versions [null V] [tag N V] [default X] [ignorable] [key] [flexible V]
//         (two more spaces: the fields of the struct that the line above declares)
//       struct Name versions           (a struct that several fields share; its fields follow, indented)
//     response ...
//     # a comment runs to the end of the line
import type { Field, Message, SharedStruct, Spec, Versions } from './model.ts';
import { NO_VERSIONS } from './model.ts';

interface Line {
  readonly depth: number;
  readonly words: readonly string[];
  readonly where: string;
}

/** Parses one spec file. */
export function parseSpec(text: string, file: string): Spec {
  const lines = readLines(text, file);
  const first = lines[0];
  if (first === undefined) throw new Error(`${file}: empty spec`);
  const [kind, name] = first.words;
  if (name === undefined) fail(first, 'a name is missing');
  if (kind === 'header' || kind === 'data') {
    const outside = lines.slice(1).find(({ depth }) => depth === 0);
    if (outside) fail(outside, `a ${kind} has fields only`);
    const message = parseMessage(name, kind, first, lines.slice(1));
    return { kind: 'message', file: stem(file), name, message };
  }
  if (kind !== 'api') fail(first, `expected api, header or data, found ${kind}`);
  expectWords(first, 3);
  const sections = splitSections(lines.slice(1));
  const section = (word: string): { head: Line; body: Line[] } => {
    const found = sections.find(({ head }) => head.words[0] === word);
    if (found === undefined) throw new Error(`${file}: no ${word} section`);
    return found;
  };
  for (const [index, { head }] of sections.entries()) {
    const word = head.words[0] as string;
    if (!['route', 'listeners', 'request', 'response'].includes(word)) fail(head, `unknown section ${word}`);
    if (sections.findIndex((other) => other.head.words[0] === word) < index) fail(head, `a second ${word} section`);
  }
  const route = section('route');
  expectWords(route.head, 2);
  if (route.body[0] !== undefined) fail(route.body[0], 'a route has no fields');
  const listeners = sections.find(({ head }) => head.words[0] === 'listeners');
  if (listeners?.body[0] !== undefined) fail(listeners.body[0], 'listeners have no fields');
  const message = (word: 'request' | 'response'): Message => {
    const { head, body } = section(word);
    const full = name + (word === 'request' ? 'Request' : 'Response');
    return parseMessage(full, word, { ...head, words: [word, full, ...head.words.slice(1)] }, body);
  };
  return {
    kind: 'api',
    file: stem(file),
    name,
    key: parseInteger(first.words[2], first),
    route: route.head.words[1] ?? fail(route.head, 'a route is missing'),
    listeners: listeners?.head.words.slice(1) ?? [],
    request: message('request'),
    response: message('response'),
  };
}

function stem(file: string): string {
  return file.replace(/\.spec$/, '');
}

function readLines(text: string, file: string): Line[] {
  const lines: Line[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const content = raw.replace(/(^|\s)#.*$/, '').trimEnd();
    if (content === '') continue;
    const indent = content.length - content.trimStart().length;
    const where = `${file}:${index + 1}`;
    if (indent % 2 !== 0) throw new Error(`${where}: indent by two spaces`);
    lines.push({ depth: indent / 2, words: content.trim().split(/\s+/), where });
  }
  return lines;
}

function splitSections(lines: readonly Line[]): { head: Line; body: Line[] }[] {
  const sections: { head: Line; body: Line[] }[] = [];
  for (const line of lines) {
    if (line.depth === 0) sections.push({ head: line, body: [] });
    else (sections.at(-1) ?? fail(line, 'a field outside of request and response')).body.push(line);
  }
  return sections;
}

function parseMessage(name: string, kind: Message['kind'], head: Line, body: readonly Line[]): Message {
  const [, , versions, flexibleWord, flexible, unstable] = head.words;
  expectWords(head, 6);
  if (flexibleWord !== 'flexible') fail(head, 'expected: VERSIONS flexible VERSIONS');
  if (unstable !== undefined && unstable !== 'unstable') fail(head, `unknown word ${unstable}`);
  const fields: Field[] = [];
  const structs: SharedStruct[] = [];
  for (const block of blocks(body, 1)) {
    if (block.head.words[0] === 'struct') structs.push(parseStruct(block));
    else fields.push(parseField(block));
  }
  return {
    name,
    kind,
    versions: parseVersions(versions, head),
    flexible: parseVersions(flexible, head),
    unstable: unstable === 'unstable',
    fields,
    structs,
  };
}

interface Block {
  readonly head: Line;
  readonly body: readonly Line[];
  readonly depth: number;
}

/** Groups lines of one depth with the deeper lines that follow each. */
function blocks(lines: readonly Line[], depth: number): Block[] {
  const found: { head: Line; body: Line[]; depth: number }[] = [];
  for (const line of lines) {
    if (line.depth === depth) found.push({ head: line, body: [], depth });
    else if (line.depth > depth && found.length > 0) found.at(-1)?.body.push(line);
    else fail(line, `unexpected indent ${line.depth}`);
  }
  return found;
}

function parseStruct({ head, body, depth }: Block): SharedStruct {
  const [, name, versions] = head.words;
  if (name === undefined) fail(head, 'a struct needs a name');
  expectWords(head, 3);
  return {
    name: name as string,
    versions: parseVersions(versions, head),
    fields: blocks(body, depth + 1).map(parseField),
  };
}

function parseField({ head, body, depth }: Block): Field {
  const [name, type, versions, ...attributes] = head.words;
  if (name === undefined || type === undefined) fail(head, 'a field needs name, type and versions');
  let nullable = NO_VERSIONS;
  let tag: number | undefined;
  let taggedVersions = NO_VERSIONS;
  let byDefault: string | undefined;
  let flexible: Versions | undefined;
  let ignorable = false;
  let mapKey = false;
  const seen = new Set<string>();
  for (let at = 0; at < attributes.length; at++) {
    const word = attributes[at] as string;
    if (seen.has(word)) fail(head, `${word} is said twice`);
    seen.add(word);
    if (word === 'null') nullable = parseVersions(attributes[++at], head);
    else if (word === 'tag') {
      tag = parseInteger(attributes[++at], head);
      taggedVersions = parseVersions(attributes[++at], head);
    } else if (word === 'default') byDefault = attributes[++at] ?? fail(head, 'default needs a value');
    else if (word === 'flexible') flexible = parseVersions(attributes[++at], head);
    else if (word === 'ignorable') ignorable = true;
    else if (word === 'key') mapKey = true;
    else fail(head, `unknown word ${word}`);
  }
  const isArray = (type as string).startsWith('[]');
  return {
    name: name as string,
    type: isArray ? (type as string).slice(2) : (type as string),
    isArray,
    versions: parseVersions(versions, head),
    nullable,
    tag,
    taggedVersions,
    default: byDefault === '""' ? '' : byDefault,
    ignorable,
    mapKey,
    flexible,
    fields: blocks(body, depth + 1).map(parseField),
  };
}

function parseVersions(word: string | undefined, line: Line): Versions {
  if (word === 'none') return NO_VERSIONS;
  const match = /^(\d+)(\+|-(\d+))?$/.exec(word ?? '');
  if (match === null) return fail(line, `versions are written 3, 3+, 3-5 or none, not ${word}`);
  const first = Number(match[1]);
  if (match[2] === '+') return { first, last: Number.POSITIVE_INFINITY };
  const last = match[3] === undefined ? first : Number(match[3]);
  if (last < first) fail(line, `versions ${word} run backwards`);
  return { first, last };
}

function parseInteger(word: string | undefined, line: Line): number {
  return /^\d+$/.test(word ?? '') ? Number(word) : fail(line, `expected a number, not ${word}`);
}

/** Words that nobody reads are mistakes: a misspelt attribute may not vanish. */
function expectWords(line: Line, most: number): void {
  if (line.words.length > most) fail(line, `unknown word ${line.words[most]}`);
}

function fail(line: Line, why: string): never {
  throw new Error(`${line.where}: ${why}`);
}
