// Faults of Produce, one partition at a time. Owns: which of them are still to come, first come first served.
// Must not know requests or logs.
import { configError } from '../base/errors.ts';
import { integerOption, topicOption } from '../base/options.ts';
import type { RecordFault } from './log/batch-check.ts';

/**
 * What goes wrong with a batch. Without `errorCode` it is appended and answered as ever, only late or with the connection
 * closed; with it, the client is told so, and nothing is appended unless `appends` says it.
 *
 * ```ts
 * kafka.failProduce({ topic, errorCode: ErrorCode.REQUEST_TIMED_OUT, appends: true }); // taken, but the client cannot know
 * kafka.failProduce({ topic, partition: 1, disconnect: 'after', times: 3 });           // three answers are lost
 * kafka.failProduce({ topic, appendDelayMs: 500 });                                    // a zombie of a timed-out request
 * ```
 */
export interface ProduceFault {
  /** @default every topic */
  readonly topic?: string;
  /** @default every partition */
  readonly partition?: number;
  /** Only at this broker. @default at every one */
  readonly broker?: number;
  /** How many batches it happens to. @default 1 */
  readonly times?: number;
  /** What the partition's answer says. @default what came of it */
  readonly errorCode?: number;
  readonly errorMessage?: string;
  /** The records at fault, by their place in the batch (KIP-467). */
  readonly recordErrors?: readonly RecordFault[];
  /** Who leads, as NOT_LEADER_OR_FOLLOWER tells it from version 10 on (KIP-951). */
  readonly currentLeader?: { readonly leaderId: number; readonly leaderEpoch: number };
  /** Whether the batch is appended though an error is answered. @default false */
  readonly appends?: boolean;
  /** The whole request is looked at this much later, also when the client has gone. @default 0 */
  readonly appendDelayMs?: number;
  /** The whole request is answered this much later. @default 0 */
  readonly answerDelayMs?: number;
  /** The connection closes instead of an answer, before anything of the request is appended or after all of it is. */
  readonly disconnect?: 'before' | 'after';
}

interface Planned {
  readonly fault: ProduceFault;
  left: number;
}

const MANY = 1_000_000;

export class ProduceFaults {
  #planned: Planned[] = [];

  get isEmpty(): boolean {
    return this.#planned.length === 0;
  }

  add(fault: ProduceFault): void {
    if (fault.topic !== undefined) topicOption('topic', fault.topic);
    if (fault.partition !== undefined) integerOption('partition', fault.partition, 0, 0, MANY);
    for (const name of ['appendDelayMs', 'answerDelayMs'] as const) integerOption(name, fault[name], 0, 0, 2 ** 31 - 1);
    if (fault.appends === true && fault.errorCode === undefined) {
      throw configError('appends', fault.appends, 'true only beside an errorCode: without one the batch is appended');
    }
    this.#planned.push({ fault, left: integerOption('times', fault.times, 1, 1, MANY) });
  }

  /** Takes the next fault of a batch for this partition, if one is planned. */
  take(topic: string, partition: number, broker: number): ProduceFault | undefined {
    const planned = this.#planned.find(
      ({ fault }) =>
        (fault.topic ?? topic) === topic &&
        (fault.partition ?? partition) === partition &&
        (fault.broker ?? broker) === broker,
    );
    if (planned === undefined) return undefined;
    planned.left--;
    if (planned.left === 0) this.#planned = this.#planned.filter((each) => each !== planned);
    return planned.fault;
  }
}
