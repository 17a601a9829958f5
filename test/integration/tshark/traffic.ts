// Traffic of every kind, in versions that tshark knows, through the recording proxy. Owns: who says what; what was
// written, so that it can be looked for in the capture.
import { vi } from 'vitest';
import { Client, dialLeader, Reader, Writer } from '../../../src/index.ts';
import type { Api } from '../../../src/protocol/api.ts';
import {
  addOffsetsToTxnApi,
  createAddOffsetsToTxnRequest,
} from '../../../src/protocol/generated/add-offsets-to-txn.ts';
import {
  addPartitionsToTxnApi,
  createAddPartitionsToTxnRequest,
} from '../../../src/protocol/generated/add-partitions-to-txn.ts';
import { createAclsApi, createCreateAclsRequest } from '../../../src/protocol/generated/create-acls.ts';
import {
  createCreatePartitionsRequest,
  createPartitionsApi,
} from '../../../src/protocol/generated/create-partitions.ts';
import { createDeleteAclsRequest, deleteAclsApi } from '../../../src/protocol/generated/delete-acls.ts';
import { createDeleteGroupsRequest, deleteGroupsApi } from '../../../src/protocol/generated/delete-groups.ts';
import { createDeleteRecordsRequest, deleteRecordsApi } from '../../../src/protocol/generated/delete-records.ts';
import { createDescribeAclsRequest, describeAclsApi } from '../../../src/protocol/generated/describe-acls.ts';
import { createDescribeConfigsRequest, describeConfigsApi } from '../../../src/protocol/generated/describe-configs.ts';
import { createDescribeGroupsRequest, describeGroupsApi } from '../../../src/protocol/generated/describe-groups.ts';
import { createDescribeLogDirsRequest, describeLogDirsApi } from '../../../src/protocol/generated/describe-log-dirs.ts';
import { createElectLeadersRequest, electLeadersApi } from '../../../src/protocol/generated/elect-leaders.ts';
import { createEndTxnRequest, endTxnApi } from '../../../src/protocol/generated/end-txn.ts';
import { heartbeatApi } from '../../../src/protocol/generated/heartbeat.ts';
import {
  createIncrementalAlterConfigsRequest,
  incrementalAlterConfigsApi,
} from '../../../src/protocol/generated/incremental-alter-configs.ts';
import { createInitProducerIdRequest, initProducerIdApi } from '../../../src/protocol/generated/init-producer-id.ts';
import { createListGroupsRequest, listGroupsApi } from '../../../src/protocol/generated/list-groups.ts';
import { createOffsetDeleteRequest, offsetDeleteApi } from '../../../src/protocol/generated/offset-delete.ts';
import {
  createOffsetForLeaderEpochRequest,
  offsetForLeaderEpochApi,
} from '../../../src/protocol/generated/offset-for-leader-epoch.ts';
import {
  createTxnOffsetCommitRequest,
  createTxnOffsetCommitRequestTopic,
  txnOffsetCommitApi,
} from '../../../src/protocol/generated/txn-offset-commit.ts';
import { compressionNames } from '../../../src/record/compression/codecs.ts';
import { uniqueName } from '../../support/describe-each-kafka.ts';
import { numbers, take } from '../../support/reading.ts';
import { WireClient } from '../../support/wire-client.ts';
import { type KnownApi, knownVersions } from './known-versions.ts';
import type { RecordedFrame, RecordingProxy } from './recording-proxy.ts';

export const CLIENT_ID = 'seen-by-tshark';
export const PER_CODEC = 5;

/** The value of a record: long enough to be worth compressing. */
export function textOf(compression: string, number: number): string {
  return `${compression} ${number} `.repeat(40);
}

/** Names that will be found in the capture. */
export interface Names {
  readonly topic: string;
  readonly group: string;
}

export function newNames(): Names {
  return { topic: uniqueName('tshark'), group: uniqueName('tshark-group') };
}

/** Client, Writers with every codec, Readers alone and in a group, a Conn. Returns when all of it is closed. */
export async function clientTraffic(brokers: readonly string[], proxy: RecordingProxy, names: Names): Promise<void> {
  const { topic, group } = names;
  const options = { clientId: CLIENT_ID, dial: proxy.dial, maxVersions: knownVersions };
  const client = new Client({ ...options, brokers });
  try {
    const [created] = await client.createTopics([
      { topic, partitions: 1, replicationFactor: 1, configs: { 'cleanup.policy': 'delete' } },
    ]);
    if (created?.error !== undefined) throw created.error;
    await client.topic(topic);
    for (const compression of compressionNames) {
      const writer = new Writer({ client, topic, compression });
      await writer.writeMessages(
        numbers(PER_CODEC).map((i) => ({
          key: `key-${i}`,
          value: textOf(compression, i),
          headers: [['trace', `${compression}-${i}`]],
        })),
      );
      await writer.close();
    }
    const unanswered = new Writer({ client, topic, idempotent: false, requiredAcks: 'none' });
    await unanswered.writeMessages({ key: null, value: null });
    await unanswered.close();
    const total = compressionNames.length * PER_CODEC + 1;

    const alone = new Reader({ client, topic, partition: 0, startOffset: 'first' });
    await take(alone, total);
    await alone.close();

    const member = new Reader({ client, groupId: group, topics: [topic], heartbeatIntervalMs: 100 });
    const messages = await take(member, total);
    await member.commitMessages(messages.at(-1)!);
    await beats(proxy);
    await groupTraffic(brokers[0] as string, proxy, names);
    await member.close();

    const conn = await dialLeader(brokers[0] as string, { ...options, topic, partition: 0 });
    await conn.writeMessages({ value: 'by a Conn' });
    await conn.readOffset(0);
    await conn.readPartitions(topic);
    await conn.close();
  } finally {
    await client.close();
  }
}

/** A group as its describers see it, while it has a member. */
async function groupTraffic(broker: string, proxy: RecordingProxy, { group }: Names): Promise<void> {
  const wire = await WireClient.open(await proxy.through(broker), CLIENT_ID);
  await wire.send(
    describeGroupsApi,
    knownVersions.DescribeGroups,
    createDescribeGroupsRequest({ groups: [group], includeAuthorizedOperations: true }),
  );
  await wire.send(listGroupsApi, knownVersions.ListGroups, createListGroupsRequest());
  await wire.close();
}

/** Requests of administration and transactions. Their answers may be errors: it is their form that counts. */
export async function adminTraffic(broker: string, proxy: RecordingProxy, { topic, group }: Names): Promise<void> {
  const wire = await WireClient.open(await proxy.through(broker), CLIENT_ID);
  const send = <Q, S>(api: Api<Q, S> & { readonly name: string }, request: Q): Promise<S> =>
    wire.send(api, knownVersions[api.name as KnownApi], request);
  const resource = { resourceType: 2, resourceName: topic };
  const acl = { resourceType: 2, resourceName: topic, resourcePatternType: 3, principal: 'User:tshark', host: '*' };
  const filter = { resourceTypeFilter: 2, resourceNameFilter: topic, patternTypeFilter: 3, principalFilter: null };
  const anyone = { ...filter, hostFilter: null, operation: 1, permissionType: 1 };
  await send(
    describeConfigsApi,
    createDescribeConfigsRequest({ resources: [{ ...resource, configurationKeys: null }], includeSynonyms: true }),
  );
  const configs = [{ name: 'retention.ms', configOperation: 0, value: '600000' }];
  await send(
    incrementalAlterConfigsApi,
    createIncrementalAlterConfigsRequest({ resources: [{ ...resource, configs }] }),
  );
  await send(
    createPartitionsApi,
    createCreatePartitionsRequest({ topics: [{ name: topic, count: 2, assignments: null }], timeoutMs: 5_000 }),
  );
  await send(
    deleteRecordsApi,
    createDeleteRecordsRequest({
      topics: [{ name: topic, partitions: [{ partitionIndex: 0, offset: 1 }] }],
      timeoutMs: 5_000,
    }),
  );
  await send(
    offsetForLeaderEpochApi,
    createOffsetForLeaderEpochRequest({
      replicaId: -1,
      topics: [{ topic, partitions: [{ partition: 0, currentLeaderEpoch: -1, leaderEpoch: 0 }] }],
    }),
  );
  await send(describeLogDirsApi, createDescribeLogDirsRequest({ topics: [{ topic, partitions: [0] }] }));
  // Without topics, which stands for all of them: see known-versions.ts.
  await send(electLeadersApi, createElectLeadersRequest({ topicPartitions: null, timeoutMs: 5_000 }));
  await send(createAclsApi, createCreateAclsRequest({ creations: [{ ...acl, operation: 3, permissionType: 3 }] }));
  await send(describeAclsApi, createDescribeAclsRequest(anyone));
  await send(deleteAclsApi, createDeleteAclsRequest({ filters: [anyone] }));
  const { producerId, producerEpoch } = await send(
    initProducerIdApi,
    createInitProducerIdRequest({
      transactionalId: topic,
      transactionTimeoutMs: 10_000,
      producerId: -1,
      producerEpoch: -1,
    }),
  );
  const transaction = { transactionalId: topic, producerId, producerEpoch };
  await send(
    addPartitionsToTxnApi,
    createAddPartitionsToTxnRequest({
      v3AndBelowTransactionalId: topic,
      v3AndBelowProducerId: producerId,
      v3AndBelowProducerEpoch: producerEpoch,
      v3AndBelowTopics: [{ name: topic, partitions: [0] }],
    }),
  );
  await send(addOffsetsToTxnApi, createAddOffsetsToTxnRequest({ ...transaction, groupId: group }));
  const committed = { partitionIndex: 0, committedOffset: 3, committedLeaderEpoch: -1, committedMetadata: 'by tshark' };
  await send(
    txnOffsetCommitApi,
    createTxnOffsetCommitRequest({
      ...transaction,
      groupId: group,
      generationIdOrMemberEpoch: -1,
      memberId: '',
      topics: [createTxnOffsetCommitRequestTopic({ name: topic, partitions: [committed] })],
    }),
  );
  await send(endTxnApi, createEndTxnRequest({ ...transaction, committed: false }));
  await send(
    offsetDeleteApi,
    createOffsetDeleteRequest({ groupId: group, topics: [{ name: topic, partitions: [{ partitionIndex: 0 }] }] }),
  );
  await send(deleteGroupsApi, createDeleteGroupsRequest({ groupsNames: [group] }));
  await wire.close();
  const client = new Client({
    brokers: [broker],
    clientId: CLIENT_ID,
    dial: proxy.dial,
    maxVersions: knownVersions,
  });
  await client.deleteTopics([topic]);
  await client.close();
}

/** Waits until a heartbeat was sent. */
async function beats(proxy: RecordingProxy): Promise<void> {
  const isBeat = ({ isRequest, bytes }: RecordedFrame): boolean =>
    isRequest && bytes.readInt16BE(4) === heartbeatApi.key;
  await vi.waitUntil(() => proxy.frames.some(isBeat), { timeout: 10_000, interval: 10 });
}
