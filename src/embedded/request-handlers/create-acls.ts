// CreateAcls: keeps rules. Nobody is refused by them.

import {
  type AclCreation,
  type AclCreationResult,
  type CreateAclsRequest,
  type CreateAclsResponse,
  createAclCreationResult,
  createAclsApi,
  createCreateAclsResponse,
} from '../../protocol/generated/create-acls.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import { type Acl, PatternType } from '../acl-store.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import { NO_AUTHORIZER } from './acl-requests.ts';

const CLUSTER_RESOURCE = 4;
const CLUSTER_NAME = 'kafka-cluster';

function handle(request: CreateAclsRequest, { cluster }: RequestContext): CreateAclsResponse {
  const { acls } = cluster;
  return createCreateAclsResponse({
    results: request.creations.map((wanted) => {
      if (acls === undefined) return result(ErrorCode.SECURITY_DISABLED, NO_AUTHORIZER);
      const acl = aclOf(wanted);
      const fault = faultOf(acl);
      if (fault !== undefined) return result(ErrorCode.INVALID_REQUEST, fault);
      acls.add(acl);
      return result(ErrorCode.NONE, null);
    }),
  });
}

function aclOf({ resourcePatternType, ...rest }: AclCreation): Acl {
  const { resourceType, resourceName, principal, host, operation, permissionType } = rest;
  return { resourceType, resourceName, patternType: resourcePatternType, principal, host, operation, permissionType };
}

/** A rule is of one resource, one operation and one kind: what stands for several belongs in filters. */
function faultOf({ resourceType, resourceName, patternType, principal }: Acl): string | undefined {
  if (resourceName === '') return 'Resource name should not be empty';
  if (resourceType === CLUSTER_RESOURCE && resourceName !== CLUSTER_NAME) {
    return `The only valid name for the CLUSTER resource is ${CLUSTER_NAME}`;
  }
  if (patternType !== PatternType.literal && patternType !== PatternType.prefixed) {
    return `Invalid patternType ${patternType}`;
  }
  return principal.includes(':')
    ? undefined
    : `Could not parse principal from \`${principal}\` (no colon is present separating the principal type from the principal name)`;
}

function result(errorCode: number, errorMessage: string | null): AclCreationResult {
  return createAclCreationResult({ errorCode, errorMessage });
}

export const createAclsHandler: RequestHandler<CreateAclsRequest, CreateAclsResponse> = {
  api: createAclsApi,
  handle,
  fail: (request, errorCode) =>
    createCreateAclsResponse({ results: request.creations.map(() => result(errorCode, null)) }),
};
