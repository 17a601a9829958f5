// A transactional producer whose every answer is written down. Owns: the requests of a transaction, and waiting until the
// broker has written its markers. Must not know what is right.
import {
  addPartitionsToTxnApi,
  createAddPartitionsToTxnRequest,
} from '../../../src/protocol/generated/add-partitions-to-txn.ts';
import {
  createDescribeTransactionsRequest,
  describeTransactionsApi,
} from '../../../src/protocol/generated/describe-transactions.ts';
import { createEndTxnRequest, endTxnApi } from '../../../src/protocol/generated/end-txn.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { createFindCoordinatorRequest, findCoordinatorApi } from '../../../src/protocol/generated/find-coordinator.ts';
import { createInitProducerIdRequest, initProducerIdApi } from '../../../src/protocol/generated/init-producer-id.ts';
import { createProduceRequest, produceApi } from '../../../src/protocol/generated/produce.ts';
import {
  createTxnOffsetCommitRequest,
  createTxnOffsetCommitRequestPartition,
  txnOffsetCommitApi,
} from '../../../src/protocol/generated/txn-offset-commit.ts';
import { BatchAttribute } from '../../../src/record/batch-header.ts';
import { ZERO_UUID } from '../../../src/wire/message-codec.ts';
import { type BatchOptions, batchOf } from '../../support/batches.ts';
import type { Transcript } from './transcript.ts';

const RAISES_FROM = 5;

/** The time of all records that do not say another: near the markers', or the broker would begin a new segment with them. */
export const RECORD_TIME: number = Date.now() - 60_000;

export interface Place {
  readonly name: string;
  readonly topicId: string;
}

export class TransactionalProducer {
  readonly #t: Transcript;
  readonly transactionalId: string;
  producerId = -1;
  producerEpoch = -1;
  sequence = 0;

  private constructor(t: Transcript, transactionalId: string) {
    this.#t = t;
    this.transactionalId = transactionalId;
  }

  /** A producer that has its id and epoch. */
  static async begin(t: Transcript, name: string): Promise<TransactionalProducer> {
    const producer = new TransactionalProducer(t, `${t.prefix}-${name}`);
    const find = createFindCoordinatorRequest({ key: producer.transactionalId, keyType: 1 });
    await t.until(async () => (await t.quietly(findCoordinatorApi, 3, find))?.errorCode === ErrorCode.NONE);
    // Twice: there is an epoch before its own then.
    await t.until(() => producer.initQuietly());
    await t.until(() => producer.initQuietly());
    return producer;
  }

  get identity(): { readonly producerId: number; readonly producerEpoch: number } {
    return { producerId: this.producerId, producerEpoch: this.producerEpoch };
  }

  async initQuietly(): Promise<boolean> {
    const { transactionalId } = this;
    const request = createInitProducerIdRequest({ transactionalId, transactionTimeoutMs: 60_000 });
    const answer = await this.#t.quietly(initProducerIdApi, 4, request);
    if (answer?.errorCode !== ErrorCode.NONE) return false;
    this.producerId = answer.producerId;
    this.producerEpoch = answer.producerEpoch;
    this.sequence = 0;
    return true;
  }

  async init(
    what: string,
    version: number,
    init: Parameters<typeof createInitProducerIdRequest>[0] = {},
  ): Promise<void> {
    const { transactionalId } = this;
    const request = createInitProducerIdRequest({ transactionalId, transactionTimeoutMs: 60_000, ...init });
    const answer = await this.#t.ask(what, initProducerIdApi, version, request);
    if (answer?.errorCode !== ErrorCode.NONE) return;
    this.producerId = answer.producerId;
    this.producerEpoch = answer.producerEpoch;
    this.sequence = 0;
  }

  async add(
    what: string,
    version: number,
    topics: readonly { readonly name: string; readonly partitions: readonly number[] }[],
    as: Partial<{ producerId: number; producerEpoch: number; transactionalId: string }> = {},
  ): Promise<void> {
    const { transactionalId, producerId, producerEpoch } = {
      ...this.identity,
      transactionalId: this.transactionalId,
      ...as,
    };
    const request = createAddPartitionsToTxnRequest({
      v3AndBelowTransactionalId: transactionalId,
      v3AndBelowProducerId: producerId,
      v3AndBelowProducerEpoch: producerEpoch,
      v3AndBelowTopics: topics,
    });
    await this.#t.ask(what, addPartitionsToTxnApi, version, request);
  }

  async write(
    what: string,
    version: number,
    place: Place,
    options: {
      readonly partition?: number;
      readonly batch?: BatchOptions;
      readonly transactionalId?: string | null;
      readonly repeat?: boolean;
    } = {},
  ): Promise<void> {
    const { partition = 0, batch = {}, transactionalId = this.transactionalId } = options;
    const attributes = BatchAttribute.transactional;
    const records = batchOf({
      attributes,
      timestamps: [RECORD_TIME],
      ...this.identity,
      baseSequence: this.sequence,
      ...batch,
    });
    const named = version >= 13 ? { name: '', topicId: place.topicId } : { name: place.name, topicId: ZERO_UUID };
    const request = createProduceRequest({
      transactionalId,
      acks: -1,
      timeoutMs: 5000,
      topicData: [{ ...named, partitionData: [{ index: partition, records }] }],
    });
    const answer = await this.#t.ask(what, produceApi, version, request);
    const isWritten = answer?.responses[0]?.partitionResponses[0]?.errorCode === ErrorCode.NONE;
    if (isWritten && batch.baseSequence === undefined) this.sequence += 1;
  }

  async commitOffset(
    what: string,
    version: number,
    groupId: string,
    place: Place,
    init: Parameters<typeof createTxnOffsetCommitRequest>[0] & {
      readonly offset?: number;
      readonly partition?: number;
    } = {},
  ): Promise<void> {
    const { offset = 7, partition = 0, ...rest } = init;
    const named = version >= 6 ? { name: '', topicId: place.topicId } : { name: place.name, topicId: ZERO_UUID };
    const committed = createTxnOffsetCommitRequestPartition({
      partitionIndex: partition,
      committedOffset: offset,
      committedMetadata: 'm',
    });
    const request = createTxnOffsetCommitRequest({
      transactionalId: this.transactionalId,
      groupId,
      ...this.identity,
      topics: [{ ...named, partitions: [committed] }],
      ...rest,
    });
    await this.#t.ask(what, txnOffsetCommitApi, version, request);
  }

  /** Ends, and waits until no marker is to be written any more. */
  async end(
    what: string,
    version: number,
    committed: boolean,
    as: Partial<{ producerId: number; producerEpoch: number; transactionalId: string }> = {},
  ): Promise<void> {
    const request = createEndTxnRequest({ transactionalId: this.transactionalId, ...this.identity, committed, ...as });
    const answer = await this.#t.ask(what, endTxnApi, version, request);
    await this.settled();
    if (answer?.errorCode !== ErrorCode.NONE || version < RAISES_FROM) return;
    if (answer.producerEpoch !== this.producerEpoch) this.sequence = 0;
    this.producerId = answer.producerId;
    this.producerEpoch = answer.producerEpoch;
  }

  /** Until the coordinator has nothing left to do. */
  async settled(): Promise<void> {
    await this.#t.until(async () => !(await this.state()).startsWith('Prepare'));
  }

  async state(): Promise<string> {
    const request = createDescribeTransactionsRequest({ transactionalIds: [this.transactionalId] });
    const answer = await this.#t.quietly(describeTransactionsApi, 0, request);
    return answer?.transactionStates[0]?.transactionState ?? '';
  }

  /** Which of the partitions of offsets takes part is told by a hash of the group's name: only how many is written down. */
  async describe(what: string): Promise<void> {
    const request = createDescribeTransactionsRequest({ transactionalIds: [this.transactionalId] });
    await this.#t.ask(what, describeTransactionsApi, 0, request, {
      show: ({ transactionStates }) =>
        transactionStates.map(({ topics, ...rest }) => ({
          ...rest,
          topics: topics.map(({ topic, partitions }) => [
            topic,
            topic.startsWith('__') ? partitions.length : [...partitions].sort(),
          ]),
        })),
    });
  }
}
