// Finds the field at which writing a message fails. Must not know: messages. Not for hot paths: a message is written
// once without any of this, and only when that failed a second time, watched.

/**
 * The path of the field that `write` looked at last before it threw, as `topics[0].partitions[3].offset`; undefined when
 * it looked at none, or does not throw again.
 */
export function failingField(value: unknown, write: (watched: unknown) => void): string | undefined {
  const seen = { path: '' };
  try {
    write(watch(value, '', seen));
  } catch {
    return seen.path === '' ? undefined : seen.path;
  }
  return undefined;
}

/** The same value, except that whatever is read of it is noted in `seen`. Bytes are not watched inside. */
function watch(value: unknown, path: string, seen: { path: string }): unknown {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return new Proxy(value, {
    get(target, key) {
      const inner: unknown = Reflect.get(target, key);
      if (typeof key === 'symbol' || (Array.isArray(target) && key === 'length')) return inner;
      seen.path = Array.isArray(target) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
      return watch(inner, seen.path, seen);
    },
  });
}
