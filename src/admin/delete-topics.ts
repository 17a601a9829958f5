import type { CallOptions } from '../base/abort.ts';
import { configError } from '../base/errors.ts';
import { topicOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { brokerError } from '../protocol/broker-error.ts';
import {
  createDeleteTopicState,
  createDeleteTopicsRequest,
  type DeletableTopicResult,
  type DeleteTopicsRequest,
  type DeleteTopicsResponse,
  deleteTopicsApi,
} from '../protocol/generated/delete-topics.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import { needsVersion } from '../protocol/needs-version.ts';
import { askControllerEach } from './ask-controller-each.ts';
import type { TopicResult } from './create-topics.ts';
import type { TopicName } from './describe-topics.ts';
import { errorOf, resultOf } from './in-rounds.ts';

/** From this version on topics are named by a struct that can also hold an id (KIP-516). */
const STRUCT_VERSION = 6;

/**
 * Deletes topics by name, or by id (from Kafka 2.8 on), through the controller. A topic that fails is a value in the
 * result; where it was asked for by id, the name stands there only if the broker told it.
 */
export async function deleteTopics(
  cluster: Cluster,
  topics: readonly TopicName[],
  options: CallOptions = {},
): Promise<readonly TopicResult[]> {
  topics.forEach((topic, index) => {
    if (typeof topic === 'string' || topic?.topicId === undefined) topicOption(`topics[${index}]`, topic as string);
    else if (!/^[A-Za-z0-9_-]{22}$/.test(topic.topicId)) {
      throw configError(`topics[${index}].topicId`, topic.topicId, 'an id of 22 characters of base64url');
    }
  });
  const byId = topics.some((topic) => typeof topic !== 'string');
  const settled = await askControllerEach<TopicName, DeleteTopicsRequest, DeleteTopicsResponse, DeletableTopicResult>(
    cluster,
    `delete topics ${topics.map(shown).join(', ')}`,
    topics,
    {
      api: deleteTopicsApi,
      build: (some, version, timeoutMs) => {
        if (byId) needsVersion(deleteTopicsApi, version, STRUCT_VERSION, 'a topic by its id');
        if (version < STRUCT_VERSION) return createDeleteTopicsRequest({ topicNames: some.map(shown), timeoutMs });
        const states = some.map((topic) =>
          createDeleteTopicState(typeof topic === 'string' ? { name: topic } : { topicId: topic.topicId }),
        );
        return createDeleteTopicsRequest({ topics: states, timeoutMs });
      },
      read: (response, asked) => {
        const answer = response.responses.find(({ name, topicId }) =>
          typeof asked === 'string' ? name === asked : topicId === asked.topicId,
        );
        const place = { topic: nameOf(asked, answer), api: 'DeleteTopics' };
        const code = answer?.errorCode ?? ErrorCode.UNKNOWN_SERVER_ERROR;
        const what = `delete topic ${shown(asked)}`;
        return brokerError(code, what, place, answer?.errorMessage) ?? (answer as DeletableTopicResult);
      },
    },
    options,
  );
  return topics.map((asked) => {
    const answer = settled.get(asked);
    return { topic: nameOf(asked, resultOf(answer)), error: errorOf(answer) };
  });
}

function shown(topic: TopicName): string {
  return typeof topic === 'string' ? topic : topic.topicId;
}

function nameOf(asked: TopicName, answer: DeletableTopicResult | undefined): string {
  return typeof asked === 'string' ? asked : (answer?.name ?? '');
}
