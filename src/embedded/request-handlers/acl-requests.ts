// How requests write the filter of access rules.
import type { AclFilter } from '../acl-store.ts';

interface WrittenFilter {
  readonly resourceTypeFilter: number;
  readonly resourceNameFilter: string | null;
  readonly patternTypeFilter: number;
  readonly principalFilter: string | null;
  readonly hostFilter: string | null;
  readonly operation: number;
  readonly permissionType: number;
}

export function filterOf(written: WrittenFilter): AclFilter {
  return {
    resourceType: written.resourceTypeFilter,
    resourceName: written.resourceNameFilter,
    patternType: written.patternTypeFilter,
    principal: written.principalFilter,
    host: written.hostFilter,
    operation: written.operation,
    permissionType: written.permissionType,
  };
}

/** What is said where no rules are kept. */
export const NO_AUTHORIZER = 'No Authorizer is configured.';
