// K1, K2: one connection, by hand.
import { expect, it } from 'vitest';
import { encodeMessages } from '../../../src/client/conn-write.ts';
import {
  Client,
  Dialer,
  dial,
  dialLeader,
  dialPartition,
  lookupLeader,
  lookupPartitions,
  type ResolveFunction,
} from '../../../src/index.ts';
import { createMetadataRequest, metadataApi } from '../../../src/protocol/generated/metadata.ts';
import { createProduceRequest } from '../../../src/protocol/generated/produce.ts';
import { type ContractKafka, contract } from '../../support/contract.ts';

contract('Conn', (kafka: ContractKafka) => {
  /** A Conn to the leader of partition 0 of a new topic, and what closes it. */
  async function onNewTopic<T>(use: (conn: Awaited<ReturnType<typeof dialLeader>>, topic: string) => Promise<T>) {
    const topic = await kafka.topic(2);
    const conn = await dialLeader(kafka.brokers[0]!, { topic, partition: 0 });
    try {
      return await use(conn, topic);
    } finally {
      await conn.close();
    }
  }

  it('writes a batch and reads it back, byte for byte', async () => {
    await onNewTopic(async (conn, topic) => {
      conn.setDeadline(Date.now() + 20_000);
      const bytes = await conn.writeMessages([
        { value: 'one!', timestamp: 1_700_000_000_123 },
        {
          key: 'k',
          value: Buffer.from([0, 255]),
          headers: [
            ['a', '1'],
            ['a', null],
            ['a', ''],
          ],
        },
        { key: '', value: null },
      ]);
      expect(bytes).toBeGreaterThan(61);
      const batch = await conn.readBatch({ minBytes: 1, maxBytes: 1_000_000 });
      expect(batch).toMatchObject({ topic, partition: 0, highWaterMark: 3, throttleMs: 0, offset: 0 });
      const messages = [];
      for await (const message of batch) messages.push(message);
      expect(messages.map(({ offset }) => offset)).toEqual([0, 1, 2]);
      expect(messages[0]).toMatchObject({ timestamp: 1_700_000_000_123, key: null, headers: [] });
      expect(messages[1]?.value).toEqual(Buffer.from([0, 255]));
      expect(messages[1]?.headers).toEqual([
        ['a', Buffer.from('1')],
        ['a', null],
        ['a', Buffer.alloc(0)],
      ]);
      expect(messages[2]).toMatchObject({ key: Buffer.alloc(0), value: null });
      expect(conn.offset()).toEqual({ offset: 3, whence: 'absolute' });
    });
  });

  it('says where it wrote, compressed or not, to one replica or all', async () => {
    await onNewTopic(async (conn, topic) => {
      const messages = Array.from({ length: 500 }, (_, i) => ({ value: `message ${i} ${'x'.repeat(50)}` }));
      const plain = await conn.writeBatch(messages);
      expect(plain).toMatchObject({ topic, partition: 0, offset: 0 });
      conn.setRequiredAcks('one');
      const packed = await conn.writeBatch(messages, { compression: 'gzip' });
      expect(packed.offset).toBe(500);
      expect(packed.bytes).toBeLessThan(plain.bytes / 2);
      await conn.seek(0, 'start');
      const offsets: number[] = [];
      while (offsets.length < 1_000) for await (const { offset } of await conn.readBatch()) offsets.push(offset);
      expect(offsets).toEqual(Array.from({ length: 1_000 }, (_, i) => i));
      await expect(conn.writeBatch([])).resolves.toMatchObject({ bytes: 0 });
    });
  });

  it('keeps the order of calls that overlap, slow compression or not', async () => {
    await onNewTopic(async (conn) => {
      const large = Array.from({ length: 2_000 }, (_, i) => ({ value: `a ${i} ${'x'.repeat(100)}` }));
      const written = [
        conn.writeBatch(large, { compression: 'gzip' }),
        conn.writeBatch({ value: 'b' }),
        conn.writeBatch({ value: 'c', partition: 1 } as never).catch((error: Error) => error.message),
        conn.writeBatch({ value: 'd' }),
      ];
      expect(await Promise.all(written)).toMatchObject([
        { offset: 0 },
        { offset: 2_000 },
        "the message's partition is 1; it accepts nothing: a Conn writes to its own partition",
        { offset: 2_001 },
      ]);
    });
  });

  it('seeks by every whence, and refuses offsets that are not there', async () => {
    await onNewTopic(async (conn) => {
      expect(conn.offset()).toEqual({ offset: 0, whence: 'start' });
      await conn.writeMessages(Array.from({ length: 10 }, (_, i) => ({ value: `${i}`, timestamp: 1_000_000 + i })));
      expect(await conn.seek(4)).toBe(4);
      expect(await conn.seek(2, 'current')).toBe(6);
      expect(await conn.seek(-1, 'current')).toBe(5);
      expect(await conn.seek(3, 'start')).toBe(3);
      expect(await conn.seek(1, 'end')).toBe(9);
      expect((await conn.readMessage()).offset).toBe(9);
      await expect(conn.seek(11)).rejects.toMatchObject({ code: 'OFFSET_OUT_OF_RANGE', offset: 11 });
      expect(await conn.seek(11, 'absolute', { check: false })).toBe(11);
      await expect(conn.readBatch({ maxWaitMs: 0 })).rejects.toMatchObject({ code: 'OFFSET_OUT_OF_RANGE' });
      await expect(conn.seek(1, 'end', { check: false })).rejects.toMatchObject({ code: 'CONFIG' });
      expect(await conn.readOffsets()).toEqual({ first: 0, last: 10 });
      expect(await conn.readFirstOffset()).toBe(0);
      expect(await conn.readLastOffset()).toBe(10);
      expect(await conn.readOffset(new Date(1_000_007))).toBe(7);
      expect(await conn.readOffset(2_000_000)).toBeUndefined();
    });
  });

  it('hands out each message once to calls of readMessage that overlap', async () => {
    await onNewTopic(async (conn) => {
      const reading = Promise.all([conn.readMessage(), conn.readMessage(), conn.readMessage()]);
      await conn.writeMessages([{ value: 'a' }, { value: 'b' }]);
      await conn.writeMessages({ value: 'c' });
      expect((await reading).map(({ value }) => String(value))).toEqual(['a', 'b', 'c']);
      await conn.seek(1);
      expect(String((await conn.readMessage()).value)).toBe('b');
      await conn.seek(1);
      expect(String((await conn.readMessage()).value)).toBe('b');
    });
  });

  it('lets an open Batch hold the reads until it is closed or read to its end', async () => {
    await onNewTopic(async (conn) => {
      await conn.writeMessages([{ value: 'a' }, { value: 'b' }]);
      const first = await conn.readBatch();
      expect(String((await first.readMessage())?.value)).toBe('a');
      const second = conn.readBatch();
      await expect(conn.readBatch({ timeoutMs: 50 })).rejects.toMatchObject({ code: 'TIMEOUT' });
      await first.close();
      await first.close();
      expect(await first.readMessage()).toBeUndefined();
      const batch = await second;
      expect(String((await batch.readMessage())?.value)).toBe('b');
      expect(await batch.readMessage()).toBeUndefined();
      // An empty one holds nothing.
      expect((await conn.readBatch({ maxWaitMs: 1 })).offset).toBe(2);
      expect((await conn.readBatch({ maxWaitMs: 1 })).offset).toBe(2);
    });
  });

  it('ends reading calls at the read deadline, also those under way, and nothing else', async () => {
    await onNewTopic(async (conn) => {
      conn.setReadDeadline(Date.now() + 50);
      await expect(conn.readMessage()).rejects.toMatchObject({ code: 'TIMEOUT', retriable: true });
      await expect(conn.readBatch()).rejects.toMatchObject({ code: 'TIMEOUT' });
      expect(await conn.writeMessages({ value: 'a' })).toBeGreaterThan(0);
      conn.setReadDeadline(undefined);
      await conn.seek(0, 'end');
      const waiting = conn.readMessage();
      const refused = expect(waiting).rejects.toMatchObject({ code: 'TIMEOUT' });
      conn.setReadDeadline(Date.now() + 50);
      await refused;
      conn.setDeadline(Date.now() - 1);
      await expect(conn.writeMessages({ value: 'b' })).rejects.toMatchObject({ code: 'TIMEOUT' });
      conn.setDeadline(undefined);
      expect(await conn.readLastOffset()).toBe(1);
    });
  });

  it('is given up by the signal, and fails calls when it is closed', async () => {
    await onNewTopic(async (conn) => {
      const controller = new AbortController();
      const aborted = expect(conn.readMessage({ signal: controller.signal })).rejects.toMatchObject({
        code: 'ABORTED',
      });
      controller.abort();
      await aborted;
      const waiting = expect(conn.readMessage()).rejects.toMatchObject({ code: 'CLOSED' });
      await conn.close();
      await conn.close();
      await waiting;
      await expect(conn.writeMessages({ value: 'a' })).rejects.toMatchObject({ code: 'CLOSED' });
      await expect(conn.brokers()).rejects.toMatchObject({ code: 'CLOSED' });
    });
  });

  it('tells the brokers, the controller, the partitions and the versions', async () => {
    await onNewTopic(async (conn, topic) => {
      const brokers = await conn.brokers();
      expect(brokers).toContainEqual(await conn.controller());
      const partitions = await conn.readPartitions();
      expect(partitions.map(({ topic: name, partition }) => [name, partition])).toEqual([
        [topic, 0],
        [topic, 1],
      ]);
      expect(partitions[0]?.error).toBeUndefined();
      expect(`${partitions[0]?.leader?.host}:${partitions[0]?.leader?.port}`).toBe(conn.remoteAddress);
      expect(partitions[0]?.replicas.length).toBeGreaterThan(0);
      const fetch = (await conn.apiVersions()).find(({ name }) => name === 'Fetch');
      expect(fetch).toMatchObject({ apiKey: 1, maxVersion: expect.any(Number) });
      expect(conn.localAddress).toMatch(/:\d+$/);
    });
  });

  it('creates topics, leaving those that exist, and deletes them', async () => {
    await onNewTopic(async (conn, topic) => {
      const made = `${topic}-made`;
      const controller = await conn.controller();
      const admin = await dial(`${controller.host}:${controller.port}`);
      try {
        await admin.createTopics([{ topic: made, partitions: 3, replicationFactor: 1 }, { topic }]);
        expect(await lookupPartitions(conn.remoteAddress, made)).toHaveLength(3);
        await admin.deleteTopics(made);
        await expect(admin.deleteTopics(made)).rejects.toMatchObject({
          code: 'UNKNOWN_TOPIC_OR_PARTITION',
          topic: made,
        });
        await expect(admin.createTopics({ topic: 'no/name' })).rejects.toMatchObject({ code: 'CONFIG' });
        await expect(admin.writeMessages({ value: 'a' })).rejects.toThrow('dialed without a topic');
      } finally {
        await admin.close();
      }
    });
  });

  it('sends any request, in any version', async () => {
    await onNewTopic(async (conn) => {
      const response = await conn.send(metadataApi, createMetadataRequest({ topics: [] }), { version: 8 });
      expect(response.brokers).toHaveLength((await conn.brokers()).length);
      await expect(conn.send(metadataApi, createMetadataRequest(), { version: 99 })).rejects.toMatchObject({
        code: 'UNSUPPORTED',
      });
    });
  });

  it('reads and writes plain values, within the time that both deadlines leave to the broker', async () => {
    await onNewTopic(async (conn) => {
      conn.setDeadline(new Date(Date.now() + 4_000));
      const bytes = await conn.write('one');
      expect(await conn.write(Buffer.from('two'), { compression: 'gzip' })).toBe(bytes);
      expect(String(await conn.read())).toBe('one');
      const batch = await conn.readBatch({ maxWaitMs: 60_000 });
      expect([String(await batch.read()), await batch.read()]).toEqual(['two', undefined]);
      // The broker answers before the deadline: an empty batch is no error.
      conn.setReadDeadline(Date.now() + 400);
      expect(await (await conn.readBatch({ maxWaitMs: 60_000 })).read()).toBeUndefined();
      await expect(conn.read()).rejects.toMatchObject({ code: 'TIMEOUT' });
      conn.setDeadline(0);
      expect(await conn.seek(2, 'current', { check: false })).toBe(4);
      expect(conn.offset()).toEqual({ offset: 4, whence: 'absolute' });
      expect(await conn.seek(-4, 'current')).toBe(0);
      expect(String(await conn.read({ isolation: 'read_uncommitted', maxBytes: 1 }))).toBe('one');
    });
  });

  it('asks for no acknowledgement by hand, and the message is there all the same', async () => {
    await onNewTopic(async (conn, topic) => {
      const { pieces } = await encodeMessages([{ value: 'unasked' }], undefined, Date.now());
      const partitionData = [{ index: 0, records: [...pieces] }];
      const topicData = [{ name: topic, topicId: '', partitionData }];
      const request = createProduceRequest({ acks: 0, timeoutMs: 1_000, topicData });
      expect(await conn.send('Produce', request, { version: 7, expectResponse: false })).toBeUndefined();
      expect(String(await conn.read({ timeoutMs: 10_000 }))).toBe('unasked');
      const client = new Client({ brokers: kafka.brokers });
      try {
        const to = { topic, partition: 0 };
        await client.send('Produce', request, { to, maxVersion: 7, expectResponse: false });
        expect(String(await conn.read({ timeoutMs: 10_000 }))).toBe('unasked');
      } finally {
        await client.close();
      }
    });
  });

  it('reaches brokers through a resolver: Dialer and Client', async () => {
    await onNewTopic(async (conn, topic) => {
      const address = conn.remoteAddress;
      const resolve: ResolveFunction = (host) => [host === 'kafka.test' ? address : host];
      const found = await dialLeader('kafka.test', { topic, partition: 0, resolve, socket: { keepAliveMs: 5_000 } });
      try {
        expect(found.broker).toEqual(conn.broker);
        expect(found.broker).toEqual((await conn.readPartitions(topic))[0]?.leader);
        expect(await found.write('x')).toBeGreaterThan(0);
      } finally {
        await found.close();
      }
      const client = new Client({ brokers: ['kafka.test:1'], resolve });
      try {
        expect((await client.topic(topic)).partitions).toHaveLength(2);
      } finally {
        await client.close();
      }
    });
  });

  it('finds and dials the leader of a partition in several ways', async () => {
    await onNewTopic(async (conn, topic) => {
      const dialer = new Dialer({ clientId: 'by-hand' });
      const found = await dialer.lookupPartition(conn.remoteAddress, { topic, partition: 1 });
      expect(await lookupLeader(conn.remoteAddress, { topic, partition: 1 })).toEqual(found.leader);
      const direct = await dialPartition(found);
      try {
        expect(direct).toMatchObject({ topic, partition: 1 });
        expect(await direct.readLastOffset()).toBe(0);
      } finally {
        await direct.close();
      }
      const missing = dialer.dialLeader(conn.remoteAddress, { topic, partition: 2, timeoutMs: 300 });
      await expect(missing).rejects.toMatchObject({ code: 'UNKNOWN_TOPIC_OR_PARTITION', topic, partition: 2 });
    });
  });
});
