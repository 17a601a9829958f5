import type { CallOptions } from '../base/abort.ts';
import { configError } from '../base/errors.ts';
import { topicOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { brokerError } from '../protocol/broker-error.ts';
import {
  createDeleteTopicState,
  createDeleteTopicsRequest,
  deleteTopicsApi,
} from '../protocol/generated/delete-topics.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import { askController } from './ask-controller.ts';
import type { TopicResult } from './create-topics.ts';
import type { TopicName } from './describe-topics.ts';
import { needsVersion } from './needs-version.ts';

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
  const shown = topics.map((topic) => (typeof topic === 'string' ? topic : topic.topicId));
  const byId = topics.some((topic) => typeof topic !== 'string');
  const response = await askController(
    cluster,
    `delete topics ${shown.join(', ')}`,
    deleteTopicsApi,
    (version, timeoutMs) => {
      if (byId) needsVersion(deleteTopicsApi, version, STRUCT_VERSION, 'a topic by its id');
      if (version < STRUCT_VERSION) return createDeleteTopicsRequest({ topicNames: shown, timeoutMs });
      const states = topics.map((topic) =>
        createDeleteTopicState(typeof topic === 'string' ? { name: topic } : { topicId: topic.topicId }),
      );
      return createDeleteTopicsRequest({ topics: states, timeoutMs });
    },
    (answer) => answer.responses.map(({ errorCode }) => errorCode),
    options,
  );
  return topics.map((asked, index) => {
    const answer = response.responses.find(({ name, topicId }) =>
      typeof asked === 'string' ? name === asked : topicId === asked.topicId,
    );
    const topic = typeof asked === 'string' ? asked : (answer?.name ?? '');
    const place = { topic, api: 'DeleteTopics' };
    const code = answer?.errorCode ?? ErrorCode.UNKNOWN_SERVER_ERROR;
    return { topic, error: brokerError(code, `delete topic ${shown[index]}`, place, answer?.errorMessage) };
  });
}
