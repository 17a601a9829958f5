// Which field of a message it was that could not be written. Pure; for the way to an error message only.

/** A field by its way from the message: `topics[2].name`. */
export interface UnfitField {
  readonly path: string;
  readonly value: unknown;
}

/** Runs `use` on a stand-in of `root` and answers the last field that it read before it threw. */
export function unfitField<T>(root: T, use: (watched: T) => void): UnfitField | undefined {
  let last: UnfitField | undefined;
  const watch = (value: unknown, path: string): unknown => {
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
    return new Proxy(value, {
      get(target, name) {
        const found: unknown = Reflect.get(target, name);
        // What an array has to be walked by is no field.
        if (typeof name === 'symbol' || typeof found === 'function') return found;
        if (Array.isArray(target) && name === 'length') {
          last = { path, value };
          return found;
        }
        const to = Array.isArray(target) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`;
        last = { path: to, value: found };
        return watch(found, to);
      },
    });
  };
  try {
    use(watch(root, '') as T);
  } catch {
    return last;
  }
  // It did not fail this time: nothing is known.
  return undefined;
}
