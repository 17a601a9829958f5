// DescribeProducers (KIP-664): which idempotent producers a partition remembers, and since when each has a
// transaction open there.
import {
  createDescribeProducersResponse,
  createPartitionResponse,
  createProducerState,
  type DescribeProducersRequest,
  type DescribeProducersResponse,
  describeProducersApi,
  type PartitionResponse,
} from '../../protocol/generated/describe-producers.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import { wrongName } from '../topics.ts';
import { accessPartition } from './partition-access.ts';

function handle(request: DescribeProducersRequest, context: RequestContext): DescribeProducersResponse {
  return createDescribeProducersResponse({
    topics: request.topics.map(({ name, partitionIndexes }) => ({
      name,
      partitions: partitionIndexes.map((index) => describe(name, index, context)),
    })),
  });
}

function describe(name: string, index: number, context: RequestContext): PartitionResponse {
  const wrong = wrongName(name);
  if (wrong !== undefined) return refuse(index, ErrorCode.INVALID_TOPIC_EXCEPTION, `Topic name is invalid: ${wrong}`);
  const topic = context.cluster.topics.get(name);
  if (topic === undefined) {
    const message = 'This server does not host this topic-partition.';
    return refuse(index, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, message);
  }
  const { errorCode, partition } = accessPartition(topic, index, context);
  if (partition === undefined || errorCode !== ErrorCode.NONE) return refuse(index, errorCode, null);
  const activeProducers = [...partition.producers.all()].map(({ epoch, ...producer }) =>
    createProducerState({ ...producer, producerEpoch: epoch }),
  );
  return createPartitionResponse({ partitionIndex: index, errorMessage: null, activeProducers });
}

function refuse(partitionIndex: number, errorCode: number, errorMessage: string | null): PartitionResponse {
  return createPartitionResponse({ partitionIndex, errorCode, errorMessage });
}

export const describeProducersHandler: RequestHandler<DescribeProducersRequest, DescribeProducersResponse> = {
  api: describeProducersApi,
  handle,
  fail: (request, errorCode) =>
    createDescribeProducersResponse({
      topics: request.topics.map(({ name, partitionIndexes }) => ({
        name,
        partitions: partitionIndexes.map((index) => refuse(index, errorCode, null)),
      })),
    }),
};
