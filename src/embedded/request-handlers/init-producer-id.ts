// InitProducerId: a new id for every idempotent producer; a new epoch for a transactional one, which fences those before
// it (KIP-98), or lets it go on after an error (KIP-360).
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import {
  createInitProducerIdResponse,
  type InitProducerIdRequest,
  type InitProducerIdResponse,
  initProducerIdApi,
} from '../../protocol/generated/init-producer-id.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import type { ProducerIdentity } from '../transaction/transaction.ts';
import { fencedFor, transactionFault } from './transaction-access.ts';

const FENCED_FROM = 4;

function handle(request: InitProducerIdRequest, context: RequestContext): InitProducerIdResponse {
  const { transactionalId, producerId, producerEpoch, transactionTimeoutMs } = request;
  const { cluster, version } = context;
  if ((producerId === -1) !== (producerEpoch === -1)) return fail(ErrorCode.INVALID_REQUEST);
  if (transactionalId === null) {
    return createInitProducerIdResponse({ producerId: cluster.nextProducerId(), producerEpoch: 0 });
  }
  const fault = transactionFault(transactionalId, context);
  if (fault !== ErrorCode.NONE) return fail(fault);
  // Two-phase commit (KIP-939) is off, as it is in Kafka unless somebody turns it on.
  if (request.enable2Pc) return fail(ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
  if (request.keepPreparedTxn) return fail(ErrorCode.UNSUPPORTED_VERSION);
  const expected: ProducerIdentity | undefined = producerId === -1 ? undefined : { producerId, producerEpoch };
  const { errorCode, ...identity } = cluster.transactions.initialize(transactionalId, expected, transactionTimeoutMs);
  return errorCode === ErrorCode.NONE
    ? createInitProducerIdResponse(identity)
    : fail(fencedFor(version, FENCED_FROM, errorCode));
}

function fail(errorCode: number): InitProducerIdResponse {
  return createInitProducerIdResponse({ errorCode, producerId: -1, producerEpoch: -1 });
}

export const initProducerIdHandler: RequestHandler<InitProducerIdRequest, InitProducerIdResponse> = {
  api: initProducerIdApi,
  handle,
  fail: (_request, errorCode) => fail(errorCode),
};
