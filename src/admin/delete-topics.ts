import type { CallOptions } from '../base/abort.ts';
import { topicOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { brokerError } from '../protocol/broker-error.ts';
import {
  createDeleteTopicState,
  createDeleteTopicsRequest,
  deleteTopicsApi,
} from '../protocol/generated/delete-topics.ts';
import type { TopicResult } from './create-topics.ts';

const DEFAULT_TIMEOUT_MS = 30_000;
/** From this version on topics are named by a struct that can also hold an id (KIP-516). */
const STRUCT_VERSION = 6;

/** Deletes topics by name through the controller. A topic that fails is a value in the result. */
export async function deleteTopics(
  cluster: Cluster,
  topics: readonly string[],
  options: CallOptions = {},
): Promise<readonly TopicResult[]> {
  const names = topics.map((topic, index) => topicOption(`topics[${index}]`, topic));
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const call = { signal: options.signal, timeoutMs };
  const response = await cluster.retry(
    `delete topics ${names.join(', ')}`,
    async () => {
      const answer = await cluster.sendToController(
        deleteTopicsApi,
        (version) =>
          version >= STRUCT_VERSION
            ? createDeleteTopicsRequest({ topics: names.map((name) => createDeleteTopicState({ name })), timeoutMs })
            : createDeleteTopicsRequest({ topicNames: names, timeoutMs }),
        { ...call, lane: 'slow' },
      );
      for (const result of answer.responses) {
        const error = brokerError(result.errorCode, `delete topic ${result.name}`);
        if (error?.errorName === 'NOT_CONTROLLER') throw error;
      }
      return answer;
    },
    call,
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
