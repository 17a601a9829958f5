// Where zstd frames begin and end, and how much can come out of them (RFC 8878). Must not know how blocks are coded.
//
//     28 b5 2f fd | descriptor | [window] | [dictionary u8..u32] | [content size u8..u64] | (u24 block header, block)* | [checksum u32]
//
// Libraries stop at the first frame, take a truncated one for its end or believe any declared size: so none of them is
// asked before all of this is known.
import { corrupt } from './corrupt.ts';

const MAGIC = 0xfd2fb528;
/** 16 magic numbers begin frames that hold no data. */
const SKIPPABLE_MAGIC = 0x184d2a50;
const MAX_BLOCK_BYTES = 128 * 1024;

const BlockType = { raw: 0, repeated: 1, compressed: 2 } as const;

export interface ZstdFrame {
  readonly start: number;
  readonly end: number;
  /** Most bytes that can come out; exactly those that do where the header tells. */
  readonly most: number;
  readonly isExact: boolean;
}

/** Every frame with data in `bytes`. */
export function readZstdFrames(bytes: Buffer): ZstdFrame[] {
  const frames: ZstdFrame[] = [];
  let at = 0;
  do {
    const start = at;
    need(bytes, at, 8, 'the header of a frame');
    const magic = bytes.readUInt32LE(at);
    if (magic >>> 4 === SKIPPABLE_MAGIC >>> 4) {
      const size = bytes.readUInt32LE(at + 4);
      need(bytes, at + 8, size, 'a frame to skip');
      at += 8 + size;
      continue;
    }
    if (magic !== MAGIC) throw corrupt('zstd', `${magic.toString(16)} begins no frame`, at);
    const frame = readFrame(bytes, start);
    frames.push(frame);
    at = frame.end;
  } while (at < bytes.length);
  return frames;
}

function readFrame(bytes: Buffer, start: number): ZstdFrame {
  const { contentBytes, windowBytes, hasChecksum, end: headerEnd } = readHeader(bytes, start);
  const maxBlockBytes = Math.min(MAX_BLOCK_BYTES, windowBytes);
  let at = headerEnd;
  let most = 0;
  for (let isLast = false; !isLast; ) {
    need(bytes, at, 3, 'the header of a block');
    const header = bytes.readUIntLE(at, 3);
    isLast = (header & 1) === 1;
    const type = (header >> 1) & 3;
    const size = header >> 3;
    if (type > BlockType.compressed) throw corrupt('zstd', `block type ${type} is not known`, at);
    const stored = type === BlockType.repeated ? 1 : size;
    need(bytes, at + 3, stored, 'a block');
    if (size > MAX_BLOCK_BYTES) throw corrupt('zstd', `a block of ${size} bytes cannot be`, at);
    most += type === BlockType.compressed ? maxBlockBytes : size;
    at += 3 + stored;
  }
  if (hasChecksum) {
    need(bytes, at, 4, 'its checksum');
    at += 4;
  }
  if (contentBytes === undefined) return { start, end: at, most, isExact: false };
  if (contentBytes > most) throw corrupt('zstd', `its blocks cannot hold the ${contentBytes} bytes it declares`, start);
  return { start, end: at, most: contentBytes, isExact: true };
}

interface Header {
  readonly contentBytes: number | undefined;
  readonly windowBytes: number;
  readonly hasChecksum: boolean;
  readonly end: number;
}

function readHeader(bytes: Buffer, start: number): Header {
  const descriptor = bytes[start + 4]!;
  if ((descriptor & 0x08) !== 0) throw corrupt('zstd', 'a reserved bit is set', start + 4);
  if ((descriptor & 0x03) !== 0) throw corrupt('zstd', 'it needs a dictionary', start + 4);
  const isSingleSegment = (descriptor & 0x20) !== 0;
  let at = start + 5;
  let windowBytes = 0;
  if (!isSingleSegment) {
    const window = bytes[at++]!;
    const base = 2 ** (10 + (window >> 3));
    windowBytes = base + (base / 8) * (window & 7);
  }
  const sizeCode = descriptor >> 6;
  const sizeBytes = sizeCode === 0 ? Number(isSingleSegment) : 2 ** sizeCode;
  need(bytes, at, sizeBytes, 'the header of a frame');
  const contentBytes = sizeBytes === 0 ? undefined : readSize(bytes, at, sizeBytes);
  at += sizeBytes;
  return {
    contentBytes,
    windowBytes: isSingleSegment ? contentBytes! : windowBytes,
    hasChecksum: (descriptor & 0x04) !== 0,
    end: at,
  };
}

/** May be beyond what a number holds exactly: then it is beyond every limit as well. */
function readSize(bytes: Buffer, at: number, length: number): number {
  if (length === 8) return bytes.readUInt32LE(at + 4) * 0x1_0000_0000 + bytes.readUInt32LE(at);
  return bytes.readUIntLE(at, length) + (length === 2 ? 256 : 0);
}

function need(bytes: Buffer, at: number, size: number, what: string): void {
  if (size > bytes.length - at) throw corrupt('zstd', `it ends within ${what}`, at);
}
