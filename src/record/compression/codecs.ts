// Compression codecs by number and by option. Owns: which ones there are, and that each loads when it is first used.
// Must not know batches.
import { configError, KafkaError } from '../../base/errors.ts';
import { choiceOption, integerOption } from '../../base/options.ts';
import type { CompressionCodec } from './compression-codec.ts';
import { GZIP_LEVELS, gzipCodec } from './gzip.ts';
import { lz4Codec } from './lz4.ts';
import { ownCodec } from './own-codec.ts';
import { snappyCodec } from './snappy.ts';
import { ZSTD_LEVELS, zstdCodec } from './zstd.ts';

/** Names that batches can be written with. */
export const compressionNames = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;

/** One of {@link compressionNames}. snappy, lz4 and, on Node before 22.15, zstd need an optional package. */
export type CompressionName = (typeof compressionNames)[number];

/** How batches are compressed: by name, by name and level where the codec has levels, or by a codec of one's own. */
export type Compression =
  | CompressionName
  | {
      readonly type: 'gzip';
      /** From 1, the fastest, to 9, the smallest. @default 6 */
      readonly level?: number | undefined;
    }
  | {
      readonly type: 'zstd';
      /** From 1, the fastest, to 22, the smallest. @default 3 */
      readonly level?: number | undefined;
    }
  | { readonly type: 'none' | 'snappy' | 'lz4' }
  | CompressionCodec;

const makers: Readonly<Record<number, () => CompressionCodec>> = {
  1: gzipCodec,
  2: snappyCodec,
  3: lz4Codec,
  4: zstdCodec,
};

/** Codecs in use: built in and loaded, or registered. */
const codecs = new Map<number, CompressionCodec>();

/** The codec of a number in a batch's attributes; UNSUPPORTED where there is none, or where its package is missing. */
export function codecById(id: number): CompressionCodec {
  const known = codecs.get(id);
  if (known !== undefined) return known;
  const make = makers[id];
  if (make === undefined) {
    throw new KafkaError(
      'UNSUPPORTED',
      `batches compressed with codec ${id} cannot be read: it is none of Kafka's; registerCodec takes one`,
    );
  }
  const codec = make();
  codecs.set(id, codec);
  return codec;
}

/**
 * Makes a codec of your own the one that batches of its `id` are read with, by every Reader and Conn of this process;
 * it may take the place of a built-in one. To write with it, give it as `compression`.
 */
export function registerCodec(codec: CompressionCodec): void {
  const own = ownCodec('codec', codec);
  codecs.set(own.id, own);
}

/** The codec of an option, ready to be used; undefined for none. UNSUPPORTED where its package is missing. */
export function codecOf(compression: Compression): CompressionCodec | undefined {
  return compressionOption('compression', compression);
}

/** Checks the option `name`; CONFIG errors name the part that is wrong. */
export function compressionOption(name: string, value: Compression | undefined): CompressionCodec | undefined {
  if (typeof value !== 'object' || value === null) {
    return builtIn(choiceOption<CompressionName>(name, value, 'none', compressionNames), undefined);
  }
  if ('compress' in value || !('type' in value)) return ownCodec(name, value);
  // Not a default: an object is there to say something.
  const type = choiceOption<CompressionName>(`${name}.type`, value.type ?? null, 'none', compressionNames);
  const level = 'level' in value ? value.level : undefined;
  if (level === undefined) return builtIn(type, undefined);
  const levels = LEVELS.get(type);
  if (levels === undefined) throw configError(`${name}.level`, level, `nothing: ${type} has no levels`);
  return builtIn(type, integerOption(`${name}.level`, level, levels.min, levels.min, levels.max));
}

interface Levels {
  readonly min: number;
  readonly max: number;
}

const LEVELS: ReadonlyMap<CompressionName, Levels> = new Map<CompressionName, Levels>([
  ['gzip', GZIP_LEVELS],
  ['zstd', ZSTD_LEVELS],
]);

function builtIn(name: CompressionName, level: number | undefined): CompressionCodec | undefined {
  switch (name) {
    case 'none':
      return undefined;
    case 'gzip':
      return gzipCodec(level);
    case 'snappy':
      return snappyCodec();
    case 'lz4':
      return lz4Codec();
    case 'zstd':
      return zstdCodec(level);
  }
}
