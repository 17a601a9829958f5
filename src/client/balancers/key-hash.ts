// From a key to its hash. Owns: the bytes of text keys. Must not know partitions.
import type { RecordBytes } from '../../record/batch-builder.ts';

/** A hash of the first `length` bytes, as an int32; it may be given more bytes than that. */
export type KeyHash = (bytes: Uint8Array, length: number) => number;

/** Text keys are hashed as UTF-8; a place to write them to, so that none is allocated per message. */
const scratch = Buffer.allocUnsafeSlow(1024);
/** Text up to here is copied in JavaScript, which is faster than asking Node to for so few bytes. */
const SHORT = 24;
const NOTHING = new Uint8Array(0);

/** The hash of a key; a missing one is hashed as an empty one. Hot path. */
export function hashOfKey(key: RecordBytes | undefined, hash: KeyHash): number {
  if (typeof key === 'string') return hashOfText(key, hash);
  return key === null || key === undefined ? hash(NOTHING, 0) : hash(key, key.length);
}

function hashOfText(key: string, hash: KeyHash): number {
  const { length } = key;
  // Three bytes of UTF-8 at most per UTF-16 unit.
  if (length * 3 > scratch.length) {
    const bytes = Buffer.from(key);
    return hash(bytes, bytes.length);
  }
  if (length > SHORT) return hash(scratch, scratch.write(key, 0));
  for (let i = 0; i < length; i++) {
    const unit = key.charCodeAt(i);
    if (unit > 0x7f) return hash(scratch, scratch.write(key, 0));
    scratch[i] = unit;
  }
  return hash(scratch, length);
}
