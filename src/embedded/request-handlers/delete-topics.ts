// DeleteTopics: by name, and from version 6 by id. Any broker takes it, as with KRaft.

import {
  createDeletableTopicResult,
  createDeleteTopicsResponse,
  type DeletableTopicResult,
  type DeleteTopicsRequest,
  type DeleteTopicsResponse,
  deleteTopicsApi,
} from '../../protocol/generated/delete-topics.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import { ZERO_UUID } from '../../wire/message-codec.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';

const TOPIC_STATES_FROM = 6;

interface Wanted {
  readonly name: string | null;
  readonly topicId: string;
}

function wantedOf(request: DeleteTopicsRequest, version: number): readonly Wanted[] {
  return version >= TOPIC_STATES_FROM
    ? request.topics
    : request.topicNames.map((name) => ({ name, topicId: ZERO_UUID }));
}

function handle(request: DeleteTopicsRequest, context: RequestContext): DeleteTopicsResponse {
  const seen = new Set<string>();
  const twice = new Map<string, DeletableTopicResult>();
  const wanted = wantedOf(request, context.version);
  for (const each of wanted) {
    const key = `${each.name} ${each.topicId}`;
    if (isNamedOnce(each) && seen.has(key)) twice.set(key, refuse(each, ErrorCode.INVALID_REQUEST, duplicate(each)));
    seen.add(key);
  }
  const responses = wanted
    .filter(({ name, topicId }) => !twice.has(`${name} ${topicId}`))
    .map((each) => deleteOne(each, context));
  return createDeleteTopicsResponse({ responses: [...responses, ...twice.values()] });
}

/** Named by name or by id, as it has to be. */
function isNamedOnce({ name, topicId }: Wanted): boolean {
  return (name === null) !== (topicId === ZERO_UUID);
}

function duplicate({ name }: Wanted): string {
  return name === null ? 'Duplicate topic id.' : 'Duplicate topic name.';
}

function deleteOne({ name, topicId }: Wanted, { cluster }: RequestContext): DeletableTopicResult {
  const isById = name === null;
  if (!isNamedOnce({ name, topicId })) {
    const message = isById
      ? 'Neither topic name nor id were specified.'
      : 'You may not specify both topic name and topic id.';
    return refuse({ name, topicId }, ErrorCode.INVALID_REQUEST, message);
  }
  const topic = isById ? cluster.topics.byId(topicId) : cluster.topics.get(name);
  if (topic === undefined) {
    const code = isById ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    const message = isById
      ? 'This server does not host this topic ID.'
      : 'This server does not host this topic-partition.';
    return refuse({ name, topicId }, code, message);
  }
  cluster.deleteTopic(topic);
  return createDeletableTopicResult({ name: topic.name, topicId: topic.id });
}

function refuse({ name, topicId }: Wanted, errorCode: number, errorMessage: string | null): DeletableTopicResult {
  return createDeletableTopicResult({ name, topicId, errorCode, errorMessage });
}

export const deleteTopicsHandler: RequestHandler<DeleteTopicsRequest, DeleteTopicsResponse> = {
  api: deleteTopicsApi,
  handle,
  fail: (request, errorCode, version) =>
    createDeleteTopicsResponse({
      responses: wantedOf(request, version).map((wanted) => refuse(wanted, errorCode, null)),
    }),
};
