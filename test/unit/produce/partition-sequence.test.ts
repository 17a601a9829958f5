import { describe, expect, it } from 'vitest';
import { PartitionSequence, sequenceAfter } from '../../../src/produce/partition-sequence.ts';

describe('sequenceAfter', () => {
  it('goes on with 0 after 2^31-1, as Java does', () => {
    expect(sequenceAfter(0, 5)).toBe(5);
    expect(sequenceAfter(2 ** 31 - 1, 1)).toBe(0);
    expect(sequenceAfter(2 ** 31 - 3, 2)).toBe(2 ** 31 - 1);
    expect(sequenceAfter(2 ** 31 - 3, 10)).toBe(7);
  });
});

describe('PartitionSequence', () => {
  it('gives out numbers that follow each other', () => {
    const sequence = new PartitionSequence();
    sequence.begin(7, 0);
    expect([sequence.assign(3), sequence.assign(1), sequence.assign(2)]).toEqual([0, 3, 4]);
    expect(sequence.next).toBe(6);
  });

  it('gives out none before there is a producer id, nor while the line may be broken', () => {
    const sequence = new PartitionSequence();
    expect(() => sequence.assign(1)).toThrow(/unbroken line/);
    sequence.begin(7, 0);
    sequence.assign(1);
    sequence.abandoned(0);
    expect(() => sequence.assign(1)).toThrow(/unbroken line/);
    sequence.accepted(1, 0);
    expect(sequence.assign(1)).toBe(1);
  });

  it('starts again at 0 in the next epoch', () => {
    const sequence = new PartitionSequence();
    sequence.begin(7, 3);
    sequence.assign(10);
    sequence.abandoned(0);
    sequence.bump();
    expect([sequence.producerId, sequence.epoch, sequence.assign(1)]).toEqual([7, 4, 0]);
  });

  it('needs another producer id when the epochs are used up', () => {
    const sequence = new PartitionSequence();
    sequence.begin(7, 2 ** 15 - 1);
    sequence.bump();
    expect(sequence.producerId).toBe(-1);
  });
});
