// What formats made of blocks share: cutting data into blocks, and doing a thing now or on the thread pool.

/** The pieces as one buffer; copied only where there are several. */
export function joined(pieces: readonly Buffer[]): Buffer {
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
}

/** Views of `bytes`, each of `size` bytes but the last. */
export function blocksOf(bytes: Buffer, size: number): Buffer[] {
  const blocks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) blocks.push(bytes.subarray(at, at + size));
  return blocks;
}

/** `next` of a value that may not be there yet: at once if it is. */
export function after<T, U>(value: T | Promise<T>, next: (value: T) => U): U | Promise<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** `bytes` without the unused part of a much larger allocation, which they would keep in memory. */
export function tight(bytes: Buffer): Buffer {
  const allocated = bytes.buffer.byteLength;
  // Up to the size of Node's pool it may be shared with others.
  if (allocated <= Buffer.poolSize + 1024) return bytes;
  return allocated - bytes.length > bytes.length / 4 ? Buffer.from(bytes) : bytes;
}
