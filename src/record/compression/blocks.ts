// What formats made of blocks share: cutting data into blocks, and doing a thing now or on the thread pool.
import type { Buffer as Bytes } from 'node:buffer';

/** The pieces as one buffer; copied only where there are several. */
export function joined(pieces: readonly Bytes[]): Bytes {
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
}

/** Views of `bytes`, each of `size` bytes but the last. */
export function blocksOf(bytes: Bytes, size: number): Bytes[] {
  const blocks: Bytes[] = [];
  for (let at = 0; at < bytes.length; at += size) blocks.push(bytes.subarray(at, at + size));
  return blocks;
}

/** `next` of a value that may not be there yet: at once if it is. */
export function after<T, U>(value: T | Promise<T>, next: (value: T) => U): U | Promise<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** `bytes` without the unused part of a much larger allocation, which they would keep in memory. */
export function tight(bytes: Bytes): Bytes {
  const spare = bytes.buffer.byteLength - bytes.length;
  return spare > 16 * 1024 && spare > bytes.length / 4 ? Buffer.from(bytes) : bytes;
}
