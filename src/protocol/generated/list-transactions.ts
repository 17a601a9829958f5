// Generated from protocol-specs/list-transactions.spec by codegen/generate.ts. Do not edit.
import type { Decoder } from '../../wire/decoder.ts';
import { type Encoder } from '../../wire/encoder.ts';
import { cannotCarry, roomFor } from '../../wire/message-codec.ts';
import type { Api } from '../api.ts';

/** The request of ListTransactions. Versions 0-2. */
export interface ListTransactionsRequest {
  /** `[]string`, versions 0-2. */
  stateFilters: readonly string[];
  /** `[]int64`, versions 0-2. */
  producerIdFilters: readonly number[];
  /** `int64`, versions 1-2; default -1. */
  durationFilter: number;
  /** `string`, versions 2; null from 2+; default null. */
  transactionalIdPattern: string | null;
}

/** A ListTransactionsRequest with the protocol's defaults for every field that is not given. */
export function createListTransactionsRequest(init: Partial<ListTransactionsRequest> = {}): ListTransactionsRequest {
  return {
    stateFilters: init.stateFilters ?? [],
    producerIdFilters: init.producerIdFilters ?? [],
    durationFilter: init.durationFilter ?? -1,
    transactionalIdPattern: init.transactionalIdPattern === undefined ? null : init.transactionalIdPattern,
  };
}

/** Writes a ListTransactionsRequest in the given version. */
export function encodeListTransactionsRequest(e: Encoder, m: ListTransactionsRequest, version: number): void {
  if (version < 1 && m.durationFilter !== -1) throw cannotCarry('ListTransactionsRequest', 'durationFilter', version);
  if (version < 2 && m.transactionalIdPattern !== null)
    throw cannotCarry('ListTransactionsRequest', 'transactionalIdPattern', version);
  e.compactArrayLength(m.stateFilters);
  for (const item of m.stateFilters) e.compactString(item);
  e.compactArrayLength(m.producerIdFilters);
  for (const item of m.producerIdFilters) e.int64(item);
  if (version >= 1) e.int64(m.durationFilter);
  if (version >= 2) e.compactNullableString(m.transactionalIdPattern);
  e.uvarint(0);
}

/** Reads a ListTransactionsRequest of the given version. Byte fields are views of the decoder's buffer. */
export function decodeListTransactionsRequest(d: Decoder, version: number): ListTransactionsRequest {
  const stateFiltersLength = d.compactArrayLength();
  const stateFilters = roomFor<string>(stateFiltersLength);
  for (let i = 0; i < stateFiltersLength; i++) stateFilters[i] = d.compactString();
  const producerIdFiltersLength = d.compactArrayLength();
  const producerIdFilters = roomFor<number>(producerIdFiltersLength);
  for (let i = 0; i < producerIdFiltersLength; i++) producerIdFilters[i] = d.int64();
  const durationFilter = version >= 1 ? d.int64() : -1;
  const transactionalIdPattern = version >= 2 ? d.compactNullableString() : null;
  d.skipTaggedFields();
  return { stateFilters, producerIdFilters, durationFilter, transactionalIdPattern };
}

/** Part of ListTransactionsResponse. Versions 0-2. */
export interface TransactionState {
  /** `string`, versions 0-2. */
  transactionalId: string;
  /** `int64`, versions 0-2. */
  producerId: number;
  /** `string`, versions 0-2. */
  transactionState: string;
}

/** A TransactionState with the protocol's defaults for every field that is not given. */
export function createTransactionState(init: Partial<TransactionState> = {}): TransactionState {
  return {
    transactionalId: init.transactionalId ?? '',
    producerId: init.producerId ?? 0,
    transactionState: init.transactionState ?? '',
  };
}

function writeTransactionState(e: Encoder, m: TransactionState): void {
  e.compactString(m.transactionalId);
  e.int64(m.producerId);
  e.compactString(m.transactionState);
  e.uvarint(0);
}

function readTransactionState(d: Decoder): TransactionState {
  const transactionalId = d.compactString();
  const producerId = d.int64();
  const transactionState = d.compactString();
  d.skipTaggedFields();
  return { transactionalId, producerId, transactionState };
}

/** The response of ListTransactions. Versions 0-2. */
export interface ListTransactionsResponse {
  /** `int32`, versions 0-2. */
  throttleTimeMs: number;
  /** `int16`, versions 0-2. */
  errorCode: number;
  /** `[]string`, versions 0-2. */
  unknownStateFilters: readonly string[];
  /** `[]TransactionState`, versions 0-2. */
  transactionStates: readonly TransactionState[];
}

/** A ListTransactionsResponse with the protocol's defaults for every field that is not given. */
export function createListTransactionsResponse(init: Partial<ListTransactionsResponse> = {}): ListTransactionsResponse {
  return {
    throttleTimeMs: init.throttleTimeMs ?? 0,
    errorCode: init.errorCode ?? 0,
    unknownStateFilters: init.unknownStateFilters ?? [],
    transactionStates: init.transactionStates ?? [],
  };
}

/** Writes a ListTransactionsResponse in the given version. */
export function encodeListTransactionsResponse(e: Encoder, m: ListTransactionsResponse, _version: number): void {
  e.int32(m.throttleTimeMs);
  e.int16(m.errorCode);
  e.compactArrayLength(m.unknownStateFilters);
  for (const item of m.unknownStateFilters) e.compactString(item);
  e.compactArrayLength(m.transactionStates);
  for (const item of m.transactionStates) writeTransactionState(e, item);
  e.uvarint(0);
}

/** Reads a ListTransactionsResponse of the given version. Byte fields are views of the decoder's buffer. */
export function decodeListTransactionsResponse(d: Decoder, _version: number): ListTransactionsResponse {
  const throttleTimeMs = d.int32();
  const errorCode = d.int16();
  const unknownStateFiltersLength = d.compactArrayLength();
  const unknownStateFilters = roomFor<string>(unknownStateFiltersLength);
  for (let i = 0; i < unknownStateFiltersLength; i++) unknownStateFilters[i] = d.compactString();
  const transactionStatesLength = d.compactArrayLength();
  const transactionStates = roomFor<TransactionState>(transactionStatesLength);
  for (let i = 0; i < transactionStatesLength; i++) transactionStates[i] = readTransactionState(d);
  d.skipTaggedFields();
  return { throttleTimeMs, errorCode, unknownStateFilters, transactionStates };
}

/** ListTransactions: API key 66, versions 0-2. */
export const listTransactionsApi: Api<ListTransactionsRequest, ListTransactionsResponse> = {
  key: 66,
  name: 'ListTransactions',
  route: 'node',
  listeners: ['broker'],
  minVersion: 0,
  maxVersion: 2,
  maxStableVersion: 2,
  requestFlexibleFrom: 0,
  responseFlexibleFrom: 0,
  encodeRequest: encodeListTransactionsRequest,
  decodeRequest: decodeListTransactionsRequest,
  encodeResponse: encodeListTransactionsResponse,
  decodeResponse: decodeListTransactionsResponse,
};
