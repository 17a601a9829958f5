// Produce: every partition of a request, and what tests have planned to go wrong with it.
import type { Clock } from '../../base/clock.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import {
  createProduceResponse,
  type PartitionProduceData,
  type PartitionProduceResponse,
  type ProduceRequest,
  type ProduceResponse,
  produceApi,
} from '../../protocol/generated/produce.ts';
import type { ProduceFault } from '../produce-fault.ts';
import { type RequestContext, type RequestHandler, Silence } from '../request-handler.ts';
import type { Topic } from '../topics.ts';
import { findTopic, leaderEndpoints, unknownTopic } from './partition-access.ts';
import { producePartition, refuseProduce } from './produce-partition.ts';

const TOPIC_ID_FROM = 13;

type Answer = ProduceResponse | Silence;
/** What goes wrong, by the part of the request that it goes wrong with. */
type Faults = ReadonlyMap<PartitionProduceData, ProduceFault>;

const NO_FAULTS: Faults = new Map();

function handle(request: ProduceRequest, context: RequestContext): Answer | Promise<Answer> {
  const faults = faultsOf(request, context);
  return faults.size === 0 ? produce(request, faults, context) : produceWithFaults(request, faults, context);
}

function produce(request: ProduceRequest, faults: Faults, context: RequestContext): Answer {
  const { cluster, version } = context;
  const isById = version >= TOPIC_ID_FROM;
  const hinted = new Set<number>();
  let failed = false;
  const responses = request.topicData.map((wanted) => {
    const topic = findTopic(cluster, wanted, isById);
    const partitionResponses = wanted.partitionData.map((data) => {
      const response =
        topic === undefined
          ? refuseProduce(data.index, unknownTopic(isById))
          : produceOrFail(topic, data, faults.get(data), request, context);
      if (response.errorCode !== ErrorCode.NONE) failed = true;
      if (response.currentLeader.leaderId >= 0) hinted.add(response.currentLeader.leaderId);
      return response;
    });
    return { name: wanted.name, topicId: wanted.topicId, partitionResponses };
  });
  // Nobody reads an answer to acks 0: an error shows as a closed connection.
  if (request.acks === 0) return failed ? Silence.disconnect : Silence.noAnswer;
  return createProduceResponse({ responses, nodeEndpoints: leaderEndpoints(cluster, hinted) });
}

function produceOrFail(
  topic: Topic,
  data: PartitionProduceData,
  fault: ProduceFault | undefined,
  request: ProduceRequest,
  context: RequestContext,
): PartitionProduceResponse {
  if (fault?.errorCode === undefined) return producePartition(topic, data, request, context);
  if (fault.appends === true) producePartition(topic, data, request, context);
  const { errorCode, errorMessage = null, recordErrors = [], currentLeader } = fault;
  const refused = { ...refuseProduce(data.index, errorCode), errorMessage, recordErrors };
  return currentLeader === undefined ? refused : { ...refused, currentLeader };
}

async function produceWithFaults(request: ProduceRequest, faults: Faults, context: RequestContext): Promise<Answer> {
  const { clock } = context.cluster;
  const all = [...faults.values()];
  if (all.some(({ disconnect }) => disconnect === 'before')) return Silence.disconnect;
  await pause(clock, Math.max(...all.map(({ appendDelayMs = 0 }) => appendDelayMs)));
  const answer = produce(request, faults, context);
  await pause(clock, Math.max(...all.map(({ answerDelayMs = 0 }) => answerDelayMs)));
  return all.some(({ disconnect }) => disconnect === 'after') ? Silence.disconnect : answer;
}

function faultsOf(request: ProduceRequest, { cluster, version, node }: RequestContext): Faults {
  const planned = cluster.faults.produce;
  if (planned.isEmpty) return NO_FAULTS;
  const faults = new Map<PartitionProduceData, ProduceFault>();
  for (const wanted of request.topicData) {
    const topic = findTopic(cluster, wanted, version >= TOPIC_ID_FROM);
    for (const data of wanted.partitionData) {
      const fault = topic === undefined ? undefined : planned.take(topic.name, data.index, node.id);
      if (fault !== undefined) faults.set(data, fault);
    }
  }
  return faults;
}

function pause(clock: Clock, ms: number): Promise<void> {
  if (ms === 0) return Promise.resolve();
  return new Promise((resolve) => void clock.after(ms, resolve, { keepAlive: false }));
}

export const produceHandler: RequestHandler<ProduceRequest, ProduceResponse> = {
  api: produceApi,
  handle,
  fail: (request, errorCode) =>
    createProduceResponse({
      responses: request.topicData.map(({ name, topicId, partitionData }) => ({
        name,
        topicId,
        partitionResponses: partitionData.map(({ index }) => refuseProduce(index, errorCode)),
      })),
    }),
};
