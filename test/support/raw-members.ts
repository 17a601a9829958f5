// Members of the newer groups, and open transactions, by single requests: what a test of administration looks at.
// Owns: the least that makes a coordinator keep them. Must not know: how readers and writers do it.
import { randomUUID } from 'node:crypto';
import type { Client } from '../../src/index.ts';
import { throwIfBrokerError } from '../../src/protocol/broker-error.ts';
import {
  addPartitionsToTxnApi,
  createAddPartitionsToTxnRequest,
  createAddPartitionsToTxnTopic,
} from '../../src/protocol/generated/add-partitions-to-txn.ts';
import {
  consumerGroupHeartbeatApi,
  createConsumerGroupHeartbeatRequest,
} from '../../src/protocol/generated/consumer-group-heartbeat.ts';
import { createInitProducerIdRequest, initProducerIdApi } from '../../src/protocol/generated/init-producer-id.ts';
import {
  createPartitionProduceData,
  createProduceRequest,
  createTopicProduceData,
  produceApi,
} from '../../src/protocol/generated/produce.ts';
import {
  createShareGroupHeartbeatRequest,
  shareGroupHeartbeatApi,
} from '../../src/protocol/generated/share-group-heartbeat.ts';
import {
  createStreamsGroupHeartbeatRequest,
  createSubtopology,
  createTopology,
  streamsGroupHeartbeatApi,
} from '../../src/protocol/generated/streams-group-heartbeat.ts';
import { batchOf } from './batches.ts';

const LEAVE = -1;

/** A member that joined once; it stays until it leaves or its session is over. */
export interface RawMember {
  readonly memberId: string;
  /** Tells the coordinator that it is there still; that is also when coordinators work assignments out. */
  beat(): Promise<void>;
  leave(): Promise<void>;
}

/** A member by its heartbeats, each with the epoch that the one before was answered with. */
async function memberOf(
  memberId: string,
  send: (memberEpoch: number) => Promise<{ readonly memberEpoch: number }>,
): Promise<RawMember> {
  let { memberEpoch } = await send(0);
  return {
    memberId,
    async beat() {
      memberEpoch = (await send(memberEpoch)).memberEpoch;
    },
    async leave() {
      await send(LEAVE);
    },
  };
}

/** Repeats `attempt` while the coordinator is only just coming up or moving. */
function atCoordinator<T extends { readonly errorCode: number; readonly errorMessage?: string | null }>(
  client: Client,
  key: string,
  attempt: () => Promise<T>,
): Promise<T> {
  return client._cluster.retry(
    `join ${key}`,
    async () => {
      const response = await attempt();
      throwIfBrokerError(response.errorCode, `join ${key}`, {}, response.errorMessage);
      return response;
    },
    { timeoutMs: 20_000, coordinator: { kind: 'group', key } },
  );
}

/** Joins a consumer group (KIP-848). */
export async function joinConsumerGroup(client: Client, groupId: string, topic: string): Promise<RawMember> {
  const memberId = randomUUID();
  const beat = (memberEpoch: number) =>
    atCoordinator(client, groupId, () =>
      client._cluster.sendToCoordinator('group', groupId, consumerGroupHeartbeatApi, () =>
        createConsumerGroupHeartbeatRequest({
          groupId,
          memberId,
          memberEpoch,
          rebalanceTimeoutMs: 60_000,
          subscribedTopicNames: [topic],
          topicPartitions: [],
        }),
      ),
    );
  return memberOf(memberId, beat);
}

/** Joins a share group (KIP-932). */
export async function joinShareGroup(client: Client, groupId: string, topic: string): Promise<RawMember> {
  const memberId = randomUUID();
  const beat = (memberEpoch: number) =>
    atCoordinator(client, groupId, () =>
      client._cluster.sendToCoordinator('group', groupId, shareGroupHeartbeatApi, () =>
        createShareGroupHeartbeatRequest({ groupId, memberId, memberEpoch, subscribedTopicNames: [topic] }),
      ),
    );
  return memberOf(memberId, beat);
}

/** Joins a streams group (KIP-1071) with a topology of one part that reads one topic. */
export async function joinStreamsGroup(client: Client, groupId: string, topic: string): Promise<RawMember> {
  const memberId = randomUUID();
  const beat = (memberEpoch: number) =>
    atCoordinator(client, groupId, () =>
      client._cluster.sendToCoordinator('group', groupId, streamsGroupHeartbeatApi, () =>
        createStreamsGroupHeartbeatRequest({
          groupId,
          memberId,
          memberEpoch,
          rebalanceTimeoutMs: 60_000,
          processId: 'process-1',
          activeTasks: [],
          standbyTasks: [],
          warmupTasks: [],
          clientTags: [],
          topology:
            memberEpoch !== 0
              ? null
              : createTopology({
                  epoch: 1,
                  subtopologies: [createSubtopology({ subtopologyId: 'part-1', sourceTopics: [topic] })],
                }),
        }),
      ),
    );
  return memberOf(memberId, beat);
}

/** A transaction that was begun and written to, and that nobody will end. */
export interface OpenTransaction {
  readonly transactionalId: string;
  readonly producerId: number;
  readonly producerEpoch: number;
}

/** Begins a transaction and writes one record to a partition. */
export async function openTransaction(
  client: Client,
  transactionalId: string,
  topic: string,
  partition = 0,
): Promise<OpenTransaction> {
  const { _cluster: cluster } = client;
  await cluster.start();
  const coordinator = { kind: 'transaction', key: transactionalId } as const;
  const opened = await cluster.retry(
    'open a transaction',
    async () => {
      const begun = await cluster.sendToCoordinator('transaction', transactionalId, initProducerIdApi, () =>
        createInitProducerIdRequest({ transactionalId, transactionTimeoutMs: 60_000 }),
      );
      throwIfBrokerError(begun.errorCode, 'InitProducerId');
      const { producerId, producerEpoch } = begun;
      const added = await cluster.sendToCoordinator(
        'transaction',
        transactionalId,
        addPartitionsToTxnApi,
        () =>
          createAddPartitionsToTxnRequest({
            v3AndBelowTransactionalId: transactionalId,
            v3AndBelowProducerId: producerId,
            v3AndBelowProducerEpoch: producerEpoch,
            v3AndBelowTopics: [createAddPartitionsToTxnTopic({ name: topic, partitions: [partition] })],
          }),
        { maxVersion: 3 },
      );
      for (const { resultsByPartition } of added.resultsByTopicV3AndBelow) {
        for (const { partitionErrorCode } of resultsByPartition)
          throwIfBrokerError(partitionErrorCode, 'add partition');
      }
      return { producerId, producerEpoch };
    },
    { timeoutMs: 20_000, coordinator },
  );
  const records = batchOf({ attributes: 16, baseSequence: 0, ...opened });
  const write = async (): Promise<void> => {
    const { partitions } = await cluster.metadata.topic(topic);
    const response = await cluster.sendTo(
      partitions[partition]?.leaderId ?? -1,
      produceApi,
      () =>
        createProduceRequest({
          transactionalId,
          acks: -1,
          timeoutMs: 10_000,
          topicData: [
            createTopicProduceData({
              name: topic,
              partitionData: [createPartitionProduceData({ index: partition, records })],
            }),
          ],
        }),
      // Later ones name topics by their ids.
      { maxVersion: 11 },
    );
    const answer = response.responses[0]?.partitionResponses[0];
    throwIfBrokerError(answer?.errorCode ?? -1, 'write in a transaction', {}, answer?.errorMessage);
  };
  await cluster.retry('write in a transaction', write, { timeoutMs: 20_000 });
  return { transactionalId, ...opened };
}
