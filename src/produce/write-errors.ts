// The error of a call some of whose messages were not written.
import { KafkaError } from '../base/errors.ts';
import type { WriteResult } from './write-result.ts';

/** Some messages of a call could not be written. The others were: `result` says where. */
export class WriteErrors extends KafkaError {
  /** One slot per message, in the order of the call: why it was not written, undefined where it was. */
  readonly errors: readonly (KafkaError | undefined)[];
  /** How many messages were not written. */
  readonly count: number;
  readonly result: WriteResult;

  constructor(result: WriteResult) {
    const errors = result._errors();
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
