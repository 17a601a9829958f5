// Generated from protocol-specs/broker-registration.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry, roomFor, ZERO_UUID } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of BrokerRegistrationRequest. Versions 0-4. */
export interface Listener {
  /** `string`, versions 0-4. */
  name: string;
  /** `string`, versions 0-4. */
  host: string;
  /** `uint16`, versions 0-4. */
  port: number;
  /** `int16`, versions 0-4. */
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

/** Part of BrokerRegistrationRequest. Versions 0-4. */
export interface Feature {
  /** `string`, versions 0-4. */
  name: string;
  /** `int16`, versions 0-4. */
  minSupportedVersion: number;
  /** `int16`, versions 0-4. */
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

/** The request of BrokerRegistration. Versions 0-4. */
export interface BrokerRegistrationRequest {
  /** `int32`, versions 0-4. */
  brokerId: number;
  /** `string`, versions 0-4. */
  clusterId: string;
  /** `uuid`, versions 0-4. */
  incarnationId: string;
  /** `[]Listener`, versions 0-4. */
  listeners: readonly Listener[];
  /** `[]Feature`, versions 0-4. */
  features: readonly Feature[];
  /** `string`, versions 0-4; null from 0+. */
  rack: string | null;
  /** `bool`, versions 1-4; default false. */
  isMigratingZkBroker: boolean;
  /** `[]uuid`, versions 2-4. */
  logDirs: readonly string[];
  /** `int64`, versions 3-4; default -1. */
  previousBrokerEpoch: number;
}

/** A BrokerRegistrationRequest with the protocol's defaults for every field that is not given. */
export function createBrokerRegistrationRequest(
  init: Partial<BrokerRegistrationRequest> = {},
): BrokerRegistrationRequest {
  return {
    brokerId: init.brokerId ?? 0,
    clusterId: init.clusterId ?? '',
    incarnationId: init.incarnationId ?? ZERO_UUID,
    listeners: init.listeners ?? [],
    features: init.features ?? [],
    rack: init.rack === undefined ? '' : init.rack,
    isMigratingZkBroker: init.isMigratingZkBroker ?? false,
    logDirs: init.logDirs ?? [],
    previousBrokerEpoch: init.previousBrokerEpoch ?? -1,
  };
}

/** Writes a BrokerRegistrationRequest in the given version. */
export function encodeBrokerRegistrationRequest(e: Encoder, m: BrokerRegistrationRequest, version: number): void {
  if (version < 1 && m.isMigratingZkBroker)
    throw cannotCarry('BrokerRegistrationRequest', 'isMigratingZkBroker', version);
  e.int32(m.brokerId);
  e.compactString(m.clusterId);
  e.uuid(m.incarnationId);
  e.compactArrayLength(m.listeners);
  for (const item of m.listeners) writeListener(e, item);
  e.compactArrayLength(m.features);
  for (const item of m.features) writeFeature(e, item);
  e.compactNullableString(m.rack);
  if (version >= 1) e.bool(m.isMigratingZkBroker);
  if (version >= 2) {
    e.compactArrayLength(m.logDirs);
    for (const item of m.logDirs) e.uuid(item);
  }
  if (version >= 3) e.int64(m.previousBrokerEpoch);
  e.uvarint(0);
}

/** Reads a BrokerRegistrationRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeBrokerRegistrationRequest(d: Decoder, version: number): BrokerRegistrationRequest {
  const brokerId = d.int32();
  const clusterId = d.compactString();
  const incarnationId = d.uuid();
  const listenersLength = d.compactArrayLength();
  const listeners = roomFor<Listener>(listenersLength);
  for (let i = 0; i < listenersLength; i++) listeners[i] = readListener(d);
  const featuresLength = d.compactArrayLength();
  const features = roomFor<Feature>(featuresLength);
  for (let i = 0; i < featuresLength; i++) features[i] = readFeature(d);
  const rack = d.compactNullableString();
  const isMigratingZkBroker = version >= 1 ? d.bool() : false;
  const logDirsLength = version >= 2 ? d.compactArrayLength() : 0;
  const logDirs = roomFor<string>(logDirsLength);
  for (let i = 0; i < logDirsLength; i++) logDirs[i] = d.uuid();
  const previousBrokerEpoch = version >= 3 ? d.int64() : -1;
  d.skipTaggedFields();
  return {
    brokerId,
    clusterId,
    incarnationId,
    listeners,
    features,
    rack,
    isMigratingZkBroker,
    logDirs,
    previousBrokerEpoch,
  };
}

/** The response of BrokerRegistration. Versions 0-4. */
export interface BrokerRegistrationResponse {
  /** `int32`, versions 0-4. */
  throttleTimeMs: number;
  /** `int16`, versions 0-4. */
  errorCode: number;
  /** `int64`, versions 0-4; default -1. */
  brokerEpoch: number;
}

/** A BrokerRegistrationResponse with the protocol's defaults for every field that is not given. */
export function createBrokerRegistrationResponse(
  init: Partial<BrokerRegistrationResponse> = {},
): BrokerRegistrationResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    brokerEpoch: init.brokerEpoch ?? -1,
  };
}

/** Writes a BrokerRegistrationResponse in the given version. */
export function encodeBrokerRegistrationResponse(e: Encoder, m: BrokerRegistrationResponse, _version: number): void {
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  e.int64(m.brokerEpoch);
  e.uvarint(0);
}

/** Reads a BrokerRegistrationResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeBrokerRegistrationResponse(d: Decoder, _version: number): BrokerRegistrationResponse {
  const throttleTimeMs = d.int32();
  const errorCode = d.int16();
  const brokerEpoch = d.int64();
  d.skipTaggedFields();
  return { throttleTimeMs, errorCode, brokerEpoch };
}

/** BrokerRegistration: API key 62, versions 0-4. */
export const brokerRegistrationApi: Api<BrokerRegistrationRequest, BrokerRegistrationResponse> = {
  key: 62,
  name: 'BrokerRegistration',
  route: 'controller',
  listeners: ['controller'],
  minVersion: 0,
  maxVersion: 4,
  maxStableVersion: 4,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeBrokerRegistrationRequest,
  decodeRequest: decodeBrokerRegistrationRequest,
  encodeResponse: encodeBrokerRegistrationResponse,
  decodeResponse: decodeBrokerRegistrationResponse,
};
