// Groups that are disturbed at random, by a seed: see group-model.ts for what must hold all the time.
import { describe, expect, it } from 'vitest';
import type { GroupProtocol } from '../../../src/group/group-settings.ts';
import { GroupModel, type Names } from './group-model.ts';

/** Mulberry32: the same numbers for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const SEEDS = Array.from({ length: 6 }, (_, index) => index + 1);
const kinds: Record<string, readonly Names[]> = {
  'cooperative-sticky': [['cooperative-sticky']],
  range: [['range']],
  sticky: [['sticky', 'range']],
  'a group between eager and cooperative': [['cooperative-sticky', 'range'], ['cooperative-sticky']],
};

async function disturb(kind: readonly Names[], seed: number, protocol?: GroupProtocol): Promise<GroupModel> {
  const random = randomOf(seed);
  const model = new GroupModel(random, protocol);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  model.open(pick(kind));
  for (let step = 0; step < 12; step++) {
    const { alive } = model;
    model.lossRate = random() < 0.3 ? 0.3 : 0;
    const what = random();
    if (alive.length < 2 || (what < 0.35 && alive.length < 5)) model.open(pick(kind));
    else if (what < 0.5) model.close(pick(alive));
    else if (what < 0.65) model.kill(pick(alive));
    else if (what < 0.75) model.group.moveToOtherCoordinator();
    await model.run(250 * Math.ceil(random() * 40));
  }
  model.lossRate = 0;
  for (let waited = 0; !model.isSettled && waited < 120; waited++) await model.run(500);
  return model;
}

describe('a group that is disturbed at random', () => {
  describe.each(Object.entries(kinds))('with %s', (_, kind) => {
    it.each(SEEDS)(
      'has one reader per partition, commits that never go back, and comes to rest (seed %i, trap 61, 73)',
      async (seed) => {
        const model = await disturb(kind, seed);
        expect(model.faults).toEqual([]);
        expect(model.isSettled).toBe(true);
        const before = new Map(model.committed);
        await model.run(5_000);
        for (const partition of before.keys()) {
          expect(model.committed.get(partition)).toBeGreaterThan(before.get(partition) as number);
        }
        for (const member of model.alive) model.close(member);
        await model.run(40_000);
        model.group.close();
        expect(model.clock.timers).toBe(0);
      },
      30_000,
    );
  });
});

describe('a group of the consumer protocol', () => {
  it.each(SEEDS)(
    'that is disturbed at random has one reader per partition, commits that never go back, and comes to rest (seed %i, trap 61, 77)',
    async (seed) => {
      const model = await disturb([[]], seed, 'consumer');
      expect(model.faults).toEqual([]);
      expect(model.isSettled).toBe(true);
      const before = new Map(model.committed);
      await model.run(5_000);
      for (const partition of before.keys()) {
        expect(model.committed.get(partition)).toBeGreaterThan(before.get(partition) as number);
      }
      for (const member of model.alive) model.close(member);
      await model.run(40_000);
      model.group.close();
      expect(model.clock.timers).toBe(0);
    },
    30_000,
  );

  it.each(SEEDS)('takes nothing from those who live when another dies (seed %i)', async (seed) => {
    const random = randomOf(seed);
    const model = new GroupModel(random, 'consumer');
    for (let count = 0; count < 4; count++) model.open([]);
    const settle = async (): Promise<void> => {
      const isSettled = (): boolean => model.isSettled && model.group.state === 'Stable';
      for (let waited = 0; !isSettled() && waited < 120; waited++) await model.run(500);
      expect(isSettled()).toBe(true);
    };
    await settle();
    const { revoked } = model;
    while (model.alive.length > 1) {
      const { alive } = model;
      model.kill(alive[Math.floor(random() * alive.length)]!);
      await settle();
    }
    expect([model.revoked, model.faults]).toEqual([revoked, []]);
    model.close(model.alive[0]!);
    await model.run(10_000);
    model.group.close();
  });
});
