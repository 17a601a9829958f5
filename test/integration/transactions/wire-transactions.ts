// A transactional producer of bare requests: each step is one call, so that a test can put any marker anywhere.
// Owns: the requests of a transaction (KIP-98). Must not know our own producer, whose transactions would do the right thing.
import { vi } from 'vitest';
import {
  addPartitionsToTxnApi,
  createAddPartitionsToTxnRequest,
} from '../../../src/protocol/generated/add-partitions-to-txn.ts';
import { createEndTxnRequest, endTxnApi } from '../../../src/protocol/generated/end-txn.ts';
import { createFindCoordinatorRequest, findCoordinatorApi } from '../../../src/protocol/generated/find-coordinator.ts';
import { createInitProducerIdRequest, initProducerIdApi } from '../../../src/protocol/generated/init-producer-id.ts';
import { createProduceRequest, produceApi } from '../../../src/protocol/generated/produce.ts';
import { BatchAttribute } from '../../../src/record/batch-header.ts';
import { batchOf } from '../../support/batches.ts';
import { uniqueName } from '../../support/describe-each-kafka.ts';
import { WireClient } from '../../support/wire-client.ts';

// Old enough for every broker of the tests, and before the broker would add partitions by itself (KIP-890).
const VERSION = { findCoordinator: 2, initProducerId: 2, addPartitions: 1, produce: 8, endTxn: 1 } as const;
const NONE = 0;
const PATIENCE = { timeout: 20_000, interval: 20 } as const;

export class WireTransactions {
  readonly #broker: WireClient;
  readonly #transactionalId = uniqueName('wire-transactions');
  readonly #topic: string;
  #producerId = -1;
  #producerEpoch = -1;
  #sequence = 0;

  private constructor(broker: WireClient, topic: string) {
    this.#broker = broker;
    this.#topic = topic;
  }

  /** A producer for partition 0 of the topic; the cluster has one broker. */
  static async open(address: string, topic: string): Promise<WireTransactions> {
    const producer = new WireTransactions(await WireClient.open(address), topic);
    await producer.#init();
    return producer;
  }

  get producerId(): number {
    return this.#producerId;
  }

  /** Makes the partition part of the transaction: it will get a marker, with or without records. */
  async begin(): Promise<void> {
    const topics = [{ name: this.#topic, partitions: [0] }];
    const request = createAddPartitionsToTxnRequest({
      v3AndBelowTransactionalId: this.#transactionalId,
      v3AndBelowProducerId: this.#producerId,
      v3AndBelowProducerEpoch: this.#producerEpoch,
      v3AndBelowTopics: topics,
    });
    // The transaction before may still be writing its markers (CONCURRENT_TRANSACTIONS).
    await vi.waitUntil(async () => {
      const answer = await this.#broker.send(addPartitionsToTxnApi, VERSION.addPartitions, request);
      return answer.resultsByTopicV3AndBelow[0]?.resultsByPartition[0]?.partitionErrorCode === NONE;
    }, PATIENCE);
  }

  /** Writes one batch; answers its first offset. */
  async write(values: readonly string[], gzip = false): Promise<number> {
    const batch = batchOf({
      values,
      gzip,
      attributes: BatchAttribute.transactional | (gzip ? 1 : 0),
      producerId: this.#producerId,
      producerEpoch: this.#producerEpoch,
      baseSequence: this.#sequence,
    });
    this.#sequence += values.length;
    const answer = await this.#broker.send(
      produceApi,
      VERSION.produce,
      createProduceRequest({
        transactionalId: this.#transactionalId,
        acks: -1,
        timeoutMs: 10_000,
        topicData: [{ name: this.#topic, topicId: '', partitionData: [{ index: 0, records: batch }] }],
      }),
    );
    const written = answer.responses[0]?.partitionResponses[0];
    if (written?.errorCode !== NONE) throw new Error(`Produce was answered with ${written?.errorCode}`);
    return written.baseOffset;
  }

  /** Ends the transaction. The markers are written a moment later. */
  async end(outcome: 'commit' | 'abort'): Promise<void> {
    const request = createEndTxnRequest({
      transactionalId: this.#transactionalId,
      producerId: this.#producerId,
      producerEpoch: this.#producerEpoch,
      committed: outcome === 'commit',
    });
    const { errorCode } = await this.#broker.send(endTxnApi, VERSION.endTxn, request);
    if (errorCode !== NONE) throw new Error(`EndTxn was answered with ${errorCode}`);
  }

  close(): Promise<void> {
    return this.#broker.close();
  }

  async #init(): Promise<void> {
    // Whoever asks for a coordinator first also has its topic made; that takes a while.
    await vi.waitUntil(async () => {
      const request = createFindCoordinatorRequest({ key: this.#transactionalId, keyType: 1 });
      return (await this.#broker.send(findCoordinatorApi, VERSION.findCoordinator, request)).errorCode === NONE;
    }, PATIENCE);
    await vi.waitUntil(async () => {
      const request = createInitProducerIdRequest({
        transactionalId: this.#transactionalId,
        transactionTimeoutMs: 60_000,
        producerId: -1,
        producerEpoch: -1,
      });
      const answer = await this.#broker.send(initProducerIdApi, VERSION.initProducerId, request);
      this.#producerId = answer.producerId;
      this.#producerEpoch = answer.producerEpoch;
      return answer.errorCode === NONE;
    }, PATIENCE);
  }
}
