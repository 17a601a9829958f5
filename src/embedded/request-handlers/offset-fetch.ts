// OffsetFetch: committed offsets of one group, from version 8 of several. Null topics ask for every offset there is.

import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import {
  createOffsetFetchResponse,
  type OffsetFetchRequest,
  type OffsetFetchRequestGroup,
  type OffsetFetchRequestTopics,
  type OffsetFetchResponse,
  type OffsetFetchResponseGroup,
  type OffsetFetchResponsePartitions,
  type OffsetFetchResponseTopics,
  offsetFetchApi,
} from '../../protocol/generated/offset-fetch.ts';
import { ZERO_UUID } from '../../wire/message-codec.ts';
import type { CommittedOffsets } from '../group/committed-offsets.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import { groupFault } from './group-access.ts';

const GROUPS_FROM = 8;
const GROUP_ERROR_FROM = 2;
const TOPIC_ID_FROM = 10;

const UNSTABLE_FROM = 7;

const NO_OFFSET = { committedOffset: -1, committedLeaderEpoch: -1, metadata: '' } as const;

function handle(request: OffsetFetchRequest, context: RequestContext): OffsetFetchResponse {
  const requireStable = context.version >= UNSTABLE_FROM && request.requireStable;
  return respond(request, context.version, (group) => fetchGroup(group, requireStable, context));
}

/** Before version 8 there is one group, and its parts stand in the message itself. */
function respond(
  request: OffsetFetchRequest,
  version: number,
  answer: (group: OffsetFetchRequestGroup) => OffsetFetchResponseGroup,
): OffsetFetchResponse {
  if (version >= GROUPS_FROM) return createOffsetFetchResponse({ groups: request.groups.map(answer) });
  const topics = request.topics === null ? null : request.topics.map((each) => ({ ...each, topicId: ZERO_UUID }));
  const { errorCode, topics: answers } = answer({ groupId: request.groupId, memberId: null, memberEpoch: -1, topics });
  if (version >= GROUP_ERROR_FROM) return createOffsetFetchResponse({ errorCode, topics: answers });
  // Version 1 has no place for the group's error but the partitions.
  return createOffsetFetchResponse({
    topics: errorCode === ErrorCode.NONE ? answers : (topics ?? []).map((topic) => refuseTopic(topic, errorCode)),
  });
}

function fetchGroup(
  wanted: OffsetFetchRequestGroup,
  requireStable: boolean,
  context: RequestContext,
): OffsetFetchResponseGroup {
  const { groupId } = wanted;
  const errorCode = groupFault(groupId, context, { mayBeEmpty: true });
  if (errorCode !== ErrorCode.NONE) return { groupId, topics: [], errorCode };
  const group = context.cluster.groups.get(groupId);
  if (group?.membership.type === 'consumer') {
    const fault = group.membership.fetchFault(wanted.memberId, wanted.memberEpoch);
    if (fault !== ErrorCode.NONE) return { groupId, topics: [], errorCode: fault };
  }
  const offsets = group?.offsets;
  const view = new OffsetsView(offsets, requireStable);
  const topics =
    wanted.topics === null ? allTopics(view, context) : wanted.topics.map((topic) => fetchTopic(topic, view, context));
  return { groupId, topics, errorCode };
}

/** A group's offsets for who wants stable ones only: what an open transaction may change has to be asked for again. */
class OffsetsView {
  readonly #offsets: CommittedOffsets | undefined;
  readonly #requireStable: boolean;

  constructor(offsets: CommittedOffsets | undefined, requireStable: boolean) {
    this.#offsets = offsets;
    this.#requireStable = requireStable;
  }

  get topics(): [name: string, partitions: readonly number[]][] {
    return [...(this.#offsets?.all() ?? [])].map(([name, partitions]) => [name, [...partitions.keys()]]);
  }

  describe(topic: string, partitionIndex: number): OffsetFetchResponsePartitions {
    if (this.#requireStable && this.#offsets?.isUnstable(topic, partitionIndex) === true) {
      return { partitionIndex, ...NO_OFFSET, errorCode: ErrorCode.UNSTABLE_OFFSET_COMMIT };
    }
    const committed = this.#offsets?.get(topic, partitionIndex);
    if (committed === undefined) return { partitionIndex, ...NO_OFFSET, errorCode: ErrorCode.NONE };
    return {
      partitionIndex,
      committedOffset: committed.offset,
      committedLeaderEpoch: committed.leaderEpoch,
      metadata: committed.metadata,
      errorCode: ErrorCode.NONE,
    };
  }
}

function allTopics(view: OffsetsView, { cluster }: RequestContext): OffsetFetchResponseTopics[] {
  return view.topics.map(([name, partitions]) => ({
    name,
    topicId: cluster.topics.get(name)?.id ?? ZERO_UUID,
    partitions: partitions.map((partitionIndex) => view.describe(name, partitionIndex)),
  }));
}

function fetchTopic(
  wanted: OffsetFetchRequestTopics,
  view: OffsetsView,
  { cluster, version }: RequestContext,
): OffsetFetchResponseTopics {
  const name = version >= TOPIC_ID_FROM ? cluster.topics.byId(wanted.topicId)?.name : wanted.name;
  if (name === undefined) return refuseTopic(wanted, ErrorCode.UNKNOWN_TOPIC_ID);
  const partitions = wanted.partitionIndexes.map((index) => view.describe(name, index));
  return { name: wanted.name, topicId: wanted.topicId, partitions };
}

function refuseTopic(wanted: OffsetFetchRequestTopics, errorCode: number): OffsetFetchResponseTopics {
  const { name, topicId, partitionIndexes } = wanted;
  return {
    name,
    topicId,
    partitions: partitionIndexes.map((partitionIndex) => ({ partitionIndex, ...NO_OFFSET, errorCode })),
  };
}

export const offsetFetchHandler: RequestHandler<OffsetFetchRequest, OffsetFetchResponse> = {
  api: offsetFetchApi,
  handle,
  fail: (request, errorCode, version) =>
    respond(request, version, ({ groupId }) => ({ groupId, topics: [], errorCode })),
};
