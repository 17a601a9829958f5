import { beforeEach, describe, expect, it } from 'vitest';
import { assignorOf } from '../../../src/group/assignors.ts';
import type { GroupMember } from '../../../src/group/group-member.ts';
import type { GroupSettings } from '../../../src/group/group-settings.ts';
import { openMember } from '../../../src/group/open-member.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { ConsumerBench, names, refusal, SETTINGS } from './consumer-bench.ts';
import { type ScriptedCoordinator, silence } from './scripted-coordinator.ts';

const HEARTBEAT = 'ConsumerGroupHeartbeat';

let bench: ConsumerBench;
let coordinator: ScriptedCoordinator;
let events: string[];

beforeEach(() => {
  bench = new ConsumerBench();
  ({ coordinator, events } = bench);
});

function open(settings: Partial<GroupSettings> = {}): GroupMember {
  const assignors = [assignorOf('cooperative-sticky')];
  const member = openMember(
    bench.cluster,
    { ...SETTINGS, assignors, ...settings },
    {
      onAssigned: async (partitions) => void events.push(`assigned ${names(partitions)}`),
      onRevoked: async (partitions) => void events.push(`revoked ${names(partitions)}`),
      onLost: (partitions) => void events.push(`lost ${names(partitions)}`),
      onError: (error) => {
        bench.fatal = error;
      },
    },
  );
  void member.run();
  return member;
}

describe('openMember', () => {
  it('speaks the consumer protocol where that is asked for and there is one, and the classic one otherwise', async () => {
    const consumer = open();
    await bench.until(() => consumer.phase === 'stable');
    expect([consumer.protocol, consumer.fellBack, consumer.assigned.length]).toEqual(['consumer', undefined, 2]);
    await consumer.close();
    expect(coordinator.requests('JoinGroup')).toHaveLength(0);
    const classic = open({ protocol: 'classic' });
    await bench.until(() => classic.phase === 'stable');
    expect([classic.protocol, bench.beats.length]).toEqual(['classic', 3]);
    await classic.close();
  });

  it.each([
    ['UNSUPPORTED_VERSION', 'group.version'],
    ['GROUP_ID_NOT_FOUND', 'group.consumer.migration.policy'],
  ] as const)(
    'falls back to the classic protocol when the first heartbeat is answered with %s',
    async (name, words) => {
      coordinator.usually(HEARTBEAT, refusal(ErrorCode[name]));
      const member = open();
      await bench.until(() => member.phase === 'stable');
      expect([member.protocol, bench.fatal, bench.beats.length]).toEqual(['classic', undefined, 1]);
      expect(member.fellBack).toContain(words);
      expect(coordinator.warnings).toEqual([member.fellBack]);
      expect(events).toEqual(['assigned orders0,orders1,orders2,orders3']);
      const place = { topic: 'orders', partition: 3, offset: 4 };
      expect((await member.commit([place]))[0]?.error).toBeUndefined();
      expect([member.rebalances, member.generation?.generationId, member.missingTopics]).toEqual([1, 1, []]);
      await member.close();
      expect(events.at(-1)).toBe('revoked orders0,orders1,orders2,orders3');
      expect([member.phase, coordinator.clock.timers]).toEqual(['closed', 0]);
      expect(coordinator.requests('LeaveGroup')).toHaveLength(1);
    },
  );

  it('does not fall back once it has joined: the brokers had the protocol', async () => {
    const member = open();
    await bench.until(() => member.phase === 'stable');
    coordinator.usually(HEARTBEAT, refusal(ErrorCode.UNSUPPORTED_VERSION));
    await bench.until(() => bench.fatal !== undefined);
    expect([bench.fatal?.code, coordinator.requests('JoinGroup').length]).toEqual(['UNSUPPORTED_VERSION', 0]);
    await member.close();
  });

  it.each(['a broker without', 'an old broker'])(
    'does not fall back where %s is to match a pattern, and says what that needs (trap 77)',
    async (which) => {
      if (which === 'an old broker') coordinator.maxVersion = 0;
      else coordinator.usually(HEARTBEAT, refusal(ErrorCode.UNSUPPORTED_VERSION));
      const member = open({ subscription: { kind: 'server-pattern', pattern: 'o.*' } });
      await bench.until(() => bench.fatal !== undefined);
      expect(bench.fatal?.message).toContain('option serverPattern needs brokers of Kafka 4.0 or later');
      expect(coordinator.requests('JoinGroup')).toHaveLength(0);
      await member.close();
    },
  );

  it('ends with other errors of the first heartbeat', async () => {
    coordinator.usually(HEARTBEAT, refusal(ErrorCode.GROUP_AUTHORIZATION_FAILED));
    const member = open();
    await bench.until(() => bench.fatal !== undefined);
    expect([member.phase, member.fellBack]).toEqual(['failed', undefined]);
    await member.close();
  });

  it('closes before, while and after it falls back', async () => {
    coordinator.usually(HEARTBEAT, silence);
    const early = open();
    await coordinator.clock.advance(100);
    const closing = early.close();
    await coordinator.clock.advance(6_000);
    await closing;
    expect(coordinator.requests('JoinGroup')).toHaveLength(0);
    coordinator.usually(HEARTBEAT, refusal(ErrorCode.UNSUPPORTED_VERSION));
    coordinator.usually('JoinGroup', silence);
    const joining = open();
    await bench.until(() => coordinator.requests('JoinGroup').length === 1);
    await joining.close();
    expect([joining.phase, coordinator.clock.timers]).toEqual(['closed', 0]);
  });
});
