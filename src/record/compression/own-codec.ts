// Codecs that users bring. Owns: what is checked of them, so that nothing beyond this file has to doubt a codec.
import { configError, KafkaError, toError } from '../../base/errors.ts';
import type { CompressionCodec } from './compression-codec.ts';
import { corrupt, reasonOf, tooLarge } from './corrupt.ts';

/** A user's codec, checked now (CONFIG errors begin with `name`) and with everything it does checked later. */
export function ownCodec(name: string, codec: CompressionCodec): CompressionCodec {
  if (typeof codec !== 'object' || codec === null) {
    throw configError(name, codec, 'an object with id, name, compress and decompress');
  }
  const { id, name: codecName } = codec;
  if (!Number.isInteger(id) || id < 1 || id > 7) throw configError(`${name}.id`, id, 'a whole number from 1 to 7');
  if (typeof codecName !== 'string' || codecName === '') {
    throw configError(`${name}.name`, codecName, 'a non-empty string');
  }
  for (const method of ['compress', 'decompress'] as const) {
    if (typeof codec[method] !== 'function') throw configError(`${name}.${method}`, codec[method], 'a function');
  }
  return {
    id,
    name: codecName,
    compress: (pieces) =>
      attempt(
        () => codec.compress(pieces),
        (bytes) => asBuffer(bytes),
        (cause) => new KafkaError('HANDLER', `codec ${codecName} cannot compress: ${reasonOf(cause)}`, { cause }),
      ),
    decompress: (bytes, maxBytes, legacy) =>
      attempt(
        () => codec.decompress(bytes, maxBytes, legacy),
        (records) => {
          const own = asBuffer(records);
          if (own.length > maxBytes) throw corrupt(codecName, tooLarge(maxBytes));
          return own;
        },
        (cause) => (KafkaError.is(cause) ? cause : corrupt(codecName, reasonOf(cause), undefined, cause)),
      ),
  };
}

/** Runs, checks what came out, and turns what was thrown on the way into an error of ours. */
function attempt(
  run: () => Buffer | Promise<Buffer>,
  check: (bytes: Buffer) => Buffer,
  wrap: (cause: unknown) => Error,
): Buffer | Promise<Buffer> {
  const failed = (cause: unknown): never => {
    throw wrap(cause);
  };
  try {
    const bytes = run();
    // Any thenable is taken for a promise.
    if (isThenable(bytes)) return Promise.resolve(bytes).then(check).catch(failed);
    return check(bytes);
  } catch (cause) {
    return failed(cause);
  }
}

function isThenable(value: unknown): value is PromiseLike<Buffer> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

function asBuffer(bytes: unknown): Buffer {
  if (Buffer.isBuffer(bytes)) return bytes;
  if (bytes instanceof Uint8Array) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  throw toError(`it returned ${bytes === null ? 'null' : typeof bytes} instead of bytes`);
}
