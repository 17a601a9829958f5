import type { CallOptions } from '../base/abort.ts';
import { configError } from '../base/errors.ts';
import { booleanOption, integerOption, topicOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { brokerError } from '../protocol/broker-error.ts';
import {
  type CreatePartitionsRequest,
  type CreatePartitionsResponse,
  type CreatePartitionsTopic,
  type CreatePartitionsTopicResult,
  createCreatePartitionsAssignment,
  createCreatePartitionsRequest,
  createCreatePartitionsTopic,
  createPartitionsApi,
} from '../protocol/generated/create-partitions.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import { askControllerEach } from './ask-controller-each.ts';
import type { TopicResult } from './create-topics.ts';
import { errorOf } from './in-rounds.ts';

/** A topic that is to have more partitions. */
export interface NewPartitions {
  readonly topic: string;
  /** How many there shall be in all; more than there are. */
  readonly count: number;
  /** Broker ids of each new partition, the preferred leader first. Default: the controller places them. */
  readonly assignments?: readonly (readonly number[])[] | undefined;
}

export interface CreatePartitionsOptions extends CallOptions {
  /** Only check whether they could be created. Default false. */
  readonly validateOnly?: boolean | undefined;
}

/** Adds partitions to topics (KIP-195) through the controller. A topic that fails is a value in the result. */
export async function createPartitions(
  cluster: Cluster,
  topics: readonly NewPartitions[],
  options: CreatePartitionsOptions = {},
): Promise<readonly TopicResult[]> {
  const validateOnly = booleanOption('validateOnly', options.validateOnly, false);
  const items = topics.map(topicRequest);
  const settled = await askControllerEach<
    CreatePartitionsTopic,
    CreatePartitionsRequest,
    CreatePartitionsResponse,
    CreatePartitionsTopicResult
  >(
    cluster,
    `create partitions of ${topics.map(({ topic }) => topic).join(', ')}`,
    items,
    {
      api: createPartitionsApi,
      build: (some, _, timeoutMs) => createCreatePartitionsRequest({ topics: [...some], timeoutMs, validateOnly }),
      read: ({ results }, { name: topic }) => {
        const answer = results.find(({ name }) => name === topic);
        const code = answer?.errorCode ?? ErrorCode.UNKNOWN_SERVER_ERROR;
        const place = { topic, api: 'CreatePartitions' };
        const error = brokerError(code, `create partitions of ${topic}`, place, answer?.errorMessage);
        return error ?? (answer as CreatePartitionsTopicResult);
      },
    },
    options,
  );
  return [...settled].map(([{ name: topic }, answer]) => ({ topic, error: errorOf(answer) }));
}

function topicRequest(
  { topic, count, assignments }: NewPartitions,
  index: number,
): ReturnType<typeof createCreatePartitionsTopic> {
  const at = `topics[${index}]`;
  if (assignments !== undefined && !Array.isArray(assignments)) {
    throw configError(`${at}.assignments`, assignments, 'a list of broker ids for each new partition');
  }
  return createCreatePartitionsTopic({
    name: topicOption(`${at}.topic`, topic),
    count: integerOption(`${at}.count`, count ?? Number.NaN, 1, 1, 1_000_000),
    assignments:
      assignments?.map((brokerIds) => createCreatePartitionsAssignment({ brokerIds: [...brokerIds] })) ?? null,
  });
}
