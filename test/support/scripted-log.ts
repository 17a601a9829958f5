// One partition, `orders` 0, served by a scripted broker byte for byte as a test has it: for Readers of logs that no healthy
// broker would make on demand.

import type { AbortedTransaction } from '../../src/protocol/generated/fetch.ts';
import {
  createFetchResponse,
  createPartitionData,
  type FetchRequest,
  fetchApi,
} from '../../src/protocol/generated/fetch.ts';
import { createFindCoordinatorResponse, findCoordinatorApi } from '../../src/protocol/generated/find-coordinator.ts';
import { createListOffsetsPartitionResponse, listOffsetsApi } from '../../src/protocol/generated/list-offsets.ts';
import { ScriptedBroker, topicAnswer } from './scripted-broker.ts';

/** What the log answers to a fetch at an offset. */
export interface ServedLog {
  /** Bytes by the offset that is asked for; other offsets get nothing. */
  readonly at: Readonly<Record<number, Buffer>>;
  readonly highWatermark: number;
  readonly aborted?: readonly AbortedTransaction[];
}

const TOPIC = 'orders';
/** Before an empty answer, as a broker waits for records. */
const WAIT_MS = 20;

export class ScriptedLog {
  readonly broker: ScriptedBroker;
  log: ServedLog;
  /** Offsets that were asked for, in order. */
  readonly asked: number[] = [];

  private constructor(broker: ScriptedBroker, log: ServedLog) {
    this.broker = broker;
    this.log = log;
    const topic = topicAnswer(TOPIC, [broker.nodeId]);
    broker.topics = [topic];
    broker.script(listOffsetsApi, () => ({
      throttleTimeMs: 0,
      topics: [{ name: TOPIC, partitions: [createListOffsetsPartitionResponse({ offset: 0, timestamp: -1 })] }],
    }));
    broker.script(findCoordinatorApi, () => createFindCoordinatorResponse({}));
    broker.script(fetchApi, async (request) => this.#answer(request, topic.topicId));
  }

  static async start(log: ServedLog): Promise<ScriptedLog> {
    return new ScriptedLog(await ScriptedBroker.start(), log);
  }

  async #answer(request: FetchRequest, topicId: string) {
    const partition = request.topics[0]?.partitions[0];
    if (partition === undefined) return createFetchResponse({});
    this.asked.push(partition.fetchOffset);
    const { at, highWatermark, aborted = [] } = this.log;
    const records = at[partition.fetchOffset] ?? null;
    if (records === null) await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
    const data = createPartitionData({
      highWatermark,
      lastStableOffset: highWatermark,
      // A broker lists them whatever the isolation: a reader of everything has to pass over the list (trap 13).
      abortedTransactions: [...aborted],
      records,
    });
    return createFetchResponse({ responses: [{ topic: TOPIC, topicId, partitions: [data] }] });
  }
}
