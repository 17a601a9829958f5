// Owns: running one program to its end, with input and a time limit. Must not know: which program.
import { spawn } from 'node:child_process';

export interface RunOptions {
  readonly input?: string | Buffer;
  readonly cwd?: string;
  /** Added to this process's environment; undefined removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** @default 60_000 */
  readonly timeoutMs?: number;
}

export interface RunResult {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs a program and answers its exit code and output. Throws when it is not there or takes too long. */
export function runCommand(program: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const { input = '', timeoutMs = 60_000 } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: options.cwd, env: { ...process.env, ...options.env } });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let late = false;
    const limit = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, timeoutMs);
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', (error) => {
      clearTimeout(limit);
      reject(error);
    });
    child.on('close', (code) => {
      clearTimeout(limit);
      const said = Buffer.concat(stderr).toString();
      if (late) reject(new Error(`${[program, ...args].join(' ')} took longer than ${timeoutMs} ms\n${said}`));
      else resolve({ code: code ?? -1, stdout: Buffer.concat(stdout), stderr: said });
    });
    // A program that ends without reading its input closes the pipe; its exit code says more than EPIPE.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/** As runCommand, but an exit code other than 0 is an error that shows what the program said. */
export async function mustRun(program: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await runCommand(program, args, options);
  const said = stdout.toString();
  if (code !== 0) throw new Error(`${[program, ...args].join(' ')} ended with ${code}\n${said}${stderr}`);
  return said;
}

/** Whether the program can be started at all. */
export async function canRun(program: string, args: readonly string[]): Promise<boolean> {
  try {
    return (await runCommand(program, args, { timeoutMs: 20_000 })).code === 0;
  } catch {
    return false;
  }
}
