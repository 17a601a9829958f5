// Groups of the consumer protocol (KIP-848) by single requests: what every coordinator does with members of that kind,
// whoever they are. Which partitions a member gets is up to the assignor; here it is that all are read, each by one.
import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { Client } from '../../../src/index.ts';
import { throwIfBrokerError } from '../../../src/protocol/broker-error.ts';
import { consumerGroupHeartbeatApi } from '../../../src/protocol/generated/consumer-group-heartbeat.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { createOffsetCommitRequest, offsetCommitApi } from '../../../src/protocol/generated/offset-commit.ts';
import { ZERO_UUID } from '../../../src/wire/message-codec.ts';
import { contract } from '../../support/contract.ts';
import { RawConsumerMember, type RawMemberOptions, type SendHeartbeat } from '../../support/raw-consumer-group.ts';
import { numbers } from '../../support/reading.ts';

const { COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR } = ErrorCode;
/** The coordinator is only just coming up. */
const NOT_YET: ReadonlySet<number> = new Set([
  COORDINATOR_LOAD_IN_PROGRESS,
  COORDINATOR_NOT_AVAILABLE,
  NOT_COORDINATOR,
]);
const SETTLED_WITHIN_MS = 20_000;

interface Scene {
  readonly groupId: string;
  readonly client: Client;
  member(options: RawMemberOptions): RawConsumerMember;
}

contract('A consumer group', (kafka) => {
  /** Brokers that know no such groups refuse the first request; there is nothing more to be asked of them. */
  async function scene(block: (scene: Scene) => Promise<void>): Promise<void> {
    const client = new Client({ brokers: kafka.brokers });
    const groupId = kafka.group();
    const send: SendHeartbeat = (request) =>
      client._cluster.retry(
        'heartbeat',
        async () => {
          const answer = await client._cluster.sendToCoordinator(
            'group',
            groupId,
            consumerGroupHeartbeatApi,
            () => request,
          );
          if (NOT_YET.has(answer.errorCode)) throwIfBrokerError(answer.errorCode, 'heartbeat');
          return answer;
        },
        { timeoutMs: SETTLED_WITHIN_MS, coordinator: { kind: 'group', key: groupId } },
      );
    const member = (options: RawMemberOptions): RawConsumerMember =>
      new RawConsumerMember(send, groupId, randomUUID(), options);
    try {
      await client._cluster.start();
      if (client._cluster.finalizedLevel('group.version') > 0) return await block({ client, groupId, member });
      await expect(member({ topics: [] }).join()).rejects.toMatchObject({ code: 'UNSUPPORTED_VERSION' });
    } finally {
      await client.close();
    }
  }

  /** Heartbeats of all until what they have is all there is, each partition once, at one epoch. */
  async function untilShared(count: number, members: readonly RawConsumerMember[]): Promise<void> {
    const end = Date.now() + SETTLED_WITHIN_MS;
    for (;;) {
      const codes = new Set<number>();
      for (const member of members) codes.add((await member.beat()).errorCode);
      expect([...codes]).toEqual([ErrorCode.NONE]);
      const owned = members.flatMap(({ partitions }) => partitions).sort((a, b) => a - b);
      // Never twice, whatever else is still under way.
      expect(new Set(owned).size).toBe(owned.length);
      const sizes = members.map(({ partitions }) => partitions.length);
      const isFair = Math.max(...sizes) - Math.min(...sizes) <= 1;
      if (isFair && owned.length === count && new Set(members.map(({ epoch }) => epoch)).size === 1) return;
      if (Date.now() > end) expect(owned).toEqual(numbers(count));
    }
  }

  it('gives each partition to one member, and leaves none out, while members come and go', async () => {
    const topic = await kafka.topic(6);
    await scene(async ({ member }) => {
      const [a, b, c] = [member({ topics: [topic] }), member({ topics: [topic] }), member({ topics: [topic] })];
      await a.join();
      await untilShared(6, [a]);
      await b.join();
      await untilShared(6, [a, b]);
      await c.join();
      await untilShared(6, [a, b, c]);
      expect([a, b, c].map(({ partitions }) => partitions.length)).toEqual([2, 2, 2]);
      await b.leave();
      await untilShared(6, [a, c]);
      expect((await b.beat()).errorCode).toBe(ErrorCode.UNKNOWN_MEMBER_ID);
    });
  });

  it('keeps what a static member has while that is away', async () => {
    const topic = await kafka.topic(4);
    await scene(async ({ member }) => {
      const [a, b] = [member({ topics: [topic], instanceId: 'a' }), member({ topics: [topic], instanceId: 'b' })];
      await a.join();
      await b.join();
      await untilShared(4, [a, b]);
      const [before, epoch] = [a.partitions, b.epoch];
      await a.leave(-2);
      await b.beat();
      expect([b.epoch, b.partitions.length]).toEqual([epoch, 2]);
      const again = member({ topics: [topic], instanceId: 'a' });
      await again.join();
      expect(again.partitions).toEqual(before);
      expect((await a.beat()).errorCode).toBe(ErrorCode.FENCED_INSTANCE_ID);
    });
  });

  it('fences members and commits of another epoch', async () => {
    const topic = await kafka.topic(1);
    await scene(async ({ client, groupId, member }) => {
      const a = member({ topics: [topic] });
      await a.join();
      await untilShared(1, [a]);
      const commit = async (epoch: number): Promise<number | undefined> => {
        const partitions = [
          { partitionIndex: 0, committedOffset: 0, committedLeaderEpoch: -1, committedMetadata: null },
        ];
        const topics = [{ name: topic, topicId: ZERO_UUID, partitions }];
        const request = { groupId, memberId: a.id, generationIdOrMemberEpoch: epoch, topics };
        const answer = await client._cluster.sendToCoordinator(
          'group',
          groupId,
          offsetCommitApi,
          () => createOffsetCommitRequest(request),
          // Later ones name topics by their ids.
          { maxVersion: 9 },
        );
        return answer.topics[0]?.partitions[0]?.errorCode;
      };
      expect(await commit(a.epoch)).toBe(ErrorCode.NONE);
      expect(await commit(a.epoch + 1)).toBe(ErrorCode.STALE_MEMBER_EPOCH);
      expect((await a.beat({ memberEpoch: a.epoch + 1 })).errorCode).toBe(ErrorCode.FENCED_MEMBER_EPOCH);
    });
  });

  it('finds topics by an expression', async () => {
    const [first, second] = [await kafka.topic(2), await kafka.topic(1)];
    await scene(async ({ member }) => {
      const a = member({ regex: `(${first}|${second})` });
      await a.join();
      const end = Date.now() + SETTLED_WITHIN_MS;
      while (a.partitions.length < 3 && Date.now() < end) await a.beat();
      expect(a.partitions).toEqual([0, 0, 1]);
    });
  });

  it('refuses what is no expression', async () => {
    await scene(async ({ member }) => {
      expect((await member({ regex: '(' }).join()).errorCode).toBe(ErrorCode.INVALID_REGULAR_EXPRESSION);
    });
  });
});
