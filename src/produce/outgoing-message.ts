// What a user hands over to be written, and what is wrong with it. Must not know batches or brokers.
import { KafkaError } from '../base/errors.ts';
import type { RecordBytes, RecordHeaders } from '../record/batch-builder.ts';
import type { MessagePlace } from './write-result.ts';

/**
 * Told once what became of a message: where it was written, or why it was not. Called after the answer was dealt with;
 * what it throws is logged, and nothing else.
 */
export type DeliveryCallback = (error: KafkaError | undefined, place: MessagePlace | undefined) => void;

/** A message to write. Bytes are read while the call is under way: do not change them before it has settled. */
export interface OutgoingMessage {
  /** Where it goes. Only where the writer has no topic of its own. */
  readonly topic?: string | undefined;
  /** Overrides the balancer. */
  readonly partition?: number | undefined;
  /** Text is written as UTF-8; null, undefined and empty are not the same: the first two are no key. */
  readonly key?: RecordBytes | undefined;
  /** Text is written as UTF-8; null or undefined is a tombstone. */
  readonly value?: RecordBytes | undefined;
  /** Headers in order; a name may come more than once. */
  readonly headers?: RecordHeaders | undefined;
  /** Milliseconds since 1970, a whole number. @default the time of the call */
  readonly timestamp?: number | undefined;
  /**
   * Told when the fate of this message is known, also where the call was given up before. Of the messages of a call that
   * have one, each is told on its own, as soon as its batch is done.
   */
  readonly onDelivery?: DeliveryCallback | undefined;
}

function isRecordBytes(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string' || value instanceof Uint8Array;
}

/** What makes a message impossible to write, undefined when nothing does. The topic is judged elsewhere. */
export function messageFault(message: OutgoingMessage): KafkaError | undefined {
  if (typeof message !== 'object' || message === null) return fault('message', message, 'an object');
  if (!isRecordBytes(message.value)) return fault('value', message.value, 'a Buffer, Uint8Array, string or null');
  if (!isRecordBytes(message.key)) return fault('key', message.key, 'a Buffer, Uint8Array, string or null');
  const { timestamp, headers, onDelivery } = message;
  if (onDelivery !== undefined && typeof onDelivery !== 'function') {
    return fault('onDelivery', onDelivery, 'a function');
  }
  if (timestamp !== undefined && !(Number.isSafeInteger(timestamp) && timestamp >= 0)) {
    return fault('timestamp', timestamp, 'whole milliseconds since 1970');
  }
  return headers === undefined ? undefined : headersFault(headers);
}

/** Bytes of key, value and headers alone, without the few that a record takes for itself. */
export function payloadBytes({ key, value, headers = [] }: OutgoingMessage): number {
  let bytes = lengthOf(key) + lengthOf(value);
  for (const [name, inner] of headers) bytes += lengthOf(name) + lengthOf(inner);
  return bytes;
}

/** Lengths and deltas that a record takes beside its bytes, at most; and a header beside its own. */
const RECORD_EXTRA = 36;
const HEADER_EXTRA = 10;
/** Bytes of UTF-8 per UTF-16 unit, at most. */
const UTF8_MAX = 3;

/** At least as many bytes as a record of the message takes; quick, because no text is measured. Hot path. */
export function roughMost({ key, value, headers }: OutgoingMessage): number {
  let bytes = RECORD_EXTRA + UTF8_MAX * ((key?.length ?? 0) + (value?.length ?? 0));
  if (headers === undefined) return bytes;
  for (const [name, inner] of headers) bytes += HEADER_EXTRA + UTF8_MAX * (name.length + (inner?.length ?? 0));
  return bytes;
}

/** At least as many bytes as a record of the message takes, and few more; none if it will be refused for its size. */
export function closeMost(message: OutgoingMessage, maxMessageBytes: number): number {
  const payload = payloadBytes(message);
  return payload > maxMessageBytes ? 0 : payload + RECORD_EXTRA + HEADER_EXTRA * (message.headers?.length ?? 0);
}

function lengthOf(bytes: RecordBytes | undefined): number {
  return typeof bytes === 'string' ? Buffer.byteLength(bytes) : (bytes?.length ?? 0);
}

function headersFault(headers: RecordHeaders): KafkaError | undefined {
  if (!Array.isArray(headers)) return fault('headers', headers, 'a list of [name, value]');
  for (const header of headers as readonly unknown[]) {
    if (!Array.isArray(header) || typeof header[0] !== 'string') {
      return fault('headers', header, 'a list of [name, value], each name a string');
    }
    if (!isRecordBytes(header[1]))
      return fault(`headers[${header[0]}]`, header[1], 'a Buffer, Uint8Array, string or null');
  }
  return undefined;
}

/** An error for one field of one message. */
export function fault(field: string, given: unknown, accepts: string): KafkaError {
  const shown =
    typeof given === 'object' && given !== null ? `a ${given.constructor?.name ?? 'bare'} object` : String(given);
  return new KafkaError('CONFIG', `the message's ${field} is ${shown}; it accepts ${accepts}`);
}
