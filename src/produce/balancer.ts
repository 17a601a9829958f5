// Who picks the partition of a message. Owns: the interface only; balancers themselves are in client/balancers.
import type { OutgoingMessage } from './outgoing-message.ts';

/** What a balancer may look at besides the message. */
export interface PartitionLoad {
  /** Encoded bytes of the partition that are not acknowledged yet. */
  queuedBytes(partition: number): number;
  /** False while the partition has no leader, as far as is known. */
  hasLeader(partition: number): boolean;
}

/** Picks partitions for the messages of one topic; one instance per topic. */
export interface Balancer {
  /** A partition from 0 to `partitions - 1`. */
  pick(message: OutgoingMessage, partitions: number, load: PartitionLoad): number;
  /** Told after each message what it took, and whether the batch before it was closed because it was full (KIP-794). */
  appended?(partition: number, bytes: number, sealed: boolean): void;
}
