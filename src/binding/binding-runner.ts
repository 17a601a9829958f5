// Runs one binding's handler on records and carries each to its outcome. Owns: the way from handler to outcome.
// Must not know where records come from or who runs first. Hot path: `begin` and `ended`.
// Invariant: a record is finished at most once, and only after its ack, or after its write was acknowledged.
//
//     begin -> handling -> (manual: waiting) -> finishing -> done
//                ^------ in-place retry ----------'
import { sleep } from '../base/abort.ts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import type { ErrorDecision } from './app-options.ts';
import { type AppRecord, reasonError } from './app-record.ts';
import type { BindSettings } from './bind-options.ts';
import type { DeadLetterReason } from './dead-letter-headers.ts';
import type { SettlementListener } from './delivery.ts';
import { type FailurePlan, planFailure } from './failure-plan.ts';
import type { FailureRouter } from './failure-router.ts';
import type { Handler } from './handler.ts';
import type { Outcome, OutcomeListener } from './outcome.ts';
import type { PartitionSource } from './partition-source.ts';
import { isRetryable } from './retryable-error.ts';

/** What runners share. */
export interface RunnerMeans {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly router: FailureRouter;
  readonly onDone: OutcomeListener | undefined;
  /** Commits what is finished and waits for it. */
  commit(): Promise<void>;
  /** Commits an offset whose record is still to be handled; false when the partition is leaving. */
  commitAhead(source: PartitionSource, offset: number): Promise<boolean>;
  /** Asks `onError` about a failed record, and sees to a 'stop' or 'pause'. */
  decide(error: Error, record: AppRecord): Promise<ErrorDecision>;
}

export class BindingRunner implements SettlementListener {
  readonly settings: BindSettings;
  readonly #handler: Handler;
  readonly #means: RunnerMeans;
  readonly #manual: boolean;
  readonly #simple: boolean;

  /** `handler` has its middleware around it. */
  constructor(handler: Handler, settings: BindSettings, means: RunnerMeans) {
    this.settings = settings;
    this.#handler = handler;
    this.#means = means;
    this.#manual = settings.settle === 'manual';
    this.#simple = settings.commit === 'interval' && means.onDone === undefined;
  }

  /**
   * Starts the handler on a record. Undefined when that is all; else a promise to wait for, after which `ended` (or
   * `threw`, if it rejects) has to be called. That is left to the caller because one more async function per record
   * would cost as much as the handler's own.
   */
  begin(record: AppRecord): undefined | Promise<void> {
    return this.settings.commit === 'before' ? this.#runCommitted(record) : this.#start(record);
  }

  /** What `begin` returned has resolved; a promise where more is to be waited for, which never rejects. */
  ended(record: AppRecord): undefined | Promise<void> {
    if (!record._running) return undefined;
    record._running = false;
    record._owner.source.leave(record);
    return this.#returned(record);
  }

  /** What `begin` returned has rejected. */
  threw(record: AppRecord, thrown: unknown): undefined | Promise<void> {
    record._running = false;
    record._owner.source.leave(record);
    return this.#threw(record, thrown);
  }

  /** Called by the record when the application settles it. */
  settled(record: AppRecord): void {
    // What returning settles is finished when the handler returns, not before (its work may not be done).
    if (!this.#manual) return;
    if (record._phase === 'waiting') record._owner.source.settle(record);
    void this.#finish(record);
  }

  async #runCommitted(record: AppRecord): Promise<void> {
    const { source } = record._owner;
    if (await this.#means.commitAhead(source, record.offset)) await this.#drive(record);
  }

  #start(record: AppRecord): undefined | Promise<void> {
    const { source } = record._owner;
    let result: void | Promise<void>;
    try {
      result = this.#handler(record, source.context);
    } catch (thrown) {
      return this.#threw(record, thrown);
    }
    if (result === undefined || typeof result?.then !== 'function') return this.#returned(record);
    record._running = true;
    source.enter(record);
    return result;
  }

  /** From start to end, where nobody else sees to it. */
  async #drive(record: AppRecord): Promise<void> {
    const pending = this.#start(record);
    if (pending === undefined) return;
    let more: undefined | Promise<void>;
    try {
      await pending;
      more = this.ended(record);
    } catch (thrown) {
      more = this.threw(record, thrown);
    }
    if (more !== undefined) await more;
  }

  #returned(record: AppRecord): undefined | Promise<void> {
    if (this.#manual) {
      if (record.settlement.kind !== 'none') return undefined;
      record._phase = 'waiting';
      record._owner.source.await(record);
      return undefined;
    }
    return this.#finish(record);
  }

  #threw(record: AppRecord, thrown: unknown): undefined | Promise<void> {
    const error = reasonError(thrown);
    if (record.settlement.kind === 'none') record._conclude({ kind: 'fail', error });
    else {
      this.#means.logger.warn('a handler threw after its record was settled', {
        topic: record.topic,
        partition: record.partition,
        offset: record.offset,
        error: error.message,
      });
      if (this.#manual) return undefined;
    }
    return this.#finish(record);
  }

  /** The application has said what it has to say. */
  #finish(record: AppRecord): undefined | Promise<void> {
    const { source } = record._owner;
    // Too late: the record was taken away, and will be handled by its next owner.
    if (!source.alive) return undefined;
    record._phase = 'finishing';
    const { settlement } = record;
    if (settlement.kind === 'fail') return this.#failed(record, settlement.error);
    if (this.#simple && !record._heard) {
      record._phase = 'done';
      source.finish(record._ticket);
      return undefined;
    }
    return this.#done(record, { kind: settlement.kind === 'skip' ? 'skip' : 'ack', record });
  }

  #failed(record: AppRecord, error: Error): undefined | Promise<void> {
    const { inPlace } = this.settings;
    record._firstFailedMs ??= this.#means.clock.now();
    if (inPlace !== undefined && record._repeats < inPlace.retries && isRetryable(error)) {
      return this.#again(record, inPlace.backoffMs);
    }
    const plan = this.#plan(record, error);
    if (plan.kind === 'skip') return this.#done(record, { kind: 'skip', record, error });
    const work = this.#carryOut(record, error, plan);
    // The records behind need not wait for the write: the offset does. Where offsets are committed one by one, they do.
    return plan.kind === 'ask' || this.settings.commit !== 'interval' ? work : undefined;
  }

  #plan(record: AppRecord, error: Error): FailurePlan {
    return planFailure(error, {
      retriesUsed: record._retry?.count ?? 0,
      maxRetries: this.settings.maxRetries,
      deadLetter: this.settings.deadLetter,
    });
  }

  /** Another run in the same place, after a pause. */
  async #again(record: AppRecord, backoffMs: number): Promise<void> {
    const { source } = record._owner;
    source.enter(record);
    try {
      await sleep(this.#means.clock, backoffMs, source.context.signal);
    } catch {
      return;
    } finally {
      source.leave(record);
    }
    if (!source.open) return;
    record._reopen();
    await this.#drive(record);
  }

  async #carryOut(record: AppRecord, error: Error, plan: Exclude<FailurePlan, { kind: 'skip' }>): Promise<void> {
    const { source } = record._owner;
    source.enter(record);
    let outcome: Outcome | undefined;
    try {
      outcome = await this.#route(record, error, plan);
    } finally {
      source.leave(record);
    }
    if (outcome !== undefined) {
      const pending = this.#done(record, outcome);
      if (pending !== undefined) await pending;
    }
  }

  /** Undefined where the partition was taken away before the write was acknowledged. */
  async #route(
    record: AppRecord,
    error: Error,
    plan: Exclude<FailurePlan, { kind: 'skip' }>,
  ): Promise<Outcome | undefined> {
    const { router } = this.#means;
    if (plan.kind === 'retry') {
      const dueMs = await router.retry(record, error);
      return dueMs === undefined ? undefined : { kind: 'retry', record, error, dueMs };
    }
    if (plan.kind === 'dead-letter') {
      const reason: DeadLetterReason = this.settings.unroutable ? 'unroutable' : plan.reason;
      const written = await router.deadLetter(record, error, reason);
      return written ? { kind: 'dead-letter', record, error, reason } : undefined;
    }
    const decision = await this.#means.decide(error, record);
    return { kind: decision === 'skip' ? 'dropped' : 'failed', record, error };
  }

  #done(record: AppRecord, outcome: Outcome): undefined | Promise<void> {
    const { source } = record._owner;
    if (!source.alive) return undefined;
    record._phase = 'done';
    if (outcome.kind !== 'failed') source.finish(record._ticket);
    this.#tell(record, outcome);
    return this.settings.commit === 'each' && outcome.kind !== 'failed' ? this.#means.commit() : undefined;
  }

  #tell(record: AppRecord, outcome: Outcome): void {
    const { logger, onDone } = this.#means;
    const threw = (error: unknown): void => {
      logger.error('a callback for outcomes threw', { error: reasonError(error).message, outcome: outcome.kind });
    };
    record._tell(outcome, threw);
    if (onDone === undefined) return;
    try {
      onDone(outcome);
    } catch (error) {
      threw(error);
    }
  }
}
