// A broker serves one request of a connection at a time: what it holds for long must hold up nothing else. Each kind of
// request that brokers hold is held on its way, with everything behind it on its connection, over one shared client.
import { afterEach, expect, it } from 'vitest';
import { EmbeddedKafka } from '../../../src/embedded/index.ts';
import { Client, type Message, Reader, Writer } from '../../../src/index.ts';
import { decodeRequestFrameHeader } from '../../../src/protocol/frame.ts';
import { apiName } from '../../../src/protocol/registry.ts';
import { Decoder } from '../../../src/wire/decoder.ts';
import type { Fault } from '../../support/fault-proxy/fault.ts';
import { FaultNetwork } from '../../support/fault-proxy/fault-network.ts';

/** Far less than any request is held for in these tests. */
const SOON = { timeoutMs: 5_000 };
const SIZE_PREFIX = 4;

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});
const closeLater = <T extends { close(): Promise<unknown> }>(one: T): T => {
  open.push(one);
  return one;
};

/** Lets requests pass and counts them, but holds those of one API, and with each what comes behind it on its connection. */
function holding() {
  const passed = new Map<string, number>();
  let held = 0;
  const fault = (heldApi: string | undefined): Fault => ({
    name: `hold ${heldApi}`,
    begin: () => async (frame, to) => {
      const { requestApiKey } = decodeRequestFrameHeader(new Decoder(frame.subarray(SIZE_PREFIX)));
      const api = apiName(requestApiKey) ?? '';
      if (api === heldApi) {
        held++;
        await to.lifted();
      } else passed.set(api, (passed.get(api) ?? 0) + 1);
      await to.write(frame);
    },
  });
  return { fault, passed: (api: string) => passed.get(api) ?? 0, held: () => held };
}

/** One broker, one client that all share, and a member at work that has read one record. */
async function setUp() {
  const kafka = closeLater(await EmbeddedKafka.start({ topics: { orders: 1, others: 1 } }));
  const network = closeLater(new FaultNetwork());
  const client = closeLater(new Client({ brokers: kafka.bootstrap, dial: network.dial }));
  const writer = closeLater(new Writer({ client, topic: 'orders' }));
  const member = closeLater(new Reader({ client, groupId: 'g', topics: ['orders'], heartbeatIntervalMs: 20 }));
  await writer.writeMessages([{ value: 'first' }, { value: 'second' }]);
  const first = await member.fetchMessage(SOON);
  const gate = holding();
  await network.inject({ toBroker: gate.fault(undefined) });
  const hold = (api: string): Promise<void> => network.inject({ toBroker: gate.fault(api) });
  return { client, writer, member, first, network, gate, hold };
}

type Bench = Awaited<ReturnType<typeof setUp>>;

/** Heartbeats, commits and metadata go on; a member sends its next heartbeat only when the last one was answered. */
async function nothingElseWaits({ client, member, gate }: Bench, message: Message): Promise<void> {
  const [beats, commits, metadata] = ['Heartbeat', 'OffsetCommit', 'Metadata'].map(gate.passed) as [
    number,
    number,
    number,
  ];
  await member.commitMessages(message, SOON);
  expect(gate.passed('OffsetCommit')).toBe(commits + 1);
  expect((await client.topics(SOON)).map(({ name }) => name)).toContain('orders');
  expect(gate.passed('Metadata')).toBe(metadata + 1);
  await expect.poll(() => gate.passed('Heartbeat'), { timeout: 5_000, interval: 5 }).toBeGreaterThanOrEqual(beats + 5);
  expect(member.health()).toMatchObject({ healthy: true, reasons: [] });
}

it('a held JoinGroup blocks no heartbeat, commit or metadata (trap 33)', async () => {
  const bench = await setUp();
  const { client, writer, first, network, gate, hold } = bench;
  await hold('JoinGroup');
  const joining = closeLater(new Reader({ client, groupId: 'h', topics: ['others'] }));
  const next = joining.fetchMessage({ timeoutMs: 20_000 });
  await expect.poll(gate.held, { interval: 5 }).toBe(1);
  await nothingElseWaits(bench, first);
  await writer.writeMessages({ value: 'third' }, SOON);
  expect(gate.held()).toBe(1);
  await network.lift();
  const others = closeLater(new Writer({ client, topic: 'others' }));
  await others.writeMessages({ value: 'joined' }, SOON);
  expect(`${(await next).value}`).toBe('joined');
});

it('a held fetch blocks no heartbeat, commit or metadata (trap 33)', async () => {
  const bench = await setUp();
  const { writer, member, first, network, gate, hold } = bench;
  await hold('Fetch');
  await expect.poll(gate.held, { interval: 5 }).toBe(1);
  await nothingElseWaits(bench, first);
  await writer.writeMessages({ value: 'third' }, SOON);
  expect(gate.held()).toBe(1);
  await network.lift();
  expect(`${(await member.fetchMessage(SOON)).value}`).toBe('second');
  expect(`${(await member.fetchMessage(SOON)).value}`).toBe('third');
});

it('a held CreateTopics blocks no heartbeat, commit or metadata (trap 33)', async () => {
  const bench = await setUp();
  const { client, writer, member, first, network, gate, hold } = bench;
  await hold('CreateTopics');
  const creating = client.createTopics([{ topic: 'made', partitions: 1 }]);
  await expect.poll(gate.held, { interval: 5 }).toBe(1);
  await nothingElseWaits(bench, first);
  await writer.writeMessages({ value: 'third' }, SOON);
  expect(`${(await member.fetchMessage(SOON)).value}`).toBe('second');
  expect(`${(await member.fetchMessage(SOON)).value}`).toBe('third');
  expect(gate.held()).toBe(1);
  await network.lift();
  expect(await creating).toMatchObject([{ topic: 'made', partitions: 1, error: undefined }]);
});
