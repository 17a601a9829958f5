import { KafkaError } from '../base/errors.ts';
import type { ApiInfo } from '../protocol/api.ts';

/** Throws UNSUPPORTED_VERSION unless the version that was picked can carry `what`. */
export function needsVersion(api: Pick<ApiInfo, 'name'>, version: number, needed: number, what: string): void {
  if (version >= needed) return;
  throw new KafkaError(
    'UNSUPPORTED_VERSION',
    `${what} needs ${api.name} version ${needed}; the broker speaks up to version ${version}`,
    { api: api.name },
  );
}
