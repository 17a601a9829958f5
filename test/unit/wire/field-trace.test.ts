import { describe, expect, it } from 'vitest';
import { failingField } from '../../../src/wire/field-trace.ts';

interface Sample {
  readonly topics: readonly { readonly name: string; readonly partitions: readonly number[] }[];
  readonly data: Uint8Array;
}

const sample: Sample = {
  topics: [
    { name: 'a', partitions: [1] },
    { name: 'b', partitions: [2, 3] },
  ],
  data: Buffer.from('ab'),
};

function fails(look: (watched: Sample) => unknown): string | undefined {
  return failingField(sample, (watched) => {
    look(watched as Sample);
    throw new Error('here');
  });
}

describe('failingField', () => {
  it('names what was read last, through arrays and objects', () => {
    expect(fails(({ topics }) => topics[0])).toBe('topics[0]');
    expect(fails(({ topics }) => topics[1]!.partitions[1])).toBe('topics[1].partitions[1]');
    expect(fails(({ topics }) => [...topics[1]!.partitions])).toBe('topics[1].partitions[1]');
    expect(fails(({ topics }) => topics[1]!.name.length)).toBe('topics[1].name');
  });

  it('does not take the length of an array for a field', () => {
    expect(fails(({ topics }) => topics.length)).toBe('topics');
  });

  it('hands bytes and arrays on as what they are', () => {
    expect(fails(({ data }) => expect(data).toBe(sample.data))).toBe('data');
    expect(fails(({ topics }) => expect(Array.isArray(topics)).toBe(true))).toBe('topics');
  });

  it('names nothing where nothing was read, or nothing fails', () => {
    expect(fails(() => undefined)).toBeUndefined();
    expect(failingField(sample, (watched) => (watched as Sample).data)).toBeUndefined();
    const fail = (): never => {
      throw new Error('here');
    };
    expect(failingField(undefined, fail)).toBeUndefined();
  });
});
