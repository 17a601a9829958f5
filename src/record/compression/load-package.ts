// Loads the packages that hold codecs, when one is first used. Must not know batches.
import { createRequire } from 'node:module';
import { KafkaError, toError } from '../../base/errors.ts';

/** A package that a codec needs. */
export interface CodecPackage {
  readonly codec: string;
  /** Its name, or a path in it. */
  readonly specifier: string;
  /** Where it is needed; everywhere if it is not said. */
  readonly where?: string;
}

/** The exports of an optional package. UNSUPPORTED, with what to install, where it is not there or does not load. */
export function loadPackage<T>({ codec, specifier, where = '' }: CodecPackage): T {
  try {
    return createRequire(import.meta.url)(specifier) as T;
  } catch (cause) {
    const [name = specifier] = specifier.split('/');
    // The rest tells who asked for the module.
    const [said = ''] = toError(cause).message.split('\n');
    const isMissing = said.includes(`'${specifier}'`);
    const why = isMissing ? 'is not installed' : `does not load here (${said})`;
    // An install script that was left out leaves a package without its native part.
    const how = isMissing ? `npm install ${name}` : `npm install ${name}, its install script included`;
    throw new KafkaError('UNSUPPORTED', `${codec} needs the package ${name}${where}, which ${why}: ${how}`, { cause });
  }
}
