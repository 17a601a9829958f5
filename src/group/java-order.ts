// The order in which Java walks a HashMap: sticky assignors decide ties by it, and do the same here, so that it does not
// matter which member of a mixed group leads. Must not know: members, partitions.

/** `items` in the order in which a java.util.HashMap gives them back that they were put into one by one. */
export function javaOrder<T>(items: readonly T[], hashOf: (item: T) => number, peak: number = items.length): T[] {
  let buckets = 16;
  while (peak > buckets * 0.75) buckets *= 2;
  const bucket = (item: T): number => {
    const hash = hashOf(item);
    return (hash ^ (hash >>> 16)) & (buckets - 1);
  };
  // Stable: within a bucket the order is that of insertion. (Java makes trees of buckets with more than eight: not here.)
  return items
    .map((item) => ({ item, bucket: bucket(item) }))
    .sort((a, b) => a.bucket - b.bucket)
    .map(({ item }) => item);
}

/** String.hashCode() of Java. */
export function javaStringHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(31, hash) + text.charCodeAt(i)) | 0;
  return hash;
}
