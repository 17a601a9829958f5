// Generated from protocol-specs/unregister-controller.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import type { Api } from '../api.ts';

/** The request of UnregisterController. Versions 0. */
export interface UnregisterControllerRequest {
  /** `int32`, versions 0. */
  controllerId: number;
}

/** A UnregisterControllerRequest with the protocol's defaults for every field that is not given. */
export function createUnregisterControllerRequest(
  init: Partial<UnregisterControllerRequest> = {},
): UnregisterControllerRequest {
  return {
    controllerId: init.controllerId ?? 0,
  };
}

/** Writes a UnregisterControllerRequest in the given version. */
export function encodeUnregisterControllerRequest(e: Encoder, m: UnregisterControllerRequest, _version: number): void {
  e.int32(m.controllerId);
  e.uvarint(0);
}

/** Reads a UnregisterControllerRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeUnregisterControllerRequest(d: Decoder, _version: number): UnregisterControllerRequest {
  const controllerId = d.int32();
  d.skipTaggedFields();
  return { controllerId };
}

/** The response of UnregisterController. Versions 0. */
export interface UnregisterControllerResponse {
  /** `int32`, versions 0. */
  throttleTimeMs: number;
  /** `int16`, versions 0. */
  errorCode: number;
  /** `string`, versions 0; null from 0+. */
  errorMessage: string | null;
}

/** A UnregisterControllerResponse with the protocol's defaults for every field that is not given. */
export function createUnregisterControllerResponse(
  init: Partial<UnregisterControllerResponse> = {},
): UnregisterControllerResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? '' : init.errorMessage,
  };
}

/** Writes a UnregisterControllerResponse in the given version. */
export function encodeUnregisterControllerResponse(
  e: Encoder,
  m: UnregisterControllerResponse,
  _version: number,
): void {
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.uvarint(0);
}

/** Reads a UnregisterControllerResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeUnregisterControllerResponse(d: Decoder, _version: number): UnregisterControllerResponse {
  const throttleTimeMs = d.int32();
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  d.skipTaggedFields();
  return { throttleTimeMs, errorCode, errorMessage };
}

/** UnregisterController: API key 94, versions 0. */
export const unregisterControllerApi: Api<UnregisterControllerRequest, UnregisterControllerResponse> = {
  key: 94,
  name: 'UnregisterController',
  route: 'controller',
  listeners: ['broker', 'controller'],
  minVersion: 0,
  maxVersion: 0,
  maxStableVersion: 0,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeUnregisterControllerRequest,
  decodeRequest: decodeUnregisterControllerRequest,
  encodeResponse: encodeUnregisterControllerResponse,
  decodeResponse: decodeUnregisterControllerResponse,
};
