// Options of a Writer: what they are beside those of the engine, and the names of all of them.
import { configError } from '../base/errors.ts';
import { booleanOption, functionOption, knownOptions, type OptionNames, topicOption } from '../base/options.ts';
import type { BalancerFactory } from '../produce/balancer.ts';
import type { OutgoingMessage } from '../produce/outgoing-message.ts';
import {
  type ProducerOptions,
  type ProducerSettings,
  producerOptionNames,
  resolveProducerSettings,
} from '../produce/settings.ts';
import type { WriteResult } from '../produce/write-result.ts';
import { type BalancerFunction, balancerOption } from './balancers/balancer-option.ts';
import { type ClientSource, clientSourceNames } from './source.ts';
import { type WriterProperties, withProperties } from './writer-properties.ts';

/**
 * Told once what became of a call of `writeMessages`: all of its messages were written, or `error` says what was not
 * (WriteErrors, one slot per message), or why nothing was taken. `result` says where messages were written; undefined
 * where nothing was taken, or a middleware has thrown. What it throws is logged, and nothing else.
 */
export type CompletionCallback = (
  messages: readonly OutgoingMessage[],
  error: Error | undefined,
  result: WriteResult | undefined,
) => void;

/** Who is told what became of a call: its promise, or, where that does not wait for it, `completion`. */
export type AnswerOptions =
  | {
      /** False: `writeMessages` waits for the acknowledgement. @default false */
      readonly async?: false | undefined;
      /** Told of every call, before its promise settles; of one that was given up, when its messages' fate is known. */
      readonly completion?: CompletionCallback | undefined;
    }
  | {
      /** `writeMessages` waits until the messages are accepted into the buffer, and no longer. */
      readonly async: true;
      readonly completion: CompletionCallback;
    };

/** Options of a Writer: how to reach the cluster, and how to write. */
export type WriterOptions = ClientSource &
  ProducerOptions &
  AnswerOptions & {
    /** The topic of every message. Absent: each message names its own. */
    readonly topic?: string | undefined;
    /** Picks the partition of messages that name none. @default murmur2() */
    readonly balancer?: BalancerFactory | BalancerFunction | undefined;
    /**
     * Settings under the names of Java's producer or librdkafka, `{ 'linger.ms': 5 }`, for configuration that exists. Each
     * stands for a typed option, and contradicts it where both are given. @default none
     */
    readonly properties?: WriterProperties | undefined;
  };

/** Options, checked. */
export interface WriterSettings {
  /** How to reach the cluster, with what properties say of it. */
  readonly source: ClientSource;
  readonly topic: string | undefined;
  readonly isAsync: boolean;
  readonly completion: CompletionCallback | undefined;
  readonly producer: ProducerSettings;
}

const NAMES: OptionNames<WriterOptions> = {
  ...clientSourceNames,
  ...producerOptionNames,
  async: true,
  completion: true,
  topic: true,
  balancer: true,
  properties: true,
};

/** What kafka-go and others call it. */
const MEANT: Readonly<Record<string, string>> = {
  addr: 'brokers',
  acks: 'requiredAcks',
  retries: 'deliveryTimeoutMs',
  maxAttempts: 'deliveryTimeoutMs',
  batchSize: 'batchBytes',
  batchTimeout: 'lingerMs',
  readTimeout: 'requestTimeoutMs',
  writeTimeout: 'requestTimeoutMs',
  partitioner: 'balancer',
};

/** Checks the options; CONFIG errors name the wrong one. */
export function writerSettings(given: WriterOptions): WriterSettings {
  if (typeof given !== 'object' || given === null) throw configError('options', given, 'an object');
  knownOptions('Writer', given, NAMES, MEANT);
  const options = withProperties(given);
  const isAsync = booleanOption('async', options.async, false);
  const completion = functionOption('completion', options.completion);
  if (isAsync && completion === undefined) {
    throw configError('completion', completion, 'a function where async is true: who else would be told?');
  }
  return {
    source: options,
    topic: options.topic === undefined ? undefined : topicOption('topic', options.topic),
    isAsync,
    completion,
    producer: resolveProducerSettings(options, balancerOption(options.balancer)),
  };
}
