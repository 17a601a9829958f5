// Groups whose coordinator shares out the partitions (KIP-848), seen from Readers: the same on the embedded broker and on
// real Kafka. Owns: what every such broker has to make possible.
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { Client, Writer } from '../../src/index.ts';
import { uniqueName } from './describe-each-kafka.ts';
import { MortalReader } from './mortal-reader.ts';
import { numbers } from './reading.ts';

const WAIT = { timeout: 30_000, interval: 20 };

/** What the scenarios need. */
export interface ConsumerGroupKafka {
  bootstrap(): readonly string[];
  /** Lets the group's members be found dead within seconds; absent where they are anyhow. */
  readonly shortSession?: (client: Client, groupId: string) => Promise<void>;
  /** Kafka's own console consumer in the same group, where there is Java: what it has read when nothing comes any more. */
  readonly consume?: (topic: string, groupId: string) => Promise<Buffer>;
}

/** The scenarios; to be called inside of a describe block. */
export function consumerGroupScenarios(kafka: ConsumerGroupKafka): void {
  const { bootstrap, consume, shortSession = async () => {} } = kafka;
  const open: MortalReader[] = [];
  let client: Client;
  let writer: Writer;

  beforeAll(() => {
    client = new Client({ brokers: bootstrap() });
    writer = new Writer({ client });
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((reader) => reader.close()));
  });
  afterAll(async () => {
    await writer.close();
    await client.close();
  });

  const start = (options: ConstructorParameters<typeof MortalReader>[1]): MortalReader => {
    const reader = new MortalReader({ brokers: bootstrap() }, { protocol: 'consumer', ...options } as typeof options);
    open.push(reader);
    return reader;
  };
  const createTopic = async (partitions: number, topic = uniqueName('shared')): Promise<string> => {
    const [result] = await client.createTopics([{ topic, partitions, replicationFactor: 1 }]);
    if (result?.error !== undefined) throw result.error;
    return topic;
  };
  const write = async (topic: string, from: number, to: number): Promise<void> => {
    const all = numbers(to - from).map((i) => ({ topic, key: `k${from + i}`, value: String(from + i) }));
    await writer.writeMessages(all);
  };
  /** How often each value was read, by all members together. */
  const readOften = (...readers: MortalReader[]): Map<string, number> => {
    const times = new Map<string, number>();
    for (const { messages } of readers) {
      for (const { value } of messages) times.set(String(value), (times.get(String(value)) ?? 0) + 1);
    }
    return times;
  };
  const shares = (...readers: MortalReader[]): number[] => readers.map(({ share }) => share.size);

  it('share out, hand over and take over without disturbing what stays (trap 77)', { timeout: 120_000 }, async () => {
    const topic = await createTopic(6);
    const groupId = uniqueName('group');
    await shortSession(client, groupId);
    await write(topic, 0, 100);
    const a = start({ groupId, topics: [topic] });
    await expect.poll(() => shares(a), WAIT).toEqual([6]);
    await write(topic, 100, 200);
    const b = start({ groupId, topics: [topic] });
    await expect.poll(() => shares(a, b), WAIT).toEqual([3, 3]);
    expect([a.taken.length, b.taken.length]).toEqual([3, 0]);
    await write(topic, 200, 300);
    const c = start({ groupId, topics: [topic] });
    await expect.poll(() => shares(a, b, c), WAIT).toEqual([2, 2, 2]);
    expect([a.taken.length, b.taken.length, c.taken.length]).toEqual([4, 1, 0]);
    await write(topic, 300, 400);
    await expect.poll(() => readOften(a, b, c).size, WAIT).toBe(400);
    // Marks are committed before a partition goes: nobody reads twice what was handed over.
    expect([...readOften(a, b, c).values()].every((times) => times === 1)).toBe(true);
    // A death takes nothing away from those who live.
    await c.die();
    await expect.poll(() => shares(a, b), WAIT).toEqual([3, 3]);
    expect([a.taken.length, b.taken.length]).toEqual([4, 1]);
    // Nor does a member that leaves, nor a topic that grows.
    await b.close();
    await expect.poll(() => shares(a), WAIT).toEqual([6]);
    await client.admin.createPartitions([{ topic, count: 8 }]);
    await expect.poll(() => shares(a), WAIT).toEqual([8]);
    expect(a.taken).toHaveLength(4);
  });

  it('keep the share of a static member over its restart (trap 76)', { timeout: 120_000 }, async () => {
    const topic = await createTopic(4);
    const groupId = uniqueName('group');
    await write(topic, 0, 50);
    const stays = start({ groupId, topics: [topic], groupInstanceId: 'stays' });
    const restarts = start({ groupId, topics: [topic], groupInstanceId: 'restarts' });
    await expect.poll(() => shares(stays, restarts), WAIT).toEqual([2, 2]);
    const [share, rebalances, taken] = [[...restarts.share].sort(), stays.rebalances, stays.taken.length];
    await expect.poll(() => readOften(stays, restarts).size, WAIT).toBe(50);
    await restarts.close();
    const again = start({ groupId, topics: [topic], groupInstanceId: 'restarts' });
    await expect.poll(() => [...again.share].sort(), WAIT).toEqual(share);
    await write(topic, 50, 100);
    await expect.poll(() => readOften(stays, restarts, again).size, WAIT).toBe(100);
    expect([...readOften(stays, restarts, again).values()].every((times) => times === 1)).toBe(true);
    expect([stays.rebalances, stays.taken.length]).toEqual([rebalances, taken]);
  });

  it('read what a pattern matches at the coordinator, new topics too (trap 77)', { timeout: 120_000 }, async () => {
    const prefix = uniqueName('match');
    const groupId = uniqueName('group');
    await createTopic(1, `${prefix}-a`);
    await createTopic(1, `${prefix}-a-not`);
    const reader = start({ groupId, serverPattern: `${prefix}-[a-z]` } as never);
    await expect.poll(() => [...reader.share], WAIT).toEqual([`${prefix}-a-0`]);
    await createTopic(2, `${prefix}-b`);
    await write(`${prefix}-b`, 0, 10);
    await expect
      .poll(() => [...reader.share].sort(), WAIT)
      .toEqual([`${prefix}-a-0`, `${prefix}-b-0`, `${prefix}-b-1`]);
    await expect.poll(() => reader.messages.length, WAIT).toBe(10);
    const wrong = start({ groupId: uniqueName('group'), serverPattern: 'a(?=b)' } as never);
    await expect.poll(() => String(wrong.error), WAIT).toContain('option serverPattern');
    const strange = start({ groupId: uniqueName('group'), topics: [prefix], remoteAssignor: 'nobody' } as never);
    await expect.poll(() => String(strange.error), WAIT).toContain('option remoteAssignor');
  });

  it('take a group over from members of the classic protocol, and give it back (trap 75)', {
    timeout: 120_000,
  }, async () => {
    const topic = await createTopic(4);
    const groupId = uniqueName('group');
    const classic = start({ groupId, topics: [topic], protocol: 'classic', heartbeatIntervalMs: 300 } as never);
    await expect.poll(() => shares(classic), WAIT).toEqual([4]);
    const ours = start({ groupId, topics: [topic] });
    await expect.poll(() => shares(classic, ours), WAIT).toEqual([2, 2]);
    await write(topic, 0, 100);
    await expect.poll(() => readOften(classic, ours).size, WAIT).toBe(100);
    await classic.close();
    await expect.poll(() => shares(ours), WAIT).toEqual([4]);
    expect([ours.taken, ours.warnings]).toEqual([[], []]);
    const back = start({ groupId, topics: [topic], protocol: 'classic', heartbeatIntervalMs: 300 } as never);
    await expect.poll(() => shares(back, ours), WAIT).toEqual([2, 2]);
    await ours.close();
    await expect.poll(() => shares(back), WAIT).toEqual([4]);
  });

  const read = consume;
  if (read === undefined) return;

  it("share with Kafka's own consumer", { timeout: 120_000 }, async () => {
    const topic = await createTopic(4);
    const groupId = uniqueName('group');
    const ours = start({ groupId, topics: [topic] });
    await expect.poll(() => shares(ours), WAIT).toEqual([4]);
    const reading = read(topic, groupId);
    await expect.poll(() => shares(ours), WAIT).toEqual([2]);
    await write(topic, 0, 200);
    const java = (await reading)
      .toString()
      .trim()
      .split('\n')
      .filter((line) => /^\d+$/.test(line));
    await expect.poll(() => readOften(ours).size + java.length, WAIT).toBe(200);
    expect(java.length).toBeGreaterThan(20);
    expect(new Set([...java, ...readOften(ours).keys()]).size).toBe(200);
    await expect.poll(() => shares(ours), WAIT).toEqual([4]);
  });
}
