// A producer over a fake cluster, with what its tests look at.
import type { OutgoingMessage } from '../../../src/produce/outgoing-message.ts';
import { Producer } from '../../../src/produce/producer.ts';
import { type ProducerOptions, resolveProducerSettings } from '../../../src/produce/settings.ts';
import type { WriteErrors } from '../../../src/produce/write-errors.ts';
import { turn } from '../../support/virtual-clock.ts';
import { type ArrivedRequest, FakeCluster } from './fake-cluster.ts';

export interface Harness {
  readonly cluster: FakeCluster;
  readonly producer: Producer;
  /** Writes values to partition 0 of `t`, or where the messages say. */
  write(...messages: (string | OutgoingMessage)[]): ReturnType<Producer['write']>;
  /** Values of the batches of the request at `index` of those that wait. */
  values(index: number): (readonly string[])[];
}

/** A producer whose topic `t` is known, with these leaders, and whose lanes are open. */
export async function harness(options: ProducerOptions = {}, leaders: number[] = [1]): Promise<Harness> {
  const cluster = new FakeCluster();
  cluster.topic('t', leaders);
  const balancer = () => ({ pick: () => 0 });
  const producer = new Producer(cluster, resolveProducerSettings(options, balancer));
  const write: Harness['write'] = (...messages) => {
    const list = messages.map((message) => (typeof message === 'string' ? { value: message } : message));
    const written = producer.write(list, list.every((message) => message?.topic === undefined) ? 't' : undefined);
    // Each test looks at the outcome it cares for; the others are not to end the run.
    written.catch(() => {});
    return written;
  };
  const values = (index: number) => (cluster.waiting[index]?.batches ?? []).map((batch) => batch.values);
  return { cluster, producer, write, values };
}

/** The same, with one message written first, so that connection and producer id are there. */
export async function warmHarness(options: ProducerOptions = {}, leaders: number[] = [1]): Promise<Harness> {
  const it = await harness(options, leaders);
  for (let partition = 0; partition < leaders.length; partition++) {
    const written = it.write({ value: 'warm', partition });
    await settle();
    it.cluster.waiting[0]?.answer();
    await written;
  }
  it.cluster.seen.length = 0;
  return it;
}

/** Lets everything happen that needs no time and no answer. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 6; i++) await turn();
}

/** The error of a call that is to fail. */
export async function failure(call: Promise<unknown>): Promise<WriteErrors> {
  return call.then(
    () => {
      throw new Error('it did not fail');
    },
    (error) => error as WriteErrors,
  );
}

/** First value, epoch and number of every batch, in the order in which they came. */
export function numbersOf(requests: readonly ArrivedRequest[]): [string | undefined, number, number][] {
  const batches = requests.flatMap((request) => request.batches);
  return batches.map(({ values, header }) => [values[0], header.producerEpoch, header.baseSequence]);
}
