// OffsetCommit: stores offsets for a group, if the member may do so in this generation.
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import {
  createOffsetCommitResponse,
  type OffsetCommitRequest,
  type OffsetCommitRequestPartition,
  type OffsetCommitRequestTopic,
  type OffsetCommitResponse,
  offsetCommitApi,
} from '../../protocol/generated/offset-commit.ts';
import type { Group } from '../group/group-coordinator.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import { groupFault } from './group-access.ts';
import { findTopic, unknownTopic } from './partition-access.ts';

const TOPIC_ID_FROM = 10;
/** offset.metadata.max.bytes */
const MAX_METADATA_BYTES = 4096;

function handle(request: OffsetCommitRequest, context: RequestContext): OffsetCommitResponse {
  const fault = groupFault(request.groupId, context, { mayBeEmpty: true });
  if (fault !== ErrorCode.NONE) return failAll(request, fault);
  const group = groupOf(request, context);
  if (group === undefined) return failAll(request, ErrorCode.ILLEGAL_GENERATION);
  const { memberId, groupInstanceId, generationIdOrMemberEpoch } = request;
  const refused = group.membership.commitFault(memberId, groupInstanceId, generationIdOrMemberEpoch);
  if (refused !== ErrorCode.NONE) return failAll(request, refused, context);
  return createOffsetCommitResponse({ topics: request.topics.map((wanted) => commitTopic(wanted, group, context)) });
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
  { cluster, version }: RequestContext,
): OffsetCommitResponse['topics'][number] {
  const isById = version >= TOPIC_ID_FROM;
  const topic = findTopic(cluster, wanted, isById);
  const partitions = wanted.partitions.map((each) => {
    const errorCode = topic === undefined ? unknownTopic(isById) : commitFault(each, topic.partitions.length);
    if (errorCode === ErrorCode.NONE && topic !== undefined) {
      group.offsets.set(topic.name, each.partitionIndex, {
        offset: each.committedOffset,
        leaderEpoch: each.committedLeaderEpoch,
        metadata: each.committedMetadata ?? '',
      });
    }
    return { partitionIndex: each.partitionIndex, errorCode };
  });
  return { name: wanted.name, topicId: wanted.topicId, partitions };
}

function commitFault({ partitionIndex, committedMetadata }: OffsetCommitRequestPartition, partitions: number): number {
  if (partitionIndex < 0 || partitionIndex >= partitions) return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
  const tooLong = Buffer.byteLength(committedMetadata ?? '') > MAX_METADATA_BYTES;
  return tooLong ? ErrorCode.OFFSET_METADATA_TOO_LARGE : ErrorCode.NONE;
}

/** The same error for every partition; topics that are not there keep their own. */
function failAll(request: OffsetCommitRequest, errorCode: number, context?: RequestContext): OffsetCommitResponse {
  const isById = (context?.version ?? 0) >= TOPIC_ID_FROM;
  return createOffsetCommitResponse({
    topics: request.topics.map((wanted) => {
      const isKnown = context === undefined || findTopic(context.cluster, wanted, isById) !== undefined;
      return {
        name: wanted.name,
        topicId: wanted.topicId,
        partitions: wanted.partitions.map(({ partitionIndex }) => ({
          partitionIndex,
          errorCode: isKnown ? errorCode : unknownTopic(isById),
        })),
      };
    }),
  });
}

export const offsetCommitHandler: RequestHandler<OffsetCommitRequest, OffsetCommitResponse> = {
  api: offsetCommitApi,
  handle,
  fail: (request, errorCode) => failAll(request, errorCode),
};
