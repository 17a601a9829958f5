// A process that does everything at once on three brokers, while one dies, all die, a coordinator and leaders move: every
// call succeeds, or ends at its deadline and says what kept it; then all goes on by itself, and in the end nothing is left.
import { getEventListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import { Client } from '../../src/index.ts';
import { moveLeader, untilWhole } from '../chaos/leader-moves.ts';
import { uniqueName } from '../support/describe-each-kafka.ts';
import { settledHandles } from '../support/handles.ts';
import type { RealKafka } from '../support/real-kafka/real-kafka.ts';
import { startRealKafka } from '../support/real-kafka/start-real-kafka.ts';
import { Callers, type Target } from '../support/resilience/callers.ts';
import { Outcomes } from '../support/resilience/outcomes.ts';

const PARTITIONS = 3;
/** How long a dead broker stays away: longer than its session, so that others take over. */
const ABSENCE_MS = 4_000;
const GROWTH_BYTES = 8 * 1024 * 1024;
const OFFSETS_TOPIC = '__consumer_offsets';

// One cluster on the newest release: three brokers take long to start, and what is tested is what this client does.
const [newest] = inject('realKafkas');

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What a process has open, when everything is closed. */
async function baseline(): Promise<{ readonly handles: unknown; readonly heap: number }> {
  const handles = await settledHandles();
  collect();
  return { handles, heap: process.memoryUsage().heapUsed };
}

describe.skipIf(newest === undefined)(
  `resilience on three brokers of Kafka ${newest?.version ?? inject('noRealKafka')}`,
  () => {
    let kafka: RealKafka;
    const target = { topic: uniqueName('resilience'), groupId: uniqueName('group'), partitions: PARTITIONS };

    beforeAll(async () => {
      // Brokers that the environment gives are not ours to kill.
      vi.stubEnv('KAFKA_WIRE_TEST_BROKERS', '');
      const properties = { 'broker.session.timeout.ms': '3000', 'broker.heartbeat.interval.ms': '500' };
      kafka = await startRealKafka({ version: newest!.version, nodes: 3, properties });
    }, 180_000);
    afterAll(async () => {
      vi.unstubAllEnvs();
      await kafka?.stop();
    }, 60_000);

    /** Waits until every caller has succeeded three times more. */
    const allGoOn = async (callers: Callers, outcomes: Outcomes): Promise<void> => {
      outcomes.during = `after ${outcomes.during}`;
      const goals = callers.names.map((name) => ({ name, goal: outcomes.count(name) + 3 }));
      const waiting = (): string[] =>
        goals.filter(({ name, goal }) => outcomes.count(name) < goal).map(({ name }) => name);
      await expect.poll(waiting, { timeout: 60_000, interval: 50 }).toEqual([]);
    };

    it('every call ends well or truly, everything goes on by itself, nothing is left', {
      timeout: 240_000,
    }, async () => {
      const pick = (): number => 0;
      const all: Target = { ...target, brokers: kafka.bootstrap };
      const configs = { 'min.insync.replicas': '2' };
      const { topic } = target;
      const founder = new Client({ brokers: kafka.bootstrap });
      const [created] = await founder.createTopics([{ topic, partitions: PARTITIONS, replicationFactor: 3, configs }]);
      if (created?.error !== undefined) throw created.error;
      await founder.close();
      // What is loaded, compiled and cached once is no leak, and its time is not the client's.
      const rehearsal = new Outcomes();
      const first = new Callers(all, rehearsal);
      await allGoOn(first, rehearsal);
      await first.close();
      const before = await baseline();

      const operator = new Client({ brokers: kafka.bootstrap });
      const { admin } = operator;

      const outcomes = new Outcomes();
      onTestFinished(() => console.log([...outcomes.lines(), ...outcomes.complaints].join('\n')));
      const callers = new Callers(all, outcomes);
      await allGoOn(callers, outcomes);

      outcomes.during = 'one broker is killed';
      const [one] = await operator.admin.findCoordinators('group', [target.groupId]);
      // The coordinator of the group is the one that hurts most.
      const victim = kafka.nodes.find(({ id }) => id === one?.brokerId) ?? kafka.nodes[0]!;
      await victim.kill();
      await allGoOn(callers, outcomes);
      await victim.start();
      await untilWhole(admin, topic, 60_000);
      await allGoOn(callers, outcomes);

      outcomes.during = 'all three are killed';
      await Promise.all(kafka.nodes.map((node) => node.kill()));
      const ended = outcomes.count('write, short', 'TIMEOUT');
      // Calls with a short deadline end at it, meanwhile.
      await expect.poll(() => outcomes.count('write, short', 'TIMEOUT'), { timeout: 30_000 }).toBeGreaterThan(ended);
      await pause(ABSENCE_MS);
      await Promise.all(kafka.nodes.map((node) => node.start()));
      await allGoOn(callers, outcomes);
      await untilWhole(admin, topic, 60_000);
      await untilWhole(admin, OFFSETS_TOPIC, 60_000);

      outcomes.during = 'the coordinator is moved';
      const coordinator = async (): Promise<number | undefined> =>
        (await admin.findCoordinators('group', [target.groupId]))[0]?.brokerId;
      const old = await coordinator();
      const described = (await admin.describeTopics([OFFSETS_TOPIC]))[0]?.partitions ?? [];
      const led = described.filter(({ leaderId }) => leaderId === old);
      for (const { partition } of led) expect(await moveLeader(admin, OFFSETS_TOPIC, partition, pick)).toBe(true);
      expect(await coordinator()).not.toBe(old);
      await allGoOn(callers, outcomes);

      outcomes.during = 'leaders are moved';
      for (let partition = 0; partition < PARTITIONS; partition++) {
        expect(await moveLeader(admin, topic, partition, pick)).toBe(true);
      }
      await allGoOn(callers, outcomes);

      // Whatever was acknowledged is read, by the same Reader that has lived through it all.
      await callers.stopWriting();
      const missing = (): number => [...callers.written].filter((value) => !callers.read.has(value)).length;
      await expect.poll(missing, { timeout: 60_000, interval: 200 }).toBe(0);
      await callers.close();
      await operator.close();
      expect(outcomes.complaints).toEqual([]);
      expect(getEventListeners(callers.signal, 'abort')).toHaveLength(0);
      const after = await baseline();
      expect(after.handles).toEqual(before.handles);
      expect(after.heap - before.heap).toBeLessThan(GROWTH_BYTES);
    });
  },
);
