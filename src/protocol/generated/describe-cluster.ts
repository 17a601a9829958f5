// Generated from protocol-specs/describe-cluster.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry, roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** The request of DescribeCluster. Versions 0-2. */
export interface DescribeClusterRequest {
  /** `bool`, versions 0-2. */
  includeClusterAuthorizedOperations: boolean;
  /** `int8`, versions 1-2; default 1. */
  endpointType: number;
  /** `bool`, versions 2. */
  includeFencedBrokers: boolean;
}

/** A DescribeClusterRequest with the protocol's defaults for every field that is not given. */
export function createDescribeClusterRequest(init: Partial<DescribeClusterRequest> = {}): DescribeClusterRequest {
  return {
    includeClusterAuthorizedOperations: init.includeClusterAuthorizedOperations ?? false,
    endpointType: init.endpointType ?? 1,
    includeFencedBrokers: init.includeFencedBrokers ?? false,
  };
}

/** Writes a DescribeClusterRequest in the given version. */
export function encodeDescribeClusterRequest(e: Encoder, m: DescribeClusterRequest, version: number): void {
  if (version < 1 && m.endpointType !== 1) throw cannotCarry('DescribeClusterRequest', 'endpointType', version);
  if (version < 2 && m.includeFencedBrokers)
    throw cannotCarry('DescribeClusterRequest', 'includeFencedBrokers', version);
  e.bool(m.includeClusterAuthorizedOperations);
  if (version >= 1) e.int8(m.endpointType);
  if (version >= 2) e.bool(m.includeFencedBrokers);
  e.uvarint(0);
}

/** Reads a DescribeClusterRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDescribeClusterRequest(d: Decoder, version: number): DescribeClusterRequest {
  const includeClusterAuthorizedOperations = d.bool();
  const endpointType = version >= 1 ? d.int8() : 1;
  const includeFencedBrokers = version >= 2 ? d.bool() : false;
  d.skipTaggedFields();
  return { includeClusterAuthorizedOperations, endpointType, includeFencedBrokers };
}

/** Part of DescribeClusterResponse. Versions 0-2. */
export interface DescribeClusterBroker {
  /** `int32`, versions 0-2. */
  brokerId: number;
  /** `string`, versions 0-2. */
  host: string;
  /** `int32`, versions 0-2. */
  port: number;
  /** `string`, versions 0-2; null from 0+; default null. */
  rack: string | null;
  /** `bool`, versions 2. */
  isFenced: boolean;
}

/** A DescribeClusterBroker with the protocol's defaults for every field that is not given. */
export function createDescribeClusterBroker(init: Partial<DescribeClusterBroker> = {}): DescribeClusterBroker {
  return {
    brokerId: init.brokerId ?? 0,
    host: init.host ?? '',
    port: init.port ?? 0,
    rack: init.rack === undefined ? null : init.rack,
    isFenced: init.isFenced ?? false,
  };
}

function writeDescribeClusterBroker(e: Encoder, m: DescribeClusterBroker, version: number): void {
  if (version < 2 && m.isFenced) throw cannotCarry('DescribeClusterBroker', 'isFenced', version);
  e.int32(m.brokerId);
  e.compactString(m.host);
  e.int32(m.port);
  e.compactNullableString(m.rack);
  if (version >= 2) e.bool(m.isFenced);
  e.uvarint(0);
}

function readDescribeClusterBroker(d: Decoder, version: number): DescribeClusterBroker {
  const brokerId = d.int32();
  const host = d.compactString();
  const port = d.int32();
  const rack = d.compactNullableString();
  const isFenced = version >= 2 ? d.bool() : false;
  d.skipTaggedFields();
  return { brokerId, host, port, rack, isFenced };
}

/** The response of DescribeCluster. Versions 0-2. */
export interface DescribeClusterResponse {
  /** `int32`, versions 0-2. */
  throttleTimeMs: number;
  /** `int16`, versions 0-2. */
  errorCode: number;
  /** `string`, versions 0-2; null from 0+; default null. */
  errorMessage: string | null;
  /** `int8`, versions 1-2; default 1. */
  endpointType: number;
  /** `string`, versions 0-2. */
  clusterId: string;
  /** `int32`, versions 0-2; default -1. */
  controllerId: number;
  /** `[]DescribeClusterBroker`, versions 0-2. */
  brokers: readonly DescribeClusterBroker[];
  /** `int32`, versions 0-2; default -2147483648. */
  clusterAuthorizedOperations: number;
}

/** A DescribeClusterResponse with the protocol's defaults for every field that is not given. */
export function createDescribeClusterResponse(init: Partial<DescribeClusterResponse> = {}): DescribeClusterResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    errorMessage: init.errorMessage === undefined ? null : init.errorMessage,
    endpointType: init.endpointType ?? 1,
    clusterId: init.clusterId ?? '',
    controllerId: init.controllerId ?? -1,
    brokers: init.brokers ?? [],
    clusterAuthorizedOperations: init.clusterAuthorizedOperations ?? -2147483648,
  };
}

/** Writes a DescribeClusterResponse in the given version. */
export function encodeDescribeClusterResponse(e: Encoder, m: DescribeClusterResponse, version: number): void {
  if (version < 1 && m.endpointType !== 1) throw cannotCarry('DescribeClusterResponse', 'endpointType', version);
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  e.compactNullableString(m.errorMessage);
  if (version >= 1) e.int8(m.endpointType);
  e.compactString(m.clusterId);
  e.int32(m.controllerId);
  e.compactArrayLength(m.brokers);
  for (const item of m.brokers) writeDescribeClusterBroker(e, item, version);
  e.int32(m.clusterAuthorizedOperations);
  e.uvarint(0);
}

/** Reads a DescribeClusterResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDescribeClusterResponse(d: Decoder, version: number): DescribeClusterResponse {
  const throttleTimeMs = d.int32();
  const errorCode = d.int16();
  const errorMessage = d.compactNullableString();
  const endpointType = version >= 1 ? d.int8() : 1;
  const clusterId = d.compactString();
  const controllerId = d.int32();
  const brokersLength = d.compactArrayLength();
  const brokers = roomFor<DescribeClusterBroker>(brokersLength);
  for (let i = 0; i < brokersLength; i++) brokers[i] = readDescribeClusterBroker(d, version);
  const clusterAuthorizedOperations = d.int32();
  d.skipTaggedFields();
  return {
    throttleTimeMs,
    errorCode,
    errorMessage,
    endpointType,
    clusterId,
    controllerId,
    brokers,
    clusterAuthorizedOperations,
  };
}

/** DescribeCluster: API key 60, versions 0-2. */
export const describeClusterApi: Api<DescribeClusterRequest, DescribeClusterResponse> = {
  key: 60,
  name: 'DescribeCluster',
  route: 'any',
  listeners: ['broker', 'controller'],
  minVersion: 0,
  maxVersion: 2,
  maxStableVersion: 2,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeDescribeClusterRequest,
  decodeRequest: decodeDescribeClusterRequest,
  encodeResponse: encodeDescribeClusterResponse,
  decodeResponse: decodeDescribeClusterResponse,
};
