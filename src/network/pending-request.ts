// One request from send() to its end. Owns: that its promise settles exactly once.
// Invariant: queued -> written -> settled, or queued -> settled; a settled one never calls its caller again.
import type { KafkaError } from '../base/errors.ts';
import type { Api } from '../protocol/api.ts';

/** Just the parts of an Api that a connection uses, with the types of its messages forgotten. */
export type UntypedApi = Api<unknown, unknown>;

const ignore = (): void => {};

export class PendingRequest {
  readonly api: UntypedApi;
  readonly version: number;
  readonly expectsResponse: boolean;
  /** Monotonic time at which the caller gets TIMEOUT. Infinity once it was handled. */
  deadline: number;
  readonly timeoutMs: number;
  /** The message, until it is written. */
  request: unknown;
  /** Negative until it is written. */
  correlationId = -1;
  /** Size of its frame, once it is written. */
  bytes = 0;
  /** Monotonic time of the write. */
  writtenAt = 0;
  settled = false;
  /** Stops listening to the caller's signal. */
  stopListening: () => void = ignore;
  readonly #resolve: (response: unknown) => void;
  readonly #reject: (error: unknown) => void;

  constructor(
    what: { api: UntypedApi; version: number; request: unknown; expectsResponse: boolean },
    times: { deadline: number; timeoutMs: number },
    resolve: (response: unknown) => void,
    reject: (error: unknown) => void,
  ) {
    this.api = what.api;
    this.version = what.version;
    this.request = what.request;
    this.expectsResponse = what.expectsResponse;
    this.deadline = times.deadline;
    this.timeoutMs = times.timeoutMs;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** `Fetch v17 to host:port`. */
  describe(address: string): string {
    return `${this.api.name} v${this.version} to ${address}`;
  }

  succeed(response: unknown): void {
    if (this.settled) return;
    this.#end();
    this.#resolve(response);
  }

  fail(error: KafkaError): void {
    if (this.settled) return;
    this.#end();
    this.#reject(error);
  }

  #end(): void {
    this.settled = true;
    this.request = undefined;
    this.stopListening();
  }
}
