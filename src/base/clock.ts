// Time, injected. Owns: the only calls to setTimeout and Date.now in the library, so that tests own time.

/** A running timer. `cancel` is idempotent. */
export interface Timer {
  cancel(): void;
}

export interface TimerOptions {
  /** False for housekeeping that must not keep the process alive (idle close, metadata age). Default true. */
  readonly keepAlive?: boolean;
}

/** Where time comes from: the system clock, or a virtual one in tests. All times are milliseconds. */
export interface Clock {
  /** Wall-clock time in milliseconds since 1970. */
  now(): number;
  /** Monotonic time in milliseconds, for durations and deadlines. */
  monotonic(): number;
  /** Calls `run` once, after `ms`. Negative and NaN count as 0; Infinity is never, and any other delay is kept. */
  after(ms: number, run: () => void, options?: TimerOptions): Timer;
}

const LONGEST_DELAY_MS = 2 ** 31 - 1;

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, run, options) {
    // Node fires at once, with a warning, for delays that are negative, NaN or above 2^31-1: longer ones go in stages.
    if (!(ms > LONGEST_DELAY_MS)) {
      const handle = setTimeout(run, Math.max(0, ms || 0));
      if (options?.keepAlive === false) handle.unref();
      return { cancel: () => clearTimeout(handle) };
    }
    let stage = systemClock.after(
      LONGEST_DELAY_MS,
      () => {
        stage = systemClock.after(ms - LONGEST_DELAY_MS, run, options);
      },
      options,
    );
    return { cancel: () => stage.cancel() };
  },
};
