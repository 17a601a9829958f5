// DescribeAcls: the rules that a filter finds, by resource.
import {
  type AclDescription,
  createDescribeAclsResponse,
  type DescribeAclsRequest,
  type DescribeAclsResource,
  type DescribeAclsResponse,
  describeAclsApi,
} from '../../protocol/generated/describe-acls.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import { filterOf } from './acl-requests.ts';

const NO_AUTHORIZER = 'No Authorizer is configured on the broker';

function handle(request: DescribeAclsRequest, { cluster }: RequestContext): DescribeAclsResponse {
  const { acls } = cluster;
  if (acls === undefined) {
    return createDescribeAclsResponse({ errorCode: ErrorCode.SECURITY_DISABLED, errorMessage: NO_AUTHORIZER });
  }
  const resources = new Map<string, Omit<DescribeAclsResource, 'acls'> & { readonly acls: AclDescription[] }>();
  for (const acl of acls.find(filterOf(request))) {
    const { resourceType, resourceName, patternType, principal, host, operation, permissionType } = acl;
    const key = `${resourceType} ${patternType} ${resourceName}`;
    const resource = resources.get(key) ?? { resourceType, resourceName, patternType, acls: [] };
    resource.acls.push({ principal, host, operation, permissionType });
    resources.set(key, resource);
  }
  return createDescribeAclsResponse({ errorMessage: null, resources: [...resources.values()] });
}

export const describeAclsHandler: RequestHandler<DescribeAclsRequest, DescribeAclsResponse> = {
  api: describeAclsApi,
  handle,
  fail: (_request, errorCode) => createDescribeAclsResponse({ errorCode, errorMessage: null }),
};
