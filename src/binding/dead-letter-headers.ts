// The headers of a dead letter: those of Kafka's own dead letter queues (KIP-1191, text) and a few more of ours.
import type { RecordOrigin } from './retry-headers.ts';
import { MAX_MESSAGE_BYTES, MAX_NAME_BYTES, type TextHeader, textHeader } from './text-header.ts';

/** Names of the headers that a dead letter carries after the original's own; all values are UTF-8 text. */
export const deadLetterHeaderNames = {
  topic: '__dlq.errors.topic',
  partition: '__dlq.errors.partition',
  offset: '__dlq.errors.offset',
  group: '__dlq.errors.group',
  /** How many times handlers ran on the record. */
  deliveryCount: '__dlq.errors.delivery.count',
  message: '__dlq.errors.message',
  /** Why it is here, a {@link DeadLetterReason}: for programs, where the message is for people. */
  reason: 'kafka-wire.error.reason',
  errorName: 'kafka-wire.error.name',
  /** The original's timestamp, milliseconds since 1970: the dead letter's own is when it was written. */
  timestamp: 'kafka-wire.error.origin.timestamp',
  /** When the record failed first and last, milliseconds since 1970. */
  firstFailed: 'kafka-wire.error.first-failed',
  lastFailed: 'kafka-wire.error.last-failed',
} as const;

/**
 * Why a record was dead-lettered: `rejected` by a failure that is not retryable, `retries-exhausted` by the last of
 * its retries, `unroutable` where a retry record names a topic that the app has no binding for.
 */
export type DeadLetterReason = 'rejected' | 'retries-exhausted' | 'unroutable';

/** What a dead letter says of itself. */
export interface DeadLetterState {
  readonly group: string;
  readonly attempts: number;
  readonly origin: RecordOrigin;
  readonly reason: DeadLetterReason;
  readonly firstFailedMs: number;
  readonly lastFailedMs: number;
}

/** The headers to append to the original's own. */
export function encodeDeadLetterHeaders(state: DeadLetterState, error: Error): TextHeader[] {
  return [
    textHeader(deadLetterHeaderNames.topic, state.origin.topic),
    textHeader(deadLetterHeaderNames.partition, state.origin.partition),
    textHeader(deadLetterHeaderNames.offset, state.origin.offset),
    textHeader(deadLetterHeaderNames.group, state.group),
    textHeader(deadLetterHeaderNames.deliveryCount, state.attempts),
    textHeader(deadLetterHeaderNames.message, error.message, MAX_MESSAGE_BYTES),
    textHeader(deadLetterHeaderNames.reason, state.reason),
    textHeader(deadLetterHeaderNames.errorName, error.name, MAX_NAME_BYTES),
    textHeader(deadLetterHeaderNames.timestamp, state.origin.timestamp),
    textHeader(deadLetterHeaderNames.firstFailed, Math.floor(state.firstFailedMs)),
    textHeader(deadLetterHeaderNames.lastFailed, Math.floor(state.lastFailedMs)),
  ];
}
