// Compares our specs with Kafka's definitions, attribute by attribute. Pure: texts and models in, differences out.
import type { Field, Message, SharedStruct, Spec } from '../model.ts';
import { formatVersions, messagesOf } from '../model.ts';
import type { OfficialMessage } from './official.ts';

/** One thing that we and Kafka say differently. `file` is ours. */
export interface Difference {
  readonly file: string;
  /** Message, fields on the way, and the attribute: `FetchRequest.Topics.Partitions: default`. */
  readonly place: string;
  readonly ours: string;
  readonly theirs: string;
}

/** What was compared. */
export interface Counts {
  messages: number;
  /** Versions of messages, summed. */
  versions: number;
  fields: number;
}

type Report = (place: string, ours: string, theirs: string) => void;

/** The difference in one line. */
export function formatDifference({ file, place, ours, theirs }: Difference): string {
  return `${file}: ${place}: ours ${ours}, theirs ${theirs}`;
}

/** Compares one spec with the official messages, by name; adds what it looked at to `counts`. */
export function compareSpec(
  spec: Spec,
  file: string,
  official: ReadonlyMap<string, OfficialMessage>,
  counts: Counts,
): Difference[] {
  const differences: Difference[] = [];
  const report: Report = (place, ours, theirs) => {
    if (ours !== theirs) differences.push({ file, place, ours, theirs });
  };
  for (const message of messagesOf(spec)) {
    const found = official.get(message.name);
    if (found === undefined) {
      report(message.name, 'a message', 'nothing of that name');
      continue;
    }
    report(`${message.name}: apiKey`, String(spec.kind === 'api' ? spec.key : undefined), String(found.key));
    if (spec.kind === 'api' && message.kind === 'request') {
      report(`${message.name}: listeners`, spec.listeners.join(' '), found.listeners.join(' '));
    }
    compareMessage(message, found.message, report);
    counts.messages++;
    counts.versions += found.message.versions.last - found.message.versions.first + 1;
    counts.fields += countFields(found.message.fields);
    for (const struct of found.message.structs) counts.fields += countFields(struct.fields);
  }
  return differences;
}

/** What Kafka defines and no spec of ours does. */
export function missingMessages(specs: readonly Spec[], official: ReadonlyMap<string, OfficialMessage>): Difference[] {
  const ours = new Set(specs.flatMap(messagesOf).map(({ name }) => name));
  return [...official.keys()]
    .filter((name) => !ours.has(name))
    .map((place) => ({ file: 'protocol-specs', place, ours: 'missing', theirs: 'there' }));
}

function compareMessage(ours: Message, theirs: Message, report: Report): void {
  const { name } = ours;
  report(`${name}: type`, ours.kind, theirs.kind);
  report(`${name}: validVersions`, formatVersions(ours.versions), formatVersions(theirs.versions));
  report(`${name}: flexibleVersions`, formatVersions(ours.flexible), formatVersions(theirs.flexible));
  report(`${name}: latestVersionUnstable`, String(ours.unstable), String(theirs.unstable));
  compareFields(ours.fields, theirs.fields, name, report);
  compareNames(ours.structs, theirs.structs, `${name}: common struct`, report);
  for (const struct of ours.structs) {
    const other = theirs.structs.find((candidate) => candidate.name === struct.name);
    if (other !== undefined) compareStruct(struct, other, name, report);
  }
}

function compareStruct(ours: SharedStruct, theirs: SharedStruct, message: string, report: Report): void {
  const where = `${message}.${ours.name}`;
  report(`${where}: versions`, formatVersions(ours.versions), formatVersions(theirs.versions));
  compareFields(ours.fields, theirs.fields, where, report);
}

function compareFields(ours: readonly Field[], theirs: readonly Field[], parent: string, report: Report): void {
  compareNames(ours, theirs, `${parent}: field`, report);
  for (const field of ours) {
    const other = theirs.find((candidate) => candidate.name === field.name);
    if (other !== undefined) compareField(field, other, `${parent}.${field.name}`, report);
  }
}

/** Reports what only one side has; where both have the same names, a different order. */
function compareNames(
  ours: readonly { readonly name: string }[],
  theirs: readonly { readonly name: string }[],
  what: string,
  report: Report,
): void {
  const mine = ours.map(({ name }) => name);
  const other = theirs.map(({ name }) => name);
  const extra = mine.filter((name) => !other.includes(name));
  const missing = other.filter((name) => !mine.includes(name));
  for (const name of extra) report(`${what} ${name}`, 'there', 'missing');
  for (const name of missing) report(`${what} ${name}`, 'missing', 'there');
  if (extra.length + missing.length === 0) report(`${what} order`, mine.join(' '), other.join(' '));
}

function compareField(ours: Field, theirs: Field, where: string, report: Report): void {
  const [mine, other] = [attributesOf(ours), attributesOf(theirs)];
  for (const [word, value] of Object.entries(mine)) report(`${where}: ${word}`, value, other[word] as string);
  compareFields(ours.fields, theirs.fields, where, report);
}

/** Everything that a field says of itself, in Kafka's words. */
function attributesOf(field: Field): Record<string, string> {
  return {
    type: (field.isArray ? '[]' : '') + field.type,
    versions: formatVersions(field.versions),
    nullableVersions: formatVersions(field.nullable),
    tag: field.tag === undefined ? 'none' : String(field.tag),
    taggedVersions: formatVersions(field.taggedVersions),
    default: field.default === undefined ? 'none' : JSON.stringify(field.default),
    ignorable: String(field.ignorable),
    mapKey: String(field.mapKey),
    flexibleVersions: field.flexible === undefined ? "the message's" : formatVersions(field.flexible),
  };
}

function countFields(fields: readonly Field[]): number {
  return fields.reduce((sum, field) => sum + 1 + countFields(field.fields), 0);
}
