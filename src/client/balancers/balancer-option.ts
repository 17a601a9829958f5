// The `balancer` option: what it accepts, and what it means.
import { configError } from '../../base/errors.ts';
import type { Balancer, BalancerFactory, PartitionLoad } from '../../produce/balancer.ts';
import type { OutgoingMessage } from '../../produce/outgoing-message.ts';
import { murmur2 } from './murmur2.ts';

/** Picks a partition from 0 to `partitions - 1`. One function serves every topic of the writer. */
export type BalancerFunction = (message: OutgoingMessage, partitions: number, load: PartitionLoad) => number;

const ACCEPTS =
  'murmur2(), crc32(), hash(), referenceHash(), sticky(), roundRobin(), leastBytes(), a function that returns a Balancer, or one of (message, partitions, load)';

/** The factory that the option means. A function without parameters that returns no number makes balancers. */
export function balancerOption(option: BalancerFactory | BalancerFunction | undefined): BalancerFactory {
  if (option === undefined) return murmur2();
  if (typeof option !== 'function') throw configError('balancer', option, ACCEPTS);
  if (option.length > 0) return () => ({ pick: option as BalancerFunction });
  const made = (option as () => unknown)();
  if (typeof made === 'number') return () => ({ pick: option as BalancerFunction });
  if (!isBalancer(made)) throw configError('balancer', option, ACCEPTS);
  return option as BalancerFactory;
}

function isBalancer(value: unknown): value is Balancer {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Balancer>).pick === 'function';
}
