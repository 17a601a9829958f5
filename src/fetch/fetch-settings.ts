// What the fetch engine can be told. Owns: defaults and bounds. Must not know where the values come from.
import { configError } from '../base/errors.ts';
import { booleanOption, choiceOption, durationOption, integerOption, nameOption } from '../base/options.ts';
import { type OffsetSpec, placeInLog } from './offset-lookup.ts';

/** Which records of transactions are seen: committed ones only, or all as they stand in the log. */
export type Isolation = 'read_committed' | 'read_uncommitted';

/** What happens when the offset wanted is not in the log (any more, or yet): reading goes on there, or stands still. */
export type OutOfRangePolicy = OffsetSpec | 'error';

export interface FetchSettings {
  /** A broker answers when it has this many bytes, or after `maxWaitMs`. */
  readonly minBytes: number;
  /** Bytes that may be held in queues: fetched frames and decompressed batches. */
  readonly maxBytes: number;
  /** Bytes of one partition in one fetch. A larger batch still comes whole (KIP-74). */
  readonly maxPartitionBytes: number;
  /** How long a broker may hold a fetch that has nothing to answer. */
  readonly maxWaitMs: number;
  readonly isolation: Isolation;
  /** Most that one batch may decompress to. */
  readonly maxDecompressedBytes: number;
  /** Whether batches whose checksum is wrong are refused. */
  readonly checkCrcs: boolean;
  readonly outOfRange: OutOfRangePolicy;
  /** Where this client runs, in the words of the brokers' `broker.rack`; empty: leaders alone are read from (KIP-392). */
  readonly rack: string;
}

const MAX_INT32 = 2 ** 31 - 1;

/** Checks what was given and fills in the defaults. */
export function resolveFetchSettings(given: Partial<FetchSettings> = {}): FetchSettings {
  return {
    minBytes: integerOption('minBytes', given.minBytes, 1, 0, MAX_INT32),
    maxBytes: integerOption('maxBytes', given.maxBytes, 50 * 1024 * 1024, 1, MAX_INT32),
    maxPartitionBytes: integerOption('maxPartitionBytes', given.maxPartitionBytes, 1024 * 1024, 1, MAX_INT32),
    maxWaitMs: durationOption('maxWaitMs', given.maxWaitMs, 500),
    isolation: choiceOption('isolation', given.isolation, 'read_committed', ['read_committed', 'read_uncommitted']),
    maxDecompressedBytes: integerOption(
      'maxDecompressedBytes',
      given.maxDecompressedBytes,
      64 * 1024 * 1024,
      1,
      MAX_INT32,
    ),
    checkCrcs: booleanOption('checkCrcs', given.checkCrcs, true),
    outOfRange: outOfRangeOption(given.outOfRange),
    rack: given.rack === undefined ? '' : nameOption('rack', given.rack),
  };
}

function outOfRangeOption(value: OutOfRangePolicy | undefined): OutOfRangePolicy {
  if (value === undefined || value === 'error') return value ?? 'first';
  const place = placeInLog(value);
  if (place !== undefined) return place;
  throw configError('outOfRange', value, "'first', 'last', { time }, { ago: milliseconds } or 'error'");
}
