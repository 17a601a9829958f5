// Who picks the partition of a message. Owns: the interface only; balancers themselves are in client/balancers.
import type { OutgoingMessage } from './outgoing-message.ts';

/** What a balancer may look at besides the message. Cheap to ask, but not free: ask when it is time to choose. */
export interface PartitionLoad {
  /** Encoded bytes of the partition that are not acknowledged yet. */
  queuedBytes(partition: number): number;
  /** Encoded bytes that the partition's open batch still takes; 0 while none is open. */
  room(partition: number): number;
  /** False while the partition has no leader, as far as is known. */
  hasLeader(partition: number): boolean;
  /** Milliseconds for which the partition's leader has not taken what waits for it; 0 when nothing does. */
  stalledMs(partition: number): number;
}

/** Picks partitions for the messages of one topic; one instance per topic. */
export interface Balancer {
  /** A partition from 0 to `partitions - 1`. `partitions` counts all of them, with a leader or without. */
  pick(message: OutgoingMessage, partitions: number, load: PartitionLoad): number;
  /**
   * Told after each message what it took, whoever chose its partition, and whether the batch before it was closed because
   * it was full.
   */
  appended?(partition: number, bytes: number, sealed: boolean): void;
}

/** Makes the balancer of one topic, as `murmur2()` and `roundRobin()` do. */
export type BalancerFactory = () => Balancer;
