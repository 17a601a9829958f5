// A Java program that answers questions line by line, with Kafka's own classes. Owns: the process, and how many questions
// are under way; so neither side ever holds more than a few answers. Must not know what is asked.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { kafkaClients } from '../../codegen/verify/kafka-clients.ts';
import { javaCommand, whyNoJava } from '../support/maven.ts';
import { canRun } from '../support/run-command.ts';

/** Enough that Java works on while we judge. */
const UNDER_WAY = 32;

/** One line to the program, and how many lines come back. */
export interface Question {
  readonly line: string;
  readonly answers: number;
}

/** Why no program can be run here, or undefined. They are run from source: a JRE has no compiler for that. */
export async function whyNoJdk(): Promise<string | undefined> {
  const why = await whyNoJava();
  if (why !== undefined) return why;
  const compiler = await canRun(javaCommand(), ['--add-modules', 'jdk.compiler', '-version']);
  return compiler ? undefined : 'no Java compiler (install a JDK, 17 or later)';
}

/** Asks a program of `java/` one question after another and gives each back with its answers, in order. */
export async function* askJava<Q extends Question>(
  source: string,
  seed: number,
  questions: Iterable<Q> | AsyncIterable<Q>,
): AsyncGenerator<readonly [Q, readonly string[]]> {
  const program = join(import.meta.dirname, 'java', source);
  const args = [
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-Xmx512m',
    '-cp',
    kafkaClients().classPath,
    program,
    String(seed),
  ];
  const child = spawn(javaCommand(), args, { stdio: 'pipe' });
  try {
    yield* converse(child, questions, endOf(child, source));
  } finally {
    child.kill();
  }
}

async function* converse<Q extends Question>(
  child: ChildProcessWithoutNullStreams,
  questions: Iterable<Q> | AsyncIterable<Q>,
  ended: Promise<void>,
): AsyncGenerator<readonly [Q, readonly string[]]> {
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const waiting: Q[] = [];
  for await (const question of questions) {
    child.stdin.write(`${question.line}\n`);
    waiting.push(question);
    if (waiting.length > UNDER_WAY) yield await answered(waiting, lines, ended);
  }
  child.stdin.end();
  while (waiting.length > 0) yield await answered(waiting, lines, ended);
  await ended;
}

async function answered<Q extends Question>(
  waiting: Q[],
  lines: AsyncIterator<string>,
  ended: Promise<void>,
): Promise<readonly [Q, readonly string[]]> {
  const question = waiting.shift()!;
  const answers: string[] = [];
  while (answers.length < question.answers) {
    const { done, value } = await lines.next();
    if (done === true) {
      await ended;
      throw new Error(`Java has ended without an answer to: ${question.line.slice(0, 200)}`);
    }
    answers.push(value);
  }
  return [question, answers];
}

/** Settles with the program; a failure has what it wrote to stderr. */
function endOf(child: ChildProcessWithoutNullStreams, source: string): Promise<void> {
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4_000);
  });
  // Writing to a program that has failed is no news: its end says why.
  child.stdin.on('error', () => {});
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${source} ended with ${code}\n${said}`));
    });
  });
  ended.catch(() => {});
  return ended;
}
