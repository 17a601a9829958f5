// DeleteAcls: removes the rules that filters find, and says which.
import {
  createDeleteAclsFilterResult,
  createDeleteAclsMatchingAcl,
  createDeleteAclsResponse,
  type DeleteAclsFilterResult,
  type DeleteAclsRequest,
  type DeleteAclsResponse,
  deleteAclsApi,
} from '../../protocol/generated/delete-acls.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import { filterOf, NO_AUTHORIZER } from './acl-requests.ts';

/** Every filter finds what was there before the request. */
function handle(request: DeleteAclsRequest, { cluster }: RequestContext): DeleteAclsResponse {
  const { acls } = cluster;
  if (acls === undefined) {
    return createDeleteAclsResponse({
      filterResults: request.filters.map(() => refuse(ErrorCode.SECURITY_DISABLED, NO_AUTHORIZER)),
    });
  }
  const found = request.filters.map((filter) => acls.find(filterOf(filter)));
  for (const filter of request.filters) acls.delete(filterOf(filter));
  return createDeleteAclsResponse({
    filterResults: found.map((matching) =>
      createDeleteAclsFilterResult({
        errorMessage: null,
        matchingAcls: matching.map((acl) => createDeleteAclsMatchingAcl({ ...acl, errorMessage: null })),
      }),
    ),
  });
}

function refuse(errorCode: number, errorMessage: string | null): DeleteAclsFilterResult {
  return createDeleteAclsFilterResult({ errorCode, errorMessage });
}

export const deleteAclsHandler: RequestHandler<DeleteAclsRequest, DeleteAclsResponse> = {
  api: deleteAclsApi,
  handle,
  fail: (request, errorCode) =>
    createDeleteAclsResponse({ filterResults: request.filters.map(() => refuse(errorCode, null)) }),
};
