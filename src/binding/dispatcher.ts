// From assigned partitions to bindings. Owns: the sources, and who is told when one of them moves or stands still.
// Must not know the lifecycle of the app: it is told to drain and to close.
import { KafkaError, toError } from '../base/errors.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import type { AppSettings, ErrorContext, ErrorDecision } from './app-options.ts';
import type { AppRecord } from './app-record.ts';
import type { BindSettings } from './bind-options.ts';
import { BindingRunner, type RunnerMeans } from './binding-runner.ts';
import { Committer } from './committer.ts';
import { Delivery } from './delivery.ts';
import { FailureRouter } from './failure-router.ts';
import { FailureWriter } from './failure-writer.ts';
import { PartitionFeed, RetryFeed } from './feed.ts';
import { FeedPool, type Pool } from './feed-pool.ts';
import type { Handler } from './handler.ts';
import { HealthBoard } from './health.ts';
import { KeyPool } from './key-pool.ts';
import { Hold, PartitionSource, type SourceListener } from './partition-source.ts';
import { PassedOffsets } from './passed-offsets.ts';
import type { ReadBatch, ReadPositions, RecordReader, RecordWriter } from './ports.ts';
import { RetryGate } from './retry-gate.ts';
import { StallWatch } from './stall-watch.ts';
import type { FailureTopics } from './topic-check.ts';

/** A topic, its handler with the middleware around it, and how it is to be run. */
export interface BoundTopic {
  readonly topic: string;
  readonly handler: Handler;
  readonly settings: BindSettings;
}

/** What the dispatcher needs of the run that it is part of. */
export interface DispatcherMeans {
  readonly reader: () => RecordReader;
  readonly writer: () => RecordWriter;
  /** How far the reader is; undefined before it is opened. */
  readonly positions: () => ReadPositions | undefined;
  readonly failureTopics: FailureTopics;
  /** Closes the app because of this error. */
  fail(error: Error): void;
}

interface Binding {
  readonly runner: BindingRunner;
  readonly pool: Pool;
  readonly retries: RetryFeed;
}

/** Due retries that may wait for a free handler, per binding. */
const MAX_WAITING_RETRIES = 1000;

export class Dispatcher implements SourceListener {
  readonly #settings: AppSettings;
  readonly #means: DispatcherMeans;
  readonly #health = new HealthBoard();
  readonly #bindings: ReadonlyMap<string, Binding>;
  readonly #unroutable: Binding;
  readonly #committer: Committer;
  readonly #failureWriter: FailureWriter;
  readonly #gate: RetryGate | undefined;
  readonly #watch: StallWatch;
  readonly #passed: PassedOffsets;
  readonly #sources = new Map<string, Map<number, PartitionSource>>();
  readonly #feeds = new Map<PartitionSource, PartitionFeed>();

  constructor(bound: readonly BoundTopic[], settings: AppSettings, means: DispatcherMeans) {
    this.#settings = settings;
    this.#means = means;
    const { clock, logger } = settings;
    this.#committer = new Committer({
      reader: means.reader,
      intervalMs: settings.commitIntervalMs,
      clock,
      logger,
      health: this.#health,
      onCommit: (offsets) => this.hook(() => settings.hooks.onCommit?.(offsets)),
      onError: (error) => void this.report(error),
    });
    this.#failureWriter = new FailureWriter({
      writer: means.writer,
      clock,
      logger,
      health: this.#health,
      onError: (error) => void this.report(error),
    });
    const runnerMeans = this.#runnerMeans();
    this.#bindings = new Map(bound.map((one) => [one.topic, this.#binding(one.handler, one.settings, runnerMeans)]));
    this.#unroutable = this.#binding(refuse, unroutableSettings(settings.deadLetter !== undefined), runnerMeans);
    this.#gate = this.#retryGate();
    this.#watch = new StallWatch({
      clock,
      shortestMs: Math.min(...bound.map((one) => one.settings.maxProcessingMs)),
      sources: () => this.#all(),
      limitOf: (record) => (record._owner.runner as BindingRunner).settings.maxProcessingMs,
      onStalled: (record, runningMs) => this.#stalled(record, runningMs),
    });
    this.#watch.start();
    this.#passed = new PassedOffsets({
      clock,
      intervalMs: settings.commitIntervalMs,
      positions: means.positions,
      source: (topic, partition) => this.#sources.get(topic)?.get(partition),
    });
    this.#passed.start();
  }

  /** Partitions are ours from now on. */
  assigned(partitions: readonly TopicPartition[]): void {
    for (const { topic, partition } of partitions) {
      this.#sources.get(topic)?.get(partition)?.close();
      const source = new PartitionSource(topic, partition, this);
      const byPartition = this.#sources.get(topic) ?? new Map<number, PartitionSource>();
      byPartition.set(partition, source);
      this.#sources.set(topic, byPartition);
      const binding = this.#bindings.get(topic);
      if (binding !== undefined) this.#feeds.set(source, newFeed(source, binding));
    }
    // What was held up before an earlier loss of the partition is not held up now.
    this.#means.reader().resume(partitions);
    this.hook(() => this.#settings.hooks.onAssigned?.(partitions));
  }

  /** Partitions are to be given up: lets what runs on them finish for a while, commits, and lets go. */
  async revoked(partitions: readonly TopicPartition[]): Promise<void> {
    const leaving = this.#sourcesOf(partitions);
    this.#passed.look();
    for (const source of leaving) source.drain();
    await this.#idle(leaving, this.#settings.revokeTimeoutMs);
    await this.#committer.flush();
    for (const source of leaving) this.#close(source);
    this.hook(() => this.#settings.hooks.onRevoked?.(partitions));
  }

  /** Partitions are gone already: nothing can be committed, and what runs on them is told to end. */
  lost(partitions: readonly TopicPartition[]): void {
    for (const source of this.#sourcesOf(partitions)) this.#close(source);
    this.hook(() => this.#settings.hooks.onRevoked?.(partitions));
  }

  /** Takes a batch that was read. */
  accept(batch: ReadBatch): void {
    this.#passed.arrived();
    const source = this.#sources.get(batch.topic)?.get(batch.partition);
    // A batch of a partition that was taken away between reading and here: its next owner reads it again.
    if (source === undefined || !source.open) return;
    const { onRead } = this.#settings.hooks;
    if (onRead !== undefined) {
      const { topic, partition, lastOffset, count } = batch;
      this.hook(() => onRead({ topic, partition, lastOffset, count }));
    }
    source.accept(batch);
    this.#handOut(source, 'now');
    source.limitQueue();
  }

  /** Hands out nothing more. */
  drain(): void {
    this.#passed.look();
    for (const source of this.#all()) source.drain();
  }

  /** Resolves when nothing runs, nothing is being written, and nothing waits for a word of the application. */
  async whenSettled(): Promise<void> {
    for (;;) {
      const sources = [...this.#all()];
      await Promise.all(sources.map((source) => source.whenSettled()));
      if (sources.every((source) => source.unfinished.length === 0)) return;
    }
  }

  /** Commits what is finished. */
  commit(): Promise<void> {
    return this.#committer.flush();
  }

  /** Ends all handling: signals fire, and what finishes later does not count. */
  close(): void {
    this.#watch.stop();
    this.#passed.stop();
    this.#committer.stop();
    for (const source of [...this.#all()]) this.#close(source);
  }

  /** Partitions that are being read. */
  assignment(): TopicPartition[] {
    return [...this.#all()].map(({ topic, partition }) => ({ topic, partition }));
  }

  healthReasons(): string[] {
    const stalled: string[] = [];
    for (const source of this.#all()) {
      for (const record of source.unfinished) {
        if (record._stalled) stalled.push(`${source.name} at ${record.offset} is not settled within its time`);
      }
    }
    return [...this.#health.reasons(), ...this.#failureWriter.slow(), ...stalled];
  }

  /** Tells `onError` of an error that is not a record's, and stops the app if it says so. */
  async report(error: Error): Promise<ErrorDecision> {
    const decision = await this.#ask(error, { record: undefined });
    if (decision === 'stop') this.#means.fail(error);
    return decision;
  }

  /** Calls back into the application; its errors go no further. */
  hook(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#settings.logger.error('a callback of the app threw', { error: toError(error).message });
    }
  }

  readingStopped(source: PartitionSource, stopped: boolean): void {
    const place = [{ topic: source.topic, partition: source.partition }];
    if (stopped) this.#means.reader().pause(place);
    else this.#means.reader().resume(place);
  }

  progressed(source: PartitionSource): void {
    this.#committer.touch(source);
  }

  released(source: PartitionSource): void {
    this.#handOut(source, 'later');
  }

  unreadable(source: PartitionSource, error: Error): void {
    this.#health.set(`partition ${source.name} read`, `${source.name} stands still: ${error.message}`);
    void this.report(error).then((decision) => {
      if (decision !== 'skip' || !source.alive) return;
      this.#health.clear(`partition ${source.name} read`);
      source.skipBatch();
    });
  }

  #handOut(source: PartitionSource, when: 'now' | 'later'): void {
    const feed = this.#feeds.get(source);
    if (feed !== undefined) this.#bindings.get(source.topic)?.pool.offer(feed, when);
    else this.#gate?.pump(source);
  }

  #sourcesOf(partitions: readonly TopicPartition[]): PartitionSource[] {
    return partitions
      .map(({ topic, partition }) => this.#sources.get(topic)?.get(partition))
      .filter((source) => source !== undefined);
  }

  #close(source: PartitionSource): void {
    source.close();
    this.#gate?.forget(source);
    this.#feeds.delete(source);
    this.#health.clearAll(`partition ${source.name} `);
    const byPartition = this.#sources.get(source.topic);
    if (byPartition?.get(source.partition) === source) byPartition.delete(source.partition);
  }

  #idle(sources: readonly PartitionSource[], timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#settings.clock.after(timeoutMs, resolve);
      void Promise.all(sources.map((source) => source.whenIdle())).then(() => {
        timer.cancel();
        resolve();
      });
    });
  }

  *#all(): Iterable<PartitionSource> {
    for (const byPartition of this.#sources.values()) yield* byPartition.values();
  }

  #runnerMeans(): RunnerMeans {
    const { clock, deadLetter, groupId, hooks, logger, retry } = this.#settings;
    const { failureTopics } = this.#means;
    return {
      clock,
      logger,
      router: new FailureRouter({
        group: groupId,
        retry: retry && { ...retry, partitions: failureTopics.retry as number },
        deadLetter: deadLetter && { ...deadLetter, partitions: failureTopics.deadLetter as number },
        writer: this.#failureWriter,
        clock,
      }),
      onDone: hooks.onDone,
      commit: () => this.#committer.flush(),
      commitAhead: (source, offset) => this.#committer.commitAhead(source, offset),
      decide: (error, record) => this.#decide(error, record),
    };
  }

  #binding(handler: Handler, settings: BindSettings, means: RunnerMeans): Binding {
    const runner = new BindingRunner(handler, settings, means);
    const PoolClass = settings.order === 'key' ? KeyPool : FeedPool;
    const pool = new PoolClass(runner, settings.concurrency, this.#settings.clock);
    return { runner, pool, retries: new RetryFeed(MAX_WAITING_RETRIES, () => this.#gate?.roomAgain()) };
  }

  #retryGate(): RetryGate | undefined {
    const { clock, groupId, logger, retry } = this.#settings;
    if (retry === undefined) return undefined;
    return new RetryGate({
      group: groupId,
      delayMs: retry.delayMs,
      target: (topic) => {
        const binding = (topic === undefined ? undefined : this.#bindings.get(topic)) ?? this.#unroutable;
        return { runner: binding.runner, feed: binding.retries, pool: binding.pool };
      },
      clock,
      logger,
    });
  }

  /** A record that failed with nowhere to go. */
  async #decide(error: Error, record: AppRecord): Promise<ErrorDecision> {
    const { source } = record._owner;
    const decision = await this.#ask(error, { record });
    if (decision === 'pause') {
      this.#health.set(
        `partition ${source.name} paused`,
        `${source.name} is paused at ${record.offset}, as onError said: ${error.message}`,
      );
      source.hold(Hold.decision);
    } else if (decision === 'stop') {
      const { offset, partition, topic } = record;
      const message = `${source.name} at ${offset}: the handler failed, and there is no other way for it: ${error.message}`;
      this.#means.fail(new KafkaError('HANDLER', message, { topic, partition, offset, cause: error }));
    }
    return decision;
  }

  async #ask(error: Error, context: ErrorContext): Promise<ErrorDecision> {
    try {
      const decision = await this.#settings.onError(error, context);
      return decision === 'skip' || decision === 'pause' ? decision : 'stop';
    } catch (thrown) {
      this.#settings.logger.error('onError threw: the app stops', { error: toError(thrown).message });
      return 'stop';
    }
  }

  #stalled(record: AppRecord, runningMs: number): void {
    const { topic, partition, offset } = record;
    const { hooks, logger } = this.#settings;
    logger.warn('a record is not settled within its time', { topic, partition, offset, runningMs });
    this.hook(() => hooks.onStalled?.({ topic, partition, offset, runningMs, record }));
  }
}

function newFeed(source: PartitionSource, binding: Binding): PartitionFeed {
  const { order, maxUnsettled } = binding.runner.settings;
  return new PartitionFeed(new Delivery(source, binding.runner), { exclusive: order === 'partition', maxUnsettled });
}

/** Stands in where a retry record names a topic that is not bound (any more). */
const refuse: Handler = (record) => {
  throw new Error(`a retry of ${record._retry?.origin?.topic ?? 'an unknown topic'}, which is not bound here`);
};

function unroutableSettings(deadLetter: boolean): BindSettings {
  return {
    order: 'none',
    settle: 'return',
    commit: 'interval',
    concurrency: 1,
    maxRetries: 0,
    deadLetter,
    inPlace: undefined,
    maxProcessingMs: 300_000,
    maxUnsettled: 10_000,
    unroutable: true,
  };
}
