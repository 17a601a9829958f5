// A pipeline that reads, processes and writes in transactions while brokers and members die: is each input's output seen
// exactly once? Owns: the topics, the input, the account.
import { setTimeout as pause } from 'node:timers/promises';
import { Writer } from '../../../src/index.ts';
import { PROBE_KEY } from '../probe.ts';
import type { Finding, Ground, Row, Work } from '../scenario.ts';
import { broke, judge, verdictRows } from '../write/judge.ts';
import { Lanes } from '../write/lanes.ts';
import { Ledger } from '../write/ledger.ts';
import { readKey } from '../write/numbered-record.ts';
import { Pace } from '../write/pace.ts';
import { endOffsets, type ReadLog, readWithReader } from '../write/read-back.ts';
import { Members } from './members.ts';
import {
  END_KEY,
  readCommittedWithJava,
  readCommittedWithKcat,
  readOutputs,
  torn,
  unfinished,
  writeEnd,
} from './read-committed.ts';

const PARTITIONS = 6;
const MEMBERS = ['pipeline-a', 'pipeline-b', 'pipeline-c'];
/** The shortest that brokers take by default. */
const SESSION_TIMEOUT_MS = 6_000;
const LOOK_MS = 500;
const LAST_MS = 180_000;
const OTHERS: ReadonlySet<string> = new Set([PROBE_KEY, END_KEY]);
/** Each lane writes so many inputs at a time, and pauses so long in between, at first. */
const INPUTS = 2;
const PAUSE_MS = 60;

export class TransactionWork implements Work {
  /** The output: its leaders are moved. */
  readonly topic: string;
  readonly partitions: number = PARTITIONS;
  readonly unit = 'inputs committed';
  readonly #ground: Ground;
  readonly #input: string;
  readonly #groupId: string;
  readonly #writer: Writer;
  readonly #lanes: Lanes;
  readonly #members: Members;
  readonly #over = new AbortController();
  readonly #watching: Promise<void>;
  #committed = 0;
  #longestStandstillMs = 0;

  private constructor(ground: Ground, topics: { input: string; output: string }, members: Members, groupId: string) {
    this.#ground = ground;
    this.#input = topics.input;
    this.topic = topics.output;
    this.#groupId = groupId;
    this.#members = members;
    this.#writer = new Writer({ ...ground.connect, topic: topics.input });
    const { pick } = ground;
    const sizes = (): number[] => Array.from({ length: INPUTS }, () => Math.round(100 + pick() * 1_900));
    this.#lanes = new Lanes([this.#writer], PARTITIONS, { depth: 1, sizes }, new Pace(ground.cpu, PAUSE_MS));
    members.begin();
    this.#watching = this.#watch();
  }

  static async begin(ground: Ground): Promise<TransactionWork> {
    const topics = { input: ground.name('chaos-input'), output: ground.name('chaos-output') };
    const wanted = Object.values(topics).map((topic) => ({
      topic,
      partitions: PARTITIONS,
      replicationFactor: 3,
      configs: { 'min.insync.replicas': '2' },
    }));
    for (const { error } of await ground.operator.createTopics(wanted)) if (error !== undefined) throw error;
    const groupId = ground.name('chaos-pipeline');
    const { brokers } = ground.connect;
    const proxies = await proxyPorts(ground);
    const shared = { brokers: [...brokers], proxies, groupId, ...topics, sessionTimeoutMs: SESSION_TIMEOUT_MS };
    return new TransactionWork(ground, topics, new Members(shared, MEMBERS, ground.pick), groupId);
  }

  progress(): number {
    return this.#committed;
  }

  async abandon(): Promise<void> {
    this.#over.abort();
    await this.#members.kill();
    await this.#writer.close({ timeoutMs: 1 });
    await this.#lanes.end();
    await this.#watching;
  }

  async finish(): Promise<Finding> {
    const { operator, kafka } = this.#ground;
    await this.#lanes.end();
    await this.#writer.close();
    await this.#members.calm();
    const ends = await endOffsets(operator, this.#input, PARTITIONS);
    const left = await this.#untilCommitted(ends);
    this.#over.abort();
    await this.#members.stop();
    await this.#watching;
    await writeEnd(operator, this.topic, PARTITIONS);
    const input = await readWithReader(operator, this.#input, ends);
    const ours = await readOutputs(operator, this.topic, PARTITIONS, 'read_committed');
    const all = await readOutputs(operator, this.topic, PARTITIONS, 'read_uncommitted');
    const logs: Readonly<Record<string, ReadLog>> = {
      'our Reader': ours,
      kcat: await readCommittedWithKcat(kafka.bootstrap, this.topic, PARTITIONS),
      "Java's consumer": await readCommittedWithJava(kafka.version, kafka.bootstrap, this.topic, PARTITIONS),
    };
    const expected = expectedOutputs(this.#lanes.ledgers, input);
    const verdicts = Object.entries(logs).map(([reader, log]) => ({
      reader,
      verdict: judge(expected, log.partitions, OTHERS),
    }));
    const inputs = judge(this.#lanes.ledgers, input.partitions);
    const tornCount = torn(ours.transactions);
    const { failures, reasons } = this.#lanes;
    const broken = [
      ...(left === 0 ? [] : [`${left} inputs were not processed within ${LAST_MS} ms after the last blow`]),
      ...broke('our Reader of the inputs', inputs),
      ...verdicts.flatMap(({ reader, verdict }) => broke(reader, verdict)),
      ...Object.entries(logs).flatMap(([reader, log]) =>
        unfinished(log).map((partition) => `${reader} did not come to the end of partition ${partition}`),
      ),
      ...(ours.damaged === 0 ? [] : [`${ours.damaged} outputs are not what was read`]),
      ...(tornCount === 0 ? [] : [`${tornCount} transactions are visible in part`]),
      ...(failures.size === 0 ? [] : [`inputs could not be written: ${reasons.join(' | ')}`]),
      ...this.#members.complaints,
      ...(ours.transactions.size > 0 ? [] : ['nothing was committed']),
    ];
    const rows = this.#rows(ours.transactions.size, all.transactions.size);
    return {
      rows: [
        ...rows,
        ...verdictRows(
          verdicts.map(({ verdict }) => verdict),
          ['our Reader', 'kcat', 'Java'],
        ),
      ],
      broken,
      longestMs: undefined,
      story: this.#members.story,
    };
  }

  #rows(committed: number, visible: number): Row[] {
    const { blows, counts, reasons } = this.#members;
    const why = [...reasons].map(([code, count]) => `${count} ${code}`).join(', ');
    return [
      ['inputs written', this.#lanes.acknowledged],
      ['transactions committed', committed],
      ['transactions aborted after writing', visible - committed],
      ['aborted on purpose, as far as told', counts.abandoned],
      ['made again, as far as told', why === '' ? 0 : why],
      ['batches sent again, as far as told', counts.retries],
      ['members started', blows.started],
      ['members killed (SIGKILL)', blows.killed],
      ['members frozen', blows.frozen],
      ['members replaced while alive', blows.replaced],
      ['members fenced', blows.fenced],
      ['longest time without a commit, ms', Math.round(this.#longestStandstillMs)],
    ];
  }

  /** Sees the group's offsets grow: they are committed by transactions alone. */
  async #watch(): Promise<void> {
    const { signal } = this.#over;
    let grewAt = performance.now();
    while (!signal.aborted) {
      await pause(LOOK_MS, undefined, { signal }).catch(() => {});
      const committed = (await this.#offsets()).reduce((sum, offset) => sum + offset, 0);
      if (committed <= this.#committed) continue;
      const now = performance.now();
      // The members have to start first.
      if (this.#committed > 0) this.#longestStandstillMs = Math.max(this.#longestStandstillMs, now - grewAt);
      grewAt = now;
      this.#committed = committed;
    }
  }

  /** By partition; nothing where it cannot be known at the moment. */
  async #offsets(): Promise<readonly number[]> {
    const [group] = await this.#ground.operator.admin
      .listGroupOffsets([{ groupId: this.#groupId }], { signal: this.#over.signal, timeoutMs: 10_000 })
      .catch(() => []);
    return group?.offsets.map(({ offset }) => offset ?? 0) ?? [];
  }

  /** Inputs that are left when the time is over. */
  async #untilCommitted(ends: readonly number[]): Promise<number> {
    const all = ends.reduce((sum, end) => sum + end, 0);
    const last = performance.now() + LAST_MS;
    while (this.#committed < all && performance.now() < last) await pause(LOOK_MS);
    return all - this.#committed;
  }
}

async function proxyPorts({ network, kafka }: Ground): Promise<Readonly<Record<string, number>> | undefined> {
  if (network === undefined) return undefined;
  const ports = kafka.nodes.map(async ({ address }) => [address, (await network.proxy(address)).port] as const);
  return Object.fromEntries(await Promise.all(ports));
}

/** What outputs there must be: one of each input that stands in the log, whether its writer was told so or not. */
export function expectedOutputs(written: readonly Ledger[], input: ReadLog): readonly Ledger[] {
  return written.map(({ writer, partition, offsets }) => {
    const expected = new Ledger(writer, partition);
    expected.take(offsets.length);
    for (const { key } of input.partitions[partition] ?? []) {
      const read = readKey(key);
      if (read !== undefined && read.writer === writer) expected.acknowledge(read.number, -1);
    }
    return expected;
  });
}
