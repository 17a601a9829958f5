// Runs a program of the docs in a process of its own: to its end, or, where it runs until it is told to stop, until
// `isDone` and then a SIGTERM. Invariant: no process outlives the call.
import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

export interface ProgramResult {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramOptions {
  readonly cwd: string;
  /** Added to this process's environment, of which no `KAFKA_` variable is passed on. */
  readonly env?: Readonly<Record<string, string>>;
  readonly limitMs: number;
  /** Given: the program gets a SIGTERM once this holds; asked with what it has printed so far. */
  readonly isDone?: (stdout: string) => Promise<boolean>;
}

const LOOK_EVERY_MS = 50;

/** Runs Node with these arguments. Throws, with what the program said, when it takes too long. */
export async function runProgram(args: readonly string[], options: ProgramOptions): Promise<ProgramResult> {
  const { cwd, env, isDone, limitMs } = options;
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...withoutKafka(process.env), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text;
  });
  let isLate = false;
  const limit = setTimeout(() => {
    isLate = true;
    child.kill('SIGKILL');
  }, limitMs);
  let hasEnded = false;
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).finally(() => {
    hasEnded = true;
  });
  try {
    if (isDone !== undefined) {
      while (!hasEnded && !(await isDone(said.stdout))) await pause(LOOK_EVERY_MS);
      child.kill('SIGTERM');
    }
    const code = await ended;
    if (isLate) throw new Error(`${args.join(' ')} took longer than ${limitMs} ms\n${said.stdout}${said.stderr}`);
    return { code, ...said };
  } finally {
    clearTimeout(limit);
    child.kill('SIGKILL');
  }
}

/** What the docs say holds without settings of the machine they are tested on. */
function withoutKafka(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('KAFKA_')));
}
