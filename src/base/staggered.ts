// Tries several ways to the same thing, each a little after the one before. Owns: order, pauses, giving up the losers.
import { setMaxListeners } from 'node:events';
import type { Clock, Timer } from './clock.ts';

/**
 * Starts the first task, the next when one fails or after `staggerMs`, and so on; resolves with the first success and
 * aborts the rest through their signal; what still arrives from those goes to `discard`. Rejects with an AggregateError,
 * in order of the tasks, when all have failed.
 */
export function staggered<T>(
  clock: Clock,
  staggerMs: number,
  tasks: readonly ((signal: AbortSignal) => Promise<T>)[],
  discard: (value: T) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const losers = new AbortController();
    setMaxListeners(0, losers.signal);
    const errors: unknown[] = new Array(tasks.length).fill(undefined);
    let next = 0;
    let failed = 0;
    let isDone = false;
    let timer: Timer | undefined;
    const startNext = () => {
      timer?.cancel();
      const index = next++;
      const task = tasks[index];
      if (task === undefined || isDone) return;
      if (next < tasks.length) timer = clock.after(staggerMs, startNext);
      task(losers.signal).then(
        (value) => {
          if (isDone) return discard(value);
          isDone = true;
          timer?.cancel();
          resolve(value);
          losers.abort();
        },
        (error) => {
          errors[index] = error;
          failed++;
          if (isDone) return;
          if (failed === tasks.length) reject(new AggregateError(errors, 'every way has failed'));
          else startNext();
        },
      );
    };
    if (tasks.length === 0) reject(new AggregateError([], 'there is no way to try'));
    else startNext();
  });
}
