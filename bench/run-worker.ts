// Starts one worker process and reads its report.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const LIMIT_MS = 300_000;

/** Runs `file` (below bench/) with an order and resolves to its report. `what` names it in errors. */
export function runWorker<Report>(file: string, order: object, what: string): Promise<Report> {
  const args = ['--import', 'tsx', join(import.meta.dirname, file), JSON.stringify(order)];
  return runProgram(process.execPath, args, what);
}

/** Runs a program and resolves to its report: the last line of its output that is JSON. */
export function runProgram<Report>(program: string, args: readonly string[], what: string): Promise<Report> {
  const worker = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    let out = '';
    let errors = '';
    const limit = setTimeout(() => worker.kill('SIGKILL'), LIMIT_MS);
    worker.stdout.on('data', (chunk) => {
      out += chunk;
    });
    worker.stderr.on('data', (chunk) => {
      errors = (errors + chunk).slice(-4000);
    });
    worker.on('error', reject);
    worker.on('exit', (code, signal) => {
      clearTimeout(limit);
      const line = out.split('\n').findLast((text) => text.startsWith('{'));
      if (code === 0 && line !== undefined) resolve(JSON.parse(line) as Report);
      else reject(new Error(`${what} ended with ${signal ?? code}:\n${errors || out}`));
    });
  });
}
