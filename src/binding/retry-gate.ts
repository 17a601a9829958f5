// Hands records of the retry topic to their bindings, none before its time. Owns: which are ours, and when they are due.
// Invariant: a partition of the retry topic is held up while its head is not due; delays are equal within an app, so
// what comes behind is due later. Records of other groups in a shared topic are passed over.
import type { Clock, Timer } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import type { Message } from '../record/message.ts';
import { AppRecord } from './app-record.ts';
import type { BindingRunner } from './binding-runner.ts';
import { Delivery } from './delivery.ts';
import type { RetryFeed } from './feed.ts';
import type { Pool } from './feed-pool.ts';
import { Hold, type PartitionSource } from './partition-source.ts';
import { decodeRetryHeaders, retryGroup } from './retry-headers.ts';

/** A binding as the gate sees it. */
export interface RetryTarget {
  readonly runner: BindingRunner;
  readonly feed: RetryFeed;
  readonly pool: Pool;
}

export interface RetryGateOptions {
  readonly group: string;
  readonly delayMs: number;
  /** The binding of a topic; for topics without one a stand-in that dead-letters. */
  readonly target: (topic: string | undefined) => RetryTarget;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Head {
  readonly message: Message;
  readonly dueMs: number;
  timer: Timer | undefined;
}

export class RetryGate {
  readonly #options: RetryGateOptions;
  readonly #heads = new Map<PartitionSource, Head>();
  readonly #deliveries = new Map<PartitionSource, Map<BindingRunner, Delivery>>();
  readonly #waitingForRoom = new Set<PartitionSource>();

  constructor(options: RetryGateOptions) {
    this.#options = options;
  }

  /** Hands on what is due, up to the first record that is not. */
  pump(source: PartitionSource): void {
    while (source.ready) {
      const message = source.peek();
      // The end of a batch; whether there is another is for `ready` to say.
      if (message === undefined) continue;
      if (!this.#pass(source, message)) return;
    }
  }

  /** A binding has worked some of its retries off. */
  roomAgain(): void {
    // A copy: a source that finds no room again comes back into the set at once.
    const waiting = [...this.#waitingForRoom];
    this.#waitingForRoom.clear();
    for (const source of waiting) source.release(Hold.room);
  }

  /** The partition is gone, with its timer. */
  forget(source: PartitionSource): void {
    this.#heads.get(source)?.timer?.cancel();
    this.#heads.delete(source);
    this.#deliveries.delete(source);
    this.#waitingForRoom.delete(source);
  }

  /** False when the head has to wait. */
  #pass(source: PartitionSource, message: Message): boolean {
    const { group, logger, target } = this.#options;
    const { headers } = message;
    const theirs = retryGroup(headers);
    if (theirs !== group) {
      if (theirs === undefined) {
        logger.warn('a record in the retry topic belongs to no group and is passed over', {
          topic: source.topic,
          partition: source.partition,
          offset: message.offset,
        });
      }
      source.finish(source.take());
      return true;
    }
    const retry = decodeRetryHeaders(headers);
    if (!this.#isDue(source, message, retry.dueMs)) return false;
    const { feed, pool, runner } = target(retry.origin?.topic);
    if (source.tracker.span >= runner.settings.maxUnsettled) {
      source.holdWindow(runner.settings.maxUnsettled);
      return false;
    }
    if (feed.full) {
      this.#waitingForRoom.add(source);
      source.hold(Hold.room);
      return false;
    }
    this.#heads.delete(source);
    feed.push(new AppRecord(message, this.#delivery(source, runner), source.take(), retry));
    pool.offer(feed, 'later');
    return true;
  }

  #isDue(source: PartitionSource, message: Message, dueMs: number | undefined): boolean {
    const { clock, delayMs } = this.#options;
    const now = clock.now();
    let head = this.#heads.get(source);
    if (head?.message !== message) {
      // The header is untrusted: nothing waits longer than this app's own delay, from when it was first seen.
      head = { message, dueMs: Math.min(dueMs ?? now, now + delayMs), timer: undefined };
      this.#heads.set(source, head);
    }
    if (now >= head.dueMs) return true;
    const waiting = head;
    waiting.timer?.cancel();
    waiting.timer = clock.after(waiting.dueMs - now, () => {
      waiting.timer = undefined;
      source.release(Hold.due);
    });
    source.hold(Hold.due);
    return false;
  }

  #delivery(source: PartitionSource, runner: BindingRunner): Delivery {
    let byRunner = this.#deliveries.get(source);
    if (byRunner === undefined) {
      byRunner = new Map();
      this.#deliveries.set(source, byRunner);
    }
    let delivery = byRunner.get(runner);
    if (delivery === undefined) {
      delivery = new Delivery(source, runner);
      byRunner.set(runner, delivery);
    }
    return delivery;
  }
}
