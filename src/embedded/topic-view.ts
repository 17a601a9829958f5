// What a test may see of a topic: reading only, always the state of now.
import { BrokerError } from '../protocol/broker-error.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import { type BatchHeader, isControlBatch, readBatchHeader } from '../record/batch-header.ts';
import type { Message } from '../record/message.ts';
import { openBatch } from '../record/open-batch.ts';
import type { Partition } from './partition.ts';
import type { Topic } from './topics.ts';

/** One partition of an embedded topic. */
export interface PartitionView {
  readonly partition: number;
  /** Offset of the oldest record that is still there. */
  readonly startOffset: number;
  /** Offset that the next record gets. */
  readonly endOffset: number;
  /** Bytes of the batches that are still there. */
  readonly sizeInBytes: number;
  /** -1 while nobody leads. */
  readonly leaderId: number;
  readonly leaderEpoch: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  /** Up to here every transaction has ended; the end offset where none is open. */
  readonly lastStableOffset: number;
  /** Reads every record, oldest first, also those of transactions that are open or aborted. */
  messages(): Promise<Message[]>;
  /** Reads what readers of committed records may see, oldest first. */
  committedMessages(): Promise<Message[]>;
}

/** A topic of the embedded cluster. */
export interface TopicView {
  readonly name: string;
  readonly id: string;
  readonly partitions: readonly PartitionView[];
  /** Records in all partitions: the sum of end offset minus start offset. The marker of a transaction counts as one. */
  readonly size: number;
  /** Throws UNKNOWN_TOPIC_OR_PARTITION where there is none. */
  partition(index: number): PartitionView;
}

const MAX_DECOMPRESSED_BYTES = 2 ** 30;

/** @internal */
export function viewTopic(topic: Topic): TopicView {
  const partitions = (): PartitionView[] => topic.partitions.map((partition) => viewPartition(topic.name, partition));
  return {
    name: topic.name,
    id: topic.id,
    get partitions() {
      return partitions();
    },
    get size() {
      return partitions().reduce((sum, { startOffset, endOffset }) => sum + endOffset - startOffset, 0);
    },
    partition(index) {
      const partition = topic.partitions[index];
      if (partition !== undefined) return viewPartition(topic.name, partition);
      const place = { topic: topic.name, partition: index };
      throw new BrokerError(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, `view ${topic.name}[${index}]`, place);
    },
  };
}

function viewPartition(topic: string, partition: Partition): PartitionView {
  const { log } = partition;
  return {
    partition: partition.index,
    get replicas() {
      return partition.replicas;
    },
    get startOffset() {
      return log.startOffset;
    },
    get endOffset() {
      return log.endOffset;
    },
    get sizeInBytes() {
      return log.sizeInBytes;
    },
    get leaderId() {
      return partition.leaderId;
    },
    get leaderEpoch() {
      return partition.leaderEpoch;
    },
    get isr() {
      return partition.isr;
    },
    get lastStableOffset() {
      return partition.lastStableOffset;
    },
    messages: () => readMessages(topic, partition, () => true),
    committedMessages() {
      const { lastStableOffset } = partition;
      const aborted = partition.aborted.between(log.startOffset, lastStableOffset);
      return readMessages(topic, partition, ({ header: { producerId }, baseOffset }) => {
        if (baseOffset >= lastStableOffset) return false;
        return !aborted.some(
          (each) => each.producerId === producerId && each.firstOffset <= baseOffset && baseOffset < each.lastOffset,
        );
      });
    },
  };
}

interface ViewedBatch {
  readonly header: BatchHeader;
  readonly baseOffset: number;
}

async function readMessages(
  topic: string,
  { index, log }: Partition,
  isWanted: (batch: ViewedBatch) => boolean,
): Promise<Message[]> {
  const messages: Message[] = [];
  const origin = { topic, partition: index, from: log.startOffset, highWatermark: log.endOffset };
  for (const { bytes, baseOffset } of log.batches()) {
    const header = readBatchHeader(bytes, 0);
    if (header === undefined || isControlBatch(header) || !isWanted({ header, baseOffset })) continue;
    for (const message of await openBatch(origin, header, bytes, 0, MAX_DECOMPRESSED_BYTES)) messages.push(message);
  }
  return messages;
}
