// A network that fails on order, between the client under test and every broker. Owns: which fault, when, how long.
import { setTimeout as pause } from 'node:timers/promises';
import { blackHole, cutInside, delay, drip, type Fault, halfClose, reset } from '../support/fault-proxy/fault.ts';
import { FaultNetwork } from '../support/fault-proxy/fault-network.ts';

const CALM_MS = 3_000;
const LONGEST_MS = 2_000;

/** Faults that brokers and clients see in the field. Each is lifted again; what waited on open connections goes on. */
function faults(pick: () => number): readonly Fault[] {
  return [delay(40), drip(20_000, 10), cutInside(pick), halfClose(), reset(), blackHole()];
}

export class NetworkTrouble {
  readonly network: FaultNetwork = new FaultNetwork();
  readonly #stop = new AbortController();
  readonly #pick: () => number;
  #running: Promise<void> | undefined;
  /** Faults that were put in place. */
  count = 0;

  constructor(pick: () => number) {
    this.#pick = pick;
  }

  begin(): void {
    this.#running = this.#run().catch((error: unknown) => {
      if (!this.#stop.signal.aborted) throw error;
    });
    // Its failure is told by end().
    this.#running.catch(() => {});
  }

  /** Ends with a network that works. */
  async end(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await this.network.lift();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    const all = faults(this.#pick);
    for (;;) {
      await pause(this.#pick() * CALM_MS, undefined, { signal });
      const fault = all[Math.floor(this.#pick() * all.length)] as Fault;
      const way = this.#pick() < 0.5 ? 'toBroker' : 'toClient';
      // Half of the connections: a broker that is half reachable is worse than one that is not.
      const odd = Math.floor(this.#pick() * 2);
      await this.network.inject({ [way]: fault }, (connection) => connection % 2 === odd);
      this.count++;
      await pause(this.#pick() * LONGEST_MS, undefined, { signal });
      await this.network.lift();
    }
  }
}
