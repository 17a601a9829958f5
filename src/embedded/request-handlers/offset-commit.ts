// OffsetCommit: stores offsets for a group, if the member may do so in this generation.
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import {
  createOffsetCommitResponse,
  type OffsetCommitRequest,
  type OffsetCommitRequestTopic,
  type OffsetCommitResponse,
  offsetCommitApi,
} from '../../protocol/generated/offset-commit.ts';
import type { Group } from '../group/group-coordinator.ts';
import type { CommitRequest } from '../group/group-exchange.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import { groupFault } from './group-access.ts';
import { findTopic, unknownTopic } from './partition-access.ts';

const GROUP_NOT_FOUND_FROM = 9;
/** From here on a member of a consumer group may commit (KIP-848). */
const EPOCHS_FROM = 9;
const TOPIC_ID_FROM = 10;
/** offset.metadata.max.bytes */
const MAX_METADATA_BYTES = 4096;

function handle(request: OffsetCommitRequest, context: RequestContext): OffsetCommitResponse {
  const fault = groupFault(request.groupId, context, { mayBeEmpty: true });
  if (fault !== ErrorCode.NONE) return failAll(request, fault, context);
  const group = groupOf(request, context);
  if (group === undefined) {
    const isNew = context.version >= GROUP_NOT_FOUND_FROM;
    return failAll(request, isNew ? ErrorCode.GROUP_ID_NOT_FOUND : ErrorCode.ILLEGAL_GENERATION, context);
  }
  const refused = group.membership.commitFault({
    memberId: request.memberId,
    instanceId: request.groupInstanceId,
    generationId: request.generationIdOrMemberEpoch,
    how: 'plain',
    knowsEpochs: context.version >= EPOCHS_FROM,
    partitions: committedPlaces(request, context),
  });
  if (refused !== ErrorCode.NONE) return failAll(request, refused, context);
  return createOffsetCommitResponse({ topics: request.topics.map((wanted) => commitTopic(wanted, group, context)) });
}

/** What of the request is there to be committed. */
function committedPlaces(request: OffsetCommitRequest, context: RequestContext): CommitRequest['partitions'] {
  return request.topics.flatMap((wanted) => {
    const topic = findTopic(context.cluster, wanted, context.version >= TOPIC_ID_FROM);
    if (topic === undefined) return [];
    return wanted.partitions
      .filter((each) => partitionFault(wanted, each, context) === ErrorCode.NONE)
      .map(({ partitionIndex }) => ({ topicId: topic.id, partition: partitionIndex }));
  });
}

/** A commit from outside any generation may make the group; one of a generation needs a group that has it. */
function groupOf(request: OffsetCommitRequest, { cluster, node }: RequestContext): Group | undefined {
  return request.generationIdOrMemberEpoch < 0
    ? cluster.groups.getOrCreate(request.groupId, node.id)
    : cluster.groups.get(request.groupId);
}

function commitTopic(
  wanted: OffsetCommitRequestTopic,
  group: Group,
  context: RequestContext,
): OffsetCommitResponse['topics'][number] {
  const topic = findTopic(context.cluster, wanted, context.version >= TOPIC_ID_FROM);
  const partitions = wanted.partitions.map((each) => {
    const { partitionIndex, committedOffset, committedLeaderEpoch } = each;
    const metadata = each.committedMetadata ?? '';
    const errorCode = partitionFault(wanted, each, context);
    if (errorCode === ErrorCode.NONE && topic !== undefined) {
      const committed = { offset: committedOffset, leaderEpoch: committedLeaderEpoch, metadata };
      group.offsets.set(topic.name, partitionIndex, committed);
    }
    return { partitionIndex, errorCode };
  });
  return { name: wanted.name, topicId: wanted.topicId, partitions };
}

function partitionFault(
  wanted: OffsetCommitRequestTopic,
  { partitionIndex, committedMetadata }: OffsetCommitRequestTopic['partitions'][number],
  context: RequestContext,
): number {
  const isTooLong = Buffer.byteLength(committedMetadata ?? '') > MAX_METADATA_BYTES;
  return (
    placeFault(wanted, partitionIndex, context) || (isTooLong ? ErrorCode.OFFSET_METADATA_TOO_LARGE : ErrorCode.NONE)
  );
}

/** The same error for every partition; where the broker looked, partitions that are not there keep their own. */
function failAll(request: OffsetCommitRequest, errorCode: number, context?: RequestContext): OffsetCommitResponse {
  return createOffsetCommitResponse({
    topics: request.topics.map((wanted) => ({
      name: wanted.name,
      topicId: wanted.topicId,
      partitions: wanted.partitions.map(({ partitionIndex }) => ({
        partitionIndex,
        errorCode: context === undefined ? errorCode : placeFault(wanted, partitionIndex, context) || errorCode,
      })),
    })),
  });
}

/** Whether topic and partition are there: an error code. */
function placeFault(wanted: OffsetCommitRequestTopic, partitionIndex: number, context: RequestContext): number {
  const isById = context.version >= TOPIC_ID_FROM;
  const topic = findTopic(context.cluster, wanted, isById);
  if (topic === undefined) return unknownTopic(isById);
  return topic.partitions[partitionIndex] === undefined ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : ErrorCode.NONE;
}

export const offsetCommitHandler: RequestHandler<OffsetCommitRequest, OffsetCommitResponse> = {
  api: offsetCommitApi,
  handle,
  fail: (request, errorCode) => failAll(request, errorCode),
};
