// `npm run goldens`: makes the vectors again, by Java's own classes. Our encoder has no part in it.
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { loadSpecs } from '../../codegen/load.ts';
import { hasVersions, messagesOf } from '../../codegen/model.ts';
import { KAFKA_VERSION, kafkaClients, runJava } from '../../codegen/verify/kafka-clients.ts';
import { askJava } from '../conformance/reference.ts';
import { formatVectors, parseVectors, VECTORS_DIR, type Vector } from './vectors.ts';

const HEAD = `# Made by Java's own classes (kafka-clients ${KAFKA_VERSION}): npm run goldens. Do not edit.\n`;

const clients = kafkaClients();
const java = (source: string, args: readonly string[]): string =>
  runJava(clients, join(import.meta.dirname, 'java', source), args);

const specs = loadSpecs().filter(hasVersions);
const batches = await described(parseVectors(java('GoldenRecordBatches.java', [])).vectors);
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
writeFileSync(join(VECTORS_DIR, 'record-batches.txt'), HEAD + formatVectors({ vectors: batches, headers: [] }));
console.log(`wrote ${all.vectors.length + batches.length} vectors to ${VECTORS_DIR}`);

/** What Java reads in each. */
async function described(vectors: readonly Vector[]): Promise<Vector[]> {
  const questions = vectors.map((vector) => ({ vector, line: `read ${vector.hex}`, answers: 1 }));
  const found: Vector[] = [];
  for await (const [{ vector }, [json = '!']] of askJava('RecordReference.java', 0, questions)) {
    if (json.startsWith('!')) throw new Error(`Java cannot read ${vector.variant}: ${json}`);
    found.push({ ...vector, json });
  }
  return found;
}
