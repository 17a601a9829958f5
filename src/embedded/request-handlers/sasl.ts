// SaslHandshake and SaslAuthenticate on a listener without SASL: refused as Kafka refuses them.
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import {
  createSaslAuthenticateResponse,
  type SaslAuthenticateRequest,
  type SaslAuthenticateResponse,
  saslAuthenticateApi,
} from '../../protocol/generated/sasl-authenticate.ts';
import {
  createSaslHandshakeResponse,
  type SaslHandshakeRequest,
  type SaslHandshakeResponse,
  saslHandshakeApi,
} from '../../protocol/generated/sasl-handshake.ts';
import type { RequestHandler } from '../request-handler.ts';

export const saslHandshakeHandler: RequestHandler<SaslHandshakeRequest, SaslHandshakeResponse> = {
  api: saslHandshakeApi,
  handle: () => createSaslHandshakeResponse({ errorCode: ErrorCode.ILLEGAL_SASL_STATE }),
  fail: (_request, errorCode) => createSaslHandshakeResponse({ errorCode }),
};

export const saslAuthenticateHandler: RequestHandler<SaslAuthenticateRequest, SaslAuthenticateResponse> = {
  api: saslAuthenticateApi,
  handle: () =>
    createSaslAuthenticateResponse({
      errorCode: ErrorCode.ILLEGAL_SASL_STATE,
      errorMessage: 'SaslAuthenticate request received after successful authentication',
    }),
  fail: (_request, errorCode) => createSaslAuthenticateResponse({ errorCode, errorMessage: null }),
};
