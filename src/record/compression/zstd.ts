// zstd, by whichever engine there is. Owns: that nothing is decompressed before its size is known to fit.
import { after, joined, tight } from './blocks.ts';
import type { CompressionCodec } from './compression-codec.ts';
import { corrupt, reasonOf, tooLarge } from './corrupt.ts';
import { nodeZstd, packageZstd, type ZstdEngine } from './zstd-engines.ts';
import { readZstdFrames, type ZstdFrame } from './zstd-frame.ts';

/** Levels that can be asked for. */
export const ZSTD_LEVELS = { min: 1, max: 22 } as const;
/** Java's as well. */
const DEFAULT_LEVEL = 3;

let chosen: ZstdEngine | undefined;

/** zstd at a level; undefined: 3. Loads zstd-napi where this Node has no zstd of its own. */
export function zstdCodec(level: number = DEFAULT_LEVEL): CompressionCodec {
  chosen ??= nodeZstd() ?? packageZstd();
  return zstdBy(chosen, level);
}

/** zstd by one engine. */
export function zstdBy(engine: ZstdEngine, level: number = DEFAULT_LEVEL): CompressionCodec {
  return {
    id: 4,
    name: 'zstd',
    compress: (pieces) => after(engine.compress(joined(pieces), level), tight),
    decompress: (bytes, maxBytes) => decompress(engine, bytes, maxBytes),
  };
}

function decompress(engine: ZstdEngine, bytes: Buffer, maxBytes: number): Buffer | Promise<Buffer> {
  const frames = readZstdFrames(bytes);
  let exact = 0;
  for (const frame of frames) {
    exact += frame.isExact ? frame.most : 0;
    if (exact > maxBytes) throw corrupt('zstd', tooLarge(maxBytes), frame.start);
  }
  if (frames.length === 1)
    return after(decompressFrame(engine, bytes, frames[0]!, { maxBytes, room: maxBytes }), tight);
  return decompressSeveral(engine, bytes, frames, maxBytes);
}

/** What may come out of all frames together, and of those that are left. */
interface Limits {
  readonly maxBytes: number;
  readonly room: number;
}

/** One after the other, because the first ones decide how much room the last ones have. */
async function decompressSeveral(
  engine: ZstdEngine,
  bytes: Buffer,
  frames: readonly ZstdFrame[],
  maxBytes: number,
): Promise<Buffer> {
  const parts: Buffer[] = [];
  let room = maxBytes;
  for (const frame of frames) {
    const part = await decompressFrame(engine, bytes, frame, { maxBytes, room });
    room -= part.length;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function decompressFrame(
  engine: ZstdEngine,
  bytes: Buffer,
  { start, end, most, isExact }: ZstdFrame,
  { maxBytes, room }: Limits,
): Buffer | Promise<Buffer> {
  const failed = (cause: unknown): never => {
    throw corrupt('zstd', most > room ? tooLarge(maxBytes) : reasonOf(cause), start, cause);
  };
  const checked = (part: Buffer): Buffer => {
    if (part.length > room) throw corrupt('zstd', tooLarge(maxBytes), start);
    if (!isExact || part.length === most) return part;
    throw corrupt('zstd', `${part.length} bytes came out, its header says ${most}`, start);
  };
  let part: Buffer | Promise<Buffer>;
  try {
    part = engine.decompress(bytes.subarray(start, end), Math.min(most, room));
  } catch (cause) {
    return failed(cause);
  }
  return part instanceof Promise ? part.then(checked, failed) : checked(part);
}
