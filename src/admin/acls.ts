// Access control lists (KIP-11, KIP-140, KIP-290): create, describe, delete.
import type { CallOptions } from '../base/abort.ts';
import { configError, type KafkaError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { brokerError } from '../protocol/broker-error.ts';
import { createAclCreation, createAclsApi, createCreateAclsRequest } from '../protocol/generated/create-acls.ts';
import { createDeleteAclsFilter, createDeleteAclsRequest, deleteAclsApi } from '../protocol/generated/delete-acls.ts';
import { createDescribeAclsRequest, describeAclsApi } from '../protocol/generated/describe-acls.ts';
import { type AclOperation, aclOperationCode, aclOperationOf, aclOperations } from './acl-operation.ts';
import { askAny } from './ask-any.ts';
import { askController } from './ask-controller.ts';

const RESOURCE_CODES = {
  topic: 2,
  group: 3,
  cluster: 4,
  'transactional-id': 5,
  'delegation-token': 6,
  user: 7,
} as const;
const PATTERN_CODES = { literal: 3, prefixed: 4 } as const;
const PERMISSION_CODES = { deny: 2, allow: 3 } as const;

/** What an ACL protects. The cluster's only name is `kafka-cluster`. */
export type AclResourceType = keyof typeof RESOURCE_CODES;
/** `literal`: this very name, `*` for all; `prefixed`: every name that begins so. */
export type AclPatternType = keyof typeof PATTERN_CODES;
export type AclPermission = keyof typeof PERMISSION_CODES;

/** One rule: who may, or may not, do what to which resource, from where. */
export interface Acl {
  readonly resourceType: AclResourceType;
  readonly resourceName: string;
  /** Default 'literal'. */
  readonly patternType?: AclPatternType | undefined;
  /** `User:alice`; `User:*` for all. */
  readonly principal: string;
  /** An address, or `*` for all. Default `*`. */
  readonly host?: string | undefined;
  readonly operation: AclOperation;
  /** Default 'allow'. */
  readonly permission?: AclPermission | undefined;
}

/** A rule as a broker tells it; numbers stand where Kafka has a newer word. */
export interface DescribedAcl {
  readonly resourceType: AclResourceType | number;
  readonly resourceName: string;
  readonly patternType: AclPatternType | number;
  readonly principal: string;
  readonly host: string;
  readonly operation: AclOperation | number;
  readonly permission: AclPermission | number;
}

/** Which rules are meant: whatever is not named may be anything. */
export interface AclFilter {
  readonly resourceType?: AclResourceType | undefined;
  readonly resourceName?: string | undefined;
  /** `match`: every pattern that applies to `resourceName`, wildcards and prefixes included. Default: any pattern. */
  readonly patternType?: AclPatternType | 'match' | undefined;
  readonly principal?: string | undefined;
  readonly host?: string | undefined;
  readonly operation?: AclOperation | undefined;
  readonly permission?: AclPermission | undefined;
}

/** What became of one rule. */
export interface CreateAclResult {
  readonly acl: Acl;
  readonly error: KafkaError | undefined;
}

/** Adds rules, through the controller. One result per rule, in order; a rule that is there already is no error. */
export async function createAcls(
  cluster: Cluster,
  acls: readonly Acl[],
  options: CallOptions = {},
): Promise<readonly CreateAclResult[]> {
  const creations = acls.map((acl, index) => creationOf(`acls[${index}]`, acl));
  const response = await askController(
    cluster,
    'create ACLs',
    createAclsApi,
    () => createCreateAclsRequest({ creations }),
    ({ results }) => results.map(({ errorCode }) => errorCode),
    options,
  );
  return acls.map((acl, index) => {
    const result = response.results[index];
    const what = `create ACL for ${acl.principal} on ${acl.resourceType} ${acl.resourceName}`;
    return { acl, error: brokerError(result?.errorCode ?? -1, what, { api: 'CreateAcls' }, result?.errorMessage) };
  });
}

/** Lists the rules that match, asked of any broker. Throws SECURITY_DISABLED where the cluster has no authorizer. */
export async function describeAcls(
  cluster: Cluster,
  filter: AclFilter = {},
  options: CallOptions = {},
): Promise<readonly DescribedAcl[]> {
  const wanted = filterOf('filter', filter);
  const response = await askAny(
    cluster,
    'describe ACLs',
    describeAclsApi,
    () => createDescribeAclsRequest(wanted),
    (answer) => answer,
    options,
  );
  return response.resources.flatMap(({ resourceType, resourceName, patternType, acls }) =>
    acls.map((acl) => describedOf({ resourceType, resourceName, patternType, ...acl })),
  );
}

/** What became of one filter. */
export interface DeleteAclsResult {
  readonly filter: AclFilter;
  /** The rules that matched; each is gone unless its `error` says why not. */
  readonly matches: readonly (DescribedAcl & { readonly error: KafkaError | undefined })[];
  readonly error: KafkaError | undefined;
}

/** Deletes every rule that a filter matches, through the controller. One result per filter, in order. */
export async function deleteAcls(
  cluster: Cluster,
  filters: readonly AclFilter[],
  options: CallOptions = {},
): Promise<readonly DeleteAclsResult[]> {
  const wanted = filters.map((filter, index) => createDeleteAclsFilter(filterOf(`filters[${index}]`, filter)));
  const response = await askController(
    cluster,
    'delete ACLs',
    deleteAclsApi,
    () => createDeleteAclsRequest({ filters: wanted }),
    ({ filterResults }) => filterResults.map(({ errorCode }) => errorCode),
    options,
  );
  return filters.map((filter, index) => {
    const result = response.filterResults[index];
    const place = { api: 'DeleteAcls' };
    return {
      filter,
      matches: (result?.matchingAcls ?? []).map((match) => ({
        ...describedOf({ ...match, permissionType: match.permissionType }),
        error: brokerError(match.errorCode, `delete ACL of ${match.principal}`, place, match.errorMessage),
      })),
      error: brokerError(result?.errorCode ?? -1, `delete ACLs by filters[${index}]`, place, result?.errorMessage),
    };
  });
}

function creationOf(at: string, acl: Acl): ReturnType<typeof createAclCreation> {
  return createAclCreation({
    resourceType: codeOf(`${at}.resourceType`, RESOURCE_CODES, acl?.resourceType),
    resourceName: textOf(`${at}.resourceName`, acl.resourceName),
    resourcePatternType: codeOf(`${at}.patternType`, PATTERN_CODES, acl.patternType ?? 'literal'),
    principal: principalOf(`${at}.principal`, acl.principal),
    host: textOf(`${at}.host`, acl.host ?? '*'),
    operation: operationOf(`${at}.operation`, acl.operation),
    permissionType: codeOf(`${at}.permission`, PERMISSION_CODES, acl.permission ?? 'allow'),
  });
}

const ANY = 1;
const MATCH = 2;

interface WireFilter {
  readonly resourceTypeFilter: number;
  readonly resourceNameFilter: string | null;
  readonly patternTypeFilter: number;
  readonly principalFilter: string | null;
  readonly hostFilter: string | null;
  readonly operation: number;
  readonly permissionType: number;
}

function filterOf(at: string, filter: AclFilter): WireFilter {
  const optional = (name: 'resourceName' | 'host'): string | null =>
    filter[name] === undefined ? null : textOf(`${at}.${name}`, filter[name]);
  const { resourceType, patternType, principal, operation, permission } = filter;
  return {
    resourceTypeFilter: resourceType === undefined ? ANY : codeOf(`${at}.resourceType`, RESOURCE_CODES, resourceType),
    resourceNameFilter: optional('resourceName'),
    patternTypeFilter:
      patternType === undefined ? ANY : codeOf(`${at}.patternType`, { ...PATTERN_CODES, match: MATCH }, patternType),
    principalFilter: principal === undefined ? null : principalOf(`${at}.principal`, principal),
    hostFilter: optional('host'),
    operation: operation === undefined ? ANY : operationOf(`${at}.operation`, operation),
    permissionType: permission === undefined ? ANY : codeOf(`${at}.permission`, PERMISSION_CODES, permission),
  };
}

interface WireAcl {
  readonly resourceType: number;
  readonly resourceName: string;
  readonly patternType: number;
  readonly principal: string;
  readonly host: string;
  readonly operation: number;
  readonly permissionType: number;
}

function describedOf(acl: WireAcl): DescribedAcl {
  return {
    resourceType: wordOf(RESOURCE_CODES, acl.resourceType),
    resourceName: acl.resourceName,
    patternType: wordOf(PATTERN_CODES, acl.patternType),
    principal: acl.principal,
    host: acl.host,
    operation: aclOperationOf(acl.operation),
    permission: wordOf(PERMISSION_CODES, acl.permissionType),
  };
}

function codeOf<Word extends string>(at: string, codes: Readonly<Record<Word, number>>, word: Word): number {
  if (!Object.hasOwn(codes, word)) throw configError(at, word, `one of ${Object.keys(codes).join(', ')}`);
  return codes[word];
}

function wordOf<Word extends string>(codes: Readonly<Record<Word, number>>, code: number): Word | number {
  return (Object.keys(codes) as Word[]).find((word) => codes[word] === code) ?? code;
}

function operationOf(at: string, operation: AclOperation): number {
  if (!aclOperations.includes(operation)) throw configError(at, operation, `one of ${aclOperations.join(', ')}`);
  return aclOperationCode(operation);
}

function textOf(at: string, value: string): string {
  if (typeof value !== 'string' || value === '') throw configError(at, value, 'text');
  return value;
}

function principalOf(at: string, value: string): string {
  if (typeof value !== 'string' || !/^[^:]+:./.test(value)) throw configError(at, value, 'a principal, as User:alice');
  return value;
}
