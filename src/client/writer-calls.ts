// Calls of a Writer that more than the engine has a part in: middleware, completion, callers that wait for acceptance
// only. Owns: the chain, who is told what and when. Must not know options.
//
//     writeMessages -> middleware 1 -> middleware 2 -> engine          accepted: the caller of an async writer goes on
//                <-              <-               <-  fate known       then completion, then the caller of another
//
// Invariants: completion is called once per call. A caller that gives up ends its own wait and what was not accepted yet;
// the chain goes on until the fate of the rest is known.
import { type CallOptions, waitFor } from '../base/abort.ts';
import type { Clock } from '../base/clock.ts';
import { deferred } from '../base/deferred.ts';
import { KafkaError, toError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { functionOption } from '../base/options.ts';
import { fault, type OutgoingMessage } from '../produce/outgoing-message.ts';
import type { Producer } from '../produce/producer.ts';
import { WriteErrors } from '../produce/write-errors.ts';
import { WriteResult } from '../produce/write-result.ts';
import type { WriterSettings } from './writer-options.ts';

/** Hands messages on: to the next middleware, or to the buffer. Settles when the fate of every message is known. */
export type NextWrite = (messages: readonly OutgoingMessage[]) => Promise<WriteResult>;

/**
 * Stands between `writeMessages` and the buffer: may change messages, leave some out, measure, try again. Returns what
 * `next` gave, or throws.
 */
export type WriteMiddleware = (messages: readonly OutgoingMessage[], next: NextWrite) => Promise<WriteResult>;

export class WriterCalls {
  readonly #producer: Producer;
  readonly #settings: WriterSettings;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #running = new Set<Promise<unknown>>();
  #middleware: readonly WriteMiddleware[] = [];

  constructor(
    producer: Producer,
    settings: WriterSettings,
    cluster: { readonly clock: Clock; readonly logger: Logger },
  ) {
    this.#producer = producer;
    this.#settings = settings;
    this.#clock = cluster.clock;
    this.#logger = cluster.logger;
  }

  /** Nobody but the engine has a part in calls. */
  get isPlain(): boolean {
    return this.#middleware.length === 0 && this.#settings.completion === undefined;
  }

  use(middleware: WriteMiddleware): void {
    functionOption('middleware', middleware ?? null, 'a function of (messages, next)');
    this.#middleware = [...this.#middleware, middleware];
  }

  /** Resolves when all calls that run now have ended. */
  async ended(): Promise<void> {
    await Promise.allSettled(this.#running);
  }

  write(messages: readonly OutgoingMessage[], call: CallOptions): Promise<WriteResult> {
    const accepted = deferred<WriteResult>();
    // The way out for callers of an async writer that do not look at the promise: `completion` tells them.
    accepted.promise.catch(() => {});
    const finished = this.#run(messages, (list) => {
      if (!Array.isArray(list)) throw fault('list', list, 'an array of messages, from a middleware');
      const write = this.#producer.writeDetached(list, this.#settings.topic, call);
      write.accepted.then(accepted.resolve, accepted.reject);
      return write.finished;
    });
    this.#running.add(finished);
    finished.then(
      (result) => {
        this.#running.delete(finished);
        accepted.resolve(result);
        this.#tell(messages, undefined, result);
      },
      (thrown: unknown) => {
        this.#running.delete(finished);
        accepted.reject(thrown);
        this.#tell(messages, toError(thrown), thrown instanceof WriteErrors ? thrown.result : undefined);
      },
    );
    return this.#settings.isAsync ? accepted.promise : waitFor(finished, this.#clock, 'write', call);
  }

  /** A call that came too late. */
  refuse(messages: readonly OutgoingMessage[], error: KafkaError): Promise<never> {
    const refused = Promise.reject(error);
    if (this.#settings.isAsync) refused.catch(() => {});
    queueMicrotask(() => this.#tell(messages, error, undefined));
    return refused;
  }

  async #run(messages: readonly OutgoingMessage[], last: NextWrite): Promise<WriteResult> {
    const result: unknown = await pass(this.#middleware, 0, messages, last);
    if (result instanceof WriteResult) return result;
    throw new KafkaError('HANDLER', 'a middleware of the writer returned something else than the result of next');
  }

  #tell(messages: readonly OutgoingMessage[], error: Error | undefined, result: WriteResult | undefined): void {
    try {
      this.#settings.completion?.(messages, error, result);
    } catch (thrown) {
      this.#logger.warn('completion has thrown', { error: toError(thrown).message });
    }
  }
}

async function pass(
  chain: readonly WriteMiddleware[],
  at: number,
  messages: readonly OutgoingMessage[],
  last: NextWrite,
): Promise<WriteResult> {
  const middleware = chain[at];
  if (middleware === undefined) return last(messages);
  return middleware(messages, (list) => {
    const written = pass(chain, at + 1, list, last);
    // A middleware may do something else before it looks at it.
    written.catch(() => {});
    return written;
  });
}
