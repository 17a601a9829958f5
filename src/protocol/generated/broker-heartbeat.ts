// Generated from protocol-specs/broker-heartbeat.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { Encoder } from '../../wire/encoder.ts';
import type { Api } from '../api.ts';
import { cannotCarry, roomFor } from '../../wire/message-codec.ts';

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
  e.int32(m.brokerId);
  e.int64(m.brokerEpoch);
  e.int64(m.currentMetadataOffset);
  e.bool(m.wantFence);
  e.bool(m.wantShutDown);
  if (!(version >= 1)) {
    if (!(m.offlineLogDirs.length === 0)) throw cannotCarry('BrokerHeartbeatRequest', 'offlineLogDirs', version);
  }
  if (!(version >= 2)) {
    if (!(m.cordonedLogDirs === null)) throw cannotCarry('BrokerHeartbeatRequest', 'cordonedLogDirs', version);
  }
  const tag0 = version >= 1 && !(m.offlineLogDirs.length === 0);
  const tag1 = version >= 2 && !(m.cordonedLogDirs === null);
  e.uvarint((tag0 ? 1 : 0) + (tag1 ? 1 : 0));
  if (tag0) {
    const content = new Encoder(64);
    content.compactArrayLength(m.offlineLogDirs);
    for (const item of m.offlineLogDirs) content.uuid(item);
    e.taggedField(0, content);
  }
  if (tag1) {
    const content = new Encoder(64);
    if (m.cordonedLogDirs === null) {
      content.compactArrayLength(null);
    }
    else {
      content.compactArrayLength(m.cordonedLogDirs);
      for (const item of m.cordonedLogDirs) content.uuid(item);
    }
    e.taggedField(1, content);
  }
}

/** Reads a BrokerHeartbeatRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeBrokerHeartbeatRequest(d: Decoder, version: number): BrokerHeartbeatRequest {
  const brokerId: number = d.int32();
  const brokerEpoch: number = d.int64();
  const currentMetadataOffset: number = d.int64();
  const wantFence: boolean = d.bool();
  const wantShutDown: boolean = d.bool();
  let offlineLogDirs: readonly string[] = [];
  let cordonedLogDirs: readonly string[] | null = null;
  for (let count = d.uvarint(); count > 0; count--) {
    const tag = d.uvarint();
    const size = d.uvarint();
    const end = d.pos + size;
    switch (tag) {
      case 0: {
        const offlineLogDirsLength = d.compactArrayLength();
         {
          const items = roomFor<string>(offlineLogDirsLength);
          for (let i = 0; i < offlineLogDirsLength; i++) items[i] = d.uuid();
          offlineLogDirs = items;
        }
        break;
      }
      case 1: {
        const cordonedLogDirsLength = d.nullableCompactArrayLength();
        if (cordonedLogDirsLength >= 0) {
          const items = roomFor<string>(cordonedLogDirsLength);
          for (let i = 0; i < cordonedLogDirsLength; i++) items[i] = d.uuid();
          cordonedLogDirs = items;
        }
        else cordonedLogDirs = null;
        break;
      }
      default:
        d.raw(size);
    }
    d.expectTagEnd(end, 'BrokerHeartbeatRequest', tag);
  }
  void version;
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
export function encodeBrokerHeartbeatResponse(e: Encoder, m: BrokerHeartbeatResponse, version: number): void {
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  e.bool(m.isCaughtUp);
  e.bool(m.isFenced);
  e.bool(m.shouldShutDown);
  e.uvarint(0);
  void version;
}

/** Reads a BrokerHeartbeatResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeBrokerHeartbeatResponse(d: Decoder, version: number): BrokerHeartbeatResponse {
  const throttleTimeMs: number = d.int32();
  const errorCode: number = d.int16();
  const isCaughtUp: boolean = d.bool();
  const isFenced: boolean = d.bool();
  const shouldShutDown: boolean = d.bool();
  d.skipTaggedFields();
  void version;
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
