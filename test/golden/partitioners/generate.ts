// `npm run goldens`: asks Java's, kafka-go's and Sarama's own code for partitions. Our balancers have no part in it.
// Needs a JDK, Maven and Go; without Go the vectors of the Go clients stay as they are, and it says so.
import { type ExecFileSyncOptionsWithStringEncoding, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KAFKA_VERSION, kafkaClients } from '../../../codegen/verify/kafka-clients.ts';
import { COUNTS, keys } from './keys.ts';
import { PARTITIONERS_DIR, wordOf } from './vectors.ts';

const input = keys.map((key) => `${wordOf(key)}\n`).join('');
const counts = COUNTS.map(String);
const options: ExecFileSyncOptionsWithStringEncoding = { input, encoding: 'utf8', maxBuffer: 1 << 28 };

write('java.txt', `Java's own classes (kafka-clients ${KAFKA_VERSION}, GoldenPartitions.java)`, java());
if (hasGo()) write('go.txt', `kafka-go and Sarama (${goVersions()}, go/main.go)`, go());
else console.warn('go is not installed: the vectors of kafka-go and Sarama are left as they are');

/** Compiled, because the program belongs to a package of Java's client. */
function java(): string {
  const { classPath } = kafkaClients();
  const classes = mkdtempSync(join(tmpdir(), 'golden-partitions-'));
  try {
    const source = join(import.meta.dirname, '../java/GoldenPartitions.java');
    execFileSync('javac', ['-cp', classPath, '-d', classes, source], options);
    const path = [classes, classPath].join(process.platform === 'win32' ? ';' : ':');
    const name = 'org.apache.kafka.clients.producer.internals.GoldenPartitions';
    return execFileSync('java', ['-cp', path, name, ...counts], options);
  } finally {
    rmSync(classes, { recursive: true, force: true });
  }
}

function go(): string {
  return execFileSync('go', ['run', '.', ...counts], { ...options, cwd: join(import.meta.dirname, 'go') });
}

function hasGo(): boolean {
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function goVersions(): string {
  const text = readFileSync(join(import.meta.dirname, 'go/go.mod'), 'utf8');
  return [...text.matchAll(/(segmentio\/kafka-go|IBM\/sarama) v\S+/g)].map(([found]) => found).join(', ');
}

function write(name: string, by: string, text: string): void {
  const head = `# Made by ${by}: npm run goldens. Do not edit.\n# Partitions among ${counts.join(', ')}.\n`;
  writeFileSync(join(PARTITIONERS_DIR, name), head + text);
  console.log(`wrote ${text.split('\n').length - 1} lines to ${name}`);
}
