import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../../src/base/errors.ts';
import {
  type ConsumerEvent,
  type ConsumerState,
  consumerTransition,
  isJoined,
  ownedIn,
} from '../../../src/group/consumer-state.ts';
import { isSameShare, listShare, NOTHING, readShare, type Share, shareOf } from '../../../src/group/topic-share.ts';

const share = (...partitions: number[]): Share =>
  shareOf(partitions.map((partition) => ({ topicId: 'AAAAAAAAAAAAAAAAAAAAAA', partition })));

function run(events: readonly ConsumerEvent[], from: ConsumerState = { kind: 'idle' }): ConsumerState {
  return events.reduce(consumerTransition, from);
}

const JOINED: readonly ConsumerEvent[] = [
  { kind: 'start' },
  { kind: 'answered', epoch: 1, target: share(0, 1) },
  { kind: 'owns', owned: share(0, 1) },
  { kind: 'reconciled' },
  { kind: 'answered', epoch: 1, told: share(0, 1) },
];

describe('consumerTransition', () => {
  it('goes from joining to stable by way of word about what is owned', () => {
    const kinds = JOINED.map((_, index) => run(JOINED.slice(0, index + 1)).kind);
    expect(kinds).toEqual(['joining', 'reconciling', 'reconciling', 'acknowledging', 'stable']);
  });

  it('is not stable on an answer to a heartbeat that said nothing, or something older, of what is owned', () => {
    const acknowledging = run(JOINED.slice(0, 4));
    expect(consumerTransition(acknowledging, { kind: 'answered', epoch: 1 }).kind).toBe('acknowledging');
    expect(consumerTransition(acknowledging, { kind: 'answered', epoch: 1, told: NOTHING }).kind).toBe('acknowledging');
  });

  it('owes no word about a target that it was told of before', () => {
    const same = run([{ kind: 'answered', epoch: 4, target: share(1, 0) }], run(JOINED));
    expect(same).toMatchObject({ kind: 'stable', epoch: 4 });
    expect(isJoined(same) && same.target).toEqual(share(0, 1));
  });

  it('keeps what is owned while another target comes', () => {
    const state = run([{ kind: 'answered', epoch: 2, target: share(2) }], run(JOINED));
    expect(state).toMatchObject({ kind: 'reconciling', isNew: true, epoch: 2 });
    expect(ownedIn(state)).toEqual(share(0, 1));
  });

  it('goes on with what it has while names are missing, and without further word', () => {
    const partly = run([
      ...JOINED.slice(0, 2),
      { kind: 'owns', owned: share(0) },
      { kind: 'reconciled' },
      { kind: 'answered', epoch: 1, told: share(0) },
    ]);
    expect(partly).toMatchObject({ kind: 'reconciling', isNew: false });
  });

  it('forgets what is owned when expelled, and takes no target while it releases', () => {
    expect(run([{ kind: 'expelled' }], run(JOINED))).toEqual({ kind: 'joining' });
    const releasing = run([{ kind: 'leave' }, { kind: 'answered', epoch: 3, target: share(5) }], run(JOINED));
    expect(releasing).toMatchObject({ kind: 'releasing', epoch: 3, target: share(0, 1) });
    expect(run([{ kind: 'expelled' }, { kind: 'released' }], releasing)).toEqual({ kind: 'closed' });
  });

  it('leaves also when the join was not answered: it may have been served', () => {
    expect(run([{ kind: 'start' }, { kind: 'leave' }]).kind).toBe('leaving');
    expect(run([{ kind: 'leave' }]).kind).toBe('closed');
  });

  it('refuses what cannot be', () => {
    expect(() => run([{ kind: 'reconciled' }])).toThrow('reconciled in state idle');
    expect(() => run([...JOINED, { kind: 'start' }])).toThrow(
      'INTERNAL: group member: start in state stable'.slice(10),
    );
  });

  it('never owns what it was not given, and ends for good, whatever happens', () => {
    const some = fc.subarray([0, 1, 2, 3]).map((partitions) => share(...partitions));
    const event = fc.oneof<fc.Arbitrary<ConsumerEvent>[]>(
      fc.record({ kind: fc.constant('answered' as const), epoch: fc.integer({ min: 1, max: 9 }), target: some }),
      fc.record({ kind: fc.constant('answered' as const), epoch: fc.constant(3), told: some }),
      fc.record({ kind: fc.constant('owns' as const), owned: some }),
      fc.constant({ kind: 'reconciled' as const }),
      fc.constant({ kind: 'expelled' as const }),
      fc.constant({ kind: 'leave' as const }),
      fc.constant({ kind: 'released' as const }),
      fc.constant({ kind: 'left' as const }),
      fc.constant({ kind: 'failed' as const, error: new KafkaError('INTERNAL', 'x') }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        let state: ConsumerState = { kind: 'joining' };
        for (const each of events) {
          const before = state;
          try {
            state = consumerTransition(state, each);
          } catch (error) {
            // What the driver never does.
            expect(error).toMatchObject({ code: 'INTERNAL' });
          }
          if (before.kind === 'closed' || before.kind === 'failed') expect(state).toBe(before);
          if (each.kind !== 'owns' && !isSameShare(ownedIn(state), ownedIn(before)))
            expect(ownedIn(state)).toBe(NOTHING);
          if (state.kind === 'stable') expect(isSameShare(state.owned, state.target)).toBe(true);
        }
      }),
    );
  });
});

describe('shares', () => {
  it('stand in requests as they stood in answers, each partition once', () => {
    const listed = [
      { topicId: 'AAAAAAAAAAAAAAAAAAAAAA', partitions: [0, 2, 2] },
      { topicId: 'BBBBBBBBBBBBBBBBBBBBBB', partitions: [1] },
      { topicId: 'AAAAAAAAAAAAAAAAAAAAAA', partitions: [3] },
    ];
    expect(listShare(readShare(listed))).toEqual([
      { topicId: 'AAAAAAAAAAAAAAAAAAAAAA', partitions: [0, 2, 3] },
      { topicId: 'BBBBBBBBBBBBBBBBBBBBBB', partitions: [1] },
    ]);
  });
});
