// The five requests of a transaction, as questions to a coordinator. Owns: how they are written and read in every version.
// Must not know: when they are sent, what their errors mean.
import { KafkaError } from '../../base/errors.ts';
import type { GroupMetadata } from '../../cluster/group-metadata.ts';
import { byTopic } from '../../cluster/partition-key.ts';
import type { TopicPartition, TopicPartitionOffset } from '../../cluster/topic-partition.ts';
import type { Api } from '../../protocol/api.ts';
import { addOffsetsToTxnApi, createAddOffsetsToTxnRequest } from '../../protocol/generated/add-offsets-to-txn.ts';
import {
  addPartitionsToTxnApi,
  createAddPartitionsToTxnRequest,
  createAddPartitionsToTxnTopic,
} from '../../protocol/generated/add-partitions-to-txn.ts';
import { createEndTxnRequest, endTxnApi } from '../../protocol/generated/end-txn.ts';
import { createInitProducerIdRequest, initProducerIdApi } from '../../protocol/generated/init-producer-id.ts';
import {
  createTxnOffsetCommitRequest,
  createTxnOffsetCommitRequestPartition,
  createTxnOffsetCommitRequestTopic,
  txnOffsetCommitApi,
} from '../../protocol/generated/txn-offset-commit.ts';
import { needsVersion } from '../../protocol/needs-version.ts';
import { NEWEST, OLDEST_OF_SECOND, type ProtocolLevel } from './protocol-level.ts';
import { decisive, type TransactionApi } from './verdicts.ts';

/** A producer id with its epoch. */
export interface ProducerIdentity {
  readonly id: number;
  readonly epoch: number;
}

/** Who asks. */
export interface Asker extends ProducerIdentity {
  readonly transactionalId: string;
}

/** One request, and how its answer is read. */
export interface Question<Answer> {
  /** Whose table of errors. */
  readonly table: TransactionApi;
  /** For messages: what is tried. */
  readonly what: string;
  readonly coordinator: 'group' | 'transaction';
  readonly key: string;
  readonly api: Api<unknown, unknown>;
  readonly maxVersion: number;
  build(version: number): unknown;
  /** The error code that counts, and what it says otherwise. */
  read(response: unknown): { readonly errorCode: number; readonly answer: Answer };
}

/** Ties request and response of an API together; a Question no longer knows their types. */
function question<Q, S, Answer>(
  about: Pick<Question<Answer>, 'table' | 'what' | 'coordinator' | 'key'>,
  api: Api<Q, S>,
  how: {
    readonly maxVersion?: number;
    build(version: number): Q;
    read(response: S): { readonly errorCode: number; readonly answer: Answer };
  },
): Question<Answer> {
  return {
    ...about,
    api: api as unknown as Question<Answer>['api'],
    maxVersion: how.maxVersion ?? Number.POSITIVE_INFINITY,
    build: how.build,
    read: (response) => how.read(response as S),
  };
}

/** First version that takes the current id and epoch, to have them moved on (KIP-360). */
const FIRST_WITH_BUMP = 3;

/** A producer id for a transactional id; with `current`, the next epoch of that one. */
export function initProducerId(
  transactionalId: string,
  timeoutMs: number,
  current: ProducerIdentity | undefined,
): Question<ProducerIdentity> {
  const about = {
    what: `InitProducerId of ${transactionalId}`,
    coordinator: 'transaction',
    key: transactionalId,
  } as const;
  return question({ table: 'InitProducerId', ...about }, initProducerIdApi, {
    build: (version) => {
      const first = createInitProducerIdRequest({ transactionalId, transactionTimeoutMs: Math.ceil(timeoutMs) });
      if (current === undefined) return first;
      needsVersion(initProducerIdApi, version, FIRST_WITH_BUMP, `${transactionalId} cannot go on: another epoch`);
      return { ...first, producerId: current.id, producerEpoch: current.epoch };
    },
    read: ({ errorCode, producerId, producerEpoch }) => ({
      errorCode,
      answer: { id: producerId, epoch: producerEpoch },
    }),
  });
}

/** From version 4 on it is a request between brokers. */
const LAST_OF_CLIENTS = 3;

/** Makes partitions part of the transaction, all or none of them. First protocol only. */
export function addPartitions(asker: Asker, partitions: readonly TopicPartition[]): Question<undefined> {
  const { transactionalId } = asker;
  const first = partitions[0] as TopicPartition;
  const more = partitions.length > 1 ? ` and ${partitions.length - 1} more` : '';
  const what = `add ${first.topic}[${first.partition}]${more} to the transaction of ${transactionalId}`;
  const about = { what, coordinator: 'transaction', key: transactionalId } as const;
  return question({ table: 'AddPartitionsToTxn', ...about }, addPartitionsToTxnApi, {
    maxVersion: LAST_OF_CLIENTS,
    build: () =>
      createAddPartitionsToTxnRequest({
        v3AndBelowTransactionalId: transactionalId,
        v3AndBelowProducerId: asker.id,
        v3AndBelowProducerEpoch: asker.epoch,
        v3AndBelowTopics: byTopic(partitions).map(([name, list]) =>
          createAddPartitionsToTxnTopic({ name, partitions: list.map(({ partition }) => partition) }),
        ),
      }),
    read: ({ resultsByTopicV3AndBelow }) => {
      const codes = resultsByTopicV3AndBelow.flatMap(({ resultsByPartition }) => {
        return resultsByPartition.map(({ partitionErrorCode }) => partitionErrorCode);
      });
      checkCount(codes.length, partitions.length, what);
      return { errorCode: decisive('AddPartitionsToTxn', codes), answer: undefined };
    },
  });
}

/** Makes a group's offsets part of the transaction. First protocol only. */
export function addOffsets(asker: Asker, groupId: string): Question<undefined> {
  const { transactionalId } = asker;
  const what = `add offsets of group ${groupId} to the transaction of ${transactionalId}`;
  const about = { what, coordinator: 'transaction', key: transactionalId } as const;
  return question({ table: 'AddOffsetsToTxn', ...about }, addOffsetsToTxnApi, {
    build: () =>
      createAddOffsetsToTxnRequest({ transactionalId, producerId: asker.id, producerEpoch: asker.epoch, groupId }),
    read: ({ errorCode }) => ({ errorCode, answer: undefined }),
  });
}

/** First version that says which member commits (KIP-447). */
const FIRST_WITH_MEMBER = 3;

/** Commits offsets in the transaction, in the name of a member of the group. */
export function commitOffsets(
  asker: Asker,
  level: ProtocolLevel,
  group: GroupMetadata,
  offsets: readonly TopicPartitionOffset[],
): Question<undefined> {
  const { transactionalId } = asker;
  const what = `offsets of group ${group.groupId} in the transaction of ${transactionalId}`;
  const about = { what, coordinator: 'group', key: group.groupId } as const;
  const topics = byTopic(offsets).map(([name, list]) =>
    createTxnOffsetCommitRequestTopic({
      name,
      partitions: list.map((place) =>
        createTxnOffsetCommitRequestPartition({
          partitionIndex: place.partition,
          committedOffset: place.offset,
          committedLeaderEpoch: place.leaderEpoch ?? -1,
          committedMetadata: place.metadata ?? '',
        }),
      ),
    }),
  );
  return question({ table: 'TxnOffsetCommit', ...about }, txnOffsetCommitApi, {
    maxVersion: NEWEST[level].txnOffsetCommit,
    build: (version) => {
      requireSecond(level, version, 'txnOffsetCommit');
      const request = createTxnOffsetCommitRequest({
        transactionalId,
        groupId: group.groupId,
        producerId: asker.id,
        producerEpoch: asker.epoch,
        topics,
      });
      if (group.memberId === '' && group.generationId < 0 && group.groupInstanceId === null) return request;
      needsVersion(txnOffsetCommitApi, version, FIRST_WITH_MEMBER, `${what}: telling members from expelled ones`);
      const { memberId, generationId, groupInstanceId } = group;
      return { ...request, memberId, generationIdOrMemberEpoch: generationId, groupInstanceId };
    },
    read: (response) => {
      const codes = response.topics.flatMap(({ partitions }) => partitions.map(({ errorCode }) => errorCode));
      checkCount(codes.length, offsets.length, what);
      return { errorCode: decisive('TxnOffsetCommit', codes), answer: undefined };
    },
  });
}

/** Ends the transaction. The second protocol answers who the producer is from now on. */
export function endTxn(asker: Asker, level: ProtocolLevel, committed: boolean): Question<ProducerIdentity | undefined> {
  const { transactionalId } = asker;
  const table = committed ? 'EndTxnCommit' : 'EndTxnAbort';
  const what = `${committed ? 'commit' : 'abort'} of the transaction of ${transactionalId}`;
  return question({ table, what, coordinator: 'transaction', key: transactionalId }, endTxnApi, {
    maxVersion: NEWEST[level].endTxn,
    build: (version) => {
      requireSecond(level, version, 'endTxn');
      return createEndTxnRequest({ transactionalId, producerId: asker.id, producerEpoch: asker.epoch, committed });
    },
    read: ({ errorCode, producerId, producerEpoch }) => ({
      errorCode,
      answer: producerId < 0 ? undefined : { id: producerId, epoch: producerEpoch },
    }),
  });
}

/** An answer that leaves partitions out says nothing of them, and silence is no success. */
function checkCount(answered: number, asked: number, what: string): void {
  if (answered >= asked) return;
  throw new KafkaError('PROTOCOL', `${what}: the answer mentions ${answered} of ${asked} partitions`, {
    retriable: true,
  });
}

function requireSecond(level: ProtocolLevel, version: number, api: keyof typeof OLDEST_OF_SECOND): void {
  if (level === 1 || version >= OLDEST_OF_SECOND[api]) return;
  const message = `transaction.version 2 is finalized, but a broker offers ${api} up to version ${version} only`;
  throw new KafkaError('UNSUPPORTED_VERSION', message, { api });
}
