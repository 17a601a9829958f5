// Finding the partition that a request names, and whether this broker leads it. Shared by Produce, Fetch, ListOffsets.
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import type { ClusterState } from '../cluster-state.ts';
import { NO_LEADER, type Partition } from '../partition.ts';
import type { RequestContext } from '../request-handler.ts';
import type { Topic } from '../topics.ts';

/** From this version of Fetch on a client says in which rack it is, and reads from followers. */
const FOLLOWERS_FROM = 11;

/** A partition that may be used, or the error code that says why not. */
export type PartitionAccess = { readonly errorCode: number; readonly partition: Partition | undefined };

/** The topic that a request names, by id from `idFrom` on and by name before. */
export function findTopic(
  cluster: ClusterState,
  wanted: { readonly name: string; readonly topicId: string },
  isById: boolean,
): Topic | undefined {
  return isById ? cluster.topics.byId(wanted.topicId) : cluster.topics.get(wanted.name);
}

/** The error of a topic that is not there. */
export function unknownTopic(isById: boolean): number {
  return isById ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
}

/** Looks the partition up and checks leadership, and the client's idea of the epoch where it sent one (KIP-320). */
export function accessPartition(
  topic: Topic,
  index: number,
  context: RequestContext,
  currentLeaderEpoch = -1,
): PartitionAccess {
  const partition = topic.partitions[index];
  if (partition === undefined || partition.isDeleted) {
    return { errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, partition: undefined };
  }
  return { errorCode: leadershipFault(partition, context, currentLeaderEpoch), partition };
}

/** The same for readers, whom a follower serves, too, if they know of that (KIP-392). */
export function accessReplica(
  topic: Topic,
  index: number,
  context: RequestContext,
  currentLeaderEpoch: number,
): PartitionAccess {
  const access = accessPartition(topic, index, context, currentLeaderEpoch);
  const { errorCode, partition } = access;
  if (errorCode !== ErrorCode.NOT_LEADER_OR_FOLLOWER || partition === undefined) return access;
  return servesReaders(partition, context) ? { errorCode: ErrorCode.NONE, partition } : access;
}

/** Whether this broker answers readers of the partition: its leader, or a replica of a partition that has a leader. */
export function servesReaders({ leaderId, isr }: Partition, { node, version }: RequestContext): boolean {
  if (leaderId === node.id) return true;
  return version >= FOLLOWERS_FROM && leaderId !== NO_LEADER && isr.includes(node.id);
}

function leadershipFault(partition: Partition, { node }: RequestContext, currentLeaderEpoch: number): number {
  if (!partition.replicas.includes(node.id)) return ErrorCode.NOT_LEADER_OR_FOLLOWER;
  if (currentLeaderEpoch >= 0 && currentLeaderEpoch < partition.leaderEpoch) return ErrorCode.FENCED_LEADER_EPOCH;
  if (currentLeaderEpoch > partition.leaderEpoch) return ErrorCode.UNKNOWN_LEADER_EPOCH;
  return partition.leaderId === node.id ? ErrorCode.NONE : ErrorCode.NOT_LEADER_OR_FOLLOWER;
}

/** Whether an answer with this error says who leads now (KIP-951). */
export function needsLeaderHint(errorCode: number): boolean {
  return errorCode === ErrorCode.NOT_LEADER_OR_FOLLOWER || errorCode === ErrorCode.FENCED_LEADER_EPOCH;
}

/** The address of a broker for KIP-951 hints. */
export interface EndpointHint {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
}

/** The addresses of the leaders that an answer hints at, each once. */
export function leaderEndpoints(cluster: ClusterState, leaderIds: Iterable<number>): EndpointHint[] {
  const hints: EndpointHint[] = [];
  for (const id of new Set(leaderIds)) {
    const node = cluster.node(id);
    if (node !== undefined) hints.push({ nodeId: id, host: node.host, port: node.port, rack: node.rack });
  }
  return hints;
}
