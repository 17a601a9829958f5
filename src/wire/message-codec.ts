// What every generated codec shares. Must not know any message.
import { KafkaError } from '../base/errors.ts';
import type { Decoder } from './decoder.ts';

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

/** A tagged field's content does not end where its announced size says. */
export function taggedFieldSize(struct: string, tag: number): KafkaError {
  return new KafkaError('PROTOCOL', `malformed message: tag ${tag} of ${struct} does not have its announced size`);
}

/** A tagged field stands in a version that does not have it: Java refuses it, too. */
export function tagNotInVersion(struct: string, tag: number, version: number): KafkaError {
  return new KafkaError('PROTOCOL', `malformed message: version ${version} of ${struct} has no tag ${tag}`);
}

/** An int64 of which the largest one means that there is no limit: the largest safe integer stands for it. */
export function readInt64OrMax(d: Decoder): number {
  const at = d.pos;
  if (d.int32() === 0x7fff_ffff && d.int32() === -1) return Number.MAX_SAFE_INTEGER;
  d.pos = at;
  return d.int64();
}
