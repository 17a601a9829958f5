// Faults of Fetch, by single partitions or whole answers. Owns: which of them are still to come, first come first served.
// Must not know requests or logs.
import { configError } from '../base/errors.ts';
import { integerOption, topicOption } from '../base/options.ts';

/**
 * What goes wrong with reading a partition. Several of the fields may stand together; without any of them the answer is
 * the one that it would have been.
 *
 * ```ts
 * kafka.failFetch({ topic, errorCode: ErrorCode.OFFSET_OUT_OF_RANGE });      // a broker that is wrong about its own log
 * kafka.failFetch({ topic, records: 'wrong-crc', times: 3 });
 * kafka.failFetch({ answerErrorCode: ErrorCode.FETCH_SESSION_ID_NOT_FOUND }); // the session was evicted
 * kafka.failFetch({ topic, drip: { bytes: 100, everyMs: 50 } });
 * ```
 */
export interface ReadFault {
  /** @default every topic */
  readonly topic?: string;
  /** @default every partition */
  readonly partition?: number;
  /** Only at this broker. @default at every one */
  readonly broker?: number;
  /** How many answers it happens to. @default 1 */
  readonly times?: number;
  /** Only answers that have records of the partition. Such a request is not counted before. @default false */
  readonly withRecords?: boolean;
  /** What the partition's answer says, without records. */
  readonly errorCode?: number;
  /** What the whole answer says, without partitions; where it is about sessions, the broker has forgotten this one. */
  readonly answerErrorCode?: number;
  /** Which replica the client shall read from instead (KIP-392), whatever its rack; no records. */
  readonly preferredReadReplica?: number;
  /** What becomes of the partition's records; see {@link damageRecords} for a way of your own. */
  readonly records?: RecordDamage | ((records: Buffer) => Buffer);
  /** The whole request is answered this much later. @default 0 */
  readonly answerDelayMs?: number;
  /** The connection closes instead of an answer, or in the middle of one: after so many bytes of it. */
  readonly disconnect?: 'before' | { readonly afterBytes: number };
  /** The answer arrives in pieces. */
  readonly drip?: { readonly bytes: number; readonly everyMs: number };
  /** `same`: the answer comes twice; `previous`: what was answered to the last Fetch of this connection comes again. */
  readonly repeats?: 'same' | 'previous';
}

/**
 * `wrong-crc`: the last byte of the first batch is another one. `truncated`: half of the last batch is missing, as where a
 * limit cut it. `none`: no records though there are some.
 */
export type RecordDamage = 'wrong-crc' | 'truncated' | 'none';

interface Planned {
  readonly fault: ReadFault;
  left: number;
}

const MANY = 1_000_000;
const LONGEST_MS = 2 ** 31 - 1;

export class ReadFaults {
  #planned: Planned[] = [];

  get isEmpty(): boolean {
    return this.#planned.length === 0;
  }

  add(fault: ReadFault): void {
    if (fault.topic !== undefined) topicOption('topic', fault.topic);
    if (fault.partition !== undefined) integerOption('partition', fault.partition, 0, 0, MANY);
    integerOption('answerDelayMs', fault.answerDelayMs, 0, 0, LONGEST_MS);
    if (fault.drip !== undefined) {
      integerOption('drip.bytes', fault.drip.bytes, 1, 1, LONGEST_MS);
      integerOption('drip.everyMs', fault.drip.everyMs, 0, 0, LONGEST_MS);
    }
    if (fault.errorCode !== undefined && fault.records !== undefined) {
      throw configError('records', fault.records, 'absent beside an errorCode: who is told an error gets no records');
    }
    this.#planned.push({ fault, left: integerOption('times', fault.times, 1, 1, MANY) });
  }

  /** Takes the next fault of an answer about this partition, if one is planned. */
  take(topic: string, partition: number, broker: number, hasRecords: boolean): ReadFault | undefined {
    const planned = this.#planned.find(
      ({ fault }) =>
        (fault.topic ?? topic) === topic &&
        (fault.partition ?? partition) === partition &&
        (fault.broker ?? broker) === broker &&
        (fault.withRecords !== true || hasRecords),
    );
    if (planned === undefined) return undefined;
    planned.left--;
    if (planned.left === 0) this.#planned = this.#planned.filter((each) => each !== planned);
    return planned.fault;
  }
}
