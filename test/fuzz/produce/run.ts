// One run: a producer writes through some weather, all from one seed; then the weather clears, and the logs are compared
// with what the producer said.
//
// Always: what was acknowledged is in the log, where it was said to be; nothing refused for good is there; with an
// idempotent producer nothing is there twice, the order of each partition is that of the calls, and a number stands for
// one record only. Every call settles; after the weather every partition takes records again; nothing is left behind.
// Without delivery timeouts in play no message fails that brokers would take.
import { gzipSync } from 'node:zlib';
import type { KafkaError } from '../../../src/base/errors.ts';
import type { OutgoingMessage } from '../../../src/produce/outgoing-message.ts';
import { PartitionSequence } from '../../../src/produce/partition-sequence.ts';
import { Producer } from '../../../src/produce/producer.ts';
import { type ProducerOptions, resolveProducerSettings } from '../../../src/produce/settings.ts';
import { WriteErrors } from '../../../src/produce/write-errors.ts';
import type { CompressionCodec } from '../../../src/record/compression/compression-codec.ts';
import { turn } from '../../support/virtual-clock.ts';
import { ModelCluster } from './model-cluster.ts';
import { Random } from './random.ts';
import { someWeather, type Weather } from './weather.ts';

/** How a message ended. */
type Fate = 'unknown' | 'acked' | 'failed';

interface Written {
  readonly topic: string;
  readonly partition: number;
  readonly id: number;
  readonly isInvalid: boolean;
  readonly bytes: number;
  fate: Fate;
  offset: number;
  code: string;
  isDoubtful: boolean;
}

export interface RunReport {
  readonly faults: readonly string[];
  readonly written: number;
  readonly acknowledged: number;
  readonly failed: number;
  readonly retries: number;
  readonly splits: number;
}

const TOPICS = { a: 2, b: 1 } as const;

export async function run(seed: number): Promise<RunReport> {
  const random = new Random(seed);
  const jitter = new Random(seed + 0.5);
  const { random: chance } = Math;
  const { begin } = PartitionSequence.prototype;
  Math.random = () => jitter.next();
  // Some lines begin just before the numbers wrap. A broker takes any number first, though only 0 in a later epoch.
  const first = random.chance(0.3) ? 2 ** 31 - random.int(1, 60) : 0;
  PartitionSequence.prototype.begin = function (id: number, epoch: number): void {
    begin.call(this, id, epoch);
    if (id >= 0 && epoch === 0 && first > 0) this.assign(first);
  };
  try {
    return await new Run(random).play();
  } finally {
    Math.random = chance;
    PartitionSequence.prototype.begin = begin;
  }
}

class Run {
  readonly #random: Random;
  readonly #cluster: ModelCluster;
  readonly #producer: Producer;
  readonly #weather: Weather;
  readonly #options: ProducerOptions;
  readonly #isHarsh: boolean;
  readonly #written: Written[] = [];
  readonly #faults: string[] = [];
  readonly #nextId = new Map<string, number>();
  #calls = 0;
  #settled = 0;

  constructor(random: Random) {
    this.#random = random;
    this.#weather = someWeather(random);
    this.#cluster = new ModelCluster(random, this.#weather);
    this.#isHarsh = random.chance(0.3);
    this.#options = this.#someOptions();
    for (const [name, partitions] of Object.entries(TOPICS)) this.#cluster.addTopic(name, partitions);
    const settings = resolveProducerSettings(this.#options, () => ({ pick: () => 0 }));
    this.#producer = new Producer(this.#cluster, settings);
  }

  #someOptions(): ProducerOptions {
    const random = this.#random;
    const batchBytes = random.pick([1024, 2000, 8000]);
    return {
      lingerMs: random.pick([0, 0, 3, 20]),
      batchBytes,
      maxBufferedBytes: random.pick([batchBytes, 4 * batchBytes, 1_000_000]),
      maxInFlight: random.pick([5, 5, 1, 2]),
      requestTimeoutMs: random.pick([50, 200, 2000]),
      deliveryTimeoutMs: this.#isHarsh ? random.pick([100, 300, 1500]) : 120_000,
      ...(random.chance(0.25) ? { compression: this.#codec() } : {}),
      ...(random.chance(0.85) ? {} : { idempotent: false, requiredAcks: random.pick(['all', 'one', 'none'] as const) }),
    } as ProducerOptions;
  }

  /** Now at once, now after a while. */
  #codec(): CompressionCodec {
    const compress = (pieces: readonly Buffer[]): Buffer | Promise<Buffer> => {
      const bytes = gzipSync(Buffer.concat(pieces));
      if (this.#random.chance(0.5)) return bytes;
      return new Promise((resolve) => this.#cluster.clock.after(this.#random.int(0, 10), () => resolve(bytes)));
    };
    return { id: 1, name: 'slow-gzip', compress, decompress: (bytes) => bytes };
  }

  async play(): Promise<RunReport> {
    const random = this.#random;
    const { clock } = this.#cluster;
    const steps = random.int(5, 60);
    for (let step = 0; step < steps; step++) {
      if (random.chance(0.8)) this.#write();
      if (random.chance(0.05)) this.#producer.flush().catch(() => {});
      this.#cluster.trouble();
      if (this.#isQuiet() && random.chance(this.#weather.forget)) await this.#cluster.beForgotten();
      if (random.chance(0.3)) await turn();
      else await clock.advance(random.chance(0.1) ? random.int(100, 2000) : random.int(0, 20));
    }
    this.#cluster.heal();
    await this.#pass(this.#isHarsh ? 6_000 : 15_000);
    if (this.#settled !== this.#calls) this.#fault(`${this.#calls - this.#settled} calls have not settled`);
    await this.#writeAfterwards();
    await this.#close();
    this.#compare();
    this.#faults.push(...this.#cluster.crimes);
    const { retries, splits } = this.#producer.stats();
    const acknowledged = this.#written.filter(({ fate }) => fate === 'acked').length;
    const failed = this.#written.filter(({ fate }) => fate === 'failed').length;
    return { faults: this.#faults, written: this.#written.length, acknowledged, failed, retries, splits };
  }

  /** Nothing is to be written, and no broker has anything of it any more. */
  #isQuiet(): boolean {
    return this.#producer.stats().bufferedBytes === 0 && this.#cluster.unserved === 0;
  }

  /** In pieces, so that what a turn has set off happens before the clock moves on. */
  async #pass(ms: number): Promise<void> {
    for (let left = 20; left > 0; left--) {
      await turn();
      await turn();
      await this.#cluster.clock.advance(ms / 20);
    }
  }

  #fault(what: string): void {
    if (this.#faults.length < 10) this.#faults.push(what);
  }

  #write(): void {
    const random = this.#random;
    const hasOwnTopics = random.chance(0.3);
    const fixed = random.pick(Object.keys(TOPICS)) as keyof typeof TOPICS;
    const messages: OutgoingMessage[] = [];
    const notes: Written[] = [];
    for (let i = random.int(1, random.chance(0.3) ? 40 : 6); i > 0; i--) {
      const topic = hasOwnTopics ? (random.pick(Object.keys(TOPICS)) as keyof typeof TOPICS) : fixed;
      const [message, note] = this.#message(
        topic,
        random.int(0, TOPICS[topic] - 1),
        random.chance(this.#weather.invalid),
      );
      messages.push(hasOwnTopics ? { ...message, topic } : message);
      notes.push(note);
    }
    this.#send(
      messages,
      notes,
      hasOwnTopics ? undefined : fixed,
      random.chance(0.05) ? { timeoutMs: random.int(0, 200) } : {},
    );
  }

  #message(topic: string, partition: number, isInvalid: boolean): [OutgoingMessage, Written] {
    const random = this.#random;
    const id = this.#nextId.get(`${topic}${partition}`) ?? 0;
    this.#nextId.set(`${topic}${partition}`, id + 1);
    const size = random.chance(0.05) ? random.int(300, 900) : random.int(5, 120);
    const value = `${id}${isInvalid ? '!' : ''}`.padEnd(size, '.');
    // About what a batch with this one record takes.
    const note: Written = {
      topic,
      partition,
      id,
      isInvalid,
      bytes: size + 61 + 10,
      fate: 'unknown',
      offset: -1,
      code: '',
      isDoubtful: false,
    };
    this.#written.push(note);
    return [{ value, partition }, note];
  }

  #send(messages: OutgoingMessage[], notes: Written[], topic: string | undefined, call: { timeoutMs?: number }): void {
    this.#calls++;
    this.#producer
      .write(messages, topic, call)
      .then(
        (result) => {
          for (const [i, note] of notes.entries()) this.#acked(note, result.at(i)?.offset ?? -2);
        },
        (error: unknown) => {
          if (!(error instanceof WriteErrors)) {
            if (call.timeoutMs === undefined) this.#fault(`a call failed: ${error}`);
            return;
          }
          for (const [i, note] of notes.entries()) {
            const why = error.errors[i];
            if (why === undefined) this.#acked(note, error.result.at(i)?.offset ?? -2);
            else this.#failed(note, why);
          }
        },
      )
      .then(() => void this.#settled++);
  }

  #acked(note: Written, offset: number): void {
    note.fate = 'acked';
    note.offset = offset;
    if (note.isInvalid && this.#options.requiredAcks !== 'none')
      this.#fault(`record ${name(note)} was acknowledged, and no broker takes it`);
  }

  /** Whether a message may fail like that. */
  #failed(note: Written, error: KafkaError): void {
    note.fate = 'failed';
    note.code = error.code;
    note.isDoubtful = error.message.includes('may have been written');
    if (note.isInvalid && error.code === 'INVALID_RECORD') return;
    if (error.code === 'TIMEOUT' && this.#isHarsh) return;
    const smallestLimit = this.#weather.shrink > 0 ? 700 : this.#cluster.maxMessageBytes;
    if (error.code === 'MESSAGE_TOO_LARGE' && note.bytes > smallestLimit) return;
    // A batch was divided after an attempt that is in doubt: its parts cannot be compared with it.
    const mayDivide = smallestLimit < 1_000_000;
    if (error.code === 'OUT_OF_ORDER_SEQUENCE_NUMBER' && note.isDoubtful && mayDivide) return;
    // Without a list of the bad ones (before KIP-467) all of a batch fail.
    if (error.code === 'INVALID_RECORD' && this.#cluster.produceVersion < 8) return;
    if (error.code === 'TOPIC_AUTHORIZATION_FAILED' && this.#weather.forbid > 0) return;
    this.#fault(`record ${name(note)} failed: ${error.message}`);
  }

  /** Every partition takes records again. */
  async #writeAfterwards(): Promise<void> {
    const notes: Written[] = [];
    for (const [topic, partitions] of Object.entries(TOPICS)) {
      for (let partition = 0; partition < partitions; partition++) {
        for (let i = 0; i < 3; i++) {
          const [message, note] = this.#message(topic, partition, false);
          notes.push(note);
          this.#send([{ ...message, value: `${note.id}` }], [note], topic, {});
          if (this.#random.chance(0.5)) await turn();
        }
      }
    }
    await this.#pass(5_000);
    for (const note of notes) {
      if (note.fate !== 'acked') this.#fault(`after the weather, record ${name(note)} is ${note.fate} ${note.code}`);
    }
  }

  async #close(): Promise<void> {
    const { clock } = this.#cluster;
    let isClosed = false;
    this.#producer.close().then(() => {
      isClosed = true;
    });
    await this.#pass(10_000);
    if (!isClosed) this.#fault('close does not end');
    const { bufferedBytes, inFlight, waitingCalls } = this.#producer.stats();
    if (bufferedBytes !== 0 || inFlight !== 0 || waitingCalls !== 0) {
      this.#fault(`left behind: ${bufferedBytes} bytes, ${inFlight} requests, ${waitingCalls} calls`);
    }
    if (clock.timers !== 0) this.#fault(`${clock.timers} timers are left`);
    if (this.#cluster.listeners !== 0) this.#fault('listeners are left');
  }

  #compare(): void {
    const { topics, past } = this.#cluster;
    const { cut, stall, doubtful, omit, death } = this.#weather;
    // Without numbers an attempt in doubt may be there twice; without doubt, order holds all the same.
    const isOrdered = this.#options.idempotent !== false || cut + stall + doubtful + omit + death === 0;
    const logs = [...past];
    for (const [topic, { partitions }] of topics) {
      for (const [index, partition] of partitions.entries()) logs.push({ topic, index, partition });
    }
    for (const { topic, index, partition } of logs) {
      this.#faults.push(...partition.crimes.slice(0, 3));
      const { log } = partition;
      if (!isOrdered) continue;
      for (let i = 1; i < log.length; i++) {
        if ((log[i] as number) > (log[i - 1] as number)) continue;
        this.#fault(`${topic}[${index}]: record ${log[i]} at ${i} stands behind record ${log[i - 1]}`);
      }
    }
    for (const note of this.#written) {
      const here = logs.filter(({ topic, index }) => topic === note.topic && index === note.partition);
      const isThere = here.some(({ partition: { log } }) => log.includes(note.id));
      if (note.fate === 'acked' && this.#options.requiredAcks !== 'none') {
        if (!isThere) this.#fault(`record ${name(note)} was acknowledged and is lost`);
        const isRight = here.some(({ partition: { log } }) => log[note.offset] === note.id);
        if (note.offset >= 0 && !isRight) this.#fault(`record ${name(note)} is not at offset ${note.offset}`);
        if (note.offset < -1) this.#fault(`record ${name(note)} has no place`);
      }
      const isFinal = !note.isDoubtful && !['', 'TIMEOUT', 'CLOSED'].includes(note.code);
      if (note.fate === 'failed' && isFinal && isThere && this.#options.requiredAcks !== 'none') {
        this.#fault(`record ${name(note)} failed with ${note.code} and is in the log`);
      }
    }
  }
}

function name({ topic, partition, id }: Written): string {
  return `${topic}[${partition}]#${id}`;
}
