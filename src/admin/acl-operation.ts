// Kafka's names of what an ACL can allow (Java's `AclOperation`), and the bit field of those that a caller is allowed.

/** By number; the words are Kafka's with hyphens. */
const OPERATIONS = [
  'unknown',
  'any',
  'all',
  'read',
  'write',
  'create',
  'delete',
  'alter',
  'describe',
  'cluster-action',
  'describe-configs',
  'alter-configs',
  'idempotent-write',
  'create-tokens',
  'describe-tokens',
  'two-phase-commit',
] as const;

/** An operation that an ACL can allow or deny. */
export type AclOperation = Exclude<(typeof OPERATIONS)[number], 'unknown' | 'any'>;

/** Every operation that can stand in an ACL. */
export const aclOperations: readonly AclOperation[] = OPERATIONS.slice(2) as AclOperation[];

/** The number of an operation; `any` is for filters alone. */
export function aclOperationCode(operation: AclOperation | 'any'): number {
  return OPERATIONS.indexOf(operation);
}

/** The word of a number; the number itself where it is not known. */
export function aclOperationOf(code: number): AclOperation | number {
  return (OPERATIONS[code] as AclOperation | undefined) ?? code;
}

/** What a broker answers where it was not asked. */
const NOT_ASKED = -2_147_483_648;

/** The operations of a bit field (KIP-430); undefined where the broker was not asked or cannot tell. */
export function authorizedOperations(bits: number): readonly AclOperation[] | undefined {
  if (bits === NOT_ASKED) return undefined;
  return aclOperations.filter((operation) => ((bits >>> aclOperationCode(operation)) & 1) === 1);
}
