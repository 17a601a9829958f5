// Generated from protocol-specs/add-partitions-to-txn.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry, roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** Part of AddPartitionsToTxnRequest. Versions 0-5. */
export interface AddPartitionsToTxnTopic {
  /** `string`, versions 0-5. */
  name: string;
  /** `[]int32`, versions 0-5. */
  partitions: readonly number[];
}

/** A AddPartitionsToTxnTopic with the protocol's defaults for every field that is not given. */
export function createAddPartitionsToTxnTopic(init: Partial<AddPartitionsToTxnTopic> = {}): AddPartitionsToTxnTopic {
  return {
    name: init.name ?? '',
    partitions: init.partitions ?? [],
  };
}

function writeAddPartitionsToTxnTopic(e: Encoder, m: AddPartitionsToTxnTopic, version: number): void {
  const flexible = version >= 3;
  if (flexible) e.compactString(m.name);
  else e.string(m.name);
  if (flexible) e.compactArrayLength(m.partitions);
  else e.arrayLength(m.partitions);
  for (const item of m.partitions) e.int32(item);
  if (flexible) e.uvarint(0);
}

function readAddPartitionsToTxnTopic(d: Decoder, version: number): AddPartitionsToTxnTopic {
  const flexible = version >= 3;
  const name = flexible ? d.compactString() : d.string();
  const partitionsLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const partitions = roomFor<number>(partitionsLength);
  for (let i = 0; i < partitionsLength; i++) partitions[i] = d.int32();
  if (flexible) d.skipTaggedFields();
  return { name, partitions };
}

/** Part of AddPartitionsToTxnRequest. Versions 4-5. */
export interface AddPartitionsToTxnTransaction {
  /** `string`, versions 4-5. */
  transactionalId: string;
  /** `int64`, versions 4-5. */
  producerId: number;
  /** `int16`, versions 4-5. */
  producerEpoch: number;
  /** `bool`, versions 4-5; default false. */
  verifyOnly: boolean;
  /** `[]AddPartitionsToTxnTopic`, versions 4-5. */
  topics: readonly AddPartitionsToTxnTopic[];
}

/** A AddPartitionsToTxnTransaction with the protocol's defaults for every field that is not given. */
export function createAddPartitionsToTxnTransaction(
  init: Partial<AddPartitionsToTxnTransaction> = {},
): AddPartitionsToTxnTransaction {
  return {
    transactionalId: init.transactionalId ?? '',
    producerId: init.producerId ?? 0,
    producerEpoch: init.producerEpoch ?? 0,
    verifyOnly: init.verifyOnly ?? false,
    topics: init.topics ?? [],
  };
}

function writeAddPartitionsToTxnTransaction(e: Encoder, m: AddPartitionsToTxnTransaction, version: number): void {
  e.compactString(m.transactionalId);
  e.int64(m.producerId);
  e.int16(m.producerEpoch);
  e.bool(m.verifyOnly);
  e.compactArrayLength(m.topics);
  for (const item of m.topics) writeAddPartitionsToTxnTopic(e, item, version);
  e.uvarint(0);
}

function readAddPartitionsToTxnTransaction(d: Decoder, version: number): AddPartitionsToTxnTransaction {
  const transactionalId = d.compactString();
  const producerId = d.int64();
  const producerEpoch = d.int16();
  const verifyOnly = d.bool();
  const topicsLength = d.compactArrayLength();
  const topics = roomFor<AddPartitionsToTxnTopic>(topicsLength);
  for (let i = 0; i < topicsLength; i++) topics[i] = readAddPartitionsToTxnTopic(d, version);
  d.skipTaggedFields();
  return { transactionalId, producerId, producerEpoch, verifyOnly, topics };
}

/** The request of AddPartitionsToTxn. Versions 0-5. */
export interface AddPartitionsToTxnRequest {
  /** `[]AddPartitionsToTxnTransaction`, versions 4-5. */
  transactions: readonly AddPartitionsToTxnTransaction[];
  /** `string`, versions 0-3. */
  v3AndBelowTransactionalId: string;
  /** `int64`, versions 0-3. */
  v3AndBelowProducerId: number;
  /** `int16`, versions 0-3. */
  v3AndBelowProducerEpoch: number;
  /** `[]AddPartitionsToTxnTopic`, versions 0-3. */
  v3AndBelowTopics: readonly AddPartitionsToTxnTopic[];
}

/** A AddPartitionsToTxnRequest with the protocol's defaults for every field that is not given. */
export function createAddPartitionsToTxnRequest(
  init: Partial<AddPartitionsToTxnRequest> = {},
): AddPartitionsToTxnRequest {
  return {
    transactions: init.transactions ?? [],
    v3AndBelowTransactionalId: init.v3AndBelowTransactionalId ?? '',
    v3AndBelowProducerId: init.v3AndBelowProducerId ?? 0,
    v3AndBelowProducerEpoch: init.v3AndBelowProducerEpoch ?? 0,
    v3AndBelowTopics: init.v3AndBelowTopics ?? [],
  };
}

/** Writes a AddPartitionsToTxnRequest in the given version. */
export function encodeAddPartitionsToTxnRequest(e: Encoder, m: AddPartitionsToTxnRequest, version: number): void {
  const flexible = version >= 3;
  if (version < 4 && m.transactions.length > 0) throw cannotCarry('AddPartitionsToTxnRequest', 'transactions', version);
  if (version > 3 && m.v3AndBelowTransactionalId !== '')
    throw cannotCarry('AddPartitionsToTxnRequest', 'v3AndBelowTransactionalId', version);
  if (version > 3 && m.v3AndBelowProducerId !== 0)
    throw cannotCarry('AddPartitionsToTxnRequest', 'v3AndBelowProducerId', version);
  if (version > 3 && m.v3AndBelowProducerEpoch !== 0)
    throw cannotCarry('AddPartitionsToTxnRequest', 'v3AndBelowProducerEpoch', version);
  if (version > 3 && m.v3AndBelowTopics.length > 0)
    throw cannotCarry('AddPartitionsToTxnRequest', 'v3AndBelowTopics', version);
  if (version >= 4) {
    if (flexible) e.compactArrayLength(m.transactions);
    else e.arrayLength(m.transactions);
    for (const item of m.transactions) writeAddPartitionsToTxnTransaction(e, item, version);
  }
  if (version <= 3) {
    if (flexible) e.compactString(m.v3AndBelowTransactionalId);
    else e.string(m.v3AndBelowTransactionalId);
    e.int64(m.v3AndBelowProducerId);
    e.int16(m.v3AndBelowProducerEpoch);
    if (flexible) e.compactArrayLength(m.v3AndBelowTopics);
    else e.arrayLength(m.v3AndBelowTopics);
    for (const item of m.v3AndBelowTopics) writeAddPartitionsToTxnTopic(e, item, version);
  }
  if (flexible) e.uvarint(0);
}

/** Reads a AddPartitionsToTxnRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeAddPartitionsToTxnRequest(d: Decoder, version: number): AddPartitionsToTxnRequest {
  const flexible = version >= 3;
  const transactionsLength = version >= 4 ? (flexible ? d.compactArrayLength() : d.arrayLength()) : 0;
  const transactions = roomFor<AddPartitionsToTxnTransaction>(transactionsLength);
  for (let i = 0; i < transactionsLength; i++) transactions[i] = readAddPartitionsToTxnTransaction(d, version);
  const v3AndBelowTransactionalId = version <= 3 ? (flexible ? d.compactString() : d.string()) : '';
  const v3AndBelowProducerId = version <= 3 ? d.int64() : 0;
  const v3AndBelowProducerEpoch = version <= 3 ? d.int16() : 0;
  const v3AndBelowTopicsLength = version <= 3 ? (flexible ? d.compactArrayLength() : d.arrayLength()) : 0;
  const v3AndBelowTopics = roomFor<AddPartitionsToTxnTopic>(v3AndBelowTopicsLength);
  for (let i = 0; i < v3AndBelowTopicsLength; i++) v3AndBelowTopics[i] = readAddPartitionsToTxnTopic(d, version);
  if (flexible) d.skipTaggedFields();
  return { transactions, v3AndBelowTransactionalId, v3AndBelowProducerId, v3AndBelowProducerEpoch, v3AndBelowTopics };
}

/** Part of AddPartitionsToTxnResponse. Versions 0-5. */
export interface AddPartitionsToTxnPartitionResult {
  /** `int32`, versions 0-5. */
  partitionIndex: number;
  /** `int16`, versions 0-5. */
  partitionErrorCode: number;
}

/** A AddPartitionsToTxnPartitionResult with the protocol's defaults for every field that is not given. */
export function createAddPartitionsToTxnPartitionResult(
  init: Partial<AddPartitionsToTxnPartitionResult> = {},
): AddPartitionsToTxnPartitionResult {
  return {
    partitionIndex: init.partitionIndex ?? 0,
    partitionErrorCode: init.partitionErrorCode ?? 0,
  };
}

function writeAddPartitionsToTxnPartitionResult(
  e: Encoder,
  m: AddPartitionsToTxnPartitionResult,
  version: number,
): void {
  const flexible = version >= 3;
  e.int32(m.partitionIndex);
  e.int16(m.partitionErrorCode);
  if (flexible) e.uvarint(0);
}

function readAddPartitionsToTxnPartitionResult(d: Decoder, version: number): AddPartitionsToTxnPartitionResult {
  const flexible = version >= 3;
  const partitionIndex = d.int32();
  const partitionErrorCode = d.int16();
  if (flexible) d.skipTaggedFields();
  return { partitionIndex, partitionErrorCode };
}

/** Part of AddPartitionsToTxnResponse. Versions 0-5. */
export interface AddPartitionsToTxnTopicResult {
  /** `string`, versions 0-5. */
  name: string;
  /** `[]AddPartitionsToTxnPartitionResult`, versions 0-5. */
  resultsByPartition: readonly AddPartitionsToTxnPartitionResult[];
}

/** A AddPartitionsToTxnTopicResult with the protocol's defaults for every field that is not given. */
export function createAddPartitionsToTxnTopicResult(
  init: Partial<AddPartitionsToTxnTopicResult> = {},
): AddPartitionsToTxnTopicResult {
  return {
    name: init.name ?? '',
    resultsByPartition: init.resultsByPartition ?? [],
  };
}

function writeAddPartitionsToTxnTopicResult(e: Encoder, m: AddPartitionsToTxnTopicResult, version: number): void {
  const flexible = version >= 3;
  if (flexible) e.compactString(m.name);
  else e.string(m.name);
  if (flexible) e.compactArrayLength(m.resultsByPartition);
  else e.arrayLength(m.resultsByPartition);
  for (const item of m.resultsByPartition) writeAddPartitionsToTxnPartitionResult(e, item, version);
  if (flexible) e.uvarint(0);
}

function readAddPartitionsToTxnTopicResult(d: Decoder, version: number): AddPartitionsToTxnTopicResult {
  const flexible = version >= 3;
  const name = flexible ? d.compactString() : d.string();
  const resultsByPartitionLength = flexible ? d.compactArrayLength() : d.arrayLength();
  const resultsByPartition = roomFor<AddPartitionsToTxnPartitionResult>(resultsByPartitionLength);
  for (let i = 0; i < resultsByPartitionLength; i++)
    resultsByPartition[i] = readAddPartitionsToTxnPartitionResult(d, version);
  if (flexible) d.skipTaggedFields();
  return { name, resultsByPartition };
}

/** Part of AddPartitionsToTxnResponse. Versions 4-5. */
export interface AddPartitionsToTxnResult {
  /** `string`, versions 4-5. */
  transactionalId: string;
  /** `[]AddPartitionsToTxnTopicResult`, versions 4-5. */
  topicResults: readonly AddPartitionsToTxnTopicResult[];
}

/** A AddPartitionsToTxnResult with the protocol's defaults for every field that is not given. */
export function createAddPartitionsToTxnResult(init: Partial<AddPartitionsToTxnResult> = {}): AddPartitionsToTxnResult {
  return {
    transactionalId: init.transactionalId ?? '',
    topicResults: init.topicResults ?? [],
  };
}

function writeAddPartitionsToTxnResult(e: Encoder, m: AddPartitionsToTxnResult, version: number): void {
  e.compactString(m.transactionalId);
  e.compactArrayLength(m.topicResults);
  for (const item of m.topicResults) writeAddPartitionsToTxnTopicResult(e, item, version);
  e.uvarint(0);
}

function readAddPartitionsToTxnResult(d: Decoder, version: number): AddPartitionsToTxnResult {
  const transactionalId = d.compactString();
  const topicResultsLength = d.compactArrayLength();
  const topicResults = roomFor<AddPartitionsToTxnTopicResult>(topicResultsLength);
  for (let i = 0; i < topicResultsLength; i++) topicResults[i] = readAddPartitionsToTxnTopicResult(d, version);
  d.skipTaggedFields();
  return { transactionalId, topicResults };
}

/** The response of AddPartitionsToTxn. Versions 0-5. */
export interface AddPartitionsToTxnResponse {
  /** `int32`, versions 0-5. */
  throttleTimeMs: number;
  /** `int16`, versions 4-5. */
  errorCode: number;
  /** `[]AddPartitionsToTxnResult`, versions 4-5. */
  resultsByTransaction: readonly AddPartitionsToTxnResult[];
  /** `[]AddPartitionsToTxnTopicResult`, versions 0-3. */
  resultsByTopicV3AndBelow: readonly AddPartitionsToTxnTopicResult[];
}

/** A AddPartitionsToTxnResponse with the protocol's defaults for every field that is not given. */
export function createAddPartitionsToTxnResponse(
  init: Partial<AddPartitionsToTxnResponse> = {},
): AddPartitionsToTxnResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    resultsByTransaction: init.resultsByTransaction ?? [],
    resultsByTopicV3AndBelow: init.resultsByTopicV3AndBelow ?? [],
  };
}

/** Writes a AddPartitionsToTxnResponse in the given version. */
export function encodeAddPartitionsToTxnResponse(e: Encoder, m: AddPartitionsToTxnResponse, version: number): void {
  const flexible = version >= 3;
  if (version < 4 && m.resultsByTransaction.length > 0)
    throw cannotCarry('AddPartitionsToTxnResponse', 'resultsByTransaction', version);
  if (version > 3 && m.resultsByTopicV3AndBelow.length > 0)
    throw cannotCarry('AddPartitionsToTxnResponse', 'resultsByTopicV3AndBelow', version);
  e.int32(m.throttleTimeMs);
  if (version >= 4) {
    e.int16(m.errorCode);
    if (flexible) e.compactArrayLength(m.resultsByTransaction);
    else e.arrayLength(m.resultsByTransaction);
    for (const item of m.resultsByTransaction) writeAddPartitionsToTxnResult(e, item, version);
  }
  if (version <= 3) {
    if (flexible) e.compactArrayLength(m.resultsByTopicV3AndBelow);
    else e.arrayLength(m.resultsByTopicV3AndBelow);
    for (const item of m.resultsByTopicV3AndBelow) writeAddPartitionsToTxnTopicResult(e, item, version);
  }
  if (flexible) e.uvarint(0);
}

/** Reads a AddPartitionsToTxnResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeAddPartitionsToTxnResponse(d: Decoder, version: number): AddPartitionsToTxnResponse {
  const flexible = version >= 3;
  const throttleTimeMs = d.int32();
  const errorCode = version >= 4 ? d.int16() : 0;
  const resultsByTransactionLength = version >= 4 ? (flexible ? d.compactArrayLength() : d.arrayLength()) : 0;
  const resultsByTransaction = roomFor<AddPartitionsToTxnResult>(resultsByTransactionLength);
  for (let i = 0; i < resultsByTransactionLength; i++)
    resultsByTransaction[i] = readAddPartitionsToTxnResult(d, version);
  const resultsByTopicV3AndBelowLength = version <= 3 ? (flexible ? d.compactArrayLength() : d.arrayLength()) : 0;
  const resultsByTopicV3AndBelow = roomFor<AddPartitionsToTxnTopicResult>(resultsByTopicV3AndBelowLength);
  for (let i = 0; i < resultsByTopicV3AndBelowLength; i++)
    resultsByTopicV3AndBelow[i] = readAddPartitionsToTxnTopicResult(d, version);
  if (flexible) d.skipTaggedFields();
  return { throttleTimeMs, errorCode, resultsByTransaction, resultsByTopicV3AndBelow };
}

/** AddPartitionsToTxn: API key 24, versions 0-5. */
export const addPartitionsToTxnApi: Api<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse> = {
  key: 24,
  name: 'AddPartitionsToTxn',
  route: 'transaction-coordinator',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 5,
  maxStableVersion: 5,
  requestFlexibleFrom: 3,
  responseFlexibleFrom: 3,
  encodeRequest: encodeAddPartitionsToTxnRequest,
  decodeRequest: decodeAddPartitionsToTxnRequest,
  encodeResponse: encodeAddPartitionsToTxnResponse,
  decodeResponse: decodeAddPartitionsToTxnResponse,
};
