// What keeps a producer from writing, in words for people; the same words as a Reader's.
import type { Dispatcher } from './dispatcher.ts';
import type { Intake } from './intake.ts';

/** One line for each thing that holds messages up, or would hold up the next. */
export function producerProblems(dispatcher: Dispatcher, intake: Intake): string[] {
  const problems: string[] = [];
  const { trouble } = intake.lookup;
  if (trouble !== undefined) {
    const what = trouble.topic === undefined ? 'no broker was reached yet' : `${trouble.topic} cannot be written`;
    problems.push(`${what}: ${trouble.error.message}`);
  }
  if (dispatcher.numberTrouble !== undefined) problems.push(dispatcher.numberTrouble.message);
  const brokers = new Set<number>();
  for (const { name, partitions, state } of intake.lookup) {
    if (state === 'unknown' && intake.isAwaited(name)) problems.push(`${name}: its partitions are not known yet`);
    for (const queue of partitions) {
      const place = `${name}[${queue.partition}]`;
      const leader = dispatcher.cluster.metadata.leader(name, queue.partition)?.id;
      if (leader === undefined) problems.push(`${place} has no leader`);
      else brokers.add(leader);
      if (!queue.isEmpty && queue.lastError !== undefined) {
        problems.push(`${place} cannot be written: ${queue.lastError.message}`);
      }
    }
  }
  for (const id of brokers) {
    const why = dispatcher.troubleOf(id);
    if (why !== undefined) problems.push(`broker ${id} cannot be written to: ${why.message}`);
  }
  const { size } = intake.waitingCalls;
  if (size > 0) {
    const { maxBufferedBytes } = dispatcher.settings;
    problems.push(`the buffer (maxBufferedBytes, ${maxBufferedBytes}) is full: ${size} calls wait for room`);
  }
  return problems;
}
