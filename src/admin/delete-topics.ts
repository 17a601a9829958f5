import type { CallOptions } from '../base/abort.ts';
import { topicOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { brokerError } from '../protocol/broker-error.ts';
import {
  createDeleteTopicState,
  createDeleteTopicsRequest,
  deleteTopicsApi,
} from '../protocol/generated/delete-topics.ts';
import { askController } from './ask-controller.ts';
import type { TopicResult } from './create-topics.ts';

/** From this version on topics are named by a struct that can also hold an id (KIP-516). */
const STRUCT_VERSION = 6;

/** Deletes topics by name through the controller. A topic that fails is a value in the result. */
export async function deleteTopics(
  cluster: Cluster,
  topics: readonly string[],
  options: CallOptions = {},
): Promise<readonly TopicResult[]> {
  const names = topics.map((topic, index) => topicOption(`topics[${index}]`, topic));
  const response = await askController(
    cluster,
    `delete topics ${names.join(', ')}`,
    deleteTopicsApi,
    (version, timeoutMs) =>
      version >= STRUCT_VERSION
        ? createDeleteTopicsRequest({ topics: names.map((name) => createDeleteTopicState({ name })), timeoutMs })
        : createDeleteTopicsRequest({ topicNames: names, timeoutMs }),
    (answer) => answer.responses.map(({ errorCode }) => errorCode),
    options,
  );
  return response.responses.map(({ name, errorCode, errorMessage }) => ({
    topic: name ?? '',
    error: brokerError(
      errorCode,
      `delete topic ${name}`,
      { topic: name ?? undefined, api: 'DeleteTopics' },
      errorMessage,
    ),
  }));
}
