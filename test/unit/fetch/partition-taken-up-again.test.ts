// What a broker's session holds after each request of FetchSession. A broker adds and updates first and forgets then
// (KIP-227), so a partition in both lists of one request is lost to it: nothing of it is read again, and no error says so.
import { describe, expect, it } from 'vitest';
import { FetchSession, type SessionDialect, type SessionRequest } from '../../../src/fetch/fetch-session.ts';
import { PartitionCursor } from '../../../src/fetch/partition-cursor.ts';

const SESSION_ID = 42;

/** The partitions of a broker's session, and from where each is read. */
class BrokerSession {
  readonly #offsets = new Map<string, number>();

  apply({ sessionEpoch, topics, forgottenTopicsData }: SessionRequest, { byId }: SessionDialect): void {
    if (sessionEpoch === 0) this.#offsets.clear();
    for (const { topic, topicId, partitions } of topics) {
      for (const { partition, fetchOffset } of partitions) {
        this.#offsets.set(`${byId ? topicId : topic} ${partition}`, fetchOffset);
      }
    }
    for (const { topic, topicId, partitions } of forgottenTopicsData) {
      for (const partition of partitions) this.#offsets.delete(`${byId ? topicId : topic} ${partition}`);
    }
  }

  get offsets(): Record<string, number> {
    return Object.fromEntries(this.#offsets);
  }
}

function cursor(partition: number, offset: number): PartitionCursor {
  const made = new PartitionCursor('orders', partition, offset, -1);
  made.topicId = 'orders';
  return made;
}

describe.each([{ byId: true }, { byId: false }])('FetchSession, partitions named by id: $byId', ({ byId }) => {
  const dialect: SessionDialect = { byId, lastEpochs: true, maxPartitionBytes: 100 };

  function fetchInTurn(...wanted: readonly (readonly PartitionCursor[])[]): Record<string, number> {
    const session = new FetchSession();
    const broker = new BrokerSession();
    for (const cursors of wanted) {
      broker.apply(session.next(cursors, dialect), dialect);
      session.answered(SESSION_ID);
    }
    return broker.offsets;
  }

  it('does not lose a partition that was revoked and taken up again between two fetches', () => {
    const kept = cursor(0, 5);
    expect(fetchInTurn([kept, cursor(1, 7)], [kept, cursor(1, 9)])).toEqual({ 'orders 0': 5, 'orders 1': 9 });
  });

  it('does not lose one that is taken up again where it stood', () => {
    const kept = cursor(0, 5);
    expect(fetchInTurn([kept, cursor(1, 7)], [kept, cursor(1, 7)])).toEqual({ 'orders 0': 5, 'orders 1': 7 });
  });

  it('does not lose it while another one is given up for good', () => {
    expect(fetchInTurn([cursor(0, 5), cursor(1, 7)], [cursor(1, 9)])).toEqual({ 'orders 1': 9 });
  });

  it('has it again when a fetch went by without it', () => {
    const kept = cursor(0, 5);
    expect(fetchInTurn([kept, cursor(1, 7)], [kept], [kept, cursor(1, 9)])).toEqual({ 'orders 0': 5, 'orders 1': 9 });
  });
});
