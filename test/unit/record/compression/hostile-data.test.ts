// Lengths that lie, and data that would grow without end: refused before anything is allocated for them.
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { codecById } from '../../../../src/record/compression/codecs.ts';
import { xxh32 } from '../../../../src/record/compression/xxh32.ts';

const LIMIT = 1024 * 1024;
const IDS = { gzip: 1, snappy: 2, lz4: 3, zstd: 4 } as const;

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const XERIAL = '82534e4150505900 00000001 00000001';
const LZ4 = '04224d18 60 40 82';
const ZSTD = '28b52ffd';
/** A window of 128 KiB, nothing else in the header. */
const ZSTD_HEADER = `${ZSTD} 00 38`;

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

/** An lz4 header with a content size. */
function sizedLz4(size: string): Buffer {
  const descriptor = hex(`68 40 ${size}`);
  return Buffer.concat([
    hex('04224d18'),
    descriptor,
    Buffer.from([(xxh32(descriptor, 0, descriptor.length) >>> 8) & 0xff]),
  ]);
}

async function refusal(codec: keyof typeof IDS, bytes: Buffer, maxBytes = LIMIT): Promise<unknown> {
  try {
    return `${(await codecById(IDS[codec]).decompress(bytes, maxBytes)).length} bytes came out`;
  } catch (error) {
    return error;
  }
}

describe('data that lies', () => {
  it.each([
    ['snappy', 'nothing at all', '', 0, 'does not begin with a length'],
    ['snappy', 'a length of 4 GiB', 'ffffffff0f 00', 0, 'grows beyond 1048576 bytes'],
    ['snappy', 'a length without end', 'ffffffffffff', 0, 'does not begin with a length'],
    ['snappy', 'a length that its bytes cannot hold', '8080 04 fe0100', 0, '3 bytes cannot hold 65536'],
    ['snappy', 'a header of xerial cut short', '82534e4150505900 00000001 0000', 0, 'cut short'],
    ['snappy', 'version 0 of xerial', '82534e4150505900 00000000 00000001 00000000', 8, 'version 0'],
    ['snappy', 'a chunk of no bytes', `${XERIAL} 00000000`, 16, 'a chunk of 0 bytes'],
    ['snappy', 'a chunk of -1 bytes', `${XERIAL} ffffffff`, 16, 'a chunk of -1 bytes'],
    ['snappy', 'a chunk of 2 GiB', `${XERIAL} 7fffffff 01`, 16, 'a chunk of 2147483647 bytes, with 1 left'],
    ['snappy', 'half a chunk length', `${XERIAL} 0000`, 16, 'within the length of a chunk'],
    ['snappy', 'a second chunk that grows', `${XERIAL} 00000003 01 00 61 00000002 ffff`, 27, 'does not begin'],
    ['snappy', 'damage inside a chunk', `${XERIAL} 00000003 02 00 61`, 20, ''],
    ['lz4', 'nothing at all', '', 0, 'ends within its magic number'],
    ['lz4', 'another magic number', '04224d19 60 40 82', 0, '194d2204 begins no frame'],
    ['lz4', 'version 2', '04224d18 a0 40 82 00000000', 4, 'flags a0'],
    ['lz4', 'a reserved flag', '04224d18 62 40 82 00000000', 4, 'flags 62'],
    ['lz4', 'a dictionary', '04224d18 61 40 82 00000000', 4, 'needs a dictionary'],
    ['lz4', 'blocks of a size that does not exist', '04224d18 60 30 82 00000000', 5, 'block size 30'],
    ['lz4', 'a wrong header checksum', '04224d18 60 40 83 00000000', 6, 'header checksum is 131 instead of 130'],
    ['lz4', 'a block of 2 GiB', `${LZ4} ffffff7f`, 7, 'a block of 2147483647 bytes'],
    ['lz4', 'a raw block larger than allowed', `${LZ4} 01000180`, 7, 'a block of 65537 bytes'],
    ['lz4', 'a block that is not there', `${LZ4} 05000000 10 61`, 11, 'ends within a block'],
    ['lz4', 'no end', `${LZ4} 02000080 6161`, 13, 'ends within the size of a block'],
    ['lz4', 'damage inside a block', `${LZ4} 03000000 1f6100 00000000`, 11, ''],
    ['lz4', 'something else behind the frame', `${LZ4} 00000000 6161616161`, 11, 'begins no frame'],
    ['lz4', 'a frame to skip that is not there', '502a4d18 ffffffff', 8, 'ends within a frame to skip'],
    ['zstd', 'nothing at all', '', 0, 'ends within the header of a frame'],
    ['zstd', 'another magic number', '27b52ffd 00 38 010000', 0, 'fd2fb527 begins no frame'],
    ['zstd', 'a reserved bit', `${ZSTD} 08 38 010000`, 4, 'a reserved bit'],
    ['zstd', 'a dictionary', `${ZSTD} 01 38 05 010000`, 4, 'needs a dictionary'],
    ['zstd', 'a block of a type that does not exist', `${ZSTD_HEADER} 070000`, 6, 'block type 3'],
    ['zstd', 'a block of 2 MiB', `${ZSTD_HEADER} fbffff 61`, 6, 'a block of 2097151 bytes'],
    ['zstd', 'a block that is not there', `${ZSTD_HEADER} 290000 6161`, 9, 'ends within a block'],
    ['zstd', 'no last block', `${ZSTD_HEADER} 100000 6161`, 11, 'ends within the header of a block'],
    ['zstd', 'no checksum', `${ZSTD} 04 38 110000 6161 0000`, 11, 'ends within its checksum'],
    ['zstd', 'a size of 2^64-1', `${ZSTD} c0 38 ffffffffffffffff 110000 6161`, 0, 'cannot hold'],
    ['zstd', 'a size that its blocks cannot hold', `${ZSTD} 20 05 110000 6161`, 0, 'cannot hold the 5 bytes'],
    ['zstd', 'a size of which there is more', `${ZSTD} 20 01 110000 6161`, 0, ''],
    ['zstd', 'a wrong checksum', `${ZSTD} 04 38 110000 6161 00000000`, 0, ''],
    ['zstd', 'a frame to skip that is not there', '502a4d18 ffffffff', 8, 'ends within a frame to skip'],
  ] as const)('%s: %s (trap 19)', async (codec, _, bytes, position, why) => {
    expect(await refusal(codec, hex(bytes))).toMatchObject({
      code: 'CORRUPT_BATCH',
      position,
      message: expect.stringContaining(why),
    });
  });

  it.each([
    ['nothing at all', Buffer.alloc(0)],
    ['no gzip', Buffer.from('no gzip')],
    ['a trailer that claims 4 GiB', Buffer.concat([gzipSync('x').subarray(0, -4), hex('ffffffff')])],
    ['a trailer that claims less', Buffer.concat([gzipSync('x'.repeat(5_000)).subarray(0, -4), hex('01000000')])],
  ])('gzip: %s', async (_, bytes) => {
    expect(await refusal('gzip', bytes)).toMatchObject({ code: 'CORRUPT_BATCH' });
  });

  it.each([
    ['less', '0100000000000000'],
    ['more', '0300000000000000'],
  ])('lz4: a content size with %s than there is', async (_, size) => {
    const bytes = Buffer.concat([sizedLz4(size), hex('02000080 6161 00000000')]);
    expect(await refusal('lz4', bytes)).toMatchObject({
      code: 'CORRUPT_BATCH',
      position: 0,
      message: expect.stringContaining('2 bytes came out'),
    });
  });
});

describe('data that grows too large', () => {
  const tooLarge = expect.objectContaining({
    code: 'CORRUPT_BATCH',
    message: expect.stringContaining(`it grows beyond ${LIMIT} bytes`),
  });

  it('gzip: a thousand times its size (trap 19)', async () => {
    expect(await refusal('gzip', gzipSync(Buffer.alloc(50 * LIMIT)))).toEqual(tooLarge);
  });

  it('snappy: many chunks, none of them too large (trap 19)', async () => {
    // 1 KiB of literals.
    const raw = Buffer.concat([hex('8008 f4 ff03'), Buffer.alloc(1024, 'a')]);
    const length = Buffer.alloc(4);
    length.writeInt32BE(raw.length);
    const many = Array.from({ length: 1_025 }, () => Buffer.concat([length, raw]));
    expect(await refusal('snappy', Buffer.concat([hex(XERIAL), ...many]))).toEqual(tooLarge);
    expect(await refusal('snappy', Buffer.concat([hex(XERIAL), ...many.slice(1)]))).toBe(`${LIMIT} bytes came out`);
  });

  it('lz4: a content size beyond the limit, before a block is looked at (trap 19)', async () => {
    const bytes = Buffer.concat([sizedLz4('0000100000000001'), hex('00000000')]);
    expect(await refusal('lz4', bytes)).toEqual(tooLarge);
  });

  it('lz4: many blocks and frames, none of them too large (trap 19)', async () => {
    // A literal, then a copy of it: 65 536 bytes from 262.
    const run = 65_536 - 1 - 4 - 15 - 5;
    const more = Math.floor(run / 255);
    const block = Buffer.concat([
      hex('1f 61 0100'),
      Buffer.alloc(more, 0xff),
      Buffer.from([run % 255]),
      hex('50 6161616161'),
    ]);
    const frame = Buffer.concat([hex(LZ4), uint32(block.length), block, uint32(0)]);
    expect(await refusal('lz4', frame, 65_536)).toBe('65536 bytes came out');
    const body = Array.from({ length: 16 }, () => [uint32(block.length), block]).flat();
    const large = Buffer.concat([hex(LZ4), ...body, uint32(0)]);
    expect(await refusal('lz4', large)).toBe(`${LIMIT} bytes came out`);
    expect(await refusal('lz4', Buffer.concat([large, frame]))).toEqual(tooLarge);
    expect(await refusal('lz4', Buffer.concat([hex(LZ4), ...body, uint32(0x8000_0001), hex('61 00000000')]))).toEqual(
      tooLarge,
    );
  });

  it('zstd: four bytes for 128 KiB, ten thousand times (trap 19)', async () => {
    const block = hex('020010 61');
    const bomb = Buffer.concat([hex(ZSTD_HEADER), ...Array.from({ length: 10_000 }, () => block), hex('010000')]);
    expect(await refusal('zstd', bomb)).toEqual(tooLarge);
    const fits = Buffer.concat([hex(ZSTD_HEADER), ...Array.from({ length: 8 }, () => block), hex('010000')]);
    expect(await refusal('zstd', fits)).toBe(`${LIMIT} bytes came out`);
    expect(await refusal('zstd', Buffer.concat([fits, hex(`${ZSTD_HEADER} 090000 61`)]))).toEqual(tooLarge);
  });

  it('zstd: a size beyond the limit that its blocks could hold (trap 19)', async () => {
    const block = hex('020010 61');
    const header = hex(`${ZSTD} 80 38 00002000`);
    const bomb = Buffer.concat([header, ...Array.from({ length: 16 }, () => block), hex('010000')]);
    expect(await refusal('zstd', bomb)).toEqual(tooLarge);
    expect(await refusal('zstd', bomb, 2 * LIMIT)).toBe(`${2 * LIMIT} bytes came out`);
  });
});
