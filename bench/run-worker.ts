// Starts one worker process and reads its report.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Job, Measured } from './adapter.ts';
import type { Contestant } from './clients.ts';
import type { Scenario } from './scenarios.ts';

const LIMIT_MS = 300_000;

export function runWorker(contestant: Contestant, scenario: Scenario, job: Job): Promise<Measured> {
  const order = JSON.stringify({ adapter: contestant.url, scenario: scenario.name, job });
  const worker = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'worker.ts'), order], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
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
    worker.on('exit', (code, signal) => {
      clearTimeout(limit);
      const line = out.split('\n').findLast((text) => text.startsWith('{'));
      if (code === 0 && line !== undefined) resolve(JSON.parse(line) as Measured);
      else reject(new Error(`${contestant.name} ${scenario.name} ended with ${signal ?? code}:\n${errors || out}`));
    });
  });
}
