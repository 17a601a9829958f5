// How busy this machine is: a run on a machine without idle time measures the machine. Owns: reading the counters.
import { cpus } from 'node:os';

interface Counters {
  readonly idle: number;
  readonly total: number;
}

function counters(): Counters {
  let idle = 0;
  let total = 0;
  for (const { times } of cpus()) {
    idle += times.idle;
    for (const time of Object.values(times)) total += time;
  }
  return { idle, total };
}

const share = (from: Counters, to: Counters): number =>
  to.total === from.total ? 1 : (to.idle - from.idle) / (to.total - from.total);

/** Idle time of all CPUs, from 0 to 1, since it was made and lately. */
export class IdleCpu {
  #begun: Counters = counters();
  #last: Counters = this.#begun;

  /** Begins anew. */
  reset(): void {
    this.#begun = counters();
    this.#last = this.#begun;
  }

  /** Since the beginning. */
  total(): number {
    return share(this.#begun, counters());
  }

  /** Since the last call of this. */
  lately(): number {
    const now = counters();
    const idle = share(this.#last, now);
    this.#last = now;
    return idle;
  }
}
