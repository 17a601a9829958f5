// The partition that was given the fewest bytes. Owns: the bytes, and a tree that knows the smallest.
//
//     winners:  [ -, 2, 0, 2, leaves.. ]      node i has children 2i and 2i + 1; the root is 1; a tie goes to the left
//
// Invariant: each node names the partition with the fewest bytes below it.
import type { Balancer, BalancerFactory, PartitionLoad } from '../../produce/balancer.ts';
import type { OutgoingMessage } from '../../produce/outgoing-message.ts';

class LeastBytesBalancer implements Balancer {
  #partitions = 0;
  /** Bytes given to each partition; infinite for leaves that are none. */
  #bytes = new Float64Array(0);
  #winners = new Int32Array(0);

  pick(_message: OutgoingMessage, partitions: number, load: PartitionLoad): number {
    if (partitions !== this.#partitions) this.#begin(partitions);
    const least = this.#winners[1] as number;
    return load.hasLeader(least) ? least : this.#leastOfLed(least, load);
  }

  /** Counts what was appended by whomever, so that messages with a partition of their own are evened out. */
  appended(partition: number, bytes: number): void {
    if (partition >= this.#partitions) return;
    this.#bytes[partition] = (this.#bytes[partition] as number) + bytes;
    this.#play((this.#winners.length >> 1) + partition);
  }

  /** With new partitions all start from 0 again: the new ones would get everything otherwise. */
  #begin(partitions: number): void {
    let leaves = 1;
    while (leaves < partitions) leaves *= 2;
    this.#partitions = partitions;
    this.#bytes = new Float64Array(leaves).fill(Number.POSITIVE_INFINITY).fill(0, 0, partitions);
    this.#winners = new Int32Array(2 * leaves);
    for (let leaf = 0; leaf < leaves; leaf++) this.#winners[leaves + leaf] = leaf;
    for (let node = leaves - 1; node >= 1; node--) this.#match(node);
  }

  #play(leaf: number): void {
    for (let node = leaf >> 1; node >= 1; node >>= 1) this.#match(node);
  }

  #match(node: number): void {
    const left = this.#winners[2 * node] as number;
    const right = this.#winners[2 * node + 1] as number;
    this.#winners[node] = (this.#bytes[left] as number) <= (this.#bytes[right] as number) ? left : right;
  }

  #leastOfLed(otherwise: number, load: PartitionLoad): number {
    let least = -1;
    for (let one = 0; one < this.#partitions; one++) {
      if (!load.hasLeader(one)) continue;
      if (least < 0 || (this.#bytes[one] as number) < (this.#bytes[least] as number)) least = one;
    }
    return least < 0 ? otherwise : least;
  }
}

/**
 * Every message goes to the partition that this writer gave the fewest encoded bytes, the lowest number first. Keys are
 * ignored; partitions without a leader are passed over.
 */
export function leastBytes(): BalancerFactory {
  return () => new LeastBytesBalancer();
}
