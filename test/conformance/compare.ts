// Says where two values, or two runs of bytes, first differ. Pure: this is what decides that we and Java agree.

/** Where `ours` is not `theirs`, as a path and both sides; undefined where they are the same. Bytes are compared as hex. */
export function differentValue(ours: unknown, theirs: unknown, path = ''): string | undefined {
  if (Object.is(ours, theirs)) return undefined;
  if (Array.isArray(ours) && Array.isArray(theirs)) {
    if (ours.length !== theirs.length) return `${path}: we have ${ours.length} elements, Java ${theirs.length}`;
    return first(ours.keys(), (index) => differentValue(ours[index], theirs[index], `${path}[${index}]`));
  }
  if (!isObject(ours) || !isObject(theirs)) return `${path || 'value'}: ours ${brief(ours)}, Java's ${brief(theirs)}`;
  const names = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
  return first(names, (name) => differentValue(ours[name], theirs[name], path === '' ? name : `${path}.${name}`));
}

/** The first byte where two hex texts differ, with what follows it; undefined where they are the same. */
export function differentBytes(ours: string, theirs: string): string | undefined {
  if (ours === theirs) return undefined;
  let at = 0;
  while (ours[at] === theirs[at]) at++;
  const byte = at >> 1;
  const from = (hex: string): string => hex.slice(byte * 2, byte * 2 + 32) || 'the end';
  return `first at byte ${byte} (ours ${ours.length / 2} bytes, Java's ${theirs.length / 2}): ours ${from(ours)}, Java's ${from(theirs)}`;
}

function first<T>(items: Iterable<T>, find: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function brief(value: unknown): string {
  const text = Object.is(value, -0) ? '-0' : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}
