// The errors of a call some of whose messages were not written.
import { KafkaError } from '../base/errors.ts';
import type { OutgoingMessage } from './outgoing-message.ts';
import type { WriteResult } from './write-result.ts';

/** Some messages of a call could not be written. The others were: `result` says where. */
export class WriteErrors extends KafkaError {
  /** One slot per message, in the order of the call: why it was not written, undefined where it was. */
  readonly errors: readonly (KafkaError | undefined)[];
  /** How many messages were not written. */
  readonly count: number;
  readonly result: WriteResult;

  constructor(result: WriteResult, messages: readonly OutgoingMessage[]) {
    const errors = messages.map((_, index) => errorOf(result, messages, index));
    const failed = errors.filter((error) => error !== undefined);
    const first = failed[0];
    const which = errors.indexOf(first);
    super(
      'WRITE',
      `${failed.length} of ${errors.length} messages were not written; the first, message ${which}: ${first?.message}`,
      { retriable: failed.every((error) => error.retriable), cause: first },
    );
    this.name = 'WriteErrors';
    this.errors = errors;
    this.count = failed.length;
    this.result = result;
  }
}

/** Why the message at `index` of a call was not written; undefined where it was, or is on its way. */
export function errorOf(
  result: WriteResult,
  messages: readonly OutgoingMessage[],
  index: number,
): KafkaError | undefined {
  const error = result._errorAt(index);
  if (error === undefined || !isTooLarge(error)) return error;
  const remaining = () =>
    messages.filter((_, other) => {
      const why = result._errorAt(other);
      return why !== undefined && !isTooLarge(why);
    });
  return new MessageTooLargeError(error, messages[index] as OutgoingMessage, remaining);
}

function isTooLarge({ code }: KafkaError): boolean {
  return code === 'MESSAGE_TOO_LARGE' || code === 'RECORD_LIST_TOO_LARGE';
}

/** A message larger than this writer (`maxMessageBytes`) or its topic (`max.message.bytes`) takes. */
export class MessageTooLargeError extends KafkaError {
  // Private, so that a printed error does not show what users write.
  readonly #outgoing: OutgoingMessage;
  readonly #remaining: () => readonly OutgoingMessage[];

  constructor(cause: KafkaError, outgoing: OutgoingMessage, remaining: () => readonly OutgoingMessage[]) {
    const { topic, partition, api } = cause;
    super('MESSAGE_TOO_LARGE', cause.message, { topic, partition, api, cause });
    this.name = 'MessageTooLargeError';
    this.#outgoing = outgoing;
    this.#remaining = remaining;
  }

  /** The message, as it was handed over. */
  get outgoing(): OutgoingMessage {
    return this.#outgoing;
  }

  /**
   * The messages of the same call that were not written either and are not too large: what is left to write again. The
   * others were written, or are on their way, and are not in it.
   */
  get remaining(): readonly OutgoingMessage[] {
    return this.#remaining();
  }
}
