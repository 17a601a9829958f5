import { describe, expect, it } from 'vitest';
import { balancerOption } from '../../../../src/client/balancers/balancer-option.ts';
import { leastBytes } from '../../../../src/client/balancers/least-bytes.ts';
import { murmur2 } from '../../../../src/client/balancers/murmur2.ts';
import { roundRobin } from '../../../../src/client/balancers/round-robin.ts';
import { readLines } from '../../../golden/partitioners/vectors.ts';
import { loadOf } from './loads.ts';

const idle = loadOf();

describe('roundRobin', () => {
  const sequences = readLines('go.txt').filter(([name]) => name === 'roundRobin');

  it.each(sequences)('goes as kafka-go does: %1$s of %2$s', (_, chunkSize, count, ...partitions) => {
    expect(partitions.length).toBe(30);
    const balancer = roundRobin({ chunkSize: Number(chunkSize) })();
    expect(partitions.map(() => balancer.pick({}, Number(count), idle))).toEqual(partitions.map(Number));
  });

  it('was compared with something', () => {
    expect(sequences.length).toBe(6);
  });

  it('takes new partitions in', () => {
    const balancer = roundRobin({ chunkSize: 2 })();
    expect(Array.from({ length: 5 }, () => balancer.pick({}, 2, idle))).toEqual([0, 0, 1, 1, 0]);
    expect(Array.from({ length: 6 }, () => balancer.pick({}, 4, idle))).toEqual([0, 1, 1, 2, 2, 3]);
  });

  it('passes over partitions without a leader, chunk by chunk', () => {
    const load = loadOf({ hasLeader: (partition) => partition === 1 || partition === 4 });
    const balancer = roundRobin({ chunkSize: 2 })();
    expect(Array.from({ length: 8 }, () => balancer.pick({}, 5, load))).toEqual([1, 1, 4, 4, 1, 1, 4, 4]);
  });

  it('goes on when none has a leader', () => {
    const balancer = roundRobin()();
    const down = loadOf({ hasLeader: () => false });
    expect(Array.from({ length: 4 }, () => balancer.pick({}, 3, down))).toEqual([0, 1, 2, 0]);
  });

  it.each([
    [{ chunkSize: 0 }, 'chunkSize is 0'],
    [{ chunk: 5 }, 'option chunk is unknown to roundRobin'],
  ])('checks its options: %o', (options, says) => {
    expect(() => roundRobin(options as never)).toThrow(says);
  });
});

describe('leastBytes', () => {
  const sequences = readLines('go.txt').filter(([name]) => name === 'leastBytes');

  it.each(sequences)('goes as kafka-go does, among %1$s and then one more', (_, count, ...steps) => {
    expect(steps.length).toBe(301);
    const balancer = leastBytes()();
    let partitions = Number(count);
    const walked = steps.map((step) => {
      if (step.startsWith('N=')) {
        partitions = Number(step.slice(2));
        return step;
      }
      const bytes = Number(step.split(':')[0]);
      const partition = balancer.pick({}, partitions, idle);
      balancer.appended?.(partition, bytes, false);
      return `${bytes}:${partition}`;
    });
    expect(walked).toEqual(steps);
  });

  it('was compared with something', () => {
    expect(sequences.length).toBe(4);
  });

  it('evens out what the caller or nobody balanced', () => {
    const balancer = leastBytes()();
    balancer.appended?.(2, 1, false);
    expect(balancer.pick({}, 3, idle)).toBe(0);
    balancer.appended?.(0, 100, false);
    balancer.appended?.(1, 300, false);
    balancer.appended?.(2, 200, false);
    expect(balancer.pick({}, 3, idle)).toBe(0);
    balancer.appended?.(0, 101, false);
    expect(balancer.pick({}, 3, idle)).toBe(2);
    balancer.appended?.(5, 1, false);
  });

  it('passes over partitions without a leader', () => {
    const balancer = leastBytes()();
    const load = loadOf({ hasLeader: (partition) => partition === 1 || partition === 2 });
    expect(balancer.pick({}, 4, load)).toBe(1);
    balancer.appended?.(1, 10, false);
    expect(balancer.pick({}, 4, load)).toBe(2);
    expect(balancer.pick({}, 4, loadOf({ hasLeader: () => false }))).toBe(0);
  });
});

describe('option balancer', () => {
  it('takes factories and plain functions', () => {
    const pick = (option: Parameters<typeof balancerOption>[0]) => balancerOption(option)().pick({ key: 'x' }, 9, idle);
    expect(pick(() => ({ pick: () => 4 }))).toBe(4);
    expect(pick((message, partitions) => (message.key === 'x' ? partitions - 1 : 0))).toBe(8);
    expect(pick(() => 3)).toBe(3);
    expect(pick(undefined)).toBe(murmur2()().pick({ key: 'x' }, 9, idle));
  });

  it.each([5, {}, 'murmur2', murmur2, () => ({}), () => null, () => 'x'])('refuses %s', (option) => {
    expect(() => balancerOption(option as never)).toThrow(/option balancer is .* it accepts/s);
  });
});
