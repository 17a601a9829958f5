// The headers of a record in a retry topic. Owns: their names, how they are written, how they are read and removed.
// What is read is untrusted: anyone may write to the topic. Numbers are bounded, what makes no sense counts as absent.
import type { MessageHeaders } from '../record/message.ts';
import {
  MAX_MESSAGE_BYTES,
  MAX_NAME_BYTES,
  readInteger,
  readText,
  type TextHeader,
  textHeader,
} from './text-header.ts';

/** Names of the headers that a retry topic's records carry after the original's own; all values are UTF-8 text. */
export const retryHeaderNames = {
  /** Consumer group whose app has to try again; others pass the record over. */
  group: 'kafka-wire.retry.group',
  /** How many times the record went through a retry topic, this time included. */
  count: 'kafka-wire.retry.count',
  /** How many times handlers ran on it so far. */
  attempts: 'kafka-wire.retry.attempts',
  /** Not to be handled before this time, milliseconds since 1970. */
  due: 'kafka-wire.retry.due',
  /** Where the record was read first. */
  topic: 'kafka-wire.retry.origin.topic',
  partition: 'kafka-wire.retry.origin.partition',
  offset: 'kafka-wire.retry.origin.offset',
  timestamp: 'kafka-wire.retry.origin.timestamp',
  /** When it failed first, milliseconds since 1970. */
  firstFailed: 'kafka-wire.retry.first-failed',
  /** The last error. */
  errorName: 'kafka-wire.retry.error.name',
  errorMessage: 'kafka-wire.retry.error.message',
} as const;

const ownNames: ReadonlySet<string> = new Set(Object.values(retryHeaderNames));

/** Where a record was read first. */
export interface RecordOrigin {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Milliseconds since 1970; -1 where unknown. */
  readonly timestamp: number;
}

/** What a retry record says of itself; written as given, read with bounds. */
export interface RetryState {
  readonly group: string;
  readonly count: number;
  readonly attempts: number;
  readonly dueMs: number;
  readonly origin: RecordOrigin;
  readonly firstFailedMs: number;
}

/** More than anyone configures; a larger number in a header is not ours. */
const MAX_COUNT = 1_000_000;
const MAX_PARTITION = 2 ** 31 - 1;
const MAX_TIME = 8.64e15;

/** The headers to append to the original's own. */
export function encodeRetryHeaders(state: RetryState, error: Error): TextHeader[] {
  return [
    textHeader(retryHeaderNames.group, state.group),
    textHeader(retryHeaderNames.count, state.count),
    textHeader(retryHeaderNames.attempts, state.attempts),
    textHeader(retryHeaderNames.due, Math.ceil(state.dueMs)),
    textHeader(retryHeaderNames.topic, state.origin.topic),
    textHeader(retryHeaderNames.partition, state.origin.partition),
    textHeader(retryHeaderNames.offset, state.origin.offset),
    textHeader(retryHeaderNames.timestamp, state.origin.timestamp),
    textHeader(retryHeaderNames.firstFailed, Math.floor(state.firstFailedMs)),
    textHeader(retryHeaderNames.errorName, error.name, MAX_NAME_BYTES),
    textHeader(retryHeaderNames.errorMessage, error.message, MAX_MESSAGE_BYTES),
  ];
}

/** What was read of a retry record; `undefined` parts were missing or made no sense. */
export interface DecodedRetry {
  readonly group: string | undefined;
  /** 0 where unknown: then this counts as the first attempt. */
  readonly count: number;
  readonly attempts: number;
  readonly dueMs: number | undefined;
  readonly origin: RecordOrigin | undefined;
  readonly firstFailedMs: number | undefined;
  /** The original's own headers, as they were. */
  readonly headers: MessageHeaders;
}

/** Splits a retry record's headers into ours and the original's. Where one name occurs twice, the last is ours. */
export function decodeRetryHeaders(headers: MessageHeaders): DecodedRetry {
  const last = new Map<string, number>();
  for (let index = 0; index < headers.length; index++) {
    const name = (headers[index] as MessageHeaders[number])[0];
    if (ownNames.has(name)) last.set(name, index);
  }
  const ours = new Set(last.values());
  const value = (name: string): Buffer | null | undefined => {
    const index = last.get(name);
    return index === undefined ? undefined : (headers[index] as MessageHeaders[number])[1];
  };
  const count = readInteger(value(retryHeaderNames.count), 1, MAX_COUNT);
  const attempts = readInteger(value(retryHeaderNames.attempts), 1, MAX_COUNT);
  // One without the other is not what we write: first attempt.
  const whole = count !== undefined && attempts !== undefined && attempts >= count;
  return {
    group: readText(value(retryHeaderNames.group)),
    count: whole ? count : 0,
    attempts: whole ? attempts : 0,
    dueMs: readInteger(value(retryHeaderNames.due), 0, MAX_TIME),
    origin: readOrigin(value),
    firstFailedMs: readInteger(value(retryHeaderNames.firstFailed), 0, MAX_TIME),
    headers: headers.filter((_, index) => !ours.has(index)),
  };
}

/** The group that a retry record belongs to, without decoding the rest: most records of a shared topic are others'. */
export function retryGroup(headers: MessageHeaders): string | undefined {
  return readText(headers.findLast(([name]) => name === retryHeaderNames.group)?.[1]);
}

function readOrigin(value: (name: string) => Buffer | null | undefined): RecordOrigin | undefined {
  const topic = readText(value(retryHeaderNames.topic));
  const partition = readInteger(value(retryHeaderNames.partition), 0, MAX_PARTITION);
  const offset = readInteger(value(retryHeaderNames.offset), 0, Number.MAX_SAFE_INTEGER);
  if (topic === undefined || partition === undefined || offset === undefined) return undefined;
  const timestamp = readInteger(value(retryHeaderNames.timestamp), -1, MAX_TIME) ?? -1;
  return { topic, partition, offset, timestamp };
}
