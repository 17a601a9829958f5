import { describe, expect, it } from 'vitest';
import { resolveSettings } from '../../../src/embedded/configs/topic-configs.ts';
import type { EndMarker } from '../../../src/embedded/log/producer-states.ts';
import { NO_LEADER, Partition } from '../../../src/embedded/partition.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { readBatchHeader } from '../../../src/record/batch-header.ts';
import { batchOf } from '../../support/batches.ts';

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

  it('is decided up to its oldest open transaction, and knows those that were aborted', () => {
    const log = partition([1], [1]);
    const append = (producerId: number, count: number): void => {
      const values = new Array(count).fill('v');
      const bytes = batchOf({ values, attributes: 0x10, producerId, producerEpoch: 0, baseSequence: 0 });
      const header = readBatchHeader(bytes, 0);
      if (header === undefined) throw new Error('a whole batch has a header');
      log.producers.appended(header, log.log.append(header, bytes, 0));
    };
    const end = (producerId: number, type: EndMarker['type'], coordinatorEpoch = 0): number =>
      log.writeMarker({ producerId, producerEpoch: 0, coordinatorEpoch, type, transactionVersion: 0 }, 5000);
    append(7, 2);
    append(8, 3);
    expect(log.lastStableOffset).toBe(0);
    expect(end(7, 'abort')).toBe(ErrorCode.NONE);
    expect(log.lastStableOffset).toBe(2);
    expect(end(8, 'commit')).toBe(ErrorCode.NONE);
    expect([log.lastStableOffset, log.log.endOffset]).toEqual([7, 7]);
    const aborted = { producerId: 7, firstOffset: 0, lastOffset: 5 };
    expect([log.aborted.between(0, 7), log.aborted.between(5, 6), log.aborted.between(6, 7)]).toEqual([
      [aborted],
      [aborted],
      [],
    ]);
    // A marker without records moves the end, and names nobody.
    expect(end(7, 'abort', 3)).toBe(ErrorCode.NONE);
    expect(log.aborted.between(0, 8)).toEqual([aborted]);
    expect(end(7, 'abort', 2)).toBe(ErrorCode.TRANSACTION_COORDINATOR_FENCED);
    expect(log.lastStableOffset).toBe(8);
  });
});
