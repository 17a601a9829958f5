// Compression codecs by number and by name. Owns: which ones there are. Must not know batches.
import { KafkaError } from '../../base/errors.ts';
import type { CompressionCodec } from './compression-codec.ts';
import { gzip } from './gzip.ts';

/** Names that batches can be written with. */
export const compressionNames = ['none', 'gzip'] as const;

/** One of {@link compressionNames}. */
export type CompressionName = (typeof compressionNames)[number];

const NAMES = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
const codecs: ReadonlyMap<number, CompressionCodec> = new Map([[gzip.id, gzip]]);

/** The codec of a number in a batch's attributes; UNSUPPORTED where it is not built in. */
export function codecById(id: number): CompressionCodec {
  const codec = codecs.get(id);
  if (codec !== undefined) return codec;
  throw new KafkaError(
    'UNSUPPORTED',
    `batches compressed with ${NAMES[id] ?? `codec ${id}`} cannot be read: gzip and none can`,
  );
}

/** The codec of a name; undefined for 'none'. */
export function codecByName(name: CompressionName): CompressionCodec | undefined {
  return name === 'none' ? undefined : gzip;
}
