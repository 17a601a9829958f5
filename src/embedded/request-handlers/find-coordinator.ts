// FindCoordinator: which broker coordinates a group or a transactional id; several of them from version 4.
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import {
  type Coordinator,
  createCoordinator,
  createFindCoordinatorResponse,
  type FindCoordinatorRequest,
  type FindCoordinatorResponse,
  findCoordinatorApi,
} from '../../protocol/generated/find-coordinator.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';

const KeyType = { group: 0, transaction: 1 } as const;
const BATCHED_FROM = 4;

function handle(request: FindCoordinatorRequest, context: RequestContext): FindCoordinatorResponse {
  if (context.version >= BATCHED_FROM) {
    const coordinators = request.coordinatorKeys.map((key) => find(key, request.keyType, context));
    return createFindCoordinatorResponse({ coordinators });
  }
  const found = find(request.key, request.keyType, context);
  return single(found.errorCode === ErrorCode.NONE ? { ...found, errorMessage: 'NONE' } : found);
}

function find(key: string, keyType: number, { cluster }: RequestContext): Coordinator {
  if (keyType !== KeyType.group && keyType !== KeyType.transaction) {
    return refuse(key, ErrorCode.INVALID_REQUEST, `The coordinator type ${keyType} is not known.`);
  }
  const id = keyType === KeyType.group ? cluster.coordinatorOf(key) : cluster.transactionCoordinatorOf(key);
  const node = cluster.node(id);
  if (node === undefined) return refuse(key, ErrorCode.COORDINATOR_NOT_AVAILABLE, 'The coordinator is not available.');
  return createCoordinator({ key, nodeId: node.id, host: node.host, port: node.port, errorMessage: '' });
}

function refuse(key: string, errorCode: number, errorMessage: string | null): Coordinator {
  return createCoordinator({ key, errorCode, errorMessage, nodeId: -1, host: '', port: -1 });
}

function single({ errorCode, errorMessage, nodeId, host, port }: Coordinator): FindCoordinatorResponse {
  return createFindCoordinatorResponse({ errorCode, errorMessage, nodeId, host, port });
}

export const findCoordinatorHandler: RequestHandler<FindCoordinatorRequest, FindCoordinatorResponse> = {
  api: findCoordinatorApi,
  handle,
  fail: (request, errorCode, version) =>
    version >= BATCHED_FROM
      ? createFindCoordinatorResponse({
          coordinators: request.coordinatorKeys.map((key) => refuse(key, errorCode, null)),
        })
      : single(refuse(request.key, errorCode, null)),
};
