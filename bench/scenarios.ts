// One question each: how a topic is prepared, what a worker does with it, and what must hold afterwards.
import type { Job, Measured } from './adapter.ts';
import { recordsIn } from './floor/end-offsets.ts';
import { prepareProduce } from './floor/produce.ts';

export interface Scenario {
  readonly name: 'produce' | 'consume';
  readonly question: string;
  /** Whether every measurement gets a topic of its own, or all read the same one. */
  readonly topicPer: 'measurement' | 'run';
  /** Fills the topic before anybody is measured. */
  fill(job: Job): Promise<void>;
  /** Throws unless the worker did what it says. */
  check(job: Job, measured: Measured): Promise<void>;
}

/** The worker's untimed first pass writes a tenth more. */
const WARM_UP_SHARE = 0.1;

const produce: Scenario = {
  name: 'produce',
  question: 'records written per second, acks=all, calls of many records',
  topicPer: 'measurement',
  fill: async () => {},
  async check(job) {
    const wanted = job.records + Math.floor(job.records * WARM_UP_SHARE);
    const found = await recordsIn(job.brokers[0]!, job.topic, job.partitions);
    if (found !== wanted) throw new Error(`${job.topic} holds ${found} records, ${wanted} were acknowledged`);
  },
};

const consume: Scenario = {
  name: 'consume',
  question: 'records read per second from the beginning of the topic, every value touched',
  topicPer: 'run',
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

export const scenarios: readonly Scenario[] = [produce, consume];
