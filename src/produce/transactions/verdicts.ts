// What an error means to a transaction (KIP-98, KIP-360, KIP-588, KIP-890, KIP-1050). Pure. Owns: the only such decision.
// The tables say what Java's TransactionManager does; where we do otherwise, a comment says why.
import type { KafkaError } from '../../base/errors.ts';
import { errorCodeInfo } from '../../protocol/broker-error.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';

/**
 * `again`: ask again after a pause; `find`: look the coordinator up first. `soon`: the transaction before is still being
 * ended, which takes milliseconds. `refused`: no producer id for now. `bump`: abortable, and the epoch has to move on.
 */
export type Verdict = 'done' | 'again' | 'find' | 'soon' | 'unsure' | 'refused' | 'abortable' | 'bump' | 'fatal';

/** The requests of a transaction. */
export type TransactionApi =
  | 'InitProducerId'
  | 'AddPartitionsToTxn'
  | 'AddOffsetsToTxn'
  | 'TxnOffsetCommit'
  | 'EndTxnCommit'
  | 'EndTxnAbort';

type Table = ReadonlyMap<number, Verdict>;

const COORDINATOR_MOVED: readonly (readonly [number, Verdict])[] = [
  [ErrorCode.NOT_COORDINATOR, 'find'],
  [ErrorCode.COORDINATOR_NOT_AVAILABLE, 'find'],
];

const COMMON: readonly (readonly [number, Verdict])[] = [
  ...COORDINATOR_MOVED,
  [ErrorCode.CONCURRENT_TRANSACTIONS, 'soon'],
  [ErrorCode.TRANSACTION_ABORTABLE, 'abortable'],
];

const IN_TRANSACTION: readonly (readonly [number, Verdict])[] = [
  ...COMMON,
  // Brokers before 2.4 forgot producers whose records were gone.
  [ErrorCode.UNKNOWN_PRODUCER_ID, 'bump'],
];

const TABLES: Readonly<Record<TransactionApi, Table>> = {
  InitProducerId: new Map([
    ...COMMON,
    // An ACL that was mended is enough to go on.
    [ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED, 'refused'],
    [ErrorCode.CLUSTER_AUTHORIZATION_FAILED, 'refused'],
    // There is no transaction yet that could be aborted.
    [ErrorCode.TRANSACTION_ABORTABLE, 'refused'],
  ]),
  AddPartitionsToTxn: new Map([
    ...IN_TRANSACTION,
    [ErrorCode.TOPIC_AUTHORIZATION_FAILED, 'abortable'],
    [ErrorCode.OPERATION_NOT_ATTEMPTED, 'abortable'],
  ]),
  AddOffsetsToTxn: new Map([...IN_TRANSACTION, [ErrorCode.GROUP_AUTHORIZATION_FAILED, 'abortable']]),
  TxnOffsetCommit: new Map([
    ...COMMON,
    [ErrorCode.REQUEST_TIMED_OUT, 'find'],
    [ErrorCode.GROUP_AUTHORIZATION_FAILED, 'abortable'],
    // Java ends the producer here. The offsets were refused, no more; the topic's ACL says nothing about the next ones.
    [ErrorCode.TOPIC_AUTHORIZATION_FAILED, 'abortable'],
    // The member that read is not a member any more (KIP-447): whoever is one now reads it again.
    [ErrorCode.FENCED_INSTANCE_ID, 'abortable'],
    [ErrorCode.UNKNOWN_MEMBER_ID, 'abortable'],
    [ErrorCode.ILLEGAL_GENERATION, 'abortable'],
    [ErrorCode.STALE_MEMBER_EPOCH, 'abortable'],
    [ErrorCode.REBALANCE_IN_PROGRESS, 'abortable'],
    [ErrorCode.GROUP_ID_NOT_FOUND, 'abortable'],
    // Of the metadata's text; Java ends the producer here too.
    [ErrorCode.OFFSET_METADATA_TOO_LARGE, 'abortable'],
  ]),
  EndTxnCommit: new Map([
    ...IN_TRANSACTION,
    // It may be committed or not: asked again a few times, since the answer to the same request tells. Never a success.
    [ErrorCode.UNKNOWN_SERVER_ERROR, 'unsure'],
    // There is no such transaction: the broker has ended it for taking too long. Java ends the producer here, but by the
    // second protocol an abort is still answered, with the next epoch; where it is not, that is the end.
    [ErrorCode.INVALID_TXN_STATE, 'abortable'],
  ]),
  EndTxnAbort: new Map([
    ...COORDINATOR_MOVED,
    [ErrorCode.CONCURRENT_TRANSACTIONS, 'soon'],
    [ErrorCode.UNKNOWN_SERVER_ERROR, 'unsure'],
    // What cannot be aborted cannot be ended at all.
    [ErrorCode.TRANSACTION_ABORTABLE, 'fatal'],
    [ErrorCode.UNKNOWN_PRODUCER_ID, 'fatal'],
  ]),
};

/** The verdict on an error code that a broker answered with. */
export function verdictOn(api: TransactionApi, code: number): Verdict {
  if (code === ErrorCode.NONE) return 'done';
  const known = TABLES[api].get(code);
  if (known !== undefined) return known;
  return errorCodeInfo(code).retriable ? 'again' : 'fatal';
}

/** The worst of several partitions' verdicts decides; one that asks for another attempt comes before those that give up nothing. */
const RANKS: readonly Verdict[] = ['fatal', 'bump', 'abortable', 'refused', 'find', 'soon', 'again', 'unsure', 'done'];

/** The code that decides among those of several partitions; NONE where there is none. */
export function decisive(api: TransactionApi, codes: Iterable<number>): number {
  let worst: number = ErrorCode.NONE;
  const rank = (code: number): number => RANKS.indexOf(verdictOn(api, code));
  for (const code of codes) {
    const isWorse = rank(code) < rank(worst);
    // The others are only told that they were not tried.
    const explains = rank(code) === rank(worst) && worst === ErrorCode.OPERATION_NOT_ATTEMPTED;
    if (isWorse || explains) worst = code;
  }
  return worst;
}

/** Failures of a batch that end the producer; every other one ends its transaction only. */
const FATAL_WRITES: ReadonlySet<string> = new Set([
  'CLUSTER_AUTHORIZATION_FAILED',
  'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
  'PRODUCER_FENCED',
  'INVALID_PRODUCER_ID_MAPPING',
  'UNSUPPORTED_VERSION',
  'AUTHENTICATION',
]);

/**
 * What a message that was not written means. INVALID_PRODUCER_EPOCH is abortable here (KIP-588): a partition's leader
 * cannot know whether another producer took over; the coordinator will, when the transaction is aborted.
 */
export function verdictOnWrite(error: KafkaError): 'abortable' | 'fatal' {
  return FATAL_WRITES.has(error.code) ? 'fatal' : 'abortable';
}

/** Both are told as PRODUCER_FENCED: which of them a coordinator sends is a matter of versions (KIP-588). */
export function fencingCode(code: string): string {
  return code === 'INVALID_PRODUCER_EPOCH' ? 'PRODUCER_FENCED' : code;
}
