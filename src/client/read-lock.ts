// One reader at a time, in the order of asking. Must not know what is read.
import { abortError, onAbort } from '../base/abort.ts';

export class ReadLock {
  readonly #waiting = new Set<() => void>();
  #isHeld = false;

  /** Resolves with the function that gives the lock back (idempotent); rejects when the signal fires first. */
  acquire(signal: AbortSignal): Promise<() => void> {
    if (!this.#isHeld) return Promise.resolve(this.#hold());
    return new Promise((resolve, reject) => {
      const enter = () => {
        this.#waiting.delete(enter);
        stop();
        resolve(this.#hold());
      };
      const stop = onAbort(signal, () => {
        this.#waiting.delete(enter);
        reject(abortError(signal, 'wait until the Batch read before is closed'));
      });
      if (!signal.aborted) this.#waiting.add(enter);
    });
  }

  #hold(): () => void {
    this.#isHeld = true;
    let isMine = true;
    return () => {
      if (!isMine) return;
      isMine = false;
      this.#isHeld = false;
      for (const enter of this.#waiting) return enter();
    };
  }
}
