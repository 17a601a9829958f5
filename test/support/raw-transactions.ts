// Transactional producers of single requests, in the way of before KIP-890 and in the way since: each step is one call and
// answers an error code, so that a test can do what no correct client would. Owns: the requests. Must not know what is right.
import { expect } from 'vitest';
import type { Client } from '../../src/index.ts';
import { createAddOffsetsToTxnRequest } from '../../src/protocol/generated/add-offsets-to-txn.ts';
import { createAddPartitionsToTxnRequest } from '../../src/protocol/generated/add-partitions-to-txn.ts';
import { createApiVersionsRequest } from '../../src/protocol/generated/api-versions.ts';
import { createDescribeTransactionsRequest } from '../../src/protocol/generated/describe-transactions.ts';
import { createEndTxnRequest } from '../../src/protocol/generated/end-txn.ts';
import { ErrorCode } from '../../src/protocol/generated/error-codes.ts';
import { createInitProducerIdRequest } from '../../src/protocol/generated/init-producer-id.ts';
import { createProduceRequest, type PartitionProduceResponse } from '../../src/protocol/generated/produce.ts';
import {
  createTxnOffsetCommitRequest,
  createTxnOffsetCommitRequestPartition,
} from '../../src/protocol/generated/txn-offset-commit.ts';
import { BatchAttribute } from '../../src/record/batch-header.ts';
import { ZERO_UUID } from '../../src/wire/message-codec.ts';
import { type BatchOptions, batchOf } from './batches.ts';
import { uniqueName } from './describe-each-kafka.ts';

/** `v1`: partitions are added by requests; `v2`: by writing to them, and every end raises the epoch (KIP-890). */
export type TransactionWay = 'v1' | 'v2';

/** The newest versions of each way; those with topic ids need ids. */
const VERSIONS = {
  v1: { produce: 11, endTxn: 4, txnOffsetCommit: 4 },
  v2: { produce: 12, endTxn: 5, txnOffsetCommit: 5 },
} as const;
const LAST_OF_CLIENTS = 3;
const PATIENCE = { timeout: 20_000, interval: 10 } as const;

/** The ways that a cluster knows: the newer one where its feature is finalized. */
export async function transactionWays(client: Client): Promise<readonly TransactionWay[]> {
  const request = createApiVersionsRequest({ clientSoftwareName: 'test', clientSoftwareVersion: '1' });
  const { finalizedFeatures } = await client.send('ApiVersions', request, { to: 'any', maxVersion: 3 });
  const feature = finalizedFeatures.find(({ name }) => name === 'transaction.version');
  return (feature?.maxVersionLevel ?? 0) >= 2 ? ['v1', 'v2'] : ['v1'];
}

export class RawTransactions {
  readonly transactionalId: string;
  readonly #client: Client;
  readonly #way: TransactionWay;
  producerId = -1;
  producerEpoch = -1;
  /** What time it is for the records: brokers refuse those of another age. */
  now: () => number = () => Date.now();
  readonly #sequences = new Map<string, number>();

  constructor(client: Client, way: TransactionWay, transactionalId: string = uniqueName('transactions')) {
    this.#client = client;
    this.#way = way;
    this.transactionalId = transactionalId;
  }

  /** Gets an id and an epoch; waits for a coordinator, and for the end of what another producer left open. */
  async init(): Promise<this> {
    await expect.poll(() => this.initOnce({}).catch(() => 'no coordinator yet'), PATIENCE).toBe(ErrorCode.NONE);
    return this;
  }

  async initOnce(init: Parameters<typeof createInitProducerIdRequest>[0]): Promise<number> {
    const { transactionalId } = this;
    const request = createInitProducerIdRequest({ transactionalId, transactionTimeoutMs: 60_000, ...init });
    const answer = await this.#client.send('InitProducerId', request, { to: { transactionalId }, maxVersion: 4 });
    if (answer.errorCode === ErrorCode.NONE) {
      this.producerId = answer.producerId;
      this.producerEpoch = answer.producerEpoch;
      this.#sequences.clear();
    }
    return answer.errorCode;
  }

  /** Adds a partition; asks again while the transaction before is still being ended. */
  async add(topic: string, partition = 0): Promise<number> {
    const request = createAddPartitionsToTxnRequest({
      v3AndBelowTransactionalId: this.transactionalId,
      v3AndBelowProducerId: this.producerId,
      v3AndBelowProducerEpoch: this.producerEpoch,
      v3AndBelowTopics: [{ name: topic, partitions: [partition] }],
    });
    return this.#settled(async () => {
      const options = { ...this.#coordinator, maxVersion: LAST_OF_CLIENTS };
      const { resultsByTopicV3AndBelow: results } = await this.#client.send('AddPartitionsToTxn', request, options);
      return results[0]?.resultsByPartition[0]?.partitionErrorCode ?? -1;
    });
  }

  /** Writes one batch, as a part of the transaction as far as the way needs no request before it. */
  async produce(topic: string, values: readonly string[], batch: BatchOptions = {}): Promise<PartitionProduceResponse> {
    const sequence = this.#sequences.get(topic) ?? 0;
    const records = batchOf({
      values,
      timestamps: [this.now()],
      attributes: BatchAttribute.transactional,
      producerId: this.producerId,
      producerEpoch: this.producerEpoch,
      baseSequence: sequence,
      ...batch,
    });
    const request = createProduceRequest({
      transactionalId: this.transactionalId,
      acks: -1,
      timeoutMs: 10_000,
      topicData: [{ name: topic, topicId: ZERO_UUID, partitionData: [{ index: 0, records }] }],
    });
    const options = { to: { topic, partition: 0 }, maxVersion: VERSIONS[this.#way].produce };
    let answer: PartitionProduceResponse | undefined;
    await this.#settled(async () => {
      answer = (await this.#client.send('Produce', request, options)).responses[0]?.partitionResponses[0];
      return answer?.errorCode ?? -1;
    });
    if (answer === undefined) throw new Error('Produce answered for no partition');
    const isNext = answer.errorCode === ErrorCode.NONE && batch.baseSequence === undefined;
    if (isNext) this.#sequences.set(topic, sequence + values.length);
    return answer;
  }

  /** Adds the partition where that takes a request, and writes to it. */
  async write(topic: string, values: readonly string[]): Promise<void> {
    if (this.#way === 'v1') expect(await this.add(topic)).toBe(ErrorCode.NONE);
    expect((await this.produce(topic, values)).errorCode).toBe(ErrorCode.NONE);
  }

  /** Commits an offset of partition 0 in the transaction. */
  async commitOffset(
    groupId: string,
    topic: string,
    committedOffset: number,
    member: { readonly memberId?: string; readonly generationIdOrMemberEpoch?: number } = {},
  ): Promise<number> {
    const { transactionalId, producerId, producerEpoch } = this;
    const who = { transactionalId, groupId, producerId, producerEpoch };
    if (this.#way === 'v1') {
      const added = await this.#settled(async () => {
        const request = createAddOffsetsToTxnRequest(who);
        return (await this.#client.send('AddOffsetsToTxn', request, this.#coordinator)).errorCode;
      });
      if (added !== ErrorCode.NONE) return added;
    }
    const partitions = [createTxnOffsetCommitRequestPartition({ committedOffset, committedMetadata: '' })];
    const topics = [{ name: topic, topicId: ZERO_UUID, partitions }];
    const request = createTxnOffsetCommitRequest({ ...who, ...member, topics });
    const options = { to: { group: groupId }, maxVersion: VERSIONS[this.#way].txnOffsetCommit };
    return this.#settled(async () => {
      const answer = await this.#client.send('TxnOffsetCommit', request, options).catch(noCoordinatorYet);
      return typeof answer === 'number' ? answer : (answer.topics[0]?.partitions[0]?.errorCode ?? -1);
    });
  }

  /** Ends the transaction and, in the newer way, goes on in the epoch that the answer tells. */
  async end(
    result: 'commit' | 'abort',
    as: { readonly producerId?: number; readonly producerEpoch?: number } = {},
  ): Promise<number> {
    const { transactionalId, producerId, producerEpoch } = this;
    const committed = result === 'commit';
    const request = createEndTxnRequest({ transactionalId, producerId, producerEpoch, committed, ...as });
    const options = { ...this.#coordinator, maxVersion: VERSIONS[this.#way].endTxn };
    return this.#settled(async () => {
      const answer = await this.#client.send('EndTxn', request, options);
      if (answer.errorCode === ErrorCode.NONE && this.#way === 'v2') {
        this.producerId = answer.producerId;
        this.producerEpoch = answer.producerEpoch;
        this.#sequences.clear();
      }
      return answer.errorCode;
    });
  }

  /** What the coordinator says of the transaction; brokers before 3.0 do not. */
  async state(): Promise<string | undefined> {
    const request = createDescribeTransactionsRequest({ transactionalIds: [this.transactionalId] });
    return (await this.#client.send('DescribeTransactions', request, this.#coordinator)).transactionStates[0]
      ?.transactionState;
  }

  get #coordinator(): { readonly to: { readonly transactionalId: string } } {
    return { to: { transactionalId: this.transactionalId } };
  }

  /** Asks until the answer is another than that markers are still being written, or that a coordinator comes up. */
  async #settled(ask: () => Promise<number>): Promise<number> {
    let errorCode: number = ErrorCode.NONE;
    const isSettled = async (): Promise<boolean> => {
      errorCode = await ask();
      return !TRANSIENT.has(errorCode);
    };
    await expect.poll(isSettled, PATIENCE).toBe(true);
    return errorCode;
  }
}

const TRANSIENT: ReadonlySet<number> = new Set([
  ErrorCode.CONCURRENT_TRANSACTIONS,
  ErrorCode.COORDINATOR_NOT_AVAILABLE,
  ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
  ErrorCode.NOT_COORDINATOR,
  // How a leader says to older clients that it could not ask the coordinator.
  ErrorCode.NOT_ENOUGH_REPLICAS,
]);

function noCoordinatorYet(error: unknown): number {
  const code = (error as { readonly errorCode?: number }).errorCode;
  if (code === ErrorCode.COORDINATOR_NOT_AVAILABLE) return code;
  throw error;
}
