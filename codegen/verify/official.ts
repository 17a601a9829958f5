// Reads Kafka's own message definitions (JSON with comments) into the model of our specs, so that both can be compared.
// Invariant: an attribute that we do not know is an error. A newer Kafka may not say something that nobody compares.
import type { Field, Message, SharedStruct, Versions } from '../model.ts';
import { NO_VERSIONS } from '../model.ts';

/** A message as Kafka defines it. `key` is its API key, undefined for headers and data. */
export interface OfficialMessage {
  readonly key: number | undefined;
  /** Who serves it; empty for headers and data, and for APIs without versions. */
  readonly listeners: readonly string[];
  readonly message: Message;
}

type Json = Readonly<Record<string, unknown>>;

// Attributes without a meaning on the wire: what a number stands for, documentation, Java's buffers.
const MESSAGE_WORDS =
  'apiKey type listeners name validVersions flexibleVersions latestVersionUnstable fields commonStructs';
const FIELD_WORDS =
  'name type versions nullableVersions taggedVersions tag default ignorable mapKey flexibleVersions fields about entityType zeroCopy';
const STRUCT_WORDS = 'name versions fields';

/** Parses one definition file. */
export function parseOfficial(text: string, file: string): OfficialMessage {
  // A string is matched first, so that the // inside one is not taken for a comment.
  const json = text.replace(/"(?:[^"\\]|\\.)*"|\/\/[^\n]*/g, (found) => (found.startsWith('"') ? found : ''));
  const root = JSON.parse(json) as Json;
  expectWords(root, MESSAGE_WORDS, file);
  const name = String(root['name']);
  return {
    key: root['apiKey'] === undefined ? undefined : Number(root['apiKey']),
    listeners: [...((root['listeners'] as string[] | undefined) ?? [])].sort(),
    message: {
      name,
      kind: String(root['type']) as Message['kind'],
      versions: versionsOf(root['validVersions'], file),
      flexible: versionsOf(root['flexibleVersions'], file),
      unstable: root['latestVersionUnstable'] === true,
      fields: list(root['fields']).map((field) => fieldOf(field, `${file}: ${name}`)),
      structs: list(root['commonStructs']).map((struct) => structOf(struct, `${file}: ${name}`)),
    },
  };
}

function structOf(json: Json, where: string): SharedStruct {
  expectWords(json, STRUCT_WORDS, where);
  const name = String(json['name']);
  return {
    name,
    versions: versionsOf(json['versions'], `${where}.${name}`),
    fields: list(json['fields']).map((field) => fieldOf(field, `${where}.${name}`)),
  };
}

function fieldOf(json: Json, parent: string): Field {
  const name = String(json['name']);
  const where = `${parent}.${name}`;
  expectWords(json, FIELD_WORDS, where);
  const type = String(json['type']);
  const isArray = type.startsWith('[]');
  return {
    name,
    type: isArray ? type.slice(2) : type,
    isArray,
    versions: versionsOf(json['versions'], where),
    nullable: versionsOf(json['nullableVersions'], where),
    tag: json['tag'] === undefined ? undefined : Number(json['tag']),
    taggedVersions: versionsOf(json['taggedVersions'], where),
    default: json['default'] === undefined ? undefined : String(json['default']),
    ignorable: json['ignorable'] === true,
    mapKey: json['mapKey'] === true,
    flexible: json['flexibleVersions'] === undefined ? undefined : versionsOf(json['flexibleVersions'], where),
    fields: list(json['fields']).map((field) => fieldOf(field, where)),
  };
}

function list(value: unknown): Json[] {
  return value === undefined ? [] : (value as Json[]);
}

function versionsOf(value: unknown, where: string): Versions {
  if (value === undefined || value === 'none') return NO_VERSIONS;
  const match = /^(\d+)(\+|-(\d+))?$/.exec(String(value));
  if (match === null) throw new Error(`${where}: unknown notation of versions: ${value}`);
  const first = Number(match[1]);
  if (match[2] === '+') return { first, last: Number.POSITIVE_INFINITY };
  return { first, last: match[3] === undefined ? first : Number(match[3]) };
}

function expectWords(json: Json, known: string, where: string): void {
  const words = known.split(' ');
  const unknown = Object.keys(json).find((word) => !words.includes(word));
  if (unknown !== undefined) throw new Error(`${where}: unknown attribute ${unknown}`);
}
