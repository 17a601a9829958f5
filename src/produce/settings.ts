// The producer's options, checked once and resolved by name. Must not know where a cluster is.
import { configError, KafkaError, toError } from '../base/errors.ts';
import { booleanOption, choiceOption, durationOption, integerOption, type OptionNames } from '../base/options.ts';
import { BATCH_OVERHEAD } from '../record/batch-header.ts';
import { type Compression, compressionOption } from '../record/compression/codecs.ts';
import type { CompressionCodec } from '../record/compression/compression-codec.ts';
import type { Balancer } from './balancer.ts';

/** How many requests may be under way to one broker: as many batches of a producer as a broker remembers (KIP-98). */
export const MAX_IN_FLIGHT = 5;

/** Acknowledgements and idempotence: fewer acknowledgements than all exist only where idempotence is given up. */
export type DurabilityOptions =
  | {
      /** Batches carry a producer id and sequence numbers, so that a retry never writes twice. @default true */
      readonly idempotent?: true | undefined;
      /** Who has to have a batch before it counts as written: all in-sync replicas. @default 'all' */
      readonly requiredAcks?: 'all' | undefined;
    }
  | {
      readonly idempotent: false;
      /** `'one'`: the leader alone; `'none'`: nobody answers, offsets are unknown. @default 'all' */
      readonly requiredAcks?: 'all' | 'one' | 'none' | undefined;
    };

/** What can be set about writing. */
export type ProducerOptions = DurabilityOptions & {
  /**
   * Batches are compressed with this, and sent as they are where that makes them no smaller: 'none', 'gzip', 'snappy',
   * 'lz4' or 'zstd'; `{ type, level }` for gzip (1 to 9) and zstd (1 to 22); a codec of your own; or a function that
   * answers one of these for a topic, asked when the topic is first written to. A codec whose package is not installed
   * is an error at once, from a function an error of the topic's messages. @default 'none'
   */
  readonly compression?: Compression | ((topic: string) => Compression | undefined) | undefined;
  /** Largest batch in bytes, its header of 61 bytes included, before compression. @default 1_000_000 */
  readonly batchBytes?: number | undefined;
  /** Largest single message in encoded bytes; one above `batchBytes` travels alone. @default batchBytes - 61 */
  readonly maxMessageBytes?: number | undefined;
  /** How long a batch waits for company, in milliseconds, while requests to its broker are under way. @default 5 */
  readonly lingerMs?: number | undefined;
  /**
   * How long a message may take from the call to its acknowledgement: waiting for room, a topic or company, and every
   * retry included. There is no number of tries: this is the limit. From 1. @default 120_000
   */
  readonly deliveryTimeoutMs?: number | undefined;
  /** How long one request may take, in milliseconds. @default 30_000 */
  readonly requestTimeoutMs?: number | undefined;
  /** Encoded bytes kept until acknowledged, before compression, at least one batch. @default 32 MiB */
  readonly maxBufferedBytes?: number | undefined;
  /**
   * What happens to a call that there is no room for: 'wait' takes it in parts, as acknowledgements make room; 'throw'
   * refuses it with BUFFER_FULL at once, and takes nothing of it. @default 'wait'
   */
  readonly whenFull?: 'wait' | 'throw' | undefined;
  /** Requests under way to one broker, 1 to 5: as many as a broker keeps the order of (KIP-98). @default 5 */
  readonly maxInFlight?: number | undefined;
  /**
   * Bytes of the batches in one request, at least one batch; keep it below the brokers' `socket.request.max.bytes`
   * (100 MB). @default 16 MiB
   */
  readonly maxRequestBytes?: number | undefined;
  /** Lets the broker create a topic that does not exist, if its configuration allows that. @default false */
  readonly allowAutoTopicCreation?: boolean | undefined;
};

/** Options, resolved. */
export interface ProducerSettings {
  readonly acks: -1 | 0 | 1;
  readonly idempotent: boolean;
  /** What a topic's batches are compressed with; undefined for nothing. Throws what a user's function throws. */
  readonly codecOf: (topic: string) => CompressionCodec | undefined;
  readonly batchBytes: number;
  readonly maxMessageBytes: number;
  readonly lingerMs: number;
  readonly deliveryTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly maxBufferedBytes: number;
  readonly whenFull: 'wait' | 'throw';
  readonly maxInFlight: number;
  readonly maxRequestBytes: number;
  readonly allowAutoTopicCreation: boolean;
  /** Makes the balancer of one topic. */
  readonly balancer: () => Balancer;
}

const ACKS = { all: -1, one: 1, none: 0 } as const;
const LARGEST_BATCH = 512 * 1024 * 1024;
const LARGEST_REQUEST = 2 ** 31 - 1;
const MEBIBYTE = 1024 * 1024;

/** Names of the options. */
export const producerOptionNames: OptionNames<ProducerOptions> = {
  idempotent: true,
  requiredAcks: true,
  compression: true,
  batchBytes: true,
  maxMessageBytes: true,
  lingerMs: true,
  deliveryTimeoutMs: true,
  requestTimeoutMs: true,
  maxBufferedBytes: true,
  whenFull: true,
  maxInFlight: true,
  maxRequestBytes: true,
  allowAutoTopicCreation: true,
};

/** Checks the options; CONFIG errors name the wrong one. */
export function resolveProducerSettings(options: ProducerOptions, balancer: () => Balancer): ProducerSettings {
  const idempotent = booleanOption('idempotent', options.idempotent, true);
  const requiredAcks = choiceOption('requiredAcks', options.requiredAcks, 'all', ['all', 'one', 'none'] as const);
  if (idempotent && requiredAcks !== 'all') {
    throw configError(
      'requiredAcks',
      requiredAcks,
      `'all', because the writer is idempotent; or set idempotent: false`,
    );
  }
  const batchBytes = integerOption('batchBytes', options.batchBytes, 1_000_000, 1024, LARGEST_BATCH);
  const records = batchBytes - BATCH_OVERHEAD;
  const maxMessageBytes = integerOption('maxMessageBytes', options.maxMessageBytes, records, 1, LARGEST_BATCH);
  const largest = Math.max(batchBytes, maxMessageBytes);
  const deliveryTimeoutMs = durationOption('deliveryTimeoutMs', options.deliveryTimeoutMs, 120_000, 1);
  return {
    acks: ACKS[requiredAcks],
    idempotent,
    codecOf: codecChooser(options.compression),
    batchBytes,
    maxMessageBytes,
    lingerMs: durationOption('lingerMs', options.lingerMs, 5),
    deliveryTimeoutMs,
    requestTimeoutMs: durationOption('requestTimeoutMs', options.requestTimeoutMs, 30_000, 1),
    maxBufferedBytes: integerOption(
      'maxBufferedBytes',
      options.maxBufferedBytes,
      Math.max(32 * MEBIBYTE, largest),
      largest,
      Number.MAX_SAFE_INTEGER,
    ),
    whenFull: choiceOption('whenFull', options.whenFull, 'wait', ['wait', 'throw'] as const),
    maxInFlight: integerOption('maxInFlight', options.maxInFlight, MAX_IN_FLIGHT, 1, MAX_IN_FLIGHT),
    maxRequestBytes: integerOption(
      'maxRequestBytes',
      options.maxRequestBytes,
      Math.max(16 * MEBIBYTE, largest),
      largest,
      LARGEST_REQUEST,
    ),
    allowAutoTopicCreation: booleanOption('allowAutoTopicCreation', options.allowAutoTopicCreation, false),
    balancer,
  };
}

function codecChooser(compression: ProducerOptions['compression']): ProducerSettings['codecOf'] {
  if (typeof compression !== 'function') {
    const codec = compressionOption('compression', compression);
    return () => codec;
  }
  return (topic) => {
    let chosen: Compression | undefined;
    try {
      chosen = compression(topic);
    } catch (cause) {
      throw new KafkaError('CONFIG', `option compression failed for ${topic}: ${toError(cause).message}`, { cause });
    }
    return compressionOption(`compression for ${topic}`, chosen);
  };
}
