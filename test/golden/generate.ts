// `npm run goldens`: makes the vectors again, by Java's own classes. Our encoder has no part in it.
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { loadSpecs } from '../../codegen/load.ts';
import { hasVersions, messagesOf } from '../../codegen/model.ts';
import { KAFKA_VERSION, kafkaClients, runJava } from '../../codegen/verify/kafka-clients.ts';
import { formatVectors, parseVectors, VECTORS_DIR } from './vectors.ts';

const HEAD = `# Made by Java's own classes (kafka-clients ${KAFKA_VERSION}): npm run goldens. Do not edit.\n`;

const clients = kafkaClients();
const java = (source: string, args: readonly string[]): string =>
  runJava(clients, join(import.meta.dirname, 'java', source), args);

const specs = loadSpecs().filter(hasVersions);
const batches = parseVectors(java('GoldenRecordBatches.java', []));
const all = parseVectors(
  java(
    'GoldenMessages.java',
    specs.flatMap(messagesOf).map(({ name }) => name),
  ),
);
for (const old of readdirSync(VECTORS_DIR)) rmSync(join(VECTORS_DIR, old));
for (const spec of specs) {
  const names = messagesOf(spec).map(({ name }) => name);
  const vectors = all.vectors.filter(({ message }) => names.includes(message));
  const headers = all.headers.filter(({ api }) => spec.kind === 'api' && api === spec.name);
  writeFileSync(join(VECTORS_DIR, `${basename(spec.file)}.txt`), HEAD + formatVectors({ vectors, headers }));
}
writeFileSync(join(VECTORS_DIR, 'record-batches.txt'), HEAD + formatVectors(batches));
console.log(`wrote ${all.vectors.length + batches.vectors.length} vectors to ${VECTORS_DIR}`);
