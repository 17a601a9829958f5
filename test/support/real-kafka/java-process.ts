// One Java server as a child process. Owns: its life and its log. Must not know: that it is Kafka.
// Invariant: it never outlives this process, however that ends, because it dies when its standard input closes.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { javaCommand } from '../maven.ts';

const LOG_LINES_SHOWN = 25;

// The shell waits for the server and passes SIGTERM on. When standard input closes, SIGKILL: then we asked for it,
// or we are gone ourselves (test runners kill their workers without letting them clean up).
const GUARD = `
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
trap 'kill -TERM $server 2>/dev/null' TERM
(cat <&3 >/dev/null; kill -KILL $server) 2>/dev/null &
watch=$!
wait $server; code=$?
while kill -0 $server 2>/dev/null; do wait $server; code=$?; done
kill $watch 2>/dev/null
exit $code
`;

/** A Java main class that runs until it is ended, and can be started again. */
export class JavaProcess {
  readonly #args: readonly string[];
  readonly #logFile: string;
  #child: ChildProcess | undefined;
  #exited: Promise<void> = Promise.resolve();

  constructor(args: readonly string[], logFile: string) {
    this.#args = args;
    this.#logFile = logFile;
  }

  start(): void {
    if (this.#child !== undefined) throw new Error('the server is running already');
    const log = openSync(this.#logFile, 'a');
    const child = spawn('/bin/sh', ['-c', GUARD, 'sh', javaCommand(), ...this.#args], { stdio: ['pipe', log, log] });
    closeSync(log);
    // The pipe must not keep this process alive: a test that forgets to stop its broker shall still end.
    child.unref();
    if (child.stdin instanceof Socket) child.stdin.unref();
    this.#child = child;
    this.#exited = new Promise((resolve) => {
      child.once('exit', () => {
        if (this.#child === child) this.#child = undefined;
        resolve();
      });
    });
  }

  /** SIGKILL, by way of the guard. Returns when the process is gone. */
  async kill(): Promise<void> {
    this.#child?.ref();
    this.#child?.stdin?.destroy();
    await this.#exited;
  }

  /** SIGTERM, and SIGKILL when that takes longer than `patienceMs`. */
  async stop(patienceMs: number): Promise<void> {
    this.#child?.ref();
    this.#child?.kill('SIGTERM');
    const limit = setTimeout(() => this.#child?.stdin?.destroy(), patienceMs);
    await this.#exited;
    clearTimeout(limit);
  }

  /** Why waiting for this server is in vain, or undefined while it runs. */
  whyDead(): string | undefined {
    return this.#child === undefined ? `the server ended by itself\n${this.lastLines()}` : undefined;
  }

  lastLines(): string {
    const lines = readFileSync(this.#logFile, 'utf8').trimEnd().split('\n');
    return ['the last lines of its log:', ...lines.slice(-LOG_LINES_SHOWN)].join('\n');
  }
}
