// Generated from protocol-specs/broker-heartbeat.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { Encoder } from '../../wire/encoder.ts';
import { cannotCarry, roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** The request of BrokerHeartbeat. Versions 0-2. */
export interface BrokerHeartbeatRequest {
  /** `int32`, versions 0-2. */
  brokerId: number;
  /** `int64`, versions 0-2; default -1. */
  brokerEpoch: number;
  /** `int64`, versions 0-2. */
  currentMetadataOffset: number;
  /** `bool`, versions 0-2. */
  wantFence: boolean;
  /** `bool`, versions 0-2. */
  wantShutDown: boolean;
  /** `[]uuid`, versions 1-2; tag 0. */
  offlineLogDirs: readonly string[];
  /** `[]uuid`, versions 2; null from 2+; tag 1; default null. */
  cordonedLogDirs: readonly string[] | null;
}

/** A BrokerHeartbeatRequest with the protocol's defaults for every field that is not given. */
export function createBrokerHeartbeatRequest(init: Partial<BrokerHeartbeatRequest> = {}): BrokerHeartbeatRequest {
  return {
    brokerId: init.brokerId ?? 0,
    brokerEpoch: init.brokerEpoch ?? -1,
    currentMetadataOffset: init.currentMetadataOffset ?? 0,
    wantFence: init.wantFence ?? false,
    wantShutDown: init.wantShutDown ?? false,
    offlineLogDirs: init.offlineLogDirs ?? [],
    cordonedLogDirs: init.cordonedLogDirs === undefined ? null : init.cordonedLogDirs,
  };
}

/** Writes a BrokerHeartbeatRequest in the given version. */
export function encodeBrokerHeartbeatRequest(e: Encoder, m: BrokerHeartbeatRequest, version: number): void {
  if (version < 1 && m.offlineLogDirs.length > 0)
    throw cannotCarry('BrokerHeartbeatRequest', 'offlineLogDirs', version);
  if (version < 2 && m.cordonedLogDirs !== null)
    throw cannotCarry('BrokerHeartbeatRequest', 'cordonedLogDirs', version);
  e.int32(m.brokerId);
  e.int64(m.brokerEpoch);
  e.int64(m.currentMetadataOffset);
  e.bool(m.wantFence);
  e.bool(m.wantShutDown);
  const hasOfflineLogDirs = version >= 1 && m.offlineLogDirs.length > 0;
  const hasCordonedLogDirs = version >= 2 && m.cordonedLogDirs !== null;
  e.uvarint(Number(hasOfflineLogDirs) + Number(hasCordonedLogDirs));
  if (hasOfflineLogDirs) {
    const content = new Encoder(64);
    content.compactArrayLength(m.offlineLogDirs);
    for (const item of m.offlineLogDirs) content.uuid(item);
    e.taggedField(0, content);
  }
  if (hasCordonedLogDirs) {
    const content = new Encoder(64);
    if (m.cordonedLogDirs === null) {
      content.compactArrayLength(null);
    } else {
      content.compactArrayLength(m.cordonedLogDirs);
      for (const item of m.cordonedLogDirs) content.uuid(item);
    }
    e.taggedField(1, content);
  }
}

/** Reads a BrokerHeartbeatRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeBrokerHeartbeatRequest(d: Decoder, version: number): BrokerHeartbeatRequest {
  const brokerId = d.int32();
  const brokerEpoch = d.int64();
  const currentMetadataOffset = d.int64();
  const wantFence = d.bool();
  const wantShutDown = d.bool();
  let offlineLogDirs: string[] = [];
  let cordonedLogDirs: string[] | null = null;
  for (let count = d.uvarint(); count > 0; count--) {
    const tag = d.uvarint();
    const size = d.uvarint();
    const end = d.pos + size;
    switch (tag) {
      case 0: {
        if (version < 1) d.refuseTag('BrokerHeartbeatRequest', tag, version);
        const length = d.compactArrayLength();
        offlineLogDirs = roomFor<string>(length);
        for (let i = 0; i < length; i++) offlineLogDirs[i] = d.uuid();
        break;
      }
      case 1: {
        if (version < 2) d.refuseTag('BrokerHeartbeatRequest', tag, version);
        const length = d.nullableCompactArrayLength();
        cordonedLogDirs = length < 0 ? null : roomFor<string>(length);
        for (let i = 0; i < length; i++) cordonedLogDirs![i] = d.uuid();
        break;
      }
      default:
        d.raw(size);
    }
    d.expectTagEnd(end, 'BrokerHeartbeatRequest', tag);
  }
  return { brokerId, brokerEpoch, currentMetadataOffset, wantFence, wantShutDown, offlineLogDirs, cordonedLogDirs };
}

/** The response of BrokerHeartbeat. Versions 0-2. */
export interface BrokerHeartbeatResponse {
  /** `int32`, versions 0-2. */
  throttleTimeMs: number;
  /** `int16`, versions 0-2. */
  errorCode: number;
  /** `bool`, versions 0-2; default false. */
  isCaughtUp: boolean;
  /** `bool`, versions 0-2; default true. */
  isFenced: boolean;
  /** `bool`, versions 0-2. */
  shouldShutDown: boolean;
}

/** A BrokerHeartbeatResponse with the protocol's defaults for every field that is not given. */
export function createBrokerHeartbeatResponse(init: Partial<BrokerHeartbeatResponse> = {}): BrokerHeartbeatResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    isCaughtUp: init.isCaughtUp ?? false,
    isFenced: init.isFenced ?? true,
    shouldShutDown: init.shouldShutDown ?? false,
  };
}

/** Writes a BrokerHeartbeatResponse in the given version. */
export function encodeBrokerHeartbeatResponse(e: Encoder, m: BrokerHeartbeatResponse, _version: number): void {
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  e.bool(m.isCaughtUp);
  e.bool(m.isFenced);
  e.bool(m.shouldShutDown);
  e.uvarint(0);
}

/** Reads a BrokerHeartbeatResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeBrokerHeartbeatResponse(d: Decoder, _version: number): BrokerHeartbeatResponse {
  const throttleTimeMs = d.int32();
  const errorCode = d.int16();
  const isCaughtUp = d.bool();
  const isFenced = d.bool();
  const shouldShutDown = d.bool();
  d.skipTaggedFields();
  return { throttleTimeMs, errorCode, isCaughtUp, isFenced, shouldShutDown };
}

/** BrokerHeartbeat: API key 63, versions 0-2. */
export const brokerHeartbeatApi: Api<BrokerHeartbeatRequest, BrokerHeartbeatResponse> = {
  key: 63,
  name: 'BrokerHeartbeat',
  route: 'controller',
  listeners: ['controller'],
  minVersion: 0,
  maxVersion: 2,
  maxStableVersion: 2,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeBrokerHeartbeatRequest,
  decodeRequest: decodeBrokerHeartbeatRequest,
  encodeResponse: encodeBrokerHeartbeatResponse,
  decodeResponse: decodeBrokerHeartbeatResponse,
};
