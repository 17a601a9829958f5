import { deepStrictEqual } from 'node:assert';
import { describe, expect, it } from 'vitest';
import { Views } from '../../../src/wire/views.ts';

describe('Views', () => {
  const memory = Buffer.from('0123456789');

  it('are what subarray gives, also of a buffer that is itself a view', () => {
    for (const bytes of [memory, memory.subarray(2, 8)]) {
      const views = new Views(bytes);
      for (let start = 0; start <= bytes.length; start++) {
        for (let end = start; end <= bytes.length; end++) {
          const view = views.of(start, end);
          // Strict: the same class, so that nobody can tell them apart.
          deepStrictEqual(view, bytes.subarray(start, end));
          expect(view.byteOffset).toBe(bytes.byteOffset + start);
        }
      }
    }
  });

  it('share the bytes they were made of, and are Buffers', () => {
    const bytes = Buffer.from('abc');
    const view = new Views(bytes).of(1, 3);
    bytes[1] = 0x58;
    expect(view.toString()).toBe('Xc');
    expect(Buffer.isBuffer(view)).toBe(true);
    expect(Object.getPrototypeOf(view)).toBe(Buffer.prototype);
  });
});
