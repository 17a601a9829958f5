// Where a Conn reads. Owns: the position, the order of reads, what was fetched beyond the message that was asked for.
// Must not know connections. Invariant: a Batch or a fetch from before a seek never moves the position.
import { configError } from '../base/errors.ts';
import { choiceOption } from '../base/options.ts';
import { BrokerError } from '../protocol/broker-error.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import type { Message } from '../record/message.ts';
import { Batch, type BatchContent } from './batch.ts';
import type { CallLimits, ConnDeadline } from './conn-deadline.ts';
import { type ConnTarget, firstOffset, lastOffset } from './conn-offsets.ts';
import { fetchContent, type ReadSettings } from './conn-read.ts';
import type { SendRequest } from './conn-request.ts';
import { ReadLock } from './read-lock.ts';

/**
 * What an offset counts from: the log's `'start'`, its `'end'` (backwards), the `'current'` offset, or nothing
 * (`'absolute'`).
 */
export type Whence = 'start' | 'absolute' | 'end' | 'current';

/** Where a Conn reads next. */
export interface ConnOffset {
  readonly offset: number;
  readonly whence: Whence;
}

/**
 * The longest that one fetch waits at the broker; without `maxWaitMs` there is another one after it. Short, because
 * whatever else is asked on this connection waits behind it.
 */
const LONGEST_WAIT_MS = 500;
const WHENCES: readonly Whence[] = ['start', 'absolute', 'end', 'current'];

export class ConnCursor {
  readonly #deadline: ConnDeadline;
  readonly #sender: (limits: CallLimits) => SendRequest;
  readonly #lock = new ReadLock();
  #position: ConnOffset = { offset: 0, whence: 'start' };
  /** Grows with each seek: a Batch read before does not move the offset any more. */
  #seeks = 0;
  /** What `readMessage` has fetched beyond the message that it returned. */
  #held: { readonly batch: Batch; readonly seeks: number } | undefined;

  constructor(deadline: ConnDeadline, sender: (limits: CallLimits) => SendRequest) {
    this.#deadline = deadline;
    this.#sender = sender;
  }

  get position(): ConnOffset {
    return this.#position;
  }

  /** The next batch; reads wait until it is closed. */
  async readBatch(target: ConnTarget, settings: ReadSettings, limits: CallLimits): Promise<Batch> {
    const release = await this.#lock.acquire(limits.signal);
    try {
      return await this.#fetch(target, settings, release, limits);
    } catch (error) {
      release();
      throw error;
    }
  }

  /** The next message, from what is held or from fetches, which have no `maxWaitMs`. */
  async readMessage(target: ConnTarget, settings: ReadSettings, limits: CallLimits): Promise<Message> {
    const release = await this.#lock.acquire(limits.signal);
    try {
      for (;;) {
        const message = await this.#heldBatch()?.readMessage();
        if (message !== undefined) return message;
        const batch = await this.#fetch(target, settings, () => {}, limits);
        this.#held = { batch, seeks: this.#seeks };
      }
    } finally {
      release();
    }
  }

  /** Moves the position and resolves with where it is. */
  async seek(target: ConnTarget, to: ConnOffset, check: boolean, limits: CallLimits): Promise<number> {
    const { offset, whence } = to;
    choiceOption('whence', whence, 'absolute', WHENCES);
    const isFromAnEnd = whence === 'start' || whence === 'end';
    if (!Number.isSafeInteger(offset)) throw configError('offset', offset, 'a whole number');
    if (!check && isFromAnEnd) throw configError('check', false, `true where whence is '${whence}'`);
    const send = this.#sender(limits);
    const current = whence === 'current' ? await this.#absolute(target, send) : 0;
    if (!check) return this.#moveTo(target, current + offset);
    const [first, last] = await Promise.all([firstOffset(send, target), lastOffset(send, target)]);
    const wanted = { start: first + offset, end: last - offset, current: current + offset, absolute: offset }[whence];
    if (wanted < first || wanted > last) {
      const { topic, partition } = target;
      const what = `seek to ${wanted} in ${topic}[${partition}], which has ${first} to ${last}`;
      throw new BrokerError(ErrorCode.OFFSET_OUT_OF_RANGE, what, { topic, partition, offset: wanted });
    }
    return this.#moveTo(target, wanted);
  }

  async #fetch(target: ConnTarget, settings: ReadSettings, release: () => void, limits: CallLimits): Promise<Batch> {
    const send = this.#sender(limits);
    for (;;) {
      const offset = await this.#absolute(target, send);
      const seeks = this.#seeks;
      const mostMs = settings.maxWaitMs ?? LONGEST_WAIT_MS;
      const maxWaitMs = Math.min(mostMs, this.#deadline.brokerMs(limits, Number.POSITIVE_INFINITY));
      const content = await fetchContent(send, target, offset, settings, maxWaitMs);
      let isHandedOut = false;
      const batch = new Batch(content, {
        advance: (to) => {
          if (this.#seeks === seeks) this.#position = { offset: to, whence: 'absolute' };
        },
        release: () => isHandedOut && release(),
      });
      isHandedOut = await isFilled(batch, content);
      if (isHandedOut) return batch;
      // Empty, or only what users never see: where nobody set a limit, there is more to wait for.
      if (settings.maxWaitMs === undefined) continue;
      release();
      return batch;
    }
  }

  /** What is left of the last fetch of `readMessage`, where it still is what comes next. */
  #heldBatch(): Batch | undefined {
    const held = this.#held;
    const isNext = held?.seeks === this.#seeks && held.batch.offset === this.#position.offset;
    return isNext ? held?.batch : undefined;
  }

  async #absolute(target: ConnTarget, send: SendRequest): Promise<number> {
    const { offset, whence } = this.#position;
    if (whence === 'absolute') return offset;
    return this.#moveTo(target, (await firstOffset(send, target)) + offset);
  }

  #moveTo({ topic, partition }: ConnTarget, offset: number): number {
    if (offset < 0) {
      const what = `seek to ${offset} in ${topic}[${partition}]`;
      throw new BrokerError(ErrorCode.OFFSET_OUT_OF_RANGE, what, { topic, partition, offset });
    }
    this.#seeks++;
    this.#position = { offset, whence: 'absolute' };
    return offset;
  }
}

/** True when the batch has messages, or an error to tell; otherwise it is closed. */
async function isFilled(batch: Batch, content: BatchContent): Promise<boolean> {
  if (content.batches.length === 0 && content.error !== undefined) return true;
  return batch._open();
}
