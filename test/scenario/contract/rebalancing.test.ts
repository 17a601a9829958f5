// What rebalances of the classic protocol disturb, and what not: cooperative assignors, static members, patterns.
import { expect, it } from 'vitest';
import { Client, Writer } from '../../../src/index.ts';
import { contract } from '../../support/contract.ts';
import { GroupReader, type GroupReaderOptions } from '../../support/group-reader.ts';
import { numbers } from '../../support/reading.ts';

const LIMIT = { timeout: 20_000, interval: 20 };

contract('Rebalancing', (kafka) => {
  const open = (topic: string, groupId: string, options: Partial<GroupReaderOptions> = {}): GroupReader =>
    new GroupReader({
      brokers: kafka.brokers,
      topics: [topic],
      groupId,
      sessionTimeoutMs: 6_000,
      heartbeatIntervalMs: 100,
      ...options,
    } as GroupReaderOptions);
  const write = async (topic: string, partitions: number, name: string): Promise<void> => {
    const writer = new Writer({ brokers: kafka.brokers, topic });
    try {
      await writer.writeMessages(numbers(partitions).map((partition) => ({ partition, value: `${name}${partition}` })));
    } finally {
      await writer.close();
    }
  };
  const shares = (members: readonly GroupReader[]): number[] => members.map(({ partitions }) => partitions.length);
  const closeAll = (members: readonly GroupReader[]): Promise<unknown> =>
    Promise.all(members.map((member) => member.close()));
  /** Values read more than once, over all members. */
  const twice = (members: readonly GroupReader[]): string[] => {
    const all = members.flatMap(({ read }) => read.map(({ value }) => value));
    return all.filter((value, index) => all.indexOf(value) < index);
  };

  it('with cooperative-sticky moves no partition whose owner stays and need not give it up (trap 73)', async () => {
    const topic = await kafka.topic(6);
    const groupId = kafka.group();
    const members = [open(topic, groupId)];
    try {
      await expect.poll(() => shares(members), LIMIT).toEqual([6]);
      await write(topic, 6, 'a');
      members.push(open(topic, groupId));
      await expect.poll(() => shares(members), LIMIT).toEqual([3, 3]);
      members.push(open(topic, groupId));
      await expect.poll(() => shares(members), LIMIT).toEqual([2, 2, 2]);
      await write(topic, 6, 'b');
      await expect.poll(() => members.flatMap(({ read }) => read).length, LIMIT).toBe(12);
      const [first, second, third] = members as [GroupReader, GroupReader, GroupReader];
      const kept = [first.partitions, second.partitions];
      await third.close();
      await expect.poll(() => shares([first, second]), LIMIT).toEqual([3, 3]);
      expect(first.partitions).toEqual(expect.arrayContaining(kept[0] as number[]));
      expect(second.partitions).toEqual(expect.arrayContaining(kept[1] as number[]));
      // Six were given up by those who had more than their share, and the two of the one who left: no more.
      const revoked = (member: GroupReader) =>
        member.events.filter((event) => event.startsWith('revoked')).flatMap((event) => event.slice(8).split(','));
      expect(revoked(first).length + revoked(second).length).toBe(3 + 2);
      expect(members.flatMap(({ events }) => events).filter((event) => event.startsWith('lost'))).toEqual([]);
      expect(twice(members)).toEqual([]);
    } finally {
      await closeAll(members);
    }
  }, 60_000);

  it('changes from an eager assignor to a cooperative one in two rolling restarts (trap 75)', async () => {
    const topic = await kafka.topic(4);
    const groupId = kafka.group();
    const lists = [['range'], ['cooperative-sticky', 'range'], ['cooperative-sticky']] as const;
    const members: GroupReader[] = [];
    const replace = async (index: number, assignors: (typeof lists)[number]): Promise<void> => {
      await members[index]?.close();
      members[index] = open(topic, groupId, { assignors });
      await expect.poll(() => shares(members), LIMIT).toEqual([2, 2]);
    };
    try {
      members.push(open(topic, groupId, { assignors: ['range'] }), open(topic, groupId, { assignors: ['range'] }));
      await expect.poll(() => shares(members), LIMIT).toEqual([2, 2]);
      for (const [step, assignors] of lists.slice(1).entries()) {
        for (const index of [0, 1]) {
          await replace(index, assignors);
          await write(topic, 4, `${step}${index}-`);
          await expect.poll(() => members.every(({ error }) => error === undefined)).toBe(true);
        }
      }
      await expect.poll(() => members.flatMap(({ read }) => read).length, LIMIT).toBeGreaterThanOrEqual(4);
      // From here on it is cooperative: a third member takes one partition from somebody, and nobody is disturbed else.
      const before = members.map(({ events }) => events.length);
      members.push(open(topic, groupId));
      await expect.poll(() => shares(members).sort(), LIMIT).toEqual([1, 1, 2]);
      const after = members.slice(0, 2).flatMap(({ events }, index) => events.slice(before[index]));
      expect(after).toEqual([expect.stringMatching(/^revoked \d$/)]);
    } finally {
      await closeAll(members);
    }
  }, 90_000);

  it('refuses a group that has no assignor in common, and says how to get there (trap 75)', async () => {
    const topic = await kafka.topic(1);
    const groupId = kafka.group();
    const old = open(topic, groupId, { assignors: ['range'] });
    const fresh = open(topic, groupId);
    try {
      await expect.poll(() => [old.error, fresh.error].filter(Boolean).length, LIMIT).toBe(1);
      const [error] = [old.error, fresh.error].filter(Boolean);
      expect(error).toMatchObject({ code: 'INCONSISTENT_GROUP_PROTOCOL' });
      expect(String(error)).toContain('two rolling restarts');
    } finally {
      await closeAll([old, fresh]);
    }
  }, 60_000);

  it.each(['cooperative-sticky', 'range'] as const)(
    'restarts static members one after the other without a rebalance, with %s (trap 76)',
    async (assignor) => {
      const topic = await kafka.topic(6);
      const groupId = kafka.group();
      const options = (index: number): Partial<GroupReaderOptions> => ({
        assignors: [assignor],
        groupInstanceId: `instance-${index}`,
        sessionTimeoutMs: 30_000,
      });
      const members = numbers(3).map((index) => open(topic, groupId, options(index)));
      try {
        await expect.poll(() => shares(members), LIMIT).toEqual([2, 2, 2]);
        await write(topic, 6, 'a');
        await expect.poll(() => members.flatMap(({ read }) => read).length, LIMIT).toBe(6);
        const generation = (): number[] => members.map(({ reader }) => reader.groupMetadata().generationId);
        await expect.poll(() => new Set(generation()).size, LIMIT).toBe(1);
        const before = generation();
        const partitions = members.map((member) => member.partitions);
        for (const index of [0, 1, 2]) {
          const counts = members.map(({ rebalances }) => rebalances);
          await members[index]?.close();
          members[index] = open(topic, groupId, options(index));
          await expect.poll(() => members[index]?.partitions, LIMIT).toEqual(partitions[index]);
          const others = members.filter((_, other) => other !== index);
          expect(others.map(({ rebalances }) => rebalances)).toEqual(counts.filter((_, other) => other !== index));
        }
        await write(topic, 6, 'b');
        const isRead = (): number => members.flatMap(({ read }) => read).filter(({ value }) => value[0] === 'b').length;
        await expect.poll(isRead, LIMIT).toBe(6);
        expect(generation()).toEqual(before);
        expect(members.flatMap(({ events }) => events).filter((event) => !event.startsWith('assigned'))).toEqual([]);
        // One that is not to come back says so, and the others have its share at once.
        await members[2]?.close({ leaveGroup: true });
        await expect.poll(() => shares(members.slice(0, 2)), LIMIT).toEqual([3, 3]);
      } finally {
        await Promise.all(members.map((member) => member.close({ leaveGroup: true })));
      }
    },
    90_000,
  );

  it('ends a static member whose name another process uses, in clear words', async () => {
    const topic = await kafka.topic(1);
    const groupId = kafka.group();
    const first = open(topic, groupId, { groupInstanceId: 'same' });
    let second: GroupReader | undefined;
    try {
      await expect.poll(() => shares([first]), LIMIT).toEqual([1]);
      second = open(topic, groupId, { groupInstanceId: 'same' });
      await expect.poll(() => first.error, LIMIT).toMatchObject({ code: 'FENCED_INSTANCE_ID' });
      expect(String(first.error)).toContain('another process has joined with the same groupInstanceId');
      await expect.poll(() => second?.partitions, LIMIT).toEqual([0]);
      expect(first.events).toEqual(['assigned 0', 'lost 0']);
    } finally {
      await first.close();
      await second?.close({ leaveGroup: true });
    }
  }, 60_000);

  it('reads the topics that a pattern matches, those that appear, and no more those that are deleted (trap 82)', async () => {
    const [one, other] = [await kafka.topic(2), await kafka.topic(1)];
    const client = new Client({ brokers: kafka.brokers });
    // Names are unique to this run; the pattern remembers nothing from one name to the next.
    const pattern = new RegExp(`^(${one}|${other}|${one}-later)$`, 'g');
    const member = new GroupReader({
      brokers: kafka.brokers,
      pattern,
      groupId: kafka.group(),
      startOffset: 'last',
      metadataMaxAgeMs: 300,
      heartbeatIntervalMs: 100,
    });
    const topics = (): string[] => [...new Set(member.reader.assignment().map(({ topic }) => topic))].sort();
    const read = (): string[] => member.read.map(({ value }) => value).sort();
    try {
      await expect.poll(topics, LIMIT).toEqual([one, other].sort());
      await expect.poll(() => member.events.length, LIMIT).toBe(1);
      await write(other, 1, 'other');
      await expect.poll(read, LIMIT).toEqual(['other0']);
      await client.createTopics([{ topic: `${one}-later`, partitions: 1, replicationFactor: 1 }]);
      // What is written before it is found is read, although the group begins at the end.
      await write(`${one}-later`, 1, 'later');
      await expect.poll(read, LIMIT).toEqual(['later0', 'other0']);
      await client.deleteTopics([other]);
      await expect.poll(topics, LIMIT).toEqual([one, `${one}-later`].sort());
      await write(one, 2, 'one');
      await expect.poll(read, LIMIT).toEqual(['later0', 'one0', 'one1', 'other0']);
      // The partitions of the first topic were there all the time.
      expect(member.events.filter((event) => event.startsWith('revoked'))).toEqual(['revoked 0']);
      expect(member.error).toBeUndefined();
    } finally {
      await member.close();
      await client.close();
    }
  }, 60_000);
});
