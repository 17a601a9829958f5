// CreatePartitions (KIP-195): any broker takes it, as with KRaft.
import {
  type CreatePartitionsRequest,
  type CreatePartitionsResponse,
  type CreatePartitionsTopic,
  type CreatePartitionsTopicResult,
  createCreatePartitionsResponse,
  createCreatePartitionsTopicResult,
  createPartitionsApi,
} from '../../protocol/generated/create-partitions.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';

function handle(request: CreatePartitionsRequest, context: RequestContext): CreatePartitionsResponse {
  const counts = new Map<string, number>();
  for (const { name } of request.topics) counts.set(name, (counts.get(name) ?? 0) + 1);
  const results = request.topics
    .filter(({ name }) => counts.get(name) === 1)
    .map((wanted) => addTo(wanted, request.validateOnly, context));
  // A name that comes twice is refused once, after all others.
  for (const [name, count] of counts) {
    if (count > 1) results.push(refuse(name, ErrorCode.INVALID_REQUEST, 'Duplicate topic name.'));
  }
  return createCreatePartitionsResponse({ results });
}

function addTo(
  { name, count, assignments }: CreatePartitionsTopic,
  validateOnly: boolean,
  { cluster }: RequestContext,
): CreatePartitionsTopicResult {
  const topic = cluster.topics.get(name);
  if (topic === undefined) return refuse(name, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, null);
  const planned = cluster.topics.planMore(topic, count, assignments?.map(({ brokerIds }) => brokerIds) ?? null);
  if ('errorCode' in planned) return refuse(name, planned.errorCode, planned.message);
  if (!validateOnly) cluster.topics.addPartitions(topic, planned, cluster.aliveIds);
  return createCreatePartitionsTopicResult({ name, errorMessage: null });
}

function refuse(name: string, errorCode: number, errorMessage: string | null): CreatePartitionsTopicResult {
  return createCreatePartitionsTopicResult({ name, errorCode, errorMessage });
}

export const createPartitionsHandler: RequestHandler<CreatePartitionsRequest, CreatePartitionsResponse> = {
  api: createPartitionsApi,
  handle,
  fail: (request, errorCode) =>
    createCreatePartitionsResponse({ results: request.topics.map(({ name }) => refuse(name, errorCode, null)) }),
};
