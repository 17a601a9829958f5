// One run of an app, from the first contact to the last commit. Owns: reading, and the order of starting and stopping.
// Must not know which classes read and write: see ports.ts.
// Invariant: `done` settles once; after it nothing of this run is open, and no offset moves.
//
//     starting --> running --> stopping --> closed
//         '---------------------^   (stop, abort or an error while starting)
import { type CallOptions, sleep, waitFor } from '../base/abort.ts';
import { type Deferred, deferred } from '../base/deferred.ts';
import { KafkaError, toError } from '../base/errors.ts';
import type { AppSettings } from './app-options.ts';
import { type BoundTopic, Dispatcher } from './dispatcher.ts';
import type { AppHealth } from './health.ts';
import type { Ports, RecordReader, RecordWriter } from './ports.ts';
import { checkTopics } from './topic-check.ts';

/** Longest time for what an abrupt stop still does: the last commit, and closing. */
const ABRUPT_MS = 2000;
/** Longest time for the last commit and for closing after everything else is done, beyond a graceful stop's own limit. */
const CLOSING_MS = 5000;
/** Pause after an error of the reader that `onError` does not stop at. */
const READ_AGAIN_MS = 1000;

/** Errors of what stands in the log, not of the way to it: only these can be skipped. */
const UNREADABLE: ReadonlySet<string> = new Set(['CORRUPT_BATCH', 'CORRUPT_MESSAGE', 'UNSUPPORTED']);

export class AppRun {
  readonly #settings: AppSettings;
  readonly #bound: readonly BoundTopic[];
  readonly #ports: Ports;
  readonly #done: Deferred<void> = deferred();
  /** Fires when reading and starting are to end. */
  readonly #reading = new AbortController();
  /** Fires when nothing is to be waited for any more. */
  readonly #abrupt: Deferred<void> = deferred();
  /** The first assignment, or the end of waiting for it. */
  readonly #assigned: Deferred<void> = deferred();
  #state: 'starting' | 'running' | 'stopping' | 'closed' = 'starting';
  #cause: Error | undefined;
  #reader: RecordReader | undefined;
  #writer: RecordWriter | undefined;
  #dispatcher: Dispatcher | undefined;
  #loop: Promise<void> = Promise.resolve();
  #stopping: Promise<void> | undefined;

  constructor(bound: readonly BoundTopic[], settings: AppSettings, ports: Ports) {
    this.#bound = bound;
    this.#settings = settings;
    this.#ports = ports;
    // Who does not look at `done` must not be punished with a crash: onError has seen the error.
    this.#done.promise.catch(() => {});
  }

  get state(): 'starting' | 'running' | 'stopping' | 'closed' {
    return this.#state;
  }

  /** Resolves when a run that was asked to stop is closed; rejects with the error that closed it otherwise. */
  get done(): Promise<void> {
    return this.#done.promise;
  }

  /** First contact, checks, and the reader; resolves at the first assignment. A failure closes everything again. */
  async start(call: CallOptions): Promise<void> {
    const { deadLetter, retry } = this.#settings;
    const signal = call.signal ? AbortSignal.any([call.signal, this.#reading.signal]) : this.#reading.signal;
    try {
      const topics = this.#bound.map(({ topic }) => topic);
      const failureTopics = await checkTopics(this.#ports.admin, topics, this.#settings, { ...call, signal });
      if (this.#state !== 'starting') throw new KafkaError('CLOSED', 'start: the app was stopped meanwhile');
      if (retry !== undefined || deadLetter !== undefined) this.#writer = this.#ports.openWriter();
      const dispatcher = new Dispatcher(this.#bound, this.#settings, {
        reader: () => this.#reader as RecordReader,
        writer: () => this.#writer as RecordWriter,
        positions: () => this.#reader?.stats(),
        failureTopics,
        fail: (error) => this.fail(error),
      });
      this.#dispatcher = dispatcher;
      this.#reader = this.#ports.openReader(retry === undefined ? topics : [...topics, retry.topic], {
        onAssigned: (partitions) => {
          dispatcher.assigned(partitions);
          this.#assigned.resolve();
        },
        onRevoked: (partitions) => dispatcher.revoked(partitions),
        onLost: (partitions) => dispatcher.lost(partitions),
      });
      this.#state = 'running';
      this.#loop = this.#read(this.#reader, dispatcher);
      await waitFor(this.#assigned.promise, this.#settings.clock, 'start: the group has not assigned partitions', call);
      if (this.#stopping !== undefined) {
        throw this.#cause ?? new KafkaError('CLOSED', 'start: the app was stopped meanwhile');
      }
    } catch (thrown) {
      const error = toError(thrown);
      if (this.#stopping === undefined) {
        this.#cause = error;
        this.#stopping = this.#stop(0);
      }
      await this.#stopping;
      throw error;
    }
  }

  /** Stops: no more reading, what runs may finish for `timeoutMs`, then as `abort`. Idempotent; resolves when closed. */
  stop(timeoutMs: number): Promise<void> {
    this.#stopping ??= this.#stop(timeoutMs);
    return this.#stopping;
  }

  /** Stops at once: handlers are told by their signal, and not waited for. */
  abort(): Promise<void> {
    this.#abrupt.resolve();
    return this.stop(0);
  }

  /** Closes because of an error; the first one is the cause. */
  fail(error: Error): void {
    if (this.#stopping !== undefined) return;
    this.#cause = error;
    void this.stop(this.#settings.stopTimeoutMs);
  }

  health(): AppHealth {
    if (this.#state !== 'running') return { healthy: false, reasons: [`the app is ${this.#state}`] };
    const own = this.#dispatcher?.healthReasons() ?? [];
    // A rebalance within its time is a reason to wait, and nothing that is wrong.
    const { healthy, reasons } = this.#reader?.health() ?? { healthy: true, reasons: [] };
    return { healthy: own.length === 0 && healthy, reasons: [...own, ...reasons] };
  }

  async #read(reader: RecordReader, dispatcher: Dispatcher): Promise<void> {
    const { clock, logger } = this.#settings;
    const { signal } = this.#reading;
    while (!signal.aborted) {
      let error: Error;
      try {
        for await (const batch of reader.batches({ signal })) dispatcher.accept(batch);
        if (signal.aborted) return;
        error = new KafkaError('CLOSED', 'the reader was closed under the app');
      } catch (thrown) {
        if (signal.aborted) return;
        error = toError(thrown);
      }
      logger.error('reading failed', { error: error.message });
      // A reader that is closed reads nothing any more, whatever onError says.
      const decision = await dispatcher.report(error);
      if (decision !== 'stop' && KafkaError.is(error) && error.code === 'CLOSED') this.fail(error);
      if (decision === 'skip' && (await this.#skip(reader, error))) continue;
      await sleep(clock, READ_AGAIN_MS, signal).catch(() => {});
    }
  }

  /** Goes on behind a batch that cannot be read; false where the error is not about one, or its end cannot be told. */
  async #skip(reader: RecordReader, error: Error): Promise<boolean> {
    if (!KafkaError.is(error) || !UNREADABLE.has(error.code)) return false;
    const { topic, partition, offset, lastOffset } = error;
    if (topic === undefined || partition === undefined || offset === undefined) return false;
    try {
      // Where the end is not certain, the rest of the batch is asked about offset by offset.
      await reader.seek({ topic, partition }, Math.max(offset, lastOffset ?? offset) + 1);
      return true;
    } catch (thrown) {
      this.#settings.logger.warn('a batch could not be skipped', { topic, partition, error: toError(thrown).message });
      return false;
    }
  }

  async #stop(timeoutMs: number): Promise<void> {
    this.#state = 'stopping';
    this.#assigned.resolve();
    // Whoever calls from inside a handler or a callback gets its stack back first.
    await Promise.resolve();
    this.#dispatcher?.drain();
    this.#reading.abort();
    const graceful = await this.#within(timeoutMs, async () => {
      await this.#loop;
      await this.#dispatcher?.whenSettled();
    });
    const limitMs = graceful ? CLOSING_MS : ABRUPT_MS;
    await this.#within(limitMs, async () => this.#dispatcher?.commit(), 'always');
    this.#dispatcher?.close();
    await this.#within(limitMs, () => this.#close(limitMs), 'always');
    this.#state = 'closed';
    if (this.#cause === undefined) this.#done.resolve();
    else this.#done.reject(this.#cause);
  }

  async #close(timeoutMs: number): Promise<void> {
    const closing = [this.#reader?.close({ timeoutMs }), this.#writer?.close({ timeoutMs })];
    for (const result of await Promise.allSettled(closing)) {
      if (result.status === 'fulfilled') continue;
      this.#settings.logger.warn('closing failed', { error: toError(result.reason).message });
    }
    await this.#ports.close();
  }

  /** True when the work was done in time; an abrupt stop ends the wait, unless it is `always` worth its time. */
  #within(timeoutMs: number, work: () => Promise<void>, when?: 'always'): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = this.#settings.clock.after(timeoutMs, () => resolve(false));
      const end = (inTime: boolean): void => {
        timer.cancel();
        resolve(inTime);
      };
      if (when === undefined) void this.#abrupt.promise.then(() => end(false));
      work().then(
        () => end(true),
        (error: unknown) => {
          this.#settings.logger.warn('stopping', { error: toError(error).message });
          end(true);
        },
      );
    });
  }
}
