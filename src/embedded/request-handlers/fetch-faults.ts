// What tests have ordered to go wrong with answers to Fetch. Owns: how an answer is spoilt. Must not know logs.
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import {
  createFetchResponse,
  createPartitionData,
  type FetchableTopicResponse,
  type FetchRequest,
  type FetchResponse,
  type PartitionData,
} from '../../protocol/generated/fetch.ts';
import { joinRawRecords, rawRecordsLength } from '../../wire/encoder.ts';
import type { WantedPartition } from '../fetch-session.ts';
import type { FetchScope } from '../fetch-sessions.ts';
import { truncated, withWrongCrc } from '../log/batch-surgery.ts';
import type { ReadFault } from '../read-fault.ts';
import { type RequestContext, Silence } from '../request-handler.ts';

type Answer = FetchResponse | Silence;

interface Spoilt {
  readonly place: WantedPartition;
  readonly fault: ReadFault;
}

const NO_RECORDS = Buffer.alloc(0);
const SESSION_ERRORS: ReadonlySet<number> = new Set([
  ErrorCode.FETCH_SESSION_ID_NOT_FOUND,
  ErrorCode.INVALID_FETCH_SESSION_EPOCH,
  ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR,
]);

/** Answers with what is planned for these partitions; `answer` is how it would be without. */
export async function withReadFaults(
  request: FetchRequest,
  scope: FetchScope,
  context: RequestContext,
  answer: (request: FetchRequest) => Answer | Promise<Answer>,
): Promise<Answer> {
  const previous = context.cluster.fetchSessionsOf(context.node.id).lastAnswerOf(request.sessionId);
  const early = take(scope.partitions, context, () => false);
  if (early.some(({ fault }) => fault.disconnect === 'before')) return Silence.disconnect;
  // What is told in place of records is told at once.
  const isUrgent = early.some(({ fault }) => isNoRecordFault(fault));
  const honest = await answer(isUrgent ? { ...request, maxWaitMs: 0 } : request);
  if (typeof honest === 'string') return honest;
  const sent = new Map(partitionsOf(honest).map((each) => [keyOf(each), each.data]));
  const left = scope.partitions.filter((place) => !early.some((each) => each.place === place));
  const late = take(left, context, (place) => hasRecords(sent.get(keyOf(placeOf(place)))));
  const spoilt = [...early, ...late];
  if (spoilt.length === 0) return honest;
  const isRepeated = spoilt.some(({ fault }) => fault.repeats === 'previous');
  const response = isRepeated && previous !== undefined ? previous : spoil(honest, spoilt, request, context);
  return deliver(response, spoilt, context);
}

async function deliver(response: FetchResponse, spoilt: readonly Spoilt[], context: RequestContext): Promise<Answer> {
  const { clock } = context.cluster;
  const faults = spoilt.map(({ fault }) => fault);
  const delay = Math.max(0, ...faults.map(({ answerDelayMs = 0 }) => answerDelayMs));
  if (delay > 0) await new Promise<void>((resolve) => void clock.after(delay, resolve, { keepAlive: false }));
  const cut = faults.map(({ disconnect }) => disconnect).find((each) => typeof each === 'object');
  const drip = faults.find((fault) => fault.drip !== undefined)?.drip;
  context.deliver({
    cutAfterBytes: cut?.afterBytes,
    drip,
    isTwice: faults.some(({ repeats }) => repeats === 'same'),
  });
  return response;
}

function spoil(
  honest: FetchResponse,
  spoilt: readonly Spoilt[],
  request: FetchRequest,
  { cluster, node }: RequestContext,
): FetchResponse {
  const answerErrorCode = spoilt.map(({ fault }) => fault.answerErrorCode).find((code) => code !== undefined);
  if (answerErrorCode !== undefined) {
    if (SESSION_ERRORS.has(answerErrorCode)) cluster.fetchSessionsOf(node.id).forget(request.sessionId);
    return createFetchResponse({ errorCode: answerErrorCode });
  }
  const responses: FetchableTopicResponse[] = honest.responses.map((topic) => ({
    ...topic,
    partitions: topic.partitions.map((data) => {
      const found = spoilt.find(({ place }) => keyOf(placeOf(place)) === keyOf({ ...topic, data }));
      return found === undefined ? data : spoilPartition(data, found.fault);
    }),
  }));
  // A session leaves out what has no news: an error is news.
  const told = new Set(partitionsOf(honest).map(keyOf));
  for (const { place, fault } of spoilt) {
    if (told.has(keyOf(placeOf(place))) || !isNoRecordFault(fault)) continue;
    const data = createPartitionData({ partitionIndex: place.wanted.partition, records: NO_RECORDS });
    responses.push({ topic: place.topic, topicId: place.topicId, partitions: [spoilPartition(data, fault)] });
  }
  return { ...honest, responses };
}

function spoilPartition(data: PartitionData, fault: ReadFault): PartitionData {
  const { partitionIndex } = data;
  const { errorCode, preferredReadReplica, records } = fault;
  if (errorCode !== undefined) {
    return createPartitionData({ partitionIndex, errorCode, highWatermark: -1, records: NO_RECORDS });
  }
  if (preferredReadReplica !== undefined) return { ...data, preferredReadReplica, records: NO_RECORDS };
  if (records === undefined || data.records === null) return data;
  return { ...data, records: damage(joinRawRecords(data.records), records) };
}

function damage(records: Buffer, how: NonNullable<ReadFault['records']>): Buffer {
  if (typeof how === 'function') return how(records);
  if (how === 'none') return NO_RECORDS;
  return how === 'wrong-crc' ? withWrongCrc(records) : truncated(records);
}

function take(
  places: readonly WantedPartition[],
  { cluster, node }: RequestContext,
  has: (place: WantedPartition) => boolean,
): Spoilt[] {
  return places.flatMap((place) => {
    const topic = place.topic === '' ? (cluster.topics.byId(place.topicId)?.name ?? '') : place.topic;
    const fault = cluster.faults.read.take(topic, place.wanted.partition, node.id, has(place));
    return fault === undefined ? [] : [{ place, fault }];
  });
}

function isNoRecordFault({ errorCode, answerErrorCode, preferredReadReplica }: ReadFault): boolean {
  return (errorCode ?? answerErrorCode ?? preferredReadReplica) !== undefined;
}

function hasRecords(data: PartitionData | undefined): boolean {
  return data !== undefined && data.records !== null && rawRecordsLength(data.records) > 0;
}

interface Place {
  readonly topic: string;
  readonly topicId: string;
  readonly data: Pick<PartitionData, 'partitionIndex'>;
}

function partitionsOf({ responses }: FetchResponse): { topic: string; topicId: string; data: PartitionData }[] {
  return responses.flatMap(({ topic, topicId, partitions }) => partitions.map((data) => ({ topic, topicId, data })));
}

function placeOf({ topic, topicId, wanted }: WantedPartition): Place {
  return { topic, topicId, data: { partitionIndex: wanted.partition } };
}

function keyOf({ topic, topicId, data }: Place): string {
  return `${topic}/${topicId}:${data.partitionIndex}`;
}
