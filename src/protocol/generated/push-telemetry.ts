// Generated from protocol-specs/push-telemetry.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { EMPTY_BYTES, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** The request of PushTelemetry. Versions 0. */
export interface PushTelemetryRequest {
  /** `uuid`, versions 0. */
  clientInstanceId: string;
  /** `int32`, versions 0. */
  subscriptionId: number;
  /** `bool`, versions 0. */
  terminating: boolean;
  /** `int8`, versions 0. */
  compressionType: number;
  /** `bytes`, versions 0. */
  metrics: Buffer;
}

/** A PushTelemetryRequest with the protocol's defaults for every field that is not given. */
export function createPushTelemetryRequest(init: Partial<PushTelemetryRequest> = {}): PushTelemetryRequest {
  return {
    clientInstanceId: init.clientInstanceId ?? ZERO_UUID,
    subscriptionId: init.subscriptionId ?? 0,
    terminating: init.terminating ?? false,
    compressionType: init.compressionType ?? 0,
    metrics: init.metrics ?? EMPTY_BYTES,
  };
}

/** Writes a PushTelemetryRequest in the given version. */
export function encodePushTelemetryRequest(e: Encoder, m: PushTelemetryRequest, _version: number): void {
  e.uuid(m.clientInstanceId);
  e.int32(m.subscriptionId);
  e.bool(m.terminating);
  e.int8(m.compressionType);
  e.compactBytes(m.metrics);
  e.uvarint(0);
}

/** Reads a PushTelemetryRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodePushTelemetryRequest(d: Decoder, _version: number): PushTelemetryRequest {
  const clientInstanceId = d.uuid();
  const subscriptionId = d.int32();
  const terminating = d.bool();
  const compressionType = d.int8();
  const metrics = d.compactBytes();
  d.skipTaggedFields();
  return { clientInstanceId, subscriptionId, terminating, compressionType, metrics };
}

/** The response of PushTelemetry. Versions 0. */
export interface PushTelemetryResponse {
  /** `int32`, versions 0. */
  throttleTimeMs: number;
  /** `int16`, versions 0. */
  errorCode: number;
}

/** A PushTelemetryResponse with the protocol's defaults for every field that is not given. */
export function createPushTelemetryResponse(init: Partial<PushTelemetryResponse> = {}): PushTelemetryResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
  };
}

/** Writes a PushTelemetryResponse in the given version. */
export function encodePushTelemetryResponse(e: Encoder, m: PushTelemetryResponse, _version: number): void {
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  e.uvarint(0);
}

/** Reads a PushTelemetryResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodePushTelemetryResponse(d: Decoder, _version: number): PushTelemetryResponse {
  const throttleTimeMs = d.int32();
  const errorCode = d.int16();
  d.skipTaggedFields();
  return { throttleTimeMs, errorCode };
}

/** PushTelemetry: API key 72, versions 0. */
export const pushTelemetryApi: Api<PushTelemetryRequest, PushTelemetryResponse> = {
  key: 72,
  name: 'PushTelemetry',
  route: 'any',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 0,
  maxStableVersion: 0,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodePushTelemetryRequest,
  decodeRequest: decodePushTelemetryRequest,
  encodeResponse: encodePushTelemetryResponse,
  decodeResponse: decodePushTelemetryResponse,
};
