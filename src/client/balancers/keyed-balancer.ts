// Messages with a key go where its hash says; the others to a balancer for those.
// Invariant: a key goes to one of all partitions, whether it has a leader or not, so that it never moves.
import { configError } from '../../base/errors.ts';
import type { OptionNames } from '../../base/options.ts';
import type { Balancer, BalancerFactory, PartitionLoad } from '../../produce/balancer.ts';
import type { OutgoingMessage } from '../../produce/outgoing-message.ts';
import { hashOfKey, type KeyHash } from './key-hash.ts';
import { onlyOptions } from './only-options.ts';
import { sticky } from './sticky.ts';

/** What becomes of messages without a key. */
export type KeylessOptions =
  | {
      readonly consistent?: false | undefined;
      /** The balancer for messages without a key. @default sticky() */
      readonly keyless?: BalancerFactory | undefined;
    }
  | {
      /** Messages without a key are hashed as if it were empty: all go to one partition. @default false */
      readonly consistent: true;
      readonly keyless?: never;
    };

/** Names of {@link KeylessOptions}. */
export const KEYLESS_NAMES: OptionNames<KeylessOptions> = { consistent: true, keyless: true };

/** How a family of balancers gets from a key to a partition. */
export interface KeyRule {
  readonly hash: KeyHash;
  /** A partition from 0 to `partitions - 1`; `hash` is an int32. */
  readonly partition: (hash: number, partitions: number) => number;
  /** An empty key counts as none. */
  readonly emptyIsNone?: boolean;
}

export class KeyedBalancer implements Balancer {
  readonly #hash: KeyHash;
  readonly #partition: KeyRule['partition'];
  readonly #emptyIsNone: boolean;
  /** Undefined: messages without a key are hashed too. */
  readonly #keyless: Balancer | undefined;

  constructor(rule: KeyRule, keyless: Balancer | undefined) {
    this.#hash = rule.hash;
    this.#partition = rule.partition;
    this.#emptyIsNone = rule.emptyIsNone ?? false;
    this.#keyless = keyless;
  }

  pick(message: OutgoingMessage, partitions: number, load: PartitionLoad): number {
    const { key } = message;
    if (this.#keyless !== undefined) {
      const isNone = key === null || key === undefined || (this.#emptyIsNone && key.length === 0);
      if (isNone) return this.#keyless.pick(message, partitions, load);
    }
    return this.#partition(hashOfKey(key, this.#hash), partitions);
  }

  appended(partition: number, bytes: number, sealed: boolean): void {
    this.#keyless?.appended?.(partition, bytes, sealed);
  }
}

/** Checks the options of the function `what` and makes its factory. */
export function keyedFactory(
  what: string,
  rule: KeyRule,
  options: KeylessOptions,
  names: Readonly<Record<string, true>> = KEYLESS_NAMES,
): BalancerFactory {
  onlyOptions(what, options, names);
  const { consistent = false, keyless } = options as { consistent?: boolean; keyless?: BalancerFactory };
  if (typeof consistent !== 'boolean') throw configError('consistent', consistent, 'true or false');
  if (consistent) {
    if (keyless !== undefined) throw configError('keyless', keyless, 'nothing, because consistent is true');
    return () => new KeyedBalancer(rule, undefined);
  }
  const make = keyless ?? sticky();
  if (typeof make !== 'function' || typeof (make() as Partial<Balancer> | null)?.pick !== 'function') {
    throw configError('keyless', keyless, 'sticky(), roundRobin(), leastBytes() or a function that returns a Balancer');
  }
  return () => new KeyedBalancer(rule, make());
}
