import { describe, expect, it } from 'vitest';
import { resolveSettings } from '../../../src/embedded/configs/topic-configs.ts';
import { NO_LEADER, Partition } from '../../../src/embedded/partition.ts';

function partition(replicas: readonly number[], alive: readonly number[], configs: [string, string][] = []): Partition {
  return new Partition(0, replicas, () => resolveSettings(new Map(configs)), new Set(alive));
}

function state({ leaderId, leaderEpoch, isr }: Partition): unknown {
  return { leaderId, leaderEpoch, isr };
}

describe('Partition', () => {
  it('is led by its first replica that runs', () => {
    expect(state(partition([2, 3, 1], [1, 2, 3]))).toEqual({ leaderId: 2, leaderEpoch: 0, isr: [2, 3, 1] });
    expect(state(partition([2, 3, 1], [1, 3]))).toEqual({ leaderId: 3, leaderEpoch: 0, isr: [3, 1] });
    expect(state(partition([2], [1]))).toEqual({ leaderId: NO_LEADER, leaderEpoch: 0, isr: [2] });
  });

  it('gets another leader with a new epoch when its leader dies, and keeps it when that one returns', () => {
    const moved = partition([2, 3, 1], [1, 2, 3]);
    moved.brokersChanged(new Set([1, 3]));
    expect(state(moved)).toEqual({ leaderId: 3, leaderEpoch: 1, isr: [3, 1] });
    moved.brokersChanged(new Set([1, 2, 3]));
    expect(state(moved)).toEqual({ leaderId: 3, leaderEpoch: 1, isr: [2, 3, 1] });
  });

  it('keeps leader and epoch when another replica dies', () => {
    const kept = partition([2, 3, 1], [1, 2, 3]);
    kept.brokersChanged(new Set([2]));
    expect(state(kept)).toEqual({ leaderId: 2, leaderEpoch: 0, isr: [2] });
  });

  it('is without a leader until a replica returns that was in sync to the last', () => {
    const lost = partition([1, 2], [1, 2]);
    lost.brokersChanged(new Set([2]));
    lost.brokersChanged(new Set());
    expect(state(lost)).toEqual({ leaderId: NO_LEADER, leaderEpoch: 2, isr: [2] });
    lost.brokersChanged(new Set([1]));
    expect(lost.leaderId).toBe(NO_LEADER);
    lost.brokersChanged(new Set([1, 2]));
    expect(state(lost)).toEqual({ leaderId: 2, leaderEpoch: 3, isr: [1, 2] });
  });

  it('wakes those who wait, once, when it changes', () => {
    const watched = partition([1, 2], [1, 2]);
    let woken = 0;
    watched.onChange(() => woken++);
    const stop = watched.onChange(() => woken++);
    stop();
    watched.moveLeader(1);
    expect(woken).toBe(0);
    watched.moveLeader(2);
    watched.moveLeader(1);
    expect(woken).toBe(1);
    watched.onChange(() => woken++);
    watched.delete();
    expect([woken, watched.isDeleted, watched.leaderId]).toEqual([2, true, NO_LEADER]);
  });

  it('needs no more replicas in sync than it has', () => {
    expect(partition([1], [1], [['min.insync.replicas', '2']]).minInsyncReplicas).toBe(1);
    expect(partition([1, 2, 3], [1], [['min.insync.replicas', '2']]).minInsyncReplicas).toBe(2);
  });
});
