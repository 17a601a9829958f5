// Errors of one request: what failed, where, and whether it may be tried again. Must not know why it is asked.
import { KafkaError } from '../base/errors.ts';
import type { PendingRequest } from './pending-request.ts';

/** This request failed by itself: its connection may be as good as before. */
export function requestError(
  code: 'CONNECTION' | 'TIMEOUT' | 'PROTOCOL' | 'INTERNAL',
  pending: PendingRequest,
  address: string,
  why: string,
  cause?: unknown,
): KafkaError {
  return new KafkaError(code, `${pending.describe(address)}: ${why}`, {
    api: pending.api.name,
    broker: address,
    retriable: code === 'CONNECTION' || code === 'TIMEOUT',
    position: positionOf(cause),
    cause,
  });
}

/** This request went down with its connection, which ended with `error`. */
export function lostRequest(pending: PendingRequest, address: string, error: KafkaError): KafkaError {
  const { code, retriable } = error;
  const { api, version } = pending;
  const message = `${api.name} v${version}: ${error.message}`;
  return new KafkaError(code, message, { api: api.name, broker: address, retriable, cause: error });
}

/** Where in the bytes reading failed, if that is why. */
export function positionOf(error: unknown): number | undefined {
  return KafkaError.is(error) ? error.position : undefined;
}
