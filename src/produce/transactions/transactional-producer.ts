// A producer whose batches belong to transactions (KIP-98, KIP-360, KIP-447, KIP-890). Owns: the order of things: producer
// id, begin, what belongs to a transaction, its end, the next epoch. Must not know: Writers.
//
// Invariants: one transaction at a time; it is committed only when every message and offset of it is acknowledged; its end
// is told only when nothing of it is under way; a commit or an abort, once begun, goes on until the coordinator has
// answered it, whoever has given up waiting.
import { type CallOptions, waitFor } from '../../base/abort.ts';
import { KafkaError, toError } from '../../base/errors.ts';
import type { GroupMetadata } from '../../cluster/group-metadata.ts';
import type { TopicPartition, TopicPartitionOffset } from '../../cluster/topic-partition.ts';
import { Producer } from '../producer.ts';
import type { ProducerSettings, TransactionalSettings } from '../settings.ts';
import { WriteErrors } from '../write-errors.ts';
import { CoordinatorCaller, type MayStop, type Reply } from './coordinator-caller.ts';
import * as questions from './coordinator-requests.ts';
import { type ProtocolLevel, protocolLevel } from './protocol-level.ts';
import { TransactionError, type TransactionSeverity } from './transaction-error.ts';
import { TransactionGate } from './transaction-gate.ts';
import type { TransactionCluster } from './transaction-port.ts';
import { type TransactionEvent, type TransactionState, transition } from './transaction-state.ts';
import { fencingCode, verdictOnWrite } from './verdicts.ts';

/** One transaction, for those who write in it. */
export class Turn {
  /** Calls that write and have not settled. */
  readonly calls: Set<Promise<unknown>> = new Set();
  /** Commits of offsets, one after the other. */
  offsets: Promise<unknown> = Promise.resolve();
  /** Groups whose offsets the coordinator has made part of it. First protocol only. */
  readonly groups: Set<string> = new Set();
  /** Why it can only be aborted. */
  failure: TransactionError | undefined;
  /** How it ends, or has ended; undefined while it is open. */
  ending: { readonly kind: 'commit' | 'abort'; readonly done: Promise<void> } | undefined;
}

export class TransactionalProducer {
  /** Does the writing; each call of it has to be told to {@link follow}. */
  readonly producer: Producer;
  readonly #cluster: TransactionCluster;
  readonly #settings: TransactionalSettings;
  readonly #deliveryTimeoutMs: number;
  readonly #gate: TransactionGate;
  readonly #caller: CoordinatorCaller;
  readonly #closing = new AbortController();
  #state: TransactionState = { kind: 'uninitialized' };
  /** The transaction that is open or being ended. */
  #turn: Turn | undefined;
  #isBeginning = false;
  /** Of the next transaction. From the first protocol to the second it takes a new epoch. */
  #level: ProtocolLevel = 1;
  #initializing: Promise<void> | undefined;
  #closed: Promise<void> | undefined;

  constructor(cluster: TransactionCluster, settings: ProducerSettings) {
    if (settings.transactional === undefined) throw new KafkaError('INTERNAL', 'there is no transactional id');
    this.#cluster = cluster;
    this.#settings = settings.transactional;
    this.#deliveryTimeoutMs = settings.deliveryTimeoutMs;
    this.#gate = new TransactionGate((partitions) => this.#addPartitions(partitions));
    this.#caller = new CoordinatorCaller(cluster, settings.requestTimeoutMs, this.#closing.signal);
    this.producer = new Producer(cluster, settings, this.#gate);
  }

  get state(): TransactionState['kind'] {
    return this.#state.kind;
  }

  /** Begins a transaction; waits for the end of the one before where that is under way. Limit: the delivery timeout. */
  async begin(call: CallOptions = {}): Promise<Turn> {
    this.#throwIfUnusable();
    if (this.#isBeginning || (this.#turn !== undefined && this.#turn.ending === undefined)) {
      throw invalidState('a transaction is open already; a writer has one at a time');
    }
    this.#isBeginning = true;
    try {
      await this.#within(this.#getReady(), 'begin a transaction', {
        ...call,
        timeoutMs: call.timeoutMs ?? this.#deliveryTimeoutMs,
      });
      this.#throwIfUnusable();
      this.#apply({ kind: 'begin' });
      this.#gate.open(this.#level);
      this.#turn = new Turn();
      return this.#turn;
    } finally {
      this.#isBeginning = false;
    }
  }

  /** Gets a producer id, so that the first transaction need not wait for it; whoever had the name before is fenced. */
  async prepare(call: CallOptions = {}): Promise<void> {
    this.#throwIfUnusable();
    await this.#within(this.#getReady(), 'get a producer id', call);
  }

  /** Why nothing can be written in the transaction any more; undefined while something can. */
  whyNotWrite(turn: Turn): KafkaError | undefined {
    return this.#whyNot(turn, 'write');
  }

  /** The same for a call that was taken on before the transaction began to end. */
  whyLate(turn: Turn): KafkaError | undefined {
    return this.#whyNot(turn, 'write', true);
  }

  /**
   * Makes a call of {@link producer} a part of the transaction, which ends when `finished` has settled. A call that rejects,
   * for whatever reason, lets the transaction be aborted only; `answer`: what its caller sees, where that is another.
   */
  follow(turn: Turn, finished: Promise<unknown>, answer: Promise<unknown> = finished): void {
    turn.calls.add(finished);
    const failed = (error: unknown) => this.#partFailed(turn, asKafkaError(error));
    answer.catch(failed);
    finished.catch(failed).then(() => turn.calls.delete(finished));
  }

  /** Commits offsets of a group in the transaction (KIP-447). Calls go one after the other. */
  commitOffsets(
    turn: Turn,
    group: GroupMetadata,
    offsets: readonly TopicPartitionOffset[],
    call: CallOptions = {},
  ): Promise<void> {
    const refusal = this.#whyNot(turn, 'commit offsets');
    if (refusal !== undefined) return quiet(Promise.reject(refusal));
    if (offsets.length === 0) return Promise.resolve();
    const work = turn.offsets.then(() => this.#sendOffsets(turn, group, offsets));
    turn.offsets = work.catch(() => {});
    const limits = { ...call, timeoutMs: call.timeoutMs ?? this.#deliveryTimeoutMs };
    const waited = this.#within(work, `commit offsets of group ${group.groupId} in the transaction`, limits);
    waited.catch((error: unknown) => this.#partFailed(turn, asKafkaError(error)));
    return waited;
  }

  /**
   * Commits. Where a part of the transaction has failed it aborts instead, and rejects with why. A caller that gives up
   * waiting does not know how it ends; the same call again tells.
   */
  commit(turn: Turn, call: CallOptions = {}): Promise<void> {
    if (turn.ending === undefined) {
      const refusal = this.#whyClosed();
      if (refusal !== undefined) return Promise.reject(refusal);
      turn.ending = { kind: 'commit', done: quiet(this.#commit(turn)) };
    } else if (turn.ending.kind === 'abort') {
      return Promise.reject(invalidState('the transaction was aborted'));
    }
    return this.#within(turn.ending.done, 'commit: it may still succeed', call);
  }

  /** Aborts; nothing happens where the transaction has ended without success. */
  abort(turn: Turn, call: CallOptions = {}): Promise<void> {
    if (turn.ending === undefined) {
      const refusal = this.#whyClosed();
      if (refusal !== undefined) return Promise.reject(refusal);
      turn.ending = { kind: 'abort', done: quiet(this.#abort(turn)) };
    } else if (turn.ending.kind === 'commit') {
      return this.#within(this.#afterCommit(turn.ending.done), 'abort', call);
    }
    return this.#within(turn.ending.done, 'abort', call);
  }

  /** Aborts what is open, then closes the producer; all within `timeoutMs`, by default the delivery timeout. Idempotent. */
  close(call: CallOptions = {}): Promise<void> {
    this.#closed ??= this.#close(call);
    return this.#closed;
  }

  /** What keeps transactions from being written, in words for people. */
  problems(): string[] {
    return this.#state.kind === 'failed' ? [this.#state.error.message] : this.producer.problems();
  }

  async #close(call: CallOptions): Promise<void> {
    const { clock, logger } = this.#cluster;
    const deadline = clock.monotonic() + (call.timeoutMs ?? this.#deliveryTimeoutMs);
    const turn = this.#turn;
    if (turn !== undefined && this.#state.kind !== 'failed') {
      turn.ending ??= { kind: 'abort', done: quiet(this.#abort(turn)) };
      const limits = { signal: call.signal, timeoutMs: deadline - clock.monotonic() };
      await waitFor(turn.ending.done, clock, 'the end of the transaction', limits).catch((error: unknown) => {
        logger.warn('closed before the transaction had its end', { error: toError(error).message });
      });
    }
    this.#closing.abort();
    await this.producer.close({ signal: call.signal, timeoutMs: Math.max(0, deadline - clock.monotonic()) });
  }

  /** An abort after a commit: fine where that failed and the transaction was aborted then. */
  async #afterCommit(committing: Promise<void>): Promise<void> {
    try {
      await committing;
    } catch (error) {
      if (error instanceof TransactionError && error.severity === 'abortable') return;
      throw error;
    }
    throw invalidState('the transaction was committed');
  }

  async #getReady(): Promise<void> {
    await this.#turn?.ending?.done.catch(() => {});
    this.#throwIfUnusable();
    if (this.#state.kind === 'uninitialized') {
      await this.#cluster.start();
      if (this.#is('uninitialized')) this.#initialize();
    }
    await this.#initializing;
  }

  /** Gets a producer id, or the next epoch of the one there is. */
  #initialize(): void {
    this.#apply({ kind: 'initialize' });
    const { id, timeoutMs } = this.#settings;
    const asking = this.#caller.ask(questions.initProducerId(id, timeoutMs, this.#gate.identity));
    this.#initializing = quiet(asking.then((reply) => this.#initialized(reply)));
  }

  #initialized(reply: Reply<questions.ProducerIdentity>): void {
    if (reply.kind === 'done') {
      this.#gate.adopt(reply.answer);
      this.#level = protocolLevel(this.#cluster);
      this.#apply({ kind: 'initialized' });
    } else if (reply.kind === 'fault' && reply.verdict === 'refused') {
      this.#apply({ kind: 'refused' });
      throw this.#error('abortable', reply.error);
    } else if (reply.kind === 'fault') throw this.#fail(reply.error);
  }

  /** All or none. False: given up, the transaction knows. */
  async #addPartitions(partitions: readonly TopicPartition[]): Promise<boolean> {
    const turn = this.#turn;
    if (turn === undefined) return false;
    try {
      const reply = await this.#caller.ask(questions.addPartitions(this.#asker(), partitions), this.#whileNeeded());
      return this.#partRefused(turn, reply) === undefined;
    } catch {
      // Closing; whoever waits is told so by the producer.
      return false;
    }
  }

  async #sendOffsets(turn: Turn, group: GroupMetadata, offsets: readonly TopicPartitionOffset[]): Promise<void> {
    const refusal = this.#whyNot(turn, 'commit offsets', true);
    if (refusal !== undefined) throw refusal;
    const { level } = this.#gate;
    if (level === 1 && !turn.groups.has(group.groupId)) {
      const reply = await this.#caller.ask(questions.addOffsets(this.#asker(), group.groupId), this.#whileNeeded());
      this.#throwUnlessDone(turn, reply);
      turn.groups.add(group.groupId);
    }
    this.#gate.started();
    const question = questions.commitOffsets(this.#asker(), level, group, offsets);
    const needed = this.#whileNeeded();
    this.#throwUnlessDone(turn, await this.#caller.ask(question, { ...needed, silent: needed.answered }));
  }

  #throwUnlessDone(turn: Turn, reply: Reply<unknown>): void {
    const error = this.#partRefused(turn, reply);
    if (error !== undefined) throw error;
  }

  /** What a coordinator's refusal means to the transaction; undefined where it has not refused. */
  #partRefused(turn: Turn, reply: Reply<unknown>): KafkaError | undefined {
    if (reply.kind === 'done') return undefined;
    if (reply.kind === 'stopped') return invalidState('the transaction is being aborted');
    if (reply.verdict === 'fatal') return this.#fail(reply.error);
    if (reply.verdict === 'bump') this.#gate.abandonedNumbers();
    this.#poison(turn, reply.error);
    return reply.error;
  }

  /** Asking may end with the next answer once the transaction can only be aborted. */
  #whileNeeded(): MayStop {
    return { answered: () => !this.#is('open', 'committing') };
  }

  async #commit(turn: Turn): Promise<void> {
    if (this.#is('open')) {
      this.#apply({ kind: 'commit' });
      await this.#quiesce(turn, Promise.allSettled(turn.calls));
      if (this.#is('committing')) await this.#end(turn, true);
    }
    const state = this.#state;
    if (state.kind === 'failed') throw state.error;
    if (state.kind !== 'mustAbort') return;
    await this.#abort(turn);
    throw state.error;
  }

  async #abort(turn: Turn): Promise<void> {
    this.#throwIfFailed();
    this.#apply({ kind: 'abort' });
    const { id } = this.#settings;
    this.producer.giveUp(new KafkaError('TRANSACTION_ABORTED', `write: the transaction of ${id} was aborted`));
    await this.#quiesce(turn);
    if (this.#is('aborting')) await this.#end(turn, false);
    this.#throwIfFailed();
  }

  /** Waits until everything of the transaction is acknowledged or given up, and nothing is under way. */
  async #quiesce(turn: Turn, before?: Promise<unknown>): Promise<void> {
    await this.producer.flush({}, before);
    await turn.offsets;
    await this.#gate.calm();
    // What failed in the last of these is told in a microtask of its own.
    await Promise.resolve();
  }

  /** Tells the coordinator. Afterwards the state is ready (or on the way there), mustAbort or failed. */
  async #end(turn: Turn, committed: boolean): Promise<void> {
    const { level } = this.#gate;
    if (this.#gate.hasStarted) {
      const reply = await this.#caller.ask(questions.endTxn(this.#asker(), level, committed));
      if (reply.kind !== 'done') return void this.#partRefused(turn, reply);
      if (reply.answer !== undefined) this.#gate.adopt(reply.answer);
    }
    this.#gate.close();
    this.#turn = undefined;
    this.#apply({ kind: 'ended' });
    const next = protocolLevel(this.#cluster);
    if (this.#gate.isLineBroken || next > level) this.#initialize();
    else this.#level = next;
  }

  /** A message or an offset of the transaction has failed, or its caller has given it up. */
  #partFailed(turn: Turn, error: KafkaError): void {
    if (turn !== this.#turn || error instanceof TransactionError || error.code === 'CLOSED') return;
    const all = error instanceof WriteErrors ? error.errors.flatMap((one) => one ?? []) : [error];
    const fatal = all.find((one) => verdictOnWrite(one) === 'fatal');
    if (fatal !== undefined) this.#fail(fatal);
    else this.#poison(turn, error);
  }

  #poison(turn: Turn, cause: KafkaError): void {
    if (turn !== this.#turn || !this.#is('open', 'committing')) return;
    const error = cause instanceof TransactionError ? cause : this.#error('abortable', cause);
    this.#apply({ kind: 'poison', error });
    turn.failure = error;
    this.#cluster.logger.info('the transaction has to be aborted', { error: cause.message });
    this.producer.giveUp(error);
  }

  /** For good. */
  #fail(cause: KafkaError): TransactionError {
    if (this.#state.kind === 'failed') return this.#state.error;
    const isFatal = cause instanceof TransactionError && cause.severity === 'fatal';
    const error = isFatal ? cause : this.#error('fatal', cause, fencingCode(cause.code));
    this.#apply({ kind: 'fail', error });
    if (this.#turn !== undefined) this.#turn.failure ??= error;
    this.#cluster.logger.error('the transactional writer has failed', { error: cause.message });
    this.producer.giveUp(error, true);
    return error;
  }

  #error(severity: TransactionSeverity, cause: KafkaError, code?: string): TransactionError {
    return new TransactionError(severity, this.#settings.id, cause, code);
  }

  #asker(): questions.Asker {
    const { identity } = this.#gate;
    if (identity === undefined) throw new KafkaError('INTERNAL', 'a transaction without a producer id');
    return { ...identity, transactionalId: this.#settings.id };
  }

  /** Why something cannot become a part of the transaction. `isAccepted`: it was there before the commit began. */
  #whyNot(turn: Turn, what: string, isAccepted = false): KafkaError | undefined {
    if (this.#closed !== undefined) return new KafkaError('CLOSED', `${what}: the writer is closed`);
    if (this.#state.kind === 'failed') return this.#state.error;
    if (turn !== this.#turn) return invalidState(`${what}: the transaction has ended`);
    if (this.#state.kind === 'mustAbort') return this.#state.error;
    if (isAccepted ? this.#state.kind === 'aborting' : turn.ending !== undefined) {
      return invalidState(`${what}: the transaction is being ended`);
    }
    return undefined;
  }

  #whyClosed(): KafkaError | undefined {
    if (this.#state.kind === 'failed') return this.#state.error;
    return this.#closed === undefined ? undefined : new KafkaError('CLOSED', 'the writer is closed');
  }

  #is(...kinds: readonly TransactionState['kind'][]): boolean {
    return kinds.includes(this.#state.kind);
  }

  #throwIfFailed(): void {
    if (this.#state.kind === 'failed') throw this.#state.error;
  }

  #throwIfUnusable(): void {
    const refusal = this.#whyClosed();
    if (refusal !== undefined) throw refusal;
  }

  /** Waits no longer than the caller wants; the work goes on. */
  async #within<T>(work: Promise<T>, what: string, call: CallOptions): Promise<T> {
    try {
      return await waitFor(work, this.#cluster.clock, what, call);
    } catch (error) {
      const { trouble } = this.#caller;
      const isTimeout = KafkaError.is(error) && error.code === 'TIMEOUT' && error.api === undefined;
      if (!isTimeout || trouble === undefined) throw error;
      const message = `${error.message}; the last failure: ${trouble.message}`;
      throw new KafkaError('TIMEOUT', message, { retriable: true, cause: trouble });
    }
  }

  /** The only place where the state changes. */
  #apply(event: TransactionEvent): void {
    const before = this.#state;
    this.#state = transition(before, event);
    const { id } = this.#settings;
    this.#cluster.logger.debug('transactional writer', { id, from: before.kind, to: this.#state.kind });
  }
}

/** A promise that somebody may wait for, or nobody. */
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

function invalidState(message: string): KafkaError {
  return new KafkaError('INVALID_TXN_STATE', message);
}

function asKafkaError(thrown: unknown): KafkaError {
  return KafkaError.is(thrown) ? thrown : new KafkaError('INTERNAL', toError(thrown).message, { cause: thrown });
}
