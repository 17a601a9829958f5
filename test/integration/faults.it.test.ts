// The faults of test/scenario/faults once more, where real brokers may behave in another way: three of them, killed with
// SIGKILL, all at once too; their TLS ports; their limits.
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { App } from '../../src/binding/index.ts';
import { Client, Reader, WriteErrors, Writer } from '../../src/index.ts';
import { runChaos } from '../chaos/run.ts';
import type { Timetable } from '../chaos/scenario.ts';
import { scenarios } from '../chaos/scenarios.ts';
import { uniqueName } from '../support/describe-each-kafka.ts';
import { failure, firstContacts } from '../support/first-contacts.ts';
import { type NumberedRecord, runSeed } from '../support/numbered-log.ts';
import { numbers } from '../support/reading.ts';
import type { RealKafka } from '../support/real-kafka/real-kafka.ts';
import { startRealKafka } from '../support/real-kafka/start-real-kafka.ts';

const PARTITIONS = 3;
/** Of the short version of `npm run chaos -- write`. */
const DEATHS = 2;
/** How long nobody is there. */
const ABSENCE_MS = 30_000;
const HEALTHY = { healthy: true, reasons: [] };

// One cluster of our own is enough: what differs between versions is not how they die.
const [newest] = inject('realKafkas');

describe.skipIf(newest === undefined)(
  `faults on three brokers of Kafka ${newest?.version ?? inject('noRealKafka')}`,
  () => {
    let kafka: RealKafka;
    let client: Client;
    const newTopic = async (configs: Readonly<Record<string, string>> = {}): Promise<string> => {
      const topic = uniqueName('faults');
      const all = { 'min.insync.replicas': '2', ...configs };
      const [result] = await client.createTopics([
        { topic, partitions: PARTITIONS, replicationFactor: 3, configs: all },
      ]);
      if (result?.error !== undefined) throw result.error;
      return topic;
    };
    const readBack = async (topic: string, partition: number): Promise<NumberedRecord[]> => {
      const reader = new Reader({ client, topic, partition });
      const records: NumberedRecord[] = [];
      do records.push(await reader.fetchMessage({ timeoutMs: 20_000 }));
      while (reader.lag() !== 0);
      await reader.close();
      return records;
    };

    beforeAll(async () => {
      // Brokers that the environment gives are not ours to kill.
      vi.stubEnv('KAFKA_WIRE_TEST_BROKERS', '');
      const properties = { 'broker.session.timeout.ms': '3000', 'broker.heartbeat.interval.ms': '500' };
      kafka = await startRealKafka({ version: newest!.version, nodes: 3, listeners: 'all', properties });
      client = new Client({ brokers: kafka.bootstrap });
    }, 180_000);
    afterAll(async () => {
      vi.unstubAllEnvs();
      await client?.close();
      await kafka?.stop();
    }, 60_000);

    it('a TLS port dialed as plain text, and a plain port by TLS, are named by whoever dials', async () => {
      const ssl = kafka.secured!.ssl[0] as string;
      const plain = kafka.bootstrap[0] as string;
      const wrong = await Promise.all(
        firstContacts.map(async ({ name, attempt }) => ({
          name,
          asPlain: await failure(attempt({ brokers: [ssl] })),
          byTls: await failure(attempt({ brokers: [plain], tls: true })),
        })),
      );
      for (const { name, asPlain, byTls } of wrong) {
        expect(asPlain.message, name).toContain(ssl);
        expect(asPlain.message, name).toMatch(/the peer speaks TLS: set the tls option/);
        expect(byTls.message, name).toContain(plain);
        expect(byTls.message, name).toContain('is this a plain-text port? then leave the tls option out');
        expect(Math.max(asPlain.tookMs, byTls.tookMs), name).toBeLessThan(10_000);
      }
    });

    it('a record larger than max.message.bytes fails alone', async () => {
      const topic = await newTopic({ 'max.message.bytes': '2000' });
      const writer = new Writer({ client, topic });
      const messages = numbers(40).map((i) => ({ value: `${i}`.padEnd(i === 23 ? 4000 : 150, '.'), partition: 0 }));
      const error: unknown = await writer.writeMessages(messages).catch((thrown: unknown) => thrown);
      await writer.close();
      expect(error).toBeInstanceOf(WriteErrors);
      const failed = (error as WriteErrors).errors.flatMap((one, i) => (one === undefined ? [] : [`${i} ${one.code}`]));
      expect(failed).toEqual(['23 MESSAGE_TOO_LARGE']);
      const values = (await readBack(topic, 0)).map(({ value }) => `${value}`);
      expect(values).toEqual(messages.filter((_, i) => i !== 23).map(({ value }) => value));
    });

    it('what was acknowledged while brokers died, leaders moved and the network failed stands in the log, once, in order', {
      timeout: 180_000,
    }, async () => {
      const timetable: Timetable = {
        calmMs: [200, 1_000],
        // Shorter and longer than the session of a dead broker.
        absencesMs: [
          [300, 1_000],
          [3_500, 4_000],
        ],
        secondDeath: 0,
        movesPerDeath: 1,
      };
      const outcome = await runChaos({
        scenario: { ...scenarios.write, timetable },
        kafka,
        seed: runSeed('real broker deaths'),
        proxy: true,
        probe: false,
        isEnough: ({ deaths }) => deaths >= DEATHS,
      });
      console.log(outcome.rows.map(([what, value]) => `${what}: ${value}`).join(', '));
      expect(outcome.broken).toEqual([]);
    });

    it('a Reader, a Writer and an App outlive 30 s without any broker and go on', { timeout: 120_000 }, async () => {
      const topic = await newTopic();
      const reader = new Reader({ brokers: kafka.bootstrap, topic, partition: 0 });
      const late = new Reader({ brokers: kafka.bootstrap, topic, partition: 0, waitForBrokers: true });
      const writer = new Writer({ brokers: kafka.bootstrap, topic });
      const handled: string[] = [];
      const app = new App({ brokers: kafka.bootstrap, groupId: uniqueName('group'), onError: () => 'stop' });
      app.bind(topic, (record) => void handled.push(`${record.value}`));
      await app.start();
      await writer.writeMessages({ value: 'before', partition: 0 });
      expect(`${(await reader.fetchMessage({ timeoutMs: 20_000 })).value}`).toBe('before');
      await expect.poll(() => handled, { timeout: 20_000 }).toEqual(['before']);

      const next = reader.fetchMessage();
      await Promise.all(kafka.nodes.map((node) => node.kill()));
      const gone = performance.now();
      const first = late.fetchMessage();
      const written = writer.writeMessages({ value: 'after', partition: 0 });
      await expect
        .poll(() => [reader, late, app].map((one) => one.health().healthy), { timeout: 20_000 })
        .toEqual([false, false, false]);
      await expect
        .poll(() => performance.now() - gone, { timeout: ABSENCE_MS + 5_000, interval: 500 })
        .toBeGreaterThan(ABSENCE_MS);
      expect([reader, late, app].map((one) => one.health().healthy)).toEqual([false, false, false]);
      await Promise.all(kafka.nodes.map((node) => node.start()));

      await written;
      expect(`${(await next).value}`).toBe('after');
      expect(`${(await first).value}`).toBe('before');
      await expect.poll(() => handled, { timeout: 60_000 }).toContain('after');
      for (const one of [reader, late, app])
        await expect.poll(() => one.health(), { timeout: 30_000 }).toMatchObject(HEALTHY);
      await app.stop();
      await Promise.all([reader.close(), late.close(), writer.close()]);
    });
  },
);
