// When the brokers known are given up for the addresses of first contact: because the cluster says so, or because no
// metadata has come from them for too long (KIP-1102). Owns: that decision, and since when it holds. Must not know: requests.
//
//     knowing -> failing -> startingAnew -> knowing      failing: asked, and not answered yet
//        ^__________|______________|
//
// Invariant: the timer runs exactly while metadata is asked for and has not come; answers that were asked for before a new
// start are of an era that is over.
import type { Clock, Timer } from '../base/clock.ts';

/** What a new start does to the rest of the cluster. */
export interface RebootstrapHost {
  readonly clock: Clock;
  /** How long metadata may fail to come. */
  readonly afterMs: number;
  /** The brokers known are not to be asked any more. */
  startAnew(reason: string): void;
}

export class Rebootstrap {
  readonly #host: RebootstrapHost;
  #timer: Timer | undefined;
  #isStartingAnew = false;
  #era = 0;

  constructor(host: RebootstrapHost) {
    this.#host = host;
  }

  /** Whether only the addresses of first contact are to be asked. */
  get isStartingAnew(): boolean {
    return this.#isStartingAnew;
  }

  /** Metadata is asked for; answers a token for `answered`. */
  asking(): number {
    this.#timer ??= this.#arm();
    return this.#era;
  }

  /** Metadata has come that names brokers; false: it was asked for before a new start and does not count. */
  answered(era: number): boolean {
    if (era !== this.#era) return false;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#isStartingAnew = false;
    return true;
  }

  /** The cluster has asked for it. Nothing happens where the answer is older than the last new start. */
  demanded(era: number): void {
    if (era === this.#era) this.#begin('the cluster asks for it');
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #arm(): Timer {
    const { clock, afterMs } = this.#host;
    // Housekeeping: a process that only waits for this may end.
    return clock.after(afterMs, () => this.#begin(`no metadata has come for ${afterMs} ms`), { keepAlive: false });
  }

  #begin(reason: string): void {
    this.#era++;
    this.#isStartingAnew = true;
    this.#timer?.cancel();
    this.#timer = this.#arm();
    this.#host.startAnew(reason);
  }
}
