// What every generated codec shares. Must not know any message.
import { KafkaError } from '../base/errors.ts';

/** The uuid of no topic: sixteen zero bytes. */
export const ZERO_UUID = 'AAAAAAAAAAAAAAAAAAAAAA';

/** The default of byte fields. */
export const EMPTY_BYTES: Buffer = Buffer.alloc(0);

/** Arrays up to this length get their room at once; a longer one grows. */
const ROOM = 1024;

/**
 * An array for so many elements, every one of which is then read. One that grows from nothing has room for seventeen as
 * soon as it has one, which is most of what a list of replicas takes.
 */
export function roomFor<T>(length: number): T[] {
  return length > 0 && length <= ROOM ? new Array<T>(length) : [];
}

/** A field has a value that this version has no place for, and the protocol does not allow to leave it out. */
export function cannotCarry(struct: string, field: string, version: number): KafkaError {
  return new KafkaError('UNSUPPORTED', `${struct}.${field} is set, but version ${version} cannot carry it`);
}

/** A field is null in a version that knows no null there. */
export function nullNotAllowed(struct: string, field: string, version: number): KafkaError {
  return new KafkaError('UNSUPPORTED', `${struct}.${field} is null, but version ${version} has no null for it`);
}
