// Which replica a reader should read from (KIP-392), as Kafka's selector by racks decides. Pure.
import type { ClusterState } from './cluster-state.ts';
import type { Partition } from './partition.ts';

/** A replica that runs in the reader's rack; undefined where the leader will do: it is there itself, or nobody else is. */
export function closestReplica(partition: Partition, rackId: string, cluster: ClusterState): number | undefined {
  if (rackId === '' || cluster.rackOf(partition.leaderId) === rackId) return undefined;
  return partition.isr.find((id) => cluster.node(id)?.rack === rackId);
}
