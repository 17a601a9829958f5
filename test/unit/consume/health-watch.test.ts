// Stalls in virtual time: what counts as one, when it is told, and that it is told once.
import { beforeEach, describe, expect, it } from 'vitest';
import { KafkaError } from '../../../src/base/errors.ts';
import type { Feed } from '../../../src/consume/feed.ts';
import { HealthWatch, type ReadingLoop } from '../../../src/consume/health-watch.ts';
import { type PartitionState, partitionState } from '../../../src/consume/partition-state.ts';
import type { Standing } from '../../../src/consume/record-source.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

let clock: VirtualClock;
let told: string[];
let standing: { -readonly [K in keyof Standing]: Standing[K] };
let loop: { -readonly [K in keyof ReadingLoop]: ReadingLoop[K] };
let feed: { end: KafkaError | undefined; states: PartitionState[]; readable: number; log: number; position: number };
let watch: HealthWatch;

beforeEach(() => {
  clock = new VirtualClock();
  told = [];
  standing = {
    joined: true,
    isRebalancing: false,
    settling: [],
    settlingLimitMs: 30_000,
    troubles: [],
    lastHeartbeatAt: 7,
    fellBack: undefined,
  };
  loop = { handedOut: 0, isWaiting: true };
  feed = { end: undefined, states: [], readable: 0, log: 0, position: 0 };
  watch = new HealthWatch({
    clock,
    stalledAfterMs: 60_000,
    feed: {
      get end() {
        return feed.end;
      },
      get states() {
        return feed.states;
      },
      ends: () => ({ readable: feed.readable, log: feed.log }),
      position: () => feed.position,
    } as Pick<Feed, 'end' | 'states' | 'ends' | 'position'>,
    standing: () => standing,
    loops: () => [loop],
    onStalled: (reasons) => told.push(`stalled: ${reasons.join('; ')}`),
    onRecovered: () => told.push('recovered'),
    onFailed: (reasons) => told.push(`failed: ${reasons.join('; ')}`),
    onIdle: () => told.push('idle'),
  });
  watch.start();
});

describe('health', () => {
  it('is well while something is waited for, however long', async () => {
    await clock.advance(3_600_000);
    expect(watch.look()).toMatchObject({
      state: 'healthy',
      reasons: [],
      lastHeartbeatAt: 7,
      oldestInFlightAt: undefined,
    });
    expect(told).toEqual([]);
  });

  it('tells trouble at once, and by event when it lasts, once per episode', async () => {
    standing.troubles = ['no leader'];
    expect(watch.look()).toMatchObject({ state: 'stalled', reasons: ['no leader'] });
    await clock.advance(9_000);
    expect(told).toEqual([]);
    await clock.advance(60_000);
    expect(told).toEqual(['stalled: no leader']);
    standing.troubles = [];
    await clock.advance(1_000);
    expect(told).toEqual(['stalled: no leader', 'recovered']);
    expect(watch.look().state).toBe('healthy');
    standing.troubles = ['no coordinator'];
    await clock.advance(12_000);
    expect(told.slice(2)).toEqual(['stalled: no coordinator']);
  });

  it('makes no event of trouble that passes', async () => {
    for (let i = 0; i < 5; i++) {
      standing.troubles = ['no leader'];
      await clock.advance(8_000);
      standing.troubles = [];
      await clock.advance(2_000);
    }
    expect(told).toEqual([]);
  });

  it('calls a rebalance one within its time, and a stall after it', async () => {
    standing.isRebalancing = true;
    standing.settling = ['not in the group g: joining'];
    await clock.advance(29_000);
    expect(watch.look()).toMatchObject({ state: 'rebalancing', reasons: ['not in the group g: joining'] });
    expect(told).toEqual([]);
    await clock.advance(2_000);
    expect(watch.look().state).toBe('stalled');
    expect(told).toEqual(['stalled: not in the group g: joining, for 30 s']);
    standing.isRebalancing = false;
    standing.settling = [];
    await clock.advance(1_000);
    expect(told[1]).toBe('recovered');
  });

  it('sees that what was handed out is not followed by another call, in the given time and a second', async () => {
    loop.handedOut = 5;
    loop.isWaiting = false;
    await clock.advance(1_000);
    const { lastPollAt, oldestInFlightAt } = watch.look();
    expect(lastPollAt).toBe(clock.now());
    expect(oldestInFlightAt).toBe(clock.now());
    await clock.advance(58_000);
    expect(told).toEqual([]);
    await clock.advance(2_000);
    expect(told).toEqual([
      'idle',
      expect.stringMatching(/^stalled: what was handed out 60 s ago is still being handled/),
    ]);
    expect(watch.look()).toMatchObject({ state: 'stalled', oldestInFlightAt, lastPollAt });
    loop.handedOut = 6;
    await clock.advance(1_000);
    expect(told.slice(2)).toEqual(['recovered']);
    await clock.advance(61_000);
    expect(told.slice(3)).toMatchObject(['idle', expect.stringContaining('stalled')]);
  });

  it('takes no slow loop for a stalled one while it goes on', async () => {
    loop.isWaiting = false;
    for (let i = 1; i < 20; i++) {
      loop.handedOut = i;
      await clock.advance(50_000);
    }
    expect(told).toEqual([]);
  });

  it('names a partition that an open transaction holds back, once it has for ten seconds', async () => {
    feed.states = [partitionState({ topic: 't', partition: 3 }, false)];
    Object.assign(feed, { readable: 40, log: 41, position: 40 });
    await clock.advance(1_000);
    feed.log = 90;
    await clock.advance(8_000);
    expect(watch.look().state).toBe('healthy');
    await clock.advance(3_000);
    expect(watch.look().reasons).toEqual([
      expect.stringMatching(/^t\[3\] is held at 40 by an open transaction for \d+ s, the log goes on to 90$/),
    ]);
    expect(told).toHaveLength(1);
    Object.assign(feed, { readable: 90, position: 40 });
    await clock.advance(1_000);
    expect(told[1]).toBe('recovered');
  });

  it('blames no transaction while there is something to read before it, or while the end moves', async () => {
    feed.states = [partitionState({ topic: 't', partition: 3 }, false)];
    for (let i = 0; i < 30; i++) {
      Object.assign(feed, { readable: i, log: i + 5, position: i });
      await clock.advance(5_000);
    }
    Object.assign(feed, { readable: 30, log: 35, position: 2 });
    await clock.advance(60_000);
    expect(told).toEqual([]);
  });

  it('tells once that it has failed, and nothing of a reader that was closed', async () => {
    standing.troubles = ['expelled'];
    feed.end = new KafkaError('GROUP_AUTHORIZATION_FAILED', 'expelled');
    await clock.advance(5_000);
    expect(told).toEqual(['failed: expelled']);
    expect(watch.look().state).toBe('failed');
    watch.stop();
    expect(clock.timers).toBe(0);
  });

  it('says nothing when it is closed', async () => {
    feed.end = new KafkaError('CLOSED', 'closed');
    await clock.advance(20_000);
    expect(told).toEqual([]);
  });
});
