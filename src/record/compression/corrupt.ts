// Errors of compressed data. Owns: their wording. Positions are counted from the first byte that a codec was given.
import { KafkaError, toError } from '../../base/errors.ts';

/**
 * A CORRUPT_BATCH: `why`, and the byte of the compressed data where it showed, if that is known. It is not part of the
 * text, because whoever knows the batch will count from its first byte.
 */
export function corrupt(codec: string, why: string, position?: number, cause?: unknown): KafkaError {
  return new KafkaError('CORRUPT_BATCH', `${codec} data cannot be decompressed: ${why}`, { position, cause });
}

/** What `corrupt` says of data that would grow too large. */
export function tooLarge(maxBytes: number): string {
  return `it grows beyond ${maxBytes} bytes`;
}

/** The text of what a library threw. */
export function reasonOf(cause: unknown): string {
  return toError(cause).message;
}
