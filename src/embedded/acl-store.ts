// Access rules (KIP-11, KIP-290) as CreateAcls stores them and DescribeAcls finds them. They are not enforced: every
// client may do everything. Numbers are those of the protocol. Must not know requests.

/** One rule: who may or may not do what with which resource, from where. */
export interface Acl {
  readonly resourceType: number;
  readonly resourceName: string;
  readonly patternType: number;
  readonly principal: string;
  readonly host: string;
  readonly operation: number;
  readonly permissionType: number;
}

/** Which rules are meant; null and `any` stand for all. */
export interface AclFilter {
  readonly resourceType: number;
  readonly resourceName: string | null;
  readonly patternType: number;
  readonly principal: string | null;
  readonly host: string | null;
  readonly operation: number;
  readonly permissionType: number;
}

export const ANY = 1;
/** Kinds of patterns; `match` finds every rule that concerns a resource of the name. */
export const PatternType = { any: 1, match: 2, literal: 3, prefixed: 4 } as const;

export class AclStore {
  readonly #acls = new Map<string, Acl>();

  /** Adds a rule; one that is there stays. */
  add(acl: Acl): void {
    this.#acls.set(JSON.stringify(Object.entries(acl).sort()), acl);
  }

  find(filter: AclFilter): Acl[] {
    return [...this.#acls.values()].filter((acl) => matches(acl, filter));
  }

  /** Removes what a filter finds, and returns it. */
  delete(filter: AclFilter): Acl[] {
    const found = [...this.#acls].filter(([, acl]) => matches(acl, filter));
    for (const [key] of found) this.#acls.delete(key);
    return found.map(([, acl]) => acl);
  }
}

function matches(acl: Acl, filter: AclFilter): boolean {
  const isOf = (wanted: number, own: number): boolean => wanted === ANY || wanted === own;
  return (
    isOf(filter.resourceType, acl.resourceType) &&
    isOf(filter.operation, acl.operation) &&
    isOf(filter.permissionType, acl.permissionType) &&
    (filter.principal === null || filter.principal === acl.principal) &&
    (filter.host === null || filter.host === acl.host) &&
    isNamed(acl, filter)
  );
}

function isNamed(acl: Acl, { patternType, resourceName }: AclFilter): boolean {
  if (patternType !== PatternType.any && patternType !== PatternType.match && patternType !== acl.patternType)
    return false;
  if (resourceName === null || resourceName === acl.resourceName) return true;
  if (patternType !== PatternType.match) return false;
  return acl.patternType === PatternType.prefixed
    ? resourceName.startsWith(acl.resourceName)
    : acl.resourceName === '*';
}
