// Generated from protocol-specs/controller-registration.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of ControllerRegistrationRequest. Versions 0. */
export interface Listener {
  /** `string`, versions 0. */
  name: string;
  /** `string`, versions 0. */
  host: string;
  /** `uint16`, versions 0. */
  port: number;
  /** `int16`, versions 0. */
  securityProtocol: number;
}

/** A Listener with the protocol's defaults for every field that is not given. */
export function createListener(init: Partial<Listener> = {}): Listener {
  return {
    name: init.name ?? '',
    host: init.host ?? '',
    port: init.port ?? 0,
    securityProtocol: init.securityProtocol ?? 0,
  };
}

function writeListener(e: Encoder, m: Listener): void {
  e.compactString(m.name);
  e.compactString(m.host);
  e.uint16(m.port);
  e.int16(m.securityProtocol);
  e.uvarint(0);
}

function readListener(d: Decoder): Listener {
  const name = d.compactString();
  const host = d.compactString();
  const port = d.uint16();
  const securityProtocol = d.int16();
  d.skipTaggedFields();
  return { name, host, port, securityProtocol };
}

/** Part of ControllerRegistrationRequest. Versions 0. */
export interface Feature {
  /** `string`, versions 0. */
  name: string;
  /** `int16`, versions 0. */
  minSupportedVersion: number;
  /** `int16`, versions 0. */
  maxSupportedVersion: number;
}

/** A Feature with the protocol's defaults for every field that is not given. */
export function createFeature(init: Partial<Feature> = {}): Feature {
  return {
    name: init.name ?? '',
    minSupportedVersion: init.minSupportedVersion ?? 0,
    maxSupportedVersion: init.maxSupportedVersion ?? 0,
  };
}

function writeFeature(e: Encoder, m: Feature): void {
  e.compactString(m.name);
  e.int16(m.minSupportedVersion);
  e.int16(m.maxSupportedVersion);
  e.uvarint(0);
}

function readFeature(d: Decoder): Feature {
  const name = d.compactString();
  const minSupportedVersion = d.int16();
  const maxSupportedVersion = d.int16();
  d.skipTaggedFields();
  return { name, minSupportedVersion, maxSupportedVersion };
}

/** The request of ControllerRegistration. Versions 0. */
export interface ControllerRegistrationRequest {
  /** `int32`, versions 0. */
  controllerId: number;
  /** `uuid`, versions 0. */
  incarnationId: string;
  /** `bool`, versions 0. */
  zkMigrationReady: boolean;
  /** `[]Listener`, versions 0. */
  listeners: readonly Listener[];
  /** `[]Feature`, versions 0. */
  features: readonly Feature[];
}

/** A ControllerRegistrationRequest with the protocol's defaults for every field that is not given. */
export function createControllerRegistrationRequest(
  init: Partial<ControllerRegistrationRequest> = {},
): ControllerRegistrationRequest {
  return {
    controllerId: init.controllerId ?? 0,
    incarnationId: init.incarnationId ?? ZERO_UUID,
    zkMigrationReady: init.zkMigrationReady ?? false,
    listeners: init.listeners ?? [],
    features: init.features ?? [],
  };
}

/** Writes a ControllerRegistrationRequest in the given version. */
export function encodeControllerRegistrationRequest(
  e: Encoder,
  m: ControllerRegistrationRequest,
  _version: number,
): void {
  e.int32(m.controllerId);
  e.uuid(m.incarnationId);
  e.bool(m.zkMigrationReady);
  e.compactArrayLength(m.listeners);
  for (const item of m.listeners) writeListener(e, item);
  e.compactArrayLength(m.features);
  for (const item of m.features) writeFeature(e, item);
  e.uvarint(0);
}

/** Reads a ControllerRegistrationRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeControllerRegistrationRequest(d: Decoder, _version: number): ControllerRegistrationRequest {
  const controllerId = d.int32();
  const incarnationId = d.uuid();
  const zkMigrationReady = d.bool();
  const listenersLength = d.compactArrayLength();
  const listeners = roomFor<Listener>(listenersLength);
  for (let i = 0; i < listenersLength; i++) listeners[i] = readListener(d);
  const featuresLength = d.compactArrayLength();
  const features = roomFor<Feature>(featuresLength);
  for (let i = 0; i < featuresLength; i++) features[i] = readFeature(d);
  d.skipTaggedFields();
  return { controllerId, incarnationId, zkMigrationReady, listeners, features };
}

/** The response of ControllerRegistration. Versions 0. */
export interface ControllerRegistrationResponse {
  /** `int32`, versions 0. */
  throttleTimeMs: number;
  /** `int16`, versions 0. */
  errorCode: number;
  /** `string`, versions 0; null from 0+. */
  errorMessage: string | null;
}

/** A ControllerRegistrationResponse with the protocol's defaults for every field that is not given. */
export function createControllerRegistrationResponse(
  init: Partial<ControllerRegistrationResponse> = {},
): ControllerRegistrationResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? '' : init.errorMessage,
  };
}

/** Writes a ControllerRegistrationResponse in the given version. */
export function encodeControllerRegistrationResponse(
  e: Encoder,
  m: ControllerRegistrationResponse,
  _version: number,
): void {
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  e.uvarint(0);
}

/** Reads a ControllerRegistrationResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeControllerRegistrationResponse(d: Decoder, _version: number): ControllerRegistrationResponse {
  const throttleTimeMs = d.int32();
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  d.skipTaggedFields();
  return { throttleTimeMs, errorCode, errorMessage };
}

/** ControllerRegistration: API key 70, versions 0. */
export const controllerRegistrationApi: Api<ControllerRegistrationRequest, ControllerRegistrationResponse> = {
  key: 70,
  name: 'ControllerRegistration',
  route: 'controller',
  listeners: ['controller'],
  minVersion: 0,
  maxVersion: 0,
  maxStableVersion: 0,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeControllerRegistrationRequest,
  decodeRequest: decodeControllerRegistrationRequest,
  encodeResponse: encodeControllerRegistrationResponse,
  decodeResponse: decodeControllerRegistrationResponse,
};
