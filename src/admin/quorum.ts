// The metadata quorum of a KRaft cluster (KIP-595) and its voters (KIP-853).
import type { CallOptions } from '../base/abort.ts';
import { configError } from '../base/errors.ts';
import { booleanOption, integerOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { throwIfBrokerError } from '../protocol/broker-error.ts';
import { addRaftVoterApi, createAddRaftVoterRequest, createListener } from '../protocol/generated/add-raft-voter.ts';
import {
  createDescribeQuorumRequest,
  createDescribeQuorumRequestPartitionData,
  createDescribeQuorumRequestTopicData,
  describeQuorumApi,
  type ReplicaState,
} from '../protocol/generated/describe-quorum.ts';
import { createRemoveRaftVoterRequest, removeRaftVoterApi } from '../protocol/generated/remove-raft-voter.ts';
import { needsVersion } from '../protocol/needs-version.ts';
import { ZERO_UUID } from '../wire/message-codec.ts';
import { askAny, type WholeFailure } from './ask-any.ts';
import { askController } from './ask-controller.ts';

/** The topic that holds a KRaft cluster's metadata, of one partition. */
const METADATA_TOPIC = '__cluster_metadata';

/** Where a controller can be reached. */
export interface VoterEndpoint {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

/** A replica of the metadata log. */
export interface QuorumReplica {
  readonly id: number;
  /** undefined where the cluster keeps none (before kraft.version 1). */
  readonly directoryId: string | undefined;
  readonly logEndOffset: number;
  /** Milliseconds since 1970 by the leader's clock; undefined where it does not know. */
  readonly lastFetchTimestamp: number | undefined;
  readonly lastCaughtUpTimestamp: number | undefined;
}

/** The quorum as its leader sees it. */
export interface QuorumDescription {
  readonly leaderId: number;
  readonly leaderEpoch: number;
  readonly highWatermark: number;
  readonly voters: readonly QuorumReplica[];
  readonly observers: readonly QuorumReplica[];
  /** Endpoints of the voters, from Kafka 3.9 on. */
  readonly nodes: readonly { readonly id: number; readonly endpoints: readonly VoterEndpoint[] }[];
}

/** Describes the metadata quorum (KIP-836), asked of any broker, which forwards to the leader. */
export async function describeMetadataQuorum(cluster: Cluster, options: CallOptions = {}): Promise<QuorumDescription> {
  const partitions = [createDescribeQuorumRequestPartitionData({ partitionIndex: 0 })];
  const topics = [createDescribeQuorumRequestTopicData({ topicName: METADATA_TOPIC, partitions })];
  const response = await askAny(
    cluster,
    'describe metadata quorum',
    describeQuorumApi,
    () => createDescribeQuorumRequest({ topics }),
    (answer): WholeFailure | undefined =>
      answer.errorCode !== 0 ? answer : answer.topics.flatMap((topic) => topic.partitions)[0],
    options,
  );
  const found = response.topics.flatMap((topic) => topic.partitions)[0];
  return {
    leaderId: found?.leaderId ?? -1,
    leaderEpoch: found?.leaderEpoch ?? -1,
    highWatermark: found?.highWatermark ?? -1,
    voters: (found?.currentVoters ?? []).map(replicaOf),
    observers: (found?.observers ?? []).map(replicaOf),
    nodes: response.nodes.map(({ nodeId, listeners }) => ({ id: nodeId, endpoints: listeners })),
  };
}

function replicaOf(state: ReplicaState): QuorumReplica {
  const known = (time: number): number | undefined => (time < 0 ? undefined : time);
  return {
    id: state.replicaId,
    directoryId: state.replicaDirectoryId === ZERO_UUID ? undefined : state.replicaDirectoryId,
    logEndOffset: state.logEndOffset,
    lastFetchTimestamp: known(state.lastFetchTimestamp),
    lastCaughtUpTimestamp: known(state.lastCaughtUpTimestamp),
  };
}

/** A controller, by its id and the id of its metadata directory (`kafka-storage` prints it). */
export interface RaftVoter {
  readonly id: number;
  /** 22 characters of base64url. */
  readonly directoryId: string;
}

export interface AddRaftVoterOptions extends CallOptions {
  /** Refused where the cluster has another id. */
  readonly clusterId?: string | undefined;
  /** False: answer as soon as the leader has written it, without waiting for the others; from Kafka 4.2 on. Default true. */
  readonly ackWhenCommitted?: boolean | undefined;
}

/** Makes a running controller a voter (KIP-853); needs kraft.version 1. */
export async function addRaftVoter(
  cluster: Cluster,
  voter: RaftVoter & { readonly endpoints: readonly VoterEndpoint[] },
  options: AddRaftVoterOptions = {},
): Promise<void> {
  const ackWhenCommitted = booleanOption('ackWhenCommitted', options.ackWhenCommitted, true);
  checkVoter(voter);
  if (!Array.isArray(voter.endpoints) || voter.endpoints.length === 0) {
    throw configError('voter.endpoints', voter.endpoints, 'a list of one or more endpoints');
  }
  const what = `add raft voter ${voter.id}`;
  const response = await askController(
    cluster,
    what,
    addRaftVoterApi,
    (version, timeoutMs) => {
      if (!ackWhenCommitted) needsVersion(addRaftVoterApi, version, 1, 'ackWhenCommitted: false');
      return createAddRaftVoterRequest({
        clusterId: options.clusterId ?? null,
        timeoutMs,
        voterId: voter.id,
        voterDirectoryId: voter.directoryId,
        listeners: voter.endpoints.map(createListener),
        ackWhenCommitted,
      });
    },
    ({ errorCode }) => [errorCode],
    options,
  );
  throwIfBrokerError(response.errorCode, what, { api: 'AddRaftVoter' }, response.errorMessage);
}

export interface RemoveRaftVoterOptions extends CallOptions {
  /** Refused where the cluster has another id. */
  readonly clusterId?: string | undefined;
}

/** Takes a voter out of the quorum (KIP-853); needs kraft.version 1. */
export async function removeRaftVoter(
  cluster: Cluster,
  voter: RaftVoter,
  options: RemoveRaftVoterOptions = {},
): Promise<void> {
  checkVoter(voter);
  const what = `remove raft voter ${voter.id}`;
  const response = await askController(
    cluster,
    what,
    removeRaftVoterApi,
    () =>
      createRemoveRaftVoterRequest({
        clusterId: options.clusterId ?? null,
        voterId: voter.id,
        voterDirectoryId: voter.directoryId,
      }),
    ({ errorCode }) => [errorCode],
    options,
  );
  throwIfBrokerError(response.errorCode, what, { api: 'RemoveRaftVoter' }, response.errorMessage);
}

function checkVoter(voter: RaftVoter): void {
  integerOption('voter.id', voter.id ?? Number.NaN, 0, 0, 2 ** 31 - 1);
  if (!/^[A-Za-z0-9_-]{22}$/.test(voter.directoryId)) {
    throw configError('voter.directoryId', voter.directoryId, 'an id of 22 characters of base64url');
  }
}
