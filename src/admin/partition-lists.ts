// Lists of partitions: checked, each named once, and found again in an answer.

import type { KafkaError } from '../base/errors.ts';
import { integerOption, topicOption } from '../base/options.ts';
import { partitionKey } from '../cluster/partition-key.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import { BrokerError, brokerError } from '../protocol/broker-error.ts';

/** What became of one partition. */
export interface PartitionResult extends TopicPartition {
  readonly error: KafkaError | undefined;
}

/** What became of each partition by an answer that was flattened, in the order asked. */
export function partitionResults(
  items: readonly TopicPartition[],
  answers: readonly (TopicPartition & { readonly errorCode: number; readonly errorMessage?: string | null })[],
  what: string,
  api: string,
): readonly PartitionResult[] {
  const found = matchPartitions(items, answers);
  return items.map((item) => {
    const { topic, partition } = item;
    const place = { topic, partition, api };
    const answer = found.get(item);
    const detail = `${what}, ${topic}[${partition}]`;
    const error =
      answer === undefined
        ? new BrokerError(-1, detail, place, "the broker's answer leaves it out")
        : brokerError(answer.errorCode, detail, place, answer.errorMessage);
    return { topic, partition, error };
  });
}

/** Each asked partition's place in an answer that was flattened by `topic` and `partition`. */
export function matchPartitions<Item extends TopicPartition, Answer extends TopicPartition>(
  items: readonly Item[],
  answers: readonly Answer[],
): Map<Item, Answer> {
  const byName = new Map(answers.map((answer) => [partitionKey(answer.topic, answer.partition), answer]));
  const found = new Map<Item, Answer>();
  for (const item of items) {
    const answer = byName.get(partitionKey(item.topic, item.partition));
    if (answer !== undefined) found.set(item, answer);
  }
  return found;
}

/** The partition, checked; `at` is its option path. */
export function checkPartition<Item extends TopicPartition>(at: string, item: Item): Item {
  topicOption(`${at}.topic`, item?.topic);
  integerOption(`${at}.partition`, item.partition ?? Number.NaN, 0, 0, 2 ** 31 - 1);
  return item;
}

/** The items in lists in which no partition stands twice: requests may name each but once. */
export function withoutDoubles<Item extends TopicPartition>(items: readonly Item[]): Item[][] {
  const lists: Item[][] = [];
  const times = new Map<string, number>();
  for (const item of items) {
    const name = partitionKey(item.topic, item.partition);
    const before = times.get(name) ?? 0;
    times.set(name, before + 1);
    const list = lists[before];
    if (list === undefined) lists.push([item]);
    else list.push(item);
  }
  return lists;
}
