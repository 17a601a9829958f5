// What a broker is too old for although it knows the API. Owns: the words of that error.
import { KafkaError } from '../base/errors.ts';
import type { ApiInfo } from './api.ts';

/** Throws UNSUPPORTED_VERSION unless the version that both sides speak can carry `what`. */
export function needsVersion(
  api: Pick<ApiInfo, 'name' | 'minVersion' | 'maxStableVersion'>,
  version: number,
  needed: number,
  what: string,
): void {
  if (version >= needed) return;
  // The version in use is below what this client speaks, so it is the broker's newest.
  throw new KafkaError(
    'UNSUPPORTED_VERSION',
    `${what} needs ${api.name} version ${needed}: this client speaks versions ${api.minVersion} to ${api.maxStableVersion}, the broker offers versions up to ${version}`,
    { api: api.name },
  );
}
