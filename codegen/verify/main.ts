// `npm run specs:verify`: compares every spec and every error code with those inside Java's own client. Exit 1 on any difference.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseErrorCodes } from '../error-codes.ts';
import { SPECS_DIR, specFiles } from '../load.ts';
import { hasVersions } from '../model.ts';
import { parseSpec } from '../parse.ts';
import { type Counts, compareSpec, type Difference, formatDifference, missingMessages } from './compare.ts';
import { compareErrorCodes } from './compare-error-codes.ts';
import { KAFKA_VERSION, kafkaClients, runJava } from './kafka-clients.ts';
import { type OfficialMessage, parseOfficial } from './official.ts';

const ERROR_CODES = 'error-codes.spec';

function readOfficial(folder: string): Map<string, OfficialMessage> {
  const messages = new Map<string, OfficialMessage>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const official = parseOfficial(readFileSync(join(folder, file), 'utf8'), file);
    messages.set(official.message.name, official);
  }
  return messages;
}

const clients = kafkaClients();
const official = readOfficial(clients.messages);
const counts: Counts = { messages: 0, versions: 0, fields: 0 };
const differences: Difference[] = [];
const specs = specFiles().map((file) => parseSpec(readFileSync(join(SPECS_DIR, file), 'utf8'), file));
for (const spec of specs) {
  differences.push(...compareSpec(spec, `protocol-specs/${spec.file}.spec`, official, counts));
}
differences.push(...missingMessages(specs, official));
const apis = specs.filter(({ kind }) => kind === 'api');
const codes = parseErrorCodes(readFileSync(join(SPECS_DIR, ERROR_CODES), 'utf8'), ERROR_CODES);
const table = runJava(clients, join(import.meta.dirname, 'ErrorTable.java'), []);
differences.push(...compareErrorCodes(codes, table, `protocol-specs/${ERROR_CODES}`));

for (const difference of differences) console.error(formatDifference(difference));
const rows: [string, string | number][] = [
  ['compared with', `kafka-clients ${KAFKA_VERSION}`],
  ['spec files', specs.length],
  ['API keys', apis.length],
  ['with versions', apis.filter(hasVersions).length],
  ['messages', counts.messages],
  ['versions', counts.versions],
  ['fields', counts.fields],
  ['error codes', codes.length],
  ['differences', differences.length],
];
for (const [label, value] of rows) console.log(`${label.padEnd(15)}${value}`);
if (differences.length > 0) process.exitCode = 1;
