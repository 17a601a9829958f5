// Errors that a broker reports by number. Owns: the way from a code to an error.
import { type ErrorPlace, KafkaError } from '../base/errors.ts';
import { ErrorCode, type ErrorCodeInfo, errorCodes } from './generated/error-codes.ts';

const byCode: ReadonlyMap<number, ErrorCodeInfo> = new Map(errorCodes.map((info) => [info.code, info]));

/** What is known of an error code; a code newer than this library counts as UNKNOWN_SERVER_ERROR with its number. */
export function errorCodeInfo(code: number): ErrorCodeInfo {
  return (
    byCode.get(code) ?? {
      code,
      name: 'UNKNOWN_SERVER_ERROR',
      retriable: false,
      text: `error code ${code}, which this version of the client does not know`,
    }
  );
}

/** An error that a broker answered with. `code` and `errorName` are Kafka's name of it, `errorCode` its number. */
export class BrokerError extends KafkaError {
  readonly errorName: string;
  readonly errorCode: number;

  /** `what` says what was tried, with its numbers: `fetch orders[3] at 1201`. `detail` is the broker's own text. */
  constructor(code: number, what: string, place: ErrorPlace = {}, detail?: string | null) {
    const info = errorCodeInfo(code);
    super(info.name, `${what}: ${info.name} (${detail ? detail : info.text})`, { ...place, retriable: info.retriable });
    this.name = 'BrokerError';
    this.errorName = info.name;
    this.errorCode = code;
  }
}

/** The error of a code, undefined for NONE. */
export function brokerError(
  code: number,
  what: string,
  place?: ErrorPlace,
  detail?: string | null,
): BrokerError | undefined {
  return code === ErrorCode.NONE ? undefined : new BrokerError(code, what, place, detail);
}

/** Throws unless the code is NONE. */
export function throwIfBrokerError(code: number, what: string, place?: ErrorPlace, detail?: string | null): void {
  if (code !== ErrorCode.NONE) throw new BrokerError(code, what, place, detail);
}
