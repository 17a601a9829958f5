// Reads the vectors of this folder: `codec magic name length sha256 hex` per line.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Compressed data that others made. */
export interface CompressedVector {
  readonly codec: 'gzip' | 'snappy' | 'lz4' | 'zstd';
  /** Of the record format that it was made for. */
  readonly magic: number;
  readonly name: string;
  /** Of the data, uncompressed. */
  readonly length: number;
  readonly sha256: string;
  readonly bytes: Buffer;
}

export function readCompressed(file: 'vectors.txt' | 'others.txt'): CompressedVector[] {
  const lines = readFileSync(join(import.meta.dirname, file), 'utf8').split('\n');
  return lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [codec, magic, name, length, sha256, hex] = line.split(' ') as [string, ...string[]];
      return {
        codec: codec as CompressedVector['codec'],
        magic: Number(magic),
        name: name!,
        length: Number(length),
        sha256: sha256!,
        bytes: Buffer.from(hex!, 'hex'),
      };
    });
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
