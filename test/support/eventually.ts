// Waiting for a condition in real time, without sleeping for a guessed time.
import { setTimeout as pause } from 'node:timers/promises';

/** Resolves when `condition` holds; rejects, saying what was awaited, when it does not within `limitMs`. */
export async function eventually(what: string, condition: () => boolean, limitMs = 5_000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`not within ${limitMs} ms: ${what}`);
    await pause(1);
  }
}
