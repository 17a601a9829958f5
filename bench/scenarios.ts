// One question each: how a topic is prepared, what a worker does with it, and what must hold afterwards.
import type { Job, Measured } from './adapter.ts';
import { codecsIn } from './floor/codecs-in.ts';
import { recordsIn } from './floor/end-offsets.ts';
import { prepareProduce } from './floor/produce.ts';

export interface Scenario {
  readonly name: 'produce' | 'produce-each' | 'produce-latency' | 'consume';
  readonly question: string;
  /** Whether every measurement gets a topic of its own, or all read the same one. */
  readonly topicPer: 'measurement' | 'run';
  /** Every size of values with every compression that was asked for, every size, or the first size alone. */
  readonly variants: 'all' | 'sizes' | 'first';
  /** The share of the records of a run that it works on. */
  readonly share: number;
  /** Its worker's untimed first pass works on this share of its own records. */
  readonly warmUpShare: number;
  /** One record at a time. */
  readonly isHurried: boolean;
  /** Fills the topic before anybody is measured. */
  fill(job: Job): Promise<void>;
  /** Throws unless the worker did what it says. */
  check(job: Job, measured: Measured): Promise<void>;
}

/** Records of the first pass. */
export function warmUpOf(scenario: Scenario, job: Job): number {
  return Math.floor(job.records * scenario.warmUpShare);
}

/** What all questions about writing share. */
function writing(warmUpShare: number): Pick<Scenario, 'topicPer' | 'warmUpShare' | 'fill' | 'check'> {
  return {
    topicPer: 'measurement',
    warmUpShare,
    fill: async () => {},
    async check({ brokers, topic, partitions, records, compression }) {
      const wanted = records + Math.floor(records * warmUpShare);
      const found = await recordsIn(brokers[0]!, topic, partitions);
      if (found !== wanted) throw new Error(`${topic} holds ${found} records, ${wanted} were acknowledged`);
      const codecs = [...(await codecsIn(brokers[0]!, topic, partitions))];
      // A batch that would not get smaller may be left as it is, but not every one.
      const isRight = codecs.includes(compression) && codecs.every((one) => one === 'none' || one === compression);
      if (!isRight) throw new Error(`${topic} is compressed with ${codecs.join(' and ')}, not ${compression}`);
    },
  };
}

const produce: Scenario = {
  ...writing(0.1),
  name: 'produce',
  question: 'records written per second, acks=all, calls of many records',
  variants: 'all',
  share: 1,
  isHurried: false,
};

const produceEach: Scenario = {
  ...writing(0.1),
  name: 'produce-each',
  question: 'records written per second, acks=all, a call and a promise for each, 1 000 under way',
  variants: 'first',
  share: 0.1,
  isHurried: false,
};

const produceLatency: Scenario = {
  // So few records compile nothing: as many before as after.
  ...writing(1),
  name: 'produce-latency',
  question: 'how long a call with one record takes, acks=all, one after the other',
  variants: 'first',
  share: 0.005,
  isHurried: true,
};

const consume: Scenario = {
  name: 'consume',
  question: 'records read per second from the beginning of the topic, every value touched',
  topicPer: 'run',
  variants: 'sizes',
  share: 1,
  warmUpShare: 0,
  isHurried: false,
  async fill(job) {
    const writer = await prepareProduce(job);
    await writer.run(job.records);
    await writer.close();
  },
  async check(job, { seen }) {
    const bytes = job.records * job.valueBytes;
    if (seen.records !== job.records || seen.bytes !== bytes) {
      throw new Error(
        `read ${seen.records} records with ${seen.bytes} bytes, ${job.records} with ${bytes} were written`,
      );
    }
  },
};

export const scenarios: readonly Scenario[] = [produce, produceEach, produceLatency, consume];

/** A name on the command line, and the scenarios that it stands for. */
export const groups: readonly { readonly name: string; readonly scenarios: readonly Scenario[] }[] = [
  { name: 'produce', scenarios: [produce, produceEach, produceLatency] },
  ...[produceEach, produceLatency, consume].map((scenario) => ({ name: scenario.name, scenarios: [scenario] })),
];

/** One size and compression of a scenario. */
export interface Variant {
  readonly title: string;
  readonly valueBytes: number;
  readonly compression: Job['compression'];
}

/** What a scenario is measured with. */
export function variantsOf(
  scenario: Scenario,
  sizes: readonly number[],
  compressions: readonly Job['compression'][],
): Variant[] {
  const own = scenario.variants === 'all' ? compressions : (['none'] as const);
  const all = own.flatMap((compression) => sizes.map((valueBytes) => ({ valueBytes, compression })));
  return (scenario.variants === 'first' ? all.slice(0, 1) : all).map(({ valueBytes, compression }) => ({
    title: `${valueBytes} B${compression === 'none' ? '' : `, ${compression}`}`,
    valueBytes,
    compression,
  }));
}
