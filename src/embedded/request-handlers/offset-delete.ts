// OffsetDelete (KIP-496): takes committed offsets away, unless somebody in the group consumes the topic.
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import {
  createOffsetDeleteResponse,
  type OffsetDeleteRequest,
  type OffsetDeleteResponse,
  offsetDeleteApi,
} from '../../protocol/generated/offset-delete.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import { groupFault } from './group-access.ts';

function handle(request: OffsetDeleteRequest, context: RequestContext): OffsetDeleteResponse {
  const { cluster } = context;
  const fault = groupFault(request.groupId, context);
  if (fault !== ErrorCode.NONE) return createOffsetDeleteResponse({ errorCode: fault });
  const group = cluster.groups.get(request.groupId);
  if (group === undefined) return createOffsetDeleteResponse({ errorCode: ErrorCode.GROUP_ID_NOT_FOUND });
  const { membership, offsets } = group;
  // Who is in the group by another protocol than a consumer's may use any of its offsets.
  if (membership.state !== 'Empty' && membership.protocolType !== 'consumer') {
    return createOffsetDeleteResponse({ errorCode: ErrorCode.NON_EMPTY_GROUP });
  }
  const subscribed = membership.subscribedTopics();
  return createOffsetDeleteResponse({
    topics: request.topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => {
        const isThere = cluster.topics.get(name)?.partitions[partitionIndex] !== undefined;
        if (!isThere) return { partitionIndex, errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION };
        if (subscribed.has(name)) return { partitionIndex, errorCode: ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC };
        offsets.delete(name, partitionIndex);
        return { partitionIndex, errorCode: ErrorCode.NONE };
      }),
    })),
  });
}

export const offsetDeleteHandler: RequestHandler<OffsetDeleteRequest, OffsetDeleteResponse> = {
  api: offsetDeleteApi,
  handle,
  fail: (_request, errorCode) => createOffsetDeleteResponse({ errorCode }),
};
