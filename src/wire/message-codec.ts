// What every generated codec shares. Must not know any message.
import { KafkaError } from '../base/errors.ts';

/** The uuid of no topic: sixteen zero bytes. */
export const ZERO_UUID = 'AAAAAAAAAAAAAAAAAAAAAA';

/** The default of byte fields. */
export const EMPTY_BYTES: Buffer = Buffer.alloc(0);

/** A field has a value that this version has no place for, and the protocol does not allow to leave it out. */
export function cannotCarry(struct: string, field: string, version: number): KafkaError {
  return new KafkaError('UNSUPPORTED', `${struct}.${field} is set, but version ${version} cannot carry it`);
}

/** A field is null in a version that knows no null there. */
export function nullNotAllowed(struct: string, field: string, version: number): KafkaError {
  return new KafkaError('UNSUPPORTED', `${struct}.${field} is null, but version ${version} has no null for it`);
}
