// Several batches as one Produce request, and the answers taken apart again. Must not know connections.
import { KafkaError } from '../base/errors.ts';
import type {
  PartitionProduceData,
  PartitionProduceResponse,
  ProduceRequest,
  ProduceResponse,
  TopicProduceData,
} from '../protocol/generated/produce.ts';
import { ZERO_UUID } from '../wire/message-codec.ts';
import type { PartitionQueue } from './partition-queue.ts';
import type { ProduceBatch } from './produce-batch.ts';
import type { ProducerSettings } from './settings.ts';
import type { TopicQueues } from './topic-queues.ts';

/** First version that names topics by id (KIP-516). */
const FIRST_WITH_IDS = 13;

/** First version whose batches may be compressed with zstd (KIP-110). */
const FIRST_WITH_ZSTD = 7;
const ZSTD = 4;

/** One batch in a request. */
export interface SentBatch {
  readonly queue: PartitionQueue;
  readonly batch: ProduceBatch;
  /** The topic's id at that time: it may be another one when the answer comes. */
  readonly topicId: string;
}

/** The newest version that can name every topic of these queues; undefined: any. */
export function versionLimit(sent: readonly SentBatch[]): number | undefined {
  for (const { topicId } of sent) if (topicId === ZERO_UUID) return FIRST_WITH_IDS - 1;
  return undefined;
}

/** UNSUPPORTED where a version of Produce cannot carry batches of a codec. */
export function codecFault(codecId: number, version: number, broker?: string): KafkaError | undefined {
  if (codecId !== ZSTD || version >= FIRST_WITH_ZSTD) return undefined;
  const message = `zstd needs Produce version ${FIRST_WITH_ZSTD}; ${broker ?? 'the broker'} and this client share ${version} at most`;
  return new KafkaError('UNSUPPORTED', message, { api: 'Produce', broker });
}

/** Throws that. */
export function checkCodec(codecId: number, version: number, broker?: string): void {
  const fault = codecFault(codecId, version, broker);
  if (fault !== undefined) throw fault;
}

/** The request with these batches, each topic once. Mostly there is one topic: then nothing is looked up. */
export function buildRequest(sent: readonly SentBatch[], settings: ProducerSettings): ProduceRequest {
  const topicData: TopicProduceData[] = [];
  let current: PartitionProduceData[] = [];
  let topic: TopicQueues | undefined;
  let byTopic: Map<TopicQueues, PartitionProduceData[]> | undefined;
  for (const { queue, batch, topicId } of sent) {
    if (queue.topic !== topic) {
      if (topic !== undefined) {
        byTopic ??= new Map();
        byTopic.set(topic, current);
      }
      topic = queue.topic;
      const known = byTopic?.get(topic);
      current = known ?? [];
      if (known === undefined) topicData.push({ name: topic.name, topicId, partitionData: current });
    }
    current.push({ index: queue.partition, records: queue.bytesOf(batch) });
  }
  return { transactionalId: null, acks: settings.acks, timeoutMs: Math.ceil(settings.requestTimeoutMs), topicData };
}

/** Calls `each` with every batch and its answer; a batch that the broker left out gets undefined. */
export function matchResponse(
  sent: readonly SentBatch[],
  response: ProduceResponse,
  each: (sent: SentBatch, answer: PartitionProduceResponse | undefined) => void,
): void {
  let next = 0;
  const answers: (PartitionProduceResponse | undefined)[] = new Array(sent.length).fill(undefined);
  for (const { name, topicId, partitionResponses } of response.responses) {
    for (const answer of partitionResponses) {
      // Brokers answer in the order of the request, so the first guess is nearly always right.
      let at = next++;
      if (!isAnswerTo(sent[at], name, topicId, answer.index)) {
        at = sent.findIndex((one) => isAnswerTo(one, name, topicId, answer.index));
      }
      if (at >= 0) answers[at] = answer;
    }
  }
  for (let at = 0; at < sent.length; at++) each(sent[at] as SentBatch, answers[at]);
}

function isAnswerTo(sent: SentBatch | undefined, name: string, topicId: string, partition: number): sent is SentBatch {
  if (sent === undefined || sent.queue.partition !== partition) return false;
  return name === '' ? sent.topicId === topicId : sent.queue.topic.name === name;
}

/** The error of a batch that the broker's answer does not mention. */
export function unanswered({ queue }: SentBatch, broker: string): KafkaError {
  const { topic, partition } = queue;
  const message = `produce to ${topic.name}[${partition}]: the answer of ${broker} does not mention it`;
  return new KafkaError('PROTOCOL', message, { api: 'Produce', broker, topic: topic.name, partition, retriable: true });
}
