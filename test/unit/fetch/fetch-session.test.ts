import { describe, expect, it } from 'vitest';
import { FetchSession, type SessionDialect } from '../../../src/fetch/fetch-session.ts';
import { PartitionCursor } from '../../../src/fetch/partition-cursor.ts';

const byId: SessionDialect = { byId: true, lastEpochs: true, maxPartitionBytes: 100 };
const byName: SessionDialect = { ...byId, byId: false };

function cursor(partition: number, topic = 'orders'): PartitionCursor {
  const made = new PartitionCursor(topic, partition, 0, -1);
  made.topicId = `id of ${topic}`;
  return made;
}

/** Partitions of each topic that a request names, in order. */
function named(request: ReturnType<FetchSession['next']>): string[] {
  return request.topics.map(({ topic, partitions }) => `${topic} ${partitions.map(({ partition }) => partition)}`);
}

describe('FetchSession', () => {
  it('names everything first, and then only what has changed (trap 55)', () => {
    const session = new FetchSession();
    const [a, b] = [cursor(0), cursor(1)];
    const first = session.next([a, b], byId);
    expect(first).toMatchObject({ sessionId: 0, sessionEpoch: 0, forgottenTopicsData: [] });
    expect(named(first)).toEqual(['orders 0,1']);
    session.answered(42);
    b.advance(10, 1);
    const second = session.next([a, b], byId);
    expect(second).toMatchObject({ sessionId: 42, sessionEpoch: 1 });
    expect(named(second)).toEqual(['orders 1']);
    session.answered(42);
    expect(session.next([a, b], byId)).toMatchObject({ sessionEpoch: 2, topics: [], forgottenTopicsData: [] });
  });

  it('forgets what is not wanted any more (trap 55)', () => {
    const session = new FetchSession();
    const [a, b, c] = [cursor(0), cursor(1), cursor(0, 'clicks')];
    session.next([a, b, c], byId);
    session.answered(42);
    const request = session.next([b], byId);
    expect(request.topics).toEqual([]);
    expect(request.forgottenTopicsData).toEqual([
      { topic: '', topicId: 'id of orders', partitions: [0] },
      { topic: '', topicId: 'id of clicks', partitions: [0] },
    ]);
    session.answered(42);
    expect(named(session.next([b, a], byId))).toEqual(['orders 0']);
  });

  it('keeps naming everything where the broker keeps no session (trap 55)', () => {
    const session = new FetchSession();
    const a = cursor(0);
    for (let i = 0; i < 3; i++) {
      const request = session.next([a], byId);
      expect(request).toMatchObject({ sessionId: 0, sessionEpoch: 0 });
      expect(named(request)).toEqual(['orders 0']);
      session.answered(0);
    }
  });

  it('replaces its session when names give way to ids', () => {
    const session = new FetchSession();
    const a = cursor(0);
    session.next([a], byName);
    session.answered(42);
    expect(session.find('orders', '', 0)?.cursor).toBe(a);
    const request = session.next([a], byId);
    expect(request).toMatchObject({ sessionId: 42, sessionEpoch: 0 });
    expect(named(request)).toEqual(['orders 0']);
    expect(session.find('', 'id of orders', 0)?.cursor).toBe(a);
    expect(session.find('', 'id of clicks', 0)).toBeUndefined();
  });

  it('begins anew with its id after a failure, and without it when the broker has lost it', () => {
    const session = new FetchSession();
    session.next([cursor(0)], byId);
    session.answered(42);
    session.restart();
    expect(session.next([cursor(0)], byId)).toMatchObject({ sessionId: 42, sessionEpoch: 0 });
    session.answered(43);
    session.forgetId();
    expect(session.isNew).toBe(true);
    expect(session.next([cursor(0)], byId)).toMatchObject({ sessionId: 0, sessionEpoch: 0 });
  });

  it('keeps the order of the partitions, a topic more than once where it has to be', () => {
    const request = new FetchSession().next([cursor(1), cursor(0, 'clicks'), cursor(0)], byId);
    expect(named(request)).toEqual(['orders 1', 'clicks 0', 'orders 0']);
  });
});
