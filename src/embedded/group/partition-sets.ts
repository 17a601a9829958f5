// Partitions by topic id: bare, or each with the epoch at which a member got it. Immutable plain data and how to combine it.
// Invariant: no topic without a partition is kept, so that two maps with the same partitions have the same keys.

export type PartitionSets = ReadonlyMap<string, ReadonlySet<number>>;
export type PartitionEpochs = ReadonlyMap<string, ReadonlyMap<number, number>>;

export const NO_PARTITIONS: ReadonlyMap<string, never> = new Map<string, never>();

const NO_EPOCHS: ReadonlyMap<number, number> = new Map();

/** As requests and assignors name them. Topics named twice are one. */
export function partitionSets(
  topics: readonly { readonly topicId: string; readonly partitions: Iterable<number> }[],
): PartitionSets {
  const sets = new Map<string, Set<number>>();
  for (const { topicId, partitions } of topics) {
    for (const partition of partitions) addTo(sets, topicId, partition);
  }
  return sets;
}

export function addTo(sets: Map<string, Set<number>>, topicId: string, partition: number): void {
  const set = sets.get(topicId);
  if (set === undefined) sets.set(topicId, new Set([partition]));
  else set.add(partition);
}

export function withEpoch(sets: PartitionSets, epoch: number): PartitionEpochs {
  return new Map([...sets].map(([topicId, set]) => [topicId, new Map([...set].map((each) => [each, epoch]))]));
}

export function epochsOf(partitions: PartitionEpochs, topicId: string): ReadonlyMap<number, number> {
  return partitions.get(topicId) ?? NO_EPOCHS;
}

/** The same topic ids with the same partitions at the same epochs. */
export function sameEpochs(a: PartitionEpochs, b: PartitionEpochs): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (const [topicId, epochs] of a) {
    const others = epochsOf(b, topicId);
    if (others.size !== epochs.size) return false;
    for (const [partition, epoch] of epochs) if (others.get(partition) !== epoch) return false;
  }
  return true;
}

/** What is in either; where a partition is in both, the epoch of `b`. */
export function unitePartitions(a: PartitionEpochs, b: PartitionEpochs): PartitionEpochs {
  const united = new Map(a);
  for (const [topicId, epochs] of b) united.set(topicId, new Map([...epochsOf(a, topicId), ...epochs]));
  return united;
}
