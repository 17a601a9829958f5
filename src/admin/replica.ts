import { integerOption } from '../base/options.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import { checkPartition } from './partition-lists.ts';

/** A replica: a partition on a broker. */
export interface Replica extends TopicPartition {
  readonly brokerId: number;
}

/** The replica, checked; `at` is its option path. */
export function checkReplica<Item extends Replica>(at: string, replica: Item): Item {
  checkPartition(at, replica);
  integerOption(`${at}.brokerId`, replica.brokerId ?? Number.NaN, 0, 0, 2 ** 31 - 1);
  return replica;
}
