// Writing while brokers die: is what was acknowledged in the log, once and in order? Owns: the topic, the writers, the account.
import { Writer, type WriterOptions } from '../../../src/index.ts';
import { PROBE_KEY } from '../probe.ts';
import type { Finding, Ground, Row, Work } from '../scenario.ts';
import { broke, judge, verdictRows } from './judge.ts';
import { type CallShape, Lanes } from './lanes.ts';
import { MAX_VALUE } from './numbered-record.ts';
import { Pace } from './pace.ts';
import { endOffsets, type ReadLog, readWithKcat, readWithReader } from './read-back.ts';

const PARTITIONS = 6;
/** The topic takes batches with one record of the largest size. */
const MAX_MESSAGE_BYTES = MAX_VALUE + 1_000;
const OTHERS: ReadonlySet<string> = new Set([PROBE_KEY]);

/** How a scenario writes. */
export interface WriteLoad {
  /** Each is a Writer of its own; all write to every partition. */
  readonly writers: readonly Pick<WriterOptions, 'compression' | 'lingerMs'>[];
  shape(pick: () => number): CallShape;
  /** Between two calls of a lane, at first. */
  readonly pauseMs: number;
}

export class WriteWork implements Work {
  readonly topic: string;
  readonly partitions: number = PARTITIONS;
  readonly unit = 'acknowledged';
  readonly #ground: Ground;
  readonly #writers: readonly Writer[];
  readonly #lanes: Lanes;

  private constructor(ground: Ground, topic: string, writers: readonly Writer[], load: WriteLoad) {
    this.#ground = ground;
    this.topic = topic;
    this.#writers = writers;
    this.#lanes = new Lanes(writers, PARTITIONS, load.shape(ground.pick), new Pace(ground.cpu, load.pauseMs));
  }

  /** Makes a topic and begins to write to it. */
  static async begin(ground: Ground, load: WriteLoad): Promise<WriteWork> {
    const topic = ground.name('chaos-write');
    const configs = { 'min.insync.replicas': '2', 'max.message.bytes': String(2 * MAX_MESSAGE_BYTES) };
    const wanted = { topic, partitions: PARTITIONS, replicationFactor: 3, configs };
    const [created] = await ground.operator.createTopics([wanted]);
    if (created?.error !== undefined) throw created.error;
    const writers = load.writers.map(
      (options) => new Writer({ ...ground.connect, ...options, topic, maxMessageBytes: MAX_MESSAGE_BYTES }),
    );
    return new WriteWork(ground, topic, writers, load);
  }

  progress(): number {
    return this.#lanes.acknowledged;
  }

  async abandon(): Promise<void> {
    await Promise.all(this.#writers.map((writer) => writer.close({ timeoutMs: 1 })));
    await this.#lanes.end();
  }

  async finish(): Promise<Finding> {
    await this.#lanes.end();
    const retries = this.#writers.reduce((sum, writer) => sum + writer.stats().retries, 0);
    await Promise.all(this.#writers.map((writer) => writer.close()));
    const { operator, kafka } = this.#ground;
    const ends = await endOffsets(operator, this.topic, PARTITIONS);
    const ours = await readWithReader(operator, this.topic, ends);
    const theirs = await readWithKcat(kafka.bootstrap, this.topic, PARTITIONS);
    return this.#finding(retries, ours, theirs);
  }

  #finding(retries: number, ours: ReadLog, theirs: ReadLog): Finding {
    const { acknowledged, bytes, calls, failures, ledgers, slowest, reasons } = this.#lanes;
    const byReader = judge(ledgers, ours.partitions, OTHERS);
    const byKcat = judge(ledgers, theirs.partitions, OTHERS);
    const failed = [...failures.values()].reduce((sum, count) => sum + count, 0);
    const rows: Row[] = [
      ['calls', calls],
      ['records acknowledged', acknowledged],
      ['bytes acknowledged', bytes],
      ['batches sent again', retries],
      ...verdictRows([byReader, byKcat], ['our Reader', 'kcat']),
      ['damaged', ours.damaged],
      ['calls that failed', failed === 0 ? 0 : [...failures].map(([code, count]) => `${count} ${code}`).join(', ')],
    ];
    const broken: string[] = [
      ...broke('our Reader', byReader),
      ...broke('kcat', byKcat),
      ...(ours.damaged === 0 ? [] : [`${ours.damaged} records are not what was written`]),
      ...(failed === 0 ? [] : [`${failed} calls failed: ${reasons.join(' | ')}`]),
      ...(acknowledged > 0 ? [] : ['nothing was acknowledged']),
    ];
    const story = slowest.map(({ writer, partition, begun, tookMs }) => ({
      at: begun,
      what: `writer ${writer}, partition ${partition}: a call that took ${Math.round(tookMs)} ms`,
    }));
    return { rows, broken, longestMs: slowest[0]?.tookMs ?? 0, story };
  }
}
