// What AlterConfigs and IncrementalAlterConfigs check before they look at a resource.

import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import type { ConfigFault } from '../configs/config-resources.ts';

interface NamedResource {
  readonly resourceType: number;
  readonly resourceName: string;
}

/** Tells of each resource whether it is named more than once, which is wrong for all of its places. */
export function twiceNamed(resources: readonly NamedResource[]): (resource: NamedResource) => ConfigFault | undefined {
  const keyOf = ({ resourceType, resourceName }: NamedResource): string => `${resourceType} ${resourceName}`;
  const counts = new Map<string, number>();
  for (const resource of resources) counts.set(keyOf(resource), (counts.get(keyOf(resource)) ?? 0) + 1);
  const fault = { errorCode: ErrorCode.INVALID_REQUEST, message: 'Each resource must appear at most once.' };
  return (resource) => ((counts.get(keyOf(resource)) ?? 0) > 1 ? fault : undefined);
}

/** What is wrong with values that are null. */
export function nullFault(
  configs: readonly { readonly name: string; readonly value: string | null }[],
): ConfigFault | undefined {
  const missing = configs.filter(({ value }) => value === null).map(({ name }) => name);
  if (missing.length === 0) return undefined;
  return { errorCode: ErrorCode.INVALID_REQUEST, message: `Null value not supported for : ${missing.join(',')}` };
}
