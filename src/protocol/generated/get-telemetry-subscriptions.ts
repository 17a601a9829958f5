// Generated from protocol-specs/get-telemetry-subscriptions.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** The request of GetTelemetrySubscriptions. Versions 0. */
export interface GetTelemetrySubscriptionsRequest {
  /** `uuid`, versions 0. */
  clientInstanceId: string;
}

/** A GetTelemetrySubscriptionsRequest with the protocol's defaults for every field that is not given. */
export function createGetTelemetrySubscriptionsRequest(
  init: Partial<GetTelemetrySubscriptionsRequest> = {},
): GetTelemetrySubscriptionsRequest {
  return {
    clientInstanceId: init.clientInstanceId ?? ZERO_UUID,
  };
}

/** Writes a GetTelemetrySubscriptionsRequest in the given version. */
export function encodeGetTelemetrySubscriptionsRequest(
  e: Encoder,
  m: GetTelemetrySubscriptionsRequest,
  _version: number,
): void {
  e.uuid(m.clientInstanceId);
  e.uvarint(0);
}

/** Reads a GetTelemetrySubscriptionsRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeGetTelemetrySubscriptionsRequest(d: Decoder, _version: number): GetTelemetrySubscriptionsRequest {
  const clientInstanceId = d.uuid();
  d.skipTaggedFields();
  return { clientInstanceId };
}

/** The response of GetTelemetrySubscriptions. Versions 0. */
export interface GetTelemetrySubscriptionsResponse {
  /** `int32`, versions 0. */
  throttleTimeMs: number;
  /** `int16`, versions 0. */
  errorCode: number;
  /** `uuid`, versions 0. */
  clientInstanceId: string;
  /** `int32`, versions 0. */
  subscriptionId: number;
  /** `[]int8`, versions 0. */
  acceptedCompressionTypes: readonly number[];
  /** `int32`, versions 0. */
  pushIntervalMs: number;
  /** `int32`, versions 0. */
  telemetryMaxBytes: number;
  /** `bool`, versions 0. */
  deltaTemporality: boolean;
  /** `[]string`, versions 0. */
  requestedMetrics: readonly string[];
}

/** A GetTelemetrySubscriptionsResponse with the protocol's defaults for every field that is not given. */
export function createGetTelemetrySubscriptionsResponse(
  init: Partial<GetTelemetrySubscriptionsResponse> = {},
): GetTelemetrySubscriptionsResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    clientInstanceId: init.clientInstanceId ?? ZERO_UUID,
    subscriptionId: init.subscriptionId ?? 0,
    acceptedCompressionTypes: init.acceptedCompressionTypes ?? [],
    pushIntervalMs: init.pushIntervalMs ?? 0,
    telemetryMaxBytes: init.telemetryMaxBytes ?? 0,
    deltaTemporality: init.deltaTemporality ?? false,
    requestedMetrics: init.requestedMetrics ?? [],
  };
}

/** Writes a GetTelemetrySubscriptionsResponse in the given version. */
export function encodeGetTelemetrySubscriptionsResponse(
  e: Encoder,
  m: GetTelemetrySubscriptionsResponse,
  _version: number,
): void {
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  e.uuid(m.clientInstanceId);
  e.int32(m.subscriptionId);
  e.compactArrayLength(m.acceptedCompressionTypes);
  for (const item of m.acceptedCompressionTypes) e.int8(item);
  e.int32(m.pushIntervalMs);
  e.int32(m.telemetryMaxBytes);
  e.bool(m.deltaTemporality);
  e.compactArrayLength(m.requestedMetrics);
  for (const item of m.requestedMetrics) e.compactString(item);
  e.uvarint(0);
}

/** Reads a GetTelemetrySubscriptionsResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeGetTelemetrySubscriptionsResponse(
  d: Decoder,
  _version: number,
): GetTelemetrySubscriptionsResponse {
  const throttleTimeMs = d.int32();
  const errorCode = d.int16();
  const clientInstanceId = d.uuid();
  const subscriptionId = d.int32();
  const acceptedCompressionTypesLength = d.compactArrayLength();
  const acceptedCompressionTypes = roomFor<number>(acceptedCompressionTypesLength);
  for (let i = 0; i < acceptedCompressionTypesLength; i++) acceptedCompressionTypes[i] = d.int8();
  const pushIntervalMs = d.int32();
  const telemetryMaxBytes = d.int32();
  const deltaTemporality = d.bool();
  const requestedMetricsLength = d.compactArrayLength();
  const requestedMetrics = roomFor<string>(requestedMetricsLength);
  for (let i = 0; i < requestedMetricsLength; i++) requestedMetrics[i] = d.compactString();
  d.skipTaggedFields();
  return {
    throttleTimeMs,
    errorCode,
    clientInstanceId,
    subscriptionId,
    acceptedCompressionTypes,
    pushIntervalMs,
    telemetryMaxBytes,
    deltaTemporality,
    requestedMetrics,
  };
}

/** GetTelemetrySubscriptions: API key 71, versions 0. */
export const getTelemetrySubscriptionsApi: Api<GetTelemetrySubscriptionsRequest, GetTelemetrySubscriptionsResponse> = {
  key: 71,
  name: 'GetTelemetrySubscriptions',
  route: 'any',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 0,
  maxStableVersion: 0,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeGetTelemetrySubscriptionsRequest,
  decodeRequest: decodeGetTelemetrySubscriptionsRequest,
  encodeResponse: encodeGetTelemetrySubscriptionsResponse,
  decodeResponse: decodeGetTelemetrySubscriptionsResponse,
};
