// The order in which Java walks a HashMap. A coordinator's assignors begin with the first member and the first topic of
// such a map, so who gets which partition follows from it. Only the order is made here, no map.

const MIN_CAPACITY = 16;
const LOAD_FACTOR = 0.75;

/** `String.hashCode`. */
export function hashOfString(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

/** `Uuid.hashCode` of Kafka, from the id as it is written. */
export function hashOfUuid(id: string): number {
  const bytes = Buffer.from(id, 'base64url');
  return bytes.readInt32BE(0) ^ bytes.readInt32BE(4) ^ bytes.readInt32BE(8) ^ bytes.readInt32BE(12);
}

/** Ids in the order of Kafka's `Uuid.compareTo`: as two signed numbers. */
export function compareUuids(a: string, b: string): number {
  const [x, y] = [Buffer.from(a, 'base64url'), Buffer.from(b, 'base64url')];
  for (const at of [0, 8]) {
    const difference = x.readInt32BE(at) - y.readInt32BE(at) || x.readUInt32BE(at + 4) - y.readUInt32BE(at + 4);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Items put one by one into an empty map, in the order in which it hands them out. */
export function inHashOrder<T>(items: readonly T[], hashOf: (item: T) => number): T[] {
  let capacity = MIN_CAPACITY;
  while (items.length > capacity * LOAD_FACTOR) capacity *= 2;
  return inBuckets(items, capacity, hashOf);
}

/** Items of a set that was made of another collection, which decides how large its table is. */
export function inCopiedSetOrder<T>(items: readonly T[], hashOf: (item: T) => number): T[] {
  const wanted = Math.max(Math.trunc(items.length / LOAD_FACTOR) + 1, MIN_CAPACITY);
  let capacity = MIN_CAPACITY;
  while (capacity < wanted) capacity *= 2;
  return inBuckets(items, capacity, hashOf);
}

function inBuckets<T>(items: readonly T[], capacity: number, hashOf: (item: T) => number): T[] {
  const bucketOf = (item: T): number => {
    const hash = hashOf(item);
    return (hash ^ (hash >>> 16)) & (capacity - 1);
  };
  // A stable sort: within a bucket they stand as they came.
  return items
    .map((item) => ({ item, bucket: bucketOf(item) }))
    .sort((a, b) => a.bucket - b.bucket)
    .map(({ item }) => item);
}
