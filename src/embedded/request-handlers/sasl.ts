// SaslHandshake and SaslAuthenticate: the gate of the connection answers.
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
  handle: ({ mechanism }, { sasl, version }) => sasl.handshake(mechanism, version),
  fail: (_request, errorCode) => createSaslHandshakeResponse({ errorCode }),
};

export const saslAuthenticateHandler: RequestHandler<SaslAuthenticateRequest, SaslAuthenticateResponse> = {
  api: saslAuthenticateApi,
  handle: ({ authBytes }, { sasl }) => sasl.authenticate(authBytes),
  fail: (_request, errorCode) => createSaslAuthenticateResponse({ errorCode, errorMessage: null }),
};
