// CreateTopics: any broker takes it, as with KRaft.
import {
  type CreatableTopic,
  type CreatableTopicResult,
  type CreateTopicsRequest,
  type CreateTopicsResponse,
  createCreatableTopicResult,
  createCreateTopicsResponse,
  createTopicsApi,
} from '../../protocol/generated/create-topics.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import { listConfigs } from '../configs/topic-configs.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';

function handle(request: CreateTopicsRequest, context: RequestContext): CreateTopicsResponse {
  const counts = new Map<string, number>();
  for (const { name } of request.topics) counts.set(name, (counts.get(name) ?? 0) + 1);
  const topics = request.topics
    .filter(({ name }) => counts.get(name) === 1)
    .map((wanted) => createOne(wanted, request.validateOnly, context));
  // A name that comes twice is refused once, after all others.
  for (const [name, count] of counts) {
    if (count > 1) topics.push(refuse(name, ErrorCode.INVALID_REQUEST, 'Duplicate topic name.'));
  }
  return createCreateTopicsResponse({ topics });
}

function createOne(
  wanted: CreatableTopic,
  validateOnly: boolean,
  { cluster, node }: RequestContext,
): CreatableTopicResult {
  const plan = cluster.topics.plan({
    name: wanted.name,
    partitions: wanted.numPartitions,
    replicationFactor: wanted.replicationFactor,
    assignments: wanted.assignments.map(({ partitionIndex, brokerIds }) => ({
      partition: partitionIndex,
      brokers: brokerIds,
    })),
    configs: wanted.configs,
  });
  if ('errorCode' in plan) return refuse(wanted.name, plan.errorCode, plan.message);
  const created = validateOnly ? undefined : cluster.topics.create(plan, cluster.aliveIds);
  return createCreatableTopicResult({
    name: plan.name,
    ...(created === undefined ? {} : { topicId: created.id }),
    errorMessage: null,
    numPartitions: plan.replicas.length,
    replicationFactor: plan.replicas[0]?.length ?? -1,
    configs: listConfigs(plan.configs, (name) => cluster.brokerConfigs.values(node.id, name)).map(
      ({ name, value, source }) => ({
        name,
        value,
        readOnly: false,
        configSource: source,
        isSensitive: false,
      }),
    ),
  });
}

function refuse(name: string, errorCode: number, errorMessage: string | null): CreatableTopicResult {
  return createCreatableTopicResult({ name, errorCode, errorMessage });
}

export const createTopicsHandler: RequestHandler<CreateTopicsRequest, CreateTopicsResponse> = {
  api: createTopicsApi,
  handle,
  fail: (request, errorCode) =>
    createCreateTopicsResponse({ topics: request.topics.map(({ name }) => refuse(name, errorCode, null)) }),
};
