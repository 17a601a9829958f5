// Loads the packages that hold codecs, when one is first used. Must not know batches.
import { createRequire } from 'node:module';
import { KafkaError } from '../../base/errors.ts';

/** The exports of an optional package. UNSUPPORTED, with what to install, where it is not there or does not load. */
export function loadPackage<T>(codec: string, specifier: string, otherwise = ''): T {
  try {
    return createRequire(import.meta.url)(specifier) as T;
  } catch (cause) {
    const [name = specifier] = specifier.split('/');
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'MODULE_NOT_FOUND';
    const why = isMissing ? 'is not installed' : 'does not load here';
    throw new KafkaError(
      'UNSUPPORTED',
      `${codec} needs the package ${name}${otherwise}, which ${why}: npm install ${name}`,
      { cause },
    );
  }
}
