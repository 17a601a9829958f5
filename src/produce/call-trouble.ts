// What keeps one call from being acknowledged, for a caller who gives up waiting. Owns: whose trouble it is: that of the
// call's own partitions goes before what any other broker suffers. Must not know: timers, results.
import type { KafkaError } from '../base/errors.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { ProduceCall } from './produce-call.ts';

/** Why this call was not acknowledged so far; undefined where nothing stands in its way but time. */
export function troubleOf(call: ProduceCall, dispatcher: Dispatcher): KafkaError | undefined {
  const waiting = [...call.result._places()].filter((place) => place.isDone !== true);
  for (const queue of dispatcher.active) {
    const isOurs = waiting.some(({ topic, partition }) => topic === queue.topic.name && partition === queue.partition);
    if (isOurs && queue.trouble !== undefined) return queue.trouble;
  }
  return dispatcher.trouble;
}
