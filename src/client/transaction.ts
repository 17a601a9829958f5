// A transaction as users hold it, and the way to run one from begin to end. Composition; must not know how it is done.
import { type CallOptions, throwIfAborted, waitFor } from '../base/abort.ts';
import type { Clock } from '../base/clock.ts';
import { configError } from '../base/errors.ts';
import { integerOption, nameOption, topicOption } from '../base/options.ts';
import type { GroupMetadata } from '../cluster/group-metadata.ts';
import type { TopicPartitionOffset } from '../cluster/topic-partition.ts';
import type { OutgoingMessage } from '../produce/outgoing-message.ts';
import type { TransactionError } from '../produce/transactions/transaction-error.ts';
import type { TransactionalProducer, Turn } from '../produce/transactions/transactional-producer.ts';
import type { WriteResult } from '../produce/write-result.ts';

/** Writes messages of one transaction, in whatever way its Writer writes. */
export type WriteInTransaction = (
  messages: readonly OutgoingMessage[] | OutgoingMessage,
  call: CallOptions | undefined,
) => Promise<WriteResult>;

/**
 * One transaction: readers with isolation `read_committed` see all of its messages or none. Made by
 * `writer.transaction` and `writer.beginTransaction`; ended by `commit` or `abort`, once.
 */
export class Transaction {
  readonly #producer: TransactionalProducer;
  readonly #turn: Turn;
  readonly #write: WriteInTransaction;

  /** @internal */
  constructor(producer: TransactionalProducer, turn: Turn, write: WriteInTransaction) {
    this.#producer = producer;
    this.#turn = turn;
    this.#write = write;
  }

  /**
   * Writes messages in the transaction; resolves and rejects like `writer.writeMessages`, and need not be awaited: `commit`
   * waits for it, and where a message was not written it aborts and rejects.
   */
  writeMessages(messages: readonly OutgoingMessage[] | OutgoingMessage, call?: CallOptions): Promise<WriteResult> {
    const written = this.#write(messages, call);
    written.catch(() => {});
    return written;
  }

  /**
   * Commits offsets of a group in the transaction: they count when it is committed, and only then. `group` says who has
   * read (`reader.groupMetadata()`); a member that was expelled meanwhile is refused, and its transaction aborted (KIP-447).
   * Need not be awaited either.
   */
  async commitOffsets(
    group: GroupMetadata,
    offsets: readonly TopicPartitionOffset[],
    call?: CallOptions,
  ): Promise<void> {
    await this.#producer.commitOffsets(this.#turn, checkedGroup(group), checkedOffsets(offsets), call);
  }

  /**
   * Waits until everything is written and commits. Rejects with a TransactionError where something was not: the
   * transaction is aborted then, and with severity `abortable` the next one may begin. When the wait is given up it is not
   * known how the transaction ends, and it goes on; calling `commit` again waits for it again.
   */
  commit(call?: CallOptions): Promise<void> {
    return this.#producer.commit(this.#turn, call);
  }

  /** Aborts: drops what was not sent, and readers never see what was. Nothing happens after a commit that has failed. */
  abort(call?: CallOptions): Promise<void> {
    return this.#producer.abort(this.#turn, call);
  }

  /** @internal Why it can only be aborted; undefined while nothing has failed. */
  get _failure(): TransactionError | undefined {
    return this.#turn.failure;
  }

  /** @internal What was called to end it. */
  get _ending(): 'commit' | 'abort' | undefined {
    return this.#turn.ending?.kind;
  }
}

/** Begins a transaction, calls `run`, and commits; aborts where `run` throws, and throws that. */
export async function runTransaction<T>(
  begin: (call: CallOptions) => Promise<Transaction>,
  run: (transaction: Transaction) => T | PromiseLike<T>,
  clock: Clock,
  call: CallOptions,
): Promise<T> {
  const { signal, timeoutMs } = call;
  const deadline = clock.monotonic() + (timeoutMs ?? Number.POSITIVE_INFINITY);
  const rest = (): CallOptions =>
    timeoutMs === undefined ? call : { signal, timeoutMs: Math.max(0, deadline - clock.monotonic()) };
  const transaction = await begin(call);
  let value: T;
  try {
    value = await waitFor((async () => run(transaction))(), clock, 'the function of the transaction', rest());
    throwIfAborted(signal, 'transaction');
  } catch (error) {
    // What has gone wrong with the abort is told by the next transaction, and this error is the reason for both.
    if (transaction._ending === undefined) await transaction.abort(rest()).catch(() => {});
    throw error;
  }
  if (transaction._ending !== 'abort') await transaction.commit(rest());
  return value;
}

function checkedGroup(group: GroupMetadata): GroupMetadata {
  if (typeof group !== 'object' || group === null) {
    throw configError('group', group, 'what reader.groupMetadata() answers');
  }
  const { groupId, generationId, memberId, groupInstanceId = null } = group;
  if (typeof memberId !== 'string') throw configError('group.memberId', memberId, 'a string');
  return {
    groupId: nameOption('group.groupId', groupId),
    generationId: integerOption('group.generationId', generationId, -1, -1, 2 ** 31 - 1),
    memberId,
    groupInstanceId,
  };
}

function checkedOffsets(offsets: readonly TopicPartitionOffset[]): readonly TopicPartitionOffset[] {
  if (!Array.isArray(offsets)) throw configError('offsets', offsets, 'a list of { topic, partition, offset }');
  for (const [index, place] of (offsets as readonly TopicPartitionOffset[]).entries()) {
    const name = `offsets[${index}]`;
    if (typeof place !== 'object' || place === null) throw configError(name, place, '{ topic, partition, offset }');
    topicOption(`${name}.topic`, place.topic);
    integerOption(`${name}.partition`, place.partition ?? Number.NaN, 0, 0, 2 ** 31 - 1);
    integerOption(`${name}.offset`, place.offset ?? Number.NaN, 0, 0, Number.MAX_SAFE_INTEGER);
  }
  return offsets;
}
