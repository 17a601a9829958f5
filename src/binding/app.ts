// The public face of the binding layer: what is bound, and when it runs. The work is done by AppRun.
import type { CallOptions } from '../base/abort.ts';
import { onAbort } from '../base/abort.ts';
import { type Deferred, deferred } from '../base/deferred.ts';
import { configError, KafkaError } from '../base/errors.ts';
import { durationOption } from '../base/options.ts';
import { type AppOptions, type AppSettings, appSettings, fullTopicName } from './app-options.ts';
import { AppRun } from './app-run.ts';
import { type BindOptions, type BindSettings, bindSettings } from './bind-options.ts';
import { compose, type Handler, type Middleware } from './handler.ts';
import type { AppHealth } from './health.ts';
import { openPorts } from './open-ports.ts';
import type { Ports } from './ports.ts';

/** How long a graceful stop may take. */
export interface StopOptions {
  /** After this time what still runs is told by its signal and not waited for. @default the app's `stopTimeoutMs` */
  readonly timeoutMs?: number | undefined;
}

interface Bound {
  readonly handler: Handler;
  readonly settings: BindSettings;
}

/**
 * Binds topics to handlers and runs them as a member of a consumer group: records are handled, retried, dead-lettered,
 * and their offsets committed, at least once and in order unless options say otherwise.
 *
 *     const app = new App({ brokers, groupId: 'billing', onError: () => 'stop' })
 *     app.bind('orders', async (record, { signal }) => { ... })
 *     await app.start()
 *     await app.done
 */
export class App implements AsyncDisposable {
  readonly #settings: AppSettings;
  readonly #bound = new Map<string, Bound>();
  readonly #middleware: Middleware[] = [];
  readonly #done: Deferred<void> = deferred();
  readonly #signal: AbortSignal | undefined;
  #run: AppRun | undefined;
  #starting: Promise<void> | undefined;
  #closed = false;
  /** @internal Opens what the app reads and writes with; tests put stand-ins here. */
  _openPorts: () => Ports;

  /** Checks its options and does no I/O. */
  constructor(options: AppOptions) {
    this.#settings = appSettings(options);
    this._openPorts = openPorts(options, this.#settings);
    this.#signal = options.signal;
    this.#done.promise.catch(() => {});
  }

  /** Handles the records of a topic; one binding per topic, before `start`. */
  bind(topic: string, handler: Handler): this;
  bind(topic: string, options: BindOptions, handler: Handler): this;
  bind(topic: string, optionsOrHandler: BindOptions | Handler, maybeHandler?: Handler): this {
    const [options, handler] =
      typeof optionsOrHandler === 'function' ? [{}, optionsOrHandler] : [optionsOrHandler, maybeHandler];
    if (typeof handler !== 'function') throw configError('handler', handler, 'a function');
    this.#mustBeNew(`bind ${topic}`);
    const { deadLetter, retry, suffix } = this.#settings;
    const name = fullTopicName('topic', topic, suffix);
    if (this.#bound.has(name)) throw new KafkaError('CONFIG', `bind ${name}: the topic is bound already`);
    if (name === retry?.topic || name === deadLetter?.topic) {
      const role = name === retry?.topic ? 'retry' : 'dead letter';
      throw new KafkaError('CONFIG', `bind ${name}: it is the ${role} topic of this app`);
    }
    const means = { retry: retry !== undefined, deadLetter: deadLetter !== undefined };
    this.#bound.set(name, { handler, settings: bindSettings(`bind(${topic})`, options, means) });
    return this;
  }

  /** Puts middleware around every handler: the first one given is the outermost. Before `start`. */
  use(...middleware: readonly Middleware[]): this {
    this.#mustBeNew('use');
    for (const [index, one] of middleware.entries()) {
      if (typeof one !== 'function') throw configError(`use[${index}]`, one, 'a function that wraps a handler');
    }
    this.#middleware.push(...middleware);
    return this;
  }

  /**
   * Makes the first contact, checks the topics, joins the group; resolves when the group has assigned partitions, so
   * that what is written from then on is read also under `startOffset: 'last'`. Rejects where that fails, or does not
   * happen within `timeoutMs` (by default the group is waited for without end), and the app is closed then. Errors after it go to `onError` and, where they end the app, to `done`.
   */
  start(call: CallOptions = {}): Promise<void> {
    if (this.#starting !== undefined) return this.#starting;
    if (this.#closed) return Promise.reject(new KafkaError('CLOSED', 'start: the app is closed'));
    if (this.#bound.size === 0) {
      return Promise.reject(new KafkaError('CONFIG', 'start: no topic is bound; call bind(topic, handler) first'));
    }
    this.#starting = this.#start(call);
    return this.#starting;
  }

  /** Resolves when the app is closed because it was asked to; rejects with the error that closed it otherwise. */
  get done(): Promise<void> {
    return this.#done.promise;
  }

  /**
   * Stops gracefully: reads no more, lets running handlers and writes finish, commits, leaves the group. What is not
   * finished in time is told by its signal, and its offset is not committed. Resolves when closed, idempotent.
   */
  async stop(options: StopOptions = {}): Promise<void> {
    const timeoutMs = durationOption('timeoutMs', options.timeoutMs, this.#settings.stopTimeoutMs);
    this.#close();
    await this.#run?.stop(timeoutMs);
  }

  /** The same as {@link App.stop}. */
  close(options: StopOptions = {}): Promise<void> {
    return this.stop(options);
  }

  /** Stops at once: handlers are told by their signal and not waited for. Also ends a graceful stop. Resolves when closed. */
  async abort(): Promise<void> {
    this.#close();
    await this.#run?.abort();
  }

  /** Whether everything is as it should be, and if not, why. */
  health(): AppHealth {
    if (this.#run !== undefined) return this.#run.health();
    return { healthy: false, reasons: [this.#closed ? 'the app is closed' : 'the app is not started'] };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #start(call: CallOptions): Promise<void> {
    const bound = [...this.#bound].map(([topic, { handler, settings }]) => ({
      topic,
      settings,
      handler: compose(this.#middleware, handler),
    }));
    const run = new AppRun(bound, this.#settings, this._openPorts());
    this.#run = run;
    run.done.then(this.#done.resolve, this.#done.reject);
    const stopListening = onAbort(this.#signal, () => void this.abort());
    run.done.then(stopListening, stopListening);
    await run.start(call);
  }

  /** No run was begun, so there is nothing to wait for. */
  #close(): void {
    this.#closed = true;
    if (this.#run === undefined) this.#done.resolve();
  }

  #mustBeNew(what: string): void {
    if (this.#closed) throw new KafkaError('CLOSED', `${what}: the app is closed`);
    if (this.#starting !== undefined) {
      throw new KafkaError('CONFIG', `${what}: the app has started; everything is bound before start()`);
    }
  }
}
