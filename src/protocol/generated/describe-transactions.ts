// Generated from protocol-specs/describe-transactions.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** The request of DescribeTransactions. Versions 0. */
export interface DescribeTransactionsRequest {
  /** `[]string`, versions 0. */
  transactionalIds: readonly string[];
}

/** A DescribeTransactionsRequest with the protocol's defaults for every field that is not given. */
export function createDescribeTransactionsRequest(
  init: Partial<DescribeTransactionsRequest> = {},
): DescribeTransactionsRequest {
  return {
    transactionalIds: init.transactionalIds ?? [],
  };
}

/** Writes a DescribeTransactionsRequest in the given version. */
export function encodeDescribeTransactionsRequest(e: Encoder, m: DescribeTransactionsRequest, _version: number): void {
  e.compactArrayLength(m.transactionalIds);
  for (const item of m.transactionalIds) e.compactString(item);
  e.uvarint(0);
}

/** Reads a DescribeTransactionsRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDescribeTransactionsRequest(d: Decoder, _version: number): DescribeTransactionsRequest {
  const transactionalIdsLength = d.compactArrayLength();
  const transactionalIds = roomFor<string>(transactionalIdsLength);
  for (let i = 0; i < transactionalIdsLength; i++) transactionalIds[i] = d.compactString();
  d.skipTaggedFields();
  return { transactionalIds };
}

/** Part of DescribeTransactionsResponse. Versions 0. */
export interface TopicData {
  /** `string`, versions 0. */
  topic: string;
  /** `[]int32`, versions 0. */
  partitions: readonly number[];
}

/** A TopicData with the protocol's defaults for every field that is not given. */
export function createTopicData(init: Partial<TopicData> = {}): TopicData {
  return {
    topic: init.topic ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeTopicData(e: Encoder, m: TopicData): void {
  e.compactString(m.topic);
  e.compactArrayLength(m.partitions);
  for (const item of m.partitions) e.int32(item);
  e.uvarint(0);
}

function readTopicData(d: Decoder): TopicData {
  const topic = d.compactString();
  const partitionsLength = d.compactArrayLength();
  const partitions = roomFor<number>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = d.int32();
  d.skipTaggedFields();
  return { topic, partitions };
}

/** Part of DescribeTransactionsResponse. Versions 0. */
export interface TransactionState {
  /** `int16`, versions 0. */
  errorCode: number;
  /** `string`, versions 0. */
  transactionalId: string;
  /** `string`, versions 0. */
  transactionState: string;
  /** `int32`, versions 0. */
  transactionTimeoutMs: number;
  /** `int64`, versions 0. */
  transactionStartTimeMs: number;
  /** `int64`, versions 0. */
  producerId: number;
  /** `int16`, versions 0. */
  producerEpoch: number;
  /** `[]TopicData`, versions 0. */
  topics: readonly TopicData[];
}

/** A TransactionState with the protocol's defaults for every field that is not given. */
export function createTransactionState(init: Partial<TransactionState> = {}): TransactionState {
  return {
    errorCode: init.errorCode ?? 0,
    transactionalId: init.transactionalId ?? '',
    transactionState: init.transactionState ?? '',
    transactionTimeoutMs: init.transactionTimeoutMs ?? 0,
    transactionStartTimeMs: init.transactionStartTimeMs ?? 0,
    producerId: init.producerId ?? 0,
    producerEpoch: init.producerEpoch ?? 0,
    topics: init.topics ?? [],
  };
}

function writeTransactionState(e: Encoder, m: TransactionState): void {
  e.int16(m.errorCode);
  e.compactString(m.transactionalId);
  e.compactString(m.transactionState);
  e.int32(m.transactionTimeoutMs);
  e.int64(m.transactionStartTimeMs);
  e.int64(m.producerId);
  e.int16(m.producerEpoch);
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeTopicData(e, item);
  e.uvarint(0);
}

function readTransactionState(d: Decoder): TransactionState {
  const errorCode = d.int16();
  const transactionalId = d.compactString();
  const transactionState = d.compactString();
  const transactionTimeoutMs = d.int32();
  const transactionStartTimeMs = d.int64();
  const producerId = d.int64();
  const producerEpoch = d.int16();
  const topicsLength = d.compactArrayLength();
  const topics = roomFor<TopicData>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readTopicData(d);
  d.skipTaggedFields();
  return {
    errorCode,
    transactionalId,
    transactionState,
    transactionTimeoutMs,
    transactionStartTimeMs,
    producerId,
    producerEpoch,
    topics,
  };
}

/** The response of DescribeTransactions. Versions 0. */
export interface DescribeTransactionsResponse {
  /** `int32`, versions 0. */
  throttleTimeMs: number;
  /** `[]TransactionState`, versions 0. */
  transactionStates: readonly TransactionState[];
}

/** A DescribeTransactionsResponse with the protocol's defaults for every field that is not given. */
export function createDescribeTransactionsResponse(
  init: Partial<DescribeTransactionsResponse> = {},
): DescribeTransactionsResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    transactionStates: init.transactionStates ?? [],
  };
}

/** Writes a DescribeTransactionsResponse in the given version. */
export function encodeDescribeTransactionsResponse(
  e: Encoder,
  m: DescribeTransactionsResponse,
  _version: number,
): void {
  e.int32(m.throttleTimeMs);
  e.compactArrayLength(m.transactionStates);
  for (const item of m.transactionStates) writeTransactionState(e, item);
  e.uvarint(0);
}

/** Reads a DescribeTransactionsResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeDescribeTransactionsResponse(d: Decoder, _version: number): DescribeTransactionsResponse {
  const throttleTimeMs = d.int32();
  const transactionStatesLength = d.compactArrayLength();
  const transactionStates = roomFor<TransactionState>(transactionStatesLength);
  for (let i = 0; i < transactionStatesLength; i++) transactionStates[i] = readTransactionState(d);
  d.skipTaggedFields();
  return { throttleTimeMs, transactionStates };
}

/** DescribeTransactions: API key 65, versions 0. */
export const describeTransactionsApi: Api<DescribeTransactionsRequest, DescribeTransactionsResponse> = {
  key: 65,
  name: 'DescribeTransactions',
  route: 'transaction-coordinator',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 0,
  maxStableVersion: 0,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeDescribeTransactionsRequest,
  decodeRequest: decodeDescribeTransactionsRequest,
  encodeResponse: encodeDescribeTransactionsResponse,
  decodeResponse: decodeDescribeTransactionsResponse,
};
