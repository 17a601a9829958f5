// Faults that tests have ordered: the next request of an API fails in a chosen way. Owns: the list, first come first served.
import { configError } from '../base/errors.ts';
import { ProduceFaults } from './produce-fault.ts';
import { ReadFaults } from './read-fault.ts';
import { servedApis } from './request-handlers/registry.ts';

/**
 * How a request fails: answered with an error code, connection closed without an answer, or never answered, all three
 * without being served; or served, and the connection closed before the answer, or answered only after `delayMs`.
 */
export type Fault = number | 'disconnect' | 'no-answer' | 'lost-answer' | { readonly delayMs: number };

export class FaultPlan {
  /** Those of single partitions. */
  readonly produce: ProduceFaults = new ProduceFaults();
  readonly read: ReadFaults = new ReadFaults();
  readonly #planned = new Map<number, Fault[]>();

  /** The next request of the API, on any broker, fails so; several faults of one API come one after another. */
  failNext(api: number | string, fault: Fault): void {
    const known = servedApis.find((each) => each.key === api || each.name === api);
    if (known === undefined)
      throw configError('api', api, `an API key, or one of ${servedApis.map(({ name }) => name).join(', ')}`);
    const faults = this.#planned.get(known.key);
    if (faults === undefined) this.#planned.set(known.key, [fault]);
    else faults.push(fault);
  }

  /** Takes the next fault of an API, if one is planned. */
  take(apiKey: number): Fault | undefined {
    return this.#planned.size === 0 ? undefined : this.#planned.get(apiKey)?.shift();
  }
}
