// Whether this broker may answer for a group. Shared by all group requests.
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import type { RequestContext } from '../request-handler.ts';

/** An error code: NOT_COORDINATOR on the wrong broker, INVALID_GROUP_ID where a name is needed and there is none. */
export function groupFault(
  groupId: string,
  { cluster, node }: RequestContext,
  options: { readonly mayBeEmpty: boolean } = { mayBeEmpty: false },
): number {
  if (groupId === '' && !options.mayBeEmpty) return ErrorCode.INVALID_GROUP_ID;
  const coordinator = cluster.coordinatorOf(groupId);
  return coordinator === node.id ? ErrorCode.NONE : ErrorCode.NOT_COORDINATOR;
}
