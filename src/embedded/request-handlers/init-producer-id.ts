// InitProducerId: a new id for every idempotent producer. Transactions are refused: the embedded broker has none yet.
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import {
  createInitProducerIdResponse,
  type InitProducerIdRequest,
  type InitProducerIdResponse,
  initProducerIdApi,
} from '../../protocol/generated/init-producer-id.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';

function handle(request: InitProducerIdRequest, { cluster }: RequestContext): InitProducerIdResponse {
  if (request.transactionalId === '') return fail(ErrorCode.INVALID_REQUEST);
  if (request.transactionalId !== null) return fail(ErrorCode.UNSUPPORTED_VERSION);
  return createInitProducerIdResponse({ producerId: cluster.nextProducerId(), producerEpoch: 0 });
}

function fail(errorCode: number): InitProducerIdResponse {
  return createInitProducerIdResponse({ errorCode, producerId: -1, producerEpoch: -1 });
}

export const initProducerIdHandler: RequestHandler<InitProducerIdRequest, InitProducerIdResponse> = {
  api: initProducerIdApi,
  handle,
  fail: (_request, errorCode) => fail(errorCode),
};
